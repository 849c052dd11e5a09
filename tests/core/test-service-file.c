#include "store/service-file.h"

#include <libpq-fe.h>

#include "error.h"
#include "test.h"

static VfServiceFile *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  VfServiceFile *file = vf_service_file_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return file;
}

static char *
to_text (const VfServiceFile *file)
{
  g_autoptr (GBytes) bytes = vf_service_file_to_bytes (file);

  return g_bytes_get_size (bytes) == 0 ? g_strdup ("")
                                       : g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* what one section says, from pairs */
static VfKeywords *
words (const char *const *pairs)
{
  VfKeywords *keywords = vf_keywords_new ();

  for (guint i = 0; pairs[i]; i += 2)
    vf_keywords_add (keywords, pairs[i], pairs[i + 1]);
  return keywords;
}

static const struct
{
  const char *text;
  const char *value;   /* of application_name in [a]; NULL: none */
  gboolean has;
  gboolean usable;     /* libpq reads it without an error */
  const char *why;
} rules[] = {
  { "[a]\napplication_name=x\n", "x", TRUE, TRUE, "the usual" },
  { "[a]\napplication_name=x", "x", TRUE, TRUE, "no newline at the end" },
  { "[a]\r\napplication_name=x\r\n", "x", TRUE, TRUE, "CRLF" },
  { "  [a]\n \tapplication_name=x  \t\n", "x", TRUE, TRUE, "blanks around lines are dropped" },
  { "[a]\napplication_name= x\n", " x", TRUE, TRUE, "a blank behind the sign belongs to the value" },
  { "[a]\napplication_name =x\n", NULL, TRUE, FALSE, "a blank before the sign makes another word" },
  { "[a]\napplication_name='x y' # z\n", "'x y' # z", TRUE, TRUE, "no quotes, no comments behind a value" },
  { "[a]\napplication_name=a\\nb\n", "a\\nb", TRUE, TRUE, "a back-slash is one" },
  { "[a]\n# c\n\n#application_name=y\napplication_name=x\n", "x", TRUE, TRUE, "comments and empty lines" },
  { "[a]\napplication_name=\n", "", TRUE, TRUE, "an empty value" },
  { "[a]\napplication_name=x\napplication_name=y\n", "x", TRUE, TRUE, "the first value counts" },
  { "[a]\napplication_name=x\n[a]\napplication_name=y\n", "x", TRUE, TRUE, "the first section counts" },
  { "[a]\n[a]\napplication_name=y\n", NULL, TRUE, TRUE, "even if it is empty" },
  { "[b]\napplication_name=y\n[a]\napplication_name=x\n", "x", TRUE, TRUE, "not another section's" },
  { "[a] # c\napplication_name=x\n", "x", TRUE, TRUE, "text behind the bracket is ignored" },
  { "[A]\napplication_name=x\n", NULL, FALSE, FALSE, "letters' case counts" },
  { "[a ]\napplication_name=x\n", NULL, FALSE, FALSE, "blanks in the name count" },
  { "[ab]\napplication_name=x\n", NULL, FALSE, FALSE, "a longer name is another" },
  { "[a]b]\napplication_name=x\n", "x", TRUE, TRUE, "the name ends at the first bracket" },
  { "\xef\xbb\xbf[a]\napplication_name=x\n", NULL, FALSE, FALSE, "a byte order mark hides the section" },
  { "application_name=x\n[a]\n", NULL, TRUE, TRUE, "what stands before any section" },
  { "[a]\nApplication_Name=x\n", NULL, TRUE, FALSE, "keywords are lower case" },
  { "[a]\nfrob=1\napplication_name=x\n", "x", TRUE, FALSE, "one unknown word spoils the service" },
  { "[a]\nfrob\n", NULL, TRUE, FALSE, "no sign at all" },
  { "[a]\nservice=b\n", NULL, TRUE, FALSE, "services do not nest" },
  { "[a\napplication_name=x\n", NULL, FALSE, FALSE, "a bracket that does not close" },
  { "", NULL, FALSE, FALSE, "an empty file" },
};

/* What libpq itself makes of the file: (transfer full) (nullable) the value, and whether it complained. */
static char *
ask_libpq (const char *path, const char *text, const char *service, gboolean *usable)
{
  /* a socket in a folder that does not exist: nothing goes over a network */
  const char *const names[] = { "host", "service", NULL };
  const char *const values[] = { "/nonexistent-verifull", service, NULL };
  g_autoptr (GError) error = NULL;
  PQconninfoOption *options;
  char *value = NULL;
  PGconn *connection;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  connection = PQconnectStartParams (names, values, 0);
  *usable = !strstr (PQerrorMessage (connection), "service");
  options = PQconninfo (connection);
  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (g_str_equal (option->keyword, "application_name"))
      value = g_strdup (option->val);
  PQconninfoFree (options);
  PQfinish (connection);
  return value;
}

static char *
oracle_begin (void)
{
  char *dir = vf_test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "pg_service.conf", NULL);

  g_setenv ("PGSERVICEFILE", path, TRUE);
  g_setenv ("PGSYSCONFDIR", dir, TRUE);
  g_unsetenv ("PGAPPNAME");
  g_free (dir);
  return g_steal_pointer (&path);
}

static void
oracle_end (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  vf_test_remove_tree (dir);
}

static void
test_rules (void)
{
  g_autofree char *path = oracle_begin ();

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (VfServiceFile) file = parse (rules[i].text);
      g_autofree char *same = to_text (file);
      g_autofree char *theirs = NULL;
      gboolean usable;

      g_test_message ("%s", rules[i].why);
      g_assert_cmpstr (same, ==, rules[i].text);
      g_assert_cmpint (vf_service_file_has (file, "a"), ==, rules[i].has);
      g_assert_cmpstr (vf_service_file_get (file, "a", "application_name"), ==, rules[i].value);
      theirs = ask_libpq (path, rules[i].text, "a", &usable);
      g_assert_cmpint (usable, ==, rules[i].usable);
      if (usable)
        g_assert_cmpstr (theirs, ==, rules[i].value);
    }
  oracle_end (path);
}

/* Any file: where libpq reads a value, so do we, and the same. */
static void
test_any_file (void)
{
  static const char *const pieces[] = { "[a]", "[b]", "[", "]", "a", "\n", "\n", "\n", "\r\n", " ", "\t", "#", "=",
                                        "application_name=", "application_name", "x", "\\", "'", "\v", "\xc3\xa4" };
  g_autofree char *path = oracle_begin ();

  for (guint round = 0; round < 600; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (VfServiceFile) file = NULL;
      g_autofree char *same = NULL;
      g_autofree char *theirs = NULL;
      gboolean usable;

      for (gint i = 0, n = g_test_rand_int_range (0, 20); i < n; i++)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      file = parse (text->str);
      same = to_text (file);
      g_assert_cmpstr (same, ==, text->str);
      theirs = ask_libpq (path, text->str, "a", &usable);
      if (usable)
        {
          g_autofree char *shown = g_strescape (text->str, NULL);

          g_test_message ("%s", shown);
          g_assert_true (vf_service_file_has (file, "a"));
          g_assert_cmpstr (vf_service_file_get (file, "a", "application_name"), ==, theirs);
        }
    }
  oracle_end (path);
}

/* Whatever value is set, either libpq reads back just that, or it was refused. */
static void
test_any_value (void)
{
  static const char *const pieces[] = { " ", "x", "=", "#", "'", "\\", "[", "]", "\t", "\r", "\n", "\xc3\xa4", ";" };
  g_autofree char *path = oracle_begin ();
  guint said = 0;

  for (guint round = 0; round < 600; round++)
    {
      g_autoptr (VfServiceFile) file = parse (round % 2 ? "[z]\nhost=z" : "# c\r\n[a]\r\nport=1\r\n\r\n[z]\r\n");
      g_autoptr (GString) value = g_string_new (NULL);
      g_autoptr (VfKeywords) keywords = vf_keywords_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      g_autofree char *theirs = NULL;
      gboolean usable;

      for (gint i = 0, n = g_test_rand_int_range (0, 6); i < n; i++)
        g_string_append (value, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      vf_keywords_add (keywords, "dbname", "d");
      vf_keywords_add (keywords, "application_name", value->str);
      if (!vf_service_file_set (file, "a", keywords, &error))
        {
          g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
          continue;
        }
      text = to_text (file);
      theirs = ask_libpq (path, text, "a", &usable);
      g_assert_true (usable);
      g_assert_cmpstr (theirs, ==, value->str);
      said++;
    }
  g_assert_cmpuint (said, >, 200);
  oracle_end (path);
}

static void
test_set (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    const char *why;
  } cases[] = {
    { "", "[a]\nhost=h\nport=1\n", "a new file" },
    { "[b]\nhost=b\n", "[b]\nhost=b\n\n[a]\nhost=h\nport=1\n", "behind the others" },
    { "[b]\nhost=b", "[b]\nhost=b\n\n[a]\nhost=h\nport=1\n", "the last line is ended first" },
    { "[b]\nhost=b\n\n\n", "[b]\nhost=b\n\n\n[a]\nhost=h\nport=1\n", "no further blank line" },
    { "[b]\r\nhost=b\r\n", "[b]\r\nhost=b\r\n\r\n[a]\r\nhost=h\r\nport=1\r\n", "CRLF stays" },
    { "# mine\n[a] x\n# my host\nhost=old\nuser=u\n\n# next\n[b]\nhost=b\n",
      "# mine\n[a] x\n# my host\nhost=h\nport=1\n\n# next\n[b]\nhost=b\n", "comments stay where they are" },
    { "[a]\nport=1\nhost=h\n", "[a]\nport=1\nhost=h\n", "what says the same stays byte for byte" },
    { "[a]\n  port=1  \nhost=h\nhost=other\nrubbish\n", "[a]\n  port=1  \nhost=h\n",
      "what would spoil the service goes" },
    { "[a]\n[b]\nhost=b\n", "[a]\nhost=h\nport=1\n[b]\nhost=b\n", "an empty section" },
    { "\xef\xbb\xbf# c\n", "\xef\xbb\xbf# c\n\n[a]\nhost=h\nport=1\n", "a byte order mark before a comment stays" },
  };
  static const char *const pairs[] = { "host", "h", "port", "1", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VfServiceFile) file = parse (cases[i].before);
      g_autoptr (VfKeywords) keywords = words (pairs);
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_true (vf_service_file_set (file, "a", keywords, &error));
      g_assert_no_error (error);
      after = to_text (file);
      g_assert_cmpstr (after, ==, cases[i].after);
      g_assert_cmpstr (vf_service_file_get (file, "a", "host"), ==, "h");
    }
}

static void
test_not_expressible (void)
{
  g_autofree char *longest = g_strnfill (1022 - strlen ("host=\n"), 'x');
  g_autofree char *longer = g_strconcat (longest, "x", NULL);
  const struct
  {
    const char *keyword;
    const char *value;
    gboolean ok;
  } cases[] = {
    { "host", longest, TRUE },
    { "host", longer, FALSE },
    { "host", "a ", FALSE },
    { "host", "a\t", FALSE },
    { "host", "a\r", FALSE },
    { "host", "a\nb", FALSE },
    { "host", "", TRUE },
    { "host", " a", TRUE },
    { "service", "b", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const pairs[] = { "user", "u", cases[i].keyword, cases[i].value, NULL };
      g_autoptr (VfServiceFile) file = parse ("[a]\nhost=h\n");
      g_autoptr (VfKeywords) keywords = words (pairs);
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;

      g_assert_cmpint (vf_service_file_set (file, "a", keywords, &error), ==, cases[i].ok);
      if (cases[i].ok)
        continue;
      g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
      g_assert_nonnull (strstr (error->message, cases[i].keyword));
      after = to_text (file);
      g_assert_cmpstr (after, ==, "[a]\nhost=h\n");
    }
}

/* The longest line that we write is one that libpq reads, and one byte more is not. */
static void
test_longest_line (void)
{
  g_autofree char *path = oracle_begin ();
  g_autofree char *longest = g_strnfill (1022 - strlen ("application_name=\n"), 'x');
  g_autofree char *text = g_strconcat ("[a]\napplication_name=", longest, "\n", NULL);
  g_autofree char *too_long = g_strconcat ("[a]\napplication_name=", longest, "x\n", NULL);
  g_autofree char *read = NULL;
  gboolean usable;

  read = ask_libpq (path, text, "a", &usable);
  g_assert_true (usable);
  g_assert_cmpstr (read, ==, longest);
  g_free (ask_libpq (path, too_long, "a", &usable));
  g_assert_false (usable);
  oracle_end (path);
}

static void
test_rename (void)
{
  g_autoptr (VfServiceFile) file = parse ("# c\n  [a] x\nhost=h\n[b]\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;

  g_assert_true (vf_service_file_rename (file, "a", "new name", &error));
  after = to_text (file);
  g_assert_cmpstr (after, ==, "# c\n  [new name] x\nhost=h\n[b]\n");
  g_assert_false (vf_service_file_rename (file, "a", "c", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (vf_service_file_rename (file, "b", "new name", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (vf_service_file_rename (file, "b", "x]", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_SYNTAX);
  g_clear_error (&error);
  g_assert_true (vf_service_file_rename (file, "b", "b", &error));
}

/* An index finds what a search finds, the first of several, and no more once the file is changed. */
static void
test_index (void)
{
  static const char text[] = "[a]\nhost=1\n[b] # x\nhost=2\n[a]\nhost=3\n[c\n[]\nhost=4\n";
  g_autoptr (VfServiceFile) file = vf_service_file_parse (text, strlen (text), NULL);
  static const char *const names[] = { "a", "b", "c", "", "d", "a]" };
  g_autofree char *removed = NULL;

  for (guint i = 0; i < 2 * G_N_ELEMENTS (names); i++)
    {
      static const char *const hosts[] = { "1", "2", NULL, "4", NULL, NULL };

      if (i == G_N_ELEMENTS (names))
        vf_service_file_index (file);
      g_assert_cmpstr (vf_service_file_get (file, names[i % G_N_ELEMENTS (names)], "host"), ==,
                       hosts[i % G_N_ELEMENTS (names)]);
    }
  removed = vf_service_file_remove (file, "a");
  g_assert_false (vf_service_file_has (file, "a"));
  g_assert_cmpstr (vf_service_file_get (file, "b", "host"), ==, "2");
}

static void
test_remove_and_put_back (void)
{
  static const struct
  {
    const char *text;
    const char *name;
    const char *before;
    const char *without;
  } cases[] = {
    { "# c\n[a]\nhost=a\n\n# d\n[b]\nhost=b\n", "a", "b", "# c\n# d\n[b]\nhost=b\n" },
    { "[a]\nhost=a\n\n[b]\nhost=b\n", "b", NULL, "[a]\nhost=a\n\n" },
    { "[a]\n# in\nhost=a\n[a]\nhost=second\n", "a", NULL, "" },
    { "[a]\r\nhost=a\r\n", "a", NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VfServiceFile) file = parse (cases[i].text);
      g_autofree char *taken = vf_service_file_remove (file, cases[i].name);
      g_autofree char *without = to_text (file);
      g_autofree char *host = NULL;

      g_assert_cmpstr (without, ==, cases[i].without);
      g_assert_false (vf_service_file_has (file, cases[i].name));
      vf_service_file_put_back (file, taken, cases[i].before);
      host = g_strdup (vf_service_file_get (file, cases[i].name, "host"));
      g_assert_cmpstr (host, ==, cases[i].name);
      g_assert_null (vf_service_file_remove (file, "nobody"));
    }
}

static void
test_list (void)
{
  g_autoptr (VfServiceFile) file = parse ("[b]\nhost=1\nport=2\nhost=3\nodd\n[a]\n[b]\nuser=x\n[c d]\n[open\n");
  g_auto (GStrv) names = vf_service_file_list (file);
  g_auto (GStrv) keywords = vf_service_file_list_keywords (file, "b");
  g_autofree char *all_names = g_strjoinv ("|", names);
  g_autofree char *all_keywords = g_strjoinv ("|", keywords);

  g_assert_cmpstr (all_names, ==, "b|a|c d");
  g_assert_cmpstr (all_keywords, ==, "host|port|odd");
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    gboolean ok;
  } cases[] = {
    { "shop", TRUE }, { "Shop prod (1)", TRUE }, { "a=b#'\"\\", TRUE }, { "größe", TRUE },
    { "", FALSE },    { " a", FALSE },           { "a ", FALSE },       { "a]", FALSE },
    { "[a", FALSE },  { "a\nb", FALSE },         { "\xff", FALSE },
  };
  g_autofree char *long_name = g_strnfill (201, 'x');
  g_autofree char *too_long = vf_service_file_check_name (long_name);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *wrong = vf_service_file_check_name (cases[i].name);
      g_autofree char *shown = g_strescape (cases[i].name, NULL);

      g_test_message ("%s", shown);
      g_assert_cmpint (wrong == NULL, ==, cases[i].ok);
    }
  g_assert_nonnull (too_long);
}

static void
test_nul (void)
{
  static const char text[] = "[a]\nhost=x\0y\nport=1\n";
  g_autoptr (VfServiceFile) file = vf_service_file_parse (text, sizeof text - 1, NULL);
  g_autoptr (GBytes) bytes = vf_service_file_to_bytes (file);

  g_assert_cmpstr (vf_service_file_get (file, "a", "host"), ==, "x");
  g_assert_cmpstr (vf_service_file_get (file, "a", "port"), ==, "1");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, sizeof text - 1);
}

static void
test_limit (void)
{
  gsize length = 5 * 1024 * 1024;
  g_autofree char *text = g_strnfill (length, '\n');
  g_autoptr (GError) error = NULL;

  g_assert_null (vf_service_file_parse (text, length, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_LIMIT);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/service-file/rules", test_rules);
  g_test_add_func ("/service-file/any-file", test_any_file);
  g_test_add_func ("/service-file/any-value", test_any_value);
  g_test_add_func ("/service-file/set", test_set);
  g_test_add_func ("/service-file/not-expressible", test_not_expressible);
  g_test_add_func ("/service-file/longest-line", test_longest_line);
  g_test_add_func ("/service-file/rename", test_rename);
  g_test_add_func ("/service-file/index", test_index);
  g_test_add_func ("/service-file/remove-and-put-back", test_remove_and_put_back);
  g_test_add_func ("/service-file/list", test_list);
  g_test_add_func ("/service-file/names", test_names);
  g_test_add_func ("/service-file/nul", test_nul);
  g_test_add_func ("/service-file/limit", test_limit);
  return g_test_run ();
}
