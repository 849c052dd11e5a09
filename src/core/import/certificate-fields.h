#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/**
 * VfCertificateFields:
 *
 * A certificate taken apart by OpenSSL's ASN.1 parser, with one difference to X509: the public key stays bytes.
 * OpenSSL 3 makes a key object of it in d2i_X509(), which takes ten times as long as all the rest.
 */
typedef struct _VfCertificateFields VfCertificateFields;

VfCertificateFields *vf_certificate_fields_new  (const guint8        *der,
                                                 gsize                length,
                                                 gsize               *used);
void                 vf_certificate_fields_free (VfCertificateFields *fields);

const X509_NAME     *vf_certificate_fields_subject   (const VfCertificateFields *fields);
const X509_NAME     *vf_certificate_fields_issuer    (const VfCertificateFields *fields);
const ASN1_INTEGER  *vf_certificate_fields_serial    (const VfCertificateFields *fields);
gint64               vf_certificate_fields_not_before (const VfCertificateFields *fields);
gint64               vf_certificate_fields_not_after (const VfCertificateFields *fields);
int                  vf_certificate_fields_signature (const VfCertificateFields *fields);
gpointer             vf_certificate_fields_extension (const VfCertificateFields *fields,
                                                      int                        nid);
char                *vf_certificate_fields_key_id    (const VfCertificateFields *fields);
char                *vf_certificate_fields_key_algorithm (const VfCertificateFields *fields);
gboolean             vf_certificate_fields_is_self_signed (const VfCertificateFields *fields);
gboolean             vf_certificate_fields_is_authority (const VfCertificateFields *fields);
gboolean             vf_certificate_fields_is_weak   (const VfCertificateFields *fields,
                                                      gboolean                   is_self_signed);

G_END_DECLS
