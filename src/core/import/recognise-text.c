#include "config.h"

#include "import/recognisers.h"

#include <string.h>

#include "import/label.h"
#include "import/unwrap.h"

/* enough for the first lines of a page, and for the head of a dump of a certificate */
#define LOOK_AT 4096
/* longer than this a text is no placeholder, and a title is cut off */
#define MAX_PLACEHOLDER 400
#define MAX_TITLE 100

static const char byte_order_mark[] = "\xEF\xBB\xBF";

/* (transfer full): the beginning, without byte order mark and leading white space, NULs left out */
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
      g_string_append_c (start, text[i]);
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

/* (nullable) (transfer full): what stands between two marks of @lower, as @start writes it, in one line */
static char *
between (const char *start, const char *lower, const char *open, const char *close)
{
  const char *at = strstr (lower, open);
  const char *from = at ? at + strlen (open) : NULL;
  const char *to = from ? strstr (from, close) : NULL;
  g_autofree char *inner = NULL;

  if (!to)
    return NULL;
  inner = g_strndup (start + (from - lower), MIN ((gsize) (to - from), MAX_TITLE));
  g_strstrip (g_strdelimit (inner, "\r\n\t", ' '));
  return *inner ? vf_label_new (inner, strlen (inner)) : NULL;
}

static gboolean
is_page (const char *lower)
{
  return g_str_has_prefix (lower, "<!doctype html") || g_str_has_prefix (lower, "<html")
         || g_str_has_prefix (lower, "<head") || (lower[0] == '<' && strstr (lower, "<html"));
}

static gboolean
is_redirect (const char *lower)
{
  static const char *const marks[] = { "<title>30", "http-equiv=\"refresh\"", "http-equiv='refresh'",
                                       "http-equiv=refresh", "moved permanently" };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (strstr (lower, marks[i]))
      return TRUE;
  return FALSE;
}

/* What a store of files or a programming interface answers to a wrong link: XML as S3, JSON, a line of text. */
static gboolean
is_error (const char *lower)
{
  static const char *const lines[] = { "404: not found", "404 not found", "403 forbidden", "401 unauthorized",
                                       "not found", "access denied", "forbidden", "unauthorized" };

  if (g_str_has_prefix (lower, "http/1.") || g_str_has_prefix (lower, "http/2 "))
    return TRUE;
  if (lower[0] == '<')
    return strstr (lower, "<error") != NULL && strstr (lower, "<code") != NULL;
  if (lower[0] == '{')
    return strstr (lower, "\"error\"") || strstr (lower, "\"errors\"") || strstr (lower, "\"errorcode\"")
           || strstr (lower, "\"error_code\"") || strstr (lower, "\"error_msg\"")
           || (strstr (lower, "\"message\"") && (strstr (lower, "\"code\"") || strstr (lower, "\"status\"")));
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (g_str_has_prefix (lower, lines[i]) && strlen (lower) < strlen (lines[i]) + 8)
      return TRUE;
  return FALSE;
}

static char *
error_words (const char *start, const char *lower)
{
  static const struct
  {
    const char *open;
    const char *close;
  } rows[] = { { "<code>", "<" }, { "\"message\":\"", "\"" }, { "\"message\": \"", "\"" }, { "\"error\":\"", "\"" },
               { "\"error\": \"", "\"" }, { "\"error_msg\":\"", "\"" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char *words = between (start, lower, rows[i].open, rows[i].close);

      if (words)
        return words;
    }
  if (lower[0] == '<' || lower[0] == '{')
    return NULL;
  return vf_label_new (start, MIN (strcspn (start, "\r\n"), MAX_TITLE));
}

/* What "openssl x509 -text" prints. */
static gboolean
is_description (const char *lower)
{
  return strstr (lower, "certificate:") && strstr (lower, "signature algorithm:") && strstr (lower, "issuer:");
}

/* "Paste your certificate here" */
static gboolean
is_placeholder (const char *lower)
{
  static const char *const verbs[] = { "paste", "replace", "put ", "insert", "download", "todo", "changeme", "your" };
  static const char *const things[] = { "cert", "pem", " ca", "key" };
  gboolean verb = FALSE;
  gboolean thing = FALSE;

  if (strlen (lower) > MAX_PLACEHOLDER)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    verb = verb || strstr (lower, verbs[i]);
  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    thing = thing || strstr (lower, things[i]);
  return verb && thing;
}

static gboolean
is_ssh_key (const char *lower)
{
  return g_str_has_prefix (lower, "ssh-rsa aaaa") || g_str_has_prefix (lower, "ssh-ed25519 aaaa")
         || g_str_has_prefix (lower, "ecdsa-sha2-");
}

static const char *
judge_text (const char *lower)
{
  if (*lower == '\0')
    return "empty";
  if (is_description (lower))
    return "description";
  if (g_str_has_prefix (lower, "putty-user-key-file-"))
    return "openssh-key";
  if (is_ssh_key (lower))
    return "ssh-public-key";
  if (g_str_has_prefix (lower, "#!") || g_str_has_prefix (lower, "@echo off"))
    return "script";
  if (is_placeholder (lower))
    return "placeholder";
  return "text";
}

static const struct
{
  const char *mark;
  gsize length;
  const char *looks_like;
} binaries[] = {
  { "%PDF-", 5, "pdf" },
  { "\x89PNG", 4, "image" },
  { "\xFF\xD8\xFF", 3, "image" },
  { "GIF8", 4, "image" },
  { "BM", 2, "image" },
  { "\x7F" "ELF", 4, "program" },
  { "MZ", 2, "program" },
  { "\xCF\xFA\xED\xFE", 4, "program" },
  { "\xCA\xFE\xBA\xBE", 4, "program" },
  { "\xD0\xCF\x11\xE0", 4, "office" },
  { "SQLite format 3", 15, "database" },
  { "PGDMP", 5, "database" },
};

/* (nullable): two letters are no mark where all else is text */
static const char *
judge_binary (const guint8 *data, gsize length, gboolean text)
{
  for (guint i = 0; i < G_N_ELEMENTS (binaries); i++)
    if (length >= binaries[i].length && memcmp (data, binaries[i].mark, binaries[i].length) == 0
        && (binaries[i].length > 2 || !text))
      return binaries[i].looks_like;
  return NULL;
}

/**
 * vf_recognise_text:
 *
 * Files that hold nothing, but of which a person should be told what they are.
 */
gboolean
vf_recognise_text (GBytes *bytes, VfSink *sink)
{
  g_autoptr (GBytes) plain = vf_unwrap_utf16 (bytes);
  gsize length;
  const char *text = g_bytes_get_data (plain, &length);
  gboolean all_text = is_text (text, length);
  const char *binary = judge_binary ((const guint8 *) text, length, all_text);
  g_autofree char *start = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *title = NULL;

  if (binary || !all_text)
    {
      if (binary)
        vf_sink_unknown (sink, binary);
      return binary != NULL;
    }
  start = beginning (text, length);
  lower = g_ascii_strdown (start, -1);
  if (is_page (lower))
    {
      title = between (start, lower, "<title>", "</title");
      vf_sink_page (sink, is_redirect (lower) ? "redirect" : "html", title);
    }
  else if (is_error (lower))
    {
      title = error_words (start, lower);
      vf_sink_page (sink, "error-answer", title);
    }
  else
    vf_sink_unknown (sink, judge_text (lower));
  return TRUE;
}
