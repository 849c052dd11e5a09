#include "config.h"

#include "check/diagnose.h"

#include <string.h>

#include "check/diagnose-private.h"

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

/* 28000 means many things.  A server that speaks English is taken at its word. */
static const struct
{
  const char *words;
  VfCode code;
} by_words[] = {
  { "no pg_hba.conf entry", VF_CODE_NOT_ALLOWED },
  { "pg_hba.conf rejects", VF_CODE_NOT_ALLOWED },
  { "requires a valid client certificate", VF_CODE_CLIENT_CERTIFICATE_REQUIRED },
  { "certificate authentication failed", VF_CODE_CERTIFICATE_USER_MISMATCH },
  { "does not exist", VF_CODE_ROLE_MISSING },
  { "is not permitted to log in", VF_CODE_ROLE_MISSING },
};

/* What libpq says itself, always in English here (see login.c); libpq 15 to 18 */
static const struct
{
  const char *words;
  VfCode code;
  const char *detail;
} by_libpq[] = {
  { "channel binding", VF_CODE_CHANNEL_BINDING, NULL },
  { "AUTH_REQ_SASL_CONT without AUTH_REQ_SASL", VF_CODE_LOGIN_METHOD_UNSUPPORTED, "gaussdb" },
  { "authentication method 13 not supported", VF_CODE_LOGIN_METHOD_UNSUPPORTED, "gaussdb" },
  { "authentication method 14 not supported", VF_CODE_LOGIN_METHOD_UNSUPPORTED, "gaussdb" },
  { "SASL authentication mechanisms are supported", VF_CODE_LOGIN_METHOD_UNSUPPORTED, NULL },
  { "authentication method", VF_CODE_LOGIN_METHOD_UNSUPPORTED, NULL },
  { "OAuth", VF_CODE_LOGIN_METHOD_UNSUPPORTED, NULL },
  { "GSSAPI", VF_CODE_LOGIN_METHOD_UNSUPPORTED, NULL },
  { "no password supplied", VF_CODE_PASSWORD_NEEDED, NULL },
};

static gboolean
has_client_certificate (const VfConnection *connection)
{
  return vf_credentials_get_client_chain (vf_connection_get_credentials (connection))->len > 0;
}

/* The function that refused has the same name in every language of the server. */
static VfCode
classify_by_function (const VfConnection *connection, const VfLogin *login, gboolean password_used)
{
  if (g_strcmp0 (login->function, "InitializeSessionUserId") == 0)
    return VF_CODE_ROLE_MISSING;
  if (g_strcmp0 (login->function, "auth_failed") != 0)
    return VF_CODE_NOT_ALLOWED;
  return !password_used && has_client_certificate (connection) ? VF_CODE_CERTIFICATE_USER_MISMATCH
                                                               : VF_CODE_WRONG_PASSWORD;
}

static VfCode
classify_28000 (const VfConnection *connection, const VfLogin *login, gboolean password_used)
{
  for (guint i = 0; login->message && i < G_N_ELEMENTS (by_words); i++)
    if (strstr (login->message, by_words[i].words))
      return by_words[i].code;
  return classify_by_function (connection, login, password_used);
}

static VfCode
classify_sqlstate (const VfConnection *connection, const VfLogin *login, gboolean password_used)
{
  for (guint i = 0; i < G_N_ELEMENTS (by_sqlstate); i++)
    if (g_str_equal (by_sqlstate[i].sqlstate, login->sqlstate))
      return by_sqlstate[i].code;
  if (g_str_equal (login->sqlstate, "28000"))
    return classify_28000 (connection, login, password_used);
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
classify_unknown (const VfLogin *login, const char **detail)
{
  gboolean closed = !login->text;

  for (guint i = 0; !closed && i < G_N_ELEMENTS (closed_words); i++)
    closed = strstr (login->text, closed_words[i]) != NULL;
  *detail = closed ? "login" : "protocol";
  return closed ? VF_CODE_CLOSED_EARLY : VF_CODE_SERVER_ERROR;
}

/* VF_CODE_NONE: libpq says nothing that is known to have one cause */
static VfCode
classify_libpq (const VfLogin *login, const char **detail)
{
  if (login->needs_password)
    return VF_CODE_PASSWORD_NEEDED;
  for (guint i = 0; login->text && i < G_N_ELEMENTS (by_libpq); i++)
    if (strstr (login->text, by_libpq[i].words))
      {
        *detail = by_libpq[i].detail;
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
  const char *detail = NULL;

  return *login->sqlstate || (login->stage == VF_STAGE_LOGIN && classify_libpq (login, &detail) != VF_CODE_NONE);
}

static gboolean
has_outer_blanks (SecretValue *password)
{
  gsize length = 0;
  const char *text = password ? secret_value_get (password, &length) : NULL;

  return length > 0 && (g_ascii_isspace (text[0]) || g_ascii_isspace (text[length - 1]));
}

static void
add_fixes (VfFixes *fixes, VfCode code, const VfConnection *connection, SecretValue *password, const char *certificate_user)
{
  if (code == VF_CODE_WRONG_PASSWORD && has_outer_blanks (password))
    vf_fixes_add (fixes, VF_FIX_TRIM_PASSWORD, NULL, NULL);
  if (code == VF_CODE_CERTIFICATE_USER_MISMATCH && certificate_user)
    vf_fixes_add (fixes, VF_FIX_USE_CERTIFICATE_USER, certificate_user, NULL);
  if (code == VF_CODE_CHANNEL_BINDING && vf_connection_get_option (connection, "channel_binding"))
    vf_fixes_add (fixes, VF_FIX_CHANNEL_BINDING_OFF, NULL, NULL);
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
detail_for (VfCode code, const VfConnection *connection, const VfLogin *login)
{
  if (code == VF_CODE_NOT_ALLOWED || code == VF_CODE_PERMISSION_DENIED)
    return database_of (vf_connection_get_target (connection));
  if (code == VF_CODE_CERTIFICATE_USER_MISMATCH)
    return certificate_user (connection);
  return code == VF_CODE_SERVER_ERROR ? login->message : NULL;
}

/**
 * vf_diagnose_login:
 * @password: (nullable): only looked at for blanks around it
 * @login: a login that failed
 *
 * Classifies by SQLSTATE first, then by what an English server or libpq says.
 */
void
vf_diagnose_login (VfReportBuilder *builder, const VfConnection *connection, SecretValue *password,
                   const VfLogin *login)
{
  const VfTarget *target = vf_connection_get_target (connection);
  const char *detail = NULL;
  VfFixes fixes = { 0 };
  VfCode code;

  if (*login->sqlstate)
    {
      code = classify_sqlstate (connection, login, builder->report->password_used);
      detail = detail_for (code, connection, login);
    }
  else
    code = classify_libpq (login, &detail);
  if (code == VF_CODE_NONE)
    code = classify_unknown (login, &detail);
  add_fixes (&fixes, code, connection, password, certificate_user (connection));
  vf_diagnose_end (builder, VF_STAGE_LOGIN, code, subject_for (code, target), detail, &fixes);
}
