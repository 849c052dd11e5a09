#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * CliStatus:
 * @CLI_YES: the answer is yes
 * @CLI_NO: the answer is no
 * @CLI_ERROR: it could not be done; a #GError says why
 *
 * The exit statuses of the contract.
 */
typedef enum
{
  CLI_YES = 0,
  CLI_NO = 1,
  CLI_ERROR = 2,
} CliStatus;

/* @argv[0] is the command's name.  CLI_ERROR sets @error. */
typedef CliStatus (*CliRun) (int      argc,
                             char   **argv,
                             GError **error);

CliStatus cli_inspect (int argc, char **argv, GError **error);
CliStatus cli_check   (int argc, char **argv, GError **error);
CliStatus cli_save    (int argc, char **argv, GError **error);
CliStatus cli_list    (int argc, char **argv, GError **error);
CliStatus cli_show    (int argc, char **argv, GError **error);
CliStatus cli_rename  (int argc, char **argv, GError **error);
CliStatus cli_duplicate (int argc, char **argv, GError **error);
CliStatus cli_renew   (int argc, char **argv, GError **error);
CliStatus cli_forget  (int argc, char **argv, GError **error);
CliStatus cli_export  (int argc, char **argv, GError **error);
CliStatus cli_import  (int argc, char **argv, GError **error);

/* what is left in @argv are the arguments, from 1 on; there are @min to @max of them (-1: no bound) */
gboolean      cli_parse_options (const GOptionEntry *entries,
                                 const char         *parameters,
                                 const char         *summary,
                                 int                 min,
                                 int                 max,
                                 int                *argc,
                                 char             ***argv,
                                 GError            **error);
SecretValue  *cli_read_secret   (const char         *file,
                                 GError            **error);
/* (transfer none): cancelled by SIGINT, SIGTERM and SIGHUP from now on */
GCancellable *cli_cancellable   (void);
/* says on standard error what did not stop the work */
void          cli_warn          (const char         *format,
                                 ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
