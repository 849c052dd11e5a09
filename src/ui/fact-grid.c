#include "config.h"

#include "fact-grid.h"

#include "left-to-right.h"
#include "term-button.h"

/* of a fact and of its name, in Latin letters, before they are broken into lines */
#define MAX_KEY_WIDTH 6
#define MAX_FACT_WIDTH 6
/* the name of a fact is broken rather than the fact */
#define WANTED_KEY_WIDTH 14
/* letters of a word that have room in a line of a narrow window */
#define SHORT_WORD 24
/* ZERO WIDTH SPACE: a line may end here */
#define SEAM 0x200b

static GtkWidget *
make_label (const char *text, const char *style)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *label = gtk_label_new (text);

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  if (style)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* As wide as its text, up to @most: Chinese could otherwise break behind every letter, and so does anything else in a
 * narrow window when text is as large as some people need it. */
static void
keep_together (GtkLabel *label, int most)
{
  int width = 0;

  for (const char *p = gtk_label_get_text (label); *p; p += g_utf8_skip[*(const guchar *) p])
    width += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
  gtk_label_set_width_chars (label, MIN (width, most));
}

/* Whether a line may end behind @p, a letter of a word that has @length. */
static gboolean
is_seam (const char *p, gsize length)
{
  if (*p == '_' || *p == ':')
    return g_ascii_isalnum (p[1]);
  return length > SHORT_WORD && p[1] == '.' && g_ascii_isalpha (p[2]);
}

/* Names of ciphers and fingerprints are words of fifty letters, which have their seams, and so have long names of hosts. */
static char *
add_seams (const char *value)
{
  GString *text = g_string_new (NULL);
  g_autofree char *directed = vf_left_to_right (value);
  gsize length = 0;

  for (const char *p = directed; *p; p++)
    {
      if (p == directed || strchr (" \n", p[-1]))
        length = strcspn (p, " \n");
      g_string_append_c (text, *p);
      if (is_seam (p, length))
        g_string_append_unichar (text, SEAM);
    }
  return g_string_free (text, FALSE);
}

static int
count_rows (GtkGrid *grid)
{
  int row = 0;

  while (gtk_grid_get_child_at (grid, 0, row))
    row++;
  return row;
}

void
vf_fact_grid_clear (GtkGrid *grid)
{
  while (gtk_grid_get_child_at (grid, 0, 0))
    gtk_grid_remove_row (grid, 0);
}

void
vf_fact_grid_add (GtkGrid *grid, const char *name, const char *value)
{
  int row = count_rows (grid);
  g_autofree char *text = value ? add_seams (value) : NULL;
  GtkWidget *key, *fact;

  if (!value)
    return;
  key = make_label (name, "dim-label");
  fact = make_label (text, NULL);
  keep_together (GTK_LABEL (key), MAX_KEY_WIDTH);
  gtk_label_set_max_width_chars (GTK_LABEL (key), WANTED_KEY_WIDTH);
  keep_together (GTK_LABEL (fact), MAX_FACT_WIDTH);
  gtk_widget_set_hexpand (fact, TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (fact), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, key, NULL, -1);
  gtk_grid_attach (grid, key, 0, row, 1, 1);
  gtk_grid_attach (grid, fact, 1, row, 1, 1);
}

void
vf_fact_grid_add_term (GtkGrid *grid, const char *name, const char *value, VfTerm term)
{
  GtkWidget *button;

  if (!value)
    return;
  button = vf_term_button_new (term);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "fact-term");
  gtk_grid_attach (grid, button, 2, count_rows (grid), 1, 1);
  vf_fact_grid_add (grid, name, value);
}

void
vf_fact_grid_attach (GtkGrid *grid, GtkWidget *picture)
{
  gtk_grid_attach (grid, picture, 0, count_rows (grid), 2, 1);
}

void
vf_fact_grid_say (GtkGrid *grid, const char *sentence)
{
  gtk_grid_attach (grid, make_label (sentence, NULL), 0, count_rows (grid), 2, 1);
}
