#include "config.h"

#include "text.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "check/explain.h"
#include "import/label.h"

/* NO_COLOR: https://no-color.org */
static gboolean
is_coloured (void)
{
  static int coloured = -1;

  if (coloured < 0)
    {
      const char *no_color = g_getenv ("NO_COLOR");
      const char *term = g_getenv ("TERM");

      coloured = !(no_color && *no_color) && term && !g_str_equal (term, "dumb") && isatty (STDOUT_FILENO);
    }
  return coloured;
}

/* Our own signs must not all become the same question mark. */
static char *
to_charset (const char *text, const char *charset)
{
  static const char *const plain[][2] = {
    { "✓", "+" }, { "✗", "x" }, { "–", "-" }, { "·", "-" }, { "→", ">" }, { "…", "..." }, { "“", "\"" }, { "”", "\"" },
  };
  g_autoptr (GString) out = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_string_replace (out, plain[i][0], plain[i][1], 0);
  return g_convert_with_fallback (out->str, (gssize) out->len, charset, "UTF-8", "?", NULL, NULL, NULL);
}

/**
 * cli_text_print:
 * @stream: standard output or standard error
 * @text: UTF-8
 *
 * Writes the text in the character set of the locale; what that set lacks becomes a question mark.
 */
void
cli_text_print (FILE *stream, GString *text)
{
  const char *charset;
  g_autofree char *converted = g_get_charset (&charset) ? NULL : to_charset (text->str, charset);

  fputs (converted ? converted : text->str, stream);
}

void
cli_text_append_clean (GString *out, const char *text)
{
  const char *p = text;

  while (*p)
    {
      gunichar c = g_utf8_get_char_validated (p, -1);
      gboolean valid = c != (gunichar) -1 && c != (gunichar) -2;

      if (c == '\n' || c == '\t')
        g_string_append_c (out, ' ');
      else
        g_string_append_unichar (out, !valid || vf_label_is_unfit (c) ? 0xfffd : c);
      p += valid ? g_utf8_skip[*(const guchar *) p] : 1;
    }
}

void
cli_text_append_tone (GString *out, CliTone tone, const char *text)
{
  static const char *const starts[] = {
    [CLI_TONE_PLAIN] = "",          [CLI_TONE_GOOD] = "\033[32m", [CLI_TONE_CAUTION] = "\033[33m",
    [CLI_TONE_BAD] = "\033[1;31m", [CLI_TONE_QUIET] = "\033[2m", [CLI_TONE_STRONG] = "\033[1m",
  };
  gboolean coloured = tone != CLI_TONE_PLAIN && is_coloured ();

  if (coloured)
    g_string_append (out, starts[tone]);
  cli_text_append_clean (out, text);
  if (coloured)
    g_string_append (out, "\033[0m");
}

/**
 * cli_text_get_width:
 *
 * Returns: how many columns a terminal gives to @text
 */
int
cli_text_get_width (const char *text)
{
  int width = 0;

  for (const char *p = text; *p; p += g_utf8_skip[*(const guchar *) p])
    {
      gunichar c = g_utf8_get_char (p);

      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

void
cli_text_append_padded (GString *out, const char *text, int width)
{
  g_autoptr (GString) clean = g_string_new (NULL);

  cli_text_append_clean (clean, text);
  g_string_append (out, clean->str);
  for (int i = cli_text_get_width (clean->str); i < width; i++)
    g_string_append_c (out, ' ');
}

/**
 * cli_text_date:
 * @seconds: since the epoch
 *
 * Returns: (transfer full): the day, UTC, so that two people read the same
 */
char *
cli_text_date (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return time ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("?");
}

/**
 * cli_text_target:
 *
 * Returns: (transfer full): who is asked, in one word for people
 */
char *
cli_text_target (VfTarget *target)
{
  const char *host = vf_target_get_host (target) ? vf_target_get_host (target) : vf_target_get_hostaddr (target);
  GString *text = g_string_new (NULL);

  if (vf_target_get_user (target))
    g_string_append_printf (text, "%s@", vf_target_get_user (target));
  g_string_append_printf (text, host && strchr (host, ':') ? "[%s]" : "%s", host ? host : "?");
  if (vf_target_get_port (target))
    g_string_append_printf (text, ":%u", vf_target_get_port (target));
  if (vf_target_get_dbname (target))
    g_string_append_printf (text, "/%s", vf_target_get_dbname (target));
  return g_string_free (text, FALSE);
}

static void
append_indented (GString *out, CliTone tone, const char *text)
{
  if (!text)
    return;
  g_string_append (out, "    ");
  cli_text_append_tone (out, tone, text);
  g_string_append_c (out, '\n');
}

/* Nobody shall trust an authority without having seen which. */
static void
append_fingerprint (GString *out, const VfFix *fix)
{
  g_autofree char *text = NULL;

  if (!vf_fix_wants_comparing (fix))
    return;
  text = g_strdup_printf ("SHA-256 %s", vf_fix_get_argument (fix));
  append_indented (out, CLI_TONE_PLAIN, text);
}

static void
append_fix (GString *out, const VfFix *fix)
{
  g_autofree char *label = vf_explain_fix (fix);
  g_autofree char *cost = vf_explain_fix_cost (fix);

  g_string_append (out, "  → ");
  cli_text_append_clean (out, label);
  g_string_append (out, "   ");
  cli_text_append_tone (out, CLI_TONE_STRONG, "--apply ");
  cli_text_append_tone (out, CLI_TONE_STRONG, vf_fix_id_to_string (vf_fix_get_id (fix)));
  g_string_append_c (out, '\n');
  append_fingerprint (out, fix);
  append_indented (out, CLI_TONE_QUIET, cost);
}

static void
append_sentence (GString *out, VfSeverity severity, const char *sentence)
{
  static const char *const marks[] = { "i", "!", "✗" };
  static const CliTone tones[] = { CLI_TONE_QUIET, CLI_TONE_CAUTION, CLI_TONE_BAD };

  cli_text_append_tone (out, tones[severity], marks[severity]);
  g_string_append_c (out, ' ');
  cli_text_append_clean (out, sentence);
  g_string_append_c (out, '\n');
}

/**
 * cli_text_append_finding:
 * @finding: a finding
 * @said: (nullable): a sentence that stands there already
 *
 * What happened, why, and the ways out with the option that takes them.
 */
void
cli_text_append_finding (GString *out, VfFinding *finding, const char *said)
{
  g_autofree char *what = vf_explain_finding (finding);
  g_autofree char *why = vf_explain_finding_why (finding);

  if (g_strcmp0 (what, said) != 0)
    append_sentence (out, vf_finding_get_severity (finding), what);
  append_indented (out, CLI_TONE_PLAIN, why);
  for (guint i = 0; i < vf_finding_get_n_fixes (finding); i++)
    append_fix (out, vf_finding_get_fix (finding, i));
}
