#include "config.h"

#include "check/alert.h"

#include <openssl/ssl.h>

/* RFC 8446, 6.2 and the registry that it continues: what each alert says once a client certificate is in play */
static const struct
{
  int alert;
  const char *detail;
} about_certificates[] = {
  { SSL3_AD_HANDSHAKE_FAILURE, NULL },
  { SSL3_AD_BAD_CERTIFICATE, "bad" },
  { SSL3_AD_UNSUPPORTED_CERTIFICATE, "unsupported" },
  { SSL3_AD_CERTIFICATE_REVOKED, "revoked" },
  { SSL3_AD_CERTIFICATE_EXPIRED, "expired" },
  { SSL3_AD_CERTIFICATE_UNKNOWN, NULL },
  { TLS1_AD_UNKNOWN_CA, "unknown-authority" },
  { TLS1_AD_ACCESS_DENIED, "denied" },
  { TLS1_AD_DECRYPT_ERROR, "bad" },
};

/* the alerts that have nothing to do with one */
static const struct
{
  int alert;
  const char *detail;
} about_encryption[] = {
  { SSL3_AD_HANDSHAKE_FAILURE, "no-common-cipher" },
  { TLS1_AD_INSUFFICIENT_SECURITY, "no-common-cipher" },
  { TLS1_AD_UNRECOGNIZED_NAME, "server-name" },
  { TLS1_AD_NO_APPLICATION_PROTOCOL, "alpn" },
  { TLS1_AD_ACCESS_DENIED, "denied" },
};

static gboolean
is_about_version (const VfAlert *self)
{
  if (self->alert >= 0)
    return self->alert == TLS1_AD_PROTOCOL_VERSION;
  return self->reason == SSL_R_UNSUPPORTED_PROTOCOL || self->reason == SSL_R_WRONG_SSL_VERSION
         || self->reason == SSL_R_VERSION_TOO_LOW || self->reason == SSL_R_VERSION_TOO_HIGH;
}

/* What OpenSSL 3 no longer does with old servers, and older versions did. */
static gboolean
is_outdated (const VfAlert *self)
{
  return self->alert < 0
         && (self->reason == SSL_R_DH_KEY_TOO_SMALL || self->reason == SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED
             || self->reason == SSL_R_LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED
             || self->reason == SSL_R_WRONG_SIGNATURE_TYPE);
}

static gboolean
is_about_certificate (const VfAlert *self, const char **detail)
{
  for (guint i = 0; i < G_N_ELEMENTS (about_certificates); i++)
    if (about_certificates[i].alert == self->alert)
      {
        *detail = self->offered ? about_certificates[i].detail : NULL;
        return self->asked;
      }
  return FALSE;
}

/**
 * vf_alert_classify:
 * @alert: how the handshake ended
 * @detail: (out) (transfer none) (nullable): which of the code's causes
 *
 * Returns: the code of the stage handshake
 */
VfCode
vf_alert_classify (const VfAlert *alert, const char **detail)
{
  *detail = NULL;
  if (is_about_version (alert))
    return VF_CODE_TLS_VERSION_MISMATCH;
  if (alert->alert == TLS13_AD_CERTIFICATE_REQUIRED)
    return VF_CODE_CLIENT_CERTIFICATE_REQUIRED;
  if (is_about_certificate (alert, detail))
    return alert->offered ? VF_CODE_CLIENT_CERTIFICATE_REJECTED : VF_CODE_CLIENT_CERTIFICATE_REQUIRED;
  *detail = is_outdated (alert) ? "outdated" : NULL;
  for (guint i = 0; i < G_N_ELEMENTS (about_encryption); i++)
    if (about_encryption[i].alert == alert->alert)
      *detail = about_encryption[i].detail;
  return VF_CODE_HANDSHAKE_REFUSED;
}
