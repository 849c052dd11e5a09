#include "config.h"

#include "check/login-notes.h"

#include <openssl/ssl.h>

#include "check/redact.h"

static void
add_chain (GPtrArray *chain, SSL *ssl)
{
  STACK_OF (X509) *sent = SSL_get_peer_cert_chain (ssl);

  for (int i = 0; i < sk_X509_num (sent); i++)
    g_ptr_array_add (chain, vf_certificate_new_from_x509 (sk_X509_value (sent, i)));
}

/* (transfer full) (nullable) */
static VfCertificate *
get_anchor (SSL *ssl, gboolean verifies)
{
  STACK_OF (X509) *verified = verifies ? SSL_get0_verified_chain (ssl) : NULL;
  int n = sk_X509_num (verified);

  return n > 0 ? vf_certificate_new_from_x509 (sk_X509_value (verified, n - 1)) : NULL;
}

static void
add_trusted (GPtrArray *trusted, GPtrArray *sent, SSL *ssl)
{
  STACK_OF (X509) *verified = SSL_get0_verified_chain (ssl);

  for (int i = 0; i < sk_X509_num (verified); i++)
    {
      g_autoptr (VfCertificate) issuer = vf_certificate_new_from_x509 (sk_X509_value (verified, i));
      gboolean is_last = i + 1 == sk_X509_num (verified);

      if (is_last || !g_ptr_array_find_with_equal_func (sent, issuer, (GEqualFunc) vf_certificate_equal, NULL))
        g_ptr_array_add (trusted, g_steal_pointer (&issuer));
    }
}

/**
 * vf_login_meets_stranger:
 * @asked: what is asked
 * @remembered: (nullable): who the server was
 *
 * libpq stops between the handshake and its first message with CONNECTION_MADE (libpq 15 to 18).
 */
gboolean
vf_login_meets_stranger (PGconn *connection, const VfConnection *asked, const VfServerIdentity *remembered)
{
  gboolean verifies = vf_connection_get_mode (asked) != VF_SSL_MODE_REQUIRE;
  g_autoptr (GPtrArray) chain = NULL;
  g_autoptr (VfCertificate) anchor = NULL;
  SSL *ssl;

  if (!remembered || PQstatus (connection) != CONNECTION_MADE || !PQsslInUse (connection))
    return FALSE;
  ssl = PQsslStruct (connection, "OpenSSL");
  chain = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  add_chain (chain, ssl);
  anchor = get_anchor (ssl, verifies);
  return vf_server_identity_is_stranger (remembered, asked, chain, anchor);
}

/**
 * vf_login_note_tls:
 *
 * libpq keeps the SSL object after a refused login as well.
 */
void
vf_login_note_tls (VfLogin *login, PGconn *connection, gboolean verifies, VfReport *report)
{
  SSL *ssl = PQsslStruct (connection, "OpenSSL");

  if (!ssl || login->stage != VF_STAGE_LOGIN)
    return;
  report->tls_version = g_strdup (PQsslAttribute (connection, "protocol"));
  report->tls_cipher = g_strdup (PQsslAttribute (connection, "cipher"));
  add_chain (report->chain, ssl);
  report->anchor = get_anchor (ssl, verifies);
  if (verifies)
    add_trusted (report->trusted, report->chain, ssl);
  login->client_asked = sk_X509_NAME_num (SSL_get0_peer_CA_list (ssl)) > 0;
  report->client_certificate_asked = login->client_asked;
}

/**
 * vf_login_note_server:
 * @binding: of a password, if one was sent
 * @password: (nullable): that must not be repeated by what the server says of itself
 */
void
vf_login_note_server (const VfLogin *login, PGconn *connection, VfBinding binding, SecretValue *password,
                      VfReport *report)
{
  const char *version = PQparameterStatus (connection, "server_version");

  report->address = g_strdup (PQhostaddr (connection));
  report->password_used = PQconnectionUsedPassword (connection) == 1;
  if (!login->ok)
    return;
  if (report->password_used)
    report->binding = binding;
  report->server_version = vf_redact (version ? g_utf8_make_valid (version, -1) : NULL, password);
  /* openGauss reports "is_sysadmin" where PostgreSQL reports "is_superuser" */
  report->product = PQparameterStatus (connection, "is_sysadmin") ? VF_PRODUCT_GAUSSDB : VF_PRODUCT_POSTGRESQL;
}

/* "… failed: FATAL:  28P01: the server's words": the severity may be in any language, the rest is libpq's. */
static void
note_message (VfLogin *login)
{
  static const char pattern[] = "^(?:.* failed: )?[^:\\n]{1,32}:  ([0-9A-Z]{5}): (.*)$";
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GRegex) location = g_regex_new ("^LOCATION:  (\\w+), ", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) where = NULL;

  g_regex_match (regex, login->text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *code = g_match_info_fetch (match, 1);

      g_strlcpy (login->sqlstate, code, sizeof login->sqlstate);
      g_free (login->message);
      login->message = g_match_info_fetch (match, 2);
    }
  if (g_regex_match (location, login->text, 0, &where))
    login->function = g_match_info_fetch (where, 1);
}

/**
 * vf_login_note_failure:
 *
 * Where the password itself was asked for, or by a stranger, libpq has not even begun to say what it must not.
 */
void
vf_login_note_failure (VfLogin *login, PGconn *connection)
{
  if (connection && !login->wants_cleartext && !login->stranger)
    {
      login->text = g_strchomp (g_utf8_make_valid (PQerrorMessage (connection), -1));
      login->needs_password = PQconnectionNeedsPassword (connection) == 1;
    }
  if (login->text)
    note_message (login);
}
