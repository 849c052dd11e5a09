#include "config.h"

#include "unlock-row.h"

#include <string.h>

#include <glib/gi18n.h>

#include "error.h"
#include "import-progress.h"
#include "password-row.h"

/* so many do not fit before the person is told how to go on without */
#define PATIENCE 3

struct _VfUnlockRow
{
  AdwBin parent_instance;

  VfSession *session;
  VfPasswordRow *row;
  VfImportProgress *progress;
  GtkWidget *go_on;
  /* in a row, for what is asked for now */
  guint n_refused;
};

G_DEFINE_FINAL_TYPE (VfUnlockRow, vf_unlock_row, ADW_TYPE_BIN)

static guint unlocked_signal;
static guint busy_changed_signal;

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

static const char *
advice_for (const VfItem *locked)
{
  if (is_archive (locked))
    return _("No password has fitted so far. Whoever gave you the archive knows the right one.");
  return _("No passphrase has fitted so far. Whoever gave you the file knows the right one. You can also go on without "
           "it: most servers need no client certificate.");
}

static void
refuse (VfUnlockRow *self)
{
  VfInventory *inventory = vf_session_get_inventory (self->session);
  VfItem *locked = inventory ? vf_unlock_row_find_locked (inventory) : NULL;

  vf_password_row_refuse (self->row, locked && is_archive (locked) ? _("Wrong password") : _("Wrong passphrase"));
  if (locked && ++self->n_refused == PATIENCE)
    vf_password_row_advise (self->row, advice_for (locked));
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
  gtk_widget_set_sensitive (GTK_WIDGET (self->row), !vf_session_get_unlocking (self->session));
  if (opened)
    g_signal_emit (self, unlocked_signal, 0);
  /* it was stopped, or something else is asked for, which nobody has typed yet */
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (gtk_widget_get_mapped (GTK_WIDGET (self->row)))
        gtk_widget_grab_focus (GTK_WIDGET (self->row));
    }
  else if (g_error_matches (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE))
    refuse (self);
  else
    vf_password_row_refuse (self->row, error->message);
}

static void
entered (VfUnlockRow *self)
{
  g_autoptr (SecretValue) passphrase = vf_password_row_take (self->row);

  gtk_widget_set_sensitive (GTK_WIDGET (self->row), FALSE);
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

static GtkWidget *
make_go_on (void)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Go On Without an Archive"));

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.no-archive");
  return button;
}

static void
progress_changed (VfUnlockRow *self)
{
  g_signal_emit (self, busy_changed_signal, 0);
}

/* Few archives are locked, and a row for a password takes milliseconds to be made. */
static void
ensure_row (VfUnlockRow *self)
{
  GtkWidget *box;

  if (self->row)
    return;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->row = VF_PASSWORD_ROW (vf_password_row_new ());
  self->progress = g_object_new (VF_TYPE_IMPORT_PROGRESS, NULL);
  self->go_on = make_go_on ();
  g_signal_connect_swapped (self->row, "entered", G_CALLBACK (entered), self);
  g_signal_connect_object (self->progress, "notify::visible", G_CALLBACK (progress_changed), self, G_CONNECT_SWAPPED);
  vf_import_progress_watch_unlock (self->progress, self->session);
  vf_password_row_explain (self->row, VF_TERM_PASSPHRASE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->row));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->progress));
  gtk_box_append (GTK_BOX (box), self->go_on);
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
ask (VfUnlockRow *self, const VfItem *locked, gboolean only)
{
  g_autofree char *title = title_of (locked);

  ensure_row (self);
  vf_password_row_advise (self->row, NULL);
  gtk_widget_set_visible (self->go_on, only);
  gtk_widget_set_sensitive (GTK_WIDGET (self->row), !vf_session_get_unlocking (self->session));
  vf_password_row_ask (self->row, is_archive (locked) ? _("Password") : C_("entry", "Passphrase"), title, _("_Unlock"));
}

/**
 * vf_unlock_row_show:
 * @self: a row
 * @session: what it asks for, the same always
 * @only: nothing else can be used, so there is no other way to go on
 */
void
vf_unlock_row_show (VfUnlockRow *self, VfSession *session, gboolean only)
{
  VfInventory *inventory = vf_session_get_inventory (session);
  VfItem *locked = inventory ? vf_unlock_row_find_locked (inventory) : NULL;

  g_set_object (&self->session, session);
  self->n_refused = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), locked != NULL);
  if (locked)
    ask (self, locked, only);
}

/**
 * vf_unlock_row_is_busy:
 * @self: a row
 *
 * Returns: whether an attempt takes so long that it is told
 */
gboolean
vf_unlock_row_is_busy (VfUnlockRow *self)
{
  return self->progress && gtk_widget_get_visible (GTK_WIDGET (self->progress));
}

static gboolean
vf_unlock_row_grab_focus (GtkWidget *widget)
{
  VfUnlockRow *self = VF_UNLOCK_ROW (widget);

  return self->row && gtk_widget_grab_focus (GTK_WIDGET (self->row));
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
  busy_changed_signal = g_signal_new ("busy-changed", VF_TYPE_UNLOCK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 0);
}

static void
vf_unlock_row_init (VfUnlockRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
