/* Files from outside: opened or dropped. */

#include "config.h"

#include "window-private.h"

#include <glib/gi18n.h>

#include "start-page.h"

/**
 * vf_window_open_files:
 * @self: a window
 * @files: (array length=n_files): archives, folders, single files
 * @n_files: how many
 *
 * A list of connections of another program leads to the page that imports them, anything else to the certificates.
 */
void
vf_window_open_files (VfWindow *self, GFile **files, guint n_files)
{
  if (n_files == 1 && vf_window_may_be_list (files[0]))
    vf_window_import_list (self, files[0], FALSE);
  else
    vf_window_open_certificates (self, files, n_files);
}

/* From the start page this begins with what is opened; anywhere later it joins what is there. */
void
vf_window_open_certificates (VfWindow *self, GFile **files, guint n_files)
{
  gboolean from_start = g_str_equal (vf_window_get_page_name (self), "start");

  if (n_files == 0)
    return;
  vf_window_stop_opening (self);
  /* a renewed archive is compared with what is saved, so it is joined with nothing */
  if (g_str_equal (vf_window_get_page_name (self), "renew"))
    {
      vf_session_import (self->session, files, n_files, FALSE);
      return;
    }
  /* what a saved connection has is not what is being opened now */
  if (from_start && vf_session_get_name (self->session))
    vf_window_forget (self);
  /* the page that comes shows at once that something is read, and makes nothing for the case that there is nothing */
  vf_session_import (self->session, files, n_files, !from_start);
  /* showing the page anew would cancel what it reads, and what is read is joined */
  if (!g_str_equal (vf_window_get_page_name (self), "certificates"))
    vf_window_show_page (self, "certificates", TRUE);
}

/* (transfer container) (element-type GFile): those that can be read; one from a web page has no path */
static GPtrArray *
local_files (GSList *files)
{
  GPtrArray *local = g_ptr_array_new ();

  for (GSList *l = files; l; l = l->next)
    if (g_file_peek_path (l->data))
      g_ptr_array_add (local, l->data);
  return local;
}

/**
 * vf_window_take_drop:
 * @self: a window
 * @files: (element-type GFile): what was dropped
 *
 * Returns: whether there was a file that can be read
 */
gboolean
vf_window_take_drop (VfWindow *self, GSList *files)
{
  g_autoptr (GPtrArray) local = local_files (files);

  if (local->len == 0)
    {
      vf_window_toast (self, _("Only files and folders of this computer can be dropped here. Download it first."));
      return FALSE;
    }
  vf_window_open_files (self, (GFile **) local->pdata, local->len);
  return TRUE;
}

/* (nullable): the start page, if that is in view with its list */
static VfStartPage *
list_in_view (VfWindow *self)
{
  VfPage *page = vf_window_get_page (self);

  return VF_IS_START_PAGE (page) && vf_start_page_has_list (VF_START_PAGE (page)) ? VF_START_PAGE (page) : NULL;
}

/* Over a list, what is dropped on a row renews that connection, so the rows must be seen; anywhere else the whole
 * window is one target. */
static void
show_drop_hint (VfWindow *self, double x, double y)
{
  VfStartPage *start = list_in_view (self);

  if (start)
    vf_start_page_hover (start, GTK_WIDGET (self), x, y);
  if (start)
    gtk_widget_add_css_class (self->drop_hint, "over-list");
  else
    gtk_widget_remove_css_class (self->drop_hint, "over-list");
  gtk_widget_set_visible (self->drop_words, !start);
  gtk_widget_set_visible (self->drop_list_words, start != NULL);
  gtk_widget_set_visible (self->drop_hint, TRUE);
}

static void
hide_drop_hint (VfWindow *self)
{
  VfStartPage *start = list_in_view (self);

  gtk_widget_set_visible (self->drop_hint, FALSE);
  if (start)
    vf_start_page_unhover (start);
}

/**
 * vf_window_take_drop_at:
 * @self: a window
 * @files: (element-type GFile): what was dropped
 * @x: where in the window
 * @y: where in the window
 *
 * On the row of a saved connection, the files renew that.
 *
 * Returns: as vf_window_take_drop()
 */
gboolean
vf_window_take_drop_at (VfWindow *self, GSList *files, double x, double y)
{
  VfStartPage *start = list_in_view (self);
  g_autofree char *name = start ? g_strdup (vf_start_page_hover (start, GTK_WIDGET (self), x, y)) : NULL;
  g_autoptr (GPtrArray) local = local_files (files);

  hide_drop_hint (self);
  if (!name || local->len == 0)
    return vf_window_take_drop (self, files);
  vf_window_renew (self, name, (GFile **) local->pdata, local->len);
  return TRUE;
}

static gboolean
dropped (GtkDropTarget *target, const GValue *value, double x, double y, VfWindow *self)
{
  return vf_window_take_drop_at (self, g_value_get_boxed (value), x, y);
}

static GdkDragAction
drop_moved (GtkDropTarget *target, double x, double y, VfWindow *self)
{
  show_drop_hint (self, x, y);
  return GDK_ACTION_COPY;
}

static void
drop_left (GtkDropTarget *target, VfWindow *self)
{
  hide_drop_hint (self);
}

/* On the window itself: a drop beside a smaller target would never end. */
void
vf_window_accept_drops (VfWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (dropped), self, 0);
  g_signal_connect_object (target, "enter", G_CALLBACK (drop_moved), self, 0);
  g_signal_connect_object (target, "motion", G_CALLBACK (drop_moved), self, 0);
  g_signal_connect_object (target, "leave", G_CALLBACK (drop_left), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
