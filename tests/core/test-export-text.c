#include "config.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <string.h>

#include "connection/password-file.h"
#include "error.h"
#include "export/export.h"
#include "sample.h"
#include "test.h"

/* What has hurt one reader or another. */
static const char *const values[] = {
  "plain", "two words", " leading", "trailing ", "it's", "say \"hi\"", "back\\slash", "\\", "'", "#hash", "100%", "%41",
  "a:b", "a@b", "a/b", "a&b=c", "a?b", "[a]", "$HOME", "`id`", "$(id)", "a+b", "a,b", "a;b", "\x7f", "tab\there",
  "数据库", "🐘", "läden", "e\xcc\x81", "*", "-x", "=", "{a}", "<a>", "~", "!", "a|b", "postgres://x", "service=y",
};

static const char *const hosts[] = {
  "db.example.com", "192.0.2.1", "2001:db8::1", "fe80::1%eth0", "DB.Example.COM", "xn--bcher-kva.example",
};

static char *
long_path (void)
{
  g_autofree char *name = g_strnfill (880, 'x');

  return g_strconcat ("/srv/", name, "/root.crt", NULL);
}

static void
init (TestSample *sample, const char *host, const char *user, const char *dbname, const char *root)
{
  g_autoptr (VfTarget) target = vf_target_new (host, NULL, 5433, dbname, user);

  test_sample_init (sample, target, VF_SSL_MODE_VERIFY_FULL, NULL);
  sample->files.root = root;
  sample->files.client_certificate = "/srv/v/client.crt";
  sample->files.client_key = "/srv/v/client.key";
  sample->source.name = "shop";
}

/* --- the readers --- */

typedef gboolean (*Reader) (const char *text, GHashTable *read);

/* libpq */
static gboolean
read_libpq (const char *text, GHashTable *read)
{
  PQconninfoOption *options = PQconninfoParse (text, NULL);

  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (option->val)
      g_hash_table_insert (read, g_strdup (option->keyword), g_strdup (option->val));
  PQconninfoFree (options);
  return options != NULL;
}

/* a URI by rules that are nobody's: RFC 3986, as GLib has it */
static gboolean
read_uri (const char *text, GHashTable *read)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_QUERY, NULL);
  g_autoptr (GHashTable) query = NULL;
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  /* others read a plus sign as a blank */
  if (!uri || strchr (text, '+'))
    return FALSE;
  query = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, NULL);
  g_hash_table_iter_init (&iter, query);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (read, g_strdup (key), g_strdup (value));
  g_hash_table_insert (read, g_strdup ("user"), g_strdup (g_uri_get_user (uri)));
  g_hash_table_insert (read, g_strdup ("host"), g_strdup (g_uri_get_host (uri)));
  g_hash_table_insert (read, g_strdup ("dbname"), g_strdup (g_uri_get_path (uri) + 1));
  g_hash_table_insert (read, g_strdup ("port"), g_strdup_printf ("%d", g_uri_get_port (uri)));
  return TRUE;
}

static const char *
keyword_for (const char *variable)
{
  static PQconninfoOption *options;

  if (!options)
    options = PQconninfoParse ("", NULL);
  for (PQconninfoOption *option = options; option->keyword; option++)
    if (g_strcmp0 (option->envvar, variable) == 0)
      return option->keyword;
  return NULL;
}

static void
take_variable (GHashTable *read, const char *line, const char *value)
{
  g_autofree char *variable = g_strndup (line, strcspn (line, "="));

  g_assert_nonnull (keyword_for (variable));
  g_hash_table_insert (read, g_strdup (keyword_for (variable)), g_strdup (value));
}

/* "docker run --env-file": what stands behind the sign, to the end of the line */
static gboolean
read_docker (const char *text, GHashTable *read)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] && *lines[i]; i++)
    take_variable (read, lines[i], strchr (lines[i], '=') + 1);
  return TRUE;
}

/* a shell's words, by GLib; the real shell is asked once for all values */
static gboolean
read_shell (const char *text, GHashTable *read)
{
  g_auto (GStrv) words = NULL;

  if (!g_shell_parse_argv (text, NULL, &words, NULL))
    return FALSE;
  for (guint i = 0; words[i]; i++)
    if (!g_str_equal (words[i], "export"))
      take_variable (read, words[i], strchr (words[i], '=') + 1);
  return TRUE;
}

/* systemd.exec(5), EnvironmentFile=: double quotes, in which a backslash stands before four characters */
static gboolean
read_systemd (const char *text, GHashTable *read)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] && *lines[i]; i++)
    {
      g_autoptr (GString) value = g_string_new (NULL);
      const char *p = strchr (lines[i], '=') + 1;

      if (*p != '"')
        return FALSE;
      for (p++; *p != '"'; p++)
        {
          if (*p == '\0')
            return FALSE;
          if (*p == '\\' && p[1] && strchr ("\"\\`$", p[1]))
            p++;
          g_string_append_c (value, *p);
        }
      if (p[1] != '\0')
        return FALSE;
      take_variable (read, lines[i], value->str);
    }
  return TRUE;
}

static const struct
{
  const char *id;
  Reader read;
} readers[] = {
  { "conninfo", read_libpq },    { "uri", read_libpq },          { "uri", read_uri },
  { "shell", read_shell },       { "docker-env", read_docker },  { "systemd-env", read_systemd },
};

static guint n_read;

static void
assert_read (const TestSample *sample, guint reader)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfExport) export = vf_export_make (vf_destination_find (readers[reader].id), &sample->source, &error);
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (sample->connection, &sample->files);
  g_autoptr (GHashTable) read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_assert_no_error (error);
  g_assert_true (readers[reader].read (vf_export_get_text (export), read));
  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    g_assert_cmpstr (g_hash_table_lookup (read, vf_keywords_get_name (keywords, i)), ==,
                     vf_keywords_get_value (keywords, i));
  g_assert_cmpuint (g_hash_table_size (read), ==, vf_keywords_get_n (keywords));
  g_assert_false (vf_export_has_secret (export));
  n_read++;
}

static void
assert_all_readers (const char *host, const char *user, const char *dbname, const char *root)
{
  g_auto (TestSample) sample;

  init (&sample, host, user, dbname, root);
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    assert_read (&sample, i);
}

/* Every value in every place, each with every value in the next place. */
static void
test_values (void)
{
  g_autofree char *path = long_path ();

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint j = 0; j < G_N_ELEMENTS (values); j++)
      {
        g_autofree char *root = g_strconcat ("/srv/", values[(i + j) % G_N_ELEMENTS (values)], "/root.crt", NULL);

        assert_all_readers (hosts[(i + j) % G_N_ELEMENTS (hosts)], values[i], values[j], root);
      }
  assert_all_readers ("db.example.com", "app", "app", path);
  g_test_message ("%u combinations of format and values read back", n_read);
  g_assert_cmpuint (n_read, >, 5000);
}

/* What no line can hold is refused, by name. */
static void
test_line_break (void)
{
  static const struct
  {
    const char *id;
    gboolean refused;
  } rows[] = {
    { "conninfo", FALSE }, { "uri", FALSE }, { "shell", TRUE }, { "docker-env", TRUE }, { "systemd-env", TRUE },
  };
  g_auto (TestSample) sample;

  init (&sample, "db.example.com", "app\napp", "shop", "/srv/root.crt");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (VfExport) export = vf_export_make (vf_destination_find (rows[i].id), &sample.source, &error);

      g_test_message ("%s", rows[i].id);
      g_assert_true ((export == NULL) == rows[i].refused);
      if (rows[i].refused)
        {
          g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
          g_assert_nonnull (strstr (error->message, "user"));
        }
    }
}

/* The shell itself, which is the judge. */
static void
test_real_shell (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_auto (TestSample) sample;
      g_autoptr (VfExport) export = NULL;
      g_autofree char *script = NULL;
      g_autofree char *output = NULL;
      char *argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" }, NULL, NULL };

      init (&sample, "db.example.com", values[i], "shop", "/srv/root.crt");
      export = vf_export_make (vf_destination_find ("shell"), &sample.source, NULL);
      script = g_strconcat (vf_export_get_text (export), "printf %s \"$PGUSER\"", NULL);
      argv[2] = script;
      g_assert_true (g_spawn_sync (NULL, argv, NULL, 0, NULL, NULL, &output, NULL, NULL, NULL));
      g_assert_cmpstr (output, ==, values[i]);
    }
}

static VfExport *
export_password (TestSample *sample, const char *password, GError **error)
{
  g_autoptr (SecretValue) secret = password ? test_secret (password) : NULL;

  sample->source.password = secret;
  return vf_export_make (vf_destination_find ("pgpass"), &sample->source, error);
}

static void
test_pgpass (void)
{
  static const struct
  {
    const char *host;
    const char *user;
    const char *password;
    const char *expected;
  } rows[] = {
    { "db.example.com", "app", "secret", "db.example.com:5433:shop:app:secret\n" },
    { "2001:db8::1", "app", "a:b", "2001\\:db8\\:\\:1:5433:shop:app:a\\:b\n" },
    { "db.example.com", "a\\b", "\\:", "db.example.com:5433:shop:a\\\\b:\\\\\\:\n" },
    { "db.example.com", "app", " blanks ", "db.example.com:5433:shop:app: blanks \n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TestSample) sample;
      g_autoptr (VfExport) export = NULL;

      init (&sample, rows[i].host, rows[i].user, "shop", "/srv/root.crt");
      export = export_password (&sample, rows[i].password, NULL);
      g_assert_cmpstr (vf_export_get_text (export), ==, rows[i].expected);
      g_assert_null (strstr (vf_export_get_masked (export), rows[i].password));
      g_assert_true (vf_export_has_secret (export));
    }
}

/* libpq's rules, by the reader of password files: every password in every line, whoever it is for. */
static void
test_pgpass_values (void)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint j = 0; j < G_N_ELEMENTS (values); j++)
      {
        g_auto (TestSample) sample;
        g_autoptr (VfExport) export = NULL;
        g_autoptr (SecretValue) found = NULL;
        VfTarget *target;
        const char *text;

        init (&sample, hosts[(i + j) % G_N_ELEMENTS (hosts)], values[i], values[(i + j) % G_N_ELEMENTS (values)],
              "/srv/root.crt");
        export = export_password (&sample, values[j], NULL);
        text = vf_export_get_text (export);
        target = vf_connection_get_target (sample.connection);
        found = vf_password_file_find (text, strlen (text), target);
        g_assert_cmpstr (secret_value_get_text (found), ==, values[j]);
        n++;
      }
  g_test_message ("%u passwords read back", n);
}

/* What no text can hold: each destination refuses it or writes text all the same, and none of them a broken line. */
static void
test_hostile (void)
{
  static const char *const hostile[] = { "a\nb", "a\rb", "\x80", "a\xff""b", "\n[other]\nhost=evil", "\t", "\x01" };
  g_autoptr (SecretValue) secret = test_secret ("correct horse");
  guint n = 0;

  for (guint d = 0; d < vf_n_destinations (); d++)
    for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
      for (guint field = 0; field < 3; field++)
        {
          const VfDestination *destination = vf_destination_get (d);
          g_autoptr (GError) error = NULL;
          g_autoptr (VfExport) export = NULL;
          g_auto (TestSample) sample;

          init (&sample, "db.example.com", field == 0 ? hostile[i] : "app", field == 1 ? hostile[i] : "shop",
                field == 2 ? hostile[i] : "/srv/root.crt");
          sample.source.password = secret;
          sample.source.expires = VF_TEST_NOW;
          export = vf_export_make (destination, &sample.source, &error);
          g_assert_true ((export != NULL) != (error != NULL));
          if (error)
            g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
          else if (destination->insert)
            g_assert_null (strstr (vf_export_get_text (export), "\nhost=evil"));
          n++;
        }
  g_test_message ("%u combinations refused or written", n);
}

static void
test_pgpass_refused (void)
{
  g_auto (TestSample) sample;
  g_autoptr (GError) no_password = NULL;
  g_autoptr (GError) line_break = NULL;

  init (&sample, "db.example.com", "app", "shop", "/srv/root.crt");
  g_assert_null (export_password (&sample, NULL, &no_password));
  g_assert_error (no_password, VF_ERROR, VF_ERROR_FAILED);
  g_assert_null (export_password (&sample, "a\nb", &line_break));
  g_assert_error (line_break, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
  g_assert_null (strstr (line_break->message, "a\nb"));
}

/* No destination but one that says so holds the password. */
static void
test_no_password (void)
{
  g_autoptr (SecretValue) secret = test_secret ("correct horse");
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);
  g_autoptr (VfConnection) connection = NULL;
  g_auto (TestSample) sample;

  init (&sample, "db.example.com", "app", "shop", "/srv/root.crt");
  connection = vf_connection_with_credentials (sample.connection, credentials);
  sample.source.connection = connection;
  sample.source.password = secret;
  sample.source.expires = VF_TEST_NOW;
  for (guint i = 0; i < vf_n_destinations (); i++)
    {
      const VfDestination *destination = vf_destination_get (i);
      g_autoptr (GError) error = NULL;
      g_autoptr (VfExport) export = vf_export_make (destination, &sample.source, &error);

      g_test_message ("%s", destination->id);
      g_assert_no_error (error);
      g_assert_null (strstr (vf_export_get_masked (export), "correct horse"));
      g_assert_cmpint (strstr (vf_export_get_text (export), "correct horse") != NULL, ==, destination->holds_password);
    }
}

static void
test_save (void)
{
  g_autofree char *directory = vf_test_make_dir ();
  g_autofree char *folder = g_build_filename (directory, "a", "b", NULL);
  g_autofree char *path = g_build_filename (folder, "shop.sh", NULL);
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfExport) export = NULL;
  g_auto (TestSample) sample;
  GStatBuf info;

  init (&sample, "db.example.com", "app", "shop", "/srv/root.crt");
  export = vf_export_make (vf_destination_find ("shell"), &sample.source, NULL);
  g_assert_true (vf_export_save (export, folder, FALSE, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, vf_export_get_text (export));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
  g_assert_false (vf_export_save (export, folder, FALSE, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_EXISTS);
  g_assert_true (vf_export_save (export, folder, TRUE, NULL));
  vf_test_remove_tree (directory);
}

static void
test_table (void)
{
  for (guint i = 0; i < vf_n_destinations (); i++)
    {
      const VfDestination *destination = vf_destination_get (i);

      g_assert_true (vf_destination_find (destination->id) == destination);
      g_assert_true (destination->title && destination->icon && destination->purpose && destination->make);
    }
  g_assert_null (vf_destination_find ("telepathy"));
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/export-text/values", test_values);
  g_test_add_func ("/export-text/line-break", test_line_break);
  g_test_add_func ("/export-text/real-shell", test_real_shell);
  g_test_add_func ("/export-text/pgpass", test_pgpass);
  g_test_add_func ("/export-text/pgpass-values", test_pgpass_values);
  g_test_add_func ("/export-text/pgpass-refused", test_pgpass_refused);
  g_test_add_func ("/export-text/hostile", test_hostile);
  g_test_add_func ("/export-text/no-password", test_no_password);
  g_test_add_func ("/export-text/save", test_save);
  g_test_add_func ("/export-text/table", test_table);
  return g_test_run ();
}
