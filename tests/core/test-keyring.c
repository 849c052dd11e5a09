#include "store/keyring.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "error.h"
#include "sample.h"
#include "test.h"


static VfTarget *
make_target (void)
{
  return vf_target_new ("db.test", NULL, 0, NULL, "al");
}

static void
use_file (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "test.keyring", NULL);

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
}

/* Each case is a process of its own: libsecret decides once where secrets go. */
static gboolean
in_own_process (void)
{
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("in a Flatpak's sandbox libsecret asks a portal for its key, and here is none");
      return FALSE;
    }
  if (g_test_subprocess ())
    return TRUE;
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  return FALSE;
}

/* libsecret's file backend, which only these cases use, leaks an entity tag with every write (0.20.5). */
static void
forgive_leaks (void)
{
  const char *options = g_getenv ("ASAN_OPTIONS");
  g_autofree char *forgiving = g_strconcat (options ? options : "", ":detect_leaks=0", NULL);

  g_setenv ("ASAN_OPTIONS", forgiving, TRUE);
}

static void
assert_stored (VfTarget *target, VfSecretKind kind, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) secret = vf_keyring_lookup (target, kind, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (secret ? secret_value_get_text (secret) : NULL, ==, expected);
}

static void
store (VfTarget *target, VfSecretKind kind, const char *text)
{
  g_autoptr (SecretValue) secret = test_secret (text);
  g_autoptr (GError) error = NULL;

  vf_keyring_store (target, kind, secret, NULL, &error);
  g_assert_no_error (error);
}

static void
test_round_trip (void)
{
  g_autoptr (VfTarget) target = make_target ();
  g_autoptr (VfTarget) saved = vf_target_with_defaults (target);
  g_autoptr (VfTarget) other = vf_target_new ("db.test", NULL, 5433, NULL, "al");
  g_autoptr (GError) error = NULL;

  forgive_leaks ();
  if (!in_own_process ())
    return;
  use_file ();
  assert_stored (target, VF_SECRET_PASSWORD, NULL);
  store (target, VF_SECRET_PASSWORD, "größe\"' \\");
  store (target, VF_SECRET_PASSPHRASE, "second");
  /* a target finds its secret also after it was saved and read back */
  assert_stored (saved, VF_SECRET_PASSWORD, "größe\"' \\");
  assert_stored (target, VF_SECRET_PASSPHRASE, "second");
  assert_stored (other, VF_SECRET_PASSWORD, NULL);
  store (saved, VF_SECRET_PASSWORD, "new");
  assert_stored (target, VF_SECRET_PASSWORD, "new");
  g_assert_true (vf_keyring_clear (target, VF_SECRET_PASSWORD, NULL, &error));
  g_assert_no_error (error);
  assert_stored (target, VF_SECRET_PASSWORD, NULL);
  assert_stored (target, VF_SECRET_PASSPHRASE, "second");
  g_assert_true (vf_keyring_clear (target, VF_SECRET_PASSWORD, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_all_fail (GCancellable *cancellable, GQuark domain, int code)
{
  g_autoptr (VfTarget) target = make_target ();
  g_autoptr (SecretValue) secret = test_secret ("x");
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) lookup_error = NULL;
  g_autoptr (GError) clear_error = NULL;

  g_assert_false (vf_keyring_store (target, VF_SECRET_PASSWORD, secret, cancellable, &store_error));
  g_assert_error (store_error, domain, code);
  g_assert_null (vf_keyring_lookup (target, VF_SECRET_PASSWORD, cancellable, &lookup_error));
  g_assert_error (lookup_error, domain, code);
  g_assert_false (vf_keyring_clear (target, VF_SECRET_PASSWORD, cancellable, &clear_error));
  g_assert_error (clear_error, domain, code);
}

/* No bus, as over ssh and in cron: an error at once. */
static void
test_absent (void)
{
  gint64 start = g_get_monotonic_time ();

  if (!in_own_process ())
    return;
  g_unsetenv ("SECRET_BACKEND");
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent-verifull/bus", TRUE);
  assert_all_fail (NULL, VF_ERROR, VF_ERROR_KEYRING_ABSENT);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
}

/* A bus that accepts and stays silent. */
static void
test_silent (void)
{
  g_autoptr (VfTarget) target = make_target ();
  g_autoptr (GSocketListener) listener = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *path = NULL;
  g_autofree char *bus = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start;

  if (!in_own_process ())
    return;
  listener = g_socket_listener_new ();
  path = g_strdup_printf ("%s/verifull-silent-%d", g_get_tmp_dir (), (int) getpid ());
  address = g_unix_socket_address_new (path);
  bus = g_strconcat ("unix:path=", path, NULL);
  g_unlink (path);
  g_socket_listener_add_address (listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL,
                                 &error);
  g_assert_no_error (error);
  g_unsetenv ("SECRET_BACKEND");
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", bus, TRUE);
  start = g_get_monotonic_time ();
  g_assert_null (vf_keyring_lookup (target, VF_SECRET_PASSWORD, NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_KEYRING_ABSENT);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 4 * G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - start, >, 2 * G_USEC_PER_SEC);
  g_unlink (path);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (!in_own_process ())
    return;
  use_file ();
  g_cancellable_cancel (cancellable);
  assert_all_fail (cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct
{
  GMainLoop *loop;
  SecretValue *secret;
  GError *error;
} Wait;

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  Wait *wait = data;

  wait->secret = vf_keyring_lookup_finish (result, &wait->error);
  g_main_loop_quit (wait->loop);
}

/* As the window uses it: on the main loop, without blocking it. */
static void
test_async (void)
{
  g_autoptr (VfTarget) target = make_target ();
  Wait wait = { 0 };

  forgive_leaks ();
  if (!in_own_process ())
    return;
  use_file ();
  store (target, VF_SECRET_PASSWORD, "geheim");
  wait.loop = g_main_loop_new (NULL, FALSE);
  vf_keyring_lookup_async (target, VF_SECRET_PASSWORD, NULL, on_looked_up, &wait);
  g_main_loop_run (wait.loop);
  g_assert_no_error (wait.error);
  g_assert_cmpstr (secret_value_get_text (wait.secret), ==, "geheim");
  secret_value_unref (wait.secret);
  g_main_loop_unref (wait.loop);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/keyring/absent", test_absent);
  g_test_add_func ("/keyring/silent", test_silent);
  g_test_add_func ("/keyring/cancelled", test_cancelled);
  g_test_add_func ("/keyring/round-trip", test_round_trip);
  g_test_add_func ("/keyring/async", test_async);
  return g_test_run ();
}
