#include <string.h>

#include "import/recognise.h"
#include "import/sink.h"
#include "pki.h"
#include "test.h"

/* What a file was found to be: "certificate/pem key/pem damaged/pem@12 text". */
static char *
describe (GBytes *bytes)
{
  g_autoptr (VfSink) sink = vf_sink_new ();
  GString *text = g_string_new (NULL);

  vf_recognise (bytes, sink);
  for (guint i = 0; i < vf_sink_get_n_found (sink); i++)
    {
      const VfFound *found = vf_sink_get_found (sink, i);
      const char *format = vf_format_to_string (found->format);

      g_string_append (text, i > 0 ? " " : "");
      if (found->looks_like)
        g_string_append (text, found->looks_like);
      else if (found->cause)
        g_string_append_printf (text, "damaged/%s@%u", format, found->line);
      else
        g_string_append_printf (text, "%s/%s%s", vf_kind_to_string (found->kind), format,
                                found->key && vf_private_key_is_locked (found->key) ? "(locked)" : "");
    }
  return g_string_free (text, FALSE);
}

static void
assert_is (GBytes *bytes, const char *expected, const char *why)
{
  g_autofree char *description = describe (bytes);

  g_test_message ("%s", why);
  g_assert_cmpstr (description, ==, expected);
}

static void
assert_text_is (const char *text, const char *expected, const char *why)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  assert_is (bytes, expected, why);
}

/* @text with every @from made @to. */
static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

static void
test_pem_shapes (void)
{
  g_autoptr (TestPair) pair = test_pair_new_root ("Test Root");
  g_autofree char *pem = test_pair_to_pem (pair);
  g_autofree char *crlf = replace (pem, "\n", "\r\n");
  g_autofree char *cr = replace (pem, "\n", "\r");
  g_autofree char *indented = replace (pem, "\n", "\n    ");
  g_autofree char *blank_lines = replace (pem, "\n", "\n\n");
  g_autofree char *one_line = replace (pem, "\n", "");
  g_autofree char *escaped = replace (pem, "\n", "\\n");
  g_autofree char *trusted = replace (pem, "CERTIFICATE", "TRUSTED CERTIFICATE");
  g_autofree char *old_label = replace (pem, "CERTIFICATE", "X509 CERTIFICATE");
  const struct
  {
    const char *before;
    const char *text;
    const char *after;
    const char *why;
  } rows[] = {
    { "", pem, "", "as it should be" },
    { "", crlf, "", "CRLF" },
    { "", cr, "", "CR alone" },
    { "    ", indented, "", "indented" },
    { "", blank_lines, "", "blank lines" },
    { "", one_line, "", "in one line" },
    { "CA=\"", escaped, "\"", "line ends written as backslash and n" },
    { "\xEF\xBB\xBF", crlf, "", "byte order mark" },
    { "Bag Attributes: <none>\nsubject=CN = x\n", pem, "\nthe end", "text before and after" },
    { "  GNU nano 7.2   CA.pem\n", pem, "", "copied off a terminal" },
    { "", trusted, "", "TRUSTED CERTIFICATE" },
    { "", old_label, "", "the label of long ago" },
    { "----------\n-----BEGIN-----\n-----BEGIN lower-----\n", pem, "-----", "dashes that mean nothing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strconcat (rows[i].before, rows[i].text, rows[i].after, NULL);

      assert_text_is (text, "certificate/pem", rows[i].why);
    }
}

static void
test_pem_damage (void)
{
  g_autoptr (TestPair) pair = test_pair_new_root ("Test Root");
  g_autofree char *pem = test_pair_to_pem (pair);
  g_autofree char *cut = g_strndup (pem, 200);
  g_autofree char *cut_first = g_strconcat (cut, "\n", pem, NULL);
  g_autofree char *cut_last = g_strconcat (pem, cut, NULL);
  g_autofree char *no_end = g_strndup (pem, strlen (pem) - strlen ("-----END CERTIFICATE-----\n"));
  g_autofree char *between = g_strconcat ("\n\n", pem,
                                          "-----BEGIN CERTIFICATE-----\n[Download latest from ...]\n"
                                          "-----END CERTIFICATE-----\n",
                                          pem, NULL);
  g_auto (GStrv) lines = g_strsplit (pem, "\n", -1);
  /* g_strsplit() counts one line more than there are, which is that of the next block */
  g_autofree char *last_damaged = g_strdup_printf ("certificate/pem damaged/pem@%u", g_strv_length (lines));
  g_autofree char *middle_damaged
    = g_strdup_printf ("certificate/pem damaged/pem@%u certificate/pem", g_strv_length (lines) + 2);
  g_autofree char *key_label = replace (pem, "CERTIFICATE", "PRIVATE KEY");

  assert_text_is (cut, "damaged/pem@1", "cut off");
  assert_text_is (cut_first, "damaged/pem@1 certificate/pem", "the first is cut, the second is used");
  assert_text_is (cut_last, last_damaged, "the last is cut, the first is used");
  assert_text_is (no_end, "certificate/pem", "only the END line is missing");
  assert_text_is (between, middle_damaged, "a sentence instead of a certificate");
  assert_text_is (key_label, "damaged/pem@1", "a certificate under a key's label");
  assert_text_is ("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", "damaged/pem@1", "nothing between");
  assert_text_is ("-----BEGIN CERTIFICATE-----\nT3BlbkFJLVRFU1Q=\n-----END CERTIFICATE-----\n", "damaged/pem@1",
                  "an invented certificate");
}

static void
test_pem_kinds (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  const TestPair *const pairs[] = { root, client };
  g_autofree char *certificate = test_pair_to_pem (client);
  g_autofree char *key = test_pair_key_to_pem (client, TEST_KEY_PKCS8, NULL);
  g_autofree char *locked = test_pair_key_to_pem (client, TEST_KEY_PKCS8, "secret");
  g_autofree char *old_key = test_pair_key_to_pem (client, TEST_KEY_TRADITIONAL, "secret");
  g_autofree char *crl = test_crl_to_pem (root, pairs, 1);
  g_autofree char *pkcs7 = test_pkcs7_to_pem (pairs, 2);
  g_autofree char *wrong_label = replace (pkcs7, "PKCS7", "CERTIFICATE");
  g_autofree char *both = g_strconcat (key, certificate, NULL);
  g_autofree char *parameters = g_strconcat ("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n"
                                             "-----END EC PARAMETERS-----\n",
                                             key, NULL);

  assert_text_is (key, "private-key/pem", "PKCS#8");
  assert_text_is (locked, "private-key/pem(locked)", "PKCS#8 encrypted");
  assert_text_is (old_key, "private-key/pem(locked)", "SEC1 encrypted");
  assert_text_is (crl, "crl/pem", "revocation list");
  assert_text_is (pkcs7, "certificate/pkcs7 certificate/pkcs7", "PKCS#7");
  assert_text_is (wrong_label, "certificate/pkcs7 certificate/pkcs7", "PKCS#7 under another label");
  assert_text_is (both, "private-key/pem certificate/pem", "key and certificate in one file");
  assert_text_is (parameters, "private-key/pem", "EC PARAMETERS before the key");
}

static void
test_der_kinds (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) rsa = test_pair_new (&(TestSpec){ .key_kind = TEST_KEY_RSA_2048 }, NULL);
  const TestPair *const pairs[] = { root, rsa };
  g_autoptr (GBytes) certificate = test_pair_to_der (root);
  g_autoptr (GBytes) pkcs8 = test_pair_key_to_der (rsa, TEST_KEY_PKCS8, NULL);
  g_autoptr (GBytes) locked = test_pair_key_to_der (rsa, TEST_KEY_PKCS8, "secret");
  g_autoptr (GBytes) pkcs1 = test_pair_key_to_der (rsa, TEST_KEY_TRADITIONAL, NULL);
  g_autoptr (GBytes) sec1 = test_pair_key_to_der (root, TEST_KEY_TRADITIONAL, NULL);
  g_autoptr (GBytes) crl = test_crl_to_der (root, pairs, 1);
  g_autoptr (GBytes) pkcs7 = test_pkcs7_to_der (pairs, 2);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (certificate, 0, 100);
  g_autofree guint8 *garbage = g_memdup2 (g_bytes_get_data (certificate, NULL), g_bytes_get_size (certificate));
  g_autoptr (GBytes) damaged = NULL;

  memset (garbage + 8, 0xAA, 60);
  damaged = g_bytes_new (garbage, g_bytes_get_size (certificate));
  assert_is (certificate, "certificate/der", "certificate");
  assert_is (pkcs8, "private-key/der", "PKCS#8");
  assert_is (locked, "private-key/der(locked)", "PKCS#8 encrypted");
  assert_is (pkcs1, "private-key/der", "PKCS#1");
  assert_is (sec1, "private-key/der", "SEC1");
  assert_is (crl, "crl/der", "revocation list");
  assert_is (pkcs7, "certificate/pkcs7 certificate/pkcs7", "PKCS#7");
  assert_is (cut, "damaged/der@0", "cut off");
  assert_is (damaged, "damaged/der@0", "garbage inside");
}

/* Files joined as though they were PEM: nothing of them is lost. */
static void
test_joined_der (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) other = test_pair_new_root ("Other Root");
  g_autoptr (GBytes) first = test_pair_to_der (root);
  g_autoptr (GBytes) second = test_pair_to_der (other);
  g_autoptr (GByteArray) joined = g_byte_array_new ();
  g_autoptr (GBytes) both = NULL;

  g_byte_array_append (joined, g_bytes_get_data (first, NULL), (guint) g_bytes_get_size (first));
  g_byte_array_append (joined, g_bytes_get_data (second, NULL), (guint) g_bytes_get_size (second));
  g_byte_array_append (joined, (const guint8 *) "\n", 1);
  both = g_bytes_new (joined->data, joined->len);
  assert_is (both, "certificate/der certificate/der", "two certificates");
}

/* @bytes with what @change does to a copy of them. */
static GBytes *
changed (GBytes *bytes, void (*change) (GByteArray *copy))
{
  GByteArray *copy = g_byte_array_new ();

  g_byte_array_append (copy, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  change (copy);
  return g_byte_array_free_to_bytes (copy);
}

/* The outermost length left open, as BER allows. */
static void
open_length (GByteArray *message)
{
  static const guint8 end[] = { 0, 0 };

  g_assert_cmphex (message->data[1], ==, 0x82);
  message->data[1] = 0x80;
  g_byte_array_remove_range (message, 2, 2);
  g_byte_array_append (message, end, sizeof end);
}

/* In the last certificate, which ends the message but for an empty list of signers, the type of its signature. */
static void
spoil_last (GByteArray *message)
{
  gsize i = message->len - 64;

  /* back to the OBJECT IDENTIFIER of the signature's algorithm, ecdsa-with-SHA256 */
  while (memcmp (message->data + i, "\x06\x08\x2a\x86\x48", 5) != 0)
    i--;
  message->data[i] = 0x05;
}

static void
cut_off (GByteArray *message)
{
  g_byte_array_set_size (message, message->len - 40);
}

static void
other_type (GByteArray *message)
{
  /* 1.2.840.113549.1.7.2 is signed data, .5 is digested data */
  g_assert_cmphex (message->data[14], ==, 2);
  message->data[14] = 5;
}

static void
foreign_element (GByteArray *message)
{
  /* the first certificate becomes a SET: the message is not one of certificates */
  gsize i = 15;

  while (memcmp (message->data + i, "\xa0\x82", 2) != 0 || message->data[i + 4] != 0x30 || message->data[i + 8] != 0x30)
    i++;
  message->data[i + 4] = 0x31;
}

static void
test_pkcs7_damage (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  const TestPair *const pairs[] = { root, client };
  g_autoptr (GBytes) good = test_pkcs7_to_der (pairs, 2);
  static const struct
  {
    void (*change) (GByteArray *copy);
    const char *expected;
    const char *why;
  } rows[] = {
    { open_length, "certificate/pkcs7 certificate/pkcs7", "BER with a length left open" },
    { spoil_last, "certificate/pkcs7 damaged/pkcs7@0", "the last is garbage, the first is used" },
    { cut_off, "damaged/der@0", "cut off" },
    { other_type, "damaged/der@0", "not signed data" },
    { foreign_element, "damaged/der@0", "something else in the list" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = changed (good, rows[i].change);

      assert_is (bytes, rows[i].expected, rows[i].why);
    }
}

static void
test_other_kinds (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
    const char *why;
  } rows[] = {
    { "", "empty", "no bytes" },
    { " \r\n\t ", "empty", "white space" },
    { "\xEF\xBB\xBF", "empty", "a byte order mark alone" },
    { "read me", "text", "text" },
    { "0123456789", "text", "text that begins like DER" },
    { "<!DOCTYPE html><html><title>Log in</title>", "html", "a page" },
    { "\xEF\xBB\xBF\n <HTML lang=en>", "html", "a page with a byte order mark" },
    { "<?xml version='1.0'?><html xmlns=''>", "html", "XHTML" },
    { "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "error-answer", "an answer of S3 is no page" },
    { "Certificate:\n    Data:\n        Version: 3 (0x2)\n    Signature Algorithm: sha256WithRSAEncryption\n"
      "        Issuer: C = US\n",
      "description", "what openssl x509 -text prints" },
    { "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "public-key", "public key" },
    { "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", "openssh-key", "SSH" },
    { "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n", "certificate-request", "CSR" },
    { "-----BEGIN DH PARAMETERS-----\nAAAA\n-----END DH PARAMETERS-----\n", "parameters", "parameters" },
    { "-----BEGIN SOMETHING-----\nAAAA\n-----END SOMETHING-----\n", "pem", "an unknown label" },
    { "\xFE\xED\xFE\xED", "key-store/jks", "Java key store" },
    { "\xCE\xCE\xCE\xCE and more", "key-store/jceks", "Java key store of the other kind" },
    { "\x01\x02\x03", "data", "other bytes" },
    { "0", "text", "one byte of a SEQUENCE" },
    { "<html><head><title>301 Moved Permanently</title></head></html>", "redirect", "a page that leads on" },
    { "<html><meta http-equiv='refresh' content='0;url=/login'>", "redirect", "a page that leads on by itself" },
    { "HTTP/1.1 301 Moved Permanently\r\nLocation: https://x\r\n", "error-answer", "the head of an answer" },
    { "{\"error_msg\":\"no such file\"}", "error-answer", "an answer in JSON" },
    { "{\"ca\": 1}", "text", "JSON that is no error" },
    { "404: Not Found", "error-answer", "an answer in words" },
    { "Please paste your certificate here", "placeholder", "a placeholder" },
    { "#!/bin/sh\necho certificate\n", "script", "a script" },
    { "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@home", "ssh-public-key", "SSH" },
    { "PuTTY-User-Key-File-3: ssh-rsa\n", "openssh-key", "SSH of Windows" },
    { "-----BEGIN PGP MESSAGE-----\nAAAA\n-----END PGP MESSAGE-----\n", "pgp", "PGP" },
    { "%PDF-1.7 x", "pdf", "a document" },
    { "\x89PNG\r\n", "image", "a picture" },
    { "BMW is a car", "text", "text that begins like a picture" },
    { "MZ\x90\x03", "program", "a program of Windows" },
    { "\x7F" "ELF\x02", "program", "a program" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_text_is (rows[i].text, rows[i].expected, rows[i].why);
}

static GBytes *
to_utf16 (const char *text, gboolean big, gboolean mark)
{
  GByteArray *bytes = g_byte_array_new ();

  for (const char *p = mark ? "" : text; TRUE; p++)
    {
      gboolean is_mark = mark;
      guint8 pair[2] = { is_mark ? 0xFF : (guint8) *p, is_mark ? 0xFE : 0 };
      guint8 swapped[2] = { pair[1], pair[0] };

      if (!is_mark && *p == '\0')
        break;
      g_byte_array_append (bytes, big ? swapped : pair, 2);
      if (is_mark)
        {
          mark = FALSE;
          p = text - 1;
        }
    }
  return g_byte_array_free_to_bytes (bytes);
}

static void
test_utf16 (void)
{
  g_autoptr (TestPair) pair = test_pair_new_root ("Test Root");
  g_autofree char *pem = test_pair_to_pem (pair);

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GBytes) bytes = to_utf16 (pem, i & 1, i & 2);
      g_autoptr (GBytes) page = to_utf16 ("<html>log in", i & 1, i & 2);

      assert_is (bytes, "certificate/pem", "UTF-16");
      assert_is (page, "html", "a page in UTF-16");
    }
}

static char *
indent (const char *text)
{
  g_autofree char *inner = replace (text, "\n", "\n    ");

  return g_strconcat ("    ", inner, NULL);
}

/* What other programs wrap a PEM in; each row with what is before and after every line. */
static void
test_wrapped (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  g_autofree char *pem = test_pair_to_pem (root);
  g_autofree char *key = test_pair_key_to_pem (client, TEST_KEY_PKCS8, NULL);
  g_autofree char *base64 = g_base64_encode ((const guchar *) pem, strlen (pem));
  g_autofree char *base64_key = g_base64_encode ((const guchar *) key, strlen (key));
  g_autofree char *with_text = g_strconcat ("Bag Attributes\n", pem, NULL);
  g_autofree char *base64_text = g_base64_encode ((const guchar *) with_text, strlen (with_text));
  g_autoptr (GBytes) der = test_pair_to_der (root);
  g_autofree char *base64_der = g_base64_encode (g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  g_autofree char *wrapped = g_strdup_printf ("%.76s\n  %.76s\n  %s", base64, base64 + 76, base64 + 152);
  g_autofree char *blanks = replace (pem, "\n", " ");
  g_autofree char *escaped = replace (pem, "\n", "\\n");
  g_autofree char *escaped_twice = replace (pem, "\n", "\\\\n");
  g_autofree char *json_slash = replace (escaped, "/", "\\/");
  g_autofree char *json_plus = replace (json_slash, "+", "\\u002B");
  g_autofree char *mailed = replace (pem, "\n", "\n> ");
  g_autofree char *code = replace (pem, "\n", "\\n\" +\n  \"");
  g_autofree char *shell = replace (pem, "\n", "\\\n");
  g_autofree char *yaml = indent (pem);
  const struct
  {
    const char *before;
    const char *text;
    const char *after;
    const char *expected;
    const char *why;
  } rows[] = {
    { "", blanks, "", "certificate/pem", "blanks instead of line ends" },
    { "\"", pem, "\"", "certificate/pem", "in quotes" },
    { "export CA='", pem, "'\n", "certificate/pem", "a shell variable" },
    { "{\"ca\":\"", json_plus, "\"}", "certificate/pem", "a JSON string" },
    { "{\"ca\":\"", escaped_twice, "\"}", "certificate/pem", "JSON in JSON" },
    { "> ", mailed, "", "certificate/pem", "quoted in a mail" },
    { "String ca = \"", code, "\";", "certificate/pem", "a string of a program" },
    { "ENV CA=", shell, "", "certificate/pem", "lines continued with a backslash" },
    { "services:\n  db:\n    ca: |\n", yaml, "\n  web:\n", "certificate/pem", "a block of YAML" },
    { "", base64, "", "certificate/pem", "base64 of a PEM" },
    { "\"", base64, "\"\n", "certificate/pem", "base64 in quotes" },
    { "", wrapped, "\n", "certificate/pem", "base64, wrapped" },
    { "", base64_text, "\n", "certificate/pem", "base64 of a text with a PEM" },
    { "", base64_der, "\n", "certificate/pem", "base64 of a certificate, without the lines around it" },
    { "X=1\nCA_BASE64=", base64, "\nY=2\n", "certificate/pem", "base64 in an environment file" },
  };
  g_autofree char *both = g_strconcat ("ca: ", base64, "\nkey: ", base64_key, "\n", pem, NULL);
  g_autofree char *bad_text = g_strconcat ("-----BEGIN CERTIFICATE-----\nnot one\n-----END CERTIFICATE-----\n", pem, NULL);
  g_autofree char *bad_base64 = g_base64_encode ((const guchar *) bad_text, strlen (bad_text));
  g_autofree char *bad = g_strconcat ("a=1\nb=2\nca=", bad_base64, "\n", NULL);
  g_autofree char *twice = g_base64_encode ((const guchar *) base64, strlen (base64));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strconcat (rows[i].before, rows[i].text, rows[i].after, NULL);

      assert_text_is (text, rows[i].expected, rows[i].why);
    }
  assert_text_is (both, "certificate/pem certificate/pem private-key/pem", "plain and base64 in one file");
  assert_text_is (bad, "damaged/pem@3 certificate/pem", "the line is that of the file");
  assert_text_is (twice, "text", "one layer, not two");
}

static void
assert_title (const char *text, const char *expected)
{
  g_autoptr (VfSink) sink = vf_sink_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  vf_recognise (bytes, sink);
  g_assert_cmpstr (vf_sink_get_found (sink, 0)->title, ==, expected);
}

static void
test_titles (void)
{
  assert_title ("<html><TITLE>\n Log in\033[2J </Title>", "Log in\xEF\xBF\xBD[2J");
  assert_title ("<html><title></title>", NULL);
  assert_title ("<html><title>never closed", NULL);
  assert_title ("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "AccessDenied");
  assert_title ("{\"error\": \"Not allowed\"}", "Not allowed");
  assert_title ("404: Not Found\n", "404: Not Found");
}

static void
assert_cause (const char *text, const char *part)
{
  g_autoptr (VfSink) sink = vf_sink_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  vf_recognise (bytes, sink);
  g_assert_nonnull (strstr (vf_sink_get_found (sink, 0)->cause, part));
}

static void
test_causes (void)
{
  assert_cause ("-----BEGIN CERTIFICATE-----\n[Download latest from ...]\n-----END CERTIFICATE-----\n", "placeholder");
  assert_cause ("-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----\n", "nothing between");
  assert_cause ("-----BEGIN CERTIFICATE-----\nMIIF!!\n-----END CERTIFICATE-----\n", "base64");
  assert_cause ("-----BEGIN CERTIFICATE-----\nMIIF", "cut off");
}

/* The bytes of the real files, each with what its README says of it. */
static void
test_real_files (void)
{
  static const struct
  {
    const char *path;
    guint n_certificates;
    guint n_damaged;
  } rows[] = {
    { "real-ca/alibaba/ApsaraDB-CA-Chain.pem", 84, 0 },
    { "real-ca/aws/global-bundle-2026-03.pem", 102, 0 },
    { "real-ca/aws/global-bundle-2023.pem", 115, 0 },
    { "real-ca/aws/global-bundle.p7b", 115, 0 },
    { "real-ca/aws/rds-combined-ca-bundle.pem", 33, 0 },
    { "real-ca/redshift/redshift-ca-bundle.crt", 8, 0 },
    { "real-ca/supabase/prod-ca-2021.crt", 1, 0 },
    { "real-ca/yandex/CA.pem", 2, 0 },
    { "real-ca/selectel/CA.pem", 1, 0 },
    { "real-ca/letsencrypt/isrgrootx1.pem", 1, 0 },
    { "real-ca/letsencrypt/isrgrootx1.der", 1, 0 },
    { "real-ca/letsencrypt/isrg-root-x2.der", 1, 0 },
    { "real-ca/letsencrypt/isrgrootx1.txt", 0, 0 },
    { "real-ca/messy/azure-combined-first-block-indented.crt.pem", 4, 0 },
    { "real-ca/messy/yandex-CA-nano-header-truncated.pem", 1, 1 },
    { "real-ca/messy/prod-ca-2021-but-aws-rds-2019-expired.crt", 1, 0 },
    { "real-ca/messy/supabase-root-plus-expired-le-r3.crt", 2, 0 },
    { "real-ca/generated/ApsaraDB-CA-Chain.p7b", 84, 0 },
    { "real-ca/generated/ApsaraDB-CA-Chain.der.p7b", 84, 0 },
    { "real-ca/generated/Microsoft RSA Root Certificate Authority 2017.crt", 1, 0 },
    { "real-ca/generated/isrgrootx1-trusted.pem", 1, 0 },
    { "real-ca/generated/isrgrootx1-text.pem", 1, 0 },
    { "real-ca/generated/isrgrootx1-bag-attributes.pem", 1, 0 },
    { "real-ca/generated/isrgrootx1-bom-crlf.pem", 1, 0 },
    { "real-ca/generated/isrgrootx1-indented.pem", 1, 0 },
    { "real-ca/generated/isrgrootx1-one-line-escaped-n.txt", 1, 0 },
    { "real-ca/generated/isrgrootx1-utf16le-bom.pem", 1, 0 },
    { "real-ca/generated/isrgrootx1-base64-of-pem.txt", 1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = vf_test_shared_data (rows[i].path);
      g_autoptr (VfSink) sink = vf_sink_new ();
      g_autoptr (GBytes) bytes = NULL;
      char *data;
      gsize length;
      guint n_certificates = 0;
      guint n_damaged = 0;

      if (!path)
        {
          g_test_skip ("../shared/testdata/real-ca is not beside this checkout");
          return;
        }
      g_test_message ("%s", rows[i].path);
      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      bytes = g_bytes_new_take (data, length);
      vf_recognise (bytes, sink);
      for (guint j = 0; j < vf_sink_get_n_found (sink); j++)
        {
          n_certificates += vf_sink_get_found (sink, j)->certificate != NULL;
          n_damaged += vf_sink_get_found (sink, j)->cause != NULL;
        }
      g_assert_cmpuint (n_certificates, ==, rows[i].n_certificates);
      g_assert_cmpuint (n_damaged, ==, rows[i].n_damaged);
    }
}

/* Cut anywhere, and with a byte flipped anywhere: an answer, never a crash. */
static void
test_any_bytes (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  const TestPair *const pairs[] = { root };
  g_autofree char *pem = test_pair_to_pem (root);
  g_autofree char *key = test_pair_key_to_pem (root, TEST_KEY_TRADITIONAL, "secret");
  g_autofree char *text = g_strconcat (key, pem, NULL);
  GBytes *samples[] = { g_bytes_new (text, strlen (text)), test_pkcs7_to_der (pairs, 1) };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      gsize length = g_bytes_get_size (samples[i]);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (samples[i], NULL), length);

      for (gsize at = 0; at < length; at++)
        {
          g_autoptr (GBytes) cut = g_bytes_new_from_bytes (samples[i], 0, at);
          g_autofree char *of_cut = describe (cut);
          g_autoptr (GBytes) flipped = NULL;
          g_autofree char *of_flipped = NULL;

          copy[at] ^= 0x55;
          flipped = g_bytes_new (copy, length);
          copy[at] ^= 0x55;
          of_flipped = describe (flipped);
          g_assert_cmpstr (of_cut, !=, "");
          g_assert_cmpstr (of_flipped, !=, "");
        }
      g_bytes_unref (samples[i]);
    }
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/recognise/pem-shapes", test_pem_shapes);
  g_test_add_func ("/recognise/pem-damage", test_pem_damage);
  g_test_add_func ("/recognise/pem-kinds", test_pem_kinds);
  g_test_add_func ("/recognise/der-kinds", test_der_kinds);
  g_test_add_func ("/recognise/joined-der", test_joined_der);
  g_test_add_func ("/recognise/pkcs7-damage", test_pkcs7_damage);
  g_test_add_func ("/recognise/other-kinds", test_other_kinds);
  g_test_add_func ("/recognise/utf16", test_utf16);
  g_test_add_func ("/recognise/wrapped", test_wrapped);
  g_test_add_func ("/recognise/titles", test_titles);
  g_test_add_func ("/recognise/causes", test_causes);
  g_test_add_func ("/recognise/real-files", test_real_files);
  g_test_add_func ("/recognise/any-bytes", test_any_bytes);
  return g_test_run ();
}
