#include "config.h"

#include <string.h>

#include "check/gaussdb-answer.h"
#include "check/gaussdb-message.h"
#include "check/gaussdb-request.h"
#include "check/gaussdb-version.h"
#include "test.h"

#define SALT "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define TOKEN "0a1b2c3d"
#define SIGNATURE "e1f804fcdbadebae30a46fed5977de87f3f645bb1bc9327c94b2301a5be26399"
#define OLD_SIGNATURE "b7b92cca34a09346f4f5fd4081d983d4e8943be3ff42d59eeaa63a24561341d0"
#define PROOF "7da50faaa30d799d372dc0522861c43d3d559ce71822eb7bccff2b7e83f36b69"
#define OLD_PROOF "06fcdc4591c2c27d337ae91996246f0b11ace7d9b7c71e5bd4a661690ec4e65f"
#define TEN_THOUSAND "\0\0\x27\x10"

#define BYTES(text) text, sizeof (text) - 1

typedef struct
{
  const char *body;
  gsize length;
  VfGaussdbMethod method;
  guint32 iterations;
  gboolean has_signature;
  const char *why;
} RequestRow;

static const RequestRow request_rows[] = {
  { BYTES (""), VF_GAUSSDB_STRANGE, 0, FALSE, "nothing" },
  { BYTES ("\0\0\0"), VF_GAUSSDB_STRANGE, 0, FALSE, "less than a code" },
  { BYTES ("\0\0\0\0"), VF_GAUSSDB_OK, 0, FALSE, "logged in" },
  { BYTES ("\0\0\0\0x"), VF_GAUSSDB_STRANGE, 0, FALSE, "logged in, and more" },
  { BYTES ("\0\0\0\3"), VF_GAUSSDB_CLEARTEXT, 0, FALSE, "cleartext" },
  { BYTES ("\0\0\0\5salt"), VF_GAUSSDB_MD5, 0, FALSE, "PostgreSQL's MD5" },
  { BYTES ("\0\0\0\5sal"), VF_GAUSSDB_STRANGE, 0, FALSE, "MD5 with half a salt" },
  { BYTES ("\0\0\0\7"), VF_GAUSSDB_FOREIGN, 0, FALSE, "GSSAPI" },
  { BYTES ("\0\0\0\nSCRAM-SHA-256\0\0"), VF_GAUSSDB_FOREIGN, 0, FALSE, "PostgreSQL's SASL" },
  { BYTES ("\0\0\0\nSCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0"), VF_GAUSSDB_FOREIGN, 0, FALSE, "with channel binding" },
  { BYTES ("\0\0\0\nOAUTHBEARER\0\0"), VF_GAUSSDB_FOREIGN, 0, FALSE, "PostgreSQL 18 with OAuth alone" },
  { BYTES ("\0\0\0\n"), VF_GAUSSDB_FOREIGN, 0, FALSE, "SASL without a list" },
  { BYTES ("\0\0\0\n\0"), VF_GAUSSDB_FOREIGN, 0, FALSE, "SASL with an empty list" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN SIGNATURE), VF_GAUSSDB_SHA256, 0, TRUE, "to a client of 3.0" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN), VF_GAUSSDB_SHA256, 0, FALSE, "to a client of 3.50" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN TEN_THOUSAND), VF_GAUSSDB_SHA256, 10000, FALSE, "to a client of 3.51" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN SIGNATURE TEN_THOUSAND), VF_GAUSSDB_SHA256, 10000, TRUE, "with both" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN "\0"), VF_GAUSSDB_STRANGE, 0, FALSE, "a byte too many" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT "0a1b2c3"), VF_GAUSSDB_STRANGE, 0, FALSE, "a digit too few" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT "0a1b2c3g"), VF_GAUSSDB_STRANGE, 0, FALSE, "no hexadecimal digit" },
  { BYTES ("\0\0\0\n\0\0\0\1salt"), VF_GAUSSDB_SHA256_OF_MD5, 0, FALSE, "stored as MD5" },
  { BYTES ("\0\0\0\n\0\0\0\1sal"), VF_GAUSSDB_STRANGE, 0, FALSE, "stored as MD5, half a salt" },
  { BYTES ("\0\0\0\n\0\0\0\3" SALT TOKEN TEN_THOUSAND), VF_GAUSSDB_STRANGE, 0, FALSE, "SM3 has a code of its own" },
  { BYTES ("\0\0\0\n\0\0\1\2" SALT TOKEN), VF_GAUSSDB_STRANGE, 0, FALSE, "a form that is none" },
  { BYTES ("\0\0\0\13" SALT "salt"), VF_GAUSSDB_MD5_OF_SHA256, 0, FALSE, "MD5 over SHA-256" },
  { BYTES ("\0\0\0\13r=nonce,s=salt,i=4096"), VF_GAUSSDB_FOREIGN, 0, FALSE, "PostgreSQL's SASL goes on" },
  { BYTES ("\0\0\0\14\0\0\0\2" SALT TOKEN), VF_GAUSSDB_SHA256, 2048, FALSE, "a lite build" },
  { BYTES ("\0\0\0\14\0\0\0\1salt"), VF_GAUSSDB_STRANGE, 0, FALSE, "a lite build keeps no MD5" },
  { BYTES ("\0\0\0\14v=proof"), VF_GAUSSDB_FOREIGN, 0, FALSE, "PostgreSQL's SASL ends" },
  { BYTES ("\0\0\0\15\0\0\0\3" SALT TOKEN TEN_THOUSAND), VF_GAUSSDB_SM3, 10000, FALSE, "SM3" },
  { BYTES ("\0\0\0\15\0\0\0\2" SALT TOKEN TEN_THOUSAND), VF_GAUSSDB_STRANGE, 0, FALSE, "SM3 that is none" },
  { BYTES ("\0\0\0\16"), VF_GAUSSDB_IAM, 0, FALSE, "a token" },
  { BYTES ("\0\0\1\0"), VF_GAUSSDB_FOREIGN, 0, FALSE, "a code that nobody has" },
};

static void
test_requests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (request_rows); i++)
    {
      const RequestRow *row = &request_rows[i];
      VfGaussdbRequest request;

      g_test_message ("%s", row->why);
      vf_gaussdb_request_read (&request, (const guint8 *) row->body, row->length);
      g_assert_cmpint (request.method, ==, row->method);
      if (request.method == VF_GAUSSDB_STRANGE)
        continue;
      g_assert_cmpuint (request.iterations, ==, row->iterations);
      g_assert_cmpint (request.has_signature, ==, row->has_signature);
    }
}

typedef struct
{
  const char *body;
  gsize length;
  const char *password;
  VfGaussdbAnswer result;
  const char *answer;
  const char *why;
} AnswerRow;

/* The first rows are what Huawei's own client function gave. */
static const AnswerRow answer_rows[] = {
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN TEN_THOUSAND), "Gauss#123", VF_GAUSSDB_ANSWER_MADE, PROOF, "3.51" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN "\0\0\x08\0"), "Gauss#123", VF_GAUSSDB_ANSWER_MADE, OLD_PROOF, "2048 rounds" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN TEN_THOUSAND), "Zürich@2024", VF_GAUSSDB_ANSWER_MADE,
    "e7ab9a3b20ae24270851eeb6f60d5be91dcf22969a4abb7ff00bb895bdbf6b02", "UTF-8" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN SIGNATURE), "Gauss#123", VF_GAUSSDB_ANSWER_MADE, PROOF,
    "the signature tells the rounds" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN OLD_SIGNATURE), "Gauss#123", VF_GAUSSDB_ANSWER_MADE, OLD_PROOF,
    "the signature of an old server" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN "9063457a5017743c581e852bc10ffde24ef2b89f623c18416ee6b66bfae41d99"),
    "Zürich@2024", VF_GAUSSDB_ANSWER_MADE, "e7ab9a3b20ae24270851eeb6f60d5be91dcf22969a4abb7ff00bb895bdbf6b02", "UTF-8" },
  { BYTES ("\0\0\0\14\0\0\0\2" SALT TOKEN), "Gauss#123", VF_GAUSSDB_ANSWER_MADE, OLD_PROOF, "a lite build" },
  { BYTES ("\0\0\0\n\0\0\0\1\1\2\3\4"), "Gauss#123", VF_GAUSSDB_ANSWER_MADE,
    "sha256ffa0f7a1c9f51b6fbaa3d23990c9233e6f7444925d97741804a2c0322175b99a", "stored as MD5" },
  { BYTES ("\0\0\0\5\1\2\3\4"), "Gauss#123", VF_GAUSSDB_ANSWER_MADE, "md5b3cea377d52729aa50576a1454aad45d", "MD5" },
  { BYTES ("\0\0\0\15\0\0\0\3" SALT TOKEN TEN_THOUSAND), "Gauss#123", VF_GAUSSDB_ANSWER_MADE,
    "8c891bc74772077bef2a9a742188d06ec20ca92ec25a5f3684746d7f21922f80", "SM3" },
  { BYTES ("\0\0\0\3"), "Gauss#123", VF_GAUSSDB_ANSWER_MADE, "Gauss#123", "cleartext" },

  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN SIGNATURE), "Gauss#124", VF_GAUSSDB_ANSWER_BAD_SIGNATURE, NULL,
    "a wrong password, or a server that does not know the right one" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN SIGNATURE "\0\0\x08\0"), "Gauss#123", VF_GAUSSDB_ANSWER_BAD_SIGNATURE, NULL,
    "rounds that do not fit the signature" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN "\0\0\x07\xff"), "Gauss#123", VF_GAUSSDB_ANSWER_BAD_ROUNDS, NULL, "2047 rounds" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN "\x08\0\0\1"), "Gauss#123", VF_GAUSSDB_ANSWER_BAD_ROUNDS, NULL,
    "one more than a server can be set to" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN "\xff\xff\xff\xff"), "Gauss#123", VF_GAUSSDB_ANSWER_BAD_ROUNDS, NULL,
    "four thousand million" },
  { BYTES ("\0\0\0\n\0\0\0\2" SALT TOKEN), "Gauss#123", VF_GAUSSDB_ANSWER_BAD_ROUNDS, NULL, "not said, and no way to tell" },
};

static void
test_answers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (answer_rows); i++)
    {
      const AnswerRow *row = &answer_rows[i];
      g_autoptr (SecretValue) password = secret_value_new (row->password, -1, "text/plain");
      g_autoptr (SecretValue) answer = NULL;
      g_auto (VfWait) wait = { 0 };
      VfGaussdbRequest request;
      VfGaussdbAnswer result;

      g_test_message ("%s", row->why);
      vf_wait_init (&wait, g_get_monotonic_time () + 30 * G_USEC_PER_SEC, NULL);
      vf_gaussdb_request_read (&request, (const guint8 *) row->body, row->length);
      answer = vf_gaussdb_answer (&request, "dbadmin", password, &wait, &result);
      g_assert_cmpint (result, ==, row->result);
      g_assert_cmpstr (answer ? secret_value_get_text (answer) : NULL, ==, row->answer);
    }
}

static gpointer
cancel_later (gpointer data)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

/* As many rounds as the longest documented setting: minutes, if they could not be stopped. */
static void
test_endless_rounds (void)
{
  static const char body[] = "\0\0\0\n\0\0\0\2" SALT TOKEN "\x08\0\0\0";
  g_autoptr (SecretValue) password = secret_value_new ("Gauss#123", -1, "text/plain");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_later, cancellable);
  g_auto (VfWait) patient = { 0 };
  g_auto (VfWait) hasty = { 0 };
  VfGaussdbRequest request;
  VfGaussdbAnswer result;
  gint64 start = g_get_monotonic_time ();

  vf_gaussdb_request_read (&request, (const guint8 *) body, sizeof body - 1);
  g_assert_cmpuint (request.iterations, ==, VF_GAUSSDB_MAX_ITERATIONS);
  vf_wait_init (&patient, start + 60 * G_USEC_PER_SEC, cancellable);
  g_assert_null (vf_gaussdb_answer (&request, "dbadmin", password, &patient, &result));
  g_assert_cmpint (result, ==, VF_GAUSSDB_ANSWER_STOPPED);
  g_test_message ("cancelled after %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - start);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 400 * 1000);
  g_thread_join (thread);

  start = g_get_monotonic_time ();
  vf_wait_init (&hasty, start + 100 * 1000, NULL);
  g_assert_null (vf_gaussdb_answer (&request, "dbadmin", password, &hasty, &result));
  g_assert_cmpint (result, ==, VF_GAUSSDB_ANSWER_STOPPED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 400 * 1000);
}

typedef struct
{
  const char *text;
  VfProduct product;
  const char *shown;
  const char *why;
} VersionRow;

static const VersionRow version_rows[] = {
  { "(openGauss 5.0.2 build 48a25b11) compiled at 2024-05-14 10:25:27 commit 0 last mr on x86_64-unknown-linux-gnu, "
    "compiled by g++ (GCC) 7.3.0, 64-bit", VF_PRODUCT_GAUSSDB, "openGauss 5.0.2 build 48a25b11", "openGauss" },
  { "(openGauss-lite 7.0.0-RC1 build 10d38387) compiled at 2025", VF_PRODUCT_GAUSSDB,
    "openGauss-lite 7.0.0-RC1 build 10d38387", "its small sister" },
  { "PostgreSQL 9.2.4 (GaussDB Kernel V500R001C20 build 9eff8f60) compiled at 2021", VF_PRODUCT_GAUSSDB,
    "GaussDB Kernel V500R001C20 build 9eff8f60", "GaussDB" },
  { "PostgreSQL 9.2.4 gsql ((GaussDB 8.2.1 build 39137c2d) compiled at 2023 release) on x86_64", VF_PRODUCT_GAUSSDB,
    "GaussDB 8.2.1 build 39137c2d", "DWS, as documented" },
  { "PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu", VF_PRODUCT_POSTGRESQL,
    "PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu", "PostgreSQL" },
  { "gaussdb 1", VF_PRODUCT_UNKNOWN, "gaussdb 1", "the words are written so and not otherwise" },
  { "GaussDB(DWS", VF_PRODUCT_GAUSSDB, "GaussDB(DWS", "no end" },
  { "", VF_PRODUCT_UNKNOWN, "", "nothing" },
};

static void
test_versions (void)
{
  g_autoptr (GString) endless = g_string_new ("openGauss ");
  g_autofree char *clipped = NULL;
  VfProduct product;

  for (guint i = 0; i < G_N_ELEMENTS (version_rows); i++)
    {
      g_autofree char *shown = vf_gaussdb_version_read (version_rows[i].text, &product);

      g_test_message ("%s", version_rows[i].why);
      g_assert_cmpint (product, ==, version_rows[i].product);
      g_assert_cmpstr (shown, ==, version_rows[i].shown);
    }
  for (guint i = 0; i < 1000; i++)
    g_string_append (endless, "ä");
  clipped = vf_gaussdb_version_read (endless->str, &product);
  g_assert_cmpint (product, ==, VF_PRODUCT_GAUSSDB);
  g_assert_cmpuint (strlen (clipped), <=, 200);
  g_assert_true (g_utf8_validate (clipped, -1, NULL));
}

static void
test_fields (void)
{
  static const char error[] = "SFATAL\0C28P01\0MInvalid username/password,login denied.\0\0";
  static const char cut[] = "SFATAL\0C28P";
  static const char row[] = "\0\1\0\0\0\5hello";
  static const char null[] = "\0\1\xff\xff\xff\xff";
  static const char lying[] = "\0\1\0\0\0\6hello";
  static const char parameter[] = "server_version\0" "9.2.4";
  g_autofree char *code = vf_gaussdb_error_field ((const guint8 *) error, sizeof error - 1, 'C');
  g_autofree char *half = vf_gaussdb_error_field ((const guint8 *) cut, sizeof cut - 1, 'C');
  g_autofree char *none = vf_gaussdb_error_field ((const guint8 *) error, sizeof error - 1, 'R');
  g_autofree char *text = vf_gaussdb_row_text ((const guint8 *) row, sizeof row - 1);
  g_autofree char *value = vf_gaussdb_parameter ((const guint8 *) parameter, sizeof parameter, "server_version");
  g_autofree char *open = vf_gaussdb_parameter ((const guint8 *) parameter, sizeof parameter - 1, "server_version");

  g_assert_cmpstr (code, ==, "28P01");
  g_assert_cmpstr (half, ==, "28P");
  g_assert_null (none);
  g_assert_cmpstr (text, ==, "hello");
  g_assert_null (vf_gaussdb_row_text ((const guint8 *) null, sizeof null - 1));
  g_assert_null (vf_gaussdb_row_text ((const guint8 *) lying, sizeof lying - 1));
  g_assert_null (vf_gaussdb_row_text ((const guint8 *) "", 0));
  g_assert_cmpstr (value, ==, "9.2.4");
  g_assert_cmpstr (open, ==, "9.2.4");
  g_assert_null (vf_gaussdb_parameter ((const guint8 *) parameter, sizeof parameter, "server"));
  g_assert_null (vf_gaussdb_parameter ((const guint8 *) parameter, 14, "server_version"));
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/gaussdb-login/requests", test_requests);
  g_test_add_func ("/gaussdb-login/answers", test_answers);
  g_test_add_func ("/gaussdb-login/endless-rounds", test_endless_rounds);
  g_test_add_func ("/gaussdb-login/versions", test_versions);
  g_test_add_func ("/gaussdb-login/fields", test_fields);
  return g_test_run ();
}
