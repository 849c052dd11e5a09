#include "config.h"

#include "mode-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "describe.h"
#include "fold-layout.h"
#include "page.h"
#include "term-button.h"

struct _VfModeCard
{
  GtkWidget parent_instance;

  GtkOverlay *overlay;
  GtkCheckButton *button;
  GtkWidget *heading;
  GtkLabel *title;
  GtkLabel *pill;
  GtkLabel *description;
  GtkWidget *evidence;
  GtkImage *evidence_icon;
  GtkLabel *evidence_text;
  GtkLabel *note;
  AdwBin *extra;
  GtkWidget *term;

  VfSslMode mode;
};

enum
{
  PROP_0,
  PROP_ACTIVE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VfModeCard, vf_mode_card, GTK_TYPE_WIDGET)

/* What a VfWould looks like; never colour alone. */
static const struct
{
  const char *icon;
  const char *style;
} evidence_looks[] = {
  [VF_WOULD_UNKNOWN] = { NULL, NULL },
  [VF_WOULD_OK] = { "object-select-symbolic", "success" },
  [VF_WOULD_FAIL] = { "dialog-warning-symbolic", "warning" },
};

static void
on_active_changed (VfModeCard *self)
{
  if (gtk_check_button_get_active (self->button))
    gtk_widget_add_css_class (GTK_WIDGET (self), "chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "chosen");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

/* The button has a child instead of a label, so its name and what a screen reader says after it are put together
 * here from what the eye sees. */
static void
update_accessible (VfModeCard *self)
{
  g_autoptr (GString) description = g_string_new (gtk_label_get_text (self->description));
  g_autofree char *name = NULL;

  if (gtk_widget_get_visible (GTK_WIDGET (self->pill)))
    /* Translators: %s is the name of a mode, for example Verify-Full */
    name = g_strdup_printf (_("%s, recommended"), gtk_label_get_text (self->title));
  else
    name = g_strdup (gtk_label_get_text (self->title));
  if (gtk_widget_get_visible (self->evidence))
    g_string_append_printf (description, " %s", gtk_label_get_text (self->evidence_text));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  vf_describe (GTK_WIDGET (self->button), description->str);
}

/**
 * vf_mode_card_set_group:
 * @group: (nullable): a card of the group to join
 *
 * Of a group, one card is chosen; the arrow keys go from one to the next.
 */
void
vf_mode_card_set_group (VfModeCard *self, VfModeCard *group)
{
  g_return_if_fail (VF_IS_MODE_CARD (self));

  gtk_check_button_set_group (self->button, group ? group->button : NULL);
}

/**
 * vf_mode_card_get_mode:
 *
 * Returns: the mode that it stands for
 */
VfSslMode
vf_mode_card_get_mode (VfModeCard *self)
{
  g_return_val_if_fail (VF_IS_MODE_CARD (self), VF_SSL_MODE_VERIFY_FULL);

  return self->mode;
}

/**
 * vf_mode_card_get_active:
 *
 * Returns: whether it is the one that is chosen
 */
gboolean
vf_mode_card_get_active (VfModeCard *self)
{
  g_return_val_if_fail (VF_IS_MODE_CARD (self), FALSE);

  return gtk_check_button_get_active (self->button);
}

/**
 * vf_mode_card_set_active:
 * @active: whether it is the one that is chosen
 */
void
vf_mode_card_set_active (VfModeCard *self, gboolean active)
{
  g_return_if_fail (VF_IS_MODE_CARD (self));

  gtk_check_button_set_active (self->button, active);
}

/**
 * vf_mode_card_has_focus:
 *
 * Returns: whether the keyboard is on the card's radio button
 */
gboolean
vf_mode_card_has_focus (VfModeCard *self)
{
  g_return_val_if_fail (VF_IS_MODE_CARD (self), FALSE);

  return gtk_widget_is_focus (GTK_WIDGET (self->button));
}

/**
 * vf_mode_card_focus:
 *
 * Puts the keyboard to its radio button.
 */
void
vf_mode_card_focus (VfModeCard *self)
{
  g_return_if_fail (VF_IS_MODE_CARD (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

/**
 * vf_mode_card_set_recommended:
 * @recommended: whether the evidence speaks for this mode
 */
void
vf_mode_card_set_recommended (VfModeCard *self, gboolean recommended)
{
  g_return_if_fail (VF_IS_MODE_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self->pill), recommended);
  update_accessible (self);
}

/**
 * vf_mode_card_set_evidence:
 * @would: what the mode would do with this server
 * @text: (nullable): that, and why, in words; not shown when @would is %VF_WOULD_UNKNOWN
 */
void
vf_mode_card_set_evidence (VfModeCard *self, VfWould would, const char *text)
{
  g_return_if_fail (VF_IS_MODE_CARD (self));

  for (guint i = 0; i < G_N_ELEMENTS (evidence_looks); i++)
    if (evidence_looks[i].style)
      gtk_widget_remove_css_class (GTK_WIDGET (self->evidence_icon), evidence_looks[i].style);
  if (evidence_looks[would].style)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->evidence_icon), evidence_looks[would].style);
      gtk_image_set_from_icon_name (self->evidence_icon, evidence_looks[would].icon);
    }
  gtk_label_set_text (self->evidence_text, text ? text : "");
  gtk_widget_set_visible (self->evidence, would != VF_WOULD_UNKNOWN && text != NULL);
  update_accessible (self);
}

/**
 * vf_mode_card_set_note:
 * @text: (nullable): a quiet sentence below, for example a provider's documented limit
 */
void
vf_mode_card_set_note (VfModeCard *self, const char *text)
{
  g_return_if_fail (VF_IS_MODE_CARD (self));

  gtk_label_set_text (self->note, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), text != NULL);
}

/**
 * vf_mode_card_set_extra:
 * @extra: (nullable): what is shown at the foot of the card; it may have buttons of its own
 */
void
vf_mode_card_set_extra (VfModeCard *self, GtkWidget *extra)
{
  g_return_if_fail (VF_IS_MODE_CARD (self));

  adw_bin_set_child (self->extra, extra);
  gtk_widget_set_visible (GTK_WIDGET (self->extra), extra && gtk_widget_get_visible (extra));
}

static void
vf_mode_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VfModeCard *self = VF_MODE_CARD (object);

  if (id == PROP_ACTIVE)
    g_value_set_boolean (value, vf_mode_card_get_active (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
vf_mode_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  VfModeCard *self = VF_MODE_CARD (object);

  if (id == PROP_ACTIVE)
    vf_mode_card_set_active (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
vf_mode_card_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (vf_mode_card_parent_class)->dispose (object);
}

/* The radio button first, although the "?" stands higher. */
static gboolean
vf_mode_card_focus_next (GtkWidget *widget, GtkDirectionType direction)
{
  VfModeCard *self = VF_MODE_CARD (widget);
  GtkWidget *places[] = { GTK_WIDGET (self->button), self->term, GTK_WIDGET (self->extra) };
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  int step = direction == GTK_DIR_TAB_BACKWARD ? -1 : 1;
  int place = step > 0 ? 0 : G_N_ELEMENTS (places) - 1;

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (vf_mode_card_parent_class)->focus (widget, direction);
  for (guint i = 0; focus && i < G_N_ELEMENTS (places); i++)
    if (focus == places[i] || gtk_widget_is_ancestor (focus, places[i]))
      place = (int) i;
  for (; place >= 0 && place < (int) G_N_ELEMENTS (places); place += step)
    if (gtk_widget_get_visible (places[place]) && gtk_widget_child_focus (places[place], direction))
      return TRUE;
  return FALSE;
}

static void
vf_mode_card_class_init (VfModeCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = vf_mode_card_get_property;
  object_class->set_property = vf_mode_card_set_property;
  object_class->dispose = vf_mode_card_dispose;
  widget_class->focus = vf_mode_card_focus_next;

  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ADW_TYPE_BIN);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "mode-card.ui");
  gtk_widget_class_bind_template_child (widget_class, VfModeCard, overlay);
  gtk_widget_class_bind_template_child (widget_class, VfModeCard, button);
  gtk_widget_class_bind_template_child (widget_class, VfModeCard, heading);
  gtk_widget_class_bind_template_child (widget_class, VfModeCard, title);
  gtk_widget_class_bind_template_child (widget_class, VfModeCard, pill);
  gtk_widget_class_bind_template_child (widget_class, VfModeCard, description);
  gtk_widget_class_bind_template_child (widget_class, VfModeCard, evidence);
  gtk_widget_class_bind_template_child (widget_class, VfModeCard, evidence_icon);
  gtk_widget_class_bind_template_child (widget_class, VfModeCard, evidence_text);
  gtk_widget_class_bind_template_child (widget_class, VfModeCard, note);
  gtk_widget_class_bind_template_child (widget_class, VfModeCard, extra);
  gtk_widget_class_bind_template_callback (widget_class, on_active_changed);
}

static gboolean
press_default (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  gtk_widget_activate_default (widget);
  return TRUE;
}

/* A check button takes Enter for itself; here the arrow keys and Space choose, and Enter goes on as everywhere. */
static void
leave_enter_alone (GtkWidget *button)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], 0),
                                                            gtk_callback_action_new (press_default, NULL, NULL)));
  gtk_widget_add_controller (button, controller);
}

static void
vf_mode_card_init (VfModeCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->heading, vf_fold_layout_new ());
  leave_enter_alone (GTK_WIDGET (self->button));
}

/* In the corner, beside the radio button and not in it: a button within another cannot be reached. */
static void
add_term (VfModeCard *self)
{
  static const VfTerm terms[VF_N_SSL_MODES] = {
    [VF_SSL_MODE_REQUIRE] = VF_TERM_REQUIRE,
    [VF_SSL_MODE_VERIFY_CA] = VF_TERM_VERIFY_CA,
    [VF_SSL_MODE_VERIFY_FULL] = VF_TERM_VERIFY_FULL,
  };

  self->term = vf_term_button_new (terms[self->mode]);
  gtk_widget_set_halign (self->term, GTK_ALIGN_END);
  gtk_widget_set_valign (self->term, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->term, "mode-card-term");
  gtk_overlay_add_overlay (self->overlay, self->term);
}

/**
 * vf_mode_card_new:
 * @mode: what the card stands for
 *
 * Returns: (transfer floating): a new card, not chosen and without evidence
 */
GtkWidget *
vf_mode_card_new (VfSslMode mode)
{
  VfModeCard *self = g_object_new (VF_TYPE_MODE_CARD, NULL);

  self->mode = mode;
  gtk_label_set_text (self->title, vf_ssl_mode_title (mode));
  gtk_label_set_text (self->description, vf_ssl_mode_describe (mode));
  update_accessible (self);
  add_term (self);
  return GTK_WIDGET (self);
}
