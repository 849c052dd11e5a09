/* Sentences that pass by, some of them with an offer to take back what was done. */

#include "config.h"

#include "window-private.h"

#include "wrap-texts.h"

#define ACTION_KEY "action"
#define PAGE_KEY "page"

/* of a toast: its margins, its padding, and what lies between its parts */
#define TOAST_FRAME 60

static GtkSizeRequestMode
get_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* What the window leaves for the text beside the toast's buttons. */
static int
room_for (GtkWidget *title)
{
  int room = gtk_widget_get_width (GTK_WIDGET (gtk_widget_get_root (title))) - TOAST_FRAME;

  for (GtkWidget *w = gtk_widget_get_next_sibling (gtk_widget_get_parent (title)); w; w = gtk_widget_get_next_sibling (w))
    {
      int width = 0;

      if (gtk_widget_should_layout (w))
        gtk_widget_measure (w, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
      room -= width;
    }
  return room;
}

/* The toast is as high as the text needs it in the width that the text would like to have. */
static void
measure (GtkWidget *title, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  GtkWidget *label = gtk_widget_get_first_child (title);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      gtk_widget_measure (label, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
      return;
    }
  gtk_widget_measure (label, orientation, -1, minimum, natural, NULL, NULL);
  *natural = CLAMP (room_for (title), *minimum, *natural);
}

static gboolean
ask_again (gpointer title)
{
  gtk_widget_queue_resize (title);
  return G_SOURCE_REMOVE;
}

/* Nobody asks again by himself when the window has become narrower. */
static void
allocate (GtkWidget *title, int width, int height, int baseline)
{
  GtkWidget *label = gtk_widget_get_first_child (title);
  int wanted;

  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, width, &wanted, NULL, NULL, NULL);
  if (wanted > height)
    g_idle_add_full (G_PRIORITY_DEFAULT, ask_again, g_object_ref (title), g_object_unref);
  gtk_widget_allocate (label, width, MAX (wanted, height), baseline, NULL);
}

/* The toast's own title is one line, which a narrow window cuts off, and reads the text as markup.  Asked how wide it is
 * in one line, the label would leave a newer libadwaita's button with no room for its word. */
static AdwToast *
make_toast (const char *text)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *title = adw_bin_new ();

  vf_wrap_anywhere (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_bin_set_child (ADW_BIN (title), label);
  gtk_widget_set_layout_manager (title, gtk_custom_layout_new (get_mode, measure, allocate));
  adw_toast_set_custom_title (toast, title);
  return toast;
}

void
vf_window_toast (VfWindow *self, const char *text)
{
  adw_toast_overlay_add_toast (self->toasts, make_toast (text));
}

static void
offer_dismissed (AdwToast *toast, VfWindow *self)
{
  g_ptr_array_remove (self->offers, toast);
}

/* A page that is gone since still has the window's own actions. */
static void
button_clicked (AdwToast *toast, VfWindow *self)
{
  GtkWidget *page = g_object_get_data (G_OBJECT (toast), PAGE_KEY);
  g_autoptr (GVariant) parameter = NULL;
  g_autofree char *name = NULL;

  /* answered: nobody needs to take it away */
  offer_dismissed (toast, self);
  /* the button goes with the toast, and a focus that went with it would keep Escape and every other key from the window */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  if (g_action_parse_detailed_name (g_object_get_data (G_OBJECT (toast), ACTION_KEY), &name, &parameter, NULL))
    gtk_widget_activate_action_variant (gtk_widget_get_root (page) ? page : GTK_WIDGET (self), name, parameter);
}

static gboolean
is_of_page (AdwToast *toast, VfPage *page)
{
  return g_object_get_data (G_OBJECT (toast), PAGE_KEY) == page
         && !g_str_has_prefix (g_object_get_data (G_OBJECT (toast), ACTION_KEY), "win.");
}

/* A page remembers one thing of a kind that it can take back, and what it remembers goes with it.  The toasts wait for
 * each other, so without this an older one would be pressed for what a newer one offers, or for nothing. */
void
vf_window_withdraw_offers (VfWindow *self, VfPage *page, const char *action)
{
  for (guint i = self->offers->len; i > 0; i--)
    {
      AdwToast *toast = self->offers->pdata[i - 1];

      if ((page && is_of_page (toast, page))
          || g_strcmp0 (g_object_get_data (G_OBJECT (toast), ACTION_KEY), action) == 0)
        adw_toast_dismiss (toast);
    }
}

static void
add_offer (VfWindow *self, AdwToast *toast, VfPage *page, const char *button, const char *action)
{
  vf_window_withdraw_offers (self, NULL, action);
  adw_toast_set_button_label (toast, button);
  g_object_set_data_full (G_OBJECT (toast), ACTION_KEY, g_strdup (action), g_free);
  g_object_set_data_full (G_OBJECT (toast), PAGE_KEY, g_object_ref (page), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (button_clicked), self, 0);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (offer_dismissed), self, 0);
  g_ptr_array_add (self->offers, g_object_ref (toast));
}

/* The action is looked up from the page, whose own actions a toast, high above it, would not find. */
void
vf_window_page_toast (VfPage *page, const char *text, const char *button, const char *action, VfWindow *self)
{
  AdwToast *toast = make_toast (text);

  if (button && action)
    add_offer (self, toast, page, button, action);
  adw_toast_overlay_add_toast (self->toasts, toast);
}
