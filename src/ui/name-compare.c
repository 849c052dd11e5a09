#include "config.h"

#include "name-compare.h"

#include <glib/gi18n.h>
#include <string.h>

#include "left-to-right.h"

/* A certificate of a cloud may list hundreds of names; the nearest ones say what is wrong. */
#define MAX_NAMES_SHOWN 4

struct _VfNameCompare
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (VfNameCompare, vf_name_compare, GTK_TYPE_WIDGET)

/* Ends of labels count as equal only together with the dot, so that "pg1.x" and "pg2.x" differ in the whole "pg1". */
static guint
common_start (const char *a, const char *b)
{
  guint start = 0;

  for (guint i = 0; a[i] != '\0' && g_ascii_tolower (a[i]) == g_ascii_tolower (b[i]); i++)
    if (a[i] == '.')
      start = i + 1;
  return start;
}

/* Where one name is used up, the common end still has to begin a label in the other. */
static gboolean
is_label_start (const char *a, gsize position_a, const char *b, gsize position_b, gsize start)
{
  return (position_a == start && position_b > 0 && b[position_b - 1] == '.')
         || (position_b == start && position_a > 0 && a[position_a - 1] == '.');
}

/**
 * vf_name_compare_difference:
 * @a: a host name
 * @b: another one
 * @start: (out): bytes at the beginning that both have in common, up to and with a dot
 * @end_a: (out): where the common end begins in @a
 * @end_b: (out): where the common end begins in @b
 *
 * Where two names differ, by whole labels and without regard to case.
 */
void
vf_name_compare_difference (const char *a, const char *b, guint *start, guint *end_a, guint *end_b)
{
  gsize length_a = strlen (a);
  gsize length_b = strlen (b);
  gsize same = 0;
  guint common = 0;

  if (g_ascii_strcasecmp (a, b) == 0)
    {
      *start = *end_a = (guint) length_a;
      *end_b = (guint) length_b;
      return;
    }
  *start = common_start (a, b);
  while (same < length_a - *start && same < length_b - *start
         && g_ascii_tolower (a[length_a - same - 1]) == g_ascii_tolower (b[length_b - same - 1]))
    {
      same++;
      if (a[length_a - same] == '.' || is_label_start (a, length_a - same, b, length_b - same, *start))
        common = (guint) same;
    }
  *end_a = (guint) length_a - common;
  *end_b = (guint) length_b - common;
}

const char *
vf_name_compare_bare_name (const char *name)
{
  const char *colon = strchr (name, ':');

  return g_str_has_prefix (name, "DNS:") || g_str_has_prefix (name, "IP:") ? colon + 1 : name;
}

static guint
likeness (const char *host, const char *name)
{
  guint start, end_host, end_name;

  vf_name_compare_difference (host, name, &start, &end_host, &end_name);
  return start + (guint) strlen (host) - end_host;
}

typedef struct
{
  const char *name;
  guint likeness;
  guint position;
} Candidate;

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a;
  const Candidate *y = b;

  if (x->likeness != y->likeness)
    return x->likeness < y->likeness ? 1 : -1;
  return x->position < y->position ? -1 : x->position > y->position;
}

static GArray *
sort_by_likeness (const char *host, const char *const *names)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (guint i = 0; names[i]; i++)
    {
      Candidate candidate = { vf_name_compare_bare_name (names[i]), likeness (host, vf_name_compare_bare_name (names[i])), i };

      g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);
  return candidates;
}

/* Bold and underlined: seen without colour. */
static GtkWidget *
make_name (const char *name, guint start, guint end)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *label = gtk_label_new (name);
  PangoAttribute *marks[] = {
    pango_attr_weight_new (PANGO_WEIGHT_BOLD),
    pango_attr_underline_new (PANGO_UNDERLINE_SINGLE),
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      marks[i]->start_index = start;
      marks[i]->end_index = end;
      pango_attr_list_insert (attributes, marks[i]);
    }
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  vf_left_to_right_label (GTK_LABEL (label));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  gtk_widget_add_css_class (label, "monospace");
  return label;
}

static void
add_caption (VfNameCompare *self, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_parent (label, GTK_WIDGET (self));
}

static void
add_names (VfNameCompare *self, const char *host, GArray *candidates)
{
  for (guint i = 0; i < candidates->len && i < MAX_NAMES_SHOWN; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);
      guint start, end_host, end_name;

      vf_name_compare_difference (host, candidate->name, &start, &end_host, &end_name);
      gtk_widget_set_parent (make_name (candidate->name, start, end_name), GTK_WIDGET (self));
    }
  if (candidates->len > MAX_NAMES_SHOWN)
    {
      guint more = candidates->len - MAX_NAMES_SHOWN;
      g_autofree char *text = g_strdup_printf (ngettext ("and %u more", "and %u more", more), more);

      add_caption (self, text);
    }
}

static void
vf_name_compare_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (vf_name_compare_parent_class)->dispose (object);
}

static void
vf_name_compare_class_init (VfNameCompareClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_name_compare_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "namecompare");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
vf_name_compare_init (VfNameCompare *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

/**
 * vf_name_compare_new:
 * @host: the name that was asked for
 * @names: (array zero-terminated=1): the certificate's names as vf_certificate_get_names() gives them
 *
 * Returns: (transfer floating): the two sides, the nearest names of the certificate first
 */
GtkWidget *
vf_name_compare_new (const char *host, const char *const *names)
{
  VfNameCompare *self = g_object_new (VF_TYPE_NAME_COMPARE, NULL);
  g_autoptr (GArray) candidates = sort_by_likeness (host, names);
  const char *nearest = candidates->len > 0 ? g_array_index (candidates, Candidate, 0).name : "";
  guint start, end_host, end_name;
  g_autofree char *description = NULL;

  vf_name_compare_difference (host, nearest, &start, &end_host, &end_name);
  add_caption (self, _("You asked for"));
  gtk_widget_set_parent (make_name (host, start, end_host), GTK_WIDGET (self));
  add_caption (self, candidates->len > 0 ? _("The certificate is for") : _("The certificate has no names"));
  add_names (self, host, candidates);
  /* Translators: the first %s is the host that was typed, the second a name in the server's certificate */
  description = g_strdup_printf (_("You asked for %s; the certificate is for %s"), host, nearest);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  return GTK_WIDGET (self);
}

/**
 * vf_name_compare_new_for_report:
 * @report: a report with the certificate of a server
 *
 * Returns: (transfer floating): the host of the report beside the names of that certificate
 */
GtkWidget *
vf_name_compare_new_for_report (VfReport *report)
{
  VfCertificate *leaf = g_ptr_array_index (vf_report_get_chain (report), 0);
  const char *host = vf_report_get_host (report);

  return vf_name_compare_new (host ? host : "", vf_certificate_get_names (leaf));
}
