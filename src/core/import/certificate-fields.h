#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/**
 * VfCertificateFields:
 *
 * A certificate taken apart by OpenSSL's ASN.1 parser, with two differences to X509: the public key and the names stay
 * bytes.  OpenSSL 3 makes a key object in d2i_X509(), which takes ten times as long as all the rest, and of each name
 * a second one for comparing.
 */
typedef struct _VfCertificateFields VfCertificateFields;

VfCertificateFields *vf_certificate_fields_new  (const guint8        *der,
                                                 gsize                length,
                                                 gsize               *used);
void                 vf_certificate_fields_free (VfCertificateFields *fields);

const guint8        *vf_certificate_fields_subject   (const VfCertificateFields *fields,
                                                      gsize                     *length);
const guint8        *vf_certificate_fields_issuer    (const VfCertificateFields *fields,
                                                      gsize                     *length);
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
