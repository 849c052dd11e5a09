/* gettext () in one process for many languages, whatever locales there are.
 *
 * The C library translates only in a locale of some language, and where things are built there may be none: C.UTF-8 counts
 * as none since glibc 2.41. So the functions that the core asks for its words are answered here, out of one catalogue. The
 * pages count nothing, so plurals are left to the library. */

#include "config.h"

#include "catalog.h"

#include <libintl.h>

/* The GNU gettext manual, "The Format of GNU MO Files" */
#define MO_MAGIC 0x950412deu

enum
{
  MO_AT_MAGIC,
  MO_AT_COUNT = 2,
  MO_AT_ORIGINALS,
  MO_AT_TRANSLATIONS,
  MO_N_HEADER = 7,
};

typedef struct
{
  char *bytes;
  gsize length;
  gboolean swapped;
} Mo;

static GMappedFile *file;
/* text of the sources to its translation, both in the file; NULL for the language of the sources */
static GHashTable *words;

/* The number at that place, counted in numbers; 0 beyond the end. */
static guint32
mo_number (const Mo *mo, gsize place)
{
  guint32 number;

  if (place >= mo->length / sizeof number)
    return 0;
  memcpy (&number, mo->bytes + place * sizeof number, sizeof number);
  return mo->swapped ? GUINT32_SWAP_LE_BE (number) : number;
}

/* The string that a table lists there: its length, then its offset; NULL if it is not in the file with its NUL. */
static char *
mo_string (const Mo *mo, gsize table, guint32 row)
{
  gsize entry = table / sizeof (guint32) + 2 * (gsize) row;
  gsize length = mo_number (mo, entry), offset = mo_number (mo, entry + 1);

  if (offset + length >= mo->length || mo->bytes[offset + length] != '\0')
    return NULL;
  return mo->bytes + offset;
}

static gboolean
read_words (Mo *mo)
{
  guint32 n;

  mo->swapped = mo_number (mo, MO_AT_MAGIC) == GUINT32_SWAP_LE_BE (MO_MAGIC);
  if (mo->length < MO_N_HEADER * sizeof (guint32) || mo_number (mo, MO_AT_MAGIC) != MO_MAGIC)
    return FALSE;
  n = mo_number (mo, MO_AT_COUNT);
  for (guint32 i = 0; i < n; i++)
    {
      char *original = mo_string (mo, mo_number (mo, MO_AT_ORIGINALS), i);
      char *translation = mo_string (mo, mo_number (mo, MO_AT_TRANSLATIONS), i);

      if (!original || !translation)
        return FALSE;
      g_hash_table_insert (words, original, translation);
    }
  return TRUE;
}

/* Translates by the catalogue at @path from now on; without one, into the language of the sources. */
gboolean
catalog_use (const char *path, GError **error)
{
  Mo mo = { 0 };

  g_clear_pointer (&words, g_hash_table_unref);
  g_clear_pointer (&file, g_mapped_file_unref);
  if (!path)
    return TRUE;
  if (!(file = g_mapped_file_new (path, FALSE, error)))
    return FALSE;
  words = g_hash_table_new (g_str_hash, g_str_equal);
  mo.bytes = g_mapped_file_get_contents (file);
  mo.length = g_mapped_file_get_length (file);
  if (read_words (&mo))
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s is no catalogue of translations", path);
  return FALSE;
}

/* In brackets, because libintl.h also has macros of these names. */
char *
(dcgettext) (const char *domain, const char *text, int category)
{
  char *translation = words && !domain ? g_hash_table_lookup (words, text) : NULL;

  /* what nobody writes to, as gettext () has it */
  return translation ? translation : (char *) (guintptr) text;
}

char *
(dgettext) (const char *domain, const char *text)
{
  return (dcgettext) (domain, text, 0);
}

char *
(gettext) (const char *text)
{
  return (dcgettext) (NULL, text, 0);
}
