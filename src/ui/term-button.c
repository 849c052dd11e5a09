#include "config.h"

#include "term-button.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "compat.h"
#include "describe.h"
#include "help/help.h"

/* At most as wide as a window of 360 px can show beside its edges. */
#define MAX_WIDTH_CHARS 34

struct _VfTermButton
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  VfTerm term;
};

enum
{
  PROP_TERM = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VfTermButton, vf_term_button, GTK_TYPE_WIDGET)

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_WIDTH_CHARS);
  if (style)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_words_button (GtkPopover *popover)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_All Words"));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", VF_HELP_ID_WORDS);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.help");
  g_signal_connect_object (button, "clicked", G_CALLBACK (gtk_popover_popdown), popover, G_CONNECT_SWAPPED);
  return button;
}

/* A popover asks for the height at more than the width that it then gives, and text that wraps would lose a line. */
static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int width = -1;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_measure (child, orientation, width, minimum, natural, minimum_baseline, natural_baseline);
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, baseline, NULL);
}

/* The keyboard lands on the button below the text, so the text is said. */
static void
on_opened (VfTermButton *self)
{
  vf_compat_announce (GTK_WIDGET (self), vf_term_get_text (self->term));
}

/* Made when somebody asks: there are many of these buttons, and most are never pressed. */
static void
create_popover (GtkMenuButton *button, gpointer data)
{
  VfTermButton *self = data;
  const char *title = vf_term_get_title (self->term), *text = vf_term_get_text (self->term);
  GtkWidget *popover, *place, *box;

  if (gtk_menu_button_get_popover (button))
    return;
  popover = gtk_popover_new ();
  place = adw_bin_new ();
  gtk_widget_set_layout_manager (place, gtk_custom_layout_new (NULL, measure, allocate));
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (box, "term");
  gtk_box_append (GTK_BOX (box), make_label (title, "heading"));
  gtk_box_append (GTK_BOX (box), make_label (text, NULL));
  gtk_box_append (GTK_BOX (box), make_words_button (GTK_POPOVER (popover)));
  adw_bin_set_child (ADW_BIN (place), box);
  gtk_popover_set_child (GTK_POPOVER (popover), place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  vf_describe (popover, text);
  g_signal_connect_object (popover, "map", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, popover);
}

static void
set_term (VfTermButton *self, VfTerm term)
{
  g_autofree char *question = NULL;

  self->term = term;
  question = vf_term_ask (term);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), question);
  /* the menu button's own button is what the keyboard and a screen reader meet */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->button))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, question, -1);
}

static void
vf_term_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  VfTerm term;

  if (id != PROP_TERM)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (g_value_get_string (value) && !vf_term_from_id (g_value_get_string (value), &term))
    g_critical ("there is no term “%s”", g_value_get_string (value));
  else if (g_value_get_string (value))
    set_term (VF_TERM_BUTTON (object), term);
}

static void
vf_term_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TERM)
    g_value_set_string (value, vf_term_get_id (VF_TERM_BUTTON (object)->term));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
vf_term_button_dispose (GObject *object)
{
  VfTermButton *self = VF_TERM_BUTTON (object);

  if (self->button)
    gtk_widget_unparent (GTK_WIDGET (self->button));
  self->button = NULL;
  G_OBJECT_CLASS (vf_term_button_parent_class)->dispose (object);
}

static gboolean
vf_term_button_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (GTK_WIDGET (VF_TERM_BUTTON (widget)->button), direction);
}

static void
vf_term_button_class_init (VfTermButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = vf_term_button_set_property;
  object_class->get_property = vf_term_button_get_property;
  object_class->dispose = vf_term_button_dispose;
  widget_class->focus = vf_term_button_focus;

  properties[PROP_TERM] = g_param_spec_string ("term", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "termbutton");
}

static void
vf_term_button_init (VfTermButton *self)
{
  GtkWidget *mark = gtk_label_new ("?");

  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, mark);
  gtk_menu_button_set_has_frame (self->button, FALSE);
  gtk_menu_button_set_create_popup_func (self->button, create_popover, self, NULL);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_parent (GTK_WIDGET (self->button), GTK_WIDGET (self));
}

/**
 * vf_term_button_new:
 * @term: what it explains
 *
 * Returns: (transfer floating): a new button
 */
GtkWidget *
vf_term_button_new (VfTerm term)
{
  return g_object_new (VF_TYPE_TERM_BUTTON, "term", vf_term_get_id (term), NULL);
}
