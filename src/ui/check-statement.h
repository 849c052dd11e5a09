#pragma once

#include <gtk/gtk.h>

#include "session.h"

G_BEGIN_DECLS

/* where a check stands */
typedef enum
{
  VF_PHASE_IDLE,
  VF_PHASE_RUNNING,
  VF_PHASE_STOPPED,
  VF_PHASE_FAILED,
  VF_PHASE_GOOD,
} VfPhase;

#define VF_TYPE_CHECK_STATEMENT (vf_check_statement_get_type ())

/**
 * VfCheckStatement:
 *
 * The large words above a check: what runs, or what came out.  A failure has none here: it stands where it happened.
 */
G_DECLARE_FINAL_TYPE (VfCheckStatement, vf_check_statement, VF, CHECK_STATEMENT, GtkWidget)

/* @elapsed_ms: how long it has been running */
void vf_check_statement_update (VfCheckStatement *self,
                                VfPhase           phase,
                                VfSession        *session,
                                double            elapsed_ms);
/* (transfer full) (nullable): all that it says now */
char *vf_check_statement_get_text (VfCheckStatement *self);

G_END_DECLS
