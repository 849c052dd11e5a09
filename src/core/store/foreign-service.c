#include "config.h"

#include "store/foreign-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "store/service-file.h"

/* The reader goes through the lines for every section and every keyword; hundreds of connections are far below. */
#define MAX_LINES 5000

static gboolean
has_too_many_lines (const char *text, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += text[i] == '\n';
  return n > MAX_LINES;
}

static gboolean
has_known_keyword (const VfServiceFile *file, const char *name)
{
  g_auto (GStrv) keywords = vf_service_file_list_keywords (file, name);

  for (guint i = 0; keywords[i]; i++)
    if (vf_service_file_get (file, name, keywords[i]) && vf_libpq_knows_keyword (keywords[i]))
      return TRUE;
  return FALSE;
}

/* A line without a sign, or with an unknown word, makes libpq refuse the whole service; here it is only told. */
static void
read_section (const VfServiceFile *file, const char *name, const VfForeignPlace *place, VfForeignList *list)
{
  VfForeign *foreign = vf_foreign_begin (name, NULL, TRUE);
  g_auto (GStrv) keywords = vf_service_file_list_keywords (file, name);

  for (guint i = 0; keywords[i]; i++)
    {
      const char *value = vf_service_file_get (file, name, keywords[i]);
      g_autofree char *line = value ? NULL : g_utf8_make_valid (keywords[i], -1);

      if (value)
        vf_foreign_set (foreign, keywords[i], value);
      else
        /* Translators: %s is a line of a file */
        vf_foreign_take_note (foreign, g_strdup_printf (_ ("The line “%s” is left out: there is no “=” in it."), line));
    }
  vf_foreign_end (foreign, list, place);
}

/* Many files have sections in brackets; one with a word of libpq's makes it one of these. */
gboolean
vf_foreign_read_service (const char *text, gsize length, const VfForeignPlace *place, VfForeignList *list)
{
  g_autoptr (VfServiceFile) file = NULL;
  g_auto (GStrv) names = NULL;
  gboolean known = FALSE;

  if (memchr (text, '\0', length) || has_too_many_lines (text, length))
    return FALSE;
  file = vf_service_file_parse (text, length, NULL);
  names = file ? vf_service_file_list (file) : NULL;
  for (guint i = 0; names && names[i]; i++)
    known = known || has_known_keyword (file, names[i]);
  for (guint i = 0; known && names[i]; i++)
    read_section (file, names[i], place, list);
  list->kind = VF_FOREIGN_SERVICE_FILE;
  return known;
}
