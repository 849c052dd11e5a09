#include "config.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <string.h>

#include "connection/password-file.h"
#include "error.h"
#include "export/export-private.h"
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
    /* libpq tells capitals from small letters, in the host, too */
    { "DB.Example.COM", "App", "SECRET Word", "DB.Example.COM:5433:shop:App:SECRET Word\n" },
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

/* --- every value in every field of every destination --- */

typedef enum
{
  FIELD_HOST,
  FIELD_USER,
  FIELD_DBNAME,
  FIELD_ROOT,
  FIELD_NAME,
  FIELD_DIRECTORY,
  FIELD_OPTION,
  N_FIELDS,
} Field;

/* what no text can hold, or only some can */
static const char *const hostile[] = {
  "a\nb", "a\rb", "\x80", "a\xff""b", "\n[other]\nhost=evil", "\t", "\x01", "", " ", "a ", "\xc2\x85", "\xe2\x80\xa8",
  "\xef\xbb\xbf""a", "\xe2\x80\xae""a", "${x}", "$$", "#{1}", "fe80::1%eth0", "a}b", "{", "b;c", "%00", "%e4", "\\u0041",
  "\\x41", "\"; evil", "'; evil", "\\\nb", "~/x", "-----BEGIN", "---", "null", "0600", "\xed\xa0\x80",
};

static void
init_field (TestSample *sample, Field field, const char *value)
{
  g_autofree char *root = g_strconcat ("/srv/", value, "/root.crt", NULL);

  init (sample, field == FIELD_HOST ? value : "db.example.com", field == FIELD_USER ? value : "app",
        field == FIELD_DBNAME ? value : "shop", field == FIELD_ROOT ? g_intern_string (root) : "/srv/root.crt");
  if (field == FIELD_NAME)
    sample->source.name = value;
  if (field == FIELD_DIRECTORY)
    sample->source.directory = value;
  if (field == FIELD_OPTION)
    {
      VfConnection *with = vf_connection_with_option (sample->connection, "application_name", value, NULL);

      vf_connection_unref (sample->connection);
      sample->connection = with;
      sample->source.connection = with;
    }
}

/* by a reader that is none of the program's own */
static void
assert_read_elsewhere (const TestSample *sample, const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    /* GLib wants UTF-8 and a host in every URI */
    if (g_str_equal (readers[i].id, id) && readers[i].read != read_uri)
      assert_read (sample, i);
}

static gboolean
is_offered (const VfDestination *destination, Field field, const char *value)
{
  g_autoptr (SecretValue) secret = test_secret ("correct horse");
  g_autoptr (GError) error = NULL;
  g_autoptr (VfExport) export = NULL;
  g_auto (TestSample) sample;

  init_field (&sample, field, value);
  /* a value that no connection can have comes to no destination */
  if (!sample.connection)
    return FALSE;
  sample.source.password = secret;
  sample.source.expires = VF_TEST_NOW;
  export = vf_export_make (destination, &sample.source, &error);
  g_assert_true ((export != NULL) != (error != NULL));
  /* a section's name has rules of its own */
  if (error && !g_error_matches (error, VF_ERROR, VF_ERROR_SYNTAX))
    g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
  if (export && destination->insert)
    g_assert_null (strstr (vf_export_get_text (export), "\nhost=evil"));
  if (export)
    assert_read_elsewhere (&sample, destination->id);
  return export != NULL;
}

/* Each destination refuses a value or has it read back as it was; none of them writes a broken line. */
static void
test_every_field (void)
{
  g_autofree char *path = long_path ();
  guint n = 0, n_offered = 0;

  for (guint d = 0; d < vf_n_destinations (); d++)
    for (guint field = 0; field < N_FIELDS; field++)
      for (guint i = 0; i <= G_N_ELEMENTS (values) + G_N_ELEMENTS (hostile); i++, n++)
        {
          const char *value = i == 0                            ? path
                              : i <= G_N_ELEMENTS (values) ? values[i - 1]
                                                               : hostile[i - 1 - G_N_ELEMENTS (values)];

          n_offered += is_offered (vf_destination_get (d), (Field) field, value);
        }
  g_test_message ("%u combinations of destination, field and value: %u written and read back, %u refused", n, n_offered,
                  n - n_offered);
  g_assert_cmpuint (n, >=, 5000);
  g_assert_cmpuint (n_offered, >, n / 2);
  g_assert_cmpuint (n_offered, <, n);
}

/* What a reader would lose is not offered, whoever would not say so. */
static void
test_refused (void)
{
  g_autofree char *path = long_path ();
  g_autofree char *long_name = g_strnfill (300, 'n');
  const struct
  {
    const char *id;
    Field field;
    const char *value;
    const char *why;
  } rows[] = {
    { "docker-env", FIELD_USER, "\x80", "Docker refuses a whole file that is no UTF-8" },
    { "systemd-env", FIELD_USER, "\x80", "systemd leaves out what is no UTF-8" },
    { "jdbc", FIELD_USER, "\x80", "Java reads a replacement character" },
    { "spring", FIELD_DBNAME, "a\xff""b", "the same" },
    { "jdbc", FIELD_HOST, "b\xc3\xbc""cher.example", "pgjdbc does not decode the host" },
    { "jdbc", FIELD_HOST, "a,b", "two hosts to pgjdbc" },
    { "dbeaver", FIELD_HOST, "a/b", "a second slash makes it no URL of the driver’s" },
    { "odbc", FIELD_DBNAME, long_name, "psqlODBC keeps 255 bytes" },
    { "odbc-string", FIELD_USER, long_name, "the same" },
    { "python", FIELD_USER, "\x80", "no source of Python" },
    { "node", FIELD_ROOT, "\x80", "no source of JavaScript" },
    { "rust", FIELD_USER, "\xe2\x80\xae""a", "rustc refuses what turns the direction of the text" },
    { "kubernetes", FIELD_USER, "\x80", "no YAML" },
    { "docker-secret", FIELD_USER, "\x80", "no YAML" },
    { "calendar", FIELD_NAME, "\x80", "no iCalendar" },
    { "pgadmin", FIELD_NAME, "\x80", "no JSON" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s: %s", rows[i].id, rows[i].why);
      g_assert_false (is_offered (vf_destination_find (rows[i].id), rows[i].field, rows[i].value));
    }
}

/* unixODBC forgets what is behind the 999th byte of a line. */
static gsize
measure_line (gsize length)
{
  g_autofree char *value = g_strnfill (length, 'x');
  g_autoptr (VfExport) export = NULL;
  g_auto (TestSample) sample;

  init_field (&sample, FIELD_ROOT, value);
  export = vf_export_make (vf_destination_find ("odbc"), &sample.source, NULL);
  return export ? strcspn (strstr (vf_export_get_text (export), "pqopt="), "\n") : 0;
}

static void
test_long_line (void)
{
  gsize rest = measure_line (1) - 1;

  for (gsize length = 999 - rest - 20; length < 999 - rest + 20; length++)
    g_assert_cmpuint (measure_line (length), ==, length + rest <= 999 ? length + rest : 0);
}

/* --- a writer that errs --- */

#define WORD  "uniqueword"
#define WRONG "uniqueworm"

static const VfDestination *honest;

/* what it should have said, but for a letter of each word */
static gboolean
err (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autoptr (GString) text = NULL;

  if (!honest->make (source, export, error))
    return FALSE;
  text = g_string_new (vf_export_get_text (export));
  /* of a key or a certificate it is the first letter */
  if (!g_string_replace (text, WORD, WRONG, 0))
    g_assert_cmpuint (g_string_replace (text, "LS0t", "LS1t", 1), ==, 1);
  vf_export_take_text (export, g_strdup (text->str));
  return TRUE;
}

static void
assert_not_offered (const VfDestination *destination, VfCredentials *credentials)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 5433, WORD, WORD);
  g_autoptr (SecretValue) secret = test_secret (WORD);
  g_autoptr (GError) error = NULL;
  g_auto (TestSample) sample;
  VfDestination erring = *destination;

  test_sample_init (&sample, target, VF_SSL_MODE_VERIFY_FULL, credentials);
  sample.source.name = WORD;
  sample.source.directory = "/srv/" WORD;
  sample.source.password = secret;
  sample.source.expires = VF_TEST_NOW;
  honest = destination;
  erring.make = err;
  g_test_message ("%s", destination->id);
  g_assert_null (vf_export_make (&erring, &sample.source, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
}

/* Whatever a destination writes, it is not offered if its reader would take it for something else. */
static void
test_read_again (void)
{
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);

  for (guint i = 0; i < vf_n_destinations (); i++)
    /* the text of this one is for people, and it is bytes that are read again */
    if (!g_str_equal (vf_destination_get (i)->id, "zip"))
      assert_not_offered (vf_destination_get (i), credentials);
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
      g_assert_true (destination->title && destination->icon && destination->purpose && destination->make && destination->read_again);
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
  g_test_add_func ("/export-text/every-field", test_every_field);
  g_test_add_func ("/export-text/refused", test_refused);
  g_test_add_func ("/export-text/long-line", test_long_line);
  g_test_add_func ("/export-text/read-again", test_read_again);
  g_test_add_func ("/export-text/no-password", test_no_password);
  g_test_add_func ("/export-text/save", test_save);
  g_test_add_func ("/export-text/table", test_table);
  return g_test_run ();
}
