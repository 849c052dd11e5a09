#pragma once

#include <gio/gio.h>

#include "export/insertion.h"
#include "export/saved-source.h"

G_BEGIN_DECLS

/**
 * VfExportRequest:
 * @source: the connection
 * @destination: where it goes
 * @directory: (nullable): where its files will lie
 * @name: (nullable): what it is called there, if not as it is kept
 * @password: (nullable): only for a destination that holds it
 * @key_passphrase: (nullable): opens the client key
 *
 * What one export is made of; the calls below copy it.
 */
typedef struct
{
  VfSavedSource *source;
  const VfDestination *destination;
  const char *directory;
  const char *name;
  SecretValue *password;
  SecretValue *key_passphrase;
} VfExportRequest;

/* The export room off the main thread.  Every callback comes on the main context; @user_data may be a widget, because
 * the worker never has the last reference of it. */

void           vf_saved_source_load_async  (VfStore                *store,
                                            const char             *name,
                                            GCancellable           *cancellable,
                                            GAsyncReadyCallback     callback,
                                            gpointer                user_data);
VfSavedSource *vf_saved_source_load_finish (GAsyncResult           *result,
                                            GError                **error);
void           vf_export_make_async        (const VfExportRequest  *request,
                                            GCancellable           *cancellable,
                                            GAsyncReadyCallback     callback,
                                            gpointer                user_data);
/* makes it anew for that place and writes its files there: @place is a folder, or the one file that there is */
void           vf_export_save_async        (const VfExportRequest  *request,
                                            const char             *place,
                                            gboolean                is_folder,
                                            gboolean                replace,
                                            GCancellable           *cancellable,
                                            GAsyncReadyCallback     callback,
                                            gpointer                user_data);
/* (transfer full): of either */
VfExport      *vf_export_work_finish       (GAsyncResult           *result,
                                            GError                **error);
void           vf_insertion_plan_async     (const VfExportRequest  *request,
                                            GCancellable           *cancellable,
                                            GAsyncReadyCallback     callback,
                                            gpointer                user_data);
VfInsertion   *vf_insertion_plan_finish    (GAsyncResult           *result,
                                            GError                **error);
void           vf_insertion_apply_async    (VfInsertion            *insertion,
                                            GAsyncReadyCallback     callback,
                                            gpointer                user_data);
VfInserted    *vf_insertion_apply_finish   (GAsyncResult           *result,
                                            GError                **error);
/* @inserted: (transfer full) */
void           vf_inserted_undo_async      (VfInserted             *inserted,
                                            GAsyncReadyCallback     callback,
                                            gpointer                user_data);
gboolean       vf_inserted_undo_finish     (GAsyncResult           *result,
                                            GError                **error);

G_END_DECLS
