#include "config.h"

#include "connection/environment.h"

#include <string.h>
#include <sys/stat.h>

#include "connection/password-file.h"

/* How libpq 13 to 18 finds what belongs to the user: HOME counts, even if it is not the account's. */
typedef struct
{
  GPtrArray *findings;
  const char *const *environment;
  const char *home;
} Search;

/* Larger files are no settings; libpq itself reads a line at a time. */
#define MAX_BYTES (1024 * 1024)

static void
note (Search *self, const char *variant, const char *subject, const char *detail)
{
  VfFindingSpec spec = { .code = VF_CODE_ENVIRONMENT_BESIDE, .severity = VF_SEVERITY_INFO, .subject = subject,
                         .detail = detail, .variant = variant };

  g_ptr_array_add (self->findings, vf_finding_new_from_spec (&spec));
}

static const char *
get (const Search *self, const char *variable)
{
  const char *value = g_environ_getenv ((char **) (guintptr) self->environment, variable);

  return value && *value ? value : NULL;
}

/* (transfer full) (nullable): of a text file that is neither huge nor a device; to be wiped by the caller */
static char *
read_file (const char *path, gsize *length)
{
  struct stat info;
  char *text = NULL;

  if (stat (path, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size > MAX_BYTES
      || !g_file_get_contents (path, &text, length, NULL))
    return NULL;
  return text;
}

static gboolean
is_open_to_others (const char *path)
{
  struct stat info;

  return stat (path, &info) == 0 && (info.st_mode & (S_IRWXG | S_IRWXO));
}

static void
look_at_client (Search *self, const char *folder)
{
  g_autofree char *certificate = g_build_filename (folder, "postgresql.crt", NULL);
  g_autofree char *key = g_build_filename (folder, "postgresql.key", NULL);

  if (!g_file_test (certificate, G_FILE_TEST_EXISTS))
    return;
  if (!g_file_test (key, G_FILE_TEST_EXISTS))
    note (self, "client-without-key", "~/.postgresql/postgresql.crt", NULL);
  else if (is_open_to_others (key))
    note (self, "key-open", "~/.postgresql/postgresql.key", NULL);
  else
    note (self, "client", "~/.postgresql/postgresql.crt", NULL);
}

static void
look_at_folder (Search *self)
{
  g_autofree char *folder = g_build_filename (self->home, ".postgresql", NULL);
  g_autofree char *root = g_build_filename (folder, "root.crt", NULL);
  g_autofree char *list = g_build_filename (folder, "root.crl", NULL);

  if (g_file_test (root, G_FILE_TEST_EXISTS))
    note (self, "root", "~/.postgresql/root.crt", NULL);
  if (g_file_test (list, G_FILE_TEST_EXISTS))
    note (self, "list", "~/.postgresql/root.crl", NULL);
  look_at_client (self, folder);
}

static gboolean
text_fits (const char *text, const VfTarget *target)
{
  const char *line = text;

  while (line && *line)
    {
      const char *end = strchr (line, '\n');

      if (vf_password_file_line_fits (line, target))
        return TRUE;
      line = end ? end + 1 : NULL;
    }
  return FALSE;
}

static void
look_at_passwords (Search *self, const VfTarget *target)
{
  const char *given = get (self, "PGPASSFILE");
  g_autofree char *path = given ? g_strdup (given) : g_build_filename (self->home, ".pgpass", NULL);
  gsize length = 0;
  char *text = read_file (path, &length);

  if (text && text_fits (text, target))
    note (self, is_open_to_others (path) ? "passwords-open" : "passwords", given ? given : "~/.pgpass", NULL);
  if (text)
    explicit_bzero (text, length);
  g_free (text);
}

static gboolean
has_section (const char *path, const char *name)
{
  g_autofree char *heading = g_strdup_printf ("[%s]", name);
  gsize length = 0;
  char *text = read_file (path, &length);
  gboolean found = FALSE;

  for (char *line = text; line && *line && !found;)
    {
      char *end = strchr (line, '\n');

      found = g_str_has_prefix (line + strspn (line, " \t\r"), heading);
      line = end ? end + 1 : NULL;
    }
  if (text)
    explicit_bzero (text, length);
  g_free (text);
  return found;
}

/* The user's file wins over the system's, and PGSERVICEFILE is the user's file. */
static void
look_at_services (Search *self, const char *name)
{
  const char *given = get (self, "PGSERVICEFILE");
  const char *folder = get (self, "PGSYSCONFDIR");
  g_autofree char *own = given ? g_strdup (given) : g_build_filename (self->home, ".pg_service.conf", NULL);
  /* where Debian's libpq looks */
  g_autofree char *shared = g_build_filename (folder ? folder : "/etc/postgresql-common", "pg_service.conf", NULL);

  if (get (self, "PGSERVICE"))
    note (self, "service-chosen", "PGSERVICE", get (self, "PGSERVICE"));
  if (!name)
    return;
  if (has_section (own, name))
    note (self, "service", given ? given : "~/.pg_service.conf", name);
  else if (has_section (shared, name))
    note (self, "service", shared, name);
}

/**
 * vf_environment_find_beside:
 * @connection: the connection as it is kept
 * @service: (nullable): the name that it is kept under
 * @environment: (array zero-terminated=1): what psql will be started in, with the home folder
 *
 * What libpq would take up by itself where this connection's settings are not used.  Reads a few small files in the
 * home folder; no password is kept.
 *
 * Returns: (transfer full) (element-type VfFinding): one %VF_CODE_ENVIRONMENT_BESIDE for each thing
 */
GPtrArray *
vf_environment_find_beside (const VfConnection *connection, const char *service, const char *const *environment)
{
  Search self = { .findings = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_finding_unref),
                  .environment = environment };

  self.home = get (&self, "HOME") ? get (&self, "HOME") : g_get_home_dir ();
  look_at_folder (&self);
  look_at_passwords (&self, vf_connection_get_target (connection));
  look_at_services (&self, service);
  return self.findings;
}
