#include "config.h"

#include "entry-list.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "page.h"
#include "words.h"

/* A list view makes up to two hundred rows however few are in view, so they come in portions that fit a frame. */
#define FIRST_ROWS 12
#define MORE_ROWS 6
#define MANY_ROWS 240

struct _VfEntryList
{
  AdwBin parent_instance;

  GtkListView *view;
  GtkSliceListModel *slice;
  guint growing;
  gboolean by_path;
};

G_DEFINE_FINAL_TYPE (VfEntryList, vf_entry_list, ADW_TYPE_BIN)

static guint opened_signal;

/* --- a row --- */

typedef struct
{
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *arrow;
} Row;

static GtkLabel *
make_label (GtkBox *box)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (label, 0);
  gtk_box_append (box, GTK_WIDGET (label));
  return label;
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, VfEntryList *self)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  row->icon = GTK_IMAGE (gtk_image_new ());
  row->arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->icon));
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), row->arrow);
  gtk_widget_set_hexpand (text, TRUE);
  row->title = make_label (GTK_BOX (text));
  row->subtitle = make_label (GTK_BOX (text));
  gtk_widget_add_css_class (GTK_WIDGET (row->subtitle), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (row->subtitle), "dim-label");
  gtk_widget_add_css_class (box, "entry");
  g_object_set_data_full (G_OBJECT (list_item), "row", row, g_free);
  gtk_list_item_set_child (list_item, box);
}

static char *
describe_certificate (VfCertificate *certificate, gint64 now)
{
  gint64 end = vf_certificate_get_not_after (certificate);
  g_autofree char *date = vf_explain_date (end);
  g_autofree char *left = vf_words_left (end, now);
  const char *weak = vf_certificate_is_weak (certificate) ? _(" · too weak for this computer") : "";

  /* translators: a date, then "364 days left" or "expired 3 days ago", then perhaps a remark */
  return g_strdup_printf (_("Valid until %s · %s%s"), date, left, weak);
}

static const char *
icon_of (VfEntry *entry, gint64 now)
{
  VfCertificate *certificate = vf_entry_get_certificate (entry);

  if (certificate && (vf_certificate_get_not_after (certificate) < now || vf_certificate_is_weak (certificate)))
    return "dialog-warning-symbolic";
  if (certificate)
    return "application-certificate-symbolic";
  switch (vf_item_get_kind (vf_entry_get_item (entry)))
    {
    case VF_KIND_PRIVATE_KEY:
    case VF_KIND_KEY_PASSPHRASE:
      return "dialog-password-symbolic";
    case VF_KIND_CRL:
    case VF_KIND_CERTIFICATE:
    case VF_KIND_KEY_STORE:
    case VF_KIND_SKIPPED:
    case VF_KIND_UNKNOWN:
      break;
    }
  return "text-x-generic-symbolic";
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, VfEntryList *self)
{
  Row *row = g_object_get_data (G_OBJECT (list_item), "row");
  VfEntry *entry = gtk_list_item_get_item (list_item);
  VfCertificate *certificate = vf_entry_get_certificate (entry);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *what = NULL;

  if (self->by_path)
    what = vf_explain_item (vf_entry_get_item (entry));
  else
    what = describe_certificate (certificate, now);
  gtk_label_set_label (row->title, self->by_path ? vf_item_get_path (vf_entry_get_item (entry))
                                                 : vf_certificate_get_display_name (certificate));
  gtk_label_set_label (row->subtitle, what);
  gtk_image_set_from_icon_name (row->icon, icon_of (entry, now));
  gtk_widget_set_visible (row->arrow, certificate != NULL);
  gtk_list_item_set_activatable (list_item, certificate != NULL);
}

static void
row_activated (GtkListView *view, guint position, VfEntryList *self)
{
  g_autoptr (VfEntry) entry = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (view)), position);

  if (vf_entry_get_certificate (entry))
    g_signal_emit (self, opened_signal, 0, entry);
}

/* --- the list --- */

/* Once a frame. */
static gboolean
grow (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  VfEntryList *self = VF_ENTRY_LIST (widget);
  guint size = gtk_slice_list_model_get_size (self->slice) + MORE_ROWS;

  /* from here on more entries make no more rows */
  if (size > MANY_ROWS)
    size = G_MAXUINT;
  gtk_slice_list_model_set_size (self->slice, size);
  if (size < g_list_model_get_n_items (gtk_slice_list_model_get_model (self->slice)))
    return G_SOURCE_CONTINUE;
  self->growing = 0;
  return G_SOURCE_REMOVE;
}

static void
stop_growing (VfEntryList *self)
{
  if (self->growing)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->growing);
  self->growing = 0;
  g_clear_object (&self->slice);
}

static void
vf_entry_list_dispose (GObject *object)
{
  stop_growing (VF_ENTRY_LIST (object));
  G_OBJECT_CLASS (vf_entry_list_parent_class)->dispose (object);
}

static void
vf_entry_list_class_init (VfEntryListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_entry_list_dispose;
  opened_signal = g_signal_new ("opened", VF_TYPE_ENTRY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                VF_TYPE_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "entry-list.ui");
  gtk_widget_class_bind_template_child (widget_class, VfEntryList, view);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
}

static void
vf_entry_list_init (VfEntryList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
vf_entry_list_new (void)
{
  return g_object_new (VF_TYPE_ENTRY_LIST, NULL);
}

void
vf_entry_list_show (VfEntryList *self, const char *title, GListModel *entries, gboolean by_path)
{
  g_autoptr (GtkNoSelection) model = NULL;

  stop_growing (self);
  self->slice = gtk_slice_list_model_new (g_object_ref (entries), 0, FIRST_ROWS);
  self->growing = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow, NULL, NULL);
  self->by_path = by_path;
  model = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->slice)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (model));
}
