#include "config.h"

#include "certificate-view.h"

#include <glib/gi18n.h>

#include "chain-picture.h"
#include "complete-names.h"
#include "fingerprint.h"
#include "term-button.h"
#include "validity-bar.h"
#include "words.h"
#include "wrap-texts.h"

struct _VfCertificateView
{
  AdwBin parent_instance;

  VfEntry *entry;
  GListModel *known;
  GtkBox *box;
  AdwPreferencesGroup *details;
  gint64 now;
  guint rest;
  guint step;
};

G_DEFINE_FINAL_TYPE (VfCertificateView, vf_certificate_view, ADW_TYPE_BIN)

static guint opened_signal, copied_signal, save_signal;

/* That of the second line is a part of the row's own template. */
static GtkLabel *
find_text (GtkWidget *widget)
{
  GtkLabel *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "subtitle"))
    return GTK_LABEL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_text (child);
  return found;
}

/* What stands in a certificate is text, never markup, and nothing of it is cut, nor is a hyphen added. */
static AdwActionRow *
add_row (AdwPreferencesGroup *group, const char *title, const char *text)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, text);
  adw_action_row_set_title_lines (row, 0);
  adw_action_row_set_subtitle_lines (row, 0);
  vf_wrap_texts (GTK_WIDGET (row));
  adw_preferences_group_add (group, GTK_WIDGET (row));
  return row;
}

static AdwPreferencesGroup *
add_group (GtkBox *box, const char *title)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  vf_wrap_texts (GTK_WIDGET (group));
  gtk_box_append (box, GTK_WIDGET (group));
  return group;
}

/* --- dates --- */

/* The life of the certificate in words and as a line. */
static void
add_dates (AdwPreferencesGroup *group, VfCertificate *certificate, gint64 now)
{
  gint64 begin = vf_certificate_get_not_before (certificate), end = vf_certificate_get_not_after (certificate);
  g_autofree char *state = vf_words_validity (begin, end, now);
  GtkWidget *bar = vf_validity_bar_new ();
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (_("Valid"));
  GtkWidget *subtitle = gtk_label_new (state);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_label_set_wrap (GTK_LABEL (subtitle), TRUE);
  gtk_widget_add_css_class (subtitle, vf_certificate_is_valid_at (certificate, now) ? "dim-label" : "warning");
  gtk_widget_add_css_class (subtitle, "caption");
  vf_validity_bar_set_times (VF_VALIDITY_BAR (bar), begin, end, now);
  gtk_widget_add_css_class (box, "life");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), subtitle);
  gtk_box_append (GTK_BOX (box), bar);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Valid"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  adw_preferences_group_add (group, row);
}

/* --- what can be copied --- */

typedef struct
{
  VfCertificateView *view;
  char *text;
  const char *said;
} Copy;

static void
copy_free (gpointer data, GClosure *closure)
{
  Copy *copy = data;

  g_free (copy->text);
  g_free (copy);
}

static void
copy_clicked (GtkButton *button, Copy *copy)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (copy->view)), copy->text);
  g_signal_emit (copy->view, copied_signal, 0, copy->said);
}

/* @tip says what the button does, @said what it did. */
static GtkWidget *
make_copy_button (VfCertificateView *self, const char *text, const char *tip, const char *said)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  Copy *copy = g_new0 (Copy, 1);

  copy->view = self;
  copy->text = g_strdup (text);
  copy->said = said;
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_clicked), copy, copy_free, 0);
  return button;
}

static void
add_term (AdwActionRow *row, VfTerm term)
{
  adw_action_row_add_suffix (row, vf_term_button_new (term));
}

static void
add_fingerprint (VfCertificateView *self, AdwPreferencesGroup *group, VfCertificate *certificate)
{
  const char *sha256 = vf_certificate_get_sha256 (certificate);
  AdwActionRow *row = add_row (group, _("SHA-256 fingerprint"), sha256);

  vf_fingerprint_break_between_pairs (find_text (GTK_WIDGET (row)));
  add_term (row, VF_TERM_FINGERPRINT);
  adw_action_row_add_suffix (row, make_copy_button (self, sha256, _("Copy the fingerprint"),
                                                    _("The fingerprint is on the clipboard.")));
}

static void
add_key_id (VfCertificateView *self, AdwPreferencesGroup *group, VfCertificate *certificate)
{
  const char *id = vf_certificate_get_key_id (certificate);

  adw_action_row_add_suffix (add_row (group, _("SHA-256 of the public key"), id),
                             make_copy_button (self, id, _("Copy the fingerprint of the key"),
                                               _("The fingerprint of the key is on the clipboard.")));
}

static void
save_clicked (GtkButton *button, VfCertificateView *self)
{
  g_signal_emit (self, save_signal, 0, self->entry);
}

static GtkWidget *
make_pem_buttons (VfCertificateView *self, const char *pem)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *save = gtk_button_new_with_mnemonic (_("_Save…"));

  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_widget_add_css_class (save, "flat");
  g_signal_connect_object (save, "clicked", G_CALLBACK (save_clicked), self, 0);
  gtk_box_append (GTK_BOX (box), make_copy_button (self, pem, _("Copy the text"),
                                                   _("The certificate is on the clipboard.")));
  gtk_box_append (GTK_BOX (box), save);
  return box;
}

/* Made when somebody wants to look at it: laying out that much text takes longer than a frame. */
static void
show_pem (AdwExpanderRow *expander, GParamSpec *pspec, VfCertificateView *self)
{
  g_autofree char *pem = vf_certificate_to_pem (vf_entry_get_certificate (self->entry));
  g_autofree char *shown = g_strchomp (g_strdup (pem));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (shown);
  GtkWidget *row = adw_preferences_row_new ();

  g_signal_handlers_disconnect_by_func (expander, show_pem, self);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "monospace");
  vf_wrap_anywhere (GTK_LABEL (label));
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 24);
  gtk_widget_add_css_class (box, "pem");
  gtk_box_append (GTK_BOX (box), make_pem_buttons (self, pem));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_expander_row_add_row (expander, row);
}

/* What other programs want to have, and nobody wants to look at. */
static void
add_pem (VfCertificateView *self, AdwPreferencesGroup *group)
{
  GtkWidget *expander = adw_expander_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), _("As text (PEM)"));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (expander), _("The form in which other programs take it"));
  vf_complete_names (expander);
  vf_wrap_texts (expander);
  g_signal_connect_object (expander, "notify::expanded", G_CALLBACK (show_pem), self, 0);
  adw_preferences_group_add (group, expander);
}

/* --- chain --- */

static void
chain_opened (GtkWidget *picture, VfEntry *entry, VfCertificateView *self)
{
  g_autoptr (VfEntry) opened = g_object_ref (entry);

  g_signal_emit (self, opened_signal, 0, opened);
}

static void
add_chain (VfCertificateView *self)
{
  AdwPreferencesGroup *group = add_group (self->box, _("Who Vouches for It"));
  GtkWidget *picture = vf_chain_picture_new (self->entry, self->known, self->now);

  g_signal_connect_object (picture, "opened", G_CALLBACK (chain_opened), self, 0);
  adw_preferences_group_set_header_suffix (group, vf_term_button_new (VF_TERM_CHAIN));
  adw_preferences_group_add (group, picture);
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
    add_term (add_row (group, _("Also names"), text), VF_TERM_NAMES);
}

static void
add_signature (AdwPreferencesGroup *group, VfCertificate *certificate)
{
  gboolean weak = vf_certificate_is_weak (certificate);
  const char *algorithm = vf_certificate_get_signature_algorithm (certificate);
  /* translators: name of an algorithm */
  g_autofree char *text = weak ? g_strdup_printf (_("%s\nToday’s programs do not accept this certificate any more, "
                                                    "because its signature or key is too weak."), algorithm)
                               : g_strdup (algorithm);

  add_row (group, _("Signature"), text);
}

/* What a person calls it, and below that the rest of it; a name without such a part is called by the @whole of it. */
static void
add_name (AdwPreferencesGroup *group, const char *title, const char *called, const char *whole, const char *rest)
{
  gboolean by_parts = g_str_equal (called, whole) && *rest;
  g_autofree char *text = by_parts ? g_strdup (rest) : g_strconcat (called, *rest ? "\n" : "", rest, NULL);

  add_row (group, title, text);
}

static void
add_what_it_says (AdwPreferencesGroup *group, VfCertificate *certificate, gint64 now)
{
  add_name (group, _("Names"), vf_certificate_get_display_name (certificate), vf_certificate_get_subject (certificate),
            vf_certificate_get_subject_words (certificate));
  add_names (group, certificate);
  if (vf_certificate_is_self_signed (certificate))
    add_term (add_row (group, _("Signed by"), _("Itself")), VF_TERM_ROOT);
  else
    add_name (group, _("Signed by"), vf_certificate_get_issuer_display_name (certificate),
              vf_certificate_get_issuer (certificate), vf_certificate_get_issuer_words (certificate));
  add_dates (group, certificate, now);
}

static AdwPreferencesGroup *
add_details (VfCertificateView *self)
{
  VfCertificate *certificate = vf_entry_get_certificate (self->entry);
  AdwPreferencesGroup *group = add_group (self->box, _("Details"));

  add_row (group, _("Key"), vf_certificate_get_key_algorithm (certificate));
  add_signature (group, certificate);
  add_row (group, _("Serial number"), vf_certificate_get_serial (certificate));
  return group;
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
      add_chain (self);
      return G_SOURCE_CONTINUE;
    case 2:
      self->details = add_details (self);
      return G_SOURCE_CONTINUE;
    case 3:
      add_fingerprint (self, self->details, vf_entry_get_certificate (self->entry));
      return G_SOURCE_CONTINUE;
    case 4:
      add_key_id (self, self->details, vf_entry_get_certificate (self->entry));
      return G_SOURCE_CONTINUE;
    case 5:
      add_pem (self, self->details);
      return G_SOURCE_CONTINUE;
    default:
      if (vf_entry_get_item (self->entry))
        add_places (self->details, vf_entry_get_item (self->entry));
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
  self->now = g_get_real_time () / G_USEC_PER_SEC;
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 24));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  add_what_it_says (add_group (self->box, name), certificate, self->now);
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
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  save_signal = g_signal_new ("save", VF_TYPE_CERTIFICATE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, VF_TYPE_ENTRY);
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
