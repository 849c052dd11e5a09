#include "config.h"

#include "connection/environment.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check/explain.h"
#include "test.h"

typedef struct
{
  const char *file; /* under the home folder */
  const char *text;
  int mode;
  const char *second;
  const char *variant; /* NULL: nothing is found */
  const char *why;
} Row;

static const Row rows[] = {
  { ".postgresql/root.crt", "x", 0644, NULL, "root", "authorities for everybody" },
  { ".postgresql/root.crl", "x", 0644, NULL, "list", "a revocation list for everybody" },
  { ".postgresql/postgresql.crt", "x", 0644, NULL, "client-without-key", "psql would fail" },
  { ".postgresql/postgresql.crt", "x", 0600, ".postgresql/postgresql.key", "client", "shown to everybody who asks" },
  { ".postgresql/postgresql.crt", "x", 0644, ".postgresql/postgresql.key", "key-open", "psql would refuse the key" },
  { ".pgpass", "other:*:*:*:x\ndb.test:5432:shop:al:geheim\n", 0600, NULL, "passwords", "a line that fits" },
  { ".pgpass", "*:*:*:*:geheim", 0600, NULL, "passwords", "stars, and no end of line" },
  { ".pgpass", "db\\.test:5432:shop:al:geheim", 0600, NULL, "passwords", "an escaped letter" },
  { ".pgpass", "*:*:*:*:geheim", 0644, NULL, "passwords-open", "psql takes no notice of it" },
  { ".pgpass", "db.test:5433:shop:al:geheim\n", 0600, NULL, NULL, "another port" },
  { ".pgpass", "db.tes:5432:shop:al:geheim\n", 0600, NULL, NULL, "another host that begins alike" },
  { ".pgpass", "db.test2:5432:shop:al:geheim\n", 0600, NULL, NULL, "another host that goes on" },
  { ".pgpass", "DB.test:5432:shop:al:geheim\n", 0600, NULL, NULL, "another host, because libpq minds capitals" },
  { ".pgpass", "#db.test:5432:shop:al:geheim\n", 0600, NULL, NULL, "a remark" },
  { ".pgpass", "db.test:5432:shop", 0600, NULL, NULL, "half a line" },
  { ".pg_service.conf", "# x\n[mine]\nhost=elsewhere\n", 0644, NULL, "service", "a service of the same name" },
  { ".pg_service.conf", "[others]\nhost=elsewhere\n", 0644, NULL, NULL, "another service" },
  { ".bashrc", "x", 0644, NULL, NULL, "not libpq's" },
};

static char *
put (const char *home, const char *name, const char *text, int mode)
{
  char *path = g_build_filename (home, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (chmod (path, (mode_t) mode), ==, 0);
  return path;
}

static GPtrArray *
find (const char *home, const char *variable)
{
  g_autofree char *setting = g_strconcat ("HOME=", home, NULL);
  /* of two the first counts */
  const char *environment[] = { setting, variable ? variable : "PGSYSCONFDIR=/nonexistent", "PGSYSCONFDIR=/nonexistent",
                                NULL };
  g_autoptr (VfTarget) target = vf_target_new ("db.test", NULL, 0, "shop", "al");
  g_autoptr (VfConnection) connection = vf_connection_new (target, NULL, VF_SSL_MODE_VERIFY_FULL);

  return vf_environment_find_beside (connection, "mine", environment);
}

/* Each is a sentence for a beginner, and none gives a password away. */
static void
check_finding (const VfFinding *finding, const char *variant)
{
  g_autofree char *sentence = vf_explain_finding (finding);
  g_autofree char *why = vf_explain_finding_why (finding);

  g_test_message ("%s %s", sentence, why);
  g_assert_cmpstr (vf_finding_get_variant (finding), ==, variant);
  g_assert_cmpint (vf_finding_get_severity (finding), ==, VF_SEVERITY_INFO);
  g_assert_nonnull (why);
  g_assert_nonnull (strstr (sentence, vf_finding_get_subject (finding)));
  g_assert_null (strstr (sentence, "geheim"));
  g_assert_null (strchr (sentence, '{'));
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *home = g_dir_make_tmp ("verifull-home-XXXXXX", NULL);
  g_autofree char *path = put (home, row->file, row->text, row->mode);
  g_autofree char *second = row->second ? put (home, row->second, "x", row->mode) : NULL;
  g_autoptr (GPtrArray) found = find (home, NULL);

  g_test_message ("%s", row->why);
  g_assert_cmpuint (found->len, ==, row->variant != NULL);
  if (row->variant)
    check_finding (found->pdata[0], row->variant);
}

static void
test_variables (void)
{
  g_autofree char *home = g_dir_make_tmp ("verifull-home-XXXXXX", NULL);
  g_autofree char *passwords = put (home, "elsewhere", "*:*:*:*:geheim", 0600);
  g_autofree char *services = put (home, "services", "  [mine]\n", 0644);
  g_autofree char *passfile = g_strconcat ("PGPASSFILE=", passwords, NULL);
  g_autofree char *servicefile = g_strconcat ("PGSERVICEFILE=", services, NULL);
  g_autoptr (GPtrArray) by_passfile = find (home, passfile);
  g_autoptr (GPtrArray) by_servicefile = find (home, servicefile);
  g_autoptr (GPtrArray) by_service = find (home, "PGSERVICE=other");
  g_autoptr (GPtrArray) nothing = find (home, NULL);

  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (by_passfile->len, ==, 1);
  check_finding (by_passfile->pdata[0], "passwords");
  check_finding (by_servicefile->pdata[0], "service");
  check_finding (by_service->pdata[0], "service-chosen");
}

/* For libpq an empty variable is none, and what the person's own file does not name is looked for in the system's. */
static void
test_elsewhere (void)
{
  g_autofree char *home = g_dir_make_tmp ("verifull-home-XXXXXX", NULL);
  g_autofree char *passwords = put (home, ".pgpass", "*:*:*:*:geheim", 0600);
  g_autofree char *services = put (home, "system/pg_service.conf", "[mine]\n", 0644);
  g_autofree char *folder = g_path_get_dirname (services);
  g_autofree char *variable = g_strconcat ("PGSYSCONFDIR=", folder, NULL);
  g_autoptr (GPtrArray) by_empty = find (home, "PGPASSFILE=");
  g_autoptr (GPtrArray) by_folder = find (home, variable);

  g_assert_cmpuint (by_empty->len, ==, 1);
  check_finding (by_empty->pdata[0], "passwords");
  g_assert_cmpstr (vf_finding_get_subject (by_empty->pdata[0]), ==, "~/.pgpass");
  g_assert_cmpuint (by_folder->len, ==, 2);
  check_finding (by_folder->pdata[1], "service");
  g_assert_cmpstr (vf_finding_get_subject (by_folder->pdata[1]), ==, services);
}

/* Nobody waits for a pipe that nobody writes to, or reads megabytes for a line. */
static void
test_no_settings (void)
{
  g_autofree char *home = g_dir_make_tmp ("verifull-home-XXXXXX", NULL);
  g_autofree char *pipe = g_build_filename (home, ".pg_service.conf", NULL);
  g_autofree char *line = g_strnfill (2 * 1024 * 1024, '\n');
  g_autofree char *text = g_strconcat (line, "*:*:*:*:geheim\n", NULL);
  g_autofree char *large = put (home, ".pgpass", text, 0600);
  g_autoptr (GPtrArray) found = NULL;

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  alarm (20);
  found = find (home, NULL);
  alarm (0);
  g_assert_cmpuint (found->len, ==, 0);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/environment/%02u", i);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/environment/variables", test_variables);
  g_test_add_func ("/environment/elsewhere", test_elsewhere);
  g_test_add_func ("/environment/no-settings", test_no_settings);
  return g_test_run ();
}
