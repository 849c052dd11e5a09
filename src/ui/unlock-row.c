#include "config.h"

#include "unlock-row.h"

#include <string.h>

#include <glib/gi18n.h>

#include "error.h"
#include "password-row.h"

struct _VfUnlockRow
{
  AdwBin parent_instance;

  VfSession *session;
  VfPasswordRow *row;
};

G_DEFINE_FINAL_TYPE (VfUnlockRow, vf_unlock_row, ADW_TYPE_BIN)

static guint unlocked_signal;

static gboolean
is_archive (const VfItem *item)
{
  return vf_item_get_kind (item) == VF_KIND_SKIPPED;
}

static gboolean
is_store (const VfItem *item)
{
  return vf_item_get_kind (item) == VF_KIND_KEY_STORE;
}

/* An archive comes first, then a store, because a key in it may be the one. */
VfItem *
vf_unlock_row_find_locked (VfInventory *inventory)
{
  VfItem *locked = NULL;

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      VfItem *item = vf_inventory_get_item (inventory, i);

      if (!vf_item_is_locked (item))
        continue;
      if (is_archive (item))
        return item;
      if (!locked || (is_store (item) && !is_store (locked)))
        locked = item;
    }
  return locked;
}

static void
refuse (VfUnlockRow *self)
{
  VfInventory *inventory = vf_session_get_inventory (self->session);
  VfItem *locked = inventory ? vf_unlock_row_find_locked (inventory) : NULL;

  /* short, for it stands on one line beside a button, also on a narrow window */
  vf_password_row_refuse (self->row, locked && is_archive (locked) ? _("Wrong password") : _("Wrong passphrase"));
}

static void
unlock_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfUnlockRow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean opened = vf_session_unlock_finish (VF_SESSION (source), result, &error);

  /* the window was closed meanwhile */
  if (!self->session)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (opened)
    g_signal_emit (self, unlocked_signal, 0);
  else if (g_error_matches (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE))
    refuse (self);
  else
    vf_password_row_refuse (self->row, error->message);
}

static void
entered (VfUnlockRow *self)
{
  g_autoptr (SecretValue) passphrase = vf_password_row_take (self->row);

  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  if (vf_inventory_needs_archive_password (vf_session_get_inventory (self->session)))
    vf_session_unlock_archive_async (self->session, passphrase, unlock_done, g_object_ref (self));
  else
    vf_session_unlock_async (self->session, passphrase, unlock_done, g_object_ref (self));
}

static char *
title_of (const VfItem *locked)
{
  const char *path = vf_item_get_path (locked);
  g_autofree char *archive = g_strndup (path, strcspn (path, "/"));
  g_autofree char *file = g_path_get_basename (path);
  const char *name = vf_item_get_alias (locked) ? vf_item_get_alias (locked) : file;

  if (is_archive (locked))
    /* translators: %s: name of an archive */
    return g_strdup_printf (_("Password of %s"), archive);
  /* translators: %s: name of a file with a private key, of a key store, or of a key in one */
  return g_strdup_printf (_("Passphrase of %s"), name);
}

/**
 * vf_unlock_row_show:
 * @self: a row
 * @session: what it asks for
 */
void
vf_unlock_row_show (VfUnlockRow *self, VfSession *session)
{
  VfInventory *inventory = vf_session_get_inventory (session);
  VfItem *locked = inventory ? vf_unlock_row_find_locked (inventory) : NULL;

  g_set_object (&self->session, session);
  gtk_widget_set_visible (GTK_WIDGET (self), locked != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (locked)
    {
      g_autofree char *title = title_of (locked);

      vf_password_row_ask (self->row, title, _("_Unlock"));
    }
}

static gboolean
vf_unlock_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (VF_UNLOCK_ROW (widget)->row));
}

static void
vf_unlock_row_dispose (GObject *object)
{
  g_clear_object (&VF_UNLOCK_ROW (object)->session);
  G_OBJECT_CLASS (vf_unlock_row_parent_class)->dispose (object);
}

static void
vf_unlock_row_class_init (VfUnlockRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vf_unlock_row_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = vf_unlock_row_grab_focus;
  unlocked_signal = g_signal_new ("unlocked", VF_TYPE_UNLOCK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  0);
}

static void
vf_unlock_row_init (VfUnlockRow *self)
{
  self->row = VF_PASSWORD_ROW (vf_password_row_new ());
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_swapped (self->row, "entered", G_CALLBACK (entered), self);
  vf_password_row_explain (self->row, VF_TERM_PASSPHRASE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->row));
}
