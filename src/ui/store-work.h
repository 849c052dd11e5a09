#pragma once

#include <gio/gio.h>

#include "store/store.h"

G_BEGIN_DECLS

/* The store off the main thread.  Every callback comes on the main context; @user_data of a callback may be a widget,
 * because the worker never has the last reference of it. */

void        vf_store_list_async    (VfStore              *store,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* (transfer full) (element-type VfSaved): the most urgent first */
GPtrArray  *vf_store_list_finish   (GAsyncResult         *result,
                                    GError              **error);
void        vf_store_rename_async  (VfStore              *store,
                                    const char           *name,
                                    const char           *new_name,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* under a free name, which vf_store_work_get_new_name() says */
void        vf_store_duplicate_async (VfStore            *store,
                                    const char           *name,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
void        vf_store_remove_async  (VfStore              *store,
                                    const char           *name,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* (transfer full): what is needed to put it back */
VfRemoved  *vf_store_remove_finish (GAsyncResult         *result,
                                    GError              **error);
/* @removed: (transfer full) */
void        vf_store_restore_async (VfStore              *store,
                                    VfRemoved            *removed,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* of a renaming, a duplicate or a restoring */
gboolean    vf_store_work_finish   (GAsyncResult         *result,
                                    GError              **error);
/* the name that the work was about */
const char *vf_store_work_get_name (GAsyncResult         *result);
/* the name that came of it */
const char *vf_store_work_get_new_name (GAsyncResult     *result);

G_END_DECLS
