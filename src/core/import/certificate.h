#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/**
 * VfCertificate:
 *
 * One X.509 certificate as values.  Immutable, reference counted, may cross threads; every string is UTF-8, owned
 * by the certificate, and made when it is first asked for or at once (both are thread-safe).
 * Times are seconds since the epoch, UTC.
 */
typedef struct _VfCertificate VfCertificate;

VfCertificate      *vf_certificate_new_from_der          (const guint8 *der,
                                                          gsize         length,
                                                          GError      **error);
VfCertificate      *vf_certificate_new_from_x509         (X509 *x509);
VfCertificate      *vf_certificate_ref                   (VfCertificate *certificate);
void                vf_certificate_unref                 (VfCertificate *certificate);

X509               *vf_certificate_peek_x509             (const VfCertificate *certificate);
GBytes             *vf_certificate_get_der               (const VfCertificate *certificate);
char               *vf_certificate_to_pem                (const VfCertificate *certificate);

/* "CN=…,O=…", most specific first (RFC 2253 order, UTF-8 not escaped) */
const char         *vf_certificate_get_subject           (const VfCertificate *certificate);
const char         *vf_certificate_get_issuer            (const VfCertificate *certificate);
/* what a person calls it: the common name, else the organisational unit or organisation, else the first name in
 * subjectAltName, else the whole subject */
const char         *vf_certificate_get_display_name      (const VfCertificate *certificate);
const char         *vf_certificate_get_issuer_display_name (const VfCertificate *certificate);
/* the rest of the name, "Organization: …", a line for each part */
const char         *vf_certificate_get_subject_words     (const VfCertificate *certificate);
const char         *vf_certificate_get_issuer_words      (const VfCertificate *certificate);
const char         *vf_certificate_get_common_name       (const VfCertificate *certificate);
const char         *vf_certificate_get_serial            (const VfCertificate *certificate);
gint64              vf_certificate_get_not_before        (const VfCertificate *certificate);
gint64              vf_certificate_get_not_after         (const VfCertificate *certificate);
/* "DNS:…", "IP:…", "email:…", "URI:…" */
const char * const *vf_certificate_get_names             (const VfCertificate *certificate);
/* "AA:BB:…" */
const char         *vf_certificate_get_sha256            (const VfCertificate *certificate);
/* lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo: equal keys have equal ids */
const char         *vf_certificate_get_key_id            (const VfCertificate *certificate);
const char         *vf_certificate_get_key_algorithm     (const VfCertificate *certificate);
const char         *vf_certificate_get_signature_algorithm (const VfCertificate *certificate);
gboolean            vf_certificate_is_authority          (const VfCertificate *certificate);
gboolean            vf_certificate_is_self_signed        (const VfCertificate *certificate);
gboolean            vf_certificate_is_weak               (const VfCertificate *certificate);
gboolean            vf_certificate_is_valid_at           (const VfCertificate *certificate,
                                                          gint64               now);
gboolean            vf_certificate_allows_client         (const VfCertificate *certificate);
gboolean            vf_certificate_allows_server         (const VfCertificate *certificate);
gboolean            vf_certificate_equal                 (const VfCertificate *a,
                                                          const VfCertificate *b);

gboolean            vf_certificate_may_have_issued       (const VfCertificate *issuer,
                                                          const VfCertificate *certificate);
/* "RSA 2048", "EC P-256", "ED25519"; (transfer full) */
char               *vf_key_algorithm_to_string           (EVP_PKEY *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfCertificate, vf_certificate_unref)

G_END_DECLS
