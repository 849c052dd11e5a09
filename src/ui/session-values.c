/* How the values of a session change, and what each change throws away. */

#include "config.h"

#include "session-private.h"

void
vf_session_drop_report (VfSession *self)
{
  vf_session_cancel_check (self);
  if (!self->report)
    return;
  g_clear_pointer (&self->report, vf_report_unref);
  vf_session_notify (self, VF_SESSION_PROP_REPORT);
}

/**
 * vf_session_drop_look:
 *
 * Throws away what the server has shown, and the report that builds on it; a look that runs is cancelled.
 */
void
vf_session_drop_look (VfSession *self)
{
  vf_session_cancel_look (self);
  g_clear_pointer (&self->connection, vf_connection_unref);
  if (self->look)
    {
      g_clear_pointer (&self->look, vf_report_unref);
      vf_session_notify (self, VF_SESSION_PROP_LOOK);
    }
  vf_session_drop_report (self);
}

static void
set_credentials (VfSession *self, VfCredentials *credentials)
{
  vf_credentials_ref (credentials);
  g_clear_pointer (&self->credentials, vf_credentials_unref);
  self->credentials = credentials;
  vf_session_drop_look (self);
  vf_session_notify (self, VF_SESSION_PROP_CREDENTIALS);
}

static void
set_inventory (VfSession *self, VfInventory *inventory)
{
  if (inventory == self->inventory)
    return;
  /* what would be opened is not there any more */
  vf_session_cancel_unlock (self);
  vf_session_forget_fix (self);
  if (inventory)
    vf_inventory_ref (inventory);
  g_clear_pointer (&self->inventory, vf_inventory_unref);
  self->inventory = inventory;
  vf_session_notify (self, VF_SESSION_PROP_INVENTORY);
}

/**
 * vf_session_set_secret:
 * @slot: (inout): what it holds is let go of, and wiped with its last reference
 * @value: (nullable): referenced
 */
void
vf_session_set_secret (SecretValue **slot, SecretValue *value)
{
  if (value)
    secret_value_ref (value);
  g_clear_pointer (slot, secret_value_unref);
  *slot = value;
}

static void
replace_mode (VfSession *self, VfSslMode mode)
{
  if (self->mode == mode)
    return;
  self->mode = mode;
  g_clear_pointer (&self->connection, vf_connection_unref);
  vf_session_drop_report (self);
  vf_session_notify (self, VF_SESSION_PROP_MODE);
}

static void
set_basis (VfSession *self, VfConnection *connection)
{
  vf_connection_ref (connection);
  g_clear_pointer (&self->basis, vf_connection_unref);
  self->basis = connection;
  g_clear_pointer (&self->connection, vf_connection_unref);
}

void
vf_session_take_connection (VfSession *self, VfConnection *connection)
{
  VfTarget *target = vf_connection_get_target (connection);

  set_basis (self, connection);
  self->system_authorities = vf_connection_get_system_authorities (connection);
  if (!self->target || !vf_target_equal (self->target, target))
    {
      vf_target_ref (target);
      g_clear_pointer (&self->target, vf_target_unref);
      self->target = target;
      vf_session_notify (self, VF_SESSION_PROP_TARGET);
    }
  set_credentials (self, vf_connection_get_credentials (connection));
  replace_mode (self, vf_connection_get_mode (connection));
}

static void
set_choice (VfSession *self, VfChoice *choice)
{
  vf_choice_ref (choice);
  g_clear_pointer (&self->choice, vf_choice_unref);
  self->choice = choice;
}

/**
 * vf_session_forget_choice:
 *
 * Goes back to what is suggested of the files that are there.
 */
void
vf_session_forget_choice (VfSession *self)
{
  g_autoptr (VfChoice) choice = vf_choice_new ();

  set_choice (self, choice);
}

/* Of several client certificates the one that has the user's name is suggested, once that name is known. */
void
vf_session_choose_for_user (VfSession *self)
{
  VfItem *before = self->inventory ? vf_choice_get_client (self->choice, self->inventory) : NULL;
  g_autoptr (VfChoice) choice
    = vf_choice_with_user (self->choice, self->target ? vf_target_get_user (self->target) : NULL);

  if (self->inventory && vf_choice_get_client (choice, self->inventory) != before)
    vf_session_set_choice (self, choice);
  else
    set_choice (self, choice);
}

/* The choice stays what it was: it names certificates, wherever they are. */
void
vf_session_install_inventory (VfSession *self, VfInventory *inventory)
{
  g_autoptr (VfCredentials) credentials = NULL;

  self->system_authorities = FALSE;
  set_inventory (self, inventory);
  vf_session_choose_for_user (self);
  credentials = vf_credentials_new_from_choice (inventory, self->choice);
  set_credentials (self, credentials);
}

/**
 * vf_session_get_choice:
 * @self: a session
 *
 * Returns: (transfer none): what the person has chosen of the inventory
 */
VfChoice *
vf_session_get_choice (VfSession *self)
{
  return self->choice;
}

/**
 * vf_session_set_choice:
 * @self: a session that has an inventory
 * @choice: what is used of it
 */
void
vf_session_set_choice (VfSession *self, VfChoice *choice)
{
  g_autoptr (VfCredentials) credentials = NULL;

  g_return_if_fail (self->inventory);
  vf_session_forget_fix (self);
  set_choice (self, choice);
  credentials = vf_credentials_new_from_choice (self->inventory, choice);
  set_credentials (self, credentials);
}

/**
 * vf_session_take_back:
 * @self: a session
 * @inventory: what there was before something was removed
 * @choice: what was chosen of it
 */
void
vf_session_take_back (VfSession *self, VfInventory *inventory, VfChoice *choice)
{
  vf_session_cancel_import (self);
  set_choice (self, choice);
  vf_session_install_inventory (self, inventory);
}

/**
 * vf_session_install_look:
 * @look: what the server has shown; its recommendation is followed unless somebody has chosen a mode; where it recommends
 *   none although it has seen the server, the mode is the strictest
 */
void
vf_session_install_look (VfSession *self, VfReport *look)
{
  VfSslMode mode = VF_SSL_MODE_VERIFY_FULL;

  vf_session_drop_report (self);
  vf_report_ref (look);
  g_clear_pointer (&self->look, vf_report_unref);
  self->look = look;
  if (!self->mode_chosen
      && (vf_report_get_recommended (look, &mode) || vf_report_get_would (look, VF_SSL_MODE_REQUIRE) == VF_WOULD_OK))
    replace_mode (self, mode);
  vf_session_notify (self, VF_SESSION_PROP_LOOK);
}

/**
 * vf_session_set_saved:
 * @name: (nullable): the name in the store; %NULL: what the session holds is not saved
 * @connection: (nullable): as it lies there
 */
void
vf_session_set_saved (VfSession *self, const char *name, VfConnection *connection)
{
  g_free (self->name);
  self->name = g_strdup (name);
  if (connection)
    vf_connection_ref (connection);
  g_clear_pointer (&self->saved, vf_connection_unref);
  self->saved = connection;
  vf_session_notify (self, VF_SESSION_PROP_NAME);
}

/**
 * vf_session_set_password_stored:
 * @stored: whether the keyring has the password of the session
 */
void
vf_session_set_password_stored (VfSession *self, gboolean stored)
{
  if (self->password_stored == stored)
    return;
  self->password_stored = stored;
  vf_session_notify (self, VF_SESSION_PROP_PASSWORD_STORED);
}

/**
 * vf_session_install_saved:
 * @password: (nullable): from the keyring
 * @key_passphrase: (nullable): from the keyring
 *
 * Everything that the session held before is thrown away.
 */
void
vf_session_install_saved (VfSession *self, const char *name, VfConnection *connection, SecretValue *password,
                          SecretValue *key_passphrase)
{
  vf_session_reset (self);
  vf_session_take_connection (self, connection);
  self->mode_chosen = TRUE;
  /* the very object that lies in the store, so that its checks are noted there; one of the same values was made for
   * those who were told of them */
  g_clear_pointer (&self->connection, vf_connection_unref);
  self->connection = vf_connection_ref (connection);
  vf_session_set_secret (&self->password, password);
  vf_session_set_secret (&self->key_passphrase, key_passphrase);
  vf_session_set_password_stored (self, password != NULL);
  vf_session_set_saved (self, name, connection);
}

/**
 * vf_session_reset:
 * @self: a session
 *
 * Stops what runs and forgets all values, secrets included.
 */
void
vf_session_reset (VfSession *self)
{
  vf_session_cancel_import (self);
  vf_session_forget_fix (self);
  vf_session_drop_look (self);
  g_clear_pointer (&self->basis, vf_connection_unref);
  g_clear_pointer (&self->credentials, vf_credentials_unref);
  g_clear_pointer (&self->target, vf_target_unref);
  vf_session_set_secret (&self->password, NULL);
  vf_session_set_secret (&self->key_passphrase, NULL);
  vf_session_set_secret (&self->archive_password, NULL);
  self->system_authorities = FALSE;
  self->saved_provider = NULL;
  self->remember = TRUE;
  self->mode_chosen = FALSE;
  replace_mode (self, VF_SSL_MODE_VERIFY_FULL);
  set_inventory (self, NULL);
  vf_session_forget_choice (self);
  vf_session_set_password_stored (self, FALSE);
  vf_session_set_saved (self, NULL, NULL);
  vf_session_notify (self, VF_SESSION_PROP_CREDENTIALS);
  vf_session_notify (self, VF_SESSION_PROP_TARGET);
}

/**
 * vf_session_use_no_archive:
 * @self: a session
 *
 * Goes on without files: the system's public authorities vouch, or nobody does in Require.
 */
void
vf_session_use_no_archive (VfSession *self)
{
  g_autoptr (VfCredentials) none = vf_credentials_new_empty ();

  vf_session_cancel_import (self);
  vf_session_forget_fix (self);
  self->system_authorities = TRUE;
  set_inventory (self, NULL);
  vf_session_forget_choice (self);
  set_credentials (self, none);
}

/**
 * vf_session_set_mode:
 * @mode: chosen by a person, so no recommendation changes it any more
 */
void
vf_session_set_mode (VfSession *self, VfSslMode mode)
{
  if (self->mode != mode)
    vf_session_forget_fix (self);
  self->mode_chosen = TRUE;
  replace_mode (self, mode);
}

/**
 * vf_session_set_option:
 * @self: a session
 * @keyword: a libpq keyword that the connection has no word of its own for
 * @value: (nullable): its value; %NULL takes it away
 * @error: #VF_ERROR
 *
 * Returns: whether the connection has the option now
 */
gboolean
vf_session_set_option (VfSession *self, const char *keyword, const char *value, GError **error)
{
  g_autoptr (VfConnection) changed = NULL;
  VfConnection *connection = vf_session_get_connection (self);

  if (!connection && !self->basis)
    {
      g_autoptr (VfTarget) target = vf_target_new (NULL, NULL, 0, NULL, NULL);
      g_autoptr (VfCredentials) none = vf_credentials_new_empty ();

      self->basis = vf_connection_new (target, none, self->mode);
    }
  if (!connection)
    connection = self->basis;
  if (g_strcmp0 (vf_connection_get_option (connection, keyword), value) == 0)
    return TRUE;
  changed = vf_connection_with_option (connection, keyword, value, error);
  if (!changed)
    return FALSE;
  vf_session_forget_fix (self);
  set_basis (self, changed);
  vf_session_drop_look (self);
  return TRUE;
}

static VfConnection *
make_connection (VfSession *self)
{
  g_autoptr (VfConnection) bare = self->basis
    ? vf_connection_ref (self->basis) : vf_connection_new (self->target, self->credentials, self->mode);
  g_autoptr (VfConnection) to = vf_connection_with_target (bare, self->target);
  g_autoptr (VfConnection) with = vf_connection_with_credentials (to, self->credentials);
  g_autoptr (VfConnection) how = vf_connection_with_mode (with, self->mode);

  return vf_connection_with_system_authorities (how, self->system_authorities);
}

/**
 * vf_session_get_connection:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the present values as a connection; %NULL while there is no server, or nothing
 *   was said about certificates
 */
VfConnection *
vf_session_get_connection (VfSession *self)
{
  if (!self->connection && self->target && self->credentials)
    {
      self->connection = make_connection (self);
      vf_connection_ref (self->connection);
      g_clear_pointer (&self->basis, vf_connection_unref);
      self->basis = self->connection;
    }
  return self->connection;
}
