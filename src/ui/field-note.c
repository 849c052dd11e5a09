#include "config.h"

#include "field-note.h"

#include "compat.h"
#include "describe.h"

/* The row is what the eye sees; the keyboard, and with it a screen reader, is in the text inside of it. */
static void
tell (GtkWidget *row, const char *text, gboolean wrong)
{
  GtkEditable *inner = gtk_editable_get_delegate (GTK_EDITABLE (row));
  GtkWidget *places[] = { row, GTK_WIDGET (inner) };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (wrong)
        gtk_accessible_update_state (GTK_ACCESSIBLE (places[i]), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
      else
        gtk_accessible_reset_state (GTK_ACCESSIBLE (places[i]), GTK_ACCESSIBLE_STATE_INVALID);
      vf_describe (places[i], text);
    }
  if (text)
    vf_compat_announce (row, text);
}

/**
 * vf_field_note_show:
 * @row: an entry row
 * @wrong: (nullable): why what stands in it will not do; %NULL: it will
 *
 * The one way to show an error in a field: to the eye, and to a screen reader.
 */
void
vf_field_note_show (GtkWidget *row, const char *wrong)
{
  if (wrong)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  tell (row, wrong, wrong != NULL);
}

/**
 * vf_field_note_say:
 * @text: a translated note, shown below the field and told with it
 */
void
vf_field_note_say (const VfFieldNote *self, const char *text)
{
  gtk_label_set_text (self->note, text);
  gtk_widget_set_visible (self->note_row, TRUE);
  tell (self->row, text, FALSE);
}

/**
 * vf_field_note_refuse:
 * @why: a translated sentence about what is wrong; the field is invalid until vf_field_note_clear()
 */
void
vf_field_note_refuse (const VfFieldNote *self, const char *why)
{
  gtk_label_set_text (self->note, why);
  gtk_widget_set_visible (self->note_row, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "error");
  vf_field_note_show (self->row, why);
}

/**
 * vf_field_note_clear:
 *
 * Takes away what was said, and that something is wrong.
 */
void
vf_field_note_clear (const VfFieldNote *self)
{
  gtk_widget_set_visible (self->note_row, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->note), "error");
  vf_field_note_show (self->row, NULL);
}

gboolean
vf_field_note_is_wrong (const VfFieldNote *self)
{
  return gtk_widget_has_css_class (self->row, "error");
}
