#include "config.h"

#include "help-text.h"

#include <glib/gi18n.h>

static GtkWidget *
make_label (const char *text, GtkAccessibleRole role, const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", role, "label", text, "xalign", 0.0, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);

  if (style)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* The number stands beside the text, whose lines stay below each other. */
static GtkWidget *
make_step (guint number, const char *text)
{
  /* Translators: the number of a step: "1." */
  g_autofree char *count = g_strdup_printf (_("%u."), number);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *mark = make_label (count, GTK_ACCESSIBLE_ROLE_LABEL, "dim-label");
  GtkWidget *label = make_label (text, GTK_ACCESSIBLE_ROLE_LABEL, NULL);

  gtk_label_set_wrap (GTK_LABEL (mark), FALSE);
  /* "1." is narrower than "2.", and the texts begin below each other all the same */
  gtk_label_set_width_chars (GTK_LABEL (mark), 3);
  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

GtkWidget *
vf_help_text_new (VfHelpPage *page)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  guint step = 0;

  gtk_widget_add_css_class (box, "help-text");
  gtk_box_append (GTK_BOX (box), make_label (vf_help_page_get_title (page), GTK_ACCESSIBLE_ROLE_HEADING, "title-1"));
  for (guint i = 0; i < vf_help_page_get_n_blocks (page); i++)
    {
      const char *text = vf_help_page_get_text (page, i);

      step = vf_help_page_get_kind (page, i) == VF_HELP_STEP ? step + 1 : 0;
      switch (vf_help_page_get_kind (page, i))
        {
        case VF_HELP_HEADING:
          gtk_box_append (GTK_BOX (box), make_label (text, GTK_ACCESSIBLE_ROLE_HEADING, "heading"));
          break;
        case VF_HELP_TEXT:
          gtk_box_append (GTK_BOX (box), make_label (text, GTK_ACCESSIBLE_ROLE_LABEL, NULL));
          break;
        case VF_HELP_STEP:
          gtk_box_append (GTK_BOX (box), make_step (step, text));
          break;
        }
    }
  return box;
}
