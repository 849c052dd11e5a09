#include "config.h"

#include "password-row.h"

#include "compat.h"
#include "complete-names.h"
#include "field-note.h"
#include "fold-layout.h"
#include "term-button.h"
#include "wrap-texts.h"

/* narrower than the field is at the least */
#define FEW_CHARS 12

struct _VfPasswordRow
{
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkWidget *list;
  AdwPreferencesRow *row;
  GtkLabel *note;
  GtkLabel *advice;
  GtkButton *button;
};

static guint entered_signal;

G_DEFINE_FINAL_TYPE (VfPasswordRow, vf_password_row, ADW_TYPE_BIN)

static void
on_entered (VfPasswordRow *self)
{
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    g_signal_emit (self, entered_signal, 0);
}

/* @why: (nullable) */
static void
show_refusal (VfPasswordRow *self, const char *why)
{
  const VfFieldNote note = { GTK_WIDGET (self->row), GTK_WIDGET (self->note), self->note };

  if (why)
    {
      vf_field_note_refuse (&note, why);
      gtk_widget_add_css_class (self->list, "refused");
    }
  else
    {
      vf_field_note_clear (&note);
      gtk_widget_remove_css_class (self->list, "refused");
    }
}

static void
on_changed (VfPasswordRow *self)
{
  /* the reproach goes when something else is typed */
  if (*gtk_editable_get_text (GTK_EDITABLE (self->row)) && gtk_widget_has_css_class (GTK_WIDGET (self->row), "error"))
    show_refusal (self, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), *gtk_editable_get_text (GTK_EDITABLE (self->row)) != '\0');
}

/* What is asked for may be a file with a long name, which does not fit into the row beside the eye. */
static void
show_heading (VfPasswordRow *self, const char *title, const char *of)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->row));

  adw_preferences_row_set_title (self->row, title);
  gtk_label_set_text (self->heading, of ? of : "");
  gtk_widget_set_visible (GTK_WIDGET (self->heading), of != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, of ? of : title, -1);
}

/**
 * vf_password_row_ask:
 * @title: what is asked for, in a word
 * @of: (nullable): what it belongs to, in full
 * @button: what the button does, with a mnemonic
 *
 * Empties the row and puts the keyboard into it.
 */
void
vf_password_row_ask (VfPasswordRow *self, const char *title, const char *of, const char *button)
{
  g_return_if_fail (VF_IS_PASSWORD_ROW (self));

  show_refusal (self, NULL);
  show_heading (self, title, of);
  gtk_button_set_label (self->button, button);
  vf_wrap_texts (GTK_WIDGET (self->button));
  gtk_editable_set_text (GTK_EDITABLE (self->row), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->row));
}

void
vf_password_row_explain (VfPasswordRow *self, VfTerm term)
{
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->row), vf_term_button_new (term));
}

/**
 * vf_password_row_refuse:
 * @why: a sentence
 *
 * Says below the field that the secret did not do; the sentence goes when another is typed.
 */
void
vf_password_row_refuse (VfPasswordRow *self, const char *why)
{
  g_return_if_fail (VF_IS_PASSWORD_ROW (self));

  show_refusal (self, why);
  gtk_widget_grab_focus (GTK_WIDGET (self->row));
}

/**
 * vf_password_row_advise:
 * @text: (nullable): what the person can do after several refusals; %NULL: nothing more
 *
 * Says so directly below the refusal, and goes on saying so while another secret is typed.
 */
void
vf_password_row_advise (VfPasswordRow *self, const char *text)
{
  g_return_if_fail (VF_IS_PASSWORD_ROW (self));

  gtk_label_set_text (self->advice, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice), text != NULL);
  if (text)
    vf_compat_announce (GTK_WIDGET (self->advice), text);
}

/**
 * vf_password_row_take:
 *
 * Returns: (transfer full): the secret, straight from the entry's own secure memory, which is emptied
 */
SecretValue *
vf_password_row_take (VfPasswordRow *self)
{
  SecretValue *secret = secret_value_new (gtk_editable_get_text (GTK_EDITABLE (self->row)), -1, "text/plain");

  gtk_editable_set_text (GTK_EDITABLE (self->row), "");
  return secret;
}

static gboolean
vf_password_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (VF_PASSWORD_ROW (widget)->row));
}

static void
vf_password_row_class_init (VfPasswordRowClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = vf_password_row_grab_focus;
  entered_signal = g_signal_new ("entered", VF_TYPE_PASSWORD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 0);
}

static GtkLabel *
make_label (GtkAccessibleRole role, const char *style)
{
  GtkLabel *label = GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", role, NULL));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (label, 0);
  if (style)
    gtk_widget_add_css_class (GTK_WIDGET (label), style);
  return label;
}

static GtkWidget *
make_list (VfPasswordRow *self)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->row));
  return list;
}

static GtkButton *
make_button (VfPasswordRow *self)
{
  GtkButton *button = GTK_BUTTON (gtk_button_new ());

  gtk_button_set_use_underline (button, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (button), GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (button), "suggested-action");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_entered), self);
  return button;
}

/* What is said of the field stays directly below it where the button has to come below that. */
static GtkWidget *
make_field (VfPasswordRow *self)
{
  GtkWidget *field = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->note = make_label (GTK_ACCESSIBLE_ROLE_LABEL, "caption");
  self->advice = make_label (GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->note), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->advice), FALSE);
  /* a sentence must not push the button away */
  gtk_label_set_max_width_chars (self->note, FEW_CHARS);
  gtk_label_set_max_width_chars (self->advice, FEW_CHARS);
  gtk_box_append (GTK_BOX (field), self->list);
  gtk_box_append (GTK_BOX (field), GTK_WIDGET (self->note));
  gtk_box_append (GTK_BOX (field), GTK_WIDGET (self->advice));
  return field;
}

/* The button beside the field, not beside what is said below that. */
static GtkWidget *
make_beside (VfPasswordRow *self)
{
  GtkWidget *beside = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autoptr (GtkSizeGroup) as_high = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);

  gtk_size_group_add_widget (as_high, self->list);
  gtk_size_group_add_widget (as_high, beside);
  gtk_widget_set_valign (beside, GTK_ALIGN_START);
  gtk_widget_set_hexpand (GTK_WIDGET (self->button), TRUE);
  gtk_box_append (GTK_BOX (beside), GTK_WIDGET (self->button));
  return beside;
}

static void
vf_password_row_init (VfPasswordRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->heading = make_label (GTK_ACCESSIBLE_ROLE_LABEL, "heading");
  self->row = ADW_PREFERENCES_ROW (adw_password_entry_row_new ());
  vf_complete_names (GTK_WIDGET (self->row));
  self->list = make_list (self);
  self->button = make_button (self);
  g_signal_connect_swapped (self->row, "entry-activated", G_CALLBACK (on_entered), self);
  g_signal_connect_swapped (self->row, "changed", G_CALLBACK (on_changed), self);
  gtk_widget_set_layout_manager (line, vf_fold_layout_new ());
  gtk_box_append (GTK_BOX (line), make_field (self));
  gtk_box_append (GTK_BOX (line), make_beside (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->heading));
  gtk_box_append (GTK_BOX (box), line);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * vf_password_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
vf_password_row_new (void)
{
  return g_object_new (VF_TYPE_PASSWORD_ROW, NULL);
}
