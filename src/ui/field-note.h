#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * VfFieldNote:
 * @row: the field
 * @note_row: the row below it
 * @note: the label in that
 *
 * What is said under a field: a note, or what is wrong with it.
 */
typedef struct
{
  GtkWidget *row;
  GtkWidget *note_row;
  GtkLabel *note;
} VfFieldNote;

void     vf_field_note_say      (const VfFieldNote *self,
                                 const char        *text);
void     vf_field_note_refuse   (const VfFieldNote *self,
                                 const char        *why);
void     vf_field_note_clear    (const VfFieldNote *self);
/* for a row without a note below it; @wrong: (nullable) */
void     vf_field_note_show     (GtkWidget         *row,
                                 const char        *wrong);
/* whether vf_field_note_refuse() stands */
gboolean vf_field_note_is_wrong (const VfFieldNote *self);

G_END_DECLS
