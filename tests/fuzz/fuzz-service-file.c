#include <string.h>

#include "fuzz.h"
#include "laws.h"
#include "store/service-file.h"

#define NAME "one of ours"

static VfServiceFile *
parse (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  VfServiceFile *file = vf_service_file_parse (text, length, &error);

  g_assert_no_error (error);
  return file;
}

static void
assert_bytes (const VfServiceFile *file, GBytes *expected)
{
  g_autoptr (GBytes) bytes = vf_service_file_to_bytes (file);

  g_assert_true (g_bytes_equal (bytes, expected));
}

/* (transfer full): all that the sections but one say, as libpq reads them */
static char *
describe_others (const VfServiceFile *file, const char *left_out)
{
  g_auto (GStrv) names = vf_service_file_list (file);
  GString *text = g_string_new (NULL);

  for (guint i = 0; names[i]; i++)
    {
      g_auto (GStrv) keywords = vf_service_file_list_keywords (file, names[i]);

      if (g_str_equal (names[i], left_out))
        continue;
      g_assert_true (vf_service_file_has (file, names[i]));
      g_string_append_printf (text, "[%s]\n", names[i]);
      for (guint k = 0; keywords[k]; k++)
        {
          const char *value = vf_service_file_get (file, names[i], keywords[k]);

          g_string_append_printf (text, "%s=%s\n", keywords[k], value ? value : "(none)");
        }
    }
  return g_string_free (text, FALSE);
}

static void
assert_others (const VfServiceFile *file, const char *left_out, const char *expected)
{
  g_autofree char *others = describe_others (file, left_out);

  g_assert_cmpstr (others, ==, expected);
}

/* What is set is read back, from the text too, and no other section says anything else than before; what cannot be
 * set changes nothing. */
static void
assert_set (GBytes *bytes, const char *name, const char *value)
{
  g_autoptr (VfServiceFile) file = parse (bytes);
  g_autofree char *others = describe_others (file, name);
  g_autoptr (VfKeywords) keywords = vf_keywords_new ();
  g_autoptr (GBytes) written = NULL;
  g_autoptr (VfServiceFile) again = NULL;

  vf_keywords_add (keywords, "host", "db.example.com");
  vf_keywords_add (keywords, "application_name", value);
  if (!vf_service_file_set (file, name, keywords, NULL))
    {
      assert_bytes (file, bytes);
      return;
    }
  written = vf_service_file_to_bytes (file);
  again = parse (written);
  g_assert_cmpstr (vf_service_file_get (again, name, "host"), ==, "db.example.com");
  g_assert_cmpstr (vf_service_file_get (again, name, "application_name"), ==, value);
  assert_others (again, name, others);
  g_assert_true (vf_service_file_set (again, name, keywords, NULL));
  assert_bytes (again, written);
}

static void
assert_rename (GBytes *bytes, const char *name)
{
  g_autoptr (VfServiceFile) file = parse (bytes);
  g_autofree char *others = describe_others (file, name);

  if (!vf_service_file_rename (file, name, NAME, NULL))
    {
      assert_bytes (file, bytes);
      return;
    }
  g_assert_true (vf_service_file_has (file, NAME));
  /* a second section of the old name was hidden by the first, and is not any more */
  if (!vf_service_file_has (file, name))
    assert_others (file, NAME, others);
}

/* A section that is taken out is gone, the others are as they were; put back, it says what it said. */
static void
assert_remove (GBytes *bytes, const char *name)
{
  g_autoptr (VfServiceFile) file = parse (bytes);
  g_autofree char *others = describe_others (file, name);
  g_autofree char *text = vf_service_file_remove (file, name);

  g_assert_nonnull (text);
  g_assert_false (vf_service_file_has (file, name));
  assert_others (file, name, others);
  vf_service_file_put_back (file, text, NULL);
  g_assert_true (vf_service_file_has (file, name));
  assert_others (file, name, others);
}

/* The first line is a value, and what follows the file. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *newline = size > 0 ? memchr (data, '\n', size) : NULL;
  gsize first = newline ? (gsize) (newline - data) : 0;
  g_autofree char *value = g_strndup ((const char *) data, first);
  g_autoptr (GBytes) bytes = g_bytes_new (newline ? newline + 1 : data, newline ? size - first - 1 : size);
  g_autoptr (VfServiceFile) file = parse (bytes);
  g_auto (GStrv) names = vf_service_file_list (file);

  assert_bytes (file, bytes);
  assert_set (bytes, NAME, value);
  for (guint i = 0; names[i] && i < 4; i++)
    {
      assert_set (bytes, names[i], value);
      assert_rename (bytes, names[i]);
      assert_remove (bytes, names[i]);
    }
  return 0;
}
