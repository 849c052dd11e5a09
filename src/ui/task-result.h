#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a worker ends with: its result, or why there is none.  @error is taken, and looked at only without a result. */

/* @result: (nullable) (transfer full): NULL: @error */
void vf_task_return_result (GTask          *task,
                            gpointer        result,
                            GDestroyNotify  free_result,
                            GError         *error);
/* for what gives nothing back; @done: FALSE: @error */
void vf_task_return_done   (GTask          *task,
                            gboolean        done,
                            GError         *error);

G_END_DECLS
