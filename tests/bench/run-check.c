/* The core's checks without the programs around them, for ./dev bench.
 *
 * usage: run-check probe HOST PORT AUTHORITIES     looks at the server once, without a login: prints the milliseconds
 *        run-check cancel PORT                     checks what is on 127.0.0.1 and says nothing, and cancels: prints the
 *                                                  milliseconds from there to the end of the check
 *        run-check memory HOST PORT AUTHORITIES N  checks as often with a login, $PGPASSWORD's; prints by how many KiB
 *                                                  the heap in use and the process's own pages grew after a fifth as
 *                                                  many that do not count
 *
 * AUTHORITIES: a PEM file with one certificate or more.  User and database are app. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "import/archive.h"
#include "import/inventory.h"
#include "init.h"

#define CANCEL_AFTER_MS 100

static VfConnection *
make_connection (const char *host, const char *port, const char *authorities)
{
  g_autoptr (VfTarget) target = vf_target_new (host, NULL, (guint) atoi (port), "app", "app");
  g_autoptr (VfCredentials) credentials = NULL;

  if (authorities)
    {
      g_autoptr (GFile) file = g_file_new_for_path (authorities);
      g_autoptr (VfBundle) bundle
        = vf_archive_read_locked (&file, 1, NULL, 0, &vf_limits_default, NULL, NULL, NULL, NULL);
      g_autoptr (VfInventory) inventory = bundle ? vf_inventory_new (bundle, NULL, 0, g_get_real_time () / G_USEC_PER_SEC,
                                                                         NULL, NULL) : NULL;

      if (!inventory)
        g_error ("%s cannot be read", authorities);
      credentials = vf_credentials_new_from_inventory (inventory);
    }
  return vf_connection_new (target, credentials, authorities ? VF_SSL_MODE_VERIFY_FULL : VF_SSL_MODE_REQUIRE);
}

static int
probe (char **argv)
{
  g_autoptr (VfConnection) connection = make_connection (argv[0], argv[1], argv[2]);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (VfReport) report = vf_check_look (connection, NULL, NULL, NULL);

  printf ("%.3f\n", (double) (g_get_monotonic_time () - start) / 1000);
  return vf_report_get_would (report, VF_SSL_MODE_VERIFY_FULL) == VF_WOULD_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

typedef struct
{
  GCancellable *cancellable;
  gint64 cancelled;
} Canceller;

static gpointer
cancel_later (gpointer data)
{
  Canceller *canceller = data;

  g_usleep (CANCEL_AFTER_MS * 1000);
  canceller->cancelled = g_get_monotonic_time ();
  g_cancellable_cancel (canceller->cancellable);
  return NULL;
}

static int
cancel (char **argv)
{
  g_autoptr (VfConnection) connection = make_connection ("127.0.0.1", argv[0], NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Canceller canceller = { .cancellable = cancellable };
  GThread *thread = g_thread_new ("cancel", cancel_later, &canceller);
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, NULL, NULL, cancellable);
  gint64 end = g_get_monotonic_time ();

  g_thread_join (thread);
  printf ("%.3f\n", (double) (end - canceller.cancelled) / 1000);
  return vf_report_get_code (report) == VF_CODE_CANCELLED ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* What belongs to this process alone, in KiB. */
static long
own_pages (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  line = strstr (text, "Private_Dirty:");
  return line ? strtol (line + strlen ("Private_Dirty:"), NULL, 10) : 0;
}

static void
check_often (VfConnection *connection, SecretValue *password, int n)
{
  for (int i = 0; i < n; i++)
    {
      g_autoptr (VfReport) report = vf_check_run (connection, password, NULL, NULL, NULL);

      if (!vf_report_is_ok (report))
        g_error ("check %d: %s", i, vf_code_to_string (vf_report_get_code (report)));
    }
}

static int
memory (char **argv)
{
  g_autoptr (VfConnection) connection = make_connection (argv[0], argv[1], argv[2]);
  SecretValue *password = secret_value_new (g_getenv ("PGPASSWORD"), -1, "text/plain");
  int n = atoi (argv[3]);
  size_t heap;
  long pages;

  check_often (connection, password, n / 5);
  heap = mallinfo2 ().uordblks;
  pages = own_pages ();
  check_often (connection, password, n);
  printf ("%.1f %ld\n", ((double) mallinfo2 ().uordblks - (double) heap) / 1024, own_pages () - pages);
  secret_value_unref (password);
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    int n_arguments;
    int (*run) (char **argv);
  } rows[] = { { "probe", 3, probe }, { "cancel", 1, cancel }, { "memory", 4, memory } };

  vf_init ();
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].name, argv[1]) && argc == rows[i].n_arguments + 2)
      return rows[i].run (argv + 2);
  g_printerr ("usage: run-check probe HOST PORT AUTHORITIES | cancel PORT | memory HOST PORT AUTHORITIES N\n");
  return 2;
}
