#include "config.h"

#include "start-page-private.h"

#include <glib/gi18n.h>

#include "archive-prompt.h"
#include "store-work.h"
#include "width-first.h"

G_DEFINE_FINAL_TYPE (VfStartPage, vf_start_page, VF_TYPE_PAGE)

/**
 * vf_start_page_get_store:
 *
 * Returns: (transfer none): that of the session
 */
VfStore *
vf_start_page_get_store (VfStartPage *self)
{
  return vf_session_get_store (vf_page_get_session (VF_PAGE (self)));
}

/* --- what is shown --- */

/* What works is there to be used; anything else wants to be looked into. */
static const char *
action_for (VfStartPage *self, VfSaved *saved)
{
  switch (vf_saved_get_proof (saved, g_get_real_time () / G_USEC_PER_SEC))
    {
    case VF_PROOF_PROVEN:
    case VF_PROOF_EXPIRES:
      return "win.use-saved";
    case VF_PROOF_CHANGED:
    case VF_PROOF_FAILED:
      if (vf_session_has_result (vf_page_get_session (VF_PAGE (self)), vf_saved_get_name (saved)))
        return "win.show-failure";
      return vf_saved_get_code (saved) == VF_CODE_WRONG_PASSWORD ? "win.retype-saved" : "win.check-saved";
    case VF_PROOF_NEVER:
    case VF_PROOF_EXPIRED:
    case VF_PROOF_NEEDS_PASSWORD:
      return "win.check-saved";
    }
  g_assert_not_reached ();
}

static void
item_activated (VfSavedList *list, VfSavedItem *item, VfStartPage *self)
{
  VfSaved *saved = vf_saved_item_get_saved (item);

  if (vf_saved_item_get_phase (item) == VF_SAVED_IDLE)
    gtk_widget_activate_action (GTK_WIDGET (self), action_for (self, saved), "s", vf_saved_get_name (saved));
}

static void
ensure_list (VfStartPage *self)
{
  if (self->list)
    return;
  self->list = g_object_ref_sink (VF_SAVED_LIST (vf_saved_list_new ()));
  gtk_widget_set_layout_manager (GTK_WIDGET (self->list), vf_width_first_new ());
  g_signal_connect_object (self->list, "activated", G_CALLBACK (item_activated), self, 0);
}

static void
show_saved (VfStartPage *self)
{
  gboolean any = self->saved->len > 0;

  if (any)
    ensure_list (self);
  else if (!self->prompt)
    self->prompt = g_object_ref_sink (vf_archive_prompt_new ());
  if (self->list)
    vf_saved_list_show (self->list, self->saved);
  vf_page_set_child (VF_PAGE (self), any ? GTK_WIDGET (self->list) : self->prompt);
  /* the invitation has its own button */
  vf_page_set_next_label (VF_PAGE (self), any ? _("_New Connection") : "");
  vf_page_set_complete (VF_PAGE (self), any);
}

static void
place_focus (VfStartPage *self)
{
  g_autofree char *focus = g_steal_pointer (&self->focus);

  if (self->fresh)
    vf_page_focus_first (VF_PAGE (self));
  else if (focus && self->list)
    vf_saved_list_focus (self->list, focus);
  self->fresh = FALSE;
}

/* --- reading the store --- */

static void
bring_saved (VfStartPage *self)
{
  show_saved (self);
  place_focus (self);
  if (self->check_all_wanted)
    vf_start_page_check_all (self);
}

/* Rows are not cheap, and the window's first frame must not wait for them, however many are saved. */
static gboolean
was_drawn (VfStartPage *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  return clock && gdk_frame_clock_get_frame_counter (clock) >= 0;
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  VfStartPage *self = VF_START_PAGE (widget);

  /* the first one, which is just being made */
  if (gdk_frame_clock_get_frame_counter (clock) <= 0)
    return G_SOURCE_CONTINUE;
  self->bringing = 0;
  bring_saved (self);
  return G_SOURCE_REMOVE;
}

static void
stop_bringing (VfStartPage *self)
{
  if (self->bringing)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->bringing);
  self->bringing = 0;
}

static void
list_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfStartPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) saved = vf_store_list_finish (result, &error);

  if (self->reading != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->reading);
  if (!saved)
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
  g_clear_pointer (&self->saved, g_ptr_array_unref);
  self->saved = saved ? g_steal_pointer (&saved) : g_ptr_array_new ();
  if (was_drawn (self))
    bring_saved (self);
  else if (!self->bringing)
    self->bringing = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
}

void
vf_start_page_read (VfStartPage *self, const char *focus)
{
  if (focus)
    {
      g_free (self->focus);
      self->focus = g_strdup (focus);
    }
  g_clear_object (&self->reading);
  /* a change was finished after the window had been closed */
  if (!gtk_widget_get_root (GTK_WIDGET (self)))
    return;
  self->reading = g_cancellable_new ();
  vf_store_list_async (vf_start_page_get_store (self), self->reading, list_done, g_object_ref (self));
}

/* --- files above the rows --- */

/**
 * vf_start_page_hover:
 * @self: the start page
 * @widget: what @x and @y are relative to
 * @x: where files are held
 * @y: where files are held
 *
 * Returns: (nullable) (transfer none): the saved connection that they would renew, whose row shows it
 */
const char *
vf_start_page_hover (VfStartPage *self, GtkWidget *widget, double x, double y)
{
  return self->list && gtk_widget_get_mapped (GTK_WIDGET (self->list)) ? vf_saved_list_hover (self->list, widget, x, y)
                                                                       : NULL;
}

/**
 * vf_start_page_unhover:
 *
 * Nothing hovers over the list any more.
 */
void
vf_start_page_unhover (VfStartPage *self)
{
  if (self->list)
    vf_saved_list_unhover (self->list);
}

gboolean
vf_start_page_has_list (VfStartPage *self)
{
  return self->list && gtk_widget_get_mapped (GTK_WIDGET (self->list));
}

/* --- the keyboard --- */

/* Of the row that has the keyboard; FALSE: none has it */
static gboolean
activate_focused (GtkWidget *widget, GVariant *action, gpointer data)
{
  VfStartPage *self = VF_START_PAGE (widget);
  VfSavedItem *item = self->list ? vf_saved_list_get_focused (self->list) : NULL;

  return item
         && gtk_widget_activate_action (widget, g_variant_get_string (action, NULL), "s",
                                        vf_saved_get_name (vf_saved_item_get_saved (item)));
}

static void
add_binding (GtkWidgetClass *klass, guint key, const char *action)
{
  gtk_widget_class_add_binding (klass, key, 0, activate_focused, "s", action);
}

static void
find_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfStartPage *self = VF_START_PAGE (widget);

  if (self->list && gtk_widget_get_mapped (GTK_WIDGET (self->list)))
    vf_saved_list_search (self->list);
}

/* --- the page --- */

static void
vf_start_page_shown (VfPage *page, gboolean forward)
{
  VF_START_PAGE (page)->fresh = TRUE;
  vf_start_page_read (VF_START_PAGE (page), NULL);
}

static void
vf_start_page_focus_first (VfPage *page)
{
  VfStartPage *self = VF_START_PAGE (page);

  if (self->prompt && gtk_widget_get_mapped (self->prompt))
    gtk_widget_grab_focus (self->prompt);
  else
    VF_PAGE_CLASS (vf_start_page_parent_class)->focus_first (page);
}

/* The suggested action begins a new connection, which is the window's to do. */
static gboolean
vf_start_page_apply (VfPage *page)
{
  gtk_widget_activate_action (GTK_WIDGET (page), "win.new", NULL);
  return FALSE;
}

static void
vf_start_page_cancel (VfPage *page)
{
  VfStartPage *self = VF_START_PAGE (page);

  g_clear_object (&self->reading);
  stop_bringing (self);
  self->check_all_wanted = FALSE;
  vf_start_page_stop_checks (self);
}

static void
vf_start_page_dispose (GObject *object)
{
  VfStartPage *self = VF_START_PAGE (object);

  vf_start_page_finish_delete (self);
  if (self->round)
    g_signal_handlers_disconnect_by_data (self->round, self);
  g_clear_object (&self->round);
  /* what is still being read is not shown any more */
  g_clear_object (&self->reading);
  stop_bringing (self);
  G_OBJECT_CLASS (vf_start_page_parent_class)->dispose (object);
  /* a popover to rename that is still open */
  while (gtk_widget_get_first_child (GTK_WIDGET (self)))
    gtk_widget_unparent (gtk_widget_get_first_child (GTK_WIDGET (self)));
  g_clear_object (&self->prompt);
  g_clear_object (&self->list);
  g_clear_pointer (&self->saved, g_ptr_array_unref);
  g_clear_pointer (&self->focus, g_free);
  g_clear_pointer (&self->copied, g_free);
}

static void
vf_start_page_class_init (VfStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  VfPageClass *page_class = VF_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_start_page_dispose;
  page_class->shown = vf_start_page_shown;
  page_class->focus_first = vf_start_page_focus_first;
  page_class->apply = vf_start_page_apply;
  page_class->cancel = vf_start_page_cancel;
  vf_start_page_install_changes (widget_class);
  vf_start_page_install_checks (widget_class);
  gtk_widget_class_install_action (widget_class, "start.find", NULL, find_activated);
  add_binding (widget_class, GDK_KEY_F2, "start.rename");
  add_binding (widget_class, GDK_KEY_F5, "start.check");
  add_binding (widget_class, GDK_KEY_Delete, "start.delete");
  add_binding (widget_class, GDK_KEY_KP_Delete, "start.delete");
}

static void
vf_start_page_init (VfStartPage *self)
{
  vf_page_set_title (VF_PAGE (self), "Verifull");
  vf_page_set_next_label (VF_PAGE (self), "");
}
