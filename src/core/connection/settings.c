#include "config.h"

#include "connection/settings.h"

#include <libpq-fe.h>
#include <string.h>

#include "connection/connection.h"
#include "connection/ssl-mode.h"

struct _VfSettings
{
  GHashTable *values;
  GHashTable *unknown;
  SecretValue *password;
  SecretValue *passphrase;
  gboolean has_invalid;
};

void
vf_wipe_string (char *text)
{
  if (text)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

/**
 * vf_wipe_strv:
 * @texts: (nullable) (transfer full): may hold secrets; each is overwritten before it is freed
 */
void
vf_wipe_strv (char **texts)
{
  for (guint i = 0; texts && texts[i]; i++)
    explicit_bzero (texts[i], strlen (texts[i]));
  g_strfreev (texts);
}

/**
 * vf_settings_new:
 *
 * Returns: (transfer full): settings of which none is set
 */
VfSettings *
vf_settings_new (void)
{
  VfSettings *settings = g_new0 (VfSettings, 1);

  settings->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  settings->unknown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return settings;
}

void
vf_settings_free (VfSettings *settings)
{
  g_hash_table_unref (settings->values);
  g_hash_table_unref (settings->unknown);
  g_clear_pointer (&settings->password, secret_value_unref);
  g_clear_pointer (&settings->passphrase, secret_value_unref);
  g_free (settings);
}

/* $PGPASSWORD or ${PGPASSWORD}; a real password may begin with the same sign */
static gboolean
is_variable (const char *value)
{
  return value[0] == '$' && value[1]
         && strspn (value + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_{}") == strlen (value + 1);
}

/* What consoles and manuals print where the reader's own word belongs. */
static gboolean
is_placeholder (const char *value)
{
  gsize length = strlen (value);
  gboolean bracketed
    = length > 2
      && ((value[0] == '[' && value[length - 1] == ']') || (value[0] == '<' && value[length - 1] == '>')
          || (value[0] == '{' && value[length - 1] == '}'));
  gboolean address = bracketed && strchr (value, ':');

  return (bracketed && !address) || is_variable (value) || strspn (value, "*") == length
         || g_str_has_prefix (value, "YOUR_") || g_str_has_prefix (value, "YOUR-");
}

static void
take_secret (SecretValue **slot, const char *secret)
{
  g_clear_pointer (slot, secret_value_unref);
  if (*secret && !is_placeholder (secret))
    *slot = secret_value_new (secret, -1, "text/plain");
}

static void
store_value (VfSettings *settings, const char *keyword, const char *value, const char *how)
{
  /* libpq marks its secrets with an asterisk */
  if (!g_utf8_validate (value, -1, NULL))
    settings->has_invalid = TRUE;
  else if (g_str_equal (keyword, "password"))
    take_secret (&settings->password, value);
  else if (g_str_equal (keyword, "sslpassword"))
    take_secret (&settings->passphrase, value);
  else if (g_str_equal (keyword, "sslmode") && *value && !is_placeholder (value))
    g_hash_table_insert (settings->values, g_strdup (keyword), vf_ssl_mode_tidy_word (value));
  else if (*how != '*' && *value && !is_placeholder (value))
    g_hash_table_insert (settings->values, g_strdup (keyword), g_strdup (value));
}

static void
wipe_options (PQconninfoOption *options)
{
  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (option->val)
      explicit_bzero (option->val, strlen (option->val));
  PQconninfoFree (options);
}

void
vf_settings_set (VfSettings *settings, const char *keyword, const char *value)
{
  PQconninfoOption *options = PQconninfoParse ("", NULL);
  gboolean known = FALSE;

  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (g_str_equal (option->keyword, keyword))
      {
        store_value (settings, keyword, value, option->dispchar);
        known = TRUE;
      }
  PQconninfoFree (options);
  if (!known)
    vf_settings_note_unknown (settings, keyword);
}

gboolean
vf_settings_set_variable (VfSettings *settings, const char *variable, const char *value)
{
  PQconninfoOption *options = PQconninfoParse ("", NULL);
  gboolean known = FALSE;

  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (g_strcmp0 (option->envvar, variable) == 0)
      {
        store_value (settings, option->keyword, value, option->dispchar);
        known = TRUE;
      }
  PQconninfoFree (options);
  return known;
}

static gboolean
set_parsed (VfSettings *settings, const char *conninfo)
{
  /* without a place for its message, which may quote a part of a password */
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  gboolean parsed = options != NULL;

  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (option->val)
      store_value (settings, option->keyword, option->val, option->dispchar);
  wipe_options (options);
  return parsed;
}

/* Takes @word out of @conninfo if it is there and unknown here.  Not where something is quoted: that may be a password. */
static gboolean
cut_word (VfSettings *settings, char **conninfo, const char *word)
{
  g_autofree char *pattern = g_strdup_printf ("(^|\\s)%s\\s*=\\s*\\S*", word);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  char *rest;

  if (strpbrk (*conninfo, "'\\") || vf_libpq_knows_keyword (word) || !g_regex_match (regex, *conninfo, 0, NULL))
    return FALSE;
  rest = g_regex_replace_literal (regex, *conninfo, -1, 0, " ", 0, NULL);
  vf_wipe_string (*conninfo);
  *conninfo = rest;
  vf_settings_note_unknown (settings, word);
  return TRUE;
}

/* What consoles and manuals print for a newer libpq than this one: new in libpq 16, 17 and 18. */
static gboolean
set_without_newer (VfSettings *settings, const char *conninfo)
{
  static const char *const words[] = {
    "gssdelegation", "load_balance_hosts", "require_auth", "sslcertmode", "sslnegotiation", "max_protocol_version",
    "min_protocol_version", "oauth_client_id", "oauth_issuer", "oauth_scope", "servicefile", "sslkeylogfile",
  };
  char *rest = g_strdup (conninfo);
  gboolean cut = FALSE;
  gboolean parsed;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    cut |= cut_word (settings, &rest, words[i]);
  parsed = cut && set_parsed (settings, rest);
  vf_wipe_string (rest);
  return parsed;
}

gboolean
vf_settings_set_conninfo (VfSettings *settings, const char *conninfo)
{
  return set_parsed (settings, conninfo) || set_without_newer (settings, conninfo);
}

/**
 * vf_settings_get:
 * @keyword: libpq's
 *
 * Returns: (transfer none) (nullable): its value; %NULL if it is not set
 */
const char *
vf_settings_get (const VfSettings *settings, const char *keyword)
{
  return g_hash_table_lookup (settings->values, keyword);
}

gboolean
vf_settings_has_invalid (const VfSettings *settings)
{
  return settings->has_invalid;
}

/**
 * vf_settings_get_n:
 *
 * Returns: how many keywords are set; the password is not one of them
 */
guint
vf_settings_get_n (const VfSettings *settings)
{
  return g_hash_table_size (settings->values);
}

/**
 * vf_settings_get_password:
 *
 * Returns: (transfer none) (nullable): the password that was found
 */
SecretValue *
vf_settings_get_password (const VfSettings *settings)
{
  return settings->password;
}

SecretValue *
vf_settings_get_passphrase (const VfSettings *settings)
{
  return settings->passphrase;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char **
list_keys (GHashTable *table)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer keyword;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &keyword, NULL))
    g_ptr_array_add (names, g_strdup (keyword));
  g_ptr_array_sort (names, compare_strings);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

char **
vf_settings_list (const VfSettings *settings)
{
  return list_keys (settings->values);
}

/* Nobody's keyword is longer, and none has other letters: what is no word may be a part of a password, and is shown to
 * nobody. */
#define MAX_WORD 40
#define WORD_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"

/**
 * vf_settings_note_unknown:
 * @word: remembered only if it is a word as programs have for their settings, so that no part of a secret is ever
 *   shown
 */
void
vf_settings_note_unknown (VfSettings *settings, const char *word)
{
  gsize length = strlen (word);

  if (length <= MAX_WORD && g_ascii_isalpha (*word) && strspn (word, WORD_LETTERS) == length)
    g_hash_table_add (settings->unknown, g_strdup (word));
}

char **
vf_settings_list_unknown (const VfSettings *settings)
{
  return list_keys (settings->unknown);
}
