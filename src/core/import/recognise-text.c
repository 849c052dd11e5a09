#include "config.h"

#include "import/recognisers.h"

#include <string.h>

/* enough for the first lines of a page, and for the head of a dump of a certificate */
#define LOOK_AT 4096

static const char byte_order_mark[] = "\xEF\xBB\xBF";

/* (transfer full): the beginning in lower case, without byte order mark and leading white space, NULs left out */
static char *
beginning (const char *text, gsize length)
{
  GString *start = g_string_new (NULL);
  gsize i = 0;

  if (length >= 3 && memcmp (text, byte_order_mark, 3) == 0)
    i = 3;
  while (i < length && g_ascii_isspace (text[i]))
    i++;
  for (gsize n = 0; i < length && n < LOOK_AT; i++, n++)
    if (text[i] != '\0')
      g_string_append_c (start, g_ascii_tolower (text[i]));
  return g_string_free (start, FALSE);
}

/* Text of any encoding that has ASCII in it: no control characters besides white space. */
static gboolean
is_text (const char *text, gsize length)
{
  for (gsize i = 0; i < MIN (length, LOOK_AT); i++)
    if (g_ascii_iscntrl (text[i]) && !g_ascii_isspace (text[i]) && text[i] != '\033')
      return FALSE;
  return TRUE;
}

static gboolean
is_page (const char *start)
{
  return g_str_has_prefix (start, "<!doctype html") || g_str_has_prefix (start, "<html")
         || g_str_has_prefix (start, "<head") || (start[0] == '<' && strstr (start, "<html"));
}

/* What "openssl x509 -text" prints. */
static gboolean
is_description (const char *start)
{
  return strstr (start, "certificate:") && strstr (start, "signature algorithm:") && strstr (start, "issuer:");
}

/**
 * vf_recognise_text:
 *
 * Files that hold nothing, but of which a person should be told what they are.
 */
gboolean
vf_recognise_text (GBytes *bytes, VfSink *sink)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autofree char *start = NULL;

  if (!is_text (text, length))
    return FALSE;
  start = beginning (text, length);
  if (*start == '\0' && length < LOOK_AT)
    vf_sink_unknown (sink, "empty");
  else if (is_page (start))
    vf_sink_unknown (sink, "html");
  else if (is_description (start))
    vf_sink_unknown (sink, "description");
  else
    vf_sink_unknown (sink, "text");
  return TRUE;
}
