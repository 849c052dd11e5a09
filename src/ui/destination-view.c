#include "config.h"

#include "destination-view-private.h"

#include <glib/gi18n.h>

#include "sandbox.h"
#include "words.h"
#include "wrap-layout.h"
#include "wrap-texts.h"

G_DEFINE_FINAL_TYPE (VfDestinationView, vf_destination_view, GTK_TYPE_WIDGET)

VfSession *
vf_destination_view_get_session (VfDestinationView *self)
{
  return self->page ? vf_page_get_session (self->page) : NULL;
}

/* @real: with the password, where one belongs into it */
VfExportRequest
vf_destination_view_describe (VfDestinationView *self, gboolean real)
{
  VfSession *session = vf_destination_view_get_session (self);
  SecretValue *password = real ? vf_session_get_password (session) : self->stand_in;

  return (VfExportRequest){
    .source = self->source,
    .destination = self->destination,
    .directory = self->directory,
    .password = self->destination->holds_password ? password : NULL,
    .key_passphrase = vf_session_get_key_passphrase (session),
  };
}

/* --- what is shown --- */

/* The icon has the colour that the mark on its card has. */
static void
show_proof (VfDestinationView *self, gboolean can_log_in)
{
  const VfDestination *destination = self->destination;
  const char *icon = "dialog-information-symbolic", *style = NULL;
  g_autofree char *text = NULL;

  if (!can_log_in)
    {
      icon = "dialog-warning-symbolic";
      style = "warning";
      text = g_strdup (_("This program cannot log in to this server, which wants GaussDB’s own login."));
    }
  else if (destination->proven)
    {
      icon = "object-select-symbolic";
      style = "success";
      /* Translators: %s is a program with its version, such as "psql 15.20" */
      text = g_strdup_printf (_("Proven with %s: it connects with this, and refuses a server that another authority "
                                "vouches for, or that has another name."), destination->proven);
    }
  else if (destination->login != VF_LOGIN_NONE)
    text = g_strdup (_("Written by the rules of the program that reads it; Verifull has not seen that program use it."));
  gtk_widget_set_visible (self->proof, text != NULL);
  gtk_label_set_text (self->proof_text, text ? text : "");
  gtk_image_set_from_icon_name (self->proof_icon, icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->proof_icon), (const char *[]) { style, NULL });
}

static void
add_note (VfDestinationView *self, const char *text)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-information-symbolic");
  GtkWidget *holder = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (holder, "labels");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (holder), label);
  gtk_box_append (GTK_BOX (row), holder);
  gtk_box_append (self->notes, row);
  vf_wrap_texts (row);
}

/* The text names a place that the person has to put the real one in for. */
static void
add_place_note (VfDestinationView *self)
{
  const char *name = vf_saved_get_name (vf_saved_source_get_saved (self->source));
  g_autofree char *stand_in = g_build_filename (g_get_home_dir (), name, NULL);
  g_autofree char *text
    /* Translators: %s is the path of a folder */
    = g_strdup_printf (_("This system does not tell Verifull where the folder lies that you chose. Put its path in the "
                         "place of “%s”."), stand_in);

  add_note (self, text);
}

static void
show_notes (VfDestinationView *self)
{
  const char *const *notes = vf_export_get_notes (self->export);
  VfSslMode mode = vf_connection_get_mode (vf_saved_source_get_connection (self->source));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->notes))))
    gtk_box_remove (self->notes, child);
  if (self->place_unknown && vf_export_names_files (self->export))
    add_place_note (self);
  if (vf_export_get_level (self->export) != mode)
    {
      /* Translators: both %s are names of modes, such as Verify-CA */
      g_autofree char *text = g_strdup_printf (_("This connection is kept with %1$s; what is written here amounts to %2$s."),
                                               vf_ssl_mode_title (mode),
                                               vf_ssl_mode_title (vf_export_get_level (self->export)));

      add_note (self, text);
    }
  for (guint i = 0; notes[i]; i++)
    add_note (self, notes[i]);
}

gboolean
vf_destination_view_is_secret (VfDestinationView *self)
{
  return vf_export_get_masked (self->export) != vf_export_get_text (self->export);
}

/**
 * vf_destination_view_show_files:
 *
 * Says which files belong to the export, and where they are expected.
 */
void
vf_destination_view_show_files (VfDestinationView *self)
{
  guint n = vf_export_get_n_files (self->export);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *place = self->directory ? vf_words_path (self->directory) : NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? _(", ") : "", vf_export_get_file_name (self->export, i));
  if (place)
    /* Translators: %1$s are names of files, %2$s the path of a folder */
    text = g_strdup_printf (ngettext ("%1$s is saved in %2$s, for you alone.", "%1$s are saved in %2$s, for you alone.", n),
                            names->str, place);
  else if (vf_export_names_files (self->export) && !self->place_unknown)
    /* Translators: %s are names of files */
    text = g_strdup_printf (ngettext ("It names the file %s: save that first.", "It names the files %s: save them first.", n),
                            names->str);
  else if (n > 0)
    /* Translators: %s are names of files */
    text = g_strdup_printf (ngettext ("Will be saved as %s, for you alone.", "Will be saved as %s, for you alone.", n),
                            names->str);
  gtk_label_set_text (self->files, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->files), text != NULL);
}

/* What holds a secret says so on its button. */
static void
show_buttons (VfDestinationView *self)
{
  gboolean password = self->destination->holds_password;
  gboolean possible = !password || vf_session_get_password (vf_destination_view_get_session (self));
  const char *copy = _("_Copy"), *save = _("_Save…");

  if (password)
    {
      copy = _("_Copy with the Password");
      save = _("_Save with the Password…");
    }
  else if (vf_destination_view_is_secret (self))
    copy = _("_Copy with the Key");
  if (!password && vf_export_has_secret (self->export))
    save = _("_Save with the Key…");
  gtk_button_set_label (self->copy, copy);
  gtk_button_set_label (self->save, save);
  vf_wrap_texts (GTK_WIDGET (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->copy), possible);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), possible);
  gtk_widget_set_visible (GTK_WIDGET (self->save), vf_export_get_n_files (self->export) > 0);
}

static void
show_export (VfDestinationView *self)
{
  vf_code_view_set_text (self->preview, vf_export_get_masked (self->export));
  gtk_widget_set_visible (self->shortened, vf_code_view_is_shortened (self->preview));
  vf_destination_view_show_files (self);
  show_buttons (self);
  show_notes (self);
  gtk_widget_set_visible (self->contents, TRUE);
}

static void
show_trouble (VfDestinationView *self, const char *text)
{
  gtk_label_set_text (self->trouble, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), text != NULL);
}

void
vf_destination_view_install (VfDestinationView *self, VfExport *export)
{
  g_clear_pointer (&self->export, vf_export_free);
  self->export = export;
  show_export (self);
}

static void
made (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfDestinationView) self = data;
  g_autoptr (GError) error = NULL;
  VfExport *export = vf_export_work_finish (result, &error);

  if (self->making != g_task_get_cancellable (G_TASK (result)))
    {
      g_clear_pointer (&export, vf_export_free);
      return;
    }
  g_clear_object (&self->making);
  if (export)
    vf_destination_view_install (self, export);
  else
    show_trouble (self, error->message);
}

/* --- life --- */

static void
vf_destination_view_dispose (GObject *object)
{
  VfDestinationView *self = VF_DESTINATION_VIEW (object);
  GtkWidget *child;

  vf_destination_view_leave (self);
  g_clear_weak_pointer (&self->page);
  self->preview = NULL;
  self->insert = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_pointer (&self->stand_in, secret_value_unref);
  G_OBJECT_CLASS (vf_destination_view_parent_class)->dispose (object);
}

static void
vf_destination_view_class_init (VfDestinationViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_destination_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (ADW_TYPE_BIN);
  g_type_ensure (VF_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "destination-view.ui");
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, icon);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, title);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, purpose);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, proof);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, proof_icon);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, proof_text);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, trouble);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, contents);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, preview_bin);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, shortened);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, files);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, copy);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, save);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, taken);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, taken_text);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, insert_bin);
  gtk_widget_class_bind_template_child (widget_class, VfDestinationView, notes);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_copy",
                                                G_CALLBACK (vf_destination_view_copy));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_save",
                                                G_CALLBACK (vf_destination_view_save));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_replace",
                                                G_CALLBACK (vf_destination_view_replace));
}

static void
vf_destination_view_init (VfDestinationView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->preview = VF_CODE_VIEW (vf_code_view_new (_("What it will contain")));
  adw_bin_set_child (self->preview_bin, GTK_WIDGET (self->preview));
  self->stand_in = secret_value_new ("•", -1, "text/plain");
}

/**
 * vf_destination_view_new:
 * @page: the page that the view will stand in
 *
 * Returns: (transfer floating): a new view of nothing
 */
GtkWidget *
vf_destination_view_new (VfPage *page)
{
  VfDestinationView *self = g_object_new (VF_TYPE_DESTINATION_VIEW, NULL);

  g_set_weak_pointer (&self->page, page);
  self->insert = VF_INSERT_GROUP (vf_insert_group_new (page));
  adw_bin_set_child (self->insert_bin, GTK_WIDGET (self->insert));
  return GTK_WIDGET (self);
}

static void
make_preview (VfDestinationView *self)
{
  VfExportRequest request = vf_destination_view_describe (self, FALSE);
  SecretValue *password = vf_session_get_password (vf_destination_view_get_session (self));

  g_clear_object (&self->making);
  self->making = g_cancellable_new ();
  vf_export_make_async (&request, self->making, made, g_object_ref (self));
  /* in a Flatpak the person's own files are out of sight */
  if (vf_destination_can_insert (self->destination) && !vf_in_flatpak (NULL))
    vf_insert_group_show (self->insert, &request, self->destination->holds_password ? password : NULL);
}

/**
 * vf_destination_view_show:
 * @destination: what is shown of @source
 * @can_log_in: whether the program that reads it can log in to the server
 *
 * What it contains follows as soon as it is made.  The same destination again is made anew.
 */
void
vf_destination_view_show (VfDestinationView *self, const VfDestination *destination, VfSavedSource *source,
                          gboolean can_log_in)
{
  vf_saved_source_ref (source);
  if (self->destination != destination)
    vf_destination_view_leave (self);
  g_clear_pointer (&self->source, vf_saved_source_unref);
  self->source = source;
  self->destination = destination;
  gtk_image_set_from_icon_name (self->icon, destination->icon);
  gtk_label_set_text (self->title, _(destination->title));
  gtk_label_set_text (self->purpose, _(destination->purpose));
  show_proof (self, can_log_in);
  show_trouble (self, NULL);
  make_preview (self);
}

const VfDestination *
vf_destination_view_get_destination (VfDestinationView *self)
{
  return self->destination;
}

void
vf_destination_view_leave (VfDestinationView *self)
{
  GtkWidget *child;

  g_clear_object (&self->making);
  g_clear_object (&self->saving);
  g_clear_pointer (&self->export, vf_export_free);
  g_clear_pointer (&self->source, vf_saved_source_unref);
  g_clear_pointer (&self->directory, g_free);
  self->place_unknown = FALSE;
  g_clear_pointer (&self->taken_place, g_free);
  self->destination = NULL;
  if (!self->preview)
    return;
  vf_code_view_set_text (self->preview, "");
  if (self->insert)
    vf_insert_group_cancel (self->insert);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->notes))))
    gtk_box_remove (self->notes, child);
  gtk_widget_set_visible (self->contents, FALSE);
  gtk_widget_set_visible (self->taken, FALSE);
}

/**
 * vf_destination_view_focus:
 *
 * Puts the keyboard to the first thing that can be done.
 */
void
vf_destination_view_focus (VfDestinationView *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
