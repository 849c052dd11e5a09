#include "config.h"

#include "target-form-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "complete-names.h"
#include "connection/provider.h"
#include "help/help.h"
#include "left-to-right.h"
#include "page.h"
#include "wrap-texts.h"

/* Text that grows by this much at once was pasted (or dropped), not typed. */
#define PASTED_LENGTH 4
#define DEFAULT_PORT "5432"

G_DEFINE_FINAL_TYPE (VfTargetForm, vf_target_form, ADW_TYPE_PREFERENCES_GROUP)

static guint changed_signal;

/**
 * vf_target_form_get_text:
 *
 * Returns: (transfer none): what stands in the field, valid until that changes
 */
const char *
vf_target_form_get_text (VfTargetForm *self, VfField field)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->fields[field].row));
}

void
vf_target_form_set_text (VfTargetForm *self, VfField field, const char *text)
{
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->fields[field].row), text ? text : "");
  self->filling = FALSE;
}

static void
clear_errors (VfTargetForm *self)
{
  for (guint i = 0; i < VF_N_FIELDS; i++)
    vf_field_note_clear (&self->fields[i].note);
}

static gboolean
validate_field (VfTargetForm *self, VfField field)
{
  g_autofree char *problem = vf_target_check_field (field, vf_target_form_get_text (self, field));

  if (problem)
    vf_field_note_refuse (&self->fields[field].note, problem);
  else if (vf_field_note_is_wrong (&self->fields[field].note))
    vf_field_note_clear (&self->fields[field].note);
  return problem == NULL;
}

static void
update_hint (VfTargetForm *self)
{
  const VfProvider *provider = vf_provider_by_host (vf_target_form_get_text (self, VF_FIELD_HOST));
  g_autofree char *port = NULL;
  g_autofree char *text = NULL;

  if (provider && vf_provider_get_port (provider))
    {
      port = g_strdup_printf ("%u", vf_provider_get_port (provider));
      /* Translators: the name of a cloud, and a port number */
      text = g_strdup_printf (_("%s · the port is usually %s"), vf_provider_get_name (provider), port);
    }
  else if (provider)
    text = g_strdup (vf_provider_get_name (provider));
  gtk_label_set_text (self->hint, text ? text : "");
  gtk_widget_set_visible (self->hint_row, text != NULL);
  if (provider)
    {
      g_autofree char *page = vf_help_id_of_provider (vf_provider_get_id (provider));

      gtk_actionable_set_action_target (self->guide, "s", page);
    }
  if (self->port_is_ours)
    vf_target_form_set_text (self, VF_FIELD_PORT, port ? port : DEFAULT_PORT);
}

/* Takes blanks, brackets and a port away from the host, and says where the port went. */
static void
tidy_host (VfTargetForm *self)
{
  g_autofree char *typed = g_strdup (vf_target_form_get_text (self, VF_FIELD_HOST));
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;

  if (!vf_target_tidy_host (typed, &host, &port))
    return;
  vf_target_form_set_text (self, VF_FIELD_HOST, host);
  if (port)
    {
      /* Translators: %s is what was typed into the host field */
      g_autofree char *note
        = g_strdup_printf (_("“%s” contains the port; it has been moved to its own field."), typed);

      vf_target_form_set_text (self, VF_FIELD_PORT, port);
      self->port_is_ours = FALSE;
      vf_field_note_clear (&self->fields[VF_FIELD_PORT].note);
      vf_field_note_clear (&self->fields[VF_FIELD_HOST].note);
      vf_field_note_say (&self->fields[VF_FIELD_HOST].note, note);
    }
  update_hint (self);
}

/* --- filling in --- */

void
vf_target_form_filled (VfTargetForm *self)
{
  clear_errors (self);
  update_hint (self);
}

void
vf_target_form_set_port (VfTargetForm *self, guint port)
{
  g_autofree char *text = port ? g_strdup_printf ("%u", port) : NULL;

  self->port_is_ours = port == 0;
  vf_target_form_set_text (self, VF_FIELD_PORT, text ? text : DEFAULT_PORT);
}

/**
 * vf_target_form_set_target:
 * @target: (nullable): what the fields show from now on; %NULL empties them
 */
void
vf_target_form_set_target (VfTargetForm *self, VfTarget *target)
{
  g_return_if_fail (VF_IS_TARGET_FORM (self));

  vf_target_form_set_text (self, VF_FIELD_HOST, target ? vf_target_get_host (target) : NULL);
  vf_target_form_set_text (self, VF_FIELD_DBNAME, target ? vf_target_get_dbname (target) : NULL);
  vf_target_form_set_text (self, VF_FIELD_USER, target ? vf_target_get_user (target) : NULL);
  vf_target_form_set_port (self, target ? vf_target_get_port (target) : 0);
  vf_target_form_filled (self);
}

/**
 * vf_target_form_get_target:
 * @former: (nullable): where the host was found before
 *
 * Returns: (transfer full): what the fields say; the numeric address of @former belongs to its host only
 */
VfTarget *
vf_target_form_get_target (VfTargetForm *self, VfTarget *former)
{
  const char *host = vf_target_form_get_text (self, VF_FIELD_HOST);
  gboolean same_host = former && g_strcmp0 (vf_target_get_host (former), host) == 0;
  guint64 port = 0;

  g_ascii_string_to_unsigned (vf_target_form_get_text (self, VF_FIELD_PORT), 10, 1, G_MAXUINT16, &port, NULL);
  return vf_target_new (host, same_host ? vf_target_get_hostaddr (former) : NULL, (guint) port,
                        vf_target_form_get_text (self, VF_FIELD_DBNAME), vf_target_form_get_text (self, VF_FIELD_USER));
}

/**
 * vf_target_form_has_host:
 *
 * Returns: whether there is anything in the field for the host
 */
gboolean
vf_target_form_has_host (VfTargetForm *self)
{
  return *vf_target_form_get_text (self, VF_FIELD_HOST) != '\0';
}

/* --- the keyboard --- */

static VfField
find_field (VfTargetForm *self, gpointer row)
{
  VfField field = VF_FIELD_HOST;

  while ((gpointer) self->fields[field].row != row)
    field++;
  return field;
}

static void
on_changed (GtkEditable *row, VfTargetForm *self)
{
  VfField field = find_field (self, row);
  glong length = g_utf8_strlen (gtk_editable_get_text (row), -1);
  gboolean pasted = length - self->fields[field].length >= PASTED_LENGTH;

  self->fields[field].length = length;
  if (self->filling)
    return;
  vf_field_note_clear (&self->fields[field].note);
  if (field == VF_FIELD_PORT)
    self->port_is_ours = length == 0;
  if (pasted && vf_target_form_try_paste (self, field))
    return;
  if (field == VF_FIELD_HOST && pasted)
    tidy_host (self);
  if (field == VF_FIELD_HOST)
    update_hint (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_left (GtkEventController *controller, VfTargetForm *self)
{
  VfField field = find_field (self, gtk_event_controller_get_widget (controller));

  if (*vf_target_form_get_text (self, field) == '\0' || vf_target_form_try_paste (self, field))
    return;
  if (field == VF_FIELD_HOST)
    tidy_host (self);
  validate_field (self, field);
}

/**
 * vf_target_form_validate:
 *
 * Mends what can be mended, and says under each field what cannot.
 *
 * Returns: whether everything is right; if not, the first wrong field has the keyboard
 */
gboolean
vf_target_form_validate (VfTargetForm *self)
{
  int wrong = -1;

  g_return_val_if_fail (VF_IS_TARGET_FORM (self), FALSE);

  if (!vf_target_form_try_paste (self, VF_FIELD_HOST))
    tidy_host (self);
  for (int i = VF_N_FIELDS - 1; i >= 0; i--)
    if (!validate_field (self, (VfField) i))
      wrong = i;
  if (wrong >= 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->fields[wrong].row));
  return wrong < 0;
}

/**
 * vf_target_form_focus_empty:
 *
 * Returns: whether there was an empty field to put the keyboard into
 */
gboolean
vf_target_form_focus_empty (VfTargetForm *self)
{
  for (guint i = 0; i < VF_N_FIELDS; i++)
    if (*vf_target_form_get_text (self, (VfField) i) == '\0')
      return gtk_widget_grab_focus (GTK_WIDGET (self->fields[i].row));
  return FALSE;
}

/* --- life --- */

static void
set_up_fields (VfTargetForm *self)
{
  const VfTargetField fields[] = {
    [VF_FIELD_HOST] = { self->host, { GTK_WIDGET (self->host), self->host_error_row, self->host_error }, 0 },
    [VF_FIELD_PORT] = { self->port, { GTK_WIDGET (self->port), self->port_error_row, self->port_error }, 0 },
    [VF_FIELD_DBNAME] = { self->dbname, { GTK_WIDGET (self->dbname), self->dbname_error_row, self->dbname_error }, 0 },
    [VF_FIELD_USER] = { self->user, { GTK_WIDGET (self->user), self->user_error_row, self->user_error }, 0 },
  };

  memcpy (self->fields, fields, sizeof fields);
  for (guint i = 0; i < VF_N_FIELDS; i++)
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_signal_connect (focus, "leave", G_CALLBACK (on_left), self);
      gtk_widget_add_controller (GTK_WIDGET (self->fields[i].row), focus);
      g_signal_connect (self->fields[i].row, "changed", G_CALLBACK (on_changed), self);
      vf_left_to_right_field (GTK_EDITABLE (self->fields[i].row));
    }
}

static void
vf_target_form_finalize (GObject *object)
{
  g_clear_pointer (&VF_TARGET_FORM (object)->former, vf_target_former_free);
  G_OBJECT_CLASS (vf_target_form_parent_class)->finalize (object);
}

static void
vf_target_form_class_init (VfTargetFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = vf_target_form_finalize;

  changed_signal = g_signal_new ("changed", VF_TYPE_TARGET_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 0);
  g_signal_new ("pasted", VF_TYPE_TARGET_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "target-form.ui");
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, host);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, port);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, dbname);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, user);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, host_error_row);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, port_error_row);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, dbname_error_row);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, user_error_row);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, host_error);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, port_error);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, dbname_error);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, user_error);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, hint_row);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, hint);
  gtk_widget_class_bind_template_child (widget_class, VfTargetForm, guide);
}

static void
vf_target_form_init (VfTargetForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_complete_names (GTK_WIDGET (self));
  vf_wrap_texts (GTK_WIDGET (self));
  set_up_fields (self);
  vf_target_form_set_target (self, NULL);
}
