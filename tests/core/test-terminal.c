#include "config.h"

#include "export/terminal.h"

#include <glib/gstdio.h>
#include <string.h>

#include "error.h"
#include "test.h"

/* A folder of programs that are none, which is all that PATH has besides the system's. */
typedef struct
{
  char *folder;
  char *path;
  VfTarget *target;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = vf_test_make_dir ();
  fixture->path = g_strconcat ("PATH=", fixture->folder, NULL);
  fixture->target = vf_target_new ("db.example.com", NULL, 5433, "shop", "my user");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  vf_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  vf_target_unref (fixture->target);
}

static void
add_program (Fixture *fixture, const char *name, const char *script)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, "\n", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
}

static char **
make (Fixture *fixture, const char *name, gboolean keyring, GError **error)
{
  const char *environment[] = { fixture->path, NULL };

  return vf_terminal_command (environment, "/srv/a b/pg.conf", name, keyring ? fixture->target : NULL, error);
}

static void
test_choice (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *program;
    const char *before;
  } rows[] = {
    /* from the last choice to the first */
    { "xterm", "-e" }, { "wezterm", "start -- " }, { "kitty", "" }, { "konsole", "-e" }, { "gnome-terminal", "--" },
    { "kgx", "--" }, { "x-terminal-emulator", "-e" }, { "xdg-terminal-exec", "" },
  };

  add_program (fixture, "psql", "");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) words = NULL;
      g_autofree char *expected = g_strdup_printf ("%s/%s %s", fixture->folder, rows[i].program, rows[i].before);
      g_autofree char *joined = NULL;

      add_program (fixture, rows[i].program, "");
      words = make (fixture, "shop", FALSE, &error);
      g_assert_no_error (error);
      joined = g_strjoinv (" ", words);
      g_assert_true (g_str_has_prefix (joined, expected));
      g_assert_nonnull (strstr (joined, "/bin/sh -c "));
    }
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) no_psql = NULL;
  g_autoptr (GError) no_terminal = NULL;
  g_autofree char *folder = g_build_filename (fixture->folder, "xterm", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_null (make (fixture, "shop", FALSE, &no_psql));
  g_assert_error (no_psql, VF_ERROR, VF_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (no_psql->message, "psql"));
  add_program (fixture, "psql", "");
  g_assert_null (make (fixture, "shop", FALSE, &no_terminal));
  g_assert_error (no_terminal, VF_ERROR, VF_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (no_terminal->message, "terminal"));
}

/* What psql is given, when the terminal runs its arguments. */
static char *
run_terminal (Fixture *fixture, const char *name, gboolean keyring)
{
  g_autofree char *path = g_strconcat (fixture->path, ":/usr/bin:/bin", NULL);
  char *environment[] = { path, (char[]){ "PGPASSWORD=stale" }, NULL };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = make (fixture, name, keyring, &error);
  char *output = NULL;

  g_assert_no_error (error);
  for (guint i = 0; words[i]; i++)
    g_assert_null (strstr (words[i], "geheim"));
  g_spawn_sync (NULL, words, environment, 0, NULL, NULL, &output, NULL, NULL, &error);
  g_assert_no_error (error);
  return output;
}

static void
test_run (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "shop", "my shop", "it's $(id) \\" };

  add_program (fixture, "xterm", "shift; exec \"$@\"");
  add_program (fixture, "psql", "printf '%s|%s|%s|%s' \"$#\" \"$1\" \"$PGSERVICEFILE\" \"${PGPASSWORD-none}\"");
  add_program (fixture, "secret-tool", "[ \"$*\" = 'lookup host db.example.com port 5433 dbname shop user my user kind "
                                       "password' ] && printf %s \"it's geheim\"");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *output = run_terminal (fixture, names[i], TRUE);
      g_auto (GStrv) parts = g_strsplit (output, "|", -1);

      g_assert_cmpstr (parts[0], ==, "1");
      g_assert_true (g_str_has_prefix (parts[1], "service="));
      g_assert_cmpstr (parts[2], ==, "/srv/a b/pg.conf");
      g_assert_cmpstr (parts[3], ==, "it's geheim");
    }
}

/* A keyring that does not answer leaves the question to psql. */
static void
test_no_keyring (Fixture *fixture, gconstpointer data)
{
  g_autofree char *failing = NULL;
  g_autofree char *unasked = NULL;

  add_program (fixture, "xterm", "shift; exec \"$@\"");
  add_program (fixture, "psql", "printf '%s' \"${PGPASSWORD-none}\"");
  add_program (fixture, "secret-tool", "exit 1");
  failing = run_terminal (fixture, "shop", TRUE);
  g_assert_cmpstr (failing, ==, "none");
  unasked = run_terminal (fixture, "shop", FALSE);
  g_assert_cmpstr (unasked, ==, "stale");
}

/* What psql says before it gives up stays to be read. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_autofree char *output = NULL;

  add_program (fixture, "xterm", "shift; exec \"$@\" </dev/null");
  add_program (fixture, "psql", "exit 2");
  output = run_terminal (fixture, "shop", FALSE);
  g_assert_nonnull (strstr (output, "Press Enter to close this window."));
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
#define ADD(path, run) g_test_add ("/terminal/" path, Fixture, NULL, set_up, run, tear_down)
  ADD ("choice", test_choice);
  ADD ("missing", test_missing);
  ADD ("run", test_run);
  ADD ("no-keyring", test_no_keyring);
  ADD ("failure", test_failure);
  return g_test_run ();
}
