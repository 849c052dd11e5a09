#pragma once

#include "session-private.h"

#include "import/archive.h"

G_BEGIN_DECLS

/* What an operation of a session needs in its worker: references to immutable values, of which each fills in its own */
typedef struct
{
  /* import */
  GPtrArray *files;
  VfBundle *before;
  /* unlock */
  VfInventory *inventory;
  SecretValue *archive_password;
  /* look and check */
  VfConnection *connection;
  SecretValue *password;
  SecretValue *key_passphrase;
  char *store_directory;
  char *name;
  gboolean undecided; /* nobody has chosen the mode of what is saved; afterwards @connection has the one that was found */
  gboolean as_saved; /* what lies in the store under @name, so that the check is noted there */
  /* progress */
  GMainContext *context;
  VfSession *session;
  GCancellable *cancellable;
  gint64 told;
} VfSessionWork;

VfSessionWork *vf_session_work_new   (VfSession            *self);
void           vf_session_work_free  (gpointer              data);
/* Runs @function on the main context. */
void           vf_session_work_tell  (VfSessionWork        *work,
                                      GSourceFunc           function,
                                      gpointer              data,
                                      GDestroyNotify        destroy);
/* Cancels what runs in @slot, and starts @run in its place. */
void           vf_session_work_start (VfSession            *self,
                                      GCancellable        **slot,
                                      VfSessionWork        *work,
                                      GTaskThreadFunc       run,
                                      GAsyncReadyCallback   done,
                                      gboolean              return_on_cancel);
/* TRUE, with the slot emptied, if @result is of the run that is wanted now */
gboolean       vf_session_work_end   (GCancellable        **slot,
                                      GAsyncResult         *result);
/* On the worker: reads the files of @work and joins them to what was there before. */
VfInventory   *vf_session_work_read  (VfSessionWork        *work,
                                      VfArchiveProgress     progress,
                                      GCancellable         *cancellable,
                                      GError              **error);

G_END_DECLS
