#include "config.h"

#include "export/insertion.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"
#include "error.h"
#include "sample.h"
#include "test.h"

/* What an insertion is made of, and a home folder for it. */
typedef struct
{
  char *home;
  char *variable; /* "HOME=…" */
  VfConnection *connection;
  SecretValue *password;
  VfKeyFiles files;
  VfExportSource source;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 5433, "shop", "app");
  g_autoptr (VfCredentials) none = vf_credentials_new_empty ();

  fixture->home = vf_test_make_dir ();
  fixture->variable = g_strconcat ("HOME=", fixture->home, NULL);
  fixture->connection = vf_connection_new (target, none, VF_SSL_MODE_REQUIRE);
  fixture->password = test_secret ("it's:a\\secret");
  fixture->files = (VfKeyFiles){ .none = "/srv/v/none" };
  fixture->source = (VfExportSource){ .name = "shop", .connection = fixture->connection, .files = &fixture->files,
                                      .service_file = "/srv/v/pg_service.conf", .password = fixture->password,
                                      .now = VF_TEST_NOW };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  vf_test_remove_tree (fixture->home);
  g_free (fixture->home);
  g_free (fixture->variable);
  vf_connection_unref (fixture->connection);
  secret_value_unref (fixture->password);
}

static VfInsertion *
plan (Fixture *fixture, const char *id, GError **error)
{
  g_autofree char *odbc = g_strdup_printf ("ODBCINI=%s/.odbc.ini", fixture->home);
  const char *environment[] = { fixture->variable, odbc, NULL };

  return vf_insertion_new (vf_destination_find (id), &fixture->source, environment, error);
}

static VfInsertion *
plan_well (Fixture *fixture, const char *id)
{
  g_autoptr (GError) error = NULL;
  VfInsertion *insertion = plan (fixture, id, &error);

  g_assert_no_error (error);
  return insertion;
}

static char *
write_file (Fixture *fixture, const char *name, const char *text, int mode)
{
  char *path = g_build_filename (fixture->home, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
  return path;
}

static void
assert_file (const char *path, const char *text, guint mode)
{
  g_autofree char *content = NULL;
  struct stat info;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, text);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 07777, ==, mode);
}

/* all that the connection says, in the order of the section */
static char *
whole_section (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfExport) export = vf_export_make (vf_destination_find ("service-file"), &fixture->source, &error);

  g_assert_no_error (error);
  return g_strdup (vf_export_get_text (export));
}

static char *
fill_in (const char *pattern, const char *section)
{
  g_autofree char *body = g_strdup (strchr (section, '\n') + 1);
  g_autoptr (GString) crlf = g_string_new (body);
  g_autoptr (GString) text = g_string_new (pattern);

  g_string_replace (crlf, "\n", "\r\n", 0);
  g_string_replace (text, "@", body, 0);
  g_string_replace (text, "^", crlf->str, 0);
  return g_strdup (text->str);
}

/* --- service file --- */

/* @ is what the section says, ^ the same with CRLF */
static const struct
{
  const char *before;   /* NULL: no file */
  const char *after;
  VfInsertionState state;
  const char *why;
} services[] = {
  { NULL, "[shop]\n@", VF_INSERTION_NEW, "no file" },
  { "", "[shop]\n@", VF_INSERTION_NEW, "an empty file" },
  { "# mine\n[a]\nhost=x\n", "# mine\n[a]\nhost=x\n\n[shop]\n@", VF_INSERTION_NEW, "behind what is there" },
  { "[a]\nhost=x", "[a]\nhost=x\n\n[shop]\n@", VF_INSERTION_NEW, "no newline at the end" },
  { "[a]\r\nhost=x\r\n", "[a]\r\nhost=x\r\n\r\n[shop]\r\n^", VF_INSERTION_NEW, "CRLF" },
  { "\xef\xbb\xbf# BOM\n[a]\nhost=x\n\n", "\xef\xbb\xbf# BOM\n[a]\nhost=x\n\n[shop]\n@", VF_INSERTION_NEW, "a BOM, a blank line" },
  { "[shop]\n@", "[shop]\n@", VF_INSERTION_PRESENT, "there already" },
  { "# c\n[shop]  # d\n@[b]\n", "# c\n[shop]  # d\n@[b]\n", VF_INSERTION_PRESENT, "there already, among others" },
  { "[shop]\nhost=old\n# c\n[b]\nhost=y\n", "[shop]\n@# c\n[b]\nhost=y\n", VF_INSERTION_REPLACES, "in its place" },
  { "[shop]\nhost=old\n[shop]\nhost=second\n", "[shop]\n@[shop]\nhost=second\n", VF_INSERTION_REPLACES,
    "the first of two, which is the one that counts" },
  { "[Shop]\nhost=old\n", "[Shop]\nhost=old\n\n[shop]\n@", VF_INSERTION_NEW, "another name by a capital" },
  { "not a section\n\xff\xfe\n", "not a section\n\xff\xfe\n\n[shop]\n@", VF_INSERTION_NEW, "no text at all" },
};

static void
test_service (Fixture *fixture, gconstpointer data)
{
  g_autofree char *section = whole_section (fixture);
  g_autofree char *path = g_build_filename (fixture->home, ".pg_service.conf", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      g_autofree char *before = services[i].before ? fill_in (services[i].before, section) : NULL;
      g_autofree char *after = fill_in (services[i].after, section);
      g_autofree char *left = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (VfInsertion) insertion = NULL;
      g_autoptr (VfInserted) done = NULL;

      g_test_message ("%s", services[i].why);
      if (before)
        g_free (write_file (fixture, ".pg_service.conf", before, 0640));
      insertion = plan_well (fixture, "service-file");
      g_assert_cmpint (vf_insertion_get_state (insertion), ==, services[i].state);
      g_assert_cmpstr (vf_insertion_get_path (insertion), ==, path);
      done = vf_insertion_apply (insertion, &error);
      g_assert_no_error (error);
      assert_file (path, after, before ? 0640 : 0600);
      if (before)
        assert_file (vf_inserted_get_backup (done), before, 0600);
      else
        g_assert_null (vf_inserted_get_backup (done));
      g_assert_true (vf_inserted_undo (done, &error));
      g_assert_no_error (error);
      if (before)
        assert_file (path, before, 0640);
      g_unlink (path);
      left = test_list_tree (fixture->home);
      g_assert_null (strstr (left, "backup"));
      g_assert_null (strstr (left, "pg_service"));
    }
}

/* libpq reads the file that the variable names, and so is that the one that is written. */
static void
test_variable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->home, "a", "b.conf", NULL);
  g_autofree char *variable = g_strconcat ("PGSERVICEFILE=", path, NULL);
  const char *environment[] = { fixture->variable, variable, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (VfInsertion) insertion = vf_insertion_new (vf_destination_find ("service-file"), &fixture->source,
                                                        environment, &error);
  g_autoptr (VfInserted) done = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (vf_insertion_get_variable (insertion), ==, "PGSERVICEFILE");
  g_assert_cmpstr (vf_insertion_get_path (insertion), ==, path);
  done = vf_insertion_apply (insertion, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *real = write_file (fixture, "dotfile", "[a]\nhost=x\n", 0600);
  g_autofree char *path = g_build_filename (fixture->home, ".pg_service.conf", NULL);
  g_autofree char *content = NULL;
  g_autoptr (VfInsertion) insertion = NULL;
  g_autoptr (VfInserted) done = NULL;

  g_assert_cmpint (symlink ("dotfile", path), ==, 0);
  insertion = plan_well (fixture, "service-file");
  done = vf_insertion_apply (insertion, NULL);
  g_assert_nonnull (done);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_get_contents (real, &content, NULL, NULL));
  g_assert_nonnull (strstr (content, "[shop]"));
  g_assert_true (vf_inserted_undo (done, NULL));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
  assert_file (real, "[a]\nhost=x\n", 0600);
}

/* --- what is left alone --- */

static void
make_long_line (Fixture *fixture)
{
  g_autofree char *value = g_strnfill (1100, 'x');
  g_autofree char *text = g_strconcat ("[a]\napplication_name=", value, "\n", NULL);

  g_free (write_file (fixture, ".pg_service.conf", text, 0600));
}

static void
make_read_only (Fixture *fixture)
{
  g_free (write_file (fixture, ".pg_service.conf", "[a]\n", 0400));
}

static void
make_folder (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->home, ".pg_service.conf", NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

static void
make_loose_link (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->home, ".pg_service.conf", NULL);

  g_assert_cmpint (symlink ("nowhere", path), ==, 0);
}

static void
make_binary (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->home, ".pg_service.conf", NULL);

  g_assert_true (g_file_set_contents (path, "[a]\nx\0y\n", 8, NULL));
}

static const struct
{
  void (*make) (Fixture *fixture);
  int code;
  const char *says;
} refusals[] = {
  { make_long_line, VF_ERROR_UNREADABLE, "Line 2" },
  { make_read_only, VF_ERROR_FAILED, "closed to writing" },
  { make_folder, VF_ERROR_FAILED, "not a file" },
  { make_loose_link, VF_ERROR_FAILED, "leads nowhere" },
  { make_binary, VF_ERROR_FAILED, "not a text file" },
};

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->home, ".pg_service.conf", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      refusals[i].make (fixture);
      before = test_list_tree (fixture->home);
      g_assert_null (plan (fixture, "service-file", &error));
      g_assert_error (error, VF_ERROR, refusals[i].code);
      g_assert_nonnull (strstr (error->message, refusals[i].says));
      after = test_list_tree (fixture->home);
      g_assert_cmpstr (before, ==, after);
      g_remove (path);
    }
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_file (fixture, ".pg_service.conf", "[a]\nhost=x\n", 0644);
  g_autoptr (VfInsertion) insertion = plan_well (fixture, "service-file");
  g_autofree char *before = test_list_tree (fixture->home);

  /* too full for the copy, and too full for the new file only */
  for (gsize room = 5; room < 60; room += 25)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;
      VfInserted *done;

      test_disk_is_full (room);
      done = vf_insertion_apply (insertion, &error);
      test_disk_has_room ();
      g_assert_null (done);
      g_assert_cmpint (error->domain, ==, G_IO_ERROR);
      after = test_list_tree (fixture->home);
      g_assert_cmpstr (before, ==, after);
    }
  assert_file (path, "[a]\nhost=x\n", 0644);
}

static void
test_full_disk_on_undo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_file (fixture, ".pg_service.conf", "[a]\nhost=x\n", 0644);
  g_autoptr (VfInsertion) insertion = plan_well (fixture, "service-file");
  g_autoptr (VfInserted) done = vf_insertion_apply (insertion, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = test_list_tree (fixture->home);
  g_autofree char *after = NULL;

  test_disk_is_full (5);
  g_assert_false (vf_inserted_undo (done, &error));
  test_disk_has_room ();
  after = test_list_tree (fixture->home);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (vf_inserted_undo (done, NULL));
  assert_file (path, "[a]\nhost=x\n", 0644);
}

/* An editor has saved the file between the preview and the deed, or after it. */
static void
test_changed_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_file (fixture, ".pg_service.conf", "[a]\nhost=x\n", 0600);
  g_autoptr (VfInsertion) stale = plan_well (fixture, "service-file");
  g_autoptr (VfInsertion) fresh = NULL;
  g_autoptr (VfInserted) done = NULL;
  g_autoptr (GError) before = NULL;
  g_autoptr (GError) after = NULL;

  g_free (write_file (fixture, ".pg_service.conf", "[b]\n", 0600));
  g_assert_null (vf_insertion_apply (stale, &before));
  g_assert_error (before, VF_ERROR, VF_ERROR_FAILED);
  assert_file (path, "[b]\n", 0600);
  fresh = plan_well (fixture, "service-file");
  done = vf_insertion_apply (fresh, NULL);
  g_free (write_file (fixture, ".pg_service.conf", "[c]\n", 0600));
  g_assert_false (vf_inserted_undo (done, &after));
  g_assert_error (after, VF_ERROR, VF_ERROR_FAILED);
  assert_file (path, "[c]\n", 0600);
  assert_file (vf_inserted_get_backup (done), "[b]\n", 0600);
}

/* Each copy is kept: the oldest may be the one that somebody looks for. */
static void
test_backups (Fixture *fixture, gconstpointer data)
{
  g_autofree char *taken = write_file (fixture, ".pg_service.conf.verifull-backup-1", "older", 0600);
  g_autofree char *path = write_file (fixture, ".pg_service.conf", "[a]\n", 0600);
  g_autoptr (VfInsertion) insertion = plan_well (fixture, "service-file");
  g_autoptr (VfInserted) done = vf_insertion_apply (insertion, NULL);

  g_assert_true (g_str_has_suffix (vf_inserted_get_backup (done), "-2"));
  g_assert_true (vf_inserted_undo (done, NULL));
  assert_file (taken, "older", 0600);
  assert_file (path, "[a]\n", 0600);
}

/* --- password file --- */

#define LINE "db.example.com:5433:shop:app:it's\\:a\\\\secret\n"

static const struct
{
  const char *before;
  const char *after;
  VfInsertionState state;
  const char *why;
} passwords[] = {
  { NULL, LINE, VF_INSERTION_NEW, "no file" },
  { "a:1:b:c:d\n", "a:1:b:c:d\n" LINE, VF_INSERTION_NEW, "behind what is there" },
  { "a:1:b:c:d", "a:1:b:c:d\n" LINE, VF_INSERTION_NEW, "no newline at the end" },
  { "a:1:b:c:d\n*:*:*:app:x\n", "a:1:b:c:d\n" LINE "*:*:*:app:x\n", VF_INSERTION_NEW,
    "before the line with stars that libpq would take first" },
  { "#c\ndb.example.com:5433:shop:app:old\nz:1:b:c:d\n", "#c\n" LINE "z:1:b:c:d\n", VF_INSERTION_REPLACES, "in its place" },
  { "db.example.com:5433:shop:app:old", LINE, VF_INSERTION_REPLACES, "in its place, the last line" },
  { "db\\.example.com:5433:shop:app:old\n", LINE "db\\.example.com:5433:shop:app:old\n", VF_INSERTION_NEW,
    "before the same in other words" },
  { "DB.Example.com:5433:shop:app:old\n", "DB.Example.com:5433:shop:app:old\n" LINE, VF_INSERTION_NEW,
    "beside that of a host in capitals, which libpq takes for another" },
  { LINE "a:1:b:c:d\n", LINE "a:1:b:c:d\n", VF_INSERTION_PRESENT, "there already" },
  { "db.example.com:5433:shop:app:it's\\:a\\\\secrets\n", LINE, VF_INSERTION_REPLACES, "not the same by its beginning" },
};

static void
test_password (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->home, ".pgpass", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (VfInsertion) insertion = NULL;
      g_autoptr (VfInserted) done = NULL;
      g_auto (GStrv) lines = NULL;
      g_autofree char *preview = NULL;

      g_test_message ("%s", passwords[i].why);
      if (passwords[i].before)
        g_free (write_file (fixture, ".pgpass", passwords[i].before, 0600));
      insertion = plan_well (fixture, "pgpass");
      g_assert_cmpint (vf_insertion_get_state (insertion), ==, passwords[i].state);
      lines = vf_insertion_preview (insertion);
      preview = g_strjoinv ("\n", lines);
      g_assert_null (strstr (preview, "secret"));
      g_assert_null (strstr (preview, ":old"));
      done = vf_insertion_apply (insertion, &error);
      g_assert_no_error (error);
      assert_file (path, passwords[i].after, 0600);
      g_assert_true (vf_inserted_undo (done, &error));
      if (passwords[i].before)
        assert_file (path, passwords[i].before, 0600);
      g_unlink (path);
    }
}

/* libpq takes no notice of a password file that others can read. */
static void
test_password_mode (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_file (fixture, ".pgpass", LINE, 0644);
  g_autoptr (VfInsertion) insertion = plan_well (fixture, "pgpass");
  g_autoptr (VfInserted) done = NULL;

  g_assert_true (vf_insertion_closes_file (insertion));
  g_assert_cmpint (vf_insertion_get_state (insertion), ==, VF_INSERTION_REPLACES);
  done = vf_insertion_apply (insertion, NULL);
  assert_file (path, LINE, 0600);
  g_assert_true (vf_inserted_undo (done, NULL));
  assert_file (path, LINE, 0644);
}

static void
test_no_password (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->source.password = NULL;
  g_assert_null (plan (fixture, "pgpass", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_FAILED);
}

/* --- ODBC --- */

static void
test_odbc (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *before;
    const char *after;
    VfInsertionState state;
    const char *why;
  } rows[] = {
    { NULL, "[shop]\n@", VF_INSERTION_NEW, "no file" },
    { "[ODBC]\nTrace = No\n", "[ODBC]\nTrace = No\n\n[shop]\n@", VF_INSERTION_NEW, "behind what is there" },
    { "[SHOP]\nDriver = x\n; c\n[z]\n", "[shop]\n@[z]\n", VF_INSERTION_REPLACES, "capitals are the same here" },
    { "[a]\n[shop]\n@[z]\n", "[a]\n[shop]\n@[z]\n", VF_INSERTION_PRESENT, "there already" },
    { "[a]\r\n[shop]\r\nDriver=x\r\n", "[a]\r\n[shop]\r\n^", VF_INSERTION_REPLACES, "CRLF" },
  };
  g_autofree char *path = g_build_filename (fixture->home, ".odbc.ini", NULL);
  g_autoptr (VfExport) export = vf_export_make (vf_destination_find ("odbc"), &fixture->source, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *before = rows[i].before ? fill_in (rows[i].before, vf_export_get_text (export)) : NULL;
      g_autofree char *after = fill_in (rows[i].after, vf_export_get_text (export));
      g_autoptr (VfInsertion) insertion = NULL;
      g_autoptr (VfInserted) done = NULL;

      g_test_message ("%s", rows[i].why);
      if (before)
        g_free (write_file (fixture, ".odbc.ini", before, 0644));
      insertion = plan_well (fixture, "odbc");
      g_assert_cmpint (vf_insertion_get_state (insertion), ==, rows[i].state);
      done = vf_insertion_apply (insertion, NULL);
      assert_file (path, after, before ? 0644 : 0600);
      g_assert_true (vf_inserted_undo (done, NULL));
      if (before)
        assert_file (path, before, 0644);
      g_unlink (path);
    }
}

/* --- preview --- */

/* What names one generation of the same connection's is told from what somebody else put there. */
static void
test_outdated (Fixture *fixture, gconstpointer data)
{
  static const char *const destinations[] = { "service-file", "odbc" };
  static const struct
  {
    const char *none;
    VfInsertionState state;
    const char *why;
  } rows[] = {
    { "/srv/v/abc/3/none", VF_INSERTION_OUTDATED, "a generation" },
    { "/srv/v/abc/12/none", VF_INSERTION_OUTDATED, "another one" },
    { "/srv/v/abc/current/none", VF_INSERTION_PRESENT, "the path that stays" },
    { "/srv/v/abd/3/none", VF_INSERTION_REPLACES, "another connection’s" },
    { "/srv/v/abc/x/none", VF_INSERTION_REPLACES, "no generation" },
    { "/srv/v/abc/3/4/none", VF_INSERTION_REPLACES, "deeper" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows) * G_N_ELEMENTS (destinations); i++)
    {
      const char *id = destinations[i % 2];
      g_autoptr (VfExport) earlier = NULL;
      g_autoptr (VfInsertion) insertion = NULL;
      g_autofree char *path = NULL;

      g_test_message ("%s: %s", id, rows[i / 2].why);
      fixture->files.none = rows[i / 2].none;
      earlier = vf_export_make (vf_destination_find (id), &fixture->source, NULL);
      path = write_file (fixture, i % 2 ? ".odbc.ini" : ".pg_service.conf", vf_export_get_text (earlier), 0600);
      fixture->files.none = "/srv/v/abc/current/none";
      fixture->source.lasting = "/srv/v/abc/current";
      insertion = plan_well (fixture, id);
      g_assert_cmpint (vf_insertion_get_state (insertion), ==, rows[i / 2].state);
      fixture->source.lasting = NULL;
      if (rows[i / 2].state == VF_INSERTION_OUTDATED)
        {
          g_autoptr (VfInsertion) without = plan_well (fixture, id);

          g_assert_cmpint (vf_insertion_get_state (without), ==, VF_INSERTION_REPLACES);
        }
    }
}

static void
test_preview (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *preview = NULL;
  g_autoptr (VfInsertion) insertion = NULL;

  g_free (write_file (fixture, ".pg_service.conf",
                      "# far away\n[a]\nhost=x\npassword=geheim\n\n[shop]\nhost=old\nport=5433\nPassword = geheim\n\n[z]\n",
                      0600));
  insertion = plan_well (fixture, "service-file");
  lines = vf_insertion_preview (insertion);
  preview = g_strjoinv ("\n", lines);
  g_assert_null (strstr (preview, "far away"));
  g_assert_null (strstr (preview, "geheim"));
  g_assert_true (g_strv_contains ((const char *const *) lines, " [shop]"));
  g_assert_true (g_strv_contains ((const char *const *) lines, "-host=old"));
  g_assert_true (g_strv_contains ((const char *const *) lines, " port=5433"));
  g_assert_true (g_strv_contains ((const char *const *) lines, "+host=db.example.com"));
  g_assert_true (g_strv_contains ((const char *const *) lines, "-Password =••••••"));
  g_assert_true (g_strv_contains ((const char *const *) lines, " [z]"));
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
#define ADD(path, run) g_test_add ("/insertion/" path, Fixture, NULL, set_up, run, tear_down)
  ADD ("service", test_service);
  ADD ("variable", test_variable);
  ADD ("link", test_link);
  ADD ("refused", test_refused);
  ADD ("outdated", test_outdated);
  ADD ("full-disk", test_full_disk);
  ADD ("full-disk-on-undo", test_full_disk_on_undo);
  ADD ("changed-meanwhile", test_changed_meanwhile);
  ADD ("backups", test_backups);
  ADD ("password", test_password);
  ADD ("password-mode", test_password_mode);
  ADD ("no-password", test_no_password);
  ADD ("odbc", test_odbc);
  ADD ("preview", test_preview);
  return g_test_run ();
}
