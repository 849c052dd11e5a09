#include "config.h"

#include "import/unwrap.h"

#include <string.h>

/* What text is wrapped in when it has gone through other programs: an encoding of Windows, base64.  One layer of each
 * is taken off; the functions are pure and take time linear in the text. */

/* enough to see of which kind a text is */
#define LOOK_AT 4096
/* "-----BEGIN " in base64, as far as it does not depend on what follows */
#define BEGIN_IN_BASE64 "LS0tLS1CRUdJTi"

typedef enum
{
  NOT_UTF16,
  UTF16_LE,
  UTF16_BE,
} Utf16;

static guint
unit_at (const guint8 *bytes, gsize i, Utf16 order)
{
  return order == UTF16_LE ? bytes[i] | (guint) bytes[i + 1] << 8 : bytes[i + 1] | (guint) bytes[i] << 8;
}

static gboolean
is_text_unit (guint unit)
{
  return unit >= 0x20 || unit == '\t' || unit == '\n' || unit == '\r' || unit == '\f';
}

static gboolean
is_text_in (const guint8 *bytes, gsize length, Utf16 order, guint largest)
{
  for (gsize i = 0; i + 1 < MIN (length, LOOK_AT); i += 2)
    {
      guint unit = unit_at (bytes, i, order);

      if (unit > largest || !is_text_unit (unit))
        return FALSE;
    }
  return TRUE;
}

/* A byte order mark, or the NULs that ASCII has in this encoding: without the mark, nothing but ASCII is taken for it. */
static Utf16
judge_utf16 (const guint8 *bytes, gsize length)
{
  if (length < 4)
    return NOT_UTF16;
  if (bytes[0] == 0xFF && bytes[1] == 0xFE)
    return is_text_in (bytes, length, UTF16_LE, G_MAXUINT16) ? UTF16_LE : NOT_UTF16;
  if (bytes[0] == 0xFE && bytes[1] == 0xFF)
    return is_text_in (bytes, length, UTF16_BE, G_MAXUINT16) ? UTF16_BE : NOT_UTF16;
  if (is_text_in (bytes, length, UTF16_LE, 0x7E))
    return UTF16_LE;
  return is_text_in (bytes, length, UTF16_BE, 0x7E) ? UTF16_BE : NOT_UTF16;
}

static gboolean
is_high_surrogate (guint unit)
{
  return unit >= 0xD800 && unit < 0xDC00;
}

static gboolean
is_low_surrogate (guint unit)
{
  return unit >= 0xDC00 && unit < 0xE000;
}

/* Not g_convert(): the text may be a private key, and its copies would not be overwritten. */
static void
append_utf8 (VfWipedBuffer *text, const guint8 *bytes, gsize length, Utf16 order)
{
  for (gsize i = 0; i + 1 < length; i += 2)
    {
      guint unit = unit_at (bytes, i, order);
      gunichar c = unit;
      char utf8[6];

      if (is_high_surrogate (unit) && i + 3 < length && is_low_surrogate (unit_at (bytes, i + 2, order)))
        {
          c = 0x10000 + ((unit - 0xD800) << 10) + (unit_at (bytes, i + 2, order) - 0xDC00);
          i += 2;
        }
      else if (is_high_surrogate (unit) || is_low_surrogate (unit))
        c = 0xFFFD;
      vf_wiped_buffer_append (text, utf8, (gsize) g_unichar_to_utf8 (c, utf8));
    }
}

/**
 * vf_unwrap_utf16:
 * @bytes: any bytes
 *
 * Returns: (transfer full): the text as UTF-8 if it is UTF-16, with a byte order mark or without; else @bytes
 */
GBytes *
vf_unwrap_utf16 (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  Utf16 order = judge_utf16 (data, length);
  g_auto (VfWipedBuffer) text = { 0 };

  if (order == NOT_UTF16)
    return g_bytes_ref (bytes);
  vf_wiped_buffer_reserve (&text, length / 2 + 1);
  append_utf8 (&text, data, length, order);
  return vf_wiped_buffer_end (&text);
}

static int
base64_value (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* White space, and a line end that was written as a backslash and a letter. */
static gsize
blank_length (const char *p, const char *end)
{
  if (g_ascii_isspace (*p))
    return 1;
  return *p == '\\' && end - p >= 2 && (p[1] == 'n' || p[1] == 'r' || p[1] == '\n') ? 2 : 0;
}

/* Where the base64 ends that begins at @p; what is decoded is appended.  A word behind it that looks like base64 is
 * decoded too, which does no harm: it stands behind the last block. */
static const char *
decode_run (const char *p, const char *end, VfWipedBuffer *decoded)
{
  guint32 bits = 0;
  guint n_bits = 0;

  while (p < end)
    {
      int value = base64_value (*p);
      gsize blank;

      if (value >= 0)
        {
          bits = bits << 6 | (guint32) value;
          n_bits += 6;
          p++;
          if (n_bits >= 8)
            {
              guint8 byte = (guint8) (bits >> (n_bits - 8));

              n_bits -= 8;
              vf_wiped_buffer_append (decoded, &byte, 1);
            }
          continue;
        }
      blank = blank_length (p, end);
      if (blank == 0)
        break;
      p += blank;
    }
  return p;
}

/**
 * vf_unwrap_next_base64:
 * @position: (inout): where to look; behind the run when one was found
 * @end: the end of the text
 * @run: (out): where the run begins
 * @decoded: an empty buffer
 *
 * Finds the next piece of base64, in one line or wrapped, that begins as the base64 of a PEM block does: values in
 * environment files, Kubernetes and cloud consoles.
 *
 * Returns: whether there was one
 */
gboolean
vf_unwrap_next_base64 (const char **position, const char *end, const char **run, VfWipedBuffer *decoded)
{
  const char *start = *position < end ? memmem (*position, (gsize) (end - *position), BEGIN_IN_BASE64,
                                                strlen (BEGIN_IN_BASE64)) : NULL;

  if (!start)
    return FALSE;
  *run = start;
  *position = decode_run (start, end, decoded);
  return TRUE;
}

/**
 * vf_unwrap_base64:
 * @text: (nullable) (array length=length): any bytes
 * @length: in bytes
 * @decoded: an empty buffer; overwritten on failure
 *
 * Returns: whether the text is base64, perhaps in quotes, and nothing else
 */
gboolean
vf_unwrap_base64 (const char *text, gsize length, VfWipedBuffer *decoded)
{
  const char *end;

  /* C gives no meaning to NULL plus nothing */
  if (length == 0)
    return FALSE;
  end = text + length;
  while (text < end && (g_ascii_isspace (*text) || *text == '"' || *text == '\''))
    text++;
  text = decode_run (text, end, decoded);
  while (text < end && (g_ascii_isspace (*text) || strchr ("=\"',;", *text)))
    text++;
  return text == end && decoded->length > 0;
}
