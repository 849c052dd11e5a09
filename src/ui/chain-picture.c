#include "config.h"

#include "chain-picture.h"

#include <glib/gi18n.h>

#include "fold-layout.h"
#include "import/issuer.h"
#include "words.h"
#include "wrap-texts.h"

/* of words, in letters; where there is less room, what marks them comes below */
#define WANTED_WIDTH 24

struct _VfChainPicture
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (VfChainPicture, vf_chain_picture, GTK_TYPE_WIDGET)

static guint opened_signal;

/* --- the chain --- */

/* (transfer full) (element-type VfCertificate) */
static GPtrArray *
list_authorities (GListModel *known)
{
  GPtrArray *authorities = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);

  for (guint i = 0; i < g_list_model_get_n_items (known); i++)
    {
      g_autoptr (VfEntry) entry = g_list_model_get_item (known, i);
      VfCertificate *certificate = vf_entry_get_certificate (entry);

      if (certificate && vf_certificate_is_authority (certificate))
        g_ptr_array_add (authorities, vf_certificate_ref (certificate));
    }
  return authorities;
}

/* (transfer full) */
static VfEntry *
find_entry (GListModel *known, VfCertificate *certificate)
{
  for (guint i = 0; i < g_list_model_get_n_items (known); i++)
    {
      g_autoptr (VfEntry) entry = g_list_model_get_item (known, i);

      if (vf_entry_get_certificate (entry) == certificate)
        return g_steal_pointer (&entry);
    }
  return vf_entry_new_for_certificate (certificate);
}

/* --- boxes --- */

static const char *
describe_kind (VfEntry *entry)
{
  VfCertificate *certificate = vf_entry_get_certificate (entry);
  VfItem *item = vf_entry_get_item (entry);

  if (vf_certificate_is_authority (certificate))
    return vf_certificate_is_self_signed (certificate) ? _("Authority, vouches for itself") : _("Intermediate authority");
  if (item && vf_item_get_role (item) == VF_ROLE_CLIENT)
    return _("Client certificate");
  if (item && vf_item_get_role (item) == VF_ROLE_SERVER)
    return _("Certificate of a server");
  return vf_certificate_is_self_signed (certificate) ? _("Certificate, vouches for itself") : _("Certificate");
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WANTED_WIDTH);
  vf_wrap_anywhere (GTK_LABEL (label));
  gtk_widget_add_css_class (label, style);
  return label;
}

/* The words beside it say it. */
static GtkWidget *
make_icon (const char *name)
{
  return g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name", name, NULL);
}

/* @pill: (nullable) */
static GtkWidget *
make_box (const char *icon_name, const char *style, const char *name, const char *text, const char *pill)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *icon = make_icon (icon_name);

  gtk_widget_add_css_class (icon, style);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (line, TRUE);
  gtk_widget_set_layout_manager (line, vf_fold_layout_new ());
  gtk_box_append (GTK_BOX (words), make_label (name, "heading"));
  gtk_box_append (GTK_BOX (words), make_label (text, "caption"));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (box), line);
  if (pill)
    {
      GtkWidget *label = make_label (pill, "pill-label");

      gtk_widget_add_css_class (label, "caption");
      gtk_widget_set_halign (label, GTK_ALIGN_END);
      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (line), label);
    }
  return box;
}

static void
clicked (GtkButton *button, VfChainPicture *self)
{
  g_autoptr (VfEntry) entry = g_object_ref (g_object_get_data (G_OBJECT (button), "entry"));

  g_signal_emit (self, opened_signal, 0, entry);
}

/* How a certificate stands in the picture.  What one looks at already is no button. */
typedef struct
{
  const char *pill; /* (nullable) */
  gboolean current;
  gboolean opens;
  gboolean foreign; /* valid in itself, but nobody here trusts it */
} Place;

static void
add_certificate (VfChainPicture *self, VfEntry *entry, const Place *place, gint64 now)
{
  VfCertificate *certificate = vf_entry_get_certificate (entry);
  g_autofree char *state = vf_words_certificate_state (certificate, now);
  /* translators: what kind of certificate, then "valid, 364 days left" or "expired 3 days ago" */
  g_autofree char *text = g_strdup_printf (_("%s · %s"), describe_kind (entry), state);
  gboolean good = vf_entry_is_sound (entry, now) && !place->foreign;
  GtkWidget *box = make_box (good ? "object-select-symbolic" : "dialog-warning-symbolic", good ? "success" : "warning",
                             vf_certificate_get_display_name (certificate), text, place->pill);
  GtkWidget *frame = box;

  if (place->opens)
    {
      frame = gtk_button_new ();
      gtk_button_set_child (GTK_BUTTON (frame), box);
      gtk_box_append (GTK_BOX (box), make_icon ("go-next-symbolic"));
      g_object_set_data_full (G_OBJECT (frame), "entry", g_object_ref (entry), g_object_unref);
      g_signal_connect_object (frame, "clicked", G_CALLBACK (clicked), self, 0);
    }
  gtk_widget_add_css_class (frame, "card");
  gtk_widget_add_css_class (frame, "chain-box");
  if (place->current)
    gtk_widget_add_css_class (frame, "current");
  gtk_widget_set_parent (frame, GTK_WIDGET (self));
}

static void
add_missing (VfChainPicture *self, VfCertificate *last, const char *where)
{
  GtkWidget *box = make_box ("verifull-unknown-symbolic", "dim-label", vf_certificate_get_issuer_display_name (last),
                             where, NULL);

  gtk_widget_add_css_class (box, "chain-box");
  gtk_widget_add_css_class (box, "missing");
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

static void
add_link (VfChainPicture *self)
{
  GtkWidget *link = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *line = g_object_new (GTK_TYPE_BOX, "css-name", "chainline", NULL);
  GtkWidget *words = make_label (_("signed by"), "caption");

  gtk_widget_add_css_class (words, "dim-label");
  gtk_widget_add_css_class (link, "chain-link");
  gtk_box_append (GTK_BOX (link), line);
  gtk_box_append (GTK_BOX (link), words);
  gtk_widget_set_parent (link, GTK_WIDGET (self));
}

/* --- the picture --- */

static char *
describe (GPtrArray *chain)
{
  VfCertificate *last = chain->pdata[chain->len - 1];
  GString *text = g_string_new (vf_certificate_get_display_name (chain->pdata[0]));

  for (guint i = 1; i < chain->len; i++)
    /* translators: %s: name of an authority; comes after the name of what it signed */
    g_string_append_printf (text, _(", signed by %s"), vf_certificate_get_display_name (chain->pdata[i]));
  if (vf_certificate_is_self_signed (last))
    g_string_append (text, _(", which vouches for itself"));
  else
    /* translators: %s: name of an authority */
    g_string_append_printf (text, _(", signed by %s, which is not among these files"),
                            vf_certificate_get_issuer_display_name (last));
  return g_string_free (text, FALSE);
}

static void
take_description (VfChainPicture *self, char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_free (text);
}

static gboolean
is_yours (VfEntry *entry)
{
  VfItem *item = vf_entry_get_item (entry);

  return item && vf_item_get_role (item) == VF_ROLE_CLIENT && vf_item_get_matches (item);
}

GtkWidget *
vf_chain_picture_new (VfEntry *entry, GListModel *known, gint64 now)
{
  VfChainPicture *self = g_object_new (VF_TYPE_CHAIN_PICTURE, NULL);
  g_autoptr (GPtrArray) authorities = list_authorities (known);
  g_autoptr (GPtrArray) chain = vf_issuer_list_chain (vf_entry_get_certificate (entry), authorities);
  VfCertificate *last = chain->pdata[chain->len - 1];

  for (guint i = 0; i < chain->len; i++)
    {
      g_autoptr (VfEntry) link = i == 0 ? g_object_ref (entry) : find_entry (known, chain->pdata[i]);
      Place place = { .pill = is_yours (link) ? _("Yours") : i == 0 ? _("This one") : NULL,
                      .current = i == 0,
                      .opens = i > 0 };

      if (i > 0)
        add_link (self);
      add_certificate (self, link, &place, now);
    }
  if (!vf_certificate_is_self_signed (last))
    {
      add_link (self);
      add_missing (self, last, _("Not among these files"));
    }
  take_description (self, describe (chain));
  return GTK_WIDGET (self);
}

static gboolean
contains (GPtrArray *list, const VfCertificate *certificate)
{
  return g_ptr_array_find_with_equal_func (list, certificate, (GEqualFunc) vf_certificate_equal, NULL);
}

/* (transfer full) (element-type VfCertificate): leaf first; what the server sent besides, out of line, is left out */
static GPtrArray *
list_links (GPtrArray *sent, GPtrArray *trusted)
{
  g_autoptr (GPtrArray) authorities = g_ptr_array_new ();

  g_ptr_array_extend (authorities, trusted, NULL, NULL);
  for (guint i = 1; i < sent->len; i++)
    if (!contains (trusted, sent->pdata[i]))
      g_ptr_array_add (authorities, sent->pdata[i]);
  return vf_issuer_list_chain (sent->pdata[0], authorities);
}

/**
 * vf_chain_picture_new_for_server:
 * @sent: (element-type VfCertificate): what the server sent, its own certificate first, not empty
 * @trusted: (element-type VfCertificate): the authorities at hand that it goes up to; empty if there are none
 * @now: seconds since the epoch
 *
 * Returns: (transfer floating): a picture to look at, in which nothing opens
 */
GtkWidget *
vf_chain_picture_new_for_server (GPtrArray *sent, GPtrArray *trusted, gint64 now)
{
  VfChainPicture *self = g_object_new (VF_TYPE_CHAIN_PICTURE, NULL);
  g_autoptr (GPtrArray) chain = list_links (sent, trusted);
  VfCertificate *last = chain->pdata[chain->len - 1];

  for (guint i = 0; i < chain->len; i++)
    {
      g_autoptr (VfEntry) link = vf_entry_new_for_certificate (chain->pdata[i]);
      gboolean yours = contains (trusted, chain->pdata[i]);
      Place place = { 0 };

      /* Translators: marks in the picture of a chain: an authority that you imported, one that you did not */
      place.foreign = !yours && vf_certificate_is_self_signed (chain->pdata[i]);
      place.pill = yours ? _("Yours") : place.foreign ? _("Not yours") : i == 0 ? _("The server") : NULL;
      place.current = i == 0;
      if (i > 0)
        add_link (self);
      add_certificate (self, link, &place, now);
    }
  if (!vf_certificate_is_self_signed (last))
    {
      add_link (self);
      add_missing (self, last, _("Not among your authorities"));
    }
  take_description (self, describe (chain));
  return GTK_WIDGET (self);
}

static void
vf_chain_picture_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (vf_chain_picture_parent_class)->dispose (object);
}

static void
vf_chain_picture_class_init (VfChainPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_chain_picture_dispose;
  opened_signal = g_signal_new ("opened", VF_TYPE_CHAIN_PICTURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                VF_TYPE_ENTRY);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chainpicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
vf_chain_picture_init (VfChainPicture *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
}
