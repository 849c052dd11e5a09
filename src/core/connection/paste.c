#include "config.h"

#include "connection/paste.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "connection/paste-private.h"
#include "error.h"

/* bytes; a mail with a connection string in it is far below */
#define MAX_TEXT (64 * 1024)

struct _VfPaste
{
  VfPasteKind kind;
  VfTarget *target;
  VfSettings *settings;
  char **keywords;
  char **unknown;
};

/* Takes out what nobody sees, and joins lines that end in a back-slash. */
static char *
clean_text (char *text)
{
  gsize length = strlen (text);
  GString *clean = g_string_sized_new (length + 1);

  for (char *c = text; *c; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter == '\\' && (c[1] == '\n' || (c[1] == '\r' && c[2] == '\n')))
        {
          c += c[1] == '\r' ? 2 : 1;
          g_string_append_c (clean, ' ');
        }
      else if (letter == 0xA0 || letter == 0x3000)
        g_string_append_c (clean, ' ');
      else if (letter != '\r' && letter != 0x200B && letter != 0x2060 && letter != 0xFEFF)
        g_string_append_unichar (clean, letter);
    }
  g_strstrip (clean->str);
  return g_string_free (clean, FALSE);
}

/* One pair of quotes around all of it goes. */
static char *
unquote (char *text)
{
  gsize length = strlen (text);

  if (length > 2 && strchr ("\"'`", text[0]) && text[length - 1] == text[0])
    {
      text[length - 1] = '\0';
      return text + 1;
    }
  return text;
}

/* Of several hosts the first is the one that is checked. */
static char *
first_of (const VfSettings *settings, const char *keyword)
{
  const char *value = vf_settings_get (settings, keyword);

  return value ? g_strndup (value, strcspn (value, ",")) : NULL;
}

static void
keep_first (VfSettings *settings, const char *keyword)
{
  g_autofree char *first = first_of (settings, keyword);

  if (first)
    vf_settings_set (settings, keyword, first);
}

static VfTarget *
target_from (VfSettings *settings)
{
  const char *host;
  const char *hostaddr;
  const char *port;

  keep_first (settings, "host");
  keep_first (settings, "hostaddr");
  keep_first (settings, "port");
  host = vf_settings_get (settings, "host");
  hostaddr = vf_settings_get (settings, "hostaddr");
  port = vf_settings_get (settings, "port");
  /* An address alone is the host, as if it had been typed: libpq would refuse Verify-Full without looking, whereas a
   * check of the address finds the names of the certificate, one of which can then be taken as the host. */
  if (!host || *host == '\0')
    {
      host = hostaddr;
      hostaddr = NULL;
    }
  return vf_target_new (host, hostaddr, port ? (guint) g_ascii_strtoull (port, NULL, 10) : 0,
                        vf_settings_get (settings, "dbname"), vf_settings_get (settings, "user"));
}

static gboolean
check_value (const VfSettings *settings, VfField field, const char *keyword, GError **error)
{
  g_autofree char *value = first_of (settings, keyword);
  g_autofree char *wrong = value ? vf_target_check_field (field, value) : NULL;

  if (wrong)
    g_set_error (error, VF_ERROR, VF_ERROR_SYNTAX, "%s: %s", keyword, wrong);
  return !wrong;
}

static VfPaste *
paste_new (VfPasteKind kind, VfSettings *taken, GError **error)
{
  g_autoptr (VfSettings) settings = taken;
  VfPaste *paste;

  if (!check_value (settings, VF_FIELD_HOST, "host", error) || !check_value (settings, VF_FIELD_PORT, "port", error))
    return NULL;
  paste = g_atomic_rc_box_new0 (VfPaste);
  paste->kind = kind;
  paste->target = target_from (settings);
  paste->keywords = vf_settings_list (settings);
  paste->unknown = vf_settings_list_unknown (settings);
  paste->settings = g_steal_pointer (&settings);
  return paste;
}

static VfPaste *
parse_clean (const char *text, GError **error)
{
  for (guint i = 0; i < vf_paste_n_readers; i++)
    {
      g_autoptr (VfSettings) settings = vf_settings_new ();
      VfPasteRead result = vf_paste_readers[i].read (text, settings);

      if (result == VF_PASTE_READ_OK && vf_settings_has_invalid (settings))
        result = VF_PASTE_READ_BROKEN;
      switch (result)
        {
        case VF_PASTE_READ_OK:
          return paste_new (vf_paste_readers[i].kind, g_steal_pointer (&settings), error);
        case VF_PASTE_READ_BROKEN:
          /* Translators: %s is “a JDBC URL”, “a psql command”, … */
          g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE,
                       _ ("This looks like %s, but it cannot be read. Look for a missing quote or a misspelt word."),
                       vf_paste_kind_describe (vf_paste_readers[i].kind));
          return NULL;
        case VF_PASTE_READ_NO:
          break;
        }
    }
  g_set_error_literal (error, VF_ERROR, VF_ERROR_SYNTAX,
                       _ ("No server was found in this text. Paste a host name, a connection URI or string, a psql "
                          "command, a JDBC URL, or PGHOST=… lines."));
  return NULL;
}

/**
 * vf_paste_parse:
 * @text: what was pasted, valid UTF-8 or not
 *
 * Finds the first thing that names a server, also in the middle of a mail: a psql command, a JDBC URL, a URI,
 * environment variables, a connection string, or a host.  Placeholders such as “[YOUR-PASSWORD]” count as not given;
 * of several hosts the first counts.  Copies of the text made here are overwritten.
 *
 * Returns: (transfer full) (nullable): what it says, or %NULL with %VF_ERROR_SYNTAX if it names no server,
 *   %VF_ERROR_UNREADABLE if it is broken, or %VF_ERROR_LIMIT
 */
VfPaste *
vf_paste_parse (const char *text, GError **error)
{
  char *valid, *clean;
  VfPaste *paste;

  if (strlen (text) > MAX_TEXT)
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_LIMIT,
                           _ ("This text is too long. Paste only the part that names the server."));
      return NULL;
    }
  valid = g_utf8_make_valid (text, -1);
  clean = clean_text (valid);
  paste = parse_clean (unquote (clean), error);
  vf_wipe_string (valid);
  explicit_bzero (clean, strlen (clean));
  g_free (clean);
  return paste;
}

VfPaste *
vf_paste_ref (VfPaste *paste)
{
  return g_atomic_rc_box_acquire (paste);
}

static void
paste_clear (gpointer data)
{
  VfPaste *paste = data;

  vf_target_unref (paste->target);
  vf_settings_free (paste->settings);
  g_strfreev (paste->keywords);
  g_strfreev (paste->unknown);
}

void
vf_paste_unref (VfPaste *paste)
{
  g_atomic_rc_box_release_full (paste, paste_clear);
}

/**
 * vf_paste_get_kind:
 *
 * Returns: as what the text was understood
 */
VfPasteKind
vf_paste_get_kind (const VfPaste *paste)
{
  return paste->kind;
}

/**
 * vf_paste_kind_describe:
 *
 * Returns: (transfer none): what it was, as part of a sentence, translated
 */
const char *
vf_paste_kind_describe (VfPasteKind kind)
{
  switch (kind)
    {
    case VF_PASTE_HOST:
      return _ ("a host");
    case VF_PASTE_URI:
      return _ ("a connection URI");
    case VF_PASTE_CONNINFO:
      return _ ("a connection string");
    case VF_PASTE_PSQL:
      return _ ("a psql command");
    case VF_PASTE_JDBC:
      return _ ("a JDBC URL");
    case VF_PASTE_ENVIRONMENT:
      return _ ("environment variables");
    }
  g_return_val_if_reached (NULL);
}

/**
 * vf_paste_get_target:
 *
 * Returns: (transfer none): what it names; parts that it does not name are %NULL or 0
 */
VfTarget *
vf_paste_get_target (const VfPaste *paste)
{
  return paste->target;
}

/**
 * vf_paste_get_password:
 *
 * Returns: (nullable) (transfer none): the password in it
 */
SecretValue *
vf_paste_get_password (const VfPaste *paste)
{
  return vf_settings_get_password (paste->settings);
}

/**
 * vf_paste_get_passphrase:
 *
 * Returns: (nullable) (transfer none): the passphrase of the client key in it
 */
SecretValue *
vf_paste_get_passphrase (const VfPaste *paste)
{
  return vf_settings_get_passphrase (paste->settings);
}

/**
 * vf_paste_get_keyword:
 *
 * Returns: (nullable) (transfer none): the value of a libpq keyword; never of a secret one
 */
const char *
vf_paste_get_keyword (const VfPaste *paste, const char *keyword)
{
  return vf_settings_get (paste->settings, keyword);
}

/**
 * vf_paste_list_keywords:
 *
 * Returns: (transfer none) (array zero-terminated=1): the keywords given, sorted
 */
const char *const *
vf_paste_list_keywords (const VfPaste *paste)
{
  return (const char *const *) paste->keywords;
}

/**
 * vf_paste_describe_unknown:
 *
 * What other programs' URLs say to themselves, a newer libpq's word, or a misspelt one.  Only plain words: what is none
 * may be a part of a password.
 *
 * Returns: (transfer full) (nullable): the words that were left out, sorted, with commas between them; %NULL if all that
 *   was said counts
 */
char *
vf_paste_describe_unknown (const VfPaste *paste)
{
  return paste->unknown[0] ? g_strjoinv (", ", paste->unknown) : NULL;
}

/**
 * vf_paste_get_mode:
 * @mode: (out): the mode that the text asks for
 *
 * Returns: whether it asks for one that is offered here
 */
gboolean
vf_paste_get_mode (const VfPaste *paste, VfSslMode *mode)
{
  return vf_ssl_mode_from_string (vf_settings_get (paste->settings, "sslmode"), mode);
}
