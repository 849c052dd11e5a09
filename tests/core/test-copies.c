#include <string.h>

#include "check/explain.h"
#include "import/copies.h"
#include "pki.h"
#include "test.h"

/* Files that only repeat others have no item of their own, and are told all the same. */

typedef struct
{
  const char *path;
  const char *texts[3];
} File;

static VfInventory *
make_inventory (const File *files, guint n_files)
{
  g_autoptr (VfBundleBuilder) builder = vf_bundle_builder_new ();
  g_autoptr (VfBundle) bundle = NULL;

  for (guint i = 0; i < n_files; i++)
    {
      g_autofree char *text = g_strconcat (files[i].texts[0], files[i].texts[1], NULL);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

      vf_bundle_builder_add (builder, files[i].path, bytes);
    }
  bundle = vf_bundle_builder_end (builder);
  return vf_inventory_new (bundle, NULL, 0, VF_TEST_NOW, NULL, NULL);
}

/* "path: what it is" of each, one a line */
static char *
describe (const VfInventory *inventory)
{
  g_autoptr (GPtrArray) copies = vf_copies_list (inventory);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < copies->len; i++)
    {
      const VfCopy *copy = copies->pdata[i];
      g_autofree char *what = vf_explain_copy (copy);

      g_string_append_printf (text, "%s: %s\n", copy->path, what);
    }
  return g_string_free (text, FALSE);
}

static void
test_copies (void)
{
  g_autoptr (TestPair) a = test_pair_new_root ("A");
  g_autoptr (TestPair) b = test_pair_new_root ("B");
  g_autoptr (TestPair) c = test_pair_new_client ("C", a);
  g_autofree char *one = test_pair_to_pem (a);
  g_autofree char *two = test_pair_to_pem (b);
  g_autofree char *three = test_pair_to_pem (c);
  g_autofree char *key = test_pair_key_to_pem (c, TEST_KEY_PKCS8, NULL);
  g_autofree char *old_key = test_pair_key_to_pem (c, TEST_KEY_TRADITIONAL, NULL);
  const File files[] = {
    { "z/both.pem", { one, two } },  { "z/again#2", { two, one } }, { "z/single.crt", { one } },
    { "z/mixed.pem", { one, three } }, { "z/client.key", { key } },   { "z/old.key", { old_key } },
    { "z/torn.pem", { two, three } },
  };
  g_autoptr (VfInventory) inventory = make_inventory (files, G_N_ELEMENTS (files));
  g_autofree char *text = describe (inventory);

  g_assert_cmpstr (text, ==,
                   "z/again#2: 2 entries, the same as in z/both.pem\n"
                   "z/single.crt: The same as z/both.pem#1. Authority “A”, valid until 31 December 2039\n"
                   "z/old.key: The same as z/client.key. Private key of z/mixed.pem#2\n"
                   "z/torn.pem: 2 entries that stand in the other files, too\n");
}

static void
test_none (void)
{
  g_autoptr (TestPair) a = test_pair_new_root ("A");
  g_autofree char *one = test_pair_to_pem (a);
  const File files[] = { { "a.pem", { one, one } }, { "readme.txt", { "text" } } };
  g_autoptr (VfInventory) inventory = make_inventory (files, G_N_ELEMENTS (files));
  g_autofree char *text = describe (inventory);

  g_assert_cmpstr (text, ==, "");
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/copies/told", test_copies);
  g_test_add_func ("/copies/none", test_none);
  return g_test_run ();
}
