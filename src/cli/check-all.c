#include "config.h"

#include "check-all.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "json.h"
#include "request.h"
#include "store/store.h"
#include "text.h"

#define DEFAULT_JOBS 4
#define MAX_JOBS 64

/* One saved connection on its way; a worker fills in the report or the error. */
typedef struct
{
  char *name;
  int timeout;
  CliRequest *request;
  VfReport *report;
  GError *error;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->name);
  g_clear_pointer (&job->request, cli_request_free);
  g_clear_pointer (&job->report, vf_report_unref);
  g_clear_error (&job->error);
  g_free (job);
}

static void
run_job (gpointer data, gpointer user_data)
{
  Job *job = data;

  job->request = cli_request_new_saved (job->name, job->timeout, &job->error);
  if (job->request)
    job->report = cli_request_run (job->request, NULL, user_data, &job->error);
}

static gboolean
run_jobs (GPtrArray *jobs, int threads, GError **error)
{
  GThreadPool *pool = g_thread_pool_new (run_job, cli_cancellable (), threads, FALSE, error);

  if (!pool)
    return FALSE;
  for (guint i = 0; i < jobs->len; i++)
    g_thread_pool_push (pool, g_ptr_array_index (jobs, i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  return TRUE;
}

static GPtrArray *
list_jobs (VfStore *store, int timeout, GError **error)
{
  g_autoptr (GPtrArray) saved = vf_store_list (store, error);
  GPtrArray *jobs;

  if (!saved)
    return NULL;
  jobs = g_ptr_array_new_with_free_func (job_free);
  for (guint i = 0; i < saved->len; i++)
    {
      Job *job = g_new0 (Job, 1);

      job->name = g_strdup (vf_saved_get_name (g_ptr_array_index (saved, i)));
      job->timeout = timeout;
      g_ptr_array_add (jobs, job);
    }
  return jobs;
}

static gboolean
job_is_ok (const Job *job)
{
  return job->report && vf_report_is_ok (job->report);
}

static guint
count_ok (GPtrArray *jobs)
{
  guint n = 0;

  for (guint i = 0; i < jobs->len; i++)
    n += job_is_ok (g_ptr_array_index (jobs, i));
  return n;
}

static void
note_checks (GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      const Job *job = g_ptr_array_index (jobs, i);

      if (job->report)
        cli_request_note (job->request, job->report);
    }
}

static void
print_json (GPtrArray *jobs)
{
  JsonObject *object = json_object_new ();
  JsonArray *checks = json_array_new ();
  guint n_ok = count_ok (jobs);

  for (guint i = 0; i < jobs->len; i++)
    {
      const Job *job = g_ptr_array_index (jobs, i);
      JsonObject *check = json_object_new ();

      cli_json_set_string (check, "name", job->name);
      if (job->report)
        cli_json_add_report (check, job->report, job->request->findings);
      else
        cli_json_add_error (check, job->error);
      json_array_add_object_element (checks, check);
    }
  json_object_set_array_member (object, "checks", checks);
  json_object_set_int_member (object, "ok", n_ok);
  json_object_set_int_member (object, "failed", jobs->len - n_ok);
  cli_json_print (object);
}

static void
append_job (GString *out, const Job *job, int width)
{
  gboolean ok = job_is_ok (job);
  g_autofree char *text = job->report ? vf_explain_report (job->report) : g_strdup (job->error->message);

  cli_text_append_tone (out, ok ? CLI_TONE_GOOD : CLI_TONE_BAD, ok ? "✓" : "✗");
  g_string_append_c (out, ' ');
  cli_text_append_padded (out, job->name, width);
  g_string_append (out, "  ");
  cli_text_append_clean (out, text);
  g_string_append_c (out, '\n');
}

static void
print_text (GPtrArray *jobs)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_ok = count_ok (jobs);
  int width = 0;

  for (guint i = 0; i < jobs->len; i++)
    {
      const Job *job = g_ptr_array_index (jobs, i);

      width = MAX (width, (int) g_utf8_strlen (job->name, -1));
    }
  for (guint i = 0; i < jobs->len; i++)
    append_job (out, g_ptr_array_index (jobs, i), width);
  g_string_append_printf (out,
                          /* Translators: how many are proven, of how many */
                          ngettext ("%u of %u connection is proven.", "%u of %u connections are proven.", jobs->len),
                          n_ok, jobs->len);
  g_string_append_c (out, '\n');
  cli_text_print (stdout, out);
}

/**
 * cli_check_all:
 * @jobs: how many checks run at a time; 0 for the default
 * @timeout: seconds for each; 0 for the default
 *
 * Blocks until every saved connection has been checked.
 *
 * Returns: %CLI_NO if one of them failed
 */
CliStatus
cli_check_all (gboolean json, int jobs, int timeout, GError **error)
{
  g_autoptr (VfStore) store = vf_store_new (NULL);
  g_autoptr (GPtrArray) list = NULL;

  if (jobs < 0 || jobs > MAX_JOBS)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--jobs: between 1 and %d, not %d"), MAX_JOBS,
                   jobs);
      return CLI_ERROR;
    }
  list = list_jobs (store, timeout, error);
  if (!list || !run_jobs (list, jobs > 0 ? jobs : DEFAULT_JOBS, error))
    return CLI_ERROR;
  note_checks (list);
  if (json)
    print_json (list);
  else
    print_text (list);
  if (g_cancellable_set_error_if_cancelled (cli_cancellable (), error))
    return CLI_ERROR;
  return count_ok (list) == list->len ? CLI_YES : CLI_NO;
}
