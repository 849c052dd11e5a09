#include "config.h"

#include "task-result.h"

void
vf_task_return_result (GTask *task, gpointer result, GDestroyNotify free_result, GError *error)
{
  if (result)
    g_task_return_pointer (task, result, free_result);
  else
    g_task_return_error (task, error);
}

void
vf_task_return_done (GTask *task, gboolean done, GError *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}
