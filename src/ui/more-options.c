#include "config.h"

#include "more-options.h"

#include <glib/gi18n.h>

#include "complete-names.h"
#include "field-note.h"
#include "left-to-right.h"
#include "page.h"
#include "term-button.h"

/* What the combo rows say to libpq; the first is its default, for which nothing is said. */
static const char *const tls_values[] = { NULL, "TLSv1.2", "TLSv1.3" };
static const char *const channel_binding_values[] = { NULL, "require", "disable" };

struct _VfMoreOptions
{
  AdwExpanderRow parent_instance;

  AdwComboRow *tls_min;
  AdwComboRow *tls_max;
  AdwComboRow *channel_binding;
  AdwEntryRow *address;
  GtkWidget *address_error_row;
  GtkLabel *address_error;

  VfSession *session;
  /* the rows are being set by the program */
  gboolean setting;
};

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VfMoreOptions, vf_more_options, ADW_TYPE_EXPANDER_ROW)

static guint
find_value (const char *const *values, guint n, const char *value)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (values[i], value) == 0)
      return i;
  return 0;
}

/**
 * vf_more_options_update:
 *
 * Shows what the session has.
 */
void
vf_more_options_update (VfMoreOptions *self)
{
  VfSession *session = self->session;
  VfConnection *connection = vf_session_get_connection (session);
  VfTarget *target = vf_session_get_target (session);
  const char *address = target ? vf_target_get_hostaddr (target) : NULL;

  if (!connection)
    return;
  self->setting = TRUE;
  adw_combo_row_set_selected (self->tls_min, find_value (tls_values, G_N_ELEMENTS (tls_values),
                              vf_connection_get_option (connection, "ssl_min_protocol_version")));
  adw_combo_row_set_selected (self->tls_max, find_value (tls_values, G_N_ELEMENTS (tls_values),
                              vf_connection_get_option (connection, "ssl_max_protocol_version")));
  adw_combo_row_set_selected (self->channel_binding,
                              find_value (channel_binding_values, G_N_ELEMENTS (channel_binding_values),
                                          vf_connection_get_option (connection, "channel_binding")));
  gtk_editable_set_text (GTK_EDITABLE (self->address), address ? address : "");
  self->setting = FALSE;
}

static void
on_option_changed (VfMoreOptions *self)
{
  const struct
  {
    AdwComboRow *row;
    const char *keyword;
    const char *const *values;
  } options[] = {
    { self->tls_min, "ssl_min_protocol_version", tls_values },
    { self->tls_max, "ssl_max_protocol_version", tls_values },
    { self->channel_binding, "channel_binding", channel_binding_values },
  };

  if (self->setting || !self->session)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      guint selected = adw_combo_row_get_selected (options[i].row);
      g_autoptr (GError) error = NULL;

      if (selected != GTK_INVALID_LIST_POSITION
          && !vf_session_set_option (self->session, options[i].keyword, options[i].values[selected], &error))
        g_signal_emit (self, signals[FAILED], 0, error->message);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_address (VfMoreOptions *self)
{
  const VfFieldNote note = { GTK_WIDGET (self->address), self->address_error_row, self->address_error };
  VfTarget *former = vf_session_get_target (self->session);
  g_autofree char *address = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address))));
  g_autoptr (VfTarget) target = NULL;

  if (!former)
    return;
  if (*address != '\0' && !g_hostname_is_ip_address (address))
    {
      vf_field_note_refuse (&note, _("This is not a numeric address. Type one like 192.0.2.7, or leave it empty."));
      return;
    }
  vf_field_note_clear (&note);
  target = vf_target_new (vf_target_get_host (former), address, vf_target_get_port (former),
                          vf_target_get_dbname (former), vf_target_get_user (former));
  if (vf_target_equal (former, target))
    return;
  vf_session_set_target (self->session, target);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * vf_more_options_apply:
 *
 * Takes an address that was typed and not confirmed.
 *
 * Returns: whether everything is right
 */
gboolean
vf_more_options_apply (VfMoreOptions *self)
{
  g_return_val_if_fail (VF_IS_MORE_OPTIONS (self), FALSE);

  on_address (self);
  return !gtk_widget_get_visible (self->address_error_row);
}

/**
 * vf_more_options_set_session:
 * @session: whose connection has the options; set once
 */
void
vf_more_options_set_session (VfMoreOptions *self, VfSession *session)
{
  g_return_if_fail (VF_IS_MORE_OPTIONS (self) && !self->session);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::target", G_CALLBACK (vf_more_options_update), self, G_CONNECT_SWAPPED);
}

static void
vf_more_options_dispose (GObject *object)
{
  g_clear_object (&VF_MORE_OPTIONS (object)->session);
  G_OBJECT_CLASS (vf_more_options_parent_class)->dispose (object);
}

static void
vf_more_options_class_init (VfMoreOptionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_more_options_dispose;

  signals[CHANGED] = g_signal_new ("changed", VF_TYPE_MORE_OPTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", VF_TYPE_MORE_OPTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_STRING);

  g_type_ensure (VF_TYPE_TERM_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "more-options.ui");
  gtk_widget_class_bind_template_child (widget_class, VfMoreOptions, tls_min);
  gtk_widget_class_bind_template_child (widget_class, VfMoreOptions, tls_max);
  gtk_widget_class_bind_template_child (widget_class, VfMoreOptions, channel_binding);
  gtk_widget_class_bind_template_child (widget_class, VfMoreOptions, address);
  gtk_widget_class_bind_template_child (widget_class, VfMoreOptions, address_error_row);
  gtk_widget_class_bind_template_child (widget_class, VfMoreOptions, address_error);
  gtk_widget_class_bind_template_callback (widget_class, on_option_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_address);
}

static void
vf_more_options_init (VfMoreOptions *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_complete_names (GTK_WIDGET (self));
  vf_left_to_right_field (GTK_EDITABLE (self->address));
}
