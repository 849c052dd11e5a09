/* Takes one picture of the real window for every row of the table of errors, without a person.
 *
 * usage: shots FOLDER [--narrow] [--dark] [--wide] [--text FACTOR] [NAME...]
 *        shots FOLDER --width PIXELS --style light|dark [NAME...]   both are part of the file's name then */

#include "config.h"

#include <stdlib.h>

#include "init.h"
#include "scene.h"

#define NORMAL_WIDTH 720
#define NARROW_WIDTH 360
#define WIDE_WIDTH 1400

/* --- pictures --- */

static void
save (Shot *shot, GdkPaintable *paintable, const char *path)
{
  g_autoptr (GskRenderNode) node = shot_get_node (shot, paintable);
  g_autoptr (GdkTexture) texture = shot_render (shot, node, NULL);

  g_assert_true (gdk_texture_save_to_png (texture, path));
}

/* Text as much larger as that, as the desktop's settings say it to GTK. */
static void
scale_text (double factor)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", (int) (dpi * factor), NULL);
}

/* GTK knows it by its own translation, which need not be installed here. */
static gboolean
is_right_to_left (void)
{
  const char *language = pango_language_to_string (pango_language_get_default ());

  return g_str_has_prefix (language, "ar") || g_str_has_prefix (language, "fa") || g_str_has_prefix (language, "he");
}

static void
take (const Scene *scene, const char *folder, int width, const char *suffix)
{
  Shot shot;
  g_autofree char *file = g_strdup_printf ("%s-%s%s.png", scene->row, scene->name, suffix);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GdkPaintable) paintable = NULL;

  shot_begin (&shot, scene);
  /* it sees what is drawn from now on */
  paintable = gtk_widget_paintable_new (GTK_WIDGET (shot.test->window));
  shot_play (&shot);
  shot_resize (&shot, width);
  save (&shot, paintable, path);
  g_print ("%s\n", file);
  shot_end (&shot);
}

/* what scene_take_system_authorities() said */
static gboolean own_system;

static gboolean
is_wanted (const Scene *scene, char **names)
{
  if (!names[0])
    return TRUE;
  for (guint i = 0; names[i]; i++)
    if (g_str_equal (names[i], scene->name) || g_str_equal (names[i], scene->row))
      return TRUE;
  return FALSE;
}

/* (nullable): why there can be no picture of it here */
static const char *
find_lack (const Scene *scene)
{
  g_autofree char *files = vf_test_shared_data ("real-ca");

  if (scene->needs_system && !own_system)
    return "the file of the system's authorities cannot be replaced for one program here";
  return scene->needs_files && !files ? "the files of real providers are not beside this checkout" : NULL;
}

static void
take_wanted (const Scene *table, guint n_rows, char **names, const char *folder, int width, const char *suffix)
{
  for (guint i = 0; i < n_rows; i++)
    if (is_wanted (&table[i], names))
      {
        const char *lack = find_lack (&table[i]);

        if (lack)
          g_print ("%s-%s skipped: %s\n", table[i].row, table[i].name, lack);
        else
          take (&table[i], folder, width, suffix);
      }
}

int
main (int argc, char **argv)
{
  g_autofree char *suffix = NULL;
  g_autofree char *style = NULL;
  int width = 0;
  double text = 1;
  gboolean narrow = FALSE, dark = FALSE, wide = FALSE;
  g_autoptr (GOptionContext) context = g_option_context_new ("FOLDER [NAME…]");
  const GOptionEntry entries[] = {
    { "narrow", 0, 0, G_OPTION_ARG_NONE, &narrow, "as narrow as the window gets", NULL },
    { "wide", 0, 0, G_OPTION_ARG_NONE, &wide, "1400 pixels wide", NULL },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "in the dark style", NULL },
    { "width", 0, 0, G_OPTION_ARG_INT, &width, "that wide", "PIXELS" },
    { "text", 0, 0, G_OPTION_ARG_DOUBLE, &text, "with text that much larger", "FACTOR" },
    { "style", 0, 0, G_OPTION_ARG_STRING, &style, "light or dark", "STYLE" },
    { NULL },
  };
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc < 2)
    {
      g_printerr ("shots: %s\n", error ? error->message : "no folder");
      return EXIT_FAILURE;
    }
  vf_init ();
  own_system = scene_take_system_authorities ();
  gtk_init ();
  adw_init ();
  scale_text (text);
  if (is_right_to_left ())
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  dark |= g_strcmp0 (style, "dark") == 0;
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  suffix = width > 0 ? g_strdup_printf ("-%d-%s", width, dark ? "dark" : "light")
                     : g_strconcat (narrow ? "-narrow" : wide ? "-wide" : "", dark ? "-dark" : "", NULL);
  if (width == 0)
    width = narrow ? NARROW_WIDTH : wide ? WIDE_WIDTH : NORMAL_WIDTH;
  take_wanted (scenes, n_scenes, argv + 2, argv[1], width, suffix);
  take_wanted (import_scenes, n_import_scenes, argv + 2, argv[1], width, suffix);
  return EXIT_SUCCESS;
}
