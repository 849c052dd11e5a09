#include "config.h"

#include <string.h>

#include "export/reader-private.h"

/* What a compiler does not take in its source, however it is quoted. */
static gboolean
is_source (const char *text, VfLanguage language)
{
  /* Node would read a replacement character and go on */
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p; p += g_unichar_to_utf8 (g_utf8_get_char (p), NULL))
    {
      gunichar c = g_utf8_get_char (p);

      switch (language)
        {
        case VF_LANGUAGE_PYTHON:
        case VF_LANGUAGE_JAVASCRIPT:
          break;
        case VF_LANGUAGE_GO:
          /* the specification, "Source code representation" */
          if (c == 0xfeff)
            return FALSE;
          break;
        case VF_LANGUAGE_RUST:
          /* rustc's text_direction_codepoint_in_literal */
          if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
            return FALSE;
          break;
        }
    }
  return TRUE;
}

/* \xNN is a character of its own in all of them only below 0x80. */
static const char *
read_escape (const char *at, GString *out)
{
  int high, low;

  if (*at == '"' || *at == '\\')
    {
      g_string_append_c (out, *at);
      return at + 1;
    }
  if (*at != 'x')
    return NULL;
  high = g_ascii_xdigit_value (at[1]);
  low = high < 0 ? -1 : g_ascii_xdigit_value (at[2]);
  if (low < 0 || high > 7 || high + low == 0)
    return NULL;
  g_string_append_c (out, (char) (high * 16 + low));
  return at + 3;
}

/* Behind the closing quote. */
static const char *
read_literal (const char *at, GString *out)
{
  while (at && *at != '"')
    if (*at == '\0' || g_ascii_iscntrl (*at))
      at = NULL;
    else if (*at == '\\')
      at = read_escape (at + 1, out);
    else
      g_string_append_c (out, *at++);
  return at ? at + 1 : NULL;
}

char **
vf_read_literals (const char *text, VfLanguage language)
{
  g_autoptr (GStrvBuilder) literals = g_strv_builder_new ();

  if (!is_source (text, language))
    return NULL;
  for (const char *at = strchr (text, '"'); at; at = strchr (at, '"'))
    {
      g_autoptr (GString) out = g_string_new (NULL);

      at = read_literal (at + 1, out);
      if (!at)
        return NULL;
      g_strv_builder_add (literals, out->str);
    }
  return g_strv_builder_end (literals);
}
