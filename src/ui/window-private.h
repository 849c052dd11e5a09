#pragma once

#include "page.h"
#include "window.h"

G_BEGIN_DECLS

struct _VfWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *step_title;
  GtkStack *stack;
  GtkWidget *back_button;
  GtkMenuButton *menu_button;
  GtkWidget *bottom_bar;
  GtkWidget *buttons;
  GtkWidget *working;
  GtkSpinner *spinner;
  GtkButton *next_button;
  GtkWidget *drop_hint;
  GtkWidget *drop_words;
  GtkWidget *drop_list_words;

  VfSession *session;
  GSettings *settings;
  /* by index in vf_pages; NULL: not built yet */
  GPtrArray *pages;
  /* (element-type guint): the way that led here, the present page last; Back takes the last one off */
  GArray *trail;
  /* (element-type AdwToast): those with a button that can still be pressed */
  GPtrArray *offers;
  /* a saved connection is being opened */
  GCancellable *opening;
};

VfPage     *vf_window_get_page          (VfWindow     *self);
void        vf_window_show_page         (VfWindow     *self,
                                         const char   *name,
                                         gboolean      forward);
void        vf_window_go_back           (VfWindow     *self);
void        vf_window_go_next           (VfWindow     *self);
void        vf_window_stop_opening      (VfWindow     *self);
void        vf_window_forget            (VfWindow     *self);
void        vf_window_update_navigation (VfWindow     *self);
void        vf_window_toast             (VfWindow     *self,
                                         const char   *text);
void        vf_window_page_toast        (VfPage       *page,
                                         const char   *text,
                                         const char   *button,
                                         const char   *action,
                                         VfWindow     *self);
/* takes away the toasts of @page and those whose button does @action; each (nullable) */
void        vf_window_withdraw_offers   (VfWindow     *self,
                                         VfPage       *page,
                                         const char   *action);
void        vf_window_install_actions   (VfWindow     *self);
void        vf_window_paste             (VfWindow     *self,
                                         const char   *text);
void        vf_window_paste_activated   (GSimpleAction *action,
                                         GVariant      *parameter,
                                         gpointer       data);
gboolean    vf_window_take_drop_at      (VfWindow     *self,
                                         GSList       *files,
                                         double        x,
                                         double        y);
void        vf_window_open_certificates (VfWindow     *self,
                                         GFile       **files,
                                         guint         n_files);
/* whether the name is one that lists of connections have */
gboolean    vf_window_may_be_list       (GFile        *file);
/* @expected: the person said that it is one, and is told if it is not; else it is opened as certificates then */
void        vf_window_import_list       (VfWindow     *self,
                                         GFile        *file,
                                         gboolean      expected);
void        vf_window_import_store_activated (GSimpleAction *action,
                                              GVariant      *parameter,
                                              gpointer       data);
void        vf_window_import_activated  (GSimpleAction *action,
                                         GVariant      *parameter,
                                         gpointer       data);
/* whether PGHOST or the like says where a server is */
gboolean    vf_window_has_environment   (void);
void        vf_window_import_environment_activated (GSimpleAction *action,
                                                    GVariant      *parameter,
                                                    gpointer       data);
void        vf_window_accept_drops      (VfWindow     *self);
void        vf_window_restore_size      (VfWindow     *self);
void        vf_window_save_size         (VfWindow     *self);
void        vf_window_renew_activated   (GSimpleAction *action,
                                         GVariant      *parameter,
                                         gpointer       data);

G_END_DECLS
