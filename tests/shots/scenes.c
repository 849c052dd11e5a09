/* The rows of the table of errors, each as a server that makes it happen. */

#include "config.h"

#include "scene.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define GOOD .chain = { PAIR_LEAF }, .trust = PAIR_ROOT, .password = "secret"
#define READY { .ready = "15.4" }
#define ASK { .auth = 3 }
#define ERROR(state, text, where) { .sqlstate = state, .message = text, .function = where }
/* a login that ends with an error at once, or after a password */
#define REFUSES(state, text, where) GOOD, .answers = { ERROR (state, text, where) }
#define REFUSES_LATER(state, text, where) GOOD, .answers = { ASK, ERROR (state, text, where) }

static FakeGaussdb dws = { .user = "app", .password = "secret", .code = 10, .stored = 2, .iterations = 10000,
                           .version = "PostgreSQL 9.2.4 (GaussDB 8.1.3 build 9f1d1b9d) compiled at 2023-03-02" };
static FakeGaussdb with_sm3 = { .user = "app", .password = "secret", .code = 13, .stored = 3, .iterations = 10000,
                                .version = "(openGauss 5.0.0 build a07d57c3) compiled at 2023-03-29" };

#define BYTES(text) text, sizeof (text) - 1
/* a server of TLS 1.2 that knows nothing of RFC 5746, and one that does not like the name of our protocol (RFC 7301) */
#define OLD_HELLO "\x16\x03\x03\0\x2a\x02\0\0\x26\x03\x03" "0123456789abcdef0123456789abcdef" "\0\xc0\x2f\0"
#define ALERT_NO_PROTOCOL "\x15\x03\x03\0\2\2\x78"

/* --- scenes of their own --- */

static void
arrange_running (Shot *shot)
{
  shot_prepare (shot);
  shot_show (shot, "check");
  shot_wait (1500);
}

static void
arrange_stopped (Shot *shot)
{
  arrange_running (shot);
  window_test_activate (shot->test, "cancel", NULL);
}

/* A revocation list of the authority that the scene trusts; it names the server's certificate, or is another's. */
static void
arrange_crl (Shot *shot, Pair issuer)
{
  const TestPair *revoked = scene_pair (PAIR_LEAF);
  g_autofree char *pem = test_crl_to_pem (scene_pair (issuer), &revoked, 1);
  g_autofree char *path = test_write_file (shot->test->directory, "list.crl", pem);
  g_autoptr (GError) error = NULL;

  shot_prepare (shot);
  vf_session_set_option (shot_session (shot), "sslcrl", path, &error);
  g_assert_no_error (error);
  shot_check (shot);
}

static void
arrange_revoked (Shot *shot)
{
  arrange_crl (shot, PAIR_ROOT);
}

static void
arrange_other_list (Shot *shot)
{
  arrange_crl (shot, PAIR_OTHER);
}

/* A port whose queue is full: what comes is dropped without a word, as by a firewall. */
static void
arrange_dropped (Shot *shot)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int fillers[4];
  g_autoptr (VfTarget) target = NULL;

  g_assert_cmpint (bind (listener, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (listener, 0), ==, 0);
  g_assert_cmpint (getsockname (listener, (struct sockaddr *) &address, &length), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++)
    {
      fillers[i] = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      connect (fillers[i], (struct sockaddr *) &address, sizeof address);
    }
  shot_prepare (shot);
  target = vf_target_new ("db.test", "127.0.0.1", ntohs (address.sin_port), "shop", "app");
  vf_session_set_target (shot_session (shot), target);
  shot_check (shot);
  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++)
    close (fillers[i]);
  close (listener);
}

/* A private name, which no file of this computer knows. */
static void
arrange_unknown_host (Shot *shot)
{
  g_autoptr (VfTarget) target = vf_target_new ("pgm-8vb1.pg.rds.invalid", NULL, 5432, "shop", "app");

  shot_prepare (shot);
  vf_session_set_target (shot_session (shot), target);
  shot_check (shot);
}

static void
arrange_no_root (Shot *shot)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.test", "127.0.0.1", 5432, "shop", "app");

  shot_prepare (shot);
  vf_session_set_target (shot_session (shot), target);
  shot_check (shot);
}

static void
arrange_unknown_word (Shot *shot)
{
  shot_paste_host (shot, "postgresql://app@db.test/shop?sslmode=verify-all&sslmod=require&pool=3");
}

static void
arrange_address_only (Shot *shot)
{
  g_autofree char *text = NULL;

  shot_prepare (shot);
  text = g_strdup_printf ("hostaddr=127.0.0.1 port=%u dbname=shop user=app sslmode=verify-full",
                          fake_pg_get_port (shot->fake));
  shot_paste_host (shot, text);
  window_test_activate (shot->test, "next", NULL);
  shot_wait (300);
  shot_check (shot);
}

static void
arrange_version_range (Shot *shot)
{
  VfSession *session;
  g_autoptr (GError) error = NULL;

  shot_prepare (shot);
  session = shot_session (shot);
  vf_session_set_option (session, "ssl_min_protocol_version", "TLSv1.3", &error);
  g_assert_no_error (error);
  vf_session_set_option (session, "ssl_max_protocol_version", "TLSv1.2", &error);
  g_assert_no_error (error);
  shot_check (shot);
}

static void
arrange_no_home (Shot *shot)
{
  g_autofree char *home = g_strdup (g_getenv ("HOME"));

  g_unsetenv ("HOME");
  shot_prepare (shot);
  shot_check (shot);
  if (home)
    g_setenv ("HOME", home, TRUE);
}

/* --- what a person does then --- */

static void
open_trust (Shot *shot)
{
  shot_press (shot, "C_ompare…");
}

static void
open_rows (GtkWidget *widget)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) && gtk_widget_get_focusable (widget))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    open_rows (child);
}

static void
open_all (Shot *shot)
{
  open_rows (window_test_page (shot->test));
}

static void
say_more (GtkWidget *widget)
{
  if (GTK_IS_EXPANDER (widget))
    gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    say_more (child);
}

static void
open_words (Shot *shot)
{
  say_more (window_test_page (shot->test));
}

static void
apply_first (Shot *shot)
{
  shot_press (shot, "_Apply");
  while (vf_session_get_checking (shot_session (shot)))
    window_test_iterate ();
}

const Scene scenes[] = {
  { "E0", "proven", GOOD, .answers = { READY } },
  { "E0", "proven-open", GOOD, .answers = { READY }, .finish = open_all },
  { "E0", "verify-ca", GOOD, .only_ca = TRUE, .answers = { READY } },
  { "E0", "require", GOOD, .only_encrypted = TRUE, .answers = { READY } },
  { "E0", "running", .trust = PAIR_ROOT, .arrange = arrange_running },
  { "E0", "stopped", .trust = PAIR_ROOT, .arrange = arrange_stopped },

  { "R", "changed", .chain = { PAIR_LEAF }, .only_encrypted = TRUE, .answers = { READY }, .arrange = arrange_changed },
  { "R", "other-server", GOOD, .only_ca = TRUE, .answers = { READY }, .arrange = arrange_other_server },
  { "R", "renew-empty", GOOD, .answers = { READY }, .arrange = arrange_renew_empty },
  { "R", "renew", GOOD, .answers = { READY }, .arrange = arrange_renew },
  { "R", "renew-failing", GOOD, .answers = { READY }, .arrange = arrange_renew_failing },
  { "R", "renew-done", GOOD, .answers = { READY }, .arrange = arrange_renew_done },
  { "R", "renew-testing", .trust = PAIR_ROOT, .arrange = arrange_renew },
  { "R", "renew-unproven", .trust = PAIR_ROOT, .port = 1, .arrange = arrange_renew },
  { "R", "renew-client", GOOD, .client = PAIR_CLIENT_EXPIRED, .answers = { READY }, .arrange = arrange_renew_client },
  { "R", "renew-same", GOOD, .answers = { READY }, .arrange = arrange_renew_same },
  { "R", "saved", GOOD, .answers = { READY }, .arrange = arrange_saved },

  { "P", "start", .arrange = arrange_start },
  { "P", "list", .arrange = arrange_list },
  { "P", "import", .arrange = arrange_import },
  { "P", "list-states", .arrange = arrange_states },
  { "P", "list-checking", .arrange = arrange_checking },
  { "P", "list-checked", .arrange = arrange_checked },
  { "P", "list-search", .arrange = arrange_search },
  { "P", "list-not-found", .arrange = arrange_not_found },
  { "P", "certificates", .arrange = arrange_certificates },
  { "P", "certificate", .arrange = arrange_certificate },
  { "P", "server", .chain = { PAIR_LEAF }, .trust = PAIR_ROOT, .host = "pgm-8vb1o.pg.rds.aliyuncs.com",
    .arrange = arrange_server },
  { "P", "server-pasted", .arrange = arrange_pasted },
  { "P", "security", GOOD, .arrange = arrange_security },
  { "P", "security-name", GOOD, .host = "alias.test", .arrange = arrange_security },
  { "P", "security-self", .chain = { PAIR_SELF }, .trust = PAIR_ROOT, .arrange = arrange_security },
#define DESTINATION(name) \
  { "P", "use-" name, .chain = { PAIR_LEAF }, .trust = PAIR_ROOT, .client = PAIR_CLIENT, .answers = { READY }, \
    .arrange = arrange_destination }
  DESTINATION ("service-file"), DESTINATION ("pgpass"), DESTINATION ("kubernetes"), DESTINATION ("jdbc"),
  DESTINATION ("java-stores"), DESTINATION ("calendar"),
  { "P", "done", .chain = { PAIR_LEAF }, .trust = PAIR_ROOT, .answers = { READY }, .arrange = arrange_done },
  { "P", "done-password", GOOD, .answers = { READY }, .arrange = arrange_done },
  { "P", "not-kept", GOOD, .answers = { READY }, .arrange = arrange_not_kept },
  { "P", "done-gaussdb", GOOD, .spec = { .gaussdb = &dws }, .arrange = arrange_done },

  { "E1", "no-encryption", REFUSES ("28000", "no pg_hba.conf entry for host \"198.51.100.7\", user \"app\", "
                                    "database \"shop\", no encryption", "ClientAuthentication") },
  { "E1b", "not-listed", REFUSES ("28000", "no pg_hba.conf entry for host \"198.51.100.7\", user \"app\", "
                                  "database \"shop\", SSL encryption", "ClientAuthentication") },
  { "E1c", "rejected", REFUSES ("28000", "pg_hba.conf rejects connection for host \"198.51.100.7\", user \"app\", "
                                "database \"shop\", SSL encryption", "ClientAuthentication") },

  { "E2", "self-signed", .chain = { PAIR_SELF }, .trust = PAIR_ROOT },
  { "E2", "self-signed-compare", .chain = { PAIR_SELF }, .trust = PAIR_ROOT, .finish = open_trust },
  { "E2", "untrusted-with-root", .chain = { PAIR_LEAF, PAIR_ROOT }, .trust = PAIR_OTHER },
  { "E2", "untrusted-compare", .chain = { PAIR_LEAF, PAIR_ROOT }, .trust = PAIR_OTHER, .finish = open_trust },
  { "E2", "untrusted", .chain = { PAIR_LEAF }, .trust = PAIR_OTHER },
  { "E2", "intermediate-missing", .chain = { PAIR_BELOW_MIDDLE }, .trust = PAIR_ROOT },
  { "E2", "root-missing", .chain = { PAIR_BELOW_MIDDLE }, .trust = PAIR_MIDDLE },
  { "E2", "public", .chain = { PAIR_BELOW_PUBLIC }, .trust = PAIR_OTHER, .needs_system = TRUE },
  { "E2", "expired", .chain = { PAIR_EXPIRED }, .trust = PAIR_ROOT },
  { "E2", "not-yet-valid", .chain = { PAIR_FUTURE }, .trust = PAIR_ROOT },
  { "E2", "wrong-purpose", .chain = { PAIR_FOR_CLIENTS }, .trust = PAIR_ROOT },
  { "E2", "short-key", .chain = { PAIR_SHORT_KEY }, .trust = PAIR_ROOT },
  { "E2", "weak-signature", .chain = { PAIR_BELOW_WEAK }, .trust = PAIR_WEAK_ROOT },
  { "E2", "revoked", .chain = { PAIR_LEAF }, .trust = PAIR_ROOT, .arrange = arrange_revoked },
  { "E2", "revocation-list", .chain = { PAIR_LEAF }, .trust = PAIR_ROOT, .arrange = arrange_other_list },

  { "E3", "no-authority", .client = PAIR_CLIENT, .arrange = arrange_no_root },
  { "E3b", "no-home", GOOD, .answers = { READY }, .arrange = arrange_no_home },
  { "E4", "wrong-password", REFUSES_LATER ("28P01", "password authentication failed for user \"app\"",
                                           "auth_failed") },
  { "E4", "wrong-password-said", REFUSES_LATER ("28P01", "password authentication failed for user \"app\"",
                                                "auth_failed"), .finish = open_words },
  { "E4", "password-with-blank", .chain = { PAIR_LEAF }, .trust = PAIR_ROOT, .password = "secret ",
    .answers = { ASK, ERROR ("28P01", "password authentication failed for user \"app\"", "auth_failed") } },

  { "E5", "alias", GOOD, .host = "alias.test", .answers = { READY } },
  { "E5", "numeric", GOOD, .host = "127.0.0.1", .answers = { READY } },
  { "E5", "alibaba", .chain = { PAIR_ALIBABA }, .trust = PAIR_ROOT, .host = "pgm-8vb1.pg.rds.aliyuncs.com",
    .answers = { READY } },
  { "E5", "many-names", .chain = { PAIR_MANY_NAMES }, .trust = PAIR_ROOT, .host = "z.example.com",
    .answers = { READY } },
  { "E5", "no-names", .chain = { PAIR_NAMELESS }, .trust = PAIR_ROOT, .answers = { READY } },
  { "E5", "mended", GOOD, .host = "alias.test", .answers = { READY }, .finish = apply_first },

  { "E6", "no-tls", .trust = PAIR_ROOT, .spec = { .answer = "N" } },
  /* the files that are imported are readable for all, as unpacked archives are */
  { "E7", "open-key", GOOD, .client = PAIR_CLIENT, .user = "carol", .spec = { .client_required = TRUE },
    .answers = { READY } },
  { "E8", "client-certificate", REFUSES ("28000", "connection requires a valid client certificate",
                                         "ClientAuthentication") },
  { "E8b", "alert-tls13", GOOD, .spec = { .client_required = TRUE }, .answers = { READY } },
  { "E8b", "alert-tls12", GOOD, .spec = { .client_required = TRUE, .max_version = TLS1_2_VERSION },
    .answers = { READY } },

  { "E9", "web-page", .arrange = arrange_web_page },
  { "E9", "empty-file", .arrange = arrange_empty_file },
  { "E9", "der", .arrange = arrange_der },
  { "E9b", "damaged", .arrange = arrange_damaged },

  { "E10", "gaussdb", GOOD, .spec = { .gaussdb = &dws } },
  { "E10", "gaussdb-unproven", GOOD, .only_encrypted = TRUE, .spec = { .gaussdb = &dws } },
  { "E10", "oauth", GOOD, .answers = { { .auth = 10, .payload = "OAUTHBEARER\0", .payload_length = 13 } } },
  { "E10b", "sm3", GOOD, .spec = { .gaussdb = &with_sm3 } },
  { "E10b", "iam", GOOD, .answers = { { .auth = 14 } } },
  { "E10b", "strange", GOOD, .answers = { { .auth = 13 } } },

  { "E11", "other-key", .arrange = arrange_other_key },
  { "E11b", "wrong-passphrase", .arrange = arrange_wrong_passphrase },
  { "E11c", "locked-key", .arrange = arrange_locked_key },
  { "E11d", "key-format", .arrange = arrange_der_key },
  { "E11d", "ssh-key", .arrange = arrange_ssh_key },
  { "E12", "no-key", .arrange = arrange_no_key },
  { "E12b", "folder", .arrange = arrange_folder },
  { "E13", "swapped", .arrange = arrange_swapped },

  { "E13b", "client-too-weak", GOOD, .client = PAIR_CLIENT_WEAK, .answers = { READY } },

  { "E14", "stray", GOOD, .client = PAIR_CLIENT, .user = "carol", .arrange = arrange_security },
  { "E14", "client-rejected", GOOD, .client = PAIR_CLIENT,
    .spec = { .client_required = TRUE, .client_error = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY },
    .answers = { READY } },
  { "E14b", "client-expired", GOOD, .client = PAIR_CLIENT_EXPIRED,
    .spec = { .client_required = TRUE, .client_error = X509_V_ERR_CERT_HAS_EXPIRED }, .answers = { READY } },
  { "E14b", "client-revoked", GOOD, .client = PAIR_CLIENT,
    .spec = { .client_required = TRUE, .client_error = X509_V_ERR_CERT_REVOKED }, .answers = { READY } },

  { "E15", "our-minimum", GOOD, .keyword = "ssl_min_protocol_version", .value = "TLSv1.3",
    .spec = { .max_version = TLS1_2_VERSION }, .answers = { READY } },
  { "E15", "old-server", GOOD, .spec = { .max_version = TLS1_1_VERSION }, .answers = { READY } },
  { "E15", "oldest-server", GOOD, .spec = { .max_version = TLS1_VERSION }, .answers = { READY } },
  { "E15b", "no-renegotiation", GOOD, .tls_answer = BYTES (OLD_HELLO) },
  { "E16", "no-alpn", GOOD, .tls_answer = BYTES (ALERT_NO_PROTOCOL) },
  { "E17", "closed-in-handshake", .trust = PAIR_ROOT,
    .spec = { .answer = "S", .then = FAKE_THEN_CLOSE } },
  { "E17b", "closed-at-once", .trust = PAIR_ROOT, .spec = { .deaf = TRUE, .then = FAKE_THEN_RESET } },
  { "E18", "http", .trust = PAIR_ROOT, .spec = { .answer = "HTTP/1.1 400 Bad Request\r\n\r\n" } },
  { "E18", "ssh", .trust = PAIR_ROOT,
    .spec = { .greeting = "SSH-2.0-OpenSSH_9.2\r\n", .answer = "Invalid SSH identification string.\r\n",
              .then = FAKE_THEN_CLOSE } },
  { "E18", "mysql", .trust = PAIR_ROOT,
    .spec = { .greeting = "J\0\0\0\n8.0.36\0\b\0\0\0salt", .greeting_length = 20 } },
  { "E19", "error-answer", .trust = PAIR_ROOT,
    .spec = { .answer = "E\0\0\0\x58SFATAL\0C0A000\0Munsupported frontend protocol 1234.5679: server supports 2.0 to 3.0\0",
              .answer_length = 89 } },
  { "E20", "dropped", .trust = PAIR_ROOT, .arrange = arrange_dropped },
  { "E20", "swallowed", .trust = PAIR_ROOT },
  { "E21", "refused", .trust = PAIR_ROOT, .port = 1 },
  { "E22", "unknown-host", .trust = PAIR_ROOT, .arrange = arrange_unknown_host },
  { "E23", "no-route", .trust = PAIR_ROOT, .address = "2001:db8::7" },
  { "E24", "channel-binding", GOOD, .keyword = "channel_binding", .value = "require", .answers = { ASK } },
  { "E25", "no-password", .chain = { PAIR_LEAF }, .trust = PAIR_ROOT, .answers = { ASK } },
  { "E26", "weak-mode", .chain = { PAIR_BELOW_PUBLIC }, .only_ca = TRUE, .password = "secret", .answers = { READY },
    .needs_system = TRUE },
  { "E27", "system-authorities", .chain = { PAIR_BELOW_PUBLIC }, .password = "secret", .answers = { READY },
    .needs_system = TRUE },
  { "E28", "unknown-word", .arrange = arrange_unknown_word },
  { "E28", "version-range", GOOD, .answers = { READY }, .arrange = arrange_version_range },
  { "E29", "endpoint", REFUSES ("XX000", "Endpoint ID is not specified. Either please upgrade the postgres client "
                                "library (libpq) for SNI support or pass the endpoint ID", NULL) },
  { "E29", "tenant", REFUSES ("XX000", "Tenant or user not found", NULL) },
  { "E30", "certificate-user", GOOD, .client = PAIR_CLIENT,
    .answers = { ERROR ("28000", "certificate authentication failed for user \"app\"", "auth_failed") } },
  { "E31", "database-missing", REFUSES ("3D000", "database \"shop\" does not exist", "InitPostgres") },
  { "E31", "permission", REFUSES ("42501", "permission denied for database \"shop\"", "InitPostgres") },
  { "E31", "no-login", REFUSES ("28000", "role \"app\" is not permitted to log in", "InitializeSessionUserId") },
  { "E31", "full", REFUSES ("53300", "sorry, too many clients already", "InitProcess") },
  { "E31", "not-accepting", REFUSES ("55000", "database \"shop\" is not currently accepting connections",
                                     "InitPostgres") },
  { "E31", "starting", REFUSES ("57P03", "the database system is starting up", "ProcessStartupPacket") },
  { "E32", "no-host", GOOD, .arrange = arrange_address_only, .answers = { READY } },
  { "E33", "tls-only-port", .trust = PAIR_ROOT, .spec = { .answer = "\x15\x03\x01\0\x02\x02\x0a", .answer_length = 7 } },
  { "E34", "startup-parameter", REFUSES ("08P01", "unsupported startup parameter: options", NULL),
    .keyword = "options", .value = "-c geqo=off" },
  { "E35", "clear-password", GOOD, .only_encrypted = TRUE, .answers = { { .auth = 3 } } },
};

const guint n_scenes = G_N_ELEMENTS (scenes);
