#pragma once

#include <glib.h>
#include <stdio.h>

#include "connection/target.h"
#include "finding.h"

G_BEGIN_DECLS

/**
 * CliTone:
 *
 * What a piece of text means; a terminal shows it as a colour, and nothing else ever carries a meaning by colour alone.
 */
typedef enum
{
  CLI_TONE_PLAIN,
  CLI_TONE_GOOD,
  CLI_TONE_CAUTION,
  CLI_TONE_BAD,
  CLI_TONE_QUIET,
  CLI_TONE_STRONG,
} CliTone;

void   cli_text_print          (FILE       *stream,
                                GString    *text);
/* @text without anything that a terminal would act on */
void   cli_text_append_clean   (GString    *out,
                                const char *text);
void   cli_text_append_tone    (GString    *out,
                                CliTone     tone,
                                const char *text);
/* at least @width columns */
int    cli_text_get_width      (const char *text);
void   cli_text_append_padded  (GString    *out,
                                const char *text,
                                int         width);
/* "2031-01-31" */
char  *cli_text_date           (gint64      seconds);
/* "user@host:port/database" */
char  *cli_text_target         (VfTarget   *target);
/* @said: (nullable): a sentence that stands there already */
void   cli_text_append_finding (GString    *out,
                                VfFinding  *finding,
                                const char *said);

G_END_DECLS
