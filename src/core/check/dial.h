#pragma once

#include "check/wait.h"
#include "finding.h"

G_BEGIN_DECLS

/* a connected non-blocking TCP socket, or -1 and why.  The addresses are tried in turn; one that stays silent gets
 * its share of the time.  @reached: (out) (transfer none) (nullable): one of @addresses.  @results: what each of them answered,
 * VF_CODE_NONE for the one that did and for those that were not tried */
int vf_dial (char       **addresses,
             guint        port,
             VfWait      *wait,
             const char **reached,
             VfCode      *results,
             VfCode      *code);
/* monotonic time by which the address with @n_left addresses (itself counted) to go must have answered */
gint64 vf_dial_bound (const VfWait *wait,
                      guint         n_left);

G_END_DECLS
