#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The only place with version switches: what the floor's toolkit has in another shape than newer ones. */

/* @folder: (nullable): where the dialog starts */
void        vf_compat_open_files_async  (GtkWindow           *parent,
                                         const char          *title,
                                         GFile               *folder,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
/* (transfer full) (element-type GFile): dismissed is G_IO_ERROR_CANCELLED */
GListModel *vf_compat_open_files_finish (GAsyncResult        *result,
                                         GError             **error);
/* @name: what the file is called unless the person says otherwise */
void        vf_compat_save_file_async   (GtkWindow           *parent,
                                         const char          *title,
                                         const char          *name,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
/* @folder: (nullable): where the dialog starts */
void        vf_compat_select_folder_async (GtkWindow           *parent,
                                           const char          *title,
                                           GFile               *folder,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* (transfer full): of either; dismissed is G_IO_ERROR_CANCELLED */
GFile      *vf_compat_save_file_finish  (GAsyncResult        *result,
                                         GError             **error);
/* @parent: (nullable) */
void        vf_compat_show_about        (GtkWindow           *parent);
/* says something to a screen reader at once; before GTK 4.14 the roles of labels have to do */
void        vf_compat_announce          (GtkWidget           *widget,
                                         const char          *text);
/* whether it wants to stand on the line of its neighbours' text, which has another name since GTK 4.12 */
gboolean    vf_compat_asks_for_baseline (GtkWidget           *widget);

G_END_DECLS
