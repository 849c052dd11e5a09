#include "config.h"

#include "look.h"

void
look_visit (GtkWidget *widget, LookVisit visit, gpointer data)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;
  visit (widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    look_visit (child, visit, data);
}

void
look_complain (Looking *looking, const char *what, GtkWidget *widget, const char *text)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (GtkWidget *w = widget; w && !GTK_IS_STACK (w); w = gtk_widget_get_parent (w))
    g_string_append_printf (path, " < %s", G_OBJECT_TYPE_NAME (w));
  if (path->len > 160)
    g_string_truncate (path, 160);
  g_ptr_array_add (looking->wrong, g_strdup_printf ("%s: %s: \"%s\"%s", looking->shot->scene->name, what,
                                                    text ? text : "", path->str));
}

void
look_close_popover (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_MENU_BUTTON (widget))
    gtk_menu_button_popdown (GTK_MENU_BUTTON (widget));
}

/* Those that differ in what they are built of, and wait for no deadline. */
static const char *const different[]
  = { "start", "list", "list-states", "list-search", "import", "certificates", "certificate", "server", "server-pasted",
      "security", "security-name", "security-self", "done", "use-service-file", "use-jdbc", "use-kubernetes", "proven",
      "proven-open", "wrong-password", "self-signed", "self-signed-compare", "untrusted-compare", "many-names", "alias",
      "expired", "client-certificate", "refused", "changed", "other-server", "renew", "renew-done", "renew-empty",
      "renew-testing", "renew-failing", "saved", "list-checking", "done-gaussdb", "running", "locked-key", "web-page",
      "identities", "authority-key", "wrong-once", "unknown-word", "alibaba", NULL };

static void
look_at_one (LookCheck check, const Scene *scene, GPtrArray *wrong)
{
  Shot shot;
  Looking looking = { &shot, wrong };

  shot_begin (&shot, scene);
  shot_play (&shot);
  check (&looking);
  shot_end (&shot);
}

void
look_at (LookCheck check, const char *const *names)
{
  const struct { const Scene *scenes; guint n; } tables[]
    = { { scenes, n_scenes }, { import_scenes, n_import_scenes } };
  g_autoptr (GPtrArray) wrong = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *files = vf_test_shared_data ("real-ca");
  gboolean lacking = FALSE;
  guint found = 0;

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (guint i = 0; i < tables[t].n; i++)
      {
        const Scene *scene = &tables[t].scenes[i];

        if (!g_strv_contains (names, scene->name))
          continue;
        found++;
        if (scene->needs_files && !files)
          lacking = TRUE;
        else
          look_at_one (check, scene, wrong);
      }
  for (guint i = 0; i < wrong->len; i++)
    g_printerr ("%s\n", (char *) wrong->pdata[i]);
  g_assert_cmpuint (wrong->len, ==, 0);
  /* a name that no scene has would never be missed */
  for (guint i = 0; names[i]; i++)
    g_assert_cmpuint (found, >, i);
  if (lacking)
    g_test_skip ("all seen but for the scenes with files of real providers, which are not beside this checkout");
}

void
look_at_pages (LookCheck check)
{
  look_at (check, different);
}
