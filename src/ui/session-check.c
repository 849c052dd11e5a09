/* Asking the server: a look without a login, and the check. */

#include "config.h"

#include "init.h"
#include "session-work.h"

static void
look_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  VfSessionWork *work = data;
  VfCheckOptions options = { 0 };

  g_task_return_pointer (task, vf_check_look (work->connection, work->key_passphrase, &options, cancellable),
                         (GDestroyNotify) vf_report_unref);
}

static void
look_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfReport) look = g_task_propagate_pointer (G_TASK (result), NULL);
  VfSession *self = VF_SESSION (source);

  if (!vf_session_work_end (&self->looking, result))
    return;
  if (look)
    vf_session_install_look (self, look);
  vf_session_notify (self, VF_SESSION_PROP_LOOKING);
}

/**
 * vf_session_look:
 * @self: a session
 *
 * Looks at the server without logging in; `looking` falls when it is over.  Does nothing without a connection.
 */
void
vf_session_look (VfSession *self)
{
  VfConnection *connection = vf_session_get_connection (self);
  VfSessionWork *work;

  if (!connection)
    return;
  work = vf_session_work_new (self);
  /* by the strictest mode, so that what stands in its way is found, whichever is chosen */
  work->connection = vf_connection_with_mode (connection, VF_SSL_MODE_VERIFY_FULL);
  vf_session_work_start (self, &self->looking, work, look_run, look_done, TRUE);
  vf_session_notify (self, VF_SESSION_PROP_LOOKING);
}

/**
 * vf_session_cancel_look:
 *
 * Does nothing if the server is not being looked at.
 */
void
vf_session_cancel_look (VfSession *self)
{
  if (!self->looking)
    return;
  vf_clear_cancellable (&self->looking);
  vf_session_notify (self, VF_SESSION_PROP_LOOKING);
}

typedef struct
{
  VfSession *session;
  GCancellable *cancellable;
  VfReport *report;
} CheckStep;

static void
check_step_free (gpointer data)
{
  CheckStep *step = data;

  g_object_unref (step->session);
  g_object_unref (step->cancellable);
  vf_report_unref (step->report);
  g_free (step);
}

static void
set_report (VfSession *self, VfReport *report)
{
  vf_report_ref (report);
  g_clear_pointer (&self->report, vf_report_unref);
  self->report = report;
  vf_session_notify (self, VF_SESSION_PROP_REPORT);
}

static gboolean
check_step (gpointer data)
{
  CheckStep *step = data;

  if (step->session->checking == step->cancellable)
    set_report (step->session, step->report);
  return G_SOURCE_REMOVE;
}

/* On the worker. */
static void
check_progress (VfReport *report, gpointer data)
{
  VfSessionWork *work = data;
  CheckStep *step = g_new0 (CheckStep, 1);

  step->session = g_object_ref (work->session);
  step->cancellable = g_object_ref (work->cancellable);
  step->report = vf_report_ref (report);
  vf_session_work_tell (work, check_step, step, check_step_free);
}

/* Looks first where nobody has chosen a mode.  Without evidence the look itself is the answer: the login would fail just
 * as it did, or for want of what a mode needs, which nobody has asked for. */
static VfReport *
check_or_decide (VfSessionWork *work, const VfCheckOptions *options, GCancellable *cancellable)
{
  VfCheckOptions look_options = { 0 };
  g_autoptr (VfConnection) strict = NULL;
  g_autoptr (VfReport) look = NULL;
  VfConnection *decided;

  if (!work->undecided)
    return vf_check_run (work->connection, work->password, work->key_passphrase, options, cancellable);
  strict = vf_connection_with_mode (work->connection, VF_SSL_MODE_VERIFY_FULL);
  look = vf_check_look (strict, work->key_passphrase, &look_options, cancellable);
  decided = vf_check_decide (work->connection, look);
  if (!decided)
    return g_steal_pointer (&look);
  vf_connection_unref (work->connection);
  work->connection = decided;
  return vf_check_run (work->connection, work->password, work->key_passphrase, options, cancellable);
}

static gboolean
note (VfSessionWork *work, VfStore *store, VfReport *report, GError **error)
{
  gboolean ok = vf_report_is_ok (report) && !vf_report_is_look (report);

  if (work->undecided && ok && !vf_store_decide (store, work->name, vf_connection_get_mode (work->connection), error))
    return FALSE;
  work->undecided = work->undecided && !ok;
  return vf_store_note_check (store, work->name, report, error);
}

static void
check_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  VfSessionWork *work = data;
  g_auto (GStrv) environment = vf_init_get_environ ();
  g_autoptr (VfStore) store = vf_store_new (work->store_directory);
  g_autoptr (VfServerIdentity) remembered = vf_store_recall_server (store, work->name, work->connection);
  VfCheckOptions options = { .environment = (const char *const *) environment,
                             .service = work->as_saved ? work->name : NULL,
                             .remembered = remembered,
                             .progress = check_progress, .user_data = work };
  VfReport *report = check_or_decide (work, &options, cancellable);

  if (work->as_saved && vf_report_get_code (report) != VF_CODE_CANCELLED)
    {
      g_autoptr (GError) error = NULL;

      if (!note (work, store, report, &error))
        g_message ("the check of %s was not noted: %s", work->name, error->message);
    }
  g_task_return_pointer (task, report, (GDestroyNotify) vf_report_unref);
}

/* What was found is what is saved now. */
static void
take_decision (VfSession *self, const VfSessionWork *work)
{
  if (!work->as_saved || self->mode_chosen || work->undecided)
    return;
  vf_session_set_mode (self, vf_connection_get_mode (work->connection));
  vf_connection_unref (self->saved);
  self->saved = vf_connection_ref (vf_session_get_connection (self));
}

static void
check_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfReport) report = g_task_propagate_pointer (G_TASK (result), NULL);
  VfSession *self = VF_SESSION (source);

  if (!vf_session_work_end (&self->checking, result))
    return;
  take_decision (self, g_task_get_task_data (G_TASK (result)));
  if (report)
    set_report (self, report);
  vf_session_notify (self, VF_SESSION_PROP_CHECKING);
}

/* What a person agrees to while a check fails is no part of what is saved. */
static gboolean
is_saved (VfSession *self, VfConnection *connection)
{
  g_autoptr (VfConnection) plain = NULL;

  if (!self->saved || connection == self->saved)
    return self->saved != NULL;
  plain = vf_connection_with_accepted_certificate (connection, NULL);
  return vf_connection_equal (plain, self->saved);
}

/**
 * vf_session_check:
 * @self: a session
 *
 * Checks the connection with a login; `report` is notified at every stage and `checking` falls when it is over.
 * The result is noted in the store if the connection lies there as it is checked.
 */
void
vf_session_check (VfSession *self)
{
  VfConnection *connection = vf_session_get_connection (self);
  VfSessionWork *work;

  if (!connection)
    return;
  /* what a look would bring now comes too late, and would throw the report away */
  vf_session_cancel_look (self);
  work = vf_session_work_new (self);
  work->connection = vf_connection_ref (connection);
  work->password = self->password ? secret_value_ref (self->password) : NULL;
  work->store_directory = g_strdup (vf_store_get_directory (self->store));
  work->name = g_strdup (self->name);
  work->as_saved = is_saved (self, connection);
  work->undecided = work->as_saved && !self->mode_chosen;
  if (self->results && self->name)
    g_hash_table_remove (self->results, self->name);
  vf_session_work_start (self, &self->checking, work, check_run, check_done, FALSE);
  g_clear_pointer (&self->report, vf_report_unref);
  vf_session_notify (self, VF_SESSION_PROP_REPORT);
  vf_session_notify (self, VF_SESSION_PROP_CHECKING);
}

/**
 * vf_session_cancel_check:
 * @self: a session
 *
 * `checking` falls at once; the report stays as far as it came.
 */
void
vf_session_cancel_check (VfSession *self)
{
  if (!self->checking)
    return;
  vf_clear_cancellable (&self->checking);
  vf_session_notify (self, VF_SESSION_PROP_CHECKING);
}

/**
 * vf_session_keep_result:
 * @self: a session
 * @name: of a saved connection that was checked by another session
 * @report: what was found
 *
 * Whoever opens the connection to see what is wrong sees that, without another attempt to log in.
 */
void
vf_session_keep_result (VfSession *self, const char *name, VfReport *report)
{
  if (!self->results)
    self->results = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) vf_report_unref);
  g_hash_table_insert (self->results, g_strdup (name), vf_report_ref (report));
}

/**
 * vf_session_has_result:
 *
 * Returns: whether vf_session_keep_result() was given a report of the saved connection @name
 */
gboolean
vf_session_has_result (VfSession *self, const char *name)
{
  return self->results && g_hash_table_contains (self->results, name);
}

/**
 * vf_session_show_result:
 * @self: a session into which a saved connection was just opened
 *
 * Returns: whether its `report` is now what was kept; it is shown once
 */
gboolean
vf_session_show_result (VfSession *self)
{
  gpointer key = NULL, report = NULL;

  if (!self->results || !self->name || !g_hash_table_steal_extended (self->results, self->name, &key, &report))
    return FALSE;
  set_report (self, report);
  vf_report_unref (report);
  g_free (key);
  return TRUE;
}
