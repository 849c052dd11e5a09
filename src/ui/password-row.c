#include "config.h"

#include "password-row.h"

#include "complete-names.h"
#include "field-note.h"
#include "term-button.h"

struct _VfPasswordRow
{
  AdwBin parent_instance;

  GtkWidget *list;
  AdwPreferencesRow *row;
  GtkButton *button;
  char *title;
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
  vf_field_note_show (GTK_WIDGET (self->row), why);
  if (why)
    gtk_widget_add_css_class (self->list, "refused");
  else
    gtk_widget_remove_css_class (self->list, "refused");
}

/* The row cuts off what is longer than itself. */
static void
set_title (VfPasswordRow *self, const char *title)
{
  adw_preferences_row_set_title (self->row, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->row), title);
}

static void
on_changed (VfPasswordRow *self)
{
  /* the reproach goes when something else is typed */
  if (*gtk_editable_get_text (GTK_EDITABLE (self->row)) && gtk_widget_has_css_class (GTK_WIDGET (self->row), "error"))
    {
      show_refusal (self, NULL);
      set_title (self, self->title);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), *gtk_editable_get_text (GTK_EDITABLE (self->row)) != '\0');
}

/**
 * vf_password_row_ask:
 * @title: what is asked for
 * @button: what the button does, with a mnemonic
 *
 * Empties the row and puts the keyboard into it.
 */
void
vf_password_row_ask (VfPasswordRow *self, const char *title, const char *button)
{
  g_return_if_fail (VF_IS_PASSWORD_ROW (self));

  g_free (self->title);
  self->title = g_strdup (title);
  show_refusal (self, NULL);
  set_title (self, title);
  gtk_button_set_label (self->button, button);
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
 * Says in the row itself that the secret did not do; the sentence goes when another is typed.
 */
void
vf_password_row_refuse (VfPasswordRow *self, const char *why)
{
  g_return_if_fail (VF_IS_PASSWORD_ROW (self));

  show_refusal (self, why);
  set_title (self, why);
  gtk_widget_grab_focus (GTK_WIDGET (self->row));
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
vf_password_row_finalize (GObject *object)
{
  g_free (VF_PASSWORD_ROW (object)->title);
  G_OBJECT_CLASS (vf_password_row_parent_class)->finalize (object);
}

static void
vf_password_row_class_init (VfPasswordRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vf_password_row_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = vf_password_row_grab_focus;
  entered_signal = g_signal_new ("entered", VF_TYPE_PASSWORD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 0);
}

static void
vf_password_row_init (VfPasswordRow *self)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_password_entry_row_new ();
  GtkWidget *button = gtk_button_new ();

  vf_complete_names (row);
  self->list = list;
  self->row = ADW_PREFERENCES_ROW (row);
  self->button = GTK_BUTTON (button);
  gtk_button_set_use_underline (self->button, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, FALSE);
  gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_entered), self);
  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (on_entered), self);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), self);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  adw_bin_set_child (ADW_BIN (self), list);
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
