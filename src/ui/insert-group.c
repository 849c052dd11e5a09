#include "config.h"

#include "insert-group.h"

#include <glib/gi18n.h>

#include "code-view.h"
#include "error.h"
#include "words.h"
#include "wrap-texts.h"

struct _VfInsertGroup
{
  AdwPreferencesGroup parent_instance;

  /* weak: the group stands in it, and lives longer while something runs for it */
  VfPage *page;
  GtkWidget *name_list;
  GtkWidget *name_row;
  VfCodeView *changes;
  GtkLabel *state;
  GtkButton *button;

  VfSavedSource *source;
  const VfDestination *destination;
  SecretValue *stand_in;
  SecretValue *password;
  SecretValue *key_passphrase;
  VfInsertion *insertion;
  /* the plan that is wanted now */
  GCancellable *planning;
};

G_DEFINE_FINAL_TYPE (VfInsertGroup, vf_insert_group, ADW_TYPE_PREFERENCES_GROUP)

static VfExportRequest
describe (VfInsertGroup *self, SecretValue *password)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));

  return (VfExportRequest){
    .source = self->source,
    .destination = self->destination,
    .name = *name ? name : NULL,
    .password = password,
    .key_passphrase = self->key_passphrase,
  };
}

/* --- what is shown --- */

static void
update_title (VfInsertGroup *self)
{
  const char *variable = vf_insertion_get_variable (self->insertion);
  g_autofree char *place = vf_words_path (vf_insertion_get_path (self->insertion));
  /* Translators: %s is the path of a file, such as ~/.pg_service.conf */
  g_autofree char *title = g_strdup_printf (_("Put It into %s"), place);
  /* Translators: %s is the name of an environment variable */
  g_autofree char *by = variable ? g_strdup_printf (_("%s says that this is the file."), variable) : NULL;

  /* both are markup */
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), escaped);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), by);
}

static const char *
describe_state (VfInsertGroup *self)
{
  if (vf_insertion_holds_password (self->insertion) && !self->password)
    return _("The password is not known here. Check the connection with its password first.");
  if (vf_insertion_closes_file (self->insertion))
    return _("Others can read this file. It will be for you alone: libpq takes no notice of it otherwise.");
  switch (vf_insertion_get_state (self->insertion))
    {
    case VF_INSERTION_NEW:
      return vf_insertion_holds_password (self->insertion)
               ? _("The password will stand there in plain text. A copy of the file as it is stays beside it.")
               : _("Everything else in the file stays as it is. A copy of it is kept beside it.");
    case VF_INSERTION_REPLACES:
      return _("There is something else under that name already. It would be replaced; a copy of the file is kept beside it.");
    case VF_INSERTION_OUTDATED:
      return _("It is there already, but names one set of certificates and does not follow a renewal. Put in again, it does.");
    case VF_INSERTION_PRESENT:
      return _("It is there already.");
    }
  g_assert_not_reached ();
}

static const char *
describe_deed (VfInsertGroup *self)
{
  gboolean replaces = vf_insertion_get_state (self->insertion) == VF_INSERTION_REPLACES;

  if (vf_insertion_holds_password (self->insertion))
    return replaces ? _("_Replace It, with the Password") : _("_Put It In, with the Password");
  return replaces ? _("_Replace It") : _("_Put It In");
}

static void
update (VfInsertGroup *self)
{
  gboolean present = vf_insertion_get_state (self->insertion) == VF_INSERTION_PRESENT;
  g_auto (GStrv) lines = vf_insertion_preview (self->insertion);

  update_title (self);
  vf_code_view_set_changes (self->changes, (const char *const *) lines);
  gtk_widget_set_visible (GTK_WIDGET (self->changes), !present);
  gtk_label_set_text (self->state, describe_state (self));
  gtk_button_set_label (self->button, describe_deed (self));
  gtk_widget_set_visible (GTK_WIDGET (self->button), !present);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button),
                            !vf_insertion_holds_password (self->insertion) || self->password);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
show_trouble (VfInsertGroup *self, const GError *error)
{
  gtk_label_set_text (self->state, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->changes), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
planned (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfInsertGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfInsertion) insertion = vf_insertion_plan_finish (result, &error);

  if (self->planning != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->planning);
  g_clear_pointer (&self->insertion, vf_insertion_unref);
  self->insertion = g_steal_pointer (&insertion);
  if (self->insertion)
    update (self);
  else
    show_trouble (self, error);
}

static void
plan (VfInsertGroup *self)
{
  VfExportRequest request = describe (self, self->stand_in);

  g_clear_object (&self->planning);
  self->planning = g_cancellable_new ();
  vf_insertion_plan_async (&request, self->planning, planned, g_object_ref (self));
}

/* --- doing it --- */

static void
applied (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfInsertGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfInserted) inserted = vf_insertion_apply_finish (result, &error);
  g_autofree char *place = inserted ? vf_words_path (vf_inserted_get_path (inserted)) : NULL;
  g_autofree char *text = NULL;

  /* the page may be gone, and then there is nobody to tell */
  if (!self->page)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  if (inserted)
    {
      vf_session_set_inserted (vf_page_get_session (self->page), g_steal_pointer (&inserted));
      /* Translators: %s is the path of a file, such as ~/.pg_service.conf */
      text = g_strdup_printf (_("It Is in %s"), place);
      vf_page_toast (self->page, text, _("_Undo"), "win.undo-insert");
    }
  else
    vf_page_toast (self->page, error->message, NULL, NULL);
  if (self->source)
    plan (self);
}

static void
planned_with_password (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfInsertGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfInsertion) insertion = vf_insertion_plan_finish (result, &error);

  if (insertion)
    vf_insertion_apply_async (insertion, applied, g_object_ref (self));
  else if (self->page)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
      vf_page_toast (self->page, error->message, NULL, NULL);
    }
}

static void
on_clicked (VfInsertGroup *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), FALSE);
  if (vf_insertion_holds_password (self->insertion))
    {
      /* what was shown holds none */
      VfExportRequest request = describe (self, self->password);

      vf_insertion_plan_async (&request, NULL, planned_with_password, g_object_ref (self));
    }
  else
    vf_insertion_apply_async (self->insertion, applied, g_object_ref (self));
}

/* --- life --- */

static void
vf_insert_group_dispose (GObject *object)
{
  vf_insert_group_cancel (VF_INSERT_GROUP (object));
  g_clear_weak_pointer (&VF_INSERT_GROUP (object)->page);
  g_clear_pointer (&VF_INSERT_GROUP (object)->stand_in, secret_value_unref);
  G_OBJECT_CLASS (vf_insert_group_parent_class)->dispose (object);
}

static void
vf_insert_group_class_init (VfInsertGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vf_insert_group_dispose;
}

static void
build_name (VfInsertGroup *self)
{
  self->name_row = adw_entry_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->name_row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name_row), _("Name in the file"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->name_row), TRUE);
  g_signal_connect_object (self->name_row, "apply", G_CALLBACK (plan), self, G_CONNECT_SWAPPED);
  self->name_list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->name_list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->name_list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (self->name_list), self->name_row);
}

static void
vf_insert_group_init (VfInsertGroup *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  build_name (self);
  self->changes = VF_CODE_VIEW (vf_code_view_new (_("What changes in the file")));
  self->state = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->state, 0);
  gtk_label_set_wrap (self->state, TRUE);
  gtk_label_set_wrap_mode (self->state, PANGO_WRAP_WORD_CHAR);
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_use_underline (self->button, TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self->button), GTK_ALIGN_START);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (on_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->name_list);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->changes));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->button));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), box);
  vf_wrap_texts (GTK_WIDGET (self));
  /* a stand-in: the preview has dots there in any case */
  self->stand_in = secret_value_new ("•", -1, "text/plain");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * vf_insert_group_new:
 * @page: the page that the group will stand in
 *
 * Returns: (transfer floating): a new group, not visible yet
 */
GtkWidget *
vf_insert_group_new (VfPage *page)
{
  VfInsertGroup *self = g_object_new (VF_TYPE_INSERT_GROUP, NULL);

  g_set_weak_pointer (&self->page, page);
  return GTK_WIDGET (self);
}

static void
replace_secret (SecretValue **slot, SecretValue *value)
{
  if (value)
    secret_value_ref (value);
  g_clear_pointer (slot, secret_value_unref);
  *slot = value;
}

/**
 * vf_insert_group_show:
 * @request: what is put in; its destination has a file that it can be put into
 * @password: (nullable): what is put in where the file holds passwords
 */
void
vf_insert_group_show (VfInsertGroup *self, const VfExportRequest *request, SecretValue *password)
{
  gboolean same = self->destination == request->destination;

  vf_saved_source_ref (request->source);
  g_clear_pointer (&self->source, vf_saved_source_unref);
  self->source = request->source;
  self->destination = request->destination;
  replace_secret (&self->password, password);
  replace_secret (&self->key_passphrase, request->key_passphrase);
  /* a line of a password file has no name */
  gtk_widget_set_visible (self->name_list, !request->destination->holds_password);
  if (!same)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), vf_saved_get_name (vf_saved_source_get_saved (self->source)));
  plan (self);
}

void
vf_insert_group_cancel (VfInsertGroup *self)
{
  g_clear_object (&self->planning);
  g_clear_pointer (&self->insertion, vf_insertion_unref);
  g_clear_pointer (&self->source, vf_saved_source_unref);
  replace_secret (&self->password, NULL);
  replace_secret (&self->key_passphrase, NULL);
  self->destination = NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
