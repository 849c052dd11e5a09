#include "config.h"

#include "import/choice.h"

#include "import/inventory-private.h"

struct _VfChoice
{
  GHashTable *left_out; /* fingerprints of authorities */
  gboolean no_client;
  char *client;         /* fingerprint; NULL: the best there is */
  char *user;           /* as whom the person logs in; NULL: not known */
};

static VfChoice *
choice_copy (const VfChoice *choice)
{
  VfChoice *copy = g_atomic_rc_box_new0 (VfChoice);
  GHashTableIter iter;
  gpointer sha256;

  copy->left_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!choice)
    return copy;
  copy->no_client = choice->no_client;
  copy->client = g_strdup (choice->client);
  copy->user = g_strdup (choice->user);
  g_hash_table_iter_init (&iter, choice->left_out);
  while (g_hash_table_iter_next (&iter, &sha256, NULL))
    g_hash_table_add (copy->left_out, g_strdup (sha256));
  return copy;
}

/**
 * vf_choice_new:
 *
 * Returns: (transfer full): the choice that nobody has made yet
 */
VfChoice *
vf_choice_new (void)
{
  return choice_copy (NULL);
}

VfChoice *
vf_choice_ref (VfChoice *choice)
{
  return g_atomic_rc_box_acquire (choice);
}

static void
choice_clear (gpointer data)
{
  VfChoice *choice = data;

  g_hash_table_unref (choice->left_out);
  g_free (choice->client);
  g_free (choice->user);
}

void
vf_choice_unref (VfChoice *choice)
{
  g_atomic_rc_box_release_full (choice, choice_clear);
}

/**
 * vf_choice_with_authority:
 * @choice: a choice
 * @authority: one of the authorities
 * @used: whether it may vouch for the server
 *
 * Returns: (transfer full): the changed choice
 */
VfChoice *
vf_choice_with_authority (VfChoice *choice, const VfCertificate *authority, gboolean used)
{
  VfChoice *changed = choice_copy (choice);

  if (used)
    g_hash_table_remove (changed->left_out, vf_certificate_get_sha256 (authority));
  else
    g_hash_table_add (changed->left_out, g_strdup (vf_certificate_get_sha256 (authority)));
  return changed;
}

/**
 * vf_choice_with_all_authorities:
 *
 * Returns: (transfer full): the choice with everything put back that was left out
 */
VfChoice *
vf_choice_with_all_authorities (VfChoice *choice)
{
  VfChoice *changed = choice_copy (choice);

  g_hash_table_remove_all (changed->left_out);
  return changed;
}

/**
 * vf_choice_with_client:
 * @choice: a choice
 * @client: (nullable): a client certificate; %NULL uses none
 *
 * Returns: (transfer full): the changed choice
 */
VfChoice *
vf_choice_with_client (VfChoice *choice, const VfCertificate *client)
{
  VfChoice *changed = choice_copy (choice);

  g_free (changed->client);
  changed->client = client ? g_strdup (vf_certificate_get_sha256 (client)) : NULL;
  changed->no_client = client == NULL;
  return changed;
}

/**
 * vf_choice_with_user:
 * @choice: a choice
 * @user: (nullable): as whom the person logs in
 *
 * A server that logs in by certificate wants one whose name is the user's.
 *
 * Returns: (transfer full): the changed choice
 */
VfChoice *
vf_choice_with_user (VfChoice *choice, const char *user)
{
  VfChoice *changed = choice_copy (choice);

  g_free (changed->user);
  changed->user = g_strdup (user);
  return changed;
}

/**
 * vf_choice_uses_authority:
 *
 * Returns: whether @authority has not been left out; those that the choice does not know are used
 */
gboolean
vf_choice_uses_authority (const VfChoice *choice, const VfCertificate *authority)
{
  return !g_hash_table_contains (choice->left_out, vf_certificate_get_sha256 (authority));
}

/**
 * vf_choice_suggest_client:
 * @choice: a choice
 * @inventory: what there is
 * @is_users: (out) (optional): whether it is suggested because its name is the user's
 *
 * Returns: (nullable) (transfer none): the client certificate that is used unless another is chosen
 */
VfItem *
vf_choice_suggest_client (const VfChoice *choice, VfInventory *inventory, gboolean *is_users)
{
  g_autoptr (GPtrArray) clients = vf_choice_list_clients (inventory);
  gint64 now = vf_inventory_get_now (inventory);

  for (guint i = 0; choice->user && i < clients->len; i++)
    {
      VfItem *item = g_ptr_array_index (clients, i);

      if (vf_certificate_is_valid_at (item->certificate, now)
          && g_strcmp0 (vf_certificate_get_common_name (item->certificate), choice->user) == 0)
        {
          if (is_users)
            *is_users = TRUE;
          return item;
        }
    }
  if (is_users)
    *is_users = FALSE;
  return clients->len > 0 ? g_ptr_array_index (clients, 0) : NULL;
}

/**
 * vf_choice_get_client:
 * @choice: a choice
 * @inventory: what there is
 *
 * Returns: (nullable) (transfer none): the client certificate that was chosen, or the suggested one if none was chosen
 *   or the chosen one is not there any more
 */
VfItem *
vf_choice_get_client (const VfChoice *choice, VfInventory *inventory)
{
  g_autoptr (GPtrArray) clients = choice->no_client ? NULL : vf_choice_list_clients (inventory);

  if (!clients || clients->len == 0)
    return NULL;
  for (guint i = 0; choice->client && i < clients->len; i++)
    {
      VfItem *item = g_ptr_array_index (clients, i);

      if (g_str_equal (vf_certificate_get_sha256 (item->certificate), choice->client))
        return item;
    }
  return vf_choice_suggest_client (choice, inventory, NULL);
}

int
vf_item_compare_clients (const VfItem *first, const VfItem *second, gint64 now)
{
  gboolean first_is_valid = vf_certificate_is_valid_at (first->certificate, now);
  gint64 first_end = vf_certificate_get_not_after (first->certificate);
  gint64 second_end = vf_certificate_get_not_after (second->certificate);

  if (first_is_valid != vf_certificate_is_valid_at (second->certificate, now))
    return first_is_valid ? -1 : 1;
  return first_end > second_end ? -1 : first_end < second_end;
}

static int
compare_clients (gconstpointer a, gconstpointer b, gpointer now)
{
  return vf_item_compare_clients (*(const VfItem *const *) a, *(const VfItem *const *) b, *(gint64 *) now);
}

/**
 * vf_choice_list_clients:
 * @inventory: what there is
 *
 * Returns: (transfer container) (element-type VfItem): the client certificates whose key is there: those that are
 *   valid now come first, and of these the one that is valid longest; equal ones stand as in the bundle
 */
GPtrArray *
vf_choice_list_clients (VfInventory *inventory)
{
  GPtrArray *clients = g_ptr_array_new ();
  gint64 now = vf_inventory_get_now (inventory);

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      VfItem *item = vf_inventory_get_item (inventory, i);

      if (item->kind == VF_KIND_CERTIFICATE && item->role == VF_ROLE_CLIENT && item->match)
        g_ptr_array_add (clients, item);
    }
  g_ptr_array_sort_with_data (clients, compare_clients, &now);
  return clients;
}

/**
 * vf_choice_list_authorities:
 * @inventory: what there is
 *
 * Returns: (transfer container) (element-type VfItem): all that may vouch for a server, left out or not
 */
GPtrArray *
vf_choice_list_authorities (VfInventory *inventory)
{
  GPtrArray *authorities = g_ptr_array_new ();

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    if (vf_item_is_authority (vf_inventory_get_item (inventory, i)))
      g_ptr_array_add (authorities, vf_inventory_get_item (inventory, i));
  return authorities;
}
