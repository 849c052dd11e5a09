#include "import/credentials.h"

#include <string.h>

#include "check/explain.h"
#include "pki.h"
#include "test.h"

/* (transfer full): the entries of one archive; @pems ends with NULL and is freed */
static VfBundle *
make_bundle (const char *source, char **pems)
{
  g_autoptr (VfBundleBuilder) builder = vf_bundle_builder_new ();

  vf_bundle_builder_add_source (builder, source, NULL);
  for (guint i = 0; pems[i]; i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_take (pems[i], strlen (pems[i]));
      g_autofree char *path = g_strdup_printf ("%s/%u.pem", source, i);

      vf_bundle_builder_add (builder, path, bytes);
    }
  return vf_bundle_builder_end (builder);
}

static VfInventory *
make_inventory (VfBundle *bundle)
{
  return vf_inventory_new (bundle, NULL, 0, VF_TEST_NOW, NULL, NULL);
}

static VfInventory *
inventory_of (char **pems)
{
  g_autoptr (VfBundle) bundle = make_bundle ("archive.zip", pems);

  return make_inventory (bundle);
}

static char *
key_of (const TestPair *pair)
{
  return test_pair_key_to_pem (pair, TEST_KEY_PKCS8, NULL);
}

static const char *
client_name (VfInventory *inventory, const VfChoice *choice)
{
  VfItem *client = vf_choice_get_client (choice, inventory);

  return client ? vf_certificate_get_display_name (vf_item_get_certificate (client)) : NULL;
}

static VfCertificate *
certificate_named (VfInventory *inventory, const char *name)
{
  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      VfCertificate *certificate = vf_item_get_certificate (vf_inventory_get_item (inventory, i));

      if (certificate && g_str_equal (vf_certificate_get_display_name (certificate), name))
        return certificate;
    }
  g_assert_not_reached ();
}

/* What is said to be used without a choice. */
static const char *
name_in_finding (VfInventory *inventory)
{
  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    {
      VfFinding *finding = vf_inventory_get_finding (inventory, i);

      if (vf_finding_get_code (finding) == VF_CODE_SEVERAL_IDENTITIES)
        return vf_finding_get_subject (finding);
    }
  return NULL;
}

/* Which of two client certificates is the default, and the word of the sentence that says why. */
static void
test_default_client (void)
{
  static const struct
  {
    const char *first;
    gint64 first_begin, first_end;
    gint64 second_begin, second_end;
    const char *expected;
    const char *why;
  } rows[] = {
    { "longer first", 0, VF_TEST_NOW + 200, 0, VF_TEST_NOW + 100, "first", "longest" },
    { "longer second", 0, VF_TEST_NOW + 100, 0, VF_TEST_NOW + 200, "second", "longest" },
    { "expired first", 0, VF_TEST_NOW - 1, 0, VF_TEST_NOW + 100, "second", "only one" },
    { "not yet valid, and longer", VF_TEST_NOW + 10, VF_TEST_NOW + 900, 0, VF_TEST_NOW + 100, "second", "only one" },
    { "both expired", 0, VF_TEST_NOW - 200, 0, VF_TEST_NOW - 100, "second", "None of them" },
    { "alike", 0, VF_TEST_NOW + 100, 0, VF_TEST_NOW + 100, "first", "comes first" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestPair) root = test_pair_new_root ("Root");
      g_autoptr (TestPair) a = test_pair_new (&(TestSpec){ .subject = "CN=first", .extended_key_usage = "clientAuth",
                                                           .not_before = rows[i].first_begin,
                                                           .not_after = rows[i].first_end }, root);
      g_autoptr (TestPair) b = test_pair_new (&(TestSpec){ .subject = "CN=second", .extended_key_usage = "clientAuth",
                                                           .not_before = rows[i].second_begin,
                                                           .not_after = rows[i].second_end }, root);
      char *pems[] = { test_pair_to_pem (a), key_of (a), test_pair_to_pem (b), key_of (b), NULL };
      g_autoptr (VfInventory) inventory = inventory_of (pems);
      g_autoptr (VfChoice) choice = vf_choice_new ();
      g_autofree char *reason = vf_explain_client_reason (inventory, choice);

      g_test_message ("%s", rows[i].first);
      g_assert_cmpstr (client_name (inventory, choice), ==, rows[i].expected);
      g_assert_cmpstr (name_in_finding (inventory), ==, rows[i].expected);
      g_assert_nonnull (strstr (reason, rows[i].why));
    }
}

/* The certificate that is the user's, if it is valid today; otherwise what there was without a user. */
static void
test_users_client (void)
{
  static const struct
  {
    const char *user;
    gint64 second_end;
    const char *expected;
    const char *why;
  } rows[] = {
    { "second", VF_TEST_NOW + 100, "second", "name of the database user" },
    { "first", VF_TEST_NOW + 100, "first", "name of the database user" },
    { "second", VF_TEST_NOW - 1, "first", "only one" },
    { "third", VF_TEST_NOW + 100, "first", "longest" },
    { NULL, VF_TEST_NOW + 100, "first", "longest" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestPair) root = test_pair_new_root ("Root");
      g_autoptr (TestPair) a = test_pair_new (&(TestSpec){ .subject = "CN=first", .extended_key_usage = "clientAuth",
                                                           .not_after = VF_TEST_NOW + 200 }, root);
      g_autoptr (TestPair) b = test_pair_new (&(TestSpec){ .subject = "CN=second", .extended_key_usage = "clientAuth",
                                                           .not_after = rows[i].second_end }, root);
      char *pems[] = { test_pair_to_pem (a), key_of (a), test_pair_to_pem (b), key_of (b), NULL };
      g_autoptr (VfInventory) inventory = inventory_of (pems);
      g_autoptr (VfChoice) none = vf_choice_new ();
      g_autoptr (VfChoice) choice = vf_choice_with_user (none, rows[i].user);
      g_autoptr (VfChoice) left_out = vf_choice_with_client (choice, NULL);
      g_autofree char *reason = vf_explain_client_reason (inventory, choice);

      g_test_message ("%s: %s", rows[i].user, rows[i].why);
      g_assert_cmpstr (client_name (inventory, choice), ==, rows[i].expected);
      g_assert_nonnull (strstr (reason, rows[i].why));
      g_assert_null (client_name (inventory, left_out));
    }
}

static void
test_other_client (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) a = test_pair_new_client ("a", root);
  g_autoptr (TestPair) b = test_pair_new_client ("b", root);
  char *pems[] = { test_pair_to_pem (root), test_pair_to_pem (a), key_of (a), test_pair_to_pem (b), key_of (b), NULL };
  char *only_a[] = { test_pair_to_pem (a), key_of (a), NULL };
  g_autoptr (VfInventory) inventory = inventory_of (pems);
  g_autoptr (VfInventory) less = inventory_of (only_a);
  g_autoptr (VfChoice) none_yet = vf_choice_new ();
  g_autoptr (VfChoice) choice = vf_choice_with_client (none_yet, certificate_named (inventory, "b"));
  g_autoptr (VfChoice) none = vf_choice_with_client (choice, NULL);
  g_autoptr (VfCredentials) credentials = vf_credentials_new_from_choice (inventory, choice);
  g_autoptr (VfCredentials) without = vf_credentials_new_from_choice (inventory, none);

  g_assert_cmpstr (client_name (inventory, choice), ==, "b");
  g_assert_cmpstr (vf_private_key_get_key_id (vf_credentials_get_client_key (credentials)), ==,
                   vf_certificate_get_key_id (certificate_named (inventory, "b")));
  /* what was chosen is not there any more */
  g_assert_cmpstr (client_name (less, choice), ==, "a");
  g_assert_null (vf_choice_get_client (none, inventory));
  g_assert_cmpuint (vf_credentials_get_client_chain (without)->len, ==, 0);
  g_assert_null (vf_credentials_get_client_key (without));
}

static void
test_authorities (void)
{
  g_autoptr (TestPair) a = test_pair_new_root ("A");
  g_autoptr (TestPair) b = test_pair_new_root ("B");
  g_autoptr (TestPair) c = test_pair_new_intermediate ("C", b);
  g_autoptr (TestPair) client = test_pair_new_client ("app", c);
  char *pems[] = { test_pair_to_pem (a), test_pair_to_pem (b), test_pair_to_pem (c), test_pair_to_pem (client),
                   key_of (client), NULL };
  g_autoptr (VfInventory) inventory = inventory_of (pems);
  g_autoptr (VfChoice) all = vf_choice_new ();
  g_autoptr (VfChoice) without_b = vf_choice_with_authority (all, certificate_named (inventory, "B"), FALSE);
  g_autoptr (VfChoice) only_a = vf_choice_with_authority (without_b, certificate_named (inventory, "C"), FALSE);
  g_autoptr (VfChoice) none = vf_choice_with_authority (only_a, certificate_named (inventory, "A"), FALSE);
  g_autoptr (VfChoice) again = vf_choice_with_authority (without_b, certificate_named (inventory, "B"), TRUE);
  g_autoptr (VfChoice) back = vf_choice_with_all_authorities (none);
  const struct
  {
    const VfChoice *choice;
    guint n;
    const char *text;
  } rows[] = {
    { all, 3, NULL },
    { without_b, 2, "2 of 3 are used; the others are left out." },
    { only_a, 1, "1 of 3 is used; the others are left out." },
    { none, 0, "None is used, so nobody can vouch for the server." },
    { again, 3, NULL },
    { back, 3, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (VfCredentials) credentials = vf_credentials_new_from_choice (inventory, rows[i].choice);
      g_autofree char *text = vf_explain_chosen_authorities (inventory, rows[i].choice);

      g_assert_cmpuint (vf_credentials_get_authorities (credentials)->len, ==, rows[i].n);
      g_assert_cmpstr (text, ==, rows[i].text);
      /* the client's chain needs its intermediate, whoever may vouch for the server */
      g_assert_cmpuint (vf_credentials_get_client_chain (credentials)->len, ==, 2);
    }
}

/* Archives add up, the choice lies over all of them, and each can be taken away again. */
static void
test_archives_add_up (void)
{
  g_autoptr (TestPair) a = test_pair_new_root ("A");
  g_autoptr (TestPair) b = test_pair_new_root ("B");
  g_autoptr (TestPair) c = test_pair_new_root ("C");
  char *first_pems[] = { test_pair_to_pem (a), test_pair_to_pem (b), NULL };
  char *second_pems[] = { test_pair_to_pem (c), test_pair_to_pem (b), NULL };
  char *third_pems[] = { g_strdup ("nothing"), NULL };
  /* the same name twice: two downloads of one archive */
  g_autoptr (VfBundle) first = make_bundle ("archive.zip", first_pems);
  g_autoptr (VfBundle) second = make_bundle ("archive.zip", second_pems);
  g_autoptr (VfBundle) third = make_bundle ("other.zip", third_pems);
  g_autoptr (VfBundle) two = vf_bundle_join (first, second);
  g_autoptr (VfBundle) three = vf_bundle_join (two, third);
  g_autoptr (VfBundle) without_second = vf_bundle_without_source (three, 1);
  g_autoptr (VfBundle) without_first = vf_bundle_without_source (three, 0);
  g_autoptr (VfInventory) before = make_inventory (first);
  g_autoptr (VfInventory) after = make_inventory (three);
  g_autoptr (VfInventory) less = make_inventory (without_second);
  g_autoptr (VfInventory) other = make_inventory (without_first);
  g_autoptr (VfChoice) all = vf_choice_new ();
  g_autoptr (VfChoice) choice = vf_choice_with_authority (all, certificate_named (before, "B"), FALSE);
  const struct
  {
    VfInventory *inventory;
    guint n_sources, n_entries, n_used;
  } rows[] = { { before, 1, 2, 1 }, { after, 3, 5, 2 }, { less, 2, 3, 1 }, { other, 2, 3, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      VfBundle *bundle = vf_inventory_get_bundle (rows[i].inventory);
      g_autoptr (VfCredentials) credentials = vf_credentials_new_from_choice (rows[i].inventory, choice);

      g_assert_cmpuint (vf_bundle_get_n_sources (bundle), ==, rows[i].n_sources);
      g_assert_cmpuint (vf_bundle_get_n_entries (bundle), ==, rows[i].n_entries);
      g_assert_cmpuint (vf_credentials_get_authorities (credentials)->len, ==, rows[i].n_used);
    }
  g_assert_cmpuint (vf_bundle_count_entries_of (three, 1), ==, 2);
  g_assert_cmpuint (vf_bundle_count_entries_of (without_second, 1), ==, 1);
  g_assert_cmpstr (vf_bundle_get_source (without_second, 1), ==, "other.zip");
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/choice/default-client", test_default_client);
  g_test_add_func ("/choice/users-client", test_users_client);
  g_test_add_func ("/choice/other-client", test_other_client);
  g_test_add_func ("/choice/authorities", test_authorities);
  g_test_add_func ("/choice/archives-add-up", test_archives_add_up);
  return g_test_run ();
}
