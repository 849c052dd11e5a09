#include "config.h"

#include "check-round.h"

/* more at a time do not end sooner where most of the time is waiting, and would look like an attack to a firewall */
#define MAX_RUNNING 4

struct _VfCheckRound
{
  GObject parent_instance;

  VfStore *store;
  GCancellable *cancellable;
  /* (element-type utf8): the next first */
  GQueue waiting;
  /* (element-type utf8): those that wait or run */
  GHashTable *in_hand;
  /* (element-type Job) */
  GPtrArray *running;
  /* the one that reads the store and asks the keyring */
  struct _Job *opening;
  gboolean keyring_refused;
  VfCheckCounts counts;
};

typedef struct _Job
{
  VfCheckRound *round;
  char *name;
  VfSession *session;
} Job;

G_DEFINE_FINAL_TYPE (VfCheckRound, vf_check_round, G_TYPE_OBJECT)

enum
{
  SIGNAL_PROGRESS,
  SIGNAL_RESULT,
  SIGNAL_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void start_next (VfCheckRound *self);

/* --- one of them --- */

static void
job_free (gpointer data)
{
  Job *job = data;

  g_hash_table_remove (job->round->in_hand, job->name);
  g_signal_handlers_disconnect_by_data (job->session, job);
  vf_session_cancel_check (job->session);
  g_object_unref (job->session);
  g_free (job->name);
  g_free (job);
}

static void
count (VfCheckRound *self, VfReport *report)
{
  self->counts.done++;
  if (report && vf_report_is_ok (report))
    self->counts.proven++;
  else if (report && vf_report_get_code (report) == VF_CODE_PASSWORD_NEEDED)
    self->counts.password++;
  else
    self->counts.failed++;
}

/* Frees @job. */
static void
job_end (Job *job, const char *message)
{
  g_autoptr (VfCheckRound) self = g_object_ref (job->round);
  VfSession *session = message ? NULL : job->session;

  count (self, session ? vf_session_get_report (session) : NULL);
  g_signal_emit (self, signals[SIGNAL_RESULT], 0, job->name, session, message);
  g_ptr_array_remove_fast (self->running, job);
  start_next (self);
}

static void
report_changed (VfSession *session, GParamSpec *pspec, Job *job)
{
  VfReport *report = vf_session_get_report (session);

  for (VfStage stage = VF_STAGE_RESOLVE; report && stage < VF_N_STAGES; stage++)
    if (vf_report_get_stage_state (report, stage) == VF_STATE_RUNNING)
      g_signal_emit (job->round, signals[SIGNAL_PROGRESS], 0, job->name, (guint) stage);
}

static void
checking_changed (VfSession *session, GParamSpec *pspec, Job *job)
{
  if (!vf_session_get_checking (session))
    job_end (job, NULL);
}

static void
opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfCheckRound) self = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = vf_session_open_finish (VF_SESSION (source), result, &error);
  Job *job = self->opening;

  /* a round that was cancelled has forgotten it */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))) || !job)
    return;
  self->opening = NULL;
  if (!vf_session_open_met_keyring (result))
    self->keyring_refused = TRUE;
  if (!ok)
    {
      job_end (job, error->message);
      return;
    }
  g_signal_connect (job->session, "notify::report", G_CALLBACK (report_changed), job);
  g_signal_connect (job->session, "notify::checking", G_CALLBACK (checking_changed), job);
  vf_session_check (job->session);
  start_next (self);
}

static void
start (VfCheckRound *self, char *name)
{
  Job *job = g_new0 (Job, 1);

  job->round = self;
  job->name = name;
  job->session = vf_session_new (self->store);
  g_ptr_array_add (self->running, job);
  self->opening = job;
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0, name, (guint) VF_STAGE_NONE);
  if (self->keyring_refused)
    vf_session_open_without_keyring_async (job->session, name, self->cancellable, opened, g_object_ref (self));
  else
    vf_session_open_async (job->session, name, self->cancellable, opened, g_object_ref (self));
}

static void
start_next (VfCheckRound *self)
{
  if (!self->opening && self->running->len < MAX_RUNNING && !g_queue_is_empty (&self->waiting))
    start (self, g_queue_pop_head (&self->waiting));
  else if (!vf_check_round_is_running (self))
    g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

/* --- the round --- */

static void
drop_all (VfCheckRound *self)
{
  g_cancellable_cancel (self->cancellable);
  g_queue_clear_full (&self->waiting, g_free);
  self->opening = NULL;
  g_ptr_array_set_size (self->running, 0);
  g_hash_table_remove_all (self->in_hand);
}

static void
vf_check_round_dispose (GObject *object)
{
  drop_all (VF_CHECK_ROUND (object));
  G_OBJECT_CLASS (vf_check_round_parent_class)->dispose (object);
}

static void
vf_check_round_finalize (GObject *object)
{
  VfCheckRound *self = VF_CHECK_ROUND (object);

  g_ptr_array_unref (self->running);
  g_hash_table_unref (self->in_hand);
  g_object_unref (self->cancellable);
  vf_store_unref (self->store);
  G_OBJECT_CLASS (vf_check_round_parent_class)->finalize (object);
}

static void
vf_check_round_class_init (VfCheckRoundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vf_check_round_dispose;
  G_OBJECT_CLASS (klass)->finalize = vf_check_round_finalize;
  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", VF_TYPE_CHECK_ROUND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_RESULT] = g_signal_new ("result", VF_TYPE_CHECK_ROUND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 3, G_TYPE_STRING, VF_TYPE_SESSION, G_TYPE_STRING);
  signals[SIGNAL_ENDED] = g_signal_new ("ended", VF_TYPE_CHECK_ROUND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
vf_check_round_init (VfCheckRound *self)
{
  self->cancellable = g_cancellable_new ();
  self->running = g_ptr_array_new_with_free_func (job_free);
  self->in_hand = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->waiting);
}

/**
 * vf_check_round_new:
 * @store: where the connections are
 *
 * Returns: (transfer full): a round in which nothing runs yet
 */
VfCheckRound *
vf_check_round_new (VfStore *store)
{
  VfCheckRound *self = g_object_new (VF_TYPE_CHECK_ROUND, NULL);

  self->store = vf_store_ref (store);
  return self;
}

/**
 * vf_check_round_add:
 * @self: a round that was not cancelled
 * @name: of a saved connection
 */
void
vf_check_round_add (VfCheckRound *self, const char *name)
{
  if (!g_hash_table_add (self->in_hand, g_strdup (name)))
    return;
  self->counts.total++;
  g_queue_push_tail (&self->waiting, g_strdup (name));
  if (!self->opening)
    start_next (self);
}

/**
 * vf_check_round_cancel:
 * @self: a round
 *
 * What was noted in the store stays.
 */
void
vf_check_round_cancel (VfCheckRound *self)
{
  if (!vf_check_round_is_running (self))
    return;
  drop_all (self);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

/**
 * vf_check_round_is_running:
 *
 * Returns: whether any is being checked, or waits for that
 */
gboolean
vf_check_round_is_running (VfCheckRound *self)
{
  return self->running->len > 0 || !g_queue_is_empty (&self->waiting);
}

/**
 * vf_check_round_get_counts:
 *
 * Returns: (transfer none): how far it has come; the numbers change with it
 */
const VfCheckCounts *
vf_check_round_get_counts (VfCheckRound *self)
{
  return &self->counts;
}
