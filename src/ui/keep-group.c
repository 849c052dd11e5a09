#include "config.h"

#include "keep-group.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "complete-names.h"
#include "describe.h"
#include "field-note.h"
#include "page.h"
#include "store/service-file.h"

struct _VfKeepGroup
{
  AdwPreferencesGroup parent_instance;

  AdwEntryRow *name;
  GtkWidget *error_row;
  GtkLabel *error;
  AdwActionRow *keyring_row;
  GtkWidget *keyring_again;

  VfSession *session;
  /* runs while saving, or while the keyring is tried again */
  GCancellable *saving;
  gboolean saved;
  /* the name was suggested by the program, and may be again */
  gboolean name_is_ours;
  gboolean setting;
};

enum
{
  CHANGED,
  KEPT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VfKeepGroup, vf_keep_group, ADW_TYPE_PREFERENCES_GROUP)

static void
changed (VfKeepGroup *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->name), self->saving == NULL);
  gtk_widget_set_sensitive (self->keyring_again, self->saving == NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- the name --- */

static VfFieldNote
note_of (VfKeepGroup *self)
{
  return (VfFieldNote){ GTK_WIDGET (self->name), self->error_row, self->error };
}

static const char *
get_name (VfKeepGroup *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->name));
}

static void
on_name_changed (VfKeepGroup *self)
{
  const char *name = get_name (self);
  g_autofree char *problem = *name ? vf_service_file_check_name (name) : NULL;
  const VfFieldNote note = note_of (self);

  if (!self->setting)
    {
      self->name_is_ours = *name == '\0';
      self->saved = FALSE;
    }
  if (problem)
    vf_field_note_refuse (&note, problem);
  else
    vf_field_note_clear (&note);
  changed (self);
}

/**
 * vf_keep_group_suggest:
 *
 * Fills in the name of the connection, or a free one made from its host, unless the person has typed one.
 */
void
vf_keep_group_suggest (VfKeepGroup *self)
{
  VfTarget *target = vf_session_get_target (self->session);
  const char *known = vf_session_get_name (self->session);
  g_autofree char *name = NULL;

  if (!self->name_is_ours || !target)
    return;
  name = known ? g_strdup (known) : vf_store_suggest_name (vf_session_get_store (self->session), target);
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  self->setting = FALSE;
}

/* --- the keyring --- */

/* What the keyring did not keep is no failure: everything else is saved. */
static void
show_keyring (VfKeepGroup *self, const VfFinding *finding)
{
  g_autofree char *what = finding ? vf_explain_finding (finding) : NULL;
  g_autofree char *why = finding ? vf_explain_finding_why (finding) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->keyring_row), finding != NULL);
  if (!finding)
    return;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->keyring_row), what);
  adw_action_row_set_subtitle (self->keyring_row, why ? why : "");
}

static void
end_saving (VfKeepGroup *self, gboolean saved, const VfFinding *finding)
{
  g_clear_object (&self->saving);
  self->saved = saved;
  show_keyring (self, finding);
  changed (self);
}

/* Not if the connection has been checked anew since. */
static gboolean
is_wanted (VfKeepGroup *self, GAsyncResult *result)
{
  return self->saving && g_task_get_cancellable (G_TASK (result)) == self->saving;
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfKeepGroup) self = data;
  g_autoptr (VfFinding) finding = NULL;
  gboolean stored = vf_session_store_password_finish (VF_SESSION (source), result, &finding, NULL);

  if (!is_wanted (self, result))
    return;
  if (stored)
    end_saving (self, TRUE, finding);
  else
    {
      g_clear_object (&self->saving);
      changed (self);
    }
}

static void
on_keyring_again (VfKeepGroup *self)
{
  self->saving = g_cancellable_new ();
  changed (self);
  vf_session_store_password_async (self->session, self->saving, on_stored, g_object_ref (self));
}

/* --- saving --- */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfKeepGroup) self = data;
  g_autoptr (VfFinding) finding = NULL;
  g_autoptr (GError) error = NULL;
  gboolean saved = vf_session_save_finish (VF_SESSION (source), result, &finding, &error);
  const VfFieldNote note = note_of (self);

  if (!is_wanted (self, result))
    return;
  if (!saved && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    vf_field_note_refuse (&note, error->message);
  end_saving (self, saved, finding);
  if (saved && !finding)
    g_signal_emit (self, signals[KEPT], 0);
  else if (!saved)
    vf_keep_group_focus (self);
}

/**
 * vf_keep_group_save:
 *
 * Saves under the name that is typed; `kept` or `changed` tells how it went.
 */
void
vf_keep_group_save (VfKeepGroup *self)
{
  g_return_if_fail (vf_keep_group_is_ready (self));

  self->saving = g_cancellable_new ();
  changed (self);
  vf_session_save_async (self->session, get_name (self), self->saving, on_saved, g_object_ref (self));
}

/**
 * vf_keep_group_cancel:
 *
 * Stops waiting for the keyring.  Harmless if nothing runs.
 */
void
vf_keep_group_cancel (VfKeepGroup *self)
{
  g_cancellable_cancel (self->saving);
}

/**
 * vf_keep_group_forget:
 *
 * The connection is being checked anew: what was saved, or is being saved just now, is not it.
 */
void
vf_keep_group_forget (VfKeepGroup *self)
{
  g_cancellable_cancel (self->saving);
  g_clear_object (&self->saving);
  self->saved = FALSE;
  show_keyring (self, NULL);
  changed (self);
}

/**
 * vf_keep_group_focus:
 *
 * Puts the keyboard into the field for the name.
 */
void
vf_keep_group_focus (VfKeepGroup *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

/**
 * vf_keep_group_say:
 * @text: why there is something to keep
 *
 * Told with the field that the keyboard comes to, so that a screen reader says it by itself.
 */
void
vf_keep_group_say (VfKeepGroup *self, const char *text)
{
  vf_describe (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->name))), text);
}

/**
 * vf_keep_group_is_ready:
 *
 * Returns: whether there is a name that can be saved under, and nothing runs
 */
gboolean
vf_keep_group_is_ready (VfKeepGroup *self)
{
  return !self->saving && *get_name (self) != '\0' && !gtk_widget_get_visible (self->error_row);
}

/**
 * vf_keep_group_is_saving:
 *
 * Returns: whether it is being written, or the keyring is being asked
 */
gboolean
vf_keep_group_is_saving (VfKeepGroup *self)
{
  return self->saving != NULL;
}

/**
 * vf_keep_group_is_saved:
 *
 * Returns: whether what was checked lies in the store
 */
gboolean
vf_keep_group_is_saved (VfKeepGroup *self)
{
  return self->saved;
}

static void
on_session_name (VfKeepGroup *self)
{
  self->name_is_ours = TRUE;
  vf_keep_group_suggest (self);
}

/**
 * vf_keep_group_set_session:
 * @session: what is saved; set once
 */
void
vf_keep_group_set_session (VfKeepGroup *self, VfSession *session)
{
  g_return_if_fail (VF_IS_KEEP_GROUP (self) && !self->session);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::name", G_CALLBACK (on_session_name), self, G_CONNECT_SWAPPED);
}

static void
vf_keep_group_dispose (GObject *object)
{
  VfKeepGroup *self = VF_KEEP_GROUP (object);

  g_cancellable_cancel (self->saving);
  g_clear_object (&self->saving);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vf_keep_group_parent_class)->dispose (object);
}

static void
vf_keep_group_class_init (VfKeepGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_keep_group_dispose;

  signals[CHANGED] = g_signal_new ("changed", VF_TYPE_KEEP_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   0);
  signals[KEPT] = g_signal_new ("kept", VF_TYPE_KEEP_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "keep-group.ui");
  gtk_widget_class_bind_template_child (widget_class, VfKeepGroup, name);
  gtk_widget_class_bind_template_child (widget_class, VfKeepGroup, error_row);
  gtk_widget_class_bind_template_child (widget_class, VfKeepGroup, error);
  gtk_widget_class_bind_template_child (widget_class, VfKeepGroup, keyring_row);
  gtk_widget_class_bind_template_child (widget_class, VfKeepGroup, keyring_again);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_keyring_again);
}

static void
vf_keep_group_init (VfKeepGroup *self)
{
  self->name_is_ours = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_complete_names (GTK_WIDGET (self));
  vf_keep_name (self->keyring_again);
}
