#include "config.h"

#include "field-note.h"

void
vf_field_note_say (const VfFieldNote *self, const char *text)
{
  gtk_label_set_text (self->note, text);
  gtk_widget_set_visible (self->note_row, TRUE);
}

void
vf_field_note_refuse (const VfFieldNote *self, const char *why)
{
  vf_field_note_say (self, why);
  gtk_widget_add_css_class (self->row, "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

void
vf_field_note_clear (const VfFieldNote *self)
{
  gtk_widget_set_visible (self->note_row, FALSE);
  gtk_widget_remove_css_class (self->row, "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->note), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_STATE_INVALID);
}

gboolean
vf_field_note_is_wrong (const VfFieldNote *self)
{
  return gtk_widget_has_css_class (self->row, "error");
}
