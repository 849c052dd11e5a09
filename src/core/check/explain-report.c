#include "config.h"

#include "check/explain.h"

#include <glib/gi18n.h>
#include <openssl/err.h>
#include <openssl/x509.h>

static gboolean
is_revocation (const char *keyword)
{
  return g_strcmp0 (keyword, "sslcrl") == 0 || g_strcmp0 (keyword, "sslcrldir") == 0;
}

/* A link lets nobody new vouch for the server, an authority does. */
static gboolean
adds_authority (const VfFix *fix)
{
  GBytes *der = vf_fix_get_der (fix);
  gsize size = 0;
  const guint8 *p = der ? g_bytes_get_data (der, &size) : NULL;
  const guint8 *end = p + size;
  gboolean found = FALSE;

  while (p < end && !found)
    {
      X509 *x509 = d2i_X509 (NULL, &p, end - p);

      if (!x509)
        break;
      found = X509_self_signed (x509, 0) == 1;
      X509_free (x509);
    }
  ERR_clear_error ();
  return found;
}

/**
 * vf_explain_fix:
 * @fix: a fix
 *
 * Returns: (transfer full): the label of its button
 */
char *
vf_explain_fix (const VfFix *fix)
{
  const char *argument = vf_fix_get_argument (fix);

  switch (vf_fix_get_id (fix))
    {
    case VF_FIX_USE_MODE_REQUIRE:
      return g_strdup (_ ("Use Require instead"));
    case VF_FIX_USE_MODE_VERIFY_CA:
      return g_strdup (_ ("Use Verify-CA instead"));
    case VF_FIX_USE_MODE_VERIFY_FULL:
      return g_strdup (_ ("Use Verify-Full instead"));
    case VF_FIX_USE_LISTED_NAME:
      return argument ? g_strdup_printf (_ ("Connect as %s"), argument)
                      : g_strdup (_ ("Connect as a name in the certificate"));
    case VF_FIX_USE_SYSTEM_AUTHORITIES:
      return g_strdup (_ ("Use the system’s authorities"));
    case VF_FIX_ADD_INTERMEDIATE:
      return argument ? g_strdup_printf (_ ("Add “%s”"), argument) : g_strdup (_ ("Add the missing certificate"));
    case VF_FIX_ADD_CLIENT_INTERMEDIATE:
      return argument ? g_strdup_printf (_ ("Send “%s” with the client certificate"), argument)
                      : g_strdup (_ ("Send the missing certificate with the client certificate"));
    case VF_FIX_TRUST_THIS_AUTHORITY:
      return g_strdup (_ ("Trust this certificate"));
    case VF_FIX_DROP_CLIENT_CERTIFICATE:
      return g_strdup (_ ("Leave the client certificate out"));
    case VF_FIX_USE_CERTIFICATE_USER:
      return argument ? g_strdup_printf (_ ("Log in as %s"), argument)
                      : g_strdup (_ ("Log in as the user in the certificate"));
    case VF_FIX_USE_PORT:
      return argument ? g_strdup_printf (_ ("Use port %s"), argument) : g_strdup (_ ("Use the usual port"));
    case VF_FIX_CHANNEL_BINDING_OFF:
      return g_strdup (_ ("Do without channel binding"));
    case VF_FIX_TRIM_PASSWORD:
      return g_strdup (_ ("Take the blanks off the password"));
    case VF_FIX_DECODE_PASSWORD:
      return g_strdup (_ ("Write the password without percent signs"));
    case VF_FIX_DROP_OPTION:
      if (is_revocation (argument))
        return g_strdup (_ ("Check without revocation lists"));
      /* Translators: %s is a libpq keyword such as “options” */
      return argument ? g_strdup_printf (_ ("Do without “%s”"), argument) : g_strdup (_ ("Do without the option"));
    case VF_FIX_DEFAULT_TLS_VERSIONS:
      return g_strdup (_ ("Use the usual TLS versions"));
    case VF_FIX_DIRECT_TLS:
      return g_strdup (_ ("Encrypt from the first byte"));
    case VF_FIX_SEND_PASSWORD_ANYWAY:
      return g_strdup (_ ("Send the password anyway"));
    case VF_FIX_TRUST_CHANGED_CERTIFICATE:
      return g_strdup (_ ("Trust the new certificate"));
    case VF_FIX_NONE:
    case VF_N_FIXES:
      break;
    }
  return g_strdup (_ ("Check again"));
}

/**
 * vf_explain_fix_cost:
 * @fix: a fix
 *
 * Returns: (transfer full) (nullable): what the fix gives up, and what somebody could do then
 */
char *
vf_explain_fix_cost (const VfFix *fix)
{
  switch (vf_fix_get_id (fix))
    {
    case VF_FIX_USE_MODE_REQUIRE:
      return g_strdup (_ ("Anybody between you and the server could pretend to be it, and read your password."));
    case VF_FIX_USE_MODE_VERIFY_CA:
      return g_strdup (_ ("Another server with a certificate from the same authority could pretend to be yours."));
    case VF_FIX_TRUST_THIS_AUTHORITY:
      return g_strdup (_ ("If this is not the real server, you would trust the wrong one for good. Compare the fingerprint with the one that the administrator or provider gives you."));
    case VF_FIX_TRUST_CHANGED_CERTIFICATE:
      return g_strdup (_ ("If this is not the real server, whoever runs it gets your password. Compare the fingerprint with the one that the administrator or provider gives you."));
    case VF_FIX_USE_LISTED_NAME:
      return g_strdup (_ ("Make sure that this name is the server that you mean."));
    case VF_FIX_USE_SYSTEM_AUTHORITIES:
      return g_strdup (_ ("Every public authority that this computer knows could vouch for the server, not only the one that you imported."));
    case VF_FIX_CHANNEL_BINDING_OFF:
      return g_strdup (_ ("A proxy that ends the encryption could log in with what it hears."));
    case VF_FIX_SEND_PASSWORD_ANYWAY:
      return g_strdup (_ ("If this is not the real server, whoever runs it gets your password."));
    case VF_FIX_ADD_INTERMEDIATE:
      return adds_authority (fix) ? g_strdup (_ ("This authority was left out. From then on, every server that it vouches for is believed."))
                                  : NULL;
    case VF_FIX_DROP_OPTION:
      return is_revocation (vf_fix_get_argument (fix))
               ? g_strdup (_ ("A certificate that was stolen and revoked would be believed again."))
               : NULL;
    case VF_FIX_NONE:
    case VF_FIX_DECODE_PASSWORD:
    case VF_FIX_DEFAULT_TLS_VERSIONS:
    case VF_FIX_DIRECT_TLS:
    case VF_FIX_USE_MODE_VERIFY_FULL:
    case VF_FIX_ADD_CLIENT_INTERMEDIATE:
    case VF_FIX_DROP_CLIENT_CERTIFICATE:
    case VF_FIX_USE_CERTIFICATE_USER:
    case VF_FIX_USE_PORT:
    case VF_FIX_TRIM_PASSWORD:
    case VF_N_FIXES:
      break;
    }
  return NULL;
}

/**
 * vf_explain_stage:
 * @stage: a stage
 *
 * Returns: (transfer none): what happens in it, a few translated words
 */
const char *
vf_explain_stage (VfStage stage)
{
  switch (stage)
    {
    case VF_STAGE_RESOLVE:
      return _ ("Find the address");
    case VF_STAGE_CONNECT:
      return _ ("Reach the server");
    case VF_STAGE_NEGOTIATE:
      return _ ("Ask for encryption");
    case VF_STAGE_HANDSHAKE:
      return _ ("Encrypt");
    case VF_STAGE_CHAIN:
      return _ ("Check who vouches for it");
    case VF_STAGE_NAME:
      return _ ("Compare the name");
    case VF_STAGE_LOGIN:
      return _ ("Log in");
    case VF_N_STAGES:
      break;
    }
  return "";
}

static VfCertificate *
leaf_of (const VfReport *report)
{
  GPtrArray *chain = vf_report_get_chain (report);

  return chain->len > 0 ? g_ptr_array_index (chain, 0) : NULL;
}

static const char *
authority_of (const VfReport *report, const VfCertificate *leaf)
{
  VfCertificate *anchor = vf_report_get_anchor (report);

  return anchor ? vf_certificate_get_display_name (anchor) : vf_certificate_get_issuer_display_name (leaf);
}

/* The sentence of the finding that the report ends with; a title where the failure has no finding. */
static char *
explain_failure (const VfReport *report)
{
  VfCode code = vf_report_get_code (report);
  g_autofree char *title = NULL;

  for (guint i = 0; i < vf_report_get_n_findings (report); i++)
    if (vf_finding_get_code (vf_report_get_finding (report, i)) == code)
      return vf_explain_finding (vf_report_get_finding (report, i));
  title = vf_explain_code_title (code);
  return g_strdup_printf ("%s.", title);
}

static char *
explain_proven (const VfReport *report, VfCertificate *leaf)
{
  g_autofree char *until = vf_explain_date (vf_certificate_get_not_after (leaf));

  /* Translators: host, authority, date */
  return g_strdup_printf (_ ("Proven: you are talking to %s, vouched for by “%s” until %s."),
                          vf_report_get_host (report), authority_of (report, leaf), until);
}

static char *
explain_success (const VfReport *report)
{
  VfCertificate *leaf = leaf_of (report);
  VfSslMode mode = vf_report_get_mode (report);

  if (mode == VF_SSL_MODE_VERIFY_FULL && leaf)
    return explain_proven (report, leaf);
  if (mode == VF_SSL_MODE_VERIFY_CA && leaf)
    /* Translators: authority, host */
    return g_strdup_printf (_ ("Encrypted: “%s” vouches for the server, but it was not checked that it is %s."),
                            authority_of (report, leaf), vf_report_get_host (report));
  /* Translators: host */
  return g_strdup_printf (_ ("Encrypted, but nobody vouches for the server: it was not checked that it is %s."),
                          vf_report_get_host (report));
}

static char *
explain_look (const VfReport *report)
{
  VfSslMode mode;

  if (vf_report_get_code (report) != VF_CODE_NONE)
    return explain_failure (report);
  if (vf_report_get_recommended (report, &mode))
    /* Translators: Verify-Full, Verify-CA or Require */
    return g_strdup_printf (_ ("%s works with this server."), vf_ssl_mode_title (mode));
  if (vf_report_get_would (report, VF_SSL_MODE_VERIFY_CA) == VF_WOULD_FAIL)
    return vf_explain_mode (report, VF_SSL_MODE_VERIFY_CA);
  return g_strdup (_ ("The server has not been looked at yet."));
}

/**
 * vf_explain_report:
 * @report: a report
 *
 * Returns: (transfer full): the whole result in one sentence
 */
char *
vf_explain_report (const VfReport *report)
{
  if (vf_report_is_look (report))
    return explain_look (report);
  if (vf_report_is_ok (report))
    return explain_success (report);
  if (vf_report_get_code (report) != VF_CODE_NONE)
    return explain_failure (report);
  return g_strdup (_ ("The check is running."));
}

/* Lower case after "would fail:" is no use in other languages, so both sentences stand for themselves. */
static char *
explain_mode_failure (const VfReport *report, VfSslMode mode)
{
  VfCode code = vf_report_get_would_code (report, mode);
  g_autofree char *title = vf_explain_code_title (code);

  if (code == vf_report_get_code (report))
    {
      g_autofree char *sentence = explain_failure (report);

      /* Translators: the sentence that says why */
      return g_strdup_printf (_ ("Would fail here. %s"), sentence);
    }
  if (code == VF_CODE_NAME_MISMATCH && leaf_of (report))
    return g_strdup_printf (_ ("Would fail here. The certificate is for “%s”, not for %s."),
                            vf_certificate_get_display_name (leaf_of (report)), vf_report_get_host (report));
  /* Translators: a short phrase that says why */
  return g_strdup_printf (_ ("Would fail here. %s."), title);
}

static char *
explain_mode_success (const VfReport *report, VfSslMode mode)
{
  VfCertificate *leaf = leaf_of (report);
  const char *issuer = leaf ? vf_certificate_get_issuer_display_name (leaf) : NULL;
  g_autofree char *until = leaf ? vf_explain_date (vf_certificate_get_not_after (leaf)) : NULL;

  if (mode == VF_SSL_MODE_REQUIRE || !leaf)
    return g_strdup (_ ("Works here, but who the server is stays unproven."));
  if (mode == VF_SSL_MODE_VERIFY_CA)
    /* Translators: authority, date */
    return g_strdup_printf (_ ("Works here: signed by “%s”, valid until %s."), issuer, until);
  /* Translators: authority, host, date */
  return g_strdup_printf (_ ("Works here: signed by “%s”, names %s, valid until %s."), issuer,
                          vf_report_get_host (report), until);
}

/**
 * vf_explain_mode:
 * @report: a report
 * @mode: a mode
 *
 * Returns: (transfer full): what the mode would do with this server, and why
 */
char *
vf_explain_mode (const VfReport *report, VfSslMode mode)
{
  switch (vf_report_get_would (report, mode))
    {
    case VF_WOULD_OK:
      return explain_mode_success (report, mode);
    case VF_WOULD_FAIL:
      return explain_mode_failure (report, mode);
    case VF_WOULD_UNKNOWN:
      break;
    }
  if (vf_report_get_code (report) != VF_CODE_NONE)
    {
      g_autofree char *sentence = explain_failure (report);

      /* Translators: the sentence that says why */
      return g_strdup_printf (_ ("Nobody can tell yet. %s"), sentence);
    }
  return g_strdup (_ ("Nobody can tell yet; the server has not been looked at."));
}
