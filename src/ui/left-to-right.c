#include "config.h"

#include "left-to-right.h"

#include <string.h>

/* LEFT-TO-RIGHT MARK */
#define MARK "\342\200\216"

/* Between Arabic words "2001::7" would be read from its end, for it has no letter that belongs to a direction. */
static gboolean
has_no_direction (const char *text)
{
  gboolean letters = FALSE;

  for (const char *p = text; *p; p += g_utf8_skip[*(const guchar *) p])
    letters |= g_unichar_isalpha (g_utf8_get_char (p));
  return !letters && strchr (text, ':');
}

/**
 * vf_left_to_right:
 * @text: what may be an address, for a label from which it is not copied
 *
 * Returns: (transfer full): the same, with a mark that is not seen if it would be shown from its end otherwise
 */
char *
vf_left_to_right (const char *text)
{
  return g_strconcat (has_no_direction (text) ? MARK : "", text, NULL);
}

/**
 * vf_left_to_right_field:
 * @field: one for a host, a port and the like
 *
 * Lets what has no letters be read from left to right, and begin where the words in the fields around it begin.  GTK
 * moves it to the other side, and back while the field has the focus.
 */
void
vf_left_to_right_field (GtkEditable *field)
{
  gtk_widget_set_direction (GTK_WIDGET (gtk_editable_get_delegate (field)), GTK_TEXT_DIR_LTR);
}

/**
 * vf_left_to_right_label:
 * @label: one that holds a host or an address, which may be copied from it
 *
 * Lets that be read from left to right, on the side on which labels begin.
 */
void
vf_left_to_right_label (GtkLabel *label)
{
  gtk_label_set_xalign (label, gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? 1 : 0);
  gtk_widget_set_direction (GTK_WIDGET (label), GTK_TEXT_DIR_LTR);
}
