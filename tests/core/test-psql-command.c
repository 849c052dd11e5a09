#include "config.h"

#include "export/psql-command.h"
#include "test.h"

static void
test_command (void)
{
  static const struct
  {
    const char *service_file;
    const char *name;
    const char *expected;
    const char *why;
  } rows[] = {
    { "/srv/pg.conf", "shop-prod", "PGSERVICEFILE=/srv/pg.conf psql service=shop-prod", "nothing to quote" },
    { "/srv/a b/pg.conf", "shop", "PGSERVICEFILE='/srv/a b/pg.conf' psql service=shop", "a blank in the path" },
    { "/srv/pg.conf", "my shop", "PGSERVICEFILE=/srv/pg.conf psql 'service='\\''my shop'\\'''", "quoted for libpq too" },
    { "/srv/$(id)/x", "a;b", "PGSERVICEFILE='/srv/$(id)/x' psql 'service='\\''a;b'\\'''", "nothing is run" },
    { "/srv/pg.conf", "läden", "PGSERVICEFILE=/srv/pg.conf psql 'service='\\''läden'\\'''", "beyond ASCII" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *command = vf_psql_command (rows[i].service_file, rows[i].name);

      g_test_message ("%s", rows[i].why);
      g_assert_cmpstr (command, ==, rows[i].expected);
    }
}

static void
test_home (void)
{
  g_autofree char *plain = g_build_filename (g_get_home_dir (), "x", "pg.conf", NULL);
  g_autofree char *blank = g_build_filename (g_get_home_dir (), "a b", NULL);
  g_autofree char *beside = g_strconcat (g_get_home_dir (), "-2/pg.conf", NULL);
  g_autofree char *short_command = vf_psql_command (plain, "a");
  g_autofree char *quoted = vf_psql_command (blank, "a");
  g_autofree char *other = vf_psql_command (beside, "a");

  g_assert_cmpstr (short_command, ==, "PGSERVICEFILE=~/x/pg.conf psql service=a");
  g_assert_null (strchr (quoted, '~'));
  g_assert_null (strchr (other, '~'));
}

/* What the shell makes of the line is what was meant. */
static void
test_shell (void)
{
  static const char *const names[] = { "shop", "my shop", "it's", "back\\slash", "$HOME `id`" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *command = vf_psql_command ("/srv/pg.conf", names[i]);
      g_auto (GStrv) words = NULL;

      g_assert_true (g_shell_parse_argv (command, NULL, &words, NULL));
      g_assert_cmpuint (g_strv_length (words), ==, 3);
      g_assert_cmpstr (words[0], ==, "PGSERVICEFILE=/srv/pg.conf");
      g_assert_cmpstr (words[1], ==, "psql");
      g_assert_true (g_str_has_prefix (words[2], "service="));
    }
}

static void
test_keyring (void)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 0, "shop", "my user");
  g_autofree char *command = vf_psql_command_with_keyring ("/srv/pg.conf", "shop", target);

  g_assert_cmpstr (command, ==,
                   "PGPASSWORD=\"$(secret-tool lookup host db.example.com port 5432 dbname shop user 'my user' "
                   "kind password)\" PGSERVICEFILE=/srv/pg.conf psql service=shop");
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/psql-command/plain", test_command);
  g_test_add_func ("/psql-command/home", test_home);
  g_test_add_func ("/psql-command/shell", test_shell);
  g_test_add_func ("/psql-command/keyring", test_keyring);
  return g_test_run ();
}
