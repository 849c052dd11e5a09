/* Changing what is saved: rename, duplicate, delete, and undo. */

#include "config.h"

#include "start-page-private.h"

#include <glib/gi18n.h>

#include "rename-popover.h"
#include "store-work.h"
#include "store/keyring.h"

/* TRUE if the page is still there and the change has happened; its error is said otherwise */
static gboolean
change_happened (VfStartPage *self, GError *error, const char *focus)
{
  if (!vf_page_get_session (VF_PAGE (self)))
    return FALSE;
  vf_start_page_read (self, focus);
  if (error)
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
  return error == NULL;
}

/* The values in the window must not go on under a name that is gone. */
static void
forget_name (VfStartPage *self, const char *name)
{
  VfSession *session = vf_page_get_session (VF_PAGE (self));

  if (g_strcmp0 (vf_session_get_name (session), name) == 0)
    vf_session_reset (session);
}

/* --- rename --- */

static void
rename_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfStartPage) self = data;
  g_autoptr (GError) error = NULL;
  const char *name = vf_store_work_get_name (result);

  vf_store_work_finish (result, &error);
  if (change_happened (self, error, error ? name : vf_store_work_get_new_name (result)))
    forget_name (self, name);
}

static void
renamed (VfRenamePopover *popover, const char *new_name, VfStartPage *self)
{
  vf_store_rename_async (vf_start_page_get_store (self), vf_rename_popover_get_name (popover), new_name, rename_done,
                         g_object_ref (self));
}

/* Not while it is still being closed. */
static gboolean
drop_popover (gpointer popover)
{
  gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Whoever goes on with the keyboard is still at that connection. */
static void
popover_closed (GtkWidget *popover, VfStartPage *self)
{
  if (self->list)
    vf_saved_list_focus (self->list, vf_rename_popover_get_name (VF_RENAME_POPOVER (popover)));
  g_idle_add_full (G_PRIORITY_DEFAULT, drop_popover, g_object_ref (popover), g_object_unref);
}

static GHashTable *
names_of (VfStartPage *self)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->saved->len; i++)
    g_hash_table_add (names, g_strdup (vf_saved_get_name (self->saved->pdata[i])));
  return names;
}

static void
rename_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfStartPage *self = VF_START_PAGE (widget);
  const char *name = g_variant_get_string (parameter, NULL);
  g_autoptr (GHashTable) names = NULL;
  GtkWidget *popover;
  GdkRectangle place;

  if (!self->list || !vf_saved_list_get_place (self->list, name, widget, &place))
    return;
  names = names_of (self);
  popover = vf_rename_popover_new (name, names);
  g_signal_connect_object (popover, "renamed", G_CALLBACK (renamed), self, 0);
  g_signal_connect_object (popover, "closed", G_CALLBACK (popover_closed), self, 0);
  gtk_widget_set_parent (popover, widget);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &place);
  gtk_popover_popup (GTK_POPOVER (popover));
}

/* --- duplicate --- */

static void
duplicate_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfStartPage) self = data;
  g_autoptr (GError) error = NULL;
  const char *copy = vf_store_work_get_new_name (result);
  g_autofree char *text = NULL;

  vf_store_work_finish (result, &error);
  if (!change_happened (self, error, error ? NULL : copy))
    return;
  g_free (self->copied);
  self->copied = g_strdup (copy);
  /* translators: names of saved connections: the copy, and what was copied */
  text = g_strdup_printf (_("%s is a copy of %s"), copy, vf_store_work_get_name (result));
  vf_page_toast (VF_PAGE (self), text, _("_Undo"), "start.undo-duplicate");
}

static void
duplicate_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfStartPage *self = VF_START_PAGE (widget);

  vf_store_duplicate_async (vf_start_page_get_store (self), g_variant_get_string (parameter, NULL), duplicate_done,
                            g_object_ref (self));
}

/* The copy had nothing of its own, so it goes for good; the secrets are those of the original. */
static void
copy_removed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfStartPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfRemoved) removed = vf_store_remove_finish (result, &error);

  if (change_happened (self, error, NULL))
    forget_name (self, vf_store_work_get_name (result));
}

static void
undo_duplicate_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfStartPage *self = VF_START_PAGE (widget);
  g_autofree char *copied = g_steal_pointer (&self->copied);

  if (copied)
    vf_store_remove_async (vf_start_page_get_store (self), copied, copy_removed, g_object_ref (self));
}

/* --- delete --- */

static void
keyring_cleared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!vf_keyring_clear_finish (result, &error))
    g_message ("a secret may still be in the keyring: %s", error->message);
  g_application_release (G_APPLICATION (data));
  g_object_unref (data);
}

static void
clear_secret (VfTarget *target, VfSecretKind kind)
{
  GApplication *application = g_application_get_default ();

  if (!application)
    return;
  /* the window may be closing; the keyring's answer is waited for */
  g_application_hold (application);
  vf_keyring_clear_async (target, kind, NULL, keyring_cleared, g_object_ref (application));
}

static gboolean
is_used (VfStartPage *self, VfTarget *target)
{
  for (guint i = 0; self->saved && i < self->saved->len; i++)
    if (vf_target_equal (vf_saved_get_target (self->saved->pdata[i]), target))
      return TRUE;
  return FALSE;
}

/* When the next is deleted, or the window is closed: until then the toast may be pressed, on whatever page it shows.
 * The files go, and the secrets unless another connection uses the same. */
void
vf_start_page_finish_delete (VfStartPage *self)
{
  if (self->removed_target && !is_used (self, self->removed_target))
    {
      clear_secret (self->removed_target, VF_SECRET_PASSWORD);
      clear_secret (self->removed_target, VF_SECRET_PASSPHRASE);
    }
  g_clear_pointer (&self->removed_target, vf_target_unref);
  g_clear_pointer (&self->removed, vf_removed_free);
}

/* What is deleted uses nothing any more, though the list may not have been read anew before the next deletion.
 * (transfer full) (nullable): its target */
static VfTarget *
take_out (VfStartPage *self, const char *name)
{
  for (guint i = 0; self->saved && i < self->saved->len; i++)
    if (g_str_equal (vf_saved_get_name (self->saved->pdata[i]), name))
      {
        VfTarget *target = vf_target_ref (vf_saved_get_target (self->saved->pdata[i]));

        g_ptr_array_remove_index (self->saved, i);
        return target;
      }
  return NULL;
}

static void
delete_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfStartPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfRemoved) removed = vf_store_remove_finish (result, &error);
  const char *name = vf_store_work_get_name (result);
  g_autofree char *text = NULL;

  if (!change_happened (self, error, NULL))
    return;
  vf_start_page_finish_delete (self);
  self->removed = g_steal_pointer (&removed);
  self->removed_target = take_out (self, name);
  forget_name (self, name);
  /* translators: %s: name of a saved connection */
  text = g_strdup_printf (_("%s is deleted"), name);
  vf_page_toast (VF_PAGE (self), text, _("_Undo"), "start.undo-delete");
}

static void
delete_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfStartPage *self = VF_START_PAGE (widget);

  vf_store_remove_async (vf_start_page_get_store (self), g_variant_get_string (parameter, NULL), delete_done,
                         g_object_ref (self));
}

static void
restore_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfStartPage) self = data;
  g_autoptr (GError) error = NULL;

  vf_store_work_finish (result, &error);
  change_happened (self, error, NULL);
}

static void
undo_delete_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfStartPage *self = VF_START_PAGE (widget);

  if (!self->removed)
    return;
  g_clear_pointer (&self->removed_target, vf_target_unref);
  vf_store_restore_async (vf_start_page_get_store (self), g_steal_pointer (&self->removed), restore_done,
                          g_object_ref (self));
}

void
vf_start_page_install_changes (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "start.rename", "s", rename_activated);
  gtk_widget_class_install_action (klass, "start.duplicate", "s", duplicate_activated);
  gtk_widget_class_install_action (klass, "start.undo-duplicate", NULL, undo_duplicate_activated);
  gtk_widget_class_install_action (klass, "start.delete", "s", delete_activated);
  gtk_widget_class_install_action (klass, "start.undo-delete", NULL, undo_delete_activated);
}
