#include "config.h"

#include "check/explain.h"

#include <glib/gi18n.h>

static char *
list_formats (guint formats, guint *n)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();

  for (guint i = VF_FORMAT_NONE + 1; i <= VF_FORMAT_GAUSSDB_CM; i++)
    if (formats & (1u << i))
      g_ptr_array_add (titles, (gpointer) (guintptr) vf_explain_format ((VfFormat) i));
  *n = titles->len;
  g_ptr_array_add (titles, NULL);
  /* Translators: stands between the parts of a list */
  return g_strjoinv (_(", "), (char **) titles->pdata);
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
 * @choice: what is known of the person
 *
 * Returns: (transfer full) (nullable): why one of several client certificates is used unless another is chosen;
 *   %NULL if there is nothing to choose
 */
char *
vf_explain_client_reason (VfInventory *inventory, const VfChoice *choice)
{
  g_autoptr (GPtrArray) clients = vf_choice_list_clients (inventory);
  gint64 now = vf_inventory_get_now (inventory);
  const VfCertificate *first;
  const VfCertificate *second;
  const VfItem *suggested;
  gboolean is_users;

  if (clients->len < 2)
    return NULL;
  suggested = vf_choice_suggest_client (choice, inventory, &is_users);
  if (is_users)
    /* Translators: name of a client certificate, which is that of the database user */
    return g_strdup_printf (_ ("“%s” is suggested because it has the name of the database user."),
                            vf_certificate_get_display_name (vf_item_get_certificate (suggested)));
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
