#include <string.h>

#include <gio/gio.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pkcs12.h>

#include "error.h"
#include "import/inventory.h"
#include "import/key-store.h"
#include "import/recognise.h"
#include "import/sink.h"
#include "pki.h"
#include "stores.h"
#include "test.h"

static SecretValue *
secret (const char *text)
{
  return secret_value_new (text, -1, "text/plain");
}

/* "format state[ confirmed][ secrets]: alias=certificate alias=key(unlocked-by) … !damage" */
static char *
describe (const VfKeyStore *store)
{
  GString *text = g_string_new (vf_format_to_string (vf_key_store_get_format (store)));

  g_string_append (text, vf_key_store_is_locked (store) ? " locked" : " open");
  g_string_append (text, vf_key_store_is_confirmed (store) ? " confirmed" : "");
  if (vf_key_store_get_n_secrets (store) > 0)
    g_string_append_printf (text, " %u secret", vf_key_store_get_n_secrets (store));
  for (guint i = 0; i < vf_key_store_get_n_entries (store); i++)
    {
      const VfStoreEntry *entry = vf_key_store_get_entry (store, i);
      const char *by = vf_unlocked_by_to_string (entry->unlocked_by);

      g_string_append_printf (text, " %s=", entry->alias ? entry->alias : "");
      if (entry->certificate)
        g_string_append (text, vf_certificate_get_display_name (entry->certificate));
      else
        g_string_append_printf (text, "key(%s)", by ? by : "locked");
    }
  for (guint i = 0; i < vf_key_store_get_n_damages (store); i++)
    g_string_append_printf (text, " !%s", vf_key_store_get_damage (store, i));
  return g_string_free (text, FALSE);
}

static void
assert_store (const VfKeyStore *store, const char *expected)
{
  g_autofree char *description = describe (store);

  g_assert_cmpstr (description, ==, expected);
}

/* (nullable) (transfer full): what the recogniser takes the bytes for */
static VfKeyStore *
recognise (GBytes *bytes)
{
  g_autoptr (VfSink) sink = vf_sink_new ();

  vf_recognise (bytes, sink);
  return vf_sink_get_n_found (sink) == 1 && vf_sink_get_found (sink, 0)->store
           ? vf_key_store_ref (vf_sink_get_found (sink, 0)->store)
           : NULL;
}

static void
assert_unlocks (VfKeyStore *store, const char *passphrase, const char *expected)
{
  g_autoptr (SecretValue) value = secret (passphrase);
  g_autoptr (GError) error = NULL;
  g_autoptr (VfKeyStore) open = vf_key_store_unlock (store, value, &error);

  if (expected)
    {
      g_assert_no_error (error);
      assert_store (open, expected);
    }
  else
    {
      g_assert_error (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE);
      g_assert_null (open);
    }
}

/* Certificates come without a passphrase; one that everybody knows confirms them, another one has to be told. */
static void
test_java_trust (void)
{
  static const struct
  {
    gboolean jceks;
    const char *password;
    const char *expected;
  } rows[] = {
    { FALSE, "apsaradb", "jks open confirmed one=Root One two=Root Two" },
    { FALSE, "changeit", "jks open confirmed one=Root One two=Root Two" },
    { FALSE, "", "jks open confirmed one=Root One two=Root Two" },
    { FALSE, "of my own", "jks open one=Root One two=Root Two" },
    { TRUE, "changeit", "jceks open confirmed one=Root One two=Root Two" },
    { TRUE, "of my own", "jceks open one=Root One two=Root Two" },
  };
  g_autoptr (TestPair) one = test_pair_new_root ("Root One");
  g_autoptr (TestPair) two = test_pair_new_root ("Root Two");
  const TestStoreEntry entries[] = { { .pair = one, .alias = "one" }, { .pair = two, .alias = "two" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = test_jks_new (rows[i].jceks, entries, G_N_ELEMENTS (entries), rows[i].password);
      g_autoptr (VfKeyStore) store = recognise (bytes);

      g_test_message ("row %u", i);
      assert_store (store, rows[i].expected);
      assert_unlocks (store, "wrong", NULL);
      if (!vf_key_store_is_confirmed (store))
        {
          g_autofree char *confirmed = g_strdup_printf ("%s open confirmed one=Root One two=Root Two",
                                                        rows[i].jceks ? "jceks" : "jks");

          assert_unlocks (store, rows[i].password, confirmed);
        }
    }
}

static void
test_java_keys (void)
{
  static const struct
  {
    gboolean jceks;
    const char *password;
    const char *key_password;
    const char *at_first;
    const char *passphrase;
    const char *then;
  } rows[] = {
    { FALSE, "changeit", NULL, "jks open confirmed me=key(known-passphrase) me=app me=Region me=Root one=Root", NULL, NULL },
    { FALSE, "secret", NULL, "jks open me=key(locked) me=app me=Region me=Root one=Root", "secret",
      "jks open confirmed me=key(passphrase) me=app me=Region me=Root one=Root" },
    { FALSE, "changeit", "inner", "jks open confirmed me=key(locked) me=app me=Region me=Root one=Root", "inner",
      "jks open confirmed me=key(passphrase) me=app me=Region me=Root one=Root" },
    { TRUE, "changeit", NULL, "jceks open confirmed me=key(known-passphrase) me=app me=Region me=Root one=Root", NULL,
      NULL },
    { TRUE, "secret", NULL, "jceks open me=key(locked) me=app me=Region me=Root one=Root", "secret",
      "jceks open confirmed me=key(passphrase) me=app me=Region me=Root one=Root" },
  };
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) region = test_pair_new_intermediate ("Region", root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", region);
  const TestPair *const chain[] = { region, root };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const TestStoreEntry entries[] = {
        { .pair = client, .chain = chain, .n_chain = 2, .with_key = TRUE, .key_password = rows[i].key_password,
          .alias = "me" },
        { .pair = root, .alias = "one" },
      };
      g_autoptr (GBytes) bytes = test_jks_new (rows[i].jceks, entries, G_N_ELEMENTS (entries), rows[i].password);
      g_autoptr (VfKeyStore) store = recognise (bytes);

      g_test_message ("row %u", i);
      assert_store (store, rows[i].at_first);
      assert_unlocks (store, "wrong", NULL);
      if (rows[i].passphrase)
        assert_unlocks (store, rows[i].passphrase, rows[i].then);
    }
}

/* The password is hashed as UTF-16, so one that is not ASCII tells whether that is done right. */
static void
test_java_password (void)
{
  static const char utf16[] = "\0\xE4\xD8\x3D\xDE\x00" "Mighty Aphrodite";
  static const guint8 head[] = { 0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, 0, 0, 0, 0 };
  GByteArray *data = g_byte_array_new ();
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (VfKeyStore) store = NULL;
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guint8 *) utf16, sizeof utf16 - 1);
  g_checksum_update (checksum, head, sizeof head);
  g_checksum_get_digest (checksum, digest, &length);
  g_byte_array_append (data, head, sizeof head);
  g_byte_array_append (data, digest, sizeof digest);
  bytes = g_byte_array_free_to_bytes (data);
  store = recognise (bytes);
  assert_store (store, "jks open");
  assert_unlocks (store, "ä\U0001F600", "jks open confirmed");
  assert_unlocks (store, "ä", NULL);
  assert_unlocks (store, "\xE4", NULL);
}

static void
test_pkcs12 (void)
{
  static const struct
  {
    TestPkcs12Spec spec;
    const char *at_first;
    const char *passphrase;
    const char *then;
    const char *why;
  } rows[] = {
    { { .password = "changeit" }, "pkcs12 open confirmed the name=app =Root the name=key(known-passphrase)", NULL, NULL,
      "Java's passphrase" },
    { { .password = "apsaradb" }, "pkcs12 open confirmed the name=app =Root the name=key(known-passphrase)", NULL, NULL,
      "Alibaba's passphrase" },
    { { .password = "" }, "pkcs12 open confirmed the name=app =Root the name=key(not-needed)", NULL, NULL,
      "the empty passphrase" },
    { { .password = NULL, .key_nid = -1, .certificate_nid = -1 },
      "pkcs12 open confirmed the name=app =Root the name=key(not-needed)", NULL, NULL, "no passphrase" },
    { { .password = "secret" }, "pkcs12 locked", "secret",
      "pkcs12 open confirmed the name=app =Root the name=key(passphrase)", "AES" },
    { { .password = "sécret ☃" }, "pkcs12 locked", "sécret ☃",
      "pkcs12 open confirmed the name=app =Root the name=key(passphrase)", "not ASCII" },
    { { .password = "secret", .key_nid = NID_pbe_WithSHA1And3_Key_TripleDES_CBC,
        .certificate_nid = NID_pbe_WithSHA1And40BitRC2_CBC },
      "pkcs12 locked", "secret", "pkcs12 open confirmed the name=app =Root the name=key(passphrase)",
      "RC2 and triple DES, as of old" },
    { { .password = "secret", .key_nid = NID_pbe_WithSHA1And128BitRC2_CBC,
        .certificate_nid = NID_pbe_WithSHA1And128BitRC4 },
      "pkcs12 locked", "secret", "pkcs12 open confirmed the name=app =Root the name=key(passphrase)", "RC2 and RC4" },
    { { .password = "secret", .without_mac = TRUE }, "pkcs12 locked confirmed", "secret",
      "pkcs12 open confirmed the name=app =Root the name=key(passphrase)", "no seal" },
    { { .password = "secret", .certificate_nid = -1 },
      "pkcs12 open the name=app =Root the name=key(locked)", "secret",
      "pkcs12 open confirmed the name=app =Root the name=key(passphrase)", "only the key is encrypted" },
  };
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  const TestPair *const others[] = { root };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TestPkcs12Spec spec = rows[i].spec;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (VfKeyStore) store = NULL;

      g_test_message ("%s", rows[i].why);
      spec.key = client;
      spec.certificates = others;
      spec.n_certificates = 1;
      bytes = test_pkcs12_new (&spec);
      if (!bytes)
        {
          g_test_skip ("OpenSSL's legacy provider is not installed");
          return;
        }
      store = recognise (bytes);
      assert_store (store, rows[i].at_first);
      if (rows[i].passphrase)
        {
          assert_unlocks (store, "wrong", NULL);
          assert_unlocks (store, rows[i].passphrase, rows[i].then);
        }
    }
}

/* What the same bytes are with @n_bytes of them at @position replaced by @value. */
static VfKeyStore *
recognise_changed (GBytes *bytes, gsize position, guint n_bytes, guint32 value)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint8 *copy = g_memdup2 (data, length);
  g_autoptr (GBytes) changed = g_bytes_new_take (copy, length);

  g_assert_cmpuint (position + n_bytes, <=, length);
  for (guint i = 0; i < n_bytes; i++)
    copy[position + i] = (guint8) (value >> (8 * (n_bytes - 1 - i)));
  return recognise (changed);
}

/* Numbers that lie: what stands before is used, and what is wrong is named with its place. */
static void
test_java_lies (void)
{
  /* mark 4, version 4, count 4; then kind 4, alias 2+3, date 8, type 2+5, length 4 */
  static const struct
  {
    gsize position;
    guint n_bytes;
    guint32 value;
    const char *expected;
    const char *why;
  } rows[] = {
    { 4, 4, 3, "jks open !key stores of version 3 are not known", "an unknown version" },
    { 8, 4, 0x80000000, "jks open one=Root !the entry that begins at byte *",
      "2^31 entries: the digest is taken for the second, and how far that goes depends on its bytes" },
    { 8, 4, 0, "jks open", "no entries at all: the digest stands elsewhere" },
    { 12, 4, 9, "jks open !the entry that begins at byte 12 was cut off or goes wrong at byte 29", "an unknown kind" },
    { 12, 4, 3, "jks open !the entry that begins at byte 12 was cut off or goes wrong at byte 29",
      "JKS has no secret keys" },
    { 16, 2, 0xFFFF, "jks open !the entry that begins at byte 12 was cut off or goes wrong at byte 18", "a long name" },
    { 36, 4, 0xFFFFFFFF, "jks open !the entry that begins at byte 12 was cut off or goes wrong at byte 40",
      "a certificate of 4 GiB" },
    { 36, 4, 0x7FFFFFFF, "jks open !the entry that begins at byte 12 was cut off or goes wrong at byte 40",
      "a certificate of 2 GiB" },
    { 40, 4, 0, "jks open !what stands at byte 40 is not a certificate", "no certificate" },
  };
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  const TestStoreEntry entry = { .pair = root, .alias = "one" };
  g_autoptr (GBytes) bytes = test_jks_new (FALSE, &entry, 1, "changeit");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (VfKeyStore) store = recognise_changed (bytes, rows[i].position, rows[i].n_bytes, rows[i].value);
      g_autofree char *description = describe (store);

      g_test_message ("%s: %s", rows[i].why, description);
      g_assert_true (g_pattern_match_simple (rows[i].expected, description));
    }
}

static GBytes *
store_with_all (gboolean jceks)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  const TestPair *const chain[] = { root };
  const TestStoreEntry entries[] = {
    { .pair = root, .alias = "one" },
    { .pair = client, .chain = chain, .n_chain = 1, .with_key = TRUE, .alias = "me" },
  };

  return test_jks_new (jceks, entries, G_N_ELEMENTS (entries), "changeit");
}

/* Cut at every byte: damaged and never confirmed, and never a crash. */
static void
test_java_cut (void)
{
  for (guint jceks = 0; jceks < 2; jceks++)
    {
      g_autoptr (GBytes) bytes = store_with_all (jceks);

      for (gsize length = 4; length < g_bytes_get_size (bytes); length++)
        {
          g_autoptr (GBytes) cut = g_bytes_new (g_bytes_get_data (bytes, NULL), length);
          g_autoptr (VfKeyStore) store = recognise (cut);

          g_assert_nonnull (store);
          g_assert_cmpuint (vf_key_store_get_n_damages (store), ==, 1);
          g_assert_false (vf_key_store_is_confirmed (store));
          g_assert_false (vf_key_store_is_locked (store));
        }
    }
}

/* A changed byte anywhere is noticed by the digest. */
static void
test_java_changed (void)
{
  g_autoptr (GBytes) bytes = store_with_all (FALSE);

  for (gsize i = 4; i < g_bytes_get_size (bytes); i++)
    {
      guint8 byte = ((const guint8 *) g_bytes_get_data (bytes, NULL))[i];
      g_autoptr (VfKeyStore) store = recognise_changed (bytes, i, 1, byte ^ 0x10u);

      g_assert_nonnull (store);
      g_assert_false (vf_key_store_is_confirmed (store));
    }
}

static void
test_pkcs12_cut (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  const TestPkcs12Spec spec = { .key = root, .password = "changeit", .iterations = 1 };
  g_autoptr (GBytes) bytes = test_pkcs12_new (&spec);

  if (!bytes)
    {
      g_test_skip ("OpenSSL's legacy provider is not installed");
      return;
    }
  for (gsize length = 0; length < g_bytes_get_size (bytes); length++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (g_bytes_get_data (bytes, NULL), length);
      g_autoptr (VfKeyStore) store = recognise (cut);

      g_assert_null (store);
    }
  for (gsize i = 0; i < g_bytes_get_size (bytes); i++)
    {
      guint8 byte = ((const guint8 *) g_bytes_get_data (bytes, NULL))[i];
      g_autoptr (VfKeyStore) store = recognise_changed (bytes, i, 1, byte ^ 0x10u);

      g_assert_true (!store || vf_key_store_is_locked (store) || vf_key_store_get_n_entries (store) <= 2);
    }
}

/* (transfer full): the DER of a PKCS#12 with another number of iterations for the seal */
static GBytes *
with_iterations (GBytes *bytes, gint64 n)
{
  const guint8 *end = g_bytes_get_data (bytes, NULL);
  PKCS12 *file = d2i_PKCS12 (NULL, &end, (long) g_bytes_get_size (bytes));
  const ASN1_INTEGER *iterations;
  guint8 *der = NULL;
  GBytes *changed;
  int length;

  PKCS12_get0_mac (NULL, NULL, NULL, &iterations, file);
  ASN1_INTEGER_set_int64 ((ASN1_INTEGER *) (guintptr) iterations, n);
  length = i2d_PKCS12 (file, &der);
  changed = g_bytes_new (der, (gsize) length);
  OPENSSL_free (der);
  PKCS12_free (file);
  return changed;
}

/* A file that asks for more work than anybody waits for is not tried. */
static void
test_pkcs12_work (void)
{
  static const gint64 rows[] = { 2000001, G_MAXINT32, G_MAXINT64, -1 };
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  const TestPkcs12Spec spec = { .key = root, .password = "secret", .iterations = 1000 };
  g_autoptr (GBytes) bytes = test_pkcs12_new (&spec);
  g_autoptr (SecretValue) passphrase = secret ("secret");

  if (!bytes)
    {
      g_test_skip ("OpenSSL's legacy provider is not installed");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) changed = with_iterations (bytes, rows[i]);
      g_autoptr (VfKeyStore) store = recognise (changed);
      g_autoptr (GError) error = NULL;

      g_test_message ("%" G_GINT64_FORMAT, rows[i]);
      g_assert_nonnull (store);
      g_assert_true (vf_key_store_is_locked (store));
      g_assert_cmpuint (vf_key_store_get_n_damages (store), ==, 1);
      g_assert_null (vf_key_store_unlock (store, passphrase, &error));
      g_assert_error (error, VF_ERROR, VF_ERROR_UNREADABLE);
    }
}

static void
test_other_stores (void)
{
  static const char bouncy_castle[] = "\0\0\0\2\0\0\0\x14 and the rest of it";
  g_autoptr (GBytes) bytes = g_bytes_new_static (bouncy_castle, sizeof bouncy_castle);
  g_autoptr (VfSink) sink = vf_sink_new ();

  vf_recognise (bytes, sink);
  g_assert_cmpuint (vf_sink_get_n_found (sink), ==, 1);
  g_assert_cmpstr (vf_sink_get_found (sink, 0)->looks_like, ==, "bks");
}

static GBytes *
read_file (const char *path)
{
  char *data;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

/* The real files, each with what its README says of it. */
static void
test_real_files (void)
{
  static const struct
  {
    const char *name;
    VfFormat format;
    guint n_entries;
  } rows[] = {
    { "real-ca/generated/ApsaraDB-CA-Chain.jks", VF_FORMAT_JKS, 84 },
    { "real-ca/generated/isrg-jceks.jceks", VF_FORMAT_JCEKS, 1 },
    { "real-ca/generated/isrg-pkcs12-inside.jks", VF_FORMAT_PKCS12, 1 },
    { "real-ca/generated/isrg-legacy-rc2.p12", VF_FORMAT_PKCS12, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = vf_test_shared_data (rows[i].name);
      g_autoptr (GBytes) bytes = path ? read_file (path) : NULL;
      g_autoptr (VfKeyStore) store = bytes ? recognise (bytes) : NULL;

      if (!path)
        {
          g_test_skip ("../shared/testdata/real-ca is not beside this checkout");
          return;
        }
      g_test_message ("%s", rows[i].name);
      g_assert_nonnull (store);
      g_assert_cmpint (vf_key_store_get_format (store), ==, rows[i].format);
      g_assert_cmpuint (vf_key_store_get_n_entries (store), ==, rows[i].n_entries);
      g_assert_cmpuint (vf_key_store_get_n_damages (store), ==, 0);
      g_assert_true (vf_key_store_is_confirmed (store));
    }
}

static gboolean
run_keytool (const char *arguments)
{
  g_autofree char *command = g_strconcat ("keytool -J-Xshare:auto ", arguments, NULL);
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_command_line_sync (command, &out, &err, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_test_message ("%s: %s%s", command, out, err);
  return status == 0;
}

/* What Java itself writes: a key of each kind, with a passphrase that is to be told. */
static void
test_keytool_writes (void)
{
  static const struct
  {
    const char *type;
    gboolean with_secret;
    const char *at_first;
    const char *then;
  } rows[] = {
    { "JKS", FALSE, "jks open me=key(locked) me=from Java", "jks open confirmed me=key(passphrase) me=from Java" },
    { "JCEKS", TRUE, "jceks open 1 secret me=key(locked) me=from Java",
      "jceks open confirmed 1 secret me=key(passphrase) me=from Java" },
    { "PKCS12", TRUE, "pkcs12 locked", "pkcs12 open confirmed 1 secret me=key(passphrase) me=from Java" },
  };
  g_autofree char *keytool = g_find_program_in_path ("keytool");
  g_autofree char *directory = NULL;

  if (!keytool)
    {
      g_test_skip ("keytool is not installed");
      return;
    }
  directory = vf_test_make_dir ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_build_filename (directory, rows[i].type, NULL);
      g_autofree char *make_key
        = g_strdup_printf ("-genkeypair -storetype %s -keystore %s -storepass sesame -keypass sesame -alias me "
                           "-keyalg EC -dname 'CN=from Java'", rows[i].type, path);
      g_autofree char *make_secret
        = g_strdup_printf ("-genseckey -storetype %s -keystore %s -storepass sesame -keypass sesame -alias aes "
                           "-keyalg AES -keysize 128", rows[i].type, path);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (VfKeyStore) store = NULL;

      g_test_message ("%s", rows[i].type);
      g_assert_true (run_keytool (make_key));
      g_assert_true (!rows[i].with_secret || run_keytool (make_secret));
      bytes = read_file (path);
      store = recognise (bytes);
      assert_store (store, rows[i].at_first);
      assert_unlocks (store, "sesame", rows[i].then);
      assert_unlocks (store, "wrong", NULL);
    }
  vf_test_remove_tree (directory);
}

/* What the tests write is what Java reads, so the other tests prove something. */
static void
test_keytool_reads (void)
{
  g_autofree char *keytool = g_find_program_in_path ("keytool");
  g_autofree char *directory = NULL;

  if (!keytool)
    {
      g_test_skip ("keytool is not installed");
      return;
    }
  directory = vf_test_make_dir ();
  for (guint jceks = 0; jceks < 2; jceks++)
    {
      g_autoptr (GBytes) bytes = store_with_all (jceks);
      g_autofree char *path = g_build_filename (directory, "store", NULL);
      /* a new password for the key means that the key was opened */
      g_autofree char *arguments
        = g_strdup_printf ("-keypasswd -storetype %s -keystore %s -storepass changeit -alias me -keypass changeit "
                           "-new sesame2", jceks ? "JCEKS" : "JKS", path);

      g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
      g_assert_true (run_keytool (arguments));
    }
  vf_test_remove_tree (directory);
}

/* A passphrase that does not open the first keys of a store is not tried on thousands. */
static void
test_many_keys (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  TestStoreEntry entries[60];
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (VfKeyStore) store = NULL;
  g_autoptr (VfKeyStore) open = NULL;
  g_autoptr (SecretValue) right = secret ("right");
  guint n_open = 0;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    entries[i] = (TestStoreEntry){ .pair = client, .alias = "key", .with_key = TRUE, .key_password = "right" };
  bytes = test_jks_new (FALSE, entries, G_N_ELEMENTS (entries), "changeit");
  store = vf_key_store_new_from_jks (bytes);
  open = vf_key_store_unlock (store, right, NULL);
  g_assert_nonnull (open);
  for (guint i = 0; i < vf_key_store_get_n_entries (open); i++)
    n_open += vf_key_store_get_entry (open, i)->unlocked_by == VF_UNLOCKED_BY_PASSPHRASE;
  g_assert_cmpuint (n_open, ==, 50);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/key-store/java-trust", test_java_trust);
  g_test_add_func ("/key-store/java-keys", test_java_keys);
  g_test_add_func ("/key-store/java-password", test_java_password);
  g_test_add_func ("/key-store/pkcs12", test_pkcs12);
  g_test_add_func ("/key-store/java-lies", test_java_lies);
  g_test_add_func ("/key-store/java-cut", test_java_cut);
  g_test_add_func ("/key-store/java-changed", test_java_changed);
  g_test_add_func ("/key-store/pkcs12-cut", test_pkcs12_cut);
  g_test_add_func ("/key-store/pkcs12-work", test_pkcs12_work);
  g_test_add_func ("/key-store/other-stores", test_other_stores);
  g_test_add_func ("/key-store/many-keys", test_many_keys);
  g_test_add_func ("/key-store/real-files", test_real_files);
  g_test_add_func ("/key-store/keytool-writes", test_keytool_writes);
  g_test_add_func ("/key-store/keytool-reads", test_keytool_reads);
  return g_test_run ();
}
