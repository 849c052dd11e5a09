#include "connection/connection.h"

#include <libpq-fe.h>

#include "connection/environment.h"
#include "error.h"
#include "sample.h"
#include "test.h"

static const VfKeyFiles all_files = { "/s/root.crt", "/s/client.crt", "/s/client.key", "/s/none" };
static const VfKeyFiles no_files = { NULL, NULL, NULL, "/s/none" };

static VfConnection *
make_connection (VfSslMode mode)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.test", NULL, 0, "shop", "al");

  return vf_connection_new (target, NULL, mode);
}

static char *
to_text (const VfConnection *connection, const VfKeyFiles *files)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (connection, files);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    g_string_append_printf (text, "%s%s=%s", i ? " " : "", vf_keywords_get_name (keywords, i),
                            vf_keywords_get_value (keywords, i));
  return g_string_free (text, FALSE);
}

static void
test_modes (void)
{
  static const struct
  {
    VfSslMode mode;
    const VfKeyFiles *files;
    const char *ssl;
    const char *why;
  } cases[] = {
    { VF_SSL_MODE_REQUIRE, &all_files, "sslmode=require sslrootcert=/s/none sslcert=/s/client.crt sslkey=/s/client.key",
      "Require with a root would verify" },
    { VF_SSL_MODE_REQUIRE, &no_files, "sslmode=require sslrootcert=/s/none sslcert=/s/none sslkey=/s/none",
      "nothing is left to the home folder" },
    { VF_SSL_MODE_VERIFY_CA, &all_files,
      "sslmode=verify-ca sslrootcert=/s/root.crt sslcert=/s/client.crt sslkey=/s/client.key", "with a client" },
    { VF_SSL_MODE_VERIFY_CA, &no_files, "sslmode=verify-ca sslrootcert=/s/none sslcert=/s/none sslkey=/s/none",
      "without a root it fails, and does not find one in the home folder" },
    { VF_SSL_MODE_VERIFY_FULL, &all_files,
      "sslmode=verify-full sslrootcert=/s/root.crt sslcert=/s/client.crt sslkey=/s/client.key", "the strongest" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VfConnection) connection = make_connection (cases[i].mode);
      g_autofree char *text = to_text (connection, cases[i].files);
      g_autofree char *expected = g_strdup_printf (
        "host=db.test port=5432 dbname=shop user=al %s sslcrl=/s/none gssencmode=disable", cases[i].ssl);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (text, ==, expected);
    }
}

static void
test_target_words (void)
{
  static const struct
  {
    const char *hostaddr;
    guint port;
    const char *dbname;
    const char *user;
    const char *expected;
  } cases[] = {
    { "192.0.2.1", 8000, "shop", "al", "host=db.test hostaddr=192.0.2.1 port=8000 dbname=shop user=al " },
    { NULL, 0, NULL, "al", "host=db.test port=5432 dbname=al user=al " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VfTarget) target
        = vf_target_new ("db.test", cases[i].hostaddr, cases[i].port, cases[i].dbname, cases[i].user);
      g_autoptr (VfConnection) connection = vf_connection_new (target, NULL, VF_SSL_MODE_REQUIRE);
      g_autofree char *text = to_text (connection, &no_files);

      g_assert_true (g_str_has_prefix (text, cases[i].expected));
    }
}

/* The person's user and database are said even if they were not typed: PGUSER must not count. */
static void
test_nothing_unsaid (void)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.test", NULL, 0, NULL, NULL);
  g_autoptr (VfConnection) connection = vf_connection_new (target, NULL, VF_SSL_MODE_REQUIRE);
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (connection, &no_files);

  g_assert_cmpstr (vf_keywords_lookup (keywords, "user"), ==, g_get_user_name ());
  g_assert_cmpstr (vf_keywords_lookup (keywords, "dbname"), ==, g_get_user_name ());
  g_assert_null (vf_keywords_lookup (keywords, "password"));
}

static VfConnection *
with_option (VfConnection *taken, const char *keyword, const char *value)
{
  g_autoptr (VfConnection) connection = taken;
  g_autoptr (GError) error = NULL;
  VfConnection *changed = vf_connection_with_option (connection, keyword, value, &error);

  g_assert_no_error (error);
  return changed;
}

static void
test_options (void)
{
  g_autoptr (VfConnection) plain = make_connection (VF_SSL_MODE_VERIFY_CA);
  g_autoptr (VfConnection) timed = with_option (vf_connection_ref (plain), "connect_timeout", "3");
  g_autoptr (VfConnection) bound = with_option (vf_connection_ref (timed), "channel_binding", "require");
  g_autoptr (VfConnection) kerberos = with_option (vf_connection_ref (plain), "gssencmode", "prefer");
  g_autoptr (VfConnection) without = with_option (vf_connection_ref (bound), "connect_timeout", NULL);
  g_autofree char *bound_text = to_text (bound, &no_files);
  g_autofree char *kerberos_text = to_text (kerberos, &no_files);
  g_autofree char *plain_text = to_text (plain, &no_files);

  g_assert_true (g_str_has_suffix (bound_text, " gssencmode=disable channel_binding=require connect_timeout=3"));
  g_assert_true (g_str_has_suffix (kerberos_text, " gssencmode=prefer"));
  g_assert_true (g_str_has_suffix (plain_text, " gssencmode=disable"));
  g_assert_cmpstr (vf_connection_list_options (bound)[1], ==, "connect_timeout");
  g_assert_null (vf_connection_list_options (bound)[2]);
  g_assert_null (vf_connection_get_option (without, "connect_timeout"));
  g_assert_cmpstr (vf_connection_get_option (without, "channel_binding"), ==, "require");
}

/* A list that does not exist switches a directory of lists off without a word. */
static void
test_revocation (void)
{
  static const struct
  {
    const char *file;
    const char *directory;
    const char *expected;
  } cases[] = {
    { NULL, NULL, " sslcrl=/s/none gssencmode" },
    { "/c/a.crl", NULL, " sslcrl=/c/a.crl gssencmode" },
    { NULL, "/c", " sslcrl= sslcrldir=/c gssencmode" },
    { "/c/a.crl", "/c", " sslcrl=/c/a.crl sslcrldir=/c gssencmode" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VfConnection) connection = make_connection (VF_SSL_MODE_VERIFY_CA);
      g_autofree char *text = NULL;

      if (cases[i].file)
        connection = with_option (g_steal_pointer (&connection), "sslcrl", cases[i].file);
      if (cases[i].directory)
        connection = with_option (g_steal_pointer (&connection), "sslcrldir", cases[i].directory);
      text = to_text (connection, &all_files);
      g_assert_nonnull (strstr (text, cases[i].expected));
    }
}

static void
test_refused_options (void)
{
  static const char *const refused[]
    = { "host", "hostaddr", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", "password",
        "sslpassword", "passfile", "service", "replication", "loggerLevel", "Host", "" };
  g_autoptr (VfConnection) connection = make_connection (VF_SSL_MODE_REQUIRE);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", refused[i]);
      g_assert_null (vf_connection_with_option (connection, refused[i], "x", &error));
      g_assert_error (error, VF_ERROR, VF_ERROR_SYNTAX);
    }
}

static void
test_system_authorities (void)
{
  g_autoptr (VfConnection) plain = make_connection (VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfConnection) full = vf_connection_with_system_authorities (plain, TRUE);
  g_autoptr (VfConnection) ca = vf_connection_with_mode (full, VF_SSL_MODE_VERIFY_CA);
  g_autoptr (VfConnection) require = vf_connection_with_mode (full, VF_SSL_MODE_REQUIRE);
  g_autoptr (VfKeywords) full_words = vf_connection_to_keywords (full, &all_files);
  g_autoptr (VfKeywords) ca_words = vf_connection_to_keywords (ca, &all_files);
  g_autoptr (VfKeywords) require_words = vf_connection_to_keywords (require, &all_files);
  const char *root = vf_keywords_lookup (full_words, "sslrootcert");

  g_assert_cmpstr (vf_keywords_lookup (require_words, "sslrootcert"), ==, "/s/none");
  g_assert_cmpstr (root, !=, "/s/root.crt");
  if (PQlibVersion () >= 160000)
    g_assert_cmpstr (root, ==, "system");
  else
    g_assert_cmpstr (root, !=, "system");
  /* libpq refuses that word for any weaker mode */
  g_assert_cmpstr (vf_keywords_lookup (ca_words, "sslrootcert"), !=, "system");
  g_assert_true (vf_is_system_authorities_path ("system"));
  g_assert_false (vf_is_system_authorities_path ("/s/root.crt"));
  g_assert_false (vf_is_system_authorities_path (NULL));
}

/* One word that libpq does not know makes it refuse all of them. */
static void
test_libpq_accepts (void)
{
  g_autoptr (VfConnection) connection = make_connection (VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (connection, &all_files);

  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    {
      g_assert_true (vf_libpq_knows_keyword (vf_keywords_get_name (keywords, i)));
      /* newer than libpq 13 */
      g_assert_cmpstr (vf_keywords_get_name (keywords, i), !=, "sslcrldir");
      g_assert_cmpstr (vf_keywords_get_name (keywords, i), !=, "sslsni");
      g_assert_cmpstr (vf_keywords_get_name (keywords, i), !=, "sslcertmode");
    }
  g_assert_false (vf_libpq_knows_keyword ("sslfrob"));
}

static VfConnection *
apply (VfConnection *connection, VfFixId id, const char *argument, const char *reached, GError **error)
{
  g_autoptr (VfFix) fix = vf_fix_new (id, argument, NULL);

  return vf_fix_apply (connection, fix, reached, error);
}

static void
test_fix_target (void)
{
  static const struct
  {
    VfFixId id;
    const char *argument;
    const char *reached;
    const char *host;     /* NULL: does not fit */
    const char *hostaddr;
    guint port;
    const char *user;
    const char *why;
  } cases[] = {
    { VF_FIX_USE_LISTED_NAME, "listed.test", "192.0.2.1", "listed.test", "192.0.2.1", 0, "al", "the address reached" },
    { VF_FIX_USE_LISTED_NAME, "listed.test", NULL, NULL, .why = "no address is known" },
    { VF_FIX_USE_LISTED_NAME, "*.listed.test", "192.0.2.1", NULL, .why = "a pattern is no name" },
    { VF_FIX_USE_LISTED_NAME, NULL, "192.0.2.1", NULL, .why = "no name" },
    { VF_FIX_USE_PORT, "8000", NULL, "db.test", NULL, 8000, "al", "another port" },
    { VF_FIX_USE_PORT, "0", NULL, NULL, .why = "no port" },
    { VF_FIX_USE_PORT, NULL, NULL, NULL, .why = "no port" },
    { VF_FIX_USE_CERTIFICATE_USER, "carol", NULL, "db.test", NULL, 0, "carol", "another user" },
    { VF_FIX_USE_CERTIFICATE_USER, "", NULL, NULL, .why = "no user" },
    { VF_FIX_DROP_CLIENT_CERTIFICATE, NULL, NULL, NULL, .why = "there is none" },
    { VF_FIX_TRUST_THIS_AUTHORITY, NULL, NULL, NULL, .why = "no certificate" },
    { VF_FIX_NONE, NULL, NULL, NULL, .why = "nothing" },
  };
  g_autoptr (VfConnection) connection = make_connection (VF_SSL_MODE_VERIFY_FULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (VfConnection) fixed
        = apply (connection, cases[i].id, cases[i].argument, cases[i].reached, &error);
      VfTarget *target = fixed ? vf_connection_get_target (fixed) : NULL;

      g_test_message ("%s", cases[i].why);
      if (!cases[i].host)
        {
          g_assert_error (error, VF_ERROR, VF_ERROR_FAILED);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (vf_target_get_host (target), ==, cases[i].host);
      g_assert_cmpstr (vf_target_get_hostaddr (target), ==, cases[i].hostaddr);
      g_assert_cmpuint (vf_target_get_port (target), ==, cases[i].port);
      g_assert_cmpstr (vf_target_get_user (target), ==, cases[i].user);
      g_assert_cmpint (vf_connection_get_mode (fixed), ==, VF_SSL_MODE_VERIFY_FULL);
    }
}

static void
test_fix_rest (void)
{
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);
  g_autoptr (VfConnection) bare = make_connection (VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfConnection) connection = vf_connection_with_credentials (bare, credentials);
  g_autoptr (VfConnection) weaker = apply (connection, VF_FIX_USE_MODE_REQUIRE, NULL, NULL, NULL);
  g_autoptr (VfConnection) system = apply (connection, VF_FIX_USE_SYSTEM_AUTHORITIES, NULL, NULL, NULL);
  g_autoptr (VfConnection) dropped = apply (connection, VF_FIX_DROP_CLIENT_CERTIFICATE, NULL, NULL, NULL);
  g_autoptr (VfConnection) unbound = apply (connection, VF_FIX_CHANNEL_BINDING_OFF, NULL, NULL, NULL);
  g_autoptr (VfConnection) trimmed = apply (connection, VF_FIX_TRIM_PASSWORD, NULL, NULL, NULL);
  g_autoptr (VfConnection) decoded = apply (connection, VF_FIX_DECODE_PASSWORD, NULL, NULL, NULL);
  g_autoptr (VfConnection) consenting = apply (connection, VF_FIX_SEND_PASSWORD_ANYWAY, NULL, NULL, NULL);
  g_autoptr (VfConnection) still = vf_connection_with_mode (consenting, VF_SSL_MODE_VERIFY_CA);

  g_assert_cmpint (vf_connection_get_mode (weaker), ==, VF_SSL_MODE_REQUIRE);
  g_assert_true (vf_connection_get_system_authorities (system));
  g_assert_cmpuint (vf_credentials_get_client_chain (vf_connection_get_credentials (dropped))->len, ==, 0);
  g_assert_cmpuint (vf_credentials_get_client_chain (vf_connection_get_credentials (connection))->len, ==, 1);
  g_assert_cmpstr (vf_connection_get_option (unbound, "channel_binding"), ==, "disable");
  g_assert_true (trimmed == connection);
  g_assert_true (decoded == connection);
  g_assert_false (vf_connection_get_unproven_password (connection));
  g_assert_true (vf_connection_get_unproven_password (consenting));
  g_assert_true (vf_connection_get_unproven_password (still));
}

static void
test_fix_options (void)
{
  g_autoptr (VfConnection) plain = make_connection (VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfConnection) low = with_option (vf_connection_ref (plain), "ssl_min_protocol_version", "TLSv1");
  g_autoptr (VfConnection) narrow = with_option (vf_connection_ref (low), "ssl_max_protocol_version", "TLSv1.1");
  g_autoptr (VfConnection) tuned = with_option (vf_connection_ref (narrow), "options", "-c x=y");
  g_autoptr (VfConnection) usual = apply (tuned, VF_FIX_DEFAULT_TLS_VERSIONS, NULL, NULL, NULL);
  g_autoptr (VfConnection) untuned = apply (tuned, VF_FIX_DROP_OPTION, "options", NULL, NULL);
  g_autoptr (VfConnection) direct = apply (plain, VF_FIX_DIRECT_TLS, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (vf_connection_get_option (usual, "ssl_min_protocol_version"));
  g_assert_null (vf_connection_get_option (usual, "ssl_max_protocol_version"));
  g_assert_nonnull (vf_connection_get_option (usual, "options"));
  g_assert_null (vf_connection_get_option (untuned, "options"));
  g_assert_nonnull (vf_connection_get_option (untuned, "ssl_min_protocol_version"));
  g_assert_true (!direct == !vf_libpq_knows_keyword ("sslnegotiation"));
  g_assert_null (apply (plain, VF_FIX_DROP_OPTION, "options", NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_FAILED);
}

static void
test_fix_authority (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Another Root");
  g_autoptr (TestPair) link = test_pair_new_intermediate ("Link", root);
  g_autoptr (GBytes) der = test_pair_to_der (root);
  g_autoptr (GBytes) link_der = test_pair_to_der (link);
  g_autoptr (GByteArray) both = g_byte_array_new ();
  g_autoptr (GBytes) both_der = NULL;
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("rubbish", 7);
  g_autoptr (VfConnection) bare = make_connection (VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfConnection) system = vf_connection_with_system_authorities (bare, TRUE);
  g_autoptr (VfFix) trust = vf_fix_new (VF_FIX_TRUST_THIS_AUTHORITY, "AA", der);
  g_autoptr (VfFix) add = vf_fix_new (VF_FIX_ADD_INTERMEDIATE, NULL, link_der);
  g_autoptr (VfFix) add_both = NULL;
  g_autoptr (VfFix) broken = vf_fix_new (VF_FIX_TRUST_THIS_AUTHORITY, "AA", rubbish);
  g_autoptr (GError) error = NULL;
  g_autoptr (VfConnection) trusting = vf_fix_apply (system, trust, NULL, &error);
  g_autoptr (VfConnection) imported = NULL;

  g_assert_no_error (error);
  g_byte_array_append (both, g_bytes_get_data (link_der, NULL), (guint) g_bytes_get_size (link_der));
  g_byte_array_append (both, g_bytes_get_data (der, NULL), (guint) g_bytes_get_size (der));
  both_der = g_byte_array_free_to_bytes (g_steal_pointer (&both));
  add_both = vf_fix_new (VF_FIX_ADD_INTERMEDIATE, NULL, both_der);
  imported = vf_fix_apply (system, add_both, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (vf_connection_get_system_authorities (imported));
  g_assert_cmpuint (vf_credentials_get_authorities (vf_connection_get_credentials (imported))->len, ==, 2);
  g_assert_false (vf_connection_get_system_authorities (trusting));
  g_assert_cmpuint (vf_credentials_get_authorities (vf_connection_get_credentials (trusting))->len, ==, 1);
  g_assert_null (vf_fix_apply (system, add, NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (vf_fix_apply (bare, broken, NULL, &error));
  g_assert_nonnull (error);
}

static void
test_environment (void)
{
  static const char *const environment[] = {
    "PGHOST=nowhere", "PGPORT=1", "PGUSER=x", "PGDATABASE=x", "PGSSLMODE=disable", "PGSSLROOTCERT=/x", "PGSSLCERT=/x",
    "PGSSLKEY=/x", "PGSSLCRL=/x", "PGGSSENCMODE=require", "PGPASSWORD=geheim", "PGSERVICE=other", "PGAPPNAME=x",
    "PGHOSTADDR=192.0.2.9", "PGCHANNELBINDING=require", "PGSSLMINPROTOCOLVERSION=", "PGSSLCRLDIR=/x", "PATH=/bin",
    "XPGHOSTADDR=x", "PGHOSTADDRX=x", NULL,
  };
  g_autoptr (VfConnection) plain = make_connection (VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfConnection) bound = with_option (vf_connection_ref (plain), "channel_binding", "disable");
  g_autoptr (VfConnection) revoking = with_option (vf_connection_ref (bound), "sslcrl", "/c/a.crl");
  g_autoptr (GPtrArray) more = vf_environment_find_leaks (revoking, environment);
  g_autoptr (GPtrArray) found = vf_environment_find_leaks (plain, environment);
  g_autoptr (GPtrArray) less = vf_environment_find_leaks (bound, environment);
  g_autoptr (GPtrArray) nothing = vf_environment_find_leaks (plain, (const char *const[]){ NULL });

  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (more->len, ==, 2);
  g_assert_cmpuint (less->len, ==, 1);
  g_assert_cmpint (vf_finding_get_code (less->pdata[0]), ==, VF_CODE_ENVIRONMENT_LEAK);
  g_assert_cmpstr (vf_finding_get_subject (less->pdata[0]), ==, "PGHOSTADDR");
  g_assert_cmpstr (vf_finding_get_detail (less->pdata[0]), ==, "hostaddr=192.0.2.9");
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/connection/modes", test_modes);
  g_test_add_func ("/connection/target", test_target_words);
  g_test_add_func ("/connection/nothing-unsaid", test_nothing_unsaid);
  g_test_add_func ("/connection/options", test_options);
  g_test_add_func ("/connection/revocation", test_revocation);
  g_test_add_func ("/connection/refused-options", test_refused_options);
  g_test_add_func ("/connection/system-authorities", test_system_authorities);
  g_test_add_func ("/connection/libpq-accepts", test_libpq_accepts);
  g_test_add_func ("/connection/environment", test_environment);
  g_test_add_func ("/connection/fix-target", test_fix_target);
  g_test_add_func ("/connection/fix-rest", test_fix_rest);
  g_test_add_func ("/connection/fix-options", test_fix_options);
  g_test_add_func ("/connection/fix-authority", test_fix_authority);
  return g_test_run ();
}
