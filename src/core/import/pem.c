#include "config.h"

#include "import/pem.h"

#include <string.h>

#define DASHES "-----"
#define BEGIN "-----BEGIN "
#define END "-----END "
/* the longest label that is in use has 25 characters */
#define MAX_LABEL 64

static const char *
find (const char *from, const char *end, const char *what)
{
  return from < end ? memmem (from, (gsize) (end - from), what, strlen (what)) : NULL;
}

static gboolean
starts (const char *from, const char *end, const char *what)
{
  return (gsize) (end - from) >= strlen (what) && memcmp (from, what, strlen (what)) == 0;
}

/* (nullable): the last byte of the line's end, which is LF, CR LF, or CR alone */
static const char *
line_end (const char *from, const char *end)
{
  for (; from < end; from++)
    if (*from == '\n' || (*from == '\r' && (from + 1 == end || from[1] != '\n')))
      return from;
  return NULL;
}

static guint
line_of (VfPemScanner *scanner, const char *position)
{
  const char *from = scanner->counted ? scanner->counted : scanner->text;
  const char *newline;

  if (scanner->line == 0)
    scanner->line = 1;
  while (from < position && (newline = line_end (from, position)))
    {
      scanner->line++;
      from = newline + 1;
    }
  scanner->counted = from;
  return scanner->line;
}

/* (nullable): the dashes after a label that is made of what labels are made of */
static const char *
label_end (const char *label, const char *end)
{
  const char *p = label;

  while (p < end && p - label < MAX_LABEL && (g_ascii_isupper (*p) || g_ascii_isdigit (*p) || *p == ' ' || *p == '#'))
    p++;
  return p > label && starts (p, end, DASHES) ? p : NULL;
}

/* The END line, or the BEGIN line of the next block if this one has none, or the end of the text. */
static const char *
body_end (const char *body, const char *end)
{
  const char *p = body;

  while ((p = find (p, end, DASHES)))
    {
      if (starts (p, end, END) || starts (p, end, BEGIN))
        return p;
      p++;
    }
  return end;
}

/**
 * vf_pem_next:
 * @scanner: where the walk stands; moved on
 * @block: (out): the next block
 *
 * Finds the next block wherever it stands: indented, after other text, in one line, with any line ends.
 * The whole walk takes time linear in the text.
 *
 * Returns: whether there was one
 */
gboolean
vf_pem_next (VfPemScanner *scanner, VfPemBlock *block)
{
  const char *end = scanner->end;
  const char *begin;

  while ((begin = find (scanner->text, end, BEGIN)))
    {
      const char *label = begin + strlen (BEGIN);
      const char *dashes = label_end (label, end);
      const char *stop;

      block->line = line_of (scanner, begin);
      scanner->text = label;
      if (!dashes)
        continue;
      block->label = label;
      block->label_length = (gsize) (dashes - label);
      block->body = dashes + strlen (DASHES);
      stop = body_end (block->body, end);
      block->body_length = (gsize) (stop - block->body);
      block->has_end = starts (stop, end, END);
      if (block->has_end)
        {
          const char *end_label = stop + strlen (END);
          const char *end_dashes = label_end (end_label, end);

          stop = end_dashes ? end_dashes + strlen (DASHES) : end_label;
        }
      block->text = begin;
      block->text_length = (gsize) (stop - begin);
      scanner->text = stop;
      return TRUE;
    }
  return FALSE;
}

/**
 * vf_pem_label_is:
 *
 * Returns: whether the block says BEGIN @label; the case counts (RFC 7468 §2)
 */
gboolean
vf_pem_label_is (const VfPemBlock *block, const char *label)
{
  return block->label_length == strlen (label) && memcmp (block->label, label, block->label_length) == 0;
}

/**
 * vf_pem_is_private_key:
 *
 * Returns: whether the label is one of those that OpenSSL reads a private key from
 */
gboolean
vf_pem_is_private_key (const VfPemBlock *block)
{
  static const char *const labels[]
    = { "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (vf_pem_label_is (block, labels[i]))
      return TRUE;
  return FALSE;
}

/**
 * vf_pem_is_encrypted_traditional:
 *
 * Returns: whether it has the headers of a PKCS#1 or SEC1 key that is encrypted as a PEM block (RFC 1421)
 */
gboolean
vf_pem_is_encrypted_traditional (const VfPemBlock *block)
{
  return find (block->body, block->body + block->body_length, "ENCRYPTED") != NULL
         && find (block->body, block->body + block->body_length, "DEK-Info:") != NULL;
}

/* One more than the value of a base64 character; 0 for all others. */
static const guint8 base64_table[256] = {
  ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,  ['I'] = 9,
  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18,
  ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27,
  ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36,
  ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45,
  ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54,
  ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63,
  ['/'] = 64,
};

/* What a string of a program or a JSON text writes behind a backslash: a base64 character, or 0 for one that says
 * nothing. */
static gsize
escape_length (const char *p, const char *end, char *character)
{
  static const struct
  {
    const char *text;
    char character;
  } rows[] = {
    { "\\n", '\0' }, { "\\r", '\0' }, { "\\/", '/' }, { "n", '\0' }, { "r", '\0' }, { "t", '\0' }, { "\\", '\0' }, { "\n", '\0' }, { "\r", '\0' }, { "\"", '\0' },
    { "/", '/' }, { "u002b", '+' }, { "u002B", '+' }, { "u002f", '/' }, { "u002F", '/' }, { "u003d", '=' },
    { "u003D", '=' }, { "u000a", '\0' }, { "u000A", '\0' }, { "u000d", '\0' }, { "u000D", '\0' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (starts (p + 1, end, rows[i].text))
      {
        *character = rows[i].character;
        return 1 + strlen (rows[i].text);
      }
  return 0;
}

/* From a quotation mark to the next: lines that a program puts together, as in "MII…\n" + "AB…". */
static gsize
quote_length (const char *p, const char *end)
{
  const char *next = p + 1;

  while (next < end && (g_ascii_isspace (*next) || strchr ("+,.\\&", *next)))
    next++;
  return next < end && *next == *p ? (gsize) (next + 1 - p) : 1;
}

/* How many characters at @p say nothing: white space, quotation marks, and what mail and comments put before a line. */
static gsize
blank_length (const char *p, const char *end)
{
  if (g_ascii_isspace (*p))
    return 1;
  if (*p == '"' || *p == '\'')
    return quote_length (p, end);
  return *p == '>' || *p == '#' || *p == '|' || *p == '*' || *p == ',' ? 1 : 0;
}

/**
 * vf_pem_decode:
 * @block: a block without headers
 * @der: (inout): an empty buffer; overwritten on failure
 *
 * Returns: whether the body is base64 and nothing else
 */
gboolean
vf_pem_decode (const VfPemBlock *block, VfWipedBuffer *der)
{
  const char *end = block->body + block->body_length;
  const char *p = block->body;
  guint8 *out;
  guint32 bits = 0;
  guint n_bits = 0;
  gboolean padded = FALSE;

  vf_wiped_buffer_reserve (der, block->body_length / 4 * 3 + 3);
  out = der->data;
  while (p < end)
    {
      char character = *p;
      gsize blank = *p == '\\' ? escape_length (p, end, &character) : 1;
      guint value = blank > 0 ? base64_table[(guchar) character] : 0;

      if (value > 0 && !padded)
        {
          bits = bits << 6 | (value - 1);
          n_bits += 6;
          p += blank;
          if (n_bits >= 8)
            {
              n_bits -= 8;
              *out++ = (guint8) (bits >> n_bits);
            }
          continue;
        }
      if (*p != '\\' && character != '=')
        blank = blank_length (p, end);
      if (blank == 0)
        return FALSE;
      padded = padded || character == '=';
      p += blank;
    }
  der->length = (gsize) (out - der->data);
  return der->length > 0;
}
