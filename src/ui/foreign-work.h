#pragma once

#include <gio/gio.h>

#include "store/foreign.h"

G_BEGIN_DECLS

/**
 * VfForeignRow:
 * @foreign: a connection as another program has it
 * @connection: (nullable): what would be kept; %NULL if there is an obstacle
 * @key_passphrase: (nullable): what its key stays encrypted with
 * @notes: (element-type utf8): translated sentences
 * @name: (nullable): what it is kept as, once it is
 *
 * One connection that can be imported.  What is kept of a file may be taken back when the file itself is gone.
 */
typedef struct
{
  VfForeign *foreign;
  VfConnection *connection;
  SecretValue *key_passphrase;
  GPtrArray *notes;
  char *name;
} VfForeignRow;

/**
 * VfForeignFile:
 * @list: what was read
 * @rows: (element-type VfForeignRow): its connections, with their files
 *
 * A file with connections of another program.  It is worked on by one thread at a time: a worker, or the main one.
 */
typedef struct
{
  VfForeignList *list;
  GPtrArray *rows;
} VfForeignFile;

VfForeignRow  *vf_foreign_row_ref          (VfForeignRow  *self);
void           vf_foreign_row_unref        (VfForeignRow  *self);
void           vf_foreign_file_free        (VfForeignFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfForeignFile, vf_foreign_file_free)

/* Off the main thread; every callback comes on the main context. */

void           vf_foreign_read_async       (const char          *path,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
/* the same of what PGHOST and its like say.  @environment: (array zero-terminated=1) */
void           vf_foreign_read_environment_async (const char *const  *environment,
                                                  GCancellable       *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer            user_data);
/* (transfer full): %VF_ERROR_SYNTAX if it is no list of connections */
VfForeignFile *vf_foreign_read_finish      (GAsyncResult        *result,
                                            GError             **error);
/* @rows: (transfer full) (element-type VfForeignRow): they get their names; must not be used until the callback */
void           vf_foreign_keep_async       (GPtrArray           *rows,
                                            VfStore             *store,
                                            gboolean             with_passwords,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
/* how many were kept; @error: (out): why one was not.  0 with no error: the list was empty */
guint          vf_foreign_keep_finish      (GAsyncResult        *result,
                                            GError             **error);
/* takes back what was kept under the names */
void           vf_foreign_take_back_async  (GPtrArray           *rows,
                                            VfStore             *store,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
gboolean       vf_foreign_take_back_finish (GAsyncResult        *result,
                                            GError             **error);

G_END_DECLS
