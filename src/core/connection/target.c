#include "config.h"

#include "connection/target.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "error.h"

#define DEFAULT_PORT 5432
/* RFC 1035, 2.3.4: bytes of a whole name and of one label */
#define MAX_NAME 253
#define MAX_LABEL 63

struct _VfTarget
{
  char *host;
  char *hostaddr;
  guint port;
  char *dbname;
  char *user;
};

static char *
dup_unless_empty (const char *text)
{
  return text && *text ? g_strdup (text) : NULL;
}

/**
 * vf_target_new:
 * @host: (nullable): the name or address that was asked for, and that the certificate is compared with
 * @hostaddr: (nullable): the numeric address to reach it by, if not the one that @host resolves to
 * @port: 1 to 65535, or 0 for libpq's default
 * @dbname: (nullable): the database
 * @user: (nullable): the database user
 *
 * Returns: (transfer full): a new target
 */
VfTarget *
vf_target_new (const char *host, const char *hostaddr, guint port, const char *dbname, const char *user)
{
  VfTarget *target = g_atomic_rc_box_new0 (VfTarget);

  target->host = dup_unless_empty (host);
  target->hostaddr = dup_unless_empty (hostaddr);
  target->port = port;
  target->dbname = dup_unless_empty (dbname);
  target->user = dup_unless_empty (user);
  return target;
}

/**
 * vf_target_with_defaults:
 *
 * Says in full what libpq would fill in: port 5432, the name of the person who runs this, and a database of the
 * user's name.  Unsaid, each of them could come from an environment variable instead.
 *
 * Returns: (transfer full): a target with port, user and database
 */
VfTarget *
vf_target_with_defaults (const VfTarget *target)
{
  const char *user = target->user ? target->user : g_get_user_name ();

  return vf_target_new (target->host, target->hostaddr, target->port ? target->port : DEFAULT_PORT,
                        target->dbname ? target->dbname : user, user);
}

VfTarget *
vf_target_ref (VfTarget *target)
{
  return g_atomic_rc_box_acquire (target);
}

static void
target_clear (gpointer data)
{
  VfTarget *target = data;

  g_free (target->host);
  g_free (target->hostaddr);
  g_free (target->dbname);
  g_free (target->user);
}

void
vf_target_unref (VfTarget *target)
{
  g_atomic_rc_box_release_full (target, target_clear);
}

/**
 * vf_target_get_host:
 *
 * Returns: (nullable) (transfer none): the host
 */
const char *
vf_target_get_host (const VfTarget *target)
{
  return target->host;
}

/**
 * vf_target_get_hostaddr:
 *
 * Returns: (nullable) (transfer none): the address
 */
const char *
vf_target_get_hostaddr (const VfTarget *target)
{
  return target->hostaddr;
}

/**
 * vf_target_get_port:
 *
 * Returns: the port, or 0 for libpq's default
 */
guint
vf_target_get_port (const VfTarget *target)
{
  return target->port;
}

/**
 * vf_target_get_dbname:
 *
 * Returns: (nullable) (transfer none): the database
 */
const char *
vf_target_get_dbname (const VfTarget *target)
{
  return target->dbname;
}

/**
 * vf_target_get_user:
 *
 * Returns: (nullable) (transfer none): the database user
 */
const char *
vf_target_get_user (const VfTarget *target)
{
  return target->user;
}

/**
 * vf_target_equal:
 *
 * Returns: whether both say the same, word for word
 */
gboolean
vf_target_equal (const VfTarget *a, const VfTarget *b)
{
  return a->port == b->port && g_strcmp0 (a->host, b->host) == 0 && g_strcmp0 (a->hostaddr, b->hostaddr) == 0
         && g_strcmp0 (a->dbname, b->dbname) == 0 && g_strcmp0 (a->user, b->user) == 0;
}

static gboolean
is_numeric_address (const char *text)
{
  const char *zone = strchr (text, '%');
  g_autofree char *bare = zone ? g_strndup (text, zone - text) : g_strdup (text);

  return g_hostname_is_ip_address (bare);
}

static gboolean
has_control (const char *text)
{
  for (const char *c = text; *c; c++)
    if (g_ascii_iscntrl (*c))
      return TRUE;
  return FALSE;
}

/* One label between two dots.  The underscore is no letter of a host name, but names with it resolve. */
static char *
check_label (const char *label)
{
  if (*label == '\0')
    return g_strdup (_ ("A host name cannot have an empty part: look for a dot too many."));
  if (strlen (label) > MAX_LABEL)
    return g_strdup (_ ("A part between two dots of a host name has at most 63 letters."));
  for (const char *c = label; *c; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_')
      /* Translators: %c is one character */
      return g_strdup_printf (_ ("A host name cannot contain “%c”. Use letters, digits, “-” and “.”."), *c);
  return NULL;
}

static char *
check_name (const char *text)
{
  g_auto (GStrv) labels = g_strsplit (text, ".", -1);
  guint n = g_strv_length (labels);
  gboolean numeric = TRUE;

  if (strlen (text) > MAX_NAME)
    return g_strdup (_ ("A host name has at most 253 letters."));
  /* one dot at the end only says that the name is complete */
  if (n > 1 && *labels[n - 1] == '\0')
    n--;
  for (guint i = 0; i < n; i++)
    {
      char *wrong = check_label (labels[i]);

      if (wrong)
        return wrong;
      numeric = numeric && strspn (labels[i], "0123456789") == strlen (labels[i]);
    }
  if (numeric)
    return g_strdup (_ ("This is not a complete address: an IPv4 address has four numbers from 0 to 255."));
  return NULL;
}

static char *
check_host (const char *text)
{
  g_autofree char *port = NULL;
  g_autofree char *host = NULL;

  if (*text == '\0')
    return g_strdup (_ ("Type the server’s name or address, as your provider’s console shows it."));
  if (*text == '/' || *text == '@')
    return g_strdup (_ ("This is a local socket, and nothing is encrypted there. Type the server’s name or address."));
  if (strstr (text, "://"))
    return g_strdup (_ ("This is a whole URI. Type only the host, the part between “//” and the next “/”."));
  if (strchr (text, ','))
    return g_strdup (_ ("These are several hosts. Type one of them; each server is checked by itself."));
  if (strpbrk (text, " \t\r\n"))
    return g_strdup (_ ("A host name has no blanks. Take them out."));
  if (is_numeric_address (text))
    return NULL;
  if (vf_target_tidy_host (text, &host, &port) && port)
    /* Translators: %s is a port number */
    return g_strdup_printf (_ ("Type the port, %s, into its own field."), port);
  if (!g_str_is_ascii (text))
    return g_strdup (_ ("Type the name in its ASCII form, which begins with “xn--”."));
  return check_name (text);
}

static char *
check_port (const char *text)
{
  guint64 port;

  if (*text == '\0' || g_ascii_string_to_unsigned (text, 10, 1, 65535, &port, NULL))
    return NULL;
  return g_strdup (_ ("A port is a number from 1 to 65535; PostgreSQL’s own is 5432."));
}

static char *
check_identifier (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL) || has_control (text))
    return g_strdup (_ ("There is a control character in this name. Type it anew."));
  return NULL;
}

/**
 * vf_target_check_field:
 * @field: which field of the form
 * @text: what was typed
 *
 * Returns: (nullable) (transfer full): a translated sentence that says what is wrong and how to mend it, or %NULL
 *   if it is fine; an empty port, database or user is
 */
char *
vf_target_check_field (VfField field, const char *text)
{
  switch (field)
    {
    case VF_FIELD_HOST:
      return check_host (text);
    case VF_FIELD_PORT:
      return check_port (text);
    case VF_FIELD_DBNAME:
    case VF_FIELD_USER:
      return check_identifier (text);
    case VF_N_FIELDS:
      break;
    }
  g_return_val_if_reached (NULL);
}

/* Takes out what web pages and mails leave in copied text and nobody sees, and the colon of Chinese keyboards. */
static char *
clean_copied (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));

  for (char *c = valid; *c; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter == 0xFF1A)
        g_string_append_c (clean, ':');
      else if (g_unichar_isspace (letter))
        g_string_append_c (clean, ' ');
      else if (!g_unichar_iszerowidth (letter) || g_unichar_ismark (letter))
        g_string_append_unichar (clean, letter);
    }
  g_strstrip (clean->str);
  return g_string_free (clean, FALSE);
}

static gboolean
is_port (const char *text)
{
  return *text && strlen (text) <= 5 && strspn (text, "0123456789") == strlen (text);
}

/* Cuts @text in two where its port begins, and returns the port. */
static const char *
cut_port (char *text)
{
  char *end = *text == '[' ? strchr (text, ']') : NULL;
  char *cut = end ? end + 1 : strpbrk (text, ": ");

  if (!cut || !*cut || (!end && *cut == ':' && strchr (cut + 1, ':')))
    return NULL;
  for (const char *c = cut; *c; c++)
    if ((*c == ':' || *c == ' ') && is_port (c + 1))
      {
        *cut = '\0';
        return c + 1;
      }
  return NULL;
}

static char *
without_brackets (const char *text)
{
  gsize length = strlen (text);

  if (length > 2 && text[0] == '[' && text[length - 1] == ']')
    return g_strndup (text + 1, length - 2);
  return g_strdup (text);
}

/**
 * vf_target_tidy_host:
 * @text: what was typed or pasted into the host field
 * @host: (out) (transfer full): the host
 * @port: (out) (transfer full) (nullable): the port that stood behind it
 *
 * Mends what can be mended without asking: blanks, invisible characters, brackets, a port behind the host, a slash
 * at the end, a web scheme before it.
 *
 * Returns: whether anything was changed
 */
gboolean
vf_target_tidy_host (const char *text, char **host, char **port)
{
  g_autofree char *clean = clean_copied (text);
  char *start = clean;
  const char *found;

  for (const char *const *scheme = (const char *const[]){ "https://", "http://", "tcp://", NULL }; *scheme; scheme++)
    if (g_ascii_strncasecmp (start, *scheme, strlen (*scheme)) == 0)
      start += strlen (*scheme);
  while (*start && start[strlen (start) - 1] == '/' && start[1])
    start[strlen (start) - 1] = '\0';
  found = cut_port (start);
  *port = g_strdup (found);
  *host = without_brackets (start);
  return !g_str_equal (*host, text) || *port;
}

static gboolean
check_part (VfField field, const char *label, const char *text, GError **error)
{
  g_autofree char *wrong = vf_target_check_field (field, text ? text : "");

  if (wrong)
    g_set_error (error, VF_ERROR, VF_ERROR_SYNTAX, "%s: %s", label, wrong);
  return !wrong;
}

/**
 * vf_target_check:
 *
 * Returns: whether a connection to this can be tried; else %VF_ERROR_SYNTAX, whose message names the field
 */
gboolean
vf_target_check (const VfTarget *target, GError **error)
{
  g_autofree char *port = g_strdup_printf ("%u", target->port ? target->port : DEFAULT_PORT);

  if (!check_part (VF_FIELD_HOST, _ ("Host"), target->host, error)
      || !check_part (VF_FIELD_PORT, _ ("Port"), port, error)
      || !check_part (VF_FIELD_DBNAME, _ ("Database"), target->dbname, error)
      || !check_part (VF_FIELD_USER, _ ("User"), target->user, error))
    return FALSE;
  if (target->hostaddr && !is_numeric_address (target->hostaddr))
    {
      g_set_error (error, VF_ERROR, VF_ERROR_SYNTAX,
                   /* Translators: hostaddr is a keyword of libpq; %s is what was given */
                   _ ("hostaddr: “%s” is not a numeric address."), target->hostaddr);
      return FALSE;
    }
  return TRUE;
}
