/* Writes the help as Mallard pages, for the desktop's own viewer of help, from what the window shows.
 *
 * usage: mallard LOCALE-FOLDER FOLDER LANGUAGE…
 *
 * FOLDER gets LANGUAGE/verifull/ID.page; the language C is that of the sources. */

#include "config.h"

#include <stdlib.h>

#include <glib/gi18n.h>

#include "catalog.h"
#include "help/help.h"

static void
append (GString *xml, const char *begin, const char *text, const char *end)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (xml, "%s%s%s\n", begin, escaped, end);
}

static gboolean
save (const char *folder, const char *id, GString *xml, GError **error)
{
  g_autofree char *name = g_strconcat (id, ".page", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_set_contents (path, xml->str, (gssize) xml->len, error);
}

/* A heading begins a section, which ends with the next; steps that follow each other are one list. */
static void
append_blocks (GString *xml, VfHelpPage *page)
{
  guint n = vf_help_page_get_n_blocks (page);
  gboolean in_section = FALSE, in_steps = FALSE;

  for (guint i = 0; i < n; i++)
    {
      VfHelpKind kind = vf_help_page_get_kind (page, i);
      const char *text = vf_help_page_get_text (page, i);

      if (in_steps != (kind == VF_HELP_STEP))
        g_string_append (xml, in_steps ? "</steps>\n" : "<steps>\n");
      in_steps = kind == VF_HELP_STEP;
      if (kind == VF_HELP_HEADING)
        {
          g_string_append_printf (xml, "%s<section id=\"section-%u\">\n", in_section ? "</section>\n" : "", i);
          append (xml, "<title>", text, "</title>");
          in_section = TRUE;
        }
      else if (kind == VF_HELP_STEP)
        append (xml, "<item><p>", text, "</p></item>");
      else
        append (xml, "<p>", text, "</p>");
    }
  g_string_append_printf (xml, "%s%s", in_steps ? "</steps>\n" : "", in_section ? "</section>\n" : "");
}

static GString *
begin_page (const char *type, const char *id, const char *language)
{
  GString *xml = g_string_new ("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
  g_autofree char *tag = g_strdelimit (g_strdup (g_str_equal (language, "C") ? "en" : language), "_", '-');

  g_string_append_printf (xml, "<page xmlns=\"http://projectmallard.org/1.0/\" type=\"%s\" id=\"%s\" xml:lang=\"%s\">\n",
                          type, id, tag);
  return xml;
}

static gboolean
write_page (const char *folder, const char *language, VfHelpPage *page, GError **error)
{
  g_autoptr (GString) xml = begin_page ("topic", vf_help_page_get_id (page), language);

  g_string_append_printf (xml, "<info><link type=\"guide\" xref=\"index#%s\"/></info>\n",
                          vf_help_section_get_id (vf_help_page_get_section (page)));
  append (xml, "<title>", vf_help_page_get_title (page), "</title>");
  append_blocks (xml, page);
  g_string_append (xml, "</page>\n");
  return save (folder, vf_help_page_get_id (page), xml, error);
}

static gboolean
write_index (const char *folder, const char *language, GError **error)
{
  g_autoptr (GString) xml = begin_page ("guide", "index", language);

  append (xml, "<title>", "Verifull", "</title>");
  append (xml, "<p>", _ ("Get every PostgreSQL connection to Verify-Full."), "</p>");
  for (guint section = 0; section < VF_N_HELP_SECTIONS; section++)
    {
      g_string_append_printf (xml, "<section id=\"%s\">\n", vf_help_section_get_id ((VfHelpSection) section));
      append (xml, "<title>", vf_help_section_get_title ((VfHelpSection) section), "</title>");
      g_string_append (xml, "</section>\n");
    }
  g_string_append (xml, "</page>\n");
  return save (folder, "index", xml, error);
}

static gboolean
write_language (const char *locales, const char *top, const char *language, GError **error)
{
  g_autofree char *folder = g_build_filename (top, language, "verifull", NULL);
  g_autofree char *catalog = g_build_filename (locales, language, "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);
  g_autoptr (GPtrArray) pages = NULL;
  gboolean ok;

  if (!catalog_use (g_str_equal (language, "C") ? NULL : catalog, error))
    return FALSE;
  g_mkdir_with_parents (folder, 0755);
  pages = vf_help_list ();
  ok = write_index (folder, language, error);
  for (guint i = 0; ok && i < pages->len; i++)
    ok = write_page (folder, language, pages->pdata[i], error);
  return ok;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc < 4)
    {
      g_printerr ("usage: mallard LOCALE-FOLDER FOLDER LANGUAGE…\n");
      return EXIT_FAILURE;
    }
  for (int i = 3; i < argc; i++)
    if (!write_language (argv[1], argv[2], argv[i], &error))
      {
        g_printerr ("mallard: %s\n", error->message);
        return EXIT_FAILURE;
      }
  return EXIT_SUCCESS;
}
