#include "config.h"

#include "wrap-texts.h"

#include <adwaita.h>
#include <string.h>

#include "width-first.h"

/* letters that stay in one line of a text that goes on in another anywhere */
#define MAX_TOGETHER 6
/* letters of a word that costs time to be broken */
#define LONG_WORD 32

static gboolean
is_on_button (GtkWidget *label)
{
  GtkWidget *parent = gtk_widget_get_parent (label);

  return GTK_IS_BUTTON (parent) || GTK_IS_CHECK_BUTTON (parent)
         || gtk_widget_get_ancestor (label, ADW_TYPE_BUTTON_CONTENT);
}

/* That of the heading is a part of the group's own template. */
static gboolean
is_heading (GtkWidget *label)
{
  return gtk_widget_has_css_class (label, "heading") && gtk_widget_get_ancestor (label, ADW_TYPE_PREFERENCES_GROUP)
         && gtk_label_get_ellipsize (GTK_LABEL (label)) != PANGO_ELLIPSIZE_NONE;
}

/* Those of a row are parts of its own template. */
static gboolean
is_of_row (GtkWidget *label)
{
  return (gtk_widget_has_css_class (label, "title") || gtk_widget_has_css_class (label, "subtitle"))
         && gtk_widget_get_ancestor (label, ADW_TYPE_ACTION_ROW);
}

/* Whether a box believes what it is told.  That of GTK 4.18 asks at which height a child fits into the width that there
 * is, and makes a row no higher than that: of a child whose answer is any height, the last line is cut off. */
static gboolean
is_box_simple (void)
{
  return gtk_check_version (4, 18, 0) != NULL;
}

/* What holds these two, or a heading and the text below it, as above a group. */
static gboolean
holds_texts (GtkWidget *widget)
{
  return GTK_IS_BOX (widget)
         && ((gtk_widget_has_css_class (widget, "title") && gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW))
             || gtk_widget_has_css_class (widget, "labels"));
}

static void
wrap (GtkLabel *label)
{
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (label, TRUE);
  /* where there is room it stays in one line */
  gtk_label_set_natural_wrap_mode (label, GTK_NATURAL_WRAP_NONE);
  /* a heading may be the name of a file; what a button says is in its middle, but begins beside a tick */
  if (!is_on_button (GTK_WIDGET (label)))
    gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  else if (!GTK_IS_CHECK_BUTTON (gtk_widget_get_parent (GTK_WIDGET (label))))
    gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
}

/* In the name of a file or a host a hyphen at the end of the line would look like one of the name. */
static void
forbid_hyphens (GtkLabel *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
}

/* To know how narrow it may get GTK lays a label out with one letter in a line, which takes half a millisecond if it is
 * long.  Half a short text is never wider than all of it, so nothing gets wider by this. */
static void
keep_together (GtkLabel *label)
{
  gtk_label_set_width_chars (label, (int) MIN (g_utf8_strlen (gtk_label_get_text (label), -1) / 2, MAX_TOGETHER));
}

/* A fingerprint and the like.  Words beside a button have to give way as far as they can where text is large. */
static gboolean
is_one_long_word (GtkLabel *label)
{
  const char *text = gtk_label_get_text (label);

  return !strchr (text, ' ') && strlen (text) >= LONG_WORD;
}

/**
 * vf_wrap_anywhere:
 * @label: one that holds names
 *
 * Lets it go on in another line, if need be in the middle of a word, without adding anything to what it says.
 */
void
vf_wrap_anywhere (GtkLabel *label)
{
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  forbid_hyphens (label);
  g_signal_connect (label, "notify::label", G_CALLBACK (keep_together), NULL);
  keep_together (label);
}

/**
 * vf_wrap_texts:
 * @top: what has just been built
 *
 * Lets the headings of groups, and what is written on buttons, go on in another line.  By themselves the ones are cut
 * off and the others make the window wider when text is as large as some people need it.  And lets no row ask for more
 * width than there is, nor a hyphen come into these headings and the words of rows, which quote names.
 */
void
vf_wrap_texts (GtkWidget *top)
{
  for (GtkWidget *child = gtk_widget_get_first_child (top); child; child = gtk_widget_get_next_sibling (child))
    vf_wrap_texts (child);
  if (is_box_simple () && holds_texts (top) && GTK_IS_BOX_LAYOUT (gtk_widget_get_layout_manager (top)))
    gtk_widget_set_layout_manager (top, vf_width_first_new ());
  if (!GTK_IS_LABEL (top))
    return;
  if (is_heading (top) || is_of_row (top))
    forbid_hyphens (GTK_LABEL (top));
  if (is_of_row (top) && is_one_long_word (GTK_LABEL (top)))
    keep_together (GTK_LABEL (top));
  if (is_on_button (top) || is_heading (top))
    wrap (GTK_LABEL (top));
}
