#include "config.h"

#include "wrap-texts.h"

#include <adwaita.h>

/* That of the heading is a part of the group's own template. */
static gboolean
is_one_line (GtkWidget *label)
{
  GtkWidget *parent = gtk_widget_get_parent (label);

  return GTK_IS_BUTTON (parent) || GTK_IS_CHECK_BUTTON (parent)
         || (gtk_widget_has_css_class (label, "heading") && gtk_widget_get_ancestor (label, ADW_TYPE_PREFERENCES_GROUP)
             && gtk_label_get_ellipsize (GTK_LABEL (label)) != PANGO_ELLIPSIZE_NONE);
}

/**
 * vf_wrap_texts:
 * @top: what has just been built
 *
 * Lets the headings of groups, and what is written on buttons, go on in another line.  By themselves the ones are cut
 * off and the others make the window wider when text is as large as some people need it.
 */
void
vf_wrap_texts (GtkWidget *top)
{
  for (GtkWidget *child = gtk_widget_get_first_child (top); child; child = gtk_widget_get_next_sibling (child))
    vf_wrap_texts (child);
  if (!GTK_IS_LABEL (top) || !is_one_line (top))
    return;
  gtk_label_set_ellipsize (GTK_LABEL (top), PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (GTK_LABEL (top), TRUE);
  /* where there is room it stays in one line */
  gtk_label_set_natural_wrap_mode (GTK_LABEL (top), GTK_NATURAL_WRAP_NONE);
  /* a heading may be the name of a file */
  if (!GTK_IS_BUTTON (gtk_widget_get_parent (top)))
    gtk_label_set_wrap_mode (GTK_LABEL (top), PANGO_WRAP_WORD_CHAR);
}
