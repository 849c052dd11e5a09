#include "config.h"

#include <glib/gi18n.h>

#include "check-all.h"
#include "check/report-text.h"
#include "cli.h"
#include "json.h"
#include "request.h"
#include "text-report.h"
#include "text.h"

/* what is printed about a check */
typedef enum
{
  OUTPUT_TEXT,
  OUTPUT_JSON,
  OUTPUT_REPORT, /* for somebody else, who is asked for help */
} Output;

static void
print_json (const CliRequest *request, VfReport *report)
{
  JsonObject *object = json_object_new ();

  cli_json_add_report (object, report, request->findings);
  cli_json_print (object);
}

static void
print_for_support (VfReport *report)
{
  g_autofree char *words = vf_report_to_text (report);
  g_autoptr (GString) text = g_string_new (words);

  cli_text_print (stdout, text);
}

static void
print_report (const CliRequest *request, VfReport *report, Output output)
{
  switch (output)
    {
    case OUTPUT_TEXT:
      cli_text_print_report (request->connection, report, request->findings);
      break;
    case OUTPUT_JSON:
      print_json (request, report);
      break;
    case OUTPUT_REPORT:
      print_for_support (report);
      break;
    }
}

/* Cancelled is no answer, so it is neither yes nor no. */
static CliStatus
status_of (VfReport *report, GError **error)
{
  if (vf_report_get_code (report) == VF_CODE_CANCELLED)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The check was cancelled."));
      return CLI_ERROR;
    }
  return vf_report_is_ok (report) && !vf_report_is_look (report) ? CLI_YES : CLI_NO;
}

static CliStatus
check_target (const CliCheckOptions *options, Output output, char *target, GError **error)
{
  g_autoptr (CliRequest) request = cli_request_new (options, target, error);
  g_autoptr (VfReport) report = NULL;

  if (!request)
    return CLI_ERROR;
  report = cli_request_run (request, options->apply, cli_cancellable (), error);
  if (!report)
    return CLI_ERROR;
  cli_request_note (request, report);
  print_report (request, report, output);
  return status_of (report, error);
}

static gboolean
refuse_with_all (const CliCheckOptions *options, gboolean report, int argc, GError **error)
{
  gboolean more = options->mode || options->certificates || options->password_file || options->passphrase_file
                  || options->apply || report || argc > 1;

  if (more)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                         _ ("check: --all goes with --json, --jobs and --timeout only"));
  return more;
}

static gboolean
choose_output (gboolean json, gboolean report, Output *output, GError **error)
{
  *output = report ? OUTPUT_REPORT : json ? OUTPUT_JSON : OUTPUT_TEXT;
  if (json && report)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                         _ ("check: either --json or --report, not both"));
  return !(json && report);
}

static CliStatus
run_check (CliCheckOptions *options, int argc, char **argv, GError **error)
{
  gboolean all = FALSE;
  gboolean report = FALSE;
  int jobs = 0;
  Output output;
  const GOptionEntry entries[] = {
    CLI_CHECK_ENTRIES (*options),
    { "report", 0, 0, G_OPTION_ARG_NONE, &report, N_ ("Print a text for a support ticket; no secret is in it"), NULL },
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_ ("Check every saved connection"), NULL },
    { "jobs", 0, 0, G_OPTION_ARG_INT, &jobs, N_ ("With --all: how many at a time (default: 4)"), N_ ("N") },
    { NULL },
  };

  if (!cli_parse_options (entries, _ ("TARGET"),
                          _ ("Proves a connection step by step.  TARGET is a saved name, a URI, a conninfo string, a "
                             "psql command, a JDBC URL, or a host."),
                          0, 1, &argc, &argv, error)
      || !cli_check_options_validate (options, error) || !choose_output (options->json, report, &output, error))
    return CLI_ERROR;
  if (all)
    return refuse_with_all (options, report, argc, error) ? CLI_ERROR
                                                  : cli_check_all (options->json, jobs, options->timeout, error);
  if (argc < 2 || jobs != 0)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           argc < 2 ? _ ("check: say what to check: a TARGET, or --all for every saved connection")
                                    : _ ("check: --jobs goes with --all only"));
      return CLI_ERROR;
    }
  return check_target (options, output, argv[1], error);
}

/**
 * cli_check:
 *
 * `verifull-cli check`: proves a connection, or with `--all` every saved one.
 *
 * Returns: %CLI_NO if a check failed
 */
CliStatus
cli_check (int argc, char **argv, GError **error)
{
  CliCheckOptions options = { 0 };
  CliStatus status = run_check (&options, argc, argv, error);

  cli_check_options_clear (&options);
  return status;
}
