#include "config.h"

#include "certificate-view.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "words.h"

/* a chain in the wild has three or four */
#define MAX_CHAIN 10

struct _VfCertificateView
{
  AdwBin parent_instance;

  VfEntry *entry;
  GListModel *known;
  GtkBox *box;
  guint rest;
  guint step;
};

G_DEFINE_FINAL_TYPE (VfCertificateView, vf_certificate_view, ADW_TYPE_BIN)

static guint opened_signal, copied_signal;

/* What stands in a certificate is text, never markup, and nothing of it is cut. */
static AdwActionRow *
add_row (AdwPreferencesGroup *group, const char *title, const char *text)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, text);
  adw_action_row_set_title_lines (row, 0);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  return row;
}

/* --- dates --- */

/* The life of the certificate as a bar, filled as far as today. */
static void
add_dates (AdwPreferencesGroup *group, VfCertificate *certificate)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 begin = vf_certificate_get_not_before (certificate), end = vf_certificate_get_not_after (certificate);
  g_autofree char *from = vf_explain_date (begin);
  g_autofree char *until = vf_explain_date (end);
  g_autofree char *left = vf_words_left (end, now);
  /* translators: two dates, then "364 days left" or "expired 3 days ago" */
  g_autofree char *text = g_strdup_printf (_("%s to %s · %s"), from, until, left);
  double lived = end > begin ? (double) (now - begin) / (double) (end - begin) : 1;
  GtkWidget *bar = gtk_progress_bar_new ();
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (_("Valid"));
  GtkWidget *subtitle = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_label_set_wrap (GTK_LABEL (subtitle), TRUE);
  gtk_widget_add_css_class (subtitle, begin <= now && now < end ? "dim-label" : "warning");
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar), CLAMP (lived, 0, 1));
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_add_css_class (box, "life");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), subtitle);
  gtk_box_append (GTK_BOX (box), bar);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Valid"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  adw_preferences_group_add (group, row);
}

/* --- fingerprint --- */

static void
copy_clicked (GtkButton *button, VfCertificateView *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          vf_certificate_get_sha256 (vf_entry_get_certificate (self->entry)));
  g_signal_emit (self, copied_signal, 0);
}

static void
add_fingerprint (VfCertificateView *self, AdwPreferencesGroup *group, VfCertificate *certificate)
{
  AdwActionRow *row = add_row (group, _("SHA-256 fingerprint"), vf_certificate_get_sha256 (certificate));
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_tooltip_text (copy, _("Copy the fingerprint"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy the fingerprint"), -1);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_clicked), self, 0);
  adw_action_row_add_suffix (row, copy);
}

/* --- chain --- */

static VfEntry *
find_issuer (GListModel *known, VfCertificate *certificate)
{
  const char *issuer = vf_certificate_get_issuer (certificate);

  for (guint i = 0; i < g_list_model_get_n_items (known); i++)
    {
      g_autoptr (VfEntry) entry = g_list_model_get_item (known, i);
      VfCertificate *candidate = vf_entry_get_certificate (entry);

      if (candidate && vf_certificate_is_authority (candidate)
          && g_strcmp0 (vf_certificate_get_subject (candidate), issuer) == 0)
        return g_steal_pointer (&entry);
    }
  return NULL;
}

/* (element-type VfEntry): from the certificate up to where the imported files end */
static GPtrArray *
find_chain (VfEntry *entry, GListModel *known)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (chain, g_object_ref (entry));
  while (chain->len < MAX_CHAIN)
    {
      VfCertificate *last = vf_entry_get_certificate (chain->pdata[chain->len - 1]);
      VfEntry *issuer = vf_certificate_is_self_signed (last) ? NULL : find_issuer (known, last);

      if (!issuer)
        break;
      g_ptr_array_add (chain, issuer);
    }
  return chain;
}

static void
chain_row_activated (AdwActionRow *row, VfCertificateView *self)
{
  g_autoptr (VfEntry) entry = g_object_ref (g_object_get_data (G_OBJECT (row), "entry"));

  g_signal_emit (self, opened_signal, 0, entry);
}

static const char *
describe_link (VfCertificate *certificate, gboolean last)
{
  if (vf_certificate_is_self_signed (certificate))
    return _("Signed by itself: the chain begins here");
  if (last)
    return _("Who signed this is not among these files");
  return vf_certificate_is_authority (certificate) ? _("Intermediate authority") : _("This certificate");
}

/* The root on top, each step further in, as one reads a tree. */
static void
add_chain (VfCertificateView *self, AdwPreferencesGroup *group, GListModel *known)
{
  g_autoptr (GPtrArray) chain = find_chain (self->entry, known);

  for (guint i = chain->len; i > 0; i--)
    {
      VfEntry *entry = chain->pdata[i - 1];
      VfCertificate *certificate = vf_entry_get_certificate (entry);
      AdwActionRow *row = add_row (group, vf_certificate_get_display_name (certificate),
                                   describe_link (certificate, i == chain->len));
      GtkWidget *icon = gtk_image_new_from_icon_name (i == chain->len ? "application-certificate-symbolic"
                                                                      : "go-jump-symbolic");

      gtk_widget_set_margin_start (icon, (int) (chain->len - i) * 18);
      adw_action_row_add_prefix (row, icon);
      if (entry == self->entry)
        continue;
      g_object_set_data_full (G_OBJECT (row), "entry", g_object_ref (entry), g_object_unref);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      adw_action_row_add_suffix (row, gtk_image_new_from_icon_name ("go-next-symbolic"));
      g_signal_connect_object (row, "activated", G_CALLBACK (chain_row_activated), self, 0);
    }
}

/* --- everything together --- */

static void
add_places (AdwPreferencesGroup *group, VfItem *item)
{
  const char * const *also = vf_item_get_also_in (item);
  g_autofree char *others = also && also[0] ? g_strjoinv ("\n", (char **) (guintptr) also) : NULL;
  g_autofree char *text = others ? g_strconcat (vf_item_get_path (item), "\n", others, NULL)
                                 : g_strdup (vf_item_get_path (item));

  add_row (group, _("Found in"), text);
}

static void
add_names (AdwPreferencesGroup *group, VfCertificate *certificate)
{
  const char * const *names = vf_certificate_get_names (certificate);
  g_autofree char *text = names && names[0] ? g_strjoinv ("\n", (char **) (guintptr) names) : NULL;

  if (text)
    add_row (group, _("Names"), text);
}

static void
add_signature (AdwPreferencesGroup *group, VfCertificate *certificate)
{
  gboolean weak = vf_certificate_is_weak (certificate);
  const char *algorithm = vf_certificate_get_signature_algorithm (certificate);
  /* translators: name of an algorithm */
  g_autofree char *text = weak ? g_strdup_printf (_("%s, too weak for this computer"), algorithm) : g_strdup (algorithm);

  add_row (group, _("Signature"), text);
}

static AdwPreferencesGroup *
add_group (GtkBox *box, const char *title)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  gtk_box_append (box, GTK_WIDGET (group));
  return group;
}

static void
add_what_it_says (AdwPreferencesGroup *group, VfCertificate *certificate)
{
  add_row (group, _("Issued to"), vf_certificate_get_subject (certificate));
  add_names (group, certificate);
  add_row (group, _("Issued by"), vf_certificate_is_self_signed (certificate)
                                    ? _("Itself") : vf_certificate_get_issuer (certificate));
  add_dates (group, certificate);
}

static void
add_details (VfCertificateView *self, AdwPreferencesGroup *group)
{
  VfCertificate *certificate = vf_entry_get_certificate (self->entry);

  add_row (group, _("Key"), vf_certificate_get_key_algorithm (certificate));
  add_signature (group, certificate);
  add_row (group, _("Serial number"), vf_certificate_get_serial (certificate));
  add_fingerprint (self, group, certificate);
  if (vf_entry_get_item (self->entry))
    add_places (group, vf_entry_get_item (self->entry));
}

/* What lies further down comes in the next frames: rows are not cheap, and what is seen first must not wait. */
static gboolean
add_rest (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  VfCertificateView *self = VF_CERTIFICATE_VIEW (widget);

  switch (self->step++)
    {
    case 0:
      return G_SOURCE_CONTINUE;
    case 1:
      add_chain (self, add_group (self->box, _("Chain")), self->known);
      return G_SOURCE_CONTINUE;
    default:
      add_details (self, add_group (self->box, _("Details")));
      self->rest = 0;
      return G_SOURCE_REMOVE;
    }
}

static void
stop_rest (VfCertificateView *self)
{
  if (self->rest)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->rest);
  self->rest = 0;
  self->step = 0;
}

/**
 * vf_certificate_view_show:
 * @self: a view
 * @entry: an entry with a certificate
 * @known: (element-type VfEntry): where its authorities are looked for
 */
void
vf_certificate_view_show (VfCertificateView *self, VfEntry *entry, GListModel *known)
{
  VfCertificate *certificate = vf_entry_get_certificate (entry);
  /* a group's title is markup */
  g_autofree char *name = g_markup_escape_text (vf_certificate_get_display_name (certificate), -1);

  g_set_object (&self->entry, entry);
  g_set_object (&self->known, known);
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 24));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  add_what_it_says (add_group (self->box, name), certificate);
  stop_rest (self);
  self->rest = gtk_widget_add_tick_callback (GTK_WIDGET (self), add_rest, NULL, NULL);
}

static void
vf_certificate_view_dispose (GObject *object)
{
  VfCertificateView *self = VF_CERTIFICATE_VIEW (object);

  stop_rest (self);
  g_clear_object (&self->entry);
  g_clear_object (&self->known);
  G_OBJECT_CLASS (vf_certificate_view_parent_class)->dispose (object);
}

static void
vf_certificate_view_class_init (VfCertificateViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vf_certificate_view_dispose;
  opened_signal = g_signal_new ("opened", VF_TYPE_CERTIFICATE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, VF_TYPE_ENTRY);
  copied_signal = g_signal_new ("copied", VF_TYPE_CERTIFICATE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
vf_certificate_view_init (VfCertificateView *self)
{
}

GtkWidget *
vf_certificate_view_new (void)
{
  return g_object_new (VF_TYPE_CERTIFICATE_VIEW, NULL);
}
