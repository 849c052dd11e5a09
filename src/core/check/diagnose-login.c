#include "config.h"

#include "check/diagnose.h"

#include <string.h>

#include "check/diagnose-private.h"
#include "check/redact.h"

/* SQLSTATEs that mean one thing whoever says them; PostgreSQL 10 to 18, errcodes.txt */
static const struct
{
  const char *sqlstate;
  VfCode code;
} by_sqlstate[] = {
  { "28P01", VF_CODE_WRONG_PASSWORD },       { "3D000", VF_CODE_DATABASE_MISSING },
  { "42501", VF_CODE_PERMISSION_DENIED },    { "53300", VF_CODE_TOO_MANY_CONNECTIONS },
  { "57P01", VF_CODE_STARTING_UP },          { "57P02", VF_CODE_STARTING_UP },
  { "57P03", VF_CODE_STARTING_UP },
};

/* 28000 means many things, and connection poolers have no SQLSTATEs of their own.  Whoever speaks English is taken at
 * his word: PostgreSQL 10 to 18, PgBouncer 1.18, Supavisor, Neon's proxy. */
static const struct
{
  const char *words;
  VfCode code;
  const char *variant;
} by_words[] = {
  { "requires a valid client certificate", VF_CODE_CLIENT_CERTIFICATE_REQUIRED, NULL },
  { "certificate authentication failed", VF_CODE_CERTIFICATE_USER_MISMATCH, NULL },
  { "is not permitted to log in", VF_CODE_ROLE_MISSING, "may-not" },
  { "Tenant or user not found", VF_CODE_ROLE_MISSING, "tenant" },
  { "no such user", VF_CODE_ROLE_MISSING, NULL },
  { "no such database", VF_CODE_DATABASE_MISSING, NULL },
  { "password authentication failed", VF_CODE_WRONG_PASSWORD, NULL },
  { "SASL authentication failed", VF_CODE_WRONG_PASSWORD, NULL },
  { "no more connections allowed", VF_CODE_TOO_MANY_CONNECTIONS, NULL },
  { "Endpoint ID is not specified", VF_CODE_SERVER_ERROR, "endpoint" },
  { "connection is insecure", VF_CODE_NOT_ALLOWED, "no-encryption" },
  /* openGauss, postmaster.cpp: after too many wrong passwords, or by hand */
  { "account has been locked", VF_CODE_ROLE_MISSING, "locked" },
};

/* What libpq says itself, always in English here (see login.c); libpq 15 to 18 */
static const struct
{
  const char *words;
  VfCode code;
  const char *variant;
} by_libpq[] = {
  { "did not offer an authentication method that supports channel binding", VF_CODE_CHANNEL_BINDING, "proxy" },
  { "channel binding required but not supported", VF_CODE_CHANNEL_BINDING, "old-password" },
  { "authenticated client without channel binding", VF_CODE_CHANNEL_BINDING, "no-password" },
  { "could not find digest for NID", VF_CODE_CHANNEL_BINDING, "signature" },
  { "channel binding", VF_CODE_CHANNEL_BINDING, NULL },
  { "AUTH_REQ_SASL_CONT without AUTH_REQ_SASL", VF_CODE_LOGIN_METHOD_UNSUPPORTED, "gaussdb" },
  { "authentication method 13 not supported", VF_CODE_LOGIN_METHOD_UNSUPPORTED, "gaussdb" },
  { "authentication method 14 not supported", VF_CODE_LOGIN_METHOD_UNSUPPORTED, "gaussdb" },
  { "requested a cleartext password", VF_CODE_LOGIN_METHOD_UNSUPPORTED, "cleartext" },
  { "authentication method requirement", VF_CODE_LOGIN_METHOD_UNSUPPORTED, "require-auth" },
  { "SASL authentication mechanisms are supported", VF_CODE_LOGIN_METHOD_UNSUPPORTED, NULL },
  { "authentication method", VF_CODE_LOGIN_METHOD_UNSUPPORTED, NULL },
  { "authentication not supported", VF_CODE_LOGIN_METHOD_UNSUPPORTED, NULL },
  { "OAuth", VF_CODE_LOGIN_METHOD_UNSUPPORTED, "oauth" },
  { "GSSAPI", VF_CODE_LOGIN_METHOD_UNSUPPORTED, NULL },
  { "no password supplied", VF_CODE_PASSWORD_NEEDED, NULL },
  /* sslcertmode=require, since libpq 16 */
  { "without a valid SSL certificate", VF_CODE_CLIENT_CERTIFICATE_REQUIRED, NULL },
  { "did not request an SSL certificate", VF_CODE_CLIENT_CERTIFICATE_REQUIRED, NULL },
};

/* the variant of a login that waits for consent */
#define CLEARTEXT_UNVERIFIED "cleartext-unverified"

static gboolean
says (const VfLogin *login, const char *words)
{
  return login->message && strstr (login->message, words);
}

static gboolean
is_from (const VfLogin *login, const char *function)
{
  return g_strcmp0 (login->function, function) == 0;
}

static gboolean
has_client_certificate (const VfConnection *connection)
{
  return vf_credentials_get_client_chain (vf_connection_get_credentials (connection))->len > 0;
}

/* The function that refused has the same name in every language of the server.  In ClientAuthentication(), whoever is
 * not turned away by the file of rules lacks a client certificate (PostgreSQL 10 to 18, auth.c). */
static VfCode
classify_by_function (const VfConnection *connection, const VfLogin *login, gboolean password_used)
{
  if (is_from (login, "InitializeSessionUserId"))
    return VF_CODE_ROLE_MISSING;
  if (is_from (login, "ClientAuthentication"))
    return VF_CODE_CLIENT_CERTIFICATE_REQUIRED;
  if (!is_from (login, "auth_failed"))
    return VF_CODE_NOT_ALLOWED;
  return !password_used && has_client_certificate (connection) ? VF_CODE_CERTIFICATE_USER_MISMATCH
                                                               : VF_CODE_WRONG_PASSWORD;
}

/* The rules' file has the same name in every language, too. */
static const char *
hba_variant (const VfLogin *login)
{
  if (says (login, "no encryption") || says (login, "SSL off"))
    return "no-encryption";
  return says (login, "rejects") ? "rejected" : NULL;
}

static VfCode
classify_words (const VfLogin *login, const char **variant)
{
  if (says (login, "pg_hba.conf"))
    {
      *variant = hba_variant (login);
      return VF_CODE_NOT_ALLOWED;
    }
  for (guint i = 0; i < G_N_ELEMENTS (by_words); i++)
    if (says (login, by_words[i].words))
      {
        *variant = by_words[i].variant;
        return by_words[i].code;
      }
  return VF_CODE_NONE;
}

/* A parameter that the server does not know, or a pooler does not pass on; PostgreSQL's errcodes.txt, PgBouncer 1.18. */
static gboolean
is_about_options (const VfConnection *connection, const VfLogin *login)
{
  static const char *const sqlstates[] = { "42704", "22023", "55P02", "08P01", "42602", NULL };

  return vf_connection_get_option (connection, "options") && g_strv_contains (sqlstates, login->sqlstate);
}

/* Which limit it is, by who found out. */
static const char *
full_variant (const VfLogin *login)
{
  if (is_from (login, "InitializeSessionUserId"))
    return "role";
  return is_from (login, "CheckMyDatabase") ? "database" : NULL;
}

static VfCode
classify_sqlstate (const VfConnection *connection, const VfLogin *login, gboolean password_used, const char **variant)
{
  VfCode code = VF_CODE_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (by_sqlstate); i++)
    if (g_str_equal (by_sqlstate[i].sqlstate, login->sqlstate))
      code = by_sqlstate[i].code;
  if (code == VF_CODE_TOO_MANY_CONNECTIONS)
    *variant = full_variant (login);
  else if (g_str_equal (login->sqlstate, "55000"))
    {
      *variant = "closed";
      code = VF_CODE_PERMISSION_DENIED;
    }
  else if (code == VF_CODE_NONE)
    code = classify_words (login, variant);
  if (code == VF_CODE_NONE && g_str_equal (login->sqlstate, "28000"))
    code = classify_by_function (connection, login, password_used);
  if (code != VF_CODE_NONE)
    return code;
  *variant = is_about_options (connection, login) ? "options" : NULL;
  return VF_CODE_SERVER_ERROR;
}

/* How libpq and OpenSSL say that the connection is gone. */
static const char *const closed_words[] = {
  "closed the connection unexpectedly",
  "connection has been closed",
  "unexpected eof",
  "SSL SYSCALL error",
  "could not receive data",
  "could not send data",
};

/* What libpq does not like is no answer of PostgreSQL's, unless there was none at all. */
static VfCode
classify_unknown (const VfLogin *login, const char **variant)
{
  gboolean closed = !login->text;

  for (guint i = 0; !closed && i < G_N_ELEMENTS (closed_words); i++)
    closed = strstr (login->text, closed_words[i]) != NULL;
  *variant = closed ? "login" : "protocol";
  return closed ? VF_CODE_CLOSED_EARLY : VF_CODE_SERVER_ERROR;
}

/* VF_CODE_NONE: libpq says nothing that is known to have one cause */
static VfCode
classify_libpq (const VfLogin *login, const char **variant)
{
  if (login->needs_password)
    return VF_CODE_PASSWORD_NEEDED;
  if (login->wants_cleartext)
    {
      *variant = CLEARTEXT_UNVERIFIED;
      return VF_CODE_LOGIN_METHOD_UNSUPPORTED;
    }
  for (guint i = 0; login->text && i < G_N_ELEMENTS (by_libpq); i++)
    if (strstr (login->text, by_libpq[i].words))
      {
        *variant = by_libpq[i].variant;
        return by_libpq[i].code;
      }
  return VF_CODE_NONE;
}

/**
 * vf_diagnose_login_is_clear:
 * @login: a login that failed
 *
 * Returns: whether the probe has nothing to add: the server gave a reason, or libpq did not like the server's request
 */
gboolean
vf_diagnose_login_is_clear (const VfLogin *login)
{
  const char *variant = NULL;

  return *login->sqlstate || (login->stage == VF_STAGE_LOGIN && classify_libpq (login, &variant) != VF_CODE_NONE);
}

/* What an option forbids is known well enough. */
gboolean
vf_diagnose_login_is_unknown_method (const VfLogin *login)
{
  const char *variant = NULL;

  return !*login->sqlstate && login->stage == VF_STAGE_LOGIN
         && classify_libpq (login, &variant) == VF_CODE_LOGIN_METHOD_UNSUPPORTED
         && (!variant || g_str_equal (variant, "gaussdb"));
}

/* What would be another password. */
static void
add_password_fix (VfFixes *fixes, VfFixId id, SecretValue *password)
{
  g_autoptr (VfFix) fix = vf_fix_new (id, NULL, NULL);
  g_autoptr (SecretValue) mended = password ? vf_fix_apply_to_password (fix, password) : NULL;

  if (mended)
    vf_fixes_add (fixes, id, NULL, NULL);
}

static void
add_option_fix (VfFixes *fixes, const VfConnection *connection, const char *keyword)
{
  if (vf_connection_get_option (connection, keyword))
    vf_fixes_add (fixes, VF_FIX_DROP_OPTION, keyword, NULL);
}

static const char *
certificate_user (const VfConnection *connection)
{
  GPtrArray *chain = vf_credentials_get_client_chain (vf_connection_get_credentials (connection));

  return chain->len > 0 ? vf_certificate_get_common_name (g_ptr_array_index (chain, 0)) : NULL;
}

/* libpq's defaults: the database is named like the user, the user like the account on this computer */
static const char *
user_of (const VfTarget *target)
{
  return vf_target_get_user (target) ? vf_target_get_user (target) : g_get_user_name ();
}

static const char *
database_of (const VfTarget *target)
{
  return vf_target_get_dbname (target) ? vf_target_get_dbname (target) : user_of (target);
}

/* The user that the client certificate names, if it is not the one who wants to log in. */
static const char *
other_user (const VfConnection *connection)
{
  const char *named = certificate_user (connection);

  return g_strcmp0 (named, user_of (vf_connection_get_target (connection))) != 0 ? named : NULL;
}

static void
add_fixes (VfFixes *fixes, const VfConnection *connection, SecretValue *password, VfCode code, const char *variant)
{
  if (code == VF_CODE_WRONG_PASSWORD)
    {
      add_password_fix (fixes, VF_FIX_TRIM_PASSWORD, password);
      add_password_fix (fixes, VF_FIX_DECODE_PASSWORD, password);
    }
  if ((code == VF_CODE_CERTIFICATE_USER_MISMATCH || code == VF_CODE_WRONG_PASSWORD) && other_user (connection))
    vf_fixes_add (fixes, VF_FIX_USE_CERTIFICATE_USER, other_user (connection), NULL);
  if (code == VF_CODE_CHANNEL_BINDING
      && (vf_connection_get_option (connection, "channel_binding") || g_strcmp0 (variant, "signature") == 0))
    vf_fixes_add (fixes, VF_FIX_CHANNEL_BINDING_OFF, NULL, NULL);
  if (g_strcmp0 (variant, "options") == 0)
    add_option_fix (fixes, connection, "options");
  if (g_strcmp0 (variant, "require-auth") == 0 || g_strcmp0 (variant, "cleartext") == 0)
    add_option_fix (fixes, connection, "require_auth");
  if (g_strcmp0 (variant, "endpoint") == 0)
    add_option_fix (fixes, connection, "sslsni");
}

static const char *
subject_for (VfCode code, const VfTarget *target)
{
  if (code == VF_CODE_DATABASE_MISSING)
    return database_of (target);
  if (code == VF_CODE_WRONG_PASSWORD || code == VF_CODE_PASSWORD_NEEDED || code == VF_CODE_NOT_ALLOWED
      || code == VF_CODE_CERTIFICATE_USER_MISMATCH || code == VF_CODE_ROLE_MISSING || code == VF_CODE_PERMISSION_DENIED)
    return user_of (target);
  return vf_target_get_host (target);
}

static const char *
detail_for (VfCode code, const VfConnection *connection, const VfLogin *login, const char *message)
{
  if (code == VF_CODE_NOT_ALLOWED || code == VF_CODE_PERMISSION_DENIED)
    return database_of (vf_connection_get_target (connection));
  if (code == VF_CODE_CERTIFICATE_USER_MISMATCH || code == VF_CODE_WRONG_PASSWORD)
    return other_user (connection);
  return code == VF_CODE_SERVER_ERROR && *login->sqlstate ? message : NULL;
}

#define ADDRESS_LETTERS "0123456789abcdefABCDEF.:"

/* The first numeric address in the server's words: where it sees us come from. */
static char *
find_address (const char *text)
{
  for (const char *p = text ? text : ""; *p; p++)
    {
      gsize n = strspn (p, ADDRESS_LETTERS);
      g_autofree char *word = g_strndup (p, n);

      if (n > 2 && g_hostname_is_ip_address (word))
        return g_steal_pointer (&word);
      p += n > 0 ? n - 1 : 0;
    }
  return NULL;
}

/**
 * vf_diagnose_login:
 * @password: (nullable): only looked at for what copying adds to it, and kept out of the report
 * @login: a login that failed
 *
 * Classifies by SQLSTATE first, then by what does not depend on the server's language, then by what an English server
 * or libpq says.
 */
void
vf_diagnose_login (VfReportBuilder *builder, const VfConnection *connection, SecretValue *password,
                   const VfLogin *login)
{
  const char *variant = NULL;
  VfFixes fixes = { 0 };
  VfCode code = *login->sqlstate
                  ? classify_sqlstate (connection, login, builder->report->password_used, &variant)
                  : classify_libpq (login, &variant);
  g_autofree char *message = vf_redact (g_strdup (login->message), password);
  g_autofree char *address = code == VF_CODE_NOT_ALLOWED ? find_address (login->message) : NULL;

  if (code == VF_CODE_NONE)
    code = classify_unknown (login, &variant);
  add_fixes (&fixes, connection, password, code, variant);
  if (g_strcmp0 (variant, CLEARTEXT_UNVERIFIED) == 0)
    vf_fixes_add_consent (&fixes, builder->report);
  vf_diagnose_end_with (builder, VF_STAGE_LOGIN,
                        (VfFindingSpec){ .code = code,
                                         .subject = subject_for (code, vf_connection_get_target (connection)),
                                         .detail = detail_for (code, connection, login, message),
                                         .variant = variant,
                                         .measure = address },
                        &fixes);
}
