/* Sentences that pass by, some of them with an offer to take back what was done. */

#include "config.h"

#include "window-private.h"

#include "compat.h"
#include "fold-layout.h"
#include "wrap-texts.h"

#define ACTION_KEY "action"
#define PAGE_KEY "page"

/* of a toast: its margins (24), its padding (18), the margins of its title (12), and what lies before the button that
 * closes it (6) */
#define TOAST_FRAME 60
/* what is in a toast that says little: libadwaita makes it 450 wide */
#define USUAL_WIDTH 380

static GtkSizeRequestMode
get_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* What the window leaves beside the button that closes the toast. */
static int
room_for (GtkWidget *title)
{
  GtkWidget *close = gtk_widget_get_last_child (gtk_widget_get_parent (gtk_widget_get_parent (title)));
  int width = gtk_widget_get_width (GTK_WIDGET (gtk_widget_get_root (title)));
  int closing;

  gtk_widget_measure (close, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &closing, NULL, NULL);
  /* before the window is there nobody knows */
  return width > 0 ? width - TOAST_FRAME - closing : USUAL_WIDTH;
}

/* The toast is as high as this is in the width that it would like to have. */
static void
measure (GtkWidget *title, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  GtkWidget *content = gtk_widget_get_first_child (title);

  gtk_widget_measure (content, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, MIN (MAX (*natural, USUAL_WIDTH), room_for (title)));
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
  GtkWidget *content = gtk_widget_get_first_child (title);
  int wanted;

  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, width, &wanted, NULL, NULL, NULL);
  if (wanted > height)
    g_idle_add_full (G_PRIORITY_DEFAULT, ask_again, g_object_ref (title), g_object_unref);
  gtk_widget_allocate (content, width, MAX (wanted, height), baseline, NULL);
}

/* The toast's own title is one line, which a narrow window cuts off, and reads the text as markup; and beside the toast's
 * own button there would be room for one word. */
static AdwToast *
make_toast (const char *text)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *title = adw_bin_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (text);

  vf_wrap_anywhere (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (content), label);
  /* the toast is at least as high as its button that closes it */
  gtk_widget_set_valign (content, GTK_ALIGN_CENTER);
  gtk_widget_set_layout_manager (content, vf_fold_layout_new ());
  adw_bin_set_child (ADW_BIN (title), content);
  gtk_widget_set_layout_manager (title, gtk_custom_layout_new (get_mode, measure, allocate));
  adw_toast_set_custom_title (toast, title);
  return toast;
}

/* What libadwaita tells of a toast is its title, which is empty. */
static void
show (VfWindow *self, AdwToast *toast, const char *text)
{
  adw_toast_overlay_add_toast (self->toasts, toast);
  vf_compat_announce (GTK_WIDGET (self), text);
}

/**
 * vf_window_toast:
 * @text: a translated sentence, shown without markup
 */
void
vf_window_toast (VfWindow *self, const char *text)
{
  show (self, make_toast (text), text);
}

static void
offer_dismissed (AdwToast *toast, VfWindow *self)
{
  g_ptr_array_remove (self->offers, toast);
}

/* A page that is gone since still has the window's own actions. */
static void
button_clicked (AdwToast *toast, GtkWidget *button)
{
  VfWindow *self = VF_WINDOW (gtk_widget_get_root (button));
  GtkWidget *page = g_object_get_data (G_OBJECT (toast), PAGE_KEY);
  g_autoptr (GVariant) parameter = NULL;
  g_autofree char *name = NULL;

  /* answered: nobody needs to take it away */
  offer_dismissed (toast, self);
  /* the button goes with the toast, and a focus that went with it would keep Escape and every other key from the window */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  adw_toast_dismiss (toast);
  if (g_action_parse_detailed_name (g_object_get_data (G_OBJECT (toast), ACTION_KEY), &name, &parameter, NULL))
    gtk_widget_activate_action_variant (gtk_widget_get_root (page) ? page : GTK_WIDGET (self), name, parameter);
}

static void
append_button (AdwToast *toast, const char *text)
{
  GtkWidget *content = adw_bin_get_child (ADW_BIN (adw_toast_get_custom_title (toast)));
  GtkWidget *button = gtk_button_new_with_mnemonic (text);

  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_focus_on_click (button, FALSE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (button_clicked), toast, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (content), button);
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
  append_button (toast, button);
  g_object_set_data_full (G_OBJECT (toast), ACTION_KEY, g_strdup (action), g_free);
  g_object_set_data_full (G_OBJECT (toast), PAGE_KEY, g_object_ref (page), g_object_unref);
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
  show (self, toast, text);
}
