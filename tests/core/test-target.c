#include "connection/target.h"

#include "connection/ssl-mode.h"
#include "error.h"
#include "test.h"

static void
test_tidy (void)
{
  static const struct
  {
    const char *input;
    const char *host;
    const char *port;
    gboolean changed;
    const char *why;
  } cases[] = {
    { "db.example.com", "db.example.com", NULL, FALSE, "nothing to mend" },
    { " db.example.com\n", "db.example.com", NULL, TRUE, "blanks around it" },
    { "db.example.com:5432", "db.example.com", "5432", TRUE, "a port behind it" },
    { "db.example.com : 5432", "db.example.com", "5432", TRUE, "blanks around the colon" },
    { "db.example.com 5432", "db.example.com", "5432", TRUE, "as psql's manual pages print it" },
    { "db.example.com:5432/", "db.example.com", "5432", TRUE, "a slash at the end" },
    { "https://db.example.com/", "db.example.com", NULL, TRUE, "a web scheme" },
    { "db.example.com：8000", "db.example.com", "8000", TRUE, "the colon of a Chinese keyboard" },
    { "db.example.com\xe2\x80\x8b", "db.example.com", NULL, TRUE, "an invisible blank from a web page" },
    { "\xef\xbb\xbf" "db.example.com", "db.example.com", NULL, TRUE, "a byte order mark" },
    { "192.0.2.1:8000", "192.0.2.1", "8000", TRUE, "IPv4 with port" },
    { "2001:db8::1", "2001:db8::1", NULL, FALSE, "IPv6 has colons of its own" },
    { "[2001:db8::1]", "2001:db8::1", NULL, TRUE, "brackets" },
    { "[2001:db8::1]:5433", "2001:db8::1", "5433", TRUE, "brackets and port" },
    { "db.example.com:", "db.example.com:", NULL, FALSE, "a colon without a port is not understood" },
    { "db.example.com:port", "db.example.com:port", NULL, FALSE, "a word is no port" },
    { "db.example.com:123456", "db.example.com:123456", NULL, FALSE, "too long for a port" },
    { "", "", NULL, FALSE, "nothing" },
    { "/", "/", NULL, FALSE, "only a slash" },
    { ":", ":", NULL, FALSE, "only a colon" },
    { "[", "[", NULL, FALSE, "only a bracket" },
    { "[]", "[]", NULL, FALSE, "empty brackets" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *host = NULL;
      g_autofree char *port = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (vf_target_tidy_host (cases[i].input, &host, &port), ==, cases[i].changed);
      g_assert_cmpstr (host, ==, cases[i].host);
      g_assert_cmpstr (port, ==, cases[i].port);
    }
}

static void
test_fields (void)
{
  static const struct
  {
    VfField field;
    const char *text;
    const char *part;   /* of the sentence; NULL: it is fine */
  } cases[] = {
    { VF_FIELD_HOST, "db.example.com", NULL },
    { VF_FIELD_HOST, "localhost", NULL },
    { VF_FIELD_HOST, "db.example.com.", NULL },
    { VF_FIELD_HOST, "pgm-bp1_x.pg.rds.aliyuncs.com", NULL },
    { VF_FIELD_HOST, "192.0.2.1", NULL },
    { VF_FIELD_HOST, "2001:db8::1", NULL },
    { VF_FIELD_HOST, "fe80::1%eth0", NULL },
    { VF_FIELD_HOST, "", "console" },
    { VF_FIELD_HOST, "/var/run/postgresql", "socket" },
    { VF_FIELD_HOST, "postgresql://db/x", "URI" },
    { VF_FIELD_HOST, "a.example,b.example", "several" },
    { VF_FIELD_HOST, "my host", "blanks" },
    { VF_FIELD_HOST, "db.example.com:5432", "5432" },
    { VF_FIELD_HOST, "[2001:db8::1]:5433", "5433" },
    { VF_FIELD_HOST, "db..example.com", "dot" },
    { VF_FIELD_HOST, ".example.com", "dot" },
    { VF_FIELD_HOST, "192.0.2.300", "IPv4" },
    { VF_FIELD_HOST, "192.0.2", "IPv4" },
    { VF_FIELD_HOST, "db.exämple.com", "xn--" },
    { VF_FIELD_HOST, "db;drop.com", ";" },
    { VF_FIELD_HOST, "user@db.example.com", "@" },
    { VF_FIELD_HOST, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com", "63" },
    { VF_FIELD_PORT, "", NULL },
    { VF_FIELD_PORT, "5432", NULL },
    { VF_FIELD_PORT, "65535", NULL },
    { VF_FIELD_PORT, "0", "65535" },
    { VF_FIELD_PORT, "65536", "65535" },
    { VF_FIELD_PORT, "-1", "65535" },
    { VF_FIELD_PORT, "five", "65535" },
    { VF_FIELD_PORT, "99999999999999999999", "65535" },
    { VF_FIELD_DBNAME, "", NULL },
    { VF_FIELD_DBNAME, "shöp = 'x'", NULL },
    { VF_FIELD_DBNAME, "a\nb", "control" },
    { VF_FIELD_USER, "postgres.abcdefghij", NULL },
    { VF_FIELD_USER, "a\tb", "control" },
    { VF_FIELD_USER, "\xff", "control" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *wrong = vf_target_check_field (cases[i].field, cases[i].text);
      g_autofree char *shown = g_strescape (cases[i].text, NULL);

      g_test_message ("%s: %s", shown, wrong);
      if (cases[i].part)
        {
          g_assert_nonnull (wrong);
          g_assert_nonnull (strstr (wrong, cases[i].part));
        }
      else
        g_assert_null (wrong);
    }
}

static void
test_check (void)
{
  static const struct
  {
    const char *host;
    const char *hostaddr;
    guint port;
    const char *part;
  } cases[] = {
    { "db.example.com", NULL, 0, NULL },
    { "db.example.com", "192.0.2.1", 5432, NULL },
    { "db.example.com", "fe80::1%lo", 5432, NULL },
    { NULL, NULL, 0, "Host" },
    { "my host", NULL, 0, "Host" },
    { "db.example.com", NULL, 70000, "Port" },
    { "db.example.com", "db", 5432, "hostaddr" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VfTarget) target = vf_target_new (cases[i].host, cases[i].hostaddr, cases[i].port, "", "");
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (vf_target_check (target, &error), ==, cases[i].part == NULL);
      if (cases[i].part)
        {
          g_assert_error (error, VF_ERROR, VF_ERROR_SYNTAX);
          g_assert_nonnull (strstr (error->message, cases[i].part));
        }
    }
}

static void
test_defaults (void)
{
  g_autoptr (VfTarget) bare = vf_target_new ("db", NULL, 0, NULL, "al");
  g_autoptr (VfTarget) full = vf_target_with_defaults (bare);
  g_autoptr (VfTarget) said = vf_target_new ("db", "", 5432, "al", "al");
  g_autoptr (VfTarget) nobody = vf_target_new ("db", NULL, 1, "x", NULL);
  g_autoptr (VfTarget) me = vf_target_with_defaults (nobody);

  g_assert_false (vf_target_equal (bare, full));
  g_assert_true (vf_target_equal (said, full));
  g_assert_cmpstr (vf_target_get_user (me), ==, g_get_user_name ());
  g_assert_cmpstr (vf_target_get_dbname (me), ==, "x");
}

static void
test_modes (void)
{
  for (guint i = 0; i < VF_N_SSL_MODES; i++)
    {
      VfSslMode mode;

      g_assert_true (vf_ssl_mode_from_string (vf_ssl_mode_to_string ((VfSslMode) i), &mode));
      g_assert_cmpint (mode, ==, i);
      g_assert_nonnull (vf_ssl_mode_title (mode));
      g_assert_nonnull (vf_ssl_mode_describe (mode));
    }
  g_assert_false (vf_ssl_mode_from_string ("prefer", &(VfSslMode){ 0 }));
  g_assert_false (vf_ssl_mode_from_string (NULL, &(VfSslMode){ 0 }));
}

/* Whatever is typed: tidying ends, and tidying twice changes nothing more. */
static void
test_any_text (void)
{
  static const char alphabet[] = "a1.:[]/ @%-\xe3\x80\x80";

  for (guint round = 0; round < 2000; round++)
    {
      char text[16] = "";
      g_autofree char *host = NULL;
      g_autofree char *port = NULL;
      g_autofree char *again = NULL;
      g_autofree char *no_port = NULL;
      g_autofree char *wrong = NULL;

      for (gint i = 0, n = g_test_rand_int_range (0, sizeof text); i < n; i++)
        text[i] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
      vf_target_tidy_host (text, &host, &port);
      wrong = vf_target_check_field (VF_FIELD_HOST, host);
      if (wrong)
        continue;
      g_assert_false (vf_target_tidy_host (host, &again, &no_port));
      g_assert_cmpstr (again, ==, host);
    }
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/target/tidy", test_tidy);
  g_test_add_func ("/target/fields", test_fields);
  g_test_add_func ("/target/check", test_check);
  g_test_add_func ("/target/defaults", test_defaults);
  g_test_add_func ("/target/modes", test_modes);
  g_test_add_func ("/target/any-text", test_any_text);
  return g_test_run ();
}
