#include "config.h"

#include "window-private.h"

#include <glib/gi18n.h>

#include "connection/paste.h"
#include "fold-layout.h"
#include "pages.h"
#include "wrap-texts.h"

G_DEFINE_FINAL_TYPE (VfWindow, vf_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- pages --- */

static guint
current_index (VfWindow *self)
{
  return g_array_index (self->trail, guint, self->trail->len - 1);
}

/**
 * vf_window_get_page:
 *
 * Returns: (transfer none): the page that is shown
 */
VfPage *
vf_window_get_page (VfWindow *self)
{
  return g_ptr_array_index (self->pages, current_index (self));
}

const char *
vf_window_get_page_name (VfWindow *self)
{
  return vf_pages[current_index (self)].name;
}

static VfPage *
ensure_page (VfWindow *self, guint index)
{
  VfPage *page = g_ptr_array_index (self->pages, index);

  if (page)
    return page;
  page = g_object_new (vf_pages[index].get_type (), "session", self->session, NULL);
  g_signal_connect_object (page, "notify", G_CALLBACK (vf_window_update_navigation), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "toast", G_CALLBACK (vf_window_page_toast), self, 0);
  gtk_stack_add_named (self->stack, GTK_WIDGET (page), vf_pages[index].name);
  g_ptr_array_index (self->pages, index) = page;
  return page;
}

static void
show_current (VfWindow *self, gboolean forward)
{
  VfPage *page = ensure_page (self, current_index (self));

  gtk_stack_set_transition_type (self->stack, forward ? GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT
                                                      : GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (page));
  vf_window_update_navigation (self);
  vf_page_shown (page, forward);
  vf_page_focus_first (page);
}

/* What is being opened is not wanted any more. */
void
vf_window_stop_opening (VfWindow *self)
{
  if (!self->opening)
    return;
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  vf_window_update_navigation (self);
}

static void
leave_current (VfWindow *self)
{
  vf_window_stop_opening (self);
  if (self->trail->len > 0)
    vf_page_cancel (vf_window_get_page (self));
}

/* A page stands once in the trail, so that Back never goes round in circles; the start page empties it. */
static void
extend_trail (VfWindow *self, guint index)
{
  if (index == 0)
    g_array_set_size (self->trail, 0);
  for (guint i = 0; i < self->trail->len; i++)
    if (g_array_index (self->trail, guint, i) == index)
      g_array_remove_index (self->trail, i--);
  g_array_append_val (self->trail, index);
}

/* Goes to a page of pages.h; one that is in view already is shown anew. */
void
vf_window_show_page (VfWindow *self, const char *name, gboolean forward)
{
  for (guint i = 0; i < G_N_ELEMENTS (vf_pages); i++)
    if (g_str_equal (vf_pages[i].name, name))
      {
        leave_current (self);
        extend_trail (self, i);
        show_current (self, forward);
        return;
      }
}

/**
 * vf_window_go_back:
 *
 * Goes back inside the page, or to the one before; does nothing on the first.
 */
void
vf_window_go_back (VfWindow *self)
{
  if (self->trail->len < 2 || vf_page_back (vf_window_get_page (self)))
    return;
  leave_current (self);
  g_array_set_size (self->trail, self->trail->len - 1);
  show_current (self, FALSE);
}

/**
 * vf_window_go_next:
 *
 * Lets the page put in what was entered, and goes on if the page agrees.  What the page has offered to take back is agreed
 * to with it, and would cover what the next one says.
 */
void
vf_window_go_next (VfWindow *self)
{
  guint index = current_index (self);

  if (!vf_page_apply (vf_window_get_page (self)))
    return;
  if (index < VF_N_STEPS)
    {
      vf_window_withdraw_offers (self, vf_window_get_page (self), NULL);
      vf_window_show_page (self, vf_pages[index + 1].name, TRUE);
    }
  else
    {
      vf_window_show_page (self, vf_pages[0].name, FALSE);
      vf_window_forget (self);
    }
}

/* The values and every page but the first go, so that nothing of one connection shows in the next. */
void
vf_window_forget (VfWindow *self)
{
  for (guint i = 1; i < self->pages->len; i++)
    {
      VfPage *page = g_ptr_array_index (self->pages, i);

      if (page && current_index (self) != i)
        {
          vf_window_withdraw_offers (self, page, NULL);
          gtk_stack_remove (self->stack, GTK_WIDGET (page));
          g_ptr_array_index (self->pages, i) = NULL;
        }
    }
  vf_session_reset (self->session);
}

/* --- what the window shows of its page --- */

static void
set_enabled (VfWindow *self, const char *action, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), action)), enabled);
}

static void
update_title (VfWindow *self, VfPage *page)
{
  guint index = current_index (self);
  g_autofree char *step = NULL;
  g_autofree char *title = NULL;

  if (index == 0)
    {
      gtk_window_set_title (GTK_WINDOW (self), "Verifull");
      adw_window_title_set_title (self->step_title, "Verifull");
      adw_window_title_set_subtitle (self->step_title, "");
      return;
    }
  /* translators: the step of the wizard that is in view, and how many there are */
  step = index <= VF_N_STEPS ? g_strdup_printf (_("Step %u of %u"), index, (guint) VF_N_STEPS) : g_strdup ("");
  title = g_strdup_printf ("%s — Verifull", vf_page_get_title (page));
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->step_title, vf_page_get_short_title (page));
  adw_window_title_set_subtitle (self->step_title, step);
}

/* Where an address is what is wanted now, or next. */
static gboolean
is_before_server (VfWindow *self, VfPage *page)
{
  const char *name = vf_window_get_page_name (self);

  return g_str_equal (name, "server") || (g_str_equal (name, "certificates") && vf_page_get_complete (page));
}

/* The one place that says what can be done now. */
void
vf_window_update_navigation (VfWindow *self)
{
  VfPage *page;
  const char *label;
  gboolean busy, has_next;

  if (self->trail->len == 0 || !vf_window_get_page (self))
    return;
  page = vf_window_get_page (self);
  label = vf_page_get_next_label (page);
  busy = vf_page_get_busy (page) || self->opening;
  has_next = !label || *label;

  update_title (self, page);
  gtk_button_set_label (self->next_button, label && *label ? label : _("_Next"));
  vf_wrap_texts (GTK_WIDGET (self->next_button));
  gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (self->next_button)), GTK_JUSTIFY_CENTER);
  if (vf_page_get_next_suggested (page))
    gtk_widget_add_css_class (GTK_WIDGET (self->next_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->next_button), "suggested-action");
  gtk_widget_set_visible (GTK_WIDGET (self->next_button), has_next);
  gtk_widget_set_visible (self->working, busy);
  if (busy)
    gtk_widget_add_css_class (self->bottom_bar, "busy");
  else
    gtk_widget_remove_css_class (self->bottom_bar, "busy");
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (self->bottom_bar, busy || has_next);
  gtk_widget_set_visible (self->back_button, self->trail->len > 1);
  gtk_window_set_default_widget (GTK_WINDOW (self), has_next ? GTK_WIDGET (self->next_button) : NULL);

  set_enabled (self, "next", has_next && vf_page_get_complete (page) && !busy);
  set_enabled (self, "back", self->trail->len > 1);
  set_enabled (self, "cancel", busy);
  set_enabled (self, "paste", is_before_server (self, page) && !busy);
  set_enabled (self, "check", current_index (self) > 0 && vf_session_get_connection (self->session) != NULL);
}

/**
 * vf_window_take_target:
 * @self: a window
 * @text: anything that the host field would understand
 */
void
vf_window_take_target (VfWindow *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfPaste) paste = vf_paste_parse (text, &error);
  g_autofree char *unknown = NULL;

  if (!paste)
    {
      vf_window_toast (self, error->message);
      return;
    }
  vf_session_take_paste (self->session, paste);
  unknown = vf_paste_describe_unknown (paste);
  if (unknown)
    {
      /* Translators: words that stand for settings */
      g_autofree char *message = g_strdup_printf (_("These unknown words were left out: %s"), unknown);

      vf_window_toast (self, message);
    }
}

static gboolean
vf_window_close_request (GtkWindow *window)
{
  VfWindow *self = VF_WINDOW (window);

  vf_window_save_size (self);
  leave_current (self);
  return GTK_WINDOW_CLASS (vf_window_parent_class)->close_request (window);
}

/* --- life --- */

static void
create_menu (GtkMenuButton *button, gpointer data)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) program = g_menu_new ();

  g_menu_append (menu, _("_New Connection"), "win.new");
  g_menu_append (menu, _("_Open…"), "win.open");
  g_menu_append (menu, _("_Import Connections…"), "win.import");
  if (vf_window_has_environment ())
    /* translators: the variables PGHOST, PGUSER and so on that this program was started with */
    g_menu_append (menu, _("Import from the _Environment"), "win.import-environment");
  /* Translators: from this program where it was installed in another way, as a Flatpak or a package */
  g_menu_append (menu, _("Import from Another Installation…"), "win.import-store");
  g_menu_append (program, _("_Help"), "app.help('')");
  g_menu_append (program, _("_Keyboard Shortcuts"), "app.shortcuts");
  g_menu_append (program, _("_About Verifull"), "app.about");
  g_menu_append (program, _("_Quit"), "app.quit");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (program));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
vf_window_init (VfWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_wrap_texts (self->working);
  gtk_widget_set_layout_manager (self->buttons, vf_fold_layout_new ());
  self->pages = g_ptr_array_new ();
  g_ptr_array_set_size (self->pages, G_N_ELEMENTS (vf_pages));
  self->offers = g_ptr_array_new_with_free_func (g_object_unref);
  self->trail = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu, NULL, NULL);
  vf_window_restore_size (self);
  vf_window_accept_drops (self);
  vf_window_install_actions (self);
}

static void
vf_window_dispose (GObject *object)
{
  VfWindow *self = VF_WINDOW (object);

  g_array_set_size (self->trail, 0);
  vf_window_stop_opening (self);
  g_ptr_array_set_size (self->offers, 0);
  if (self->session)
    vf_session_reset (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (vf_window_parent_class)->dispose (object);
}

static void
vf_window_finalize (GObject *object)
{
  VfWindow *self = VF_WINDOW (object);

  g_ptr_array_unref (self->pages);
  g_ptr_array_unref (self->offers);
  g_array_unref (self->trail);
  G_OBJECT_CLASS (vf_window_parent_class)->finalize (object);
}

static void
vf_window_class_init (VfWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = vf_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = vf_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "window.ui");
  gtk_widget_class_bind_template_child (widget_class, VfWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, VfWindow, step_title);
  gtk_widget_class_bind_template_child (widget_class, VfWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, VfWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, VfWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, VfWindow, bottom_bar);
  gtk_widget_class_bind_template_child (widget_class, VfWindow, buttons);
  gtk_widget_class_bind_template_child (widget_class, VfWindow, working);
  gtk_widget_class_bind_template_child (widget_class, VfWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, VfWindow, next_button);
  gtk_widget_class_bind_template_child (widget_class, VfWindow, drop_hint);
  gtk_widget_class_bind_template_child (widget_class, VfWindow, drop_words);
  gtk_widget_class_bind_template_child (widget_class, VfWindow, drop_list_words);
  /* as a binding of the window, popovers and entries come first */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.escape", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste", NULL);
}

/**
 * vf_window_new:
 * @application: the application
 * @store: where connections are kept
 *
 * Returns: (transfer none): a window with the start page; no other page is built yet
 */
VfWindow *
vf_window_new (GtkApplication *application, VfStore *store)
{
  VfWindow *self = g_object_new (VF_TYPE_WINDOW, "application", application, NULL);

  self->session = vf_session_new (store);
  g_signal_connect_object (self->session, "notify", G_CALLBACK (vf_window_update_navigation), self,
                           G_CONNECT_SWAPPED);
  vf_window_show_page (self, vf_pages[0].name, TRUE);
  return self;
}

/**
 * vf_window_get_session:
 *
 * Returns: (transfer none): what all the pages work on
 */
VfSession *
vf_window_get_session (VfWindow *self)
{
  return self->session;
}
