#include "config.h"

#include "connection/environment.h"

#include <libpq-fe.h>
#include <string.h>

/* These say nothing of which server it is and how it proves itself, or are how a password is meant to come in. */
static const char *const harmless[]
  = { "password",        "passfile", "service",         "servicefile", "application_name",
      "client_encoding", "options",  "connect_timeout", NULL };

/* A copy of the environment may be another program's, so getenv() would not do. */
static const char *
find_value (const char *const *environment, const char *variable)
{
  gsize length = strlen (variable);

  for (guint i = 0; environment[i]; i++)
    if (strncmp (environment[i], variable, length) == 0 && environment[i][length] == '=')
      return environment[i] + length + 1;
  return NULL;
}

/* A directory of revocation lists does not count where the list itself is pinned to none. */
static gboolean
is_said (const VfKeywords *keywords, const VfConnection *connection, const char *keyword)
{
  return vf_keywords_lookup (keywords, keyword)
         || (g_str_equal (keyword, "sslcrldir") && !vf_connection_get_option (connection, "sslcrl"));
}

static void
look_at (GPtrArray *findings,
         const PQconninfoOption *option,
         const VfKeywords *keywords,
         const VfConnection *connection,
         const char *const *environment)
{
  const char *value = option->envvar ? find_value (environment, option->envvar) : NULL;
  g_autofree char *detail = NULL;

  if (!value || !*value || *option->dispchar == '*' || g_strv_contains (harmless, option->keyword)
      || is_said (keywords, connection, option->keyword))
    return;
  detail = g_strconcat (option->keyword, "=", value, NULL);
  g_ptr_array_add (findings, vf_finding_new (VF_CODE_ENVIRONMENT_LEAK, VF_SEVERITY_WARNING, option->envvar, detail));
}

/**
 * vf_environment_find_leaks:
 * @connection: the connection as it is kept
 * @environment: (array zero-terminated=1): what psql will be started in
 *
 * Most of what libpq would take from the environment or the home folder is said by the connection, see
 * vf_connection_to_keywords(); the rest cannot be said without words that older programs refuse.
 *
 * Returns: (transfer full) (element-type VfFinding): one %VF_CODE_ENVIRONMENT_LEAK for each variable
 */
GPtrArray *
vf_environment_find_leaks (const VfConnection *connection, const char *const *environment)
{
  const VfKeyFiles files = { .none = "/none" };
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (connection, &files);
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_finding_unref);
  PQconninfoOption *options = PQconninfoParse ("", NULL);

  for (PQconninfoOption *option = options; option && option->keyword; option++)
    look_at (findings, option, keywords, connection, environment);
  PQconninfoFree (options);
  return findings;
}
