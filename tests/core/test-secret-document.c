#include <string.h>

#include "import/archive.h"
#include "test.h"

static char *
describe (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (VfBundle) bundle = vf_archive_read_bytes ("s", bytes, &vf_limits_default, NULL, NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    {
      gsize length;
      const char *data = g_bytes_get_data (vf_bundle_get_bytes (bundle, i), &length);

      g_string_append_printf (out, "%s=%.*s;", vf_bundle_get_path (bundle, i), (int) length, data);
    }
  return g_string_free (out, FALSE);
}

static void
test_forms (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
    const char *why;
  } rows[] = {
    { "apiVersion: v1\nkind: Secret\ndata:\n  tls.crt: b25l\n  tls.key: dHdv\n", "s/tls.crt=one;s/tls.key=two;", "data" },
    { "data:\n  tls.crt: b25l\nkind: Secret\n", "s/tls.crt=one;", "the kind stands last" },
    { "kind: \"Secret\"\r\ndata:\r\n  \"a\": \"b25l\"\r\n", "s/a=one;", "quotes and CRLF" },
    { "kind: Secret\ndata:\n  a: |\n    b2\n    5l\n  b: >-\n    dHdv\ntype: x\n", "s/a=one;s/b=two;", "blocks" },
    { "kind: Secret\ndata:\n  a:\n    b25l\n", "s/a=one;", "the value in the next line" },
    { "kind: Secret\nstringData:\n  a: |\n    x\n    y\n  b: \"1\\n2\"\n", "s/a=x\ny\n;s/b=1\n2;", "text" },
    { "kind: Secret\ndata: # all\n  a: b25l\n", NULL, "a remark behind the name is not understood, and nothing is made up" },
    { "kind: Secret\ndata:\n  a: not base64!\n  b: b25l\n", "s/b=one;", "a value that is not base64" },
    { "kind: ConfigMap\ndata:\n  ca.crt: |\n    x\n", "s/ca.crt=x\n;", "a map is text" },
    { "kind: Deployment # no Secret\ndata:\n  a: b25l\n", NULL, "another kind" },
    { "kind: List\nitems:\n- kind: Secret\n  data:\n    a: b25l\n- kind: Secret\n  data:\n    b: dHdv\n",
      "s/a=one;s/b=two;", "a list" },
    { "kind: Secret\ndata:\n  a: b25l\n---\nkind: ConfigMap\ndata:\n  b: dHdv\n", "s/a=one;s/b=dHdv;", "documents" },
    { "kind: Secret\nmetadata:\n  data:\n    a: b25l\n", NULL, "data of something else" },
    { "{\"kind\":\"Secret\",\"data\":{\"a\":\"b25l\"},\"stringData\":{\"b\":\"x\"}}", "s/a=one;s/b=x;", "JSON" },
    { "{\"kind\":\"List\",\"items\":[{\"kind\":\"Secret\",\"data\":{\"a\":\"b25l\"}}]}", "s/a=one;", "a list in JSON" },
    { "{\"kind\":\"Secret\",\"data\":{\"a\":5,\"b\":null}}", NULL, "no strings" },
    { "{\"kind\":\"Secret\",\"data\":{", NULL, "broken JSON" },
    { "Secret kind of text\n", NULL, "a text with the words" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *description = describe (rows[i].text);
      g_autofree char *as_it_is = g_strdup_printf ("s=%s;", rows[i].text);

      g_test_message ("%s", rows[i].why);
      g_assert_cmpstr (description, ==, rows[i].expected ? rows[i].expected : as_it_is);
    }
}

/* A parser that goes one call deeper for each bracket must not see this. */
static void
test_deep (void)
{
  g_autofree char *brackets = g_strnfill (1000000, '[');
  g_autofree char *text = g_strconcat ("{\"kind\":\"Secret\",\"x\":", brackets, NULL);
  g_autofree char *description = describe (text);

  g_assert_true (g_str_has_prefix (description, "s={"));
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/secret-document/forms", test_forms);
  g_test_add_func ("/secret-document/deep", test_deep);
  return g_test_run ();
}
