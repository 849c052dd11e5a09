#include "config.h"

#include "import/label.h"

#include <string.h>

#define REPLACEMENT 0xFFFD

/**
 * vf_label_is_unfit:
 *
 * Returns: whether @c must not be shown: a control character could end a line or move the cursor of a terminal; one that
 *   turns the direction of text could make a name look like another
 */
gboolean
vf_label_is_unfit (gunichar c)
{
  return g_unichar_iscntrl (c) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x061C
         || c == 0x200E || c == 0x200F || c == 0x2028 || c == 0x2029;
}

static gboolean
is_plain_ascii (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint (bytes[i]))
      return FALSE;
  return TRUE;
}

/**
 * vf_label_new:
 * @bytes: (array length=length) (nullable): text from outside
 * @length: in bytes
 *
 * Returns: (transfer full): the text as valid UTF-8, with a replacement character for all that is not text
 */
char *
vf_label_new (const char *bytes, gsize length)
{
  g_autofree char *valid = NULL;
  GString *label;

  if (length == 0)
    return g_strdup ("");
  if (is_plain_ascii (bytes, length))
    return g_strndup (bytes, length);
  valid = g_utf8_make_valid (bytes, (gssize) length);
  label = g_string_sized_new (length);
  for (char *p = valid; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (label, vf_label_is_unfit (c) ? REPLACEMENT : c);
    }
  return g_string_free (label, FALSE);
}

/**
 * vf_label_from_file_name:
 * @bytes: a file's name as it stands in an archive or file system, in an encoding that nobody states
 *
 * Archives that were packed on a Chinese Windows have GBK names; others that are not UTF-8 are mostly from DOS.
 *
 * Returns: (transfer full): the name as valid UTF-8
 */
char *
vf_label_from_file_name (const char *bytes)
{
  static const char *const encodings[] = { "GB18030", "CP437" };
  gsize length = strlen (bytes);

  if (g_utf8_validate (bytes, (gssize) length, NULL))
    return vf_label_new (bytes, length);
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      gsize written = 0;
      g_autofree char *text = g_convert (bytes, (gssize) length, "UTF-8", encodings[i], NULL, &written, NULL);

      if (text)
        return vf_label_new (text, written);
    }
  return vf_label_new (bytes, length);
}
