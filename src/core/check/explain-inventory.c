#include "config.h"

#include "check/explain.h"

#include <glib/gi18n.h>

/* Names of formats are no words, so they are not translated. */
static const char *
format_title (VfFormat format)
{
  switch (format)
    {
    case VF_FORMAT_PEM:
      return "PEM";
    case VF_FORMAT_DER:
      return "DER";
    case VF_FORMAT_PKCS7:
      return "PKCS#7";
    case VF_FORMAT_PKCS12:
      return "PKCS#12";
    case VF_FORMAT_JKS:
      return "JKS";
    case VF_FORMAT_JCEKS:
      return "JCEKS";
    case VF_FORMAT_GAUSSDB:
    case VF_FORMAT_GAUSSDB_CM:
      return "GaussDB";
    case VF_FORMAT_NONE:
      break;
    }
  return NULL;
}

static char *
list_formats (guint formats, guint *n)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();

  for (guint i = VF_FORMAT_NONE + 1; i <= VF_FORMAT_GAUSSDB_CM; i++)
    if (formats & (1u << i))
      g_ptr_array_add (titles, (gpointer) (guintptr) format_title ((VfFormat) i));
  *n = titles->len;
  g_ptr_array_add (titles, NULL);
  /* Translators: stands between the parts of a list */
  return g_strjoinv (_ (", "), (char **) titles->pdata);
}

static gboolean
is_authority (const VfItem *item)
{
  return vf_item_get_kind (item) == VF_KIND_CERTIFICATE
         && (vf_item_get_role (item) == VF_ROLE_ROOT || vf_item_get_role (item) == VF_ROLE_INTERMEDIATE);
}

/* The formats that every authority stands in; what only some stand in is no copy of the whole set. */
static guint
count_authorities (VfInventory *inventory, guint *common_formats)
{
  guint n = 0;

  *common_formats = ~0u;
  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    if (is_authority (vf_inventory_get_item (inventory, i)))
      {
        *common_formats &= vf_item_get_formats (vf_inventory_get_item (inventory, i));
        n++;
      }
  return n;
}

/**
 * vf_explain_authorities:
 * @inventory: what everything is
 *
 * Returns: (transfer full): how many authorities there are, and in which formats
 */
char *
vf_explain_authorities (VfInventory *inventory)
{
  guint formats;
  guint n_formats;
  guint n = count_authorities (inventory, &formats);
  g_autofree char *titles = list_formats (n > 0 ? formats : 0, &n_formats);

  if (n == 0)
    return g_strdup (_ ("No authority"));
  if (n_formats > 1 && n == 1)
    /* Translators: number of formats, their names */
    return g_strdup_printf (ngettext ("1 authority, the same in %u format (%s)",
                                      "1 authority, the same in %u formats (%s)", n_formats), n_formats, titles);
  if (n_formats > 1)
    /* Translators: number of authorities, number of formats, names of the formats */
    return g_strdup_printf (ngettext ("%u authority, the same set in %u formats (%s)",
                                      "%u authorities, the same set in %u formats (%s)", n), n, n_formats, titles);
  return g_strdup_printf (ngettext ("%u authority", "%u authorities", n), n);
}

static const VfItem *
find_key_of (VfInventory *inventory, const VfItem *client)
{
  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      const VfItem *item = vf_inventory_get_item (inventory, i);

      if (vf_item_get_kind (item) == VF_KIND_PRIVATE_KEY
          && g_strcmp0 (vf_item_get_path (item), vf_item_get_matches (client)) == 0)
        return item;
    }
  return NULL;
}

/* A key that is locked matches nothing yet, so it is looked for by itself. */
static gboolean
has_locked_key (VfInventory *inventory)
{
  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    if (vf_item_get_kind (vf_inventory_get_item (inventory, i)) == VF_KIND_PRIVATE_KEY
        && vf_item_get_unlocked_by (vf_inventory_get_item (inventory, i)) == VF_UNLOCKED_BY_NOTHING)
      return TRUE;
  return FALSE;
}

static const char *
key_state (const VfItem *key)
{
  switch (vf_item_get_unlocked_by (key))
    {
    case VF_UNLOCKED_BY_NOTHING:
      return _ ("its key is locked");
    case VF_UNLOCKED_BY_NOT_NEEDED:
      return _ ("with its key");
    case VF_UNLOCKED_BY_PASSPHRASE:
      return _ ("its key was unlocked with your passphrase");
    case VF_UNLOCKED_BY_GAUSSDB_PAIR:
      return _ ("its key was unlocked with the passphrase files in the archive; it is kept unlocked, because who has the "
                "archive has the passphrase, too");
    case VF_UNLOCKED_BY_GAUSSDB_DEFAULT:
      return _ ("its key was unlocked with the passphrase that the provider has published; it is kept unlocked, because "
                "everybody knows that passphrase");
    case VF_UNLOCKED_BY_KNOWN_PASSPHRASE:
      return _ ("its key was unlocked with a passphrase that everybody knows");
    }
  return "";
}

/**
 * vf_explain_client:
 * @inventory: what everything is
 *
 * Returns: (transfer full): what the person can show to a server
 */
char *
vf_explain_client (VfInventory *inventory)
{
  g_autoptr (VfChoice) choice = vf_choice_new ();

  return vf_explain_chosen_client (inventory, choice);
}

/**
 * vf_explain_chosen_client:
 * @inventory: what everything is
 * @choice: what is used of it
 *
 * Returns: (transfer full): what will be shown to a server
 */
char *
vf_explain_chosen_client (VfInventory *inventory, const VfChoice *choice)
{
  g_autoptr (GPtrArray) clients = vf_choice_list_clients (inventory);
  const VfItem *client = vf_choice_get_client (choice, inventory);
  const VfItem *key = client ? find_key_of (inventory, client) : NULL;
  g_autofree char *until = NULL;

  if (!key && clients->len > 0)
    return g_strdup_printf (ngettext ("%u client certificate is here, and is not used",
                                      "%u client certificates are here, and none is used", clients->len), clients->len);
  if (!key)
    return g_strdup (has_locked_key (inventory) ? _ ("A key that is locked, and no client certificate for it")
                                                : _ ("No client certificate; most servers need none"));
  until = vf_explain_date (vf_certificate_get_not_after (vf_item_get_certificate (client)));
  /* Translators: name, date, what is known of its key */
  return g_strdup_printf (_ ("Client certificate “%s”, valid until %s, %s"),
                          vf_certificate_get_display_name (vf_item_get_certificate (client)), until, key_state (key));
}

/**
 * vf_explain_client_reason:
 * @inventory: what everything is
 *
 * Returns: (transfer full) (nullable): why the first of several client certificates is used unless another is chosen;
 *   %NULL if there is nothing to choose
 */
char *
vf_explain_client_reason (VfInventory *inventory)
{
  g_autoptr (GPtrArray) clients = vf_choice_list_clients (inventory);
  gint64 now = vf_inventory_get_now (inventory);
  const VfCertificate *first;
  const VfCertificate *second;

  if (clients->len < 2)
    return NULL;
  first = vf_item_get_certificate (g_ptr_array_index (clients, 0));
  second = vf_item_get_certificate (g_ptr_array_index (clients, 1));
  if (!vf_certificate_is_valid_at (first, now))
    return g_strdup_printf (_ ("None of them is valid today. “%s” is suggested because its time ends last."),
                            vf_certificate_get_display_name (first));
  if (!vf_certificate_is_valid_at (second, now))
    /* Translators: name of a client certificate */
    return g_strdup_printf (_ ("“%s” is suggested because it is the only one that is valid today."),
                            vf_certificate_get_display_name (first));
  if (vf_certificate_get_not_after (first) > vf_certificate_get_not_after (second))
    /* Translators: name of a client certificate */
    return g_strdup_printf (_ ("“%s” is suggested because it is valid longest."),
                            vf_certificate_get_display_name (first));
  /* Translators: name of a client certificate */
  return g_strdup_printf (_ ("“%s” is suggested because it comes first; the others are valid as long."),
                          vf_certificate_get_display_name (first));
}

/**
 * vf_explain_authorities_health:
 * @inventory: what everything is
 *
 * Returns: (transfer full): how many authorities there are, and for how many their time or their strength is over
 */
char *
vf_explain_authorities_health (VfInventory *inventory)
{
  g_autoptr (GPtrArray) authorities = vf_choice_list_authorities (inventory);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_old = 0;
  guint n_weak = 0;

  for (guint i = 0; i < authorities->len; i++)
    {
      const VfCertificate *certificate = vf_item_get_certificate (g_ptr_array_index (authorities, i));

      n_old += !vf_certificate_is_valid_at (certificate, vf_inventory_get_now (inventory));
      n_weak += vf_certificate_is_weak (certificate);
    }
  g_string_printf (text, ngettext ("%u authority.", "%u authorities.", authorities->len), authorities->len);
  if (n_old > 0)
    /* Translators: comes after "84 authorities." */
    g_string_append_printf (text, ngettext (" %u is not valid today.", " %u are not valid today.", n_old), n_old);
  if (n_weak > 0)
    /* Translators: comes after "84 authorities." */
    g_string_append_printf (text, ngettext (" %u is too weak for this computer.", " %u are too weak for this computer.",
                                            n_weak), n_weak);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * vf_explain_chosen_authorities:
 * @inventory: what everything is
 * @choice: what is used of it
 *
 * Returns: (transfer full) (nullable): how many of the authorities are used; %NULL if all are
 */
char *
vf_explain_chosen_authorities (VfInventory *inventory, const VfChoice *choice)
{
  g_autoptr (GPtrArray) authorities = vf_choice_list_authorities (inventory);
  guint used = 0;

  for (guint i = 0; i < authorities->len; i++)
    used += vf_choice_uses_authority (choice, vf_item_get_certificate (g_ptr_array_index (authorities, i)));
  if (used == authorities->len)
    return NULL;
  if (used == 0)
    return g_strdup (_ ("None is used, so nobody can vouch for the server."));
  return g_strdup_printf (ngettext ("%u of %u is used; the others are left out.",
                                    "%u of %u are used; the others are left out.", used), used, authorities->len);
}

static const char *
role_title (VfRole role)
{
  switch (role)
    {
    case VF_ROLE_ROOT:
      return _ ("Authority");
    case VF_ROLE_INTERMEDIATE:
      return _ ("Intermediate authority");
    case VF_ROLE_CLIENT:
      return _ ("Client certificate");
    case VF_ROLE_SERVER:
      return _ ("Certificate of a server");
    case VF_ROLE_OTHER:
      break;
    }
  return _ ("Certificate");
}

static char *
explain_certificate (const VfItem *item)
{
  const VfCertificate *certificate = vf_item_get_certificate (item);
  g_autofree char *until = vf_explain_date (vf_certificate_get_not_after (certificate));

  /* Translators: what kind of certificate, its name, a date */
  return g_strdup_printf (_ ("%s “%s”, valid until %s"), role_title (vf_item_get_role (item)),
                          vf_certificate_get_display_name (certificate), until);
}

static char *
explain_key (const VfItem *item)
{
  if (vf_item_get_unlocked_by (item) == VF_UNLOCKED_BY_NOTHING)
    return g_strdup (_ ("Private key, locked with a passphrase"));
  if (vf_item_is_misplaced_key (item))
    /* Translators: name of the file with the certificate */
    return g_strdup_printf (_ ("Private key of %s, an authority or a server. It must not be given away, and it is not "
                               "used here."), vf_item_get_matches (item));
  if (vf_item_get_matches (item))
    /* Translators: name of the file with the certificate */
    return g_strdup_printf (_ ("Private key of %s"), vf_item_get_matches (item));
  return g_strdup (_ ("Private key; the certificate that it belongs to is not here"));
}

static const char *
explain_skipped (VfSkipReason reason)
{
  switch (reason)
    {
    case VF_SKIP_UNSAFE_NAME:
      return _ ("Not opened: its name leads out of the archive");
    case VF_SKIP_LINK:
      return _ ("Not opened: it is only a link");
    case VF_SKIP_SPECIAL:
      return _ ("Not opened: it is not a file");
    case VF_SKIP_TOO_LARGE:
      return _ ("Not opened: it is too large for a certificate");
    case VF_SKIP_ENCRYPTED:
      return _ ("Not opened: the archive has a password");
    case VF_SKIP_WRONG_PASSWORD:
      return _ ("Not opened: the password is not that of the archive");
    case VF_SKIP_UNSUPPORTED_ENCRYPTION:
      return _ ("Not opened: encrypted 7z and RAR archives are not supported; unpack it first");
    case VF_SKIP_DAMAGED:
      return _ ("Not opened: it is damaged");
    case VF_SKIP_SYSTEM_FILE:
      return _ ("Not opened: the system that packed the archive put it there");
    case VF_SKIP_TOO_DEEP:
      return _ ("Not opened: too many archives in archives");
    case VF_SKIP_NONE:
      break;
    }
  return _ ("Not opened");
}

/**
 * vf_explain_looks_like:
 * @looks_like: one of vf_looks_like_words
 *
 * Returns: (nullable): what such a file is, in one line
 */
const char *
vf_explain_looks_like (const char *looks_like)
{
  static const struct
  {
    const char *looks_like;
    const char *text;
  } rows[] = {
    { "text", N_ ("Text without a certificate") },
    { "html", N_ ("A web page, not a certificate; download the file again") },
    { "redirect", N_ ("A web page that leads to another, not a certificate; download the file again") },
    { "error-answer", N_ ("The error message of a server, not a certificate; download the file again") },
    { "empty", N_ ("An empty file; the download was probably interrupted") },
    { "placeholder", N_ ("A placeholder: it says where a certificate should be put") },
    { "description", N_ ("A description of a certificate, without the certificate") },
    { "script", N_ ("A script; it is not needed and is never run") },
    { "public-key", N_ ("A public key; it is in the certificate already and not needed") },
    { "openssh-key", N_ ("A private key for SSH; PostgreSQL needs the key that came with the client certificate") },
    { "ssh-public-key", N_ ("A public key for SSH; databases do not use it") },
    { "certificate-request", N_ ("A request for a certificate; whoever signs it gives you the certificate") },
    { "parameters", N_ ("Parameters of a key, without the key; they are not needed") },
    { "pgp", N_ ("A key or message of PGP; databases do not use it") },
    { "pem", N_ ("A PEM block of another kind; it is not needed") },
    { "damaged", N_ ("Damaged: nothing in it can be read") },
    { "pdf", N_ ("A PDF document; it is not needed") },
    { "image", N_ ("A picture; it is not needed") },
    { "program", N_ ("A program; it is not needed and is never run") },
    { "office", N_ ("An office document; it is not needed") },
    { "database", N_ ("Data of a database; it is not needed") },
    { "data", N_ ("Data of an unknown kind; it is not needed") },
    { "bks", N_ ("A key store of Bouncy Castle, which is not read here; convert it to PKCS#12") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].looks_like, looks_like) == 0)
      return _ (rows[i].text);
  return NULL;
}

static char *
explain_secrets (const VfItem *item)
{
  guint n = vf_item_get_n_secrets (item);

  /* Translators: number of secret keys; it is put behind "… key store with 3 entries" */
  return n == 0 ? g_strdup ("")
                : g_strdup_printf (ngettext ("; %u secret key is not used", "; %u secret keys are not used", n), n);
}

static char *
explain_store (const VfItem *item)
{
  const char *format = format_title (vf_item_get_format (item));
  guint n = vf_item_get_n_entries (item);
  g_autofree char *secrets = explain_secrets (item);

  if (vf_item_is_locked (item))
    /* Translators: name of a format, such as PKCS#12 */
    return g_strdup_printf (_ ("%s key store, locked with a passphrase"), format);
  /* Translators: name of a format, number of entries, perhaps a remark that begins with a semicolon */
  return g_strdup_printf (ngettext ("%s key store with %u entry%s", "%s key store with %u entries%s", n), format, n,
                          secrets);
}

/**
 * vf_explain_item:
 * @item: a thing in a bundle
 *
 * Returns: (transfer full): what it is, in one line
 */
char *
vf_explain_item (const VfItem *item)
{
  switch (vf_item_get_kind (item))
    {
    case VF_KIND_CERTIFICATE:
      return explain_certificate (item);
    case VF_KIND_PRIVATE_KEY:
      return explain_key (item);
    case VF_KIND_CRL:
      return g_strdup (_ ("List of revoked certificates"));
    case VF_KIND_KEY_STORE:
      return explain_store (item);
    case VF_KIND_KEY_PASSPHRASE:
      return g_strdup (_ ("GaussDB’s record of the key’s passphrase"));
    case VF_KIND_SKIPPED:
      return g_strdup (explain_skipped (vf_item_get_skip_reason (item)));
    case VF_KIND_UNKNOWN:
      break;
    }
  return g_strdup (vf_explain_looks_like (vf_item_get_looks_like (item)));
}
