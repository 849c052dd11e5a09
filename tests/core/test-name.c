#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#include "import/label.h"
#include "import/name.h"
#include "pki.h"
#include "test.h"

/* What OpenSSL says of a name is the oracle for what we say of it. */
static char *
text_of_openssl (const X509_NAME *name)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *data;
  long length;
  char *text;

  X509_NAME_print_ex (bio, name, 0, XN_FLAG_RFC2253 & ~(unsigned long) ASN1_STRFLGS_ESC_MSB);
  length = BIO_get_mem_data (bio, &data);
  text = vf_label_new (data, (gsize) length);
  BIO_free (bio);
  return text;
}

static GBytes *
to_der (const X509_NAME *name)
{
  const guint8 *der;
  size_t length;

  g_assert_true (X509_NAME_get0_der (name, &der, &length));
  return g_bytes_new (der, length);
}

static void
assert_same_text (const X509_NAME *name)
{
  g_autoptr (GBytes) der = to_der (name);
  g_autofree char *expected = text_of_openssl (name);
  g_autofree char *text = vf_name_to_text (g_bytes_get_data (der, NULL), g_bytes_get_size (der));

  g_assert_cmpuint (vf_name_measure (g_bytes_get_data (der, NULL), g_bytes_get_size (der)), ==,
                    g_bytes_get_size (der));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_text (void)
{
  static const struct
  {
    int type;
    const char *value;
    const char *why;
  } rows[] = {
    { V_ASN1_UTF8STRING, "Prüf-Wurzel 证书", "UTF-8" },
    { V_ASN1_PRINTABLESTRING, "Amazon Web Services, Inc.", "a comma" },
    { V_ASN1_UTF8STRING, "a+b\"c\\d<e>f;g=h", "all that is escaped" },
    { V_ASN1_UTF8STRING, " leading", "a blank in front" },
    { V_ASN1_UTF8STRING, "trailing ", "a blank at the end" },
    { V_ASN1_UTF8STRING, " ", "only a blank" },
    { V_ASN1_UTF8STRING, "#hash", "a hash in front" },
    { V_ASN1_UTF8STRING, "a#b c", "neither at an edge" },
    { V_ASN1_UTF8STRING, "a\033[2J", "a control character" },
    { V_ASN1_UTF8STRING, "a\xC2\x9B" "b", "a control character beyond ASCII" },
    { V_ASN1_UTF8STRING, "a\xE2\x80\xAE" "b", "a change of direction" },
    { V_ASN1_IA5STRING, "mail@example.com", "IA5" },
    { V_ASN1_T61STRING, "caf\xE9", "T.61, taken for Latin-1" },
    { V_ASN1_PRINTABLESTRING, "caf\xE9", "PrintableString that is not printable" },
    { V_ASN1_BMPSTRING, "\0A\0B", "two bytes a character" },
    { V_ASN1_UTF8STRING, "", "empty" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      X509_NAME *name = X509_NAME_new ();
      int length = rows[i].type == V_ASN1_BMPSTRING ? 4 : (int) strlen (rows[i].value);

      g_test_message ("%s", rows[i].why);
      X509_NAME_add_entry_by_txt (name, "O", V_ASN1_UTF8STRING, (const guint8 *) "Example", -1, -1, 0);
      g_assert_true (X509_NAME_add_entry_by_txt (name, "CN", rows[i].type, (const guint8 *) rows[i].value, length, -1,
                                                 0));
      assert_same_text (name);
      X509_NAME_free (name);
    }
}

static void
test_shapes (void)
{
  X509_NAME *name = X509_NAME_new ();

  assert_same_text (name);
  X509_NAME_add_entry_by_txt (name, "DC", V_ASN1_IA5STRING, (const guint8 *) "test", -1, -1, 0);
  X509_NAME_add_entry_by_txt (name, "CN", V_ASN1_UTF8STRING, (const guint8 *) "one", -1, -1, 0);
  assert_same_text (name);
  X509_NAME_add_entry_by_txt (name, "UID", V_ASN1_UTF8STRING, (const guint8 *) "two", -1, -1, -1);
  assert_same_text (name);
  X509_NAME_add_entry_by_txt (name, "1.2.3.4.5", V_ASN1_UTF8STRING, (const guint8 *) "odd", -1, -1, 0);
  assert_same_text (name);
  for (guint i = 0; i < 40; i++)
    X509_NAME_add_entry_by_txt (name, "OU", V_ASN1_UTF8STRING, (const guint8 *) "many", -1, -1, 0);
  assert_same_text (name);
  X509_NAME_free (name);
}

/* Every byte of a name broken in every way: we take for a name what OpenSSL takes for one. */
static void
test_validity (void)
{
  X509_NAME *name = X509_NAME_new ();
  g_autoptr (GBytes) der = NULL;
  g_autofree guint8 *copy = NULL;
  gsize length;

  X509_NAME_add_entry_by_txt (name, "O", V_ASN1_PRINTABLESTRING, (const guint8 *) "Ab", -1, -1, 0);
  X509_NAME_add_entry_by_txt (name, "CN", V_ASN1_UTF8STRING, (const guint8 *) "\xC3\xBC", -1, -1, 0);
  der = to_der (name);
  X509_NAME_free (name);
  length = g_bytes_get_size (der);
  copy = g_memdup2 (g_bytes_get_data (der, NULL), length);
  for (gsize at = 0; at < length; at++)
    for (guint value = 0; value < 256; value++)
      {
        guint8 before = copy[at];
        const guint8 *end = copy;
        X509_NAME *parsed;

        copy[at] = (guint8) value;
        parsed = d2i_X509_NAME (NULL, &end, (long) length);
        ERR_clear_error ();
        g_assert_cmpuint (vf_name_measure (copy, length), ==, parsed ? end - copy : 0);
        if (parsed && end == copy + length)
          assert_same_text (parsed);
        X509_NAME_free (parsed);
        copy[at] = before;
      }
}

static void
test_real_names (void)
{
  static const char *const files[] = {
    "real-ca/alibaba/ApsaraDB-CA-Chain.pem", "real-ca/aws/global-bundle-2023.pem", "real-ca/yandex/CA.pem",
    "real-ca/redshift/redshift-ca-bundle.crt",
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = vf_test_shared_data (files[i]);
      BIO *bio;
      X509 *x509;

      if (!path)
        {
          g_test_skip ("../shared/testdata/real-ca is not beside this checkout");
          return;
        }
      bio = BIO_new_file (path, "r");
      while ((x509 = PEM_read_bio_X509 (bio, NULL, NULL, NULL)))
        {
          assert_same_text (X509_get_subject_name (x509));
          assert_same_text (X509_get_issuer_name (x509));
          X509_free (x509);
        }
      ERR_clear_error ();
      BIO_free (bio);
    }
}

static void
test_equal (void)
{
  static const struct
  {
    const char *one;
    const char *other;
    gboolean expected;
    const char *why;
  } rows[] = {
    { "CN=Test Root", "CN=Test Root", TRUE, "the same bytes" },
    { "CN=Test Root", "CN=test  ROOT", TRUE, "case and blanks do not count" },
    { "CN=Test Root", "CN=Test Roof", FALSE, "another name" },
    { "CN=a,O=b", "O=b,CN=a", FALSE, "the order counts" },
    { NULL, NULL, TRUE, "no name is no name" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestPair) one = test_pair_new (&(TestSpec){ .subject = rows[i].one }, NULL);
      g_autoptr (TestPair) other = test_pair_new (&(TestSpec){ .subject = rows[i].other }, NULL);
      g_autoptr (GBytes) first = to_der (X509_get_subject_name (one->certificate));
      g_autoptr (GBytes) second = to_der (X509_get_subject_name (other->certificate));

      g_test_message ("%s", rows[i].why);
      g_assert_cmpint (vf_name_equal (g_bytes_get_data (first, NULL), g_bytes_get_size (first),
                                      g_bytes_get_data (second, NULL), g_bytes_get_size (second)),
                       ==, rows[i].expected);
    }
}

/* --- words --- */

#define MAX_PARTS 6

typedef struct
{
  const char *type;
  int encoding;
  const char *value;
  gboolean beside_the_last; /* in one RDN with it */
} Attribute;

static X509_NAME *
make_name (const Attribute *parts)
{
  X509_NAME *name = X509_NAME_new ();

  for (guint i = 0; i < MAX_PARTS && parts[i].type; i++)
    {
      int encoding = parts[i].encoding ? parts[i].encoding : V_ASN1_UTF8STRING;
      int length = encoding == V_ASN1_BMPSTRING ? 4 : (int) strlen (parts[i].value);

      g_assert_true (X509_NAME_add_entry_by_txt (name, parts[i].type, encoding, (const guint8 *) parts[i].value, length,
                                                 -1, parts[i].beside_the_last ? -1 : 0));
    }
  return name;
}

static char *
words_of (const X509_NAME *name)
{
  g_autoptr (GBytes) der = to_der (name);
  gsize length;
  const guint8 *data = g_bytes_get_data (der, &length);
  int nid;
  g_autofree char *called = vf_name_get_called (data, length, &nid);

  return vf_name_to_words (data, length, nid);
}

static void
test_words (void)
{
  static const struct
  {
    Attribute parts[MAX_PARTS];
    const char *expected;
    const char *why;
  } rows[] = {
    { { { "C", V_ASN1_PRINTABLESTRING, "US" }, { "ST", 0, "Washington" }, { "L", 0, "Seattle" },
        { "O", 0, "Amazon Web Services, Inc." }, { "OU", 0, "Amazon RDS" }, { "CN", 0, "Amazon RDS Root" } },
      "Unit: Amazon RDS\nOrganization: Amazon Web Services, Inc.\nPlace: Seattle\nState or province: Washington\n"
      "Country: US", "as people read it, nothing escaped, without what it is called by" },
    { { { "CN", 0, "alone" } }, "", "nothing but what it is called by" },
    { { { "O", 0, "Only" }, { "C", 0, "DE" } }, "Country: DE", "called by the organization" },
    { { { "O", 0, "ACME" }, { "CN", 0, "ACME" } }, "Organization: ACME", "what it is called by says the same" },
    { { { "CN", 0, "ACME" }, { "O", 0, "ACME" } }, "Organization: ACME", "the same in the other order" },
    { { { "CN", 0, "first" }, { "CN", 0, "second" } }, "Name: second", "two names" },
    { { { "O", 0, "a" }, { "OU", 0, "b", TRUE }, { "CN", 0, "c", TRUE } }, "Unit: b\nOrganization: a",
      "all of it beside each other" },
    { { { "DC", V_ASN1_IA5STRING, "com" }, { "DC", V_ASN1_IA5STRING, "example" }, { "CN", 0, "x" } },
      "Domain: example.com", "a domain" },
    { { { "DC", V_ASN1_IA5STRING, "com" }, { "O", 0, "a" }, { "DC", V_ASN1_IA5STRING, "b" }, { "CN", 0, "x" } },
      "Domain: b\nOrganization: a\nDomain: com", "parts of a domain apart" },
    { { { "DC", V_ASN1_IA5STRING, "com" }, { "DC", V_ASN1_IA5STRING, "" }, { "O", 0, "" }, { "CN", 0, "x" } },
      "Domain: com", "what is empty is passed over" },
    { { { "emailAddress", V_ASN1_IA5STRING, "ca@example.com" }, { "serialNumber", 0, "HRB 1" }, { "UID", 0, "app" },
        { "street", 0, "Way 1" }, { "postalCode", 0, "10115" }, { "CN", 0, "x" } },
      "Postal code: 10115\nStreet: Way 1\nUser: app\nNumber of the holder: HRB 1\nEmail: ca@example.com",
      "what else has a word" },
    { { { "businessCategory", 0, "Private" }, { "1.2.3.4.5", 0, "odd" }, { "CN", 0, "x" } },
      "1.2.3.4.5: odd\nbusinessCategory: Private", "what has no word" },
    { { { "O", V_ASN1_BMPSTRING, "\x8B\xC1\x4E\x66" }, { "CN", 0, "x" } }, "Organization: 证书", "BMPString" },
    { { { "O", V_ASN1_T61STRING, "caf\xE9" }, { "CN", 0, "x" } }, "Organization: café", "T.61, taken for Latin-1" },
    { { { "O", 0, "Prüf 证书" }, { "CN", 0, "x" } }, "Organization: Prüf 证书", "UTF-8" },
    { { { "O", 0, "a\nCountry: DE\033[2J" }, { "CN", 0, "x" } }, "Organization: a�Country: DE�[2J",
      "a control character, and a line that is none" },
    { { { "O", 0, "\xE2\x80\xAE" "evil\xD8\x9C" }, { "CN", 0, "x" } }, "Organization: �evil�", "changes of direction" },
    { { { "O", 0, "<b>&%s" }, { "CN", 0, "x" } }, "Organization: <b>&%s", "neither markup nor a format" },
    { { { NULL } }, "", "no name" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      X509_NAME *name = make_name (rows[i].parts);
      g_autofree char *words = words_of (name);

      g_test_message ("%s", rows[i].why);
      g_assert_cmpstr (words, ==, rows[i].expected);
      X509_NAME_free (name);
    }
}

/* What no person would read, and what is no text. */
static void
test_unreadable_words (void)
{
  static const guint8 not_a_name[] = { 0x30, 0x03, 0x31, 0x05, 0x30 };
  X509_NAME *name = make_name ((const Attribute[MAX_PARTS]){ { "CN", 0, "x" }, { "O", V_ASN1_BIT_STRING, "\x01\xAB" } });
  g_autofree char *words = words_of (name);
  g_autofree char *many = NULL;
  g_autofree char *nothing = vf_name_to_words (not_a_name, sizeof not_a_name, NID_commonName);

  g_assert_cmpstr (words, ==, "Organization: #01ab");
  g_assert_cmpstr (nothing, ==, "");
  for (guint i = 0; i < 40; i++)
    X509_NAME_add_entry_by_txt (name, "OU", V_ASN1_UTF8STRING, (const guint8 *) "many", -1, -1, 0);
  many = words_of (name);
  g_assert_true (g_str_has_prefix (many, "OU=many,OU=many,"));
  X509_NAME_free (name);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/name/text", test_text);
  g_test_add_func ("/name/shapes", test_shapes);
  g_test_add_func ("/name/validity", test_validity);
  g_test_add_func ("/name/real-names", test_real_names);
  g_test_add_func ("/name/equal", test_equal);
  g_test_add_func ("/name/words", test_words);
  g_test_add_func ("/name/unreadable-words", test_unreadable_words);
  return g_test_run ();
}
