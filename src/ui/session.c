#include "config.h"

#include "session-private.h"

G_DEFINE_FINAL_TYPE (VfSession, vf_session, G_TYPE_OBJECT)

static GParamSpec *properties[VF_SESSION_N_PROPS];
static guint import_failed_signal;

/**
 * vf_session_notify:
 * @property: of the enum in session-private.h
 */
void
vf_session_notify (VfSession *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * vf_session_import_failed:
 *
 * Tells the pages, which show it where files are dropped.
 */
void
vf_session_import_failed (VfSession *self, const GError *error)
{
  g_signal_emit (self, import_failed_signal, 0, error);
}

static void
vf_session_init (VfSession *self)
{
  self->choice = vf_choice_new ();
  self->mode = VF_SSL_MODE_VERIFY_FULL;
  self->remember = TRUE;
}

static void
vf_session_dispose (GObject *object)
{
  VfSession *self = VF_SESSION (object);

  vf_clear_cancellable (&self->importing);
  vf_clear_cancellable (&self->unlocking);
  vf_clear_cancellable (&self->looking);
  vf_clear_cancellable (&self->checking);
  g_clear_pointer (&self->inventory, vf_inventory_unref);
  g_clear_pointer (&self->choice, vf_choice_unref);
  g_clear_pointer (&self->credentials, vf_credentials_unref);
  g_clear_pointer (&self->key_passphrase, secret_value_unref);
  g_clear_pointer (&self->archive_password, secret_value_unref);
  g_clear_pointer (&self->target, vf_target_unref);
  g_clear_pointer (&self->password, secret_value_unref);
  g_clear_pointer (&self->connection, vf_connection_unref);
  g_clear_pointer (&self->basis, vf_connection_unref);
  g_clear_pointer (&self->saved, vf_connection_unref);
  vf_session_forget_fix (self);
  g_clear_pointer (&self->look, vf_report_unref);
  g_clear_pointer (&self->report, vf_report_unref);
  g_clear_pointer (&self->results, g_hash_table_unref);
  g_clear_pointer (&self->store, vf_store_unref);
  g_clear_pointer (&self->inserted, vf_inserted_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->import_path, g_free);
  g_clear_pointer (&self->import_files, g_ptr_array_unref);
  G_OBJECT_CLASS (vf_session_parent_class)->dispose (object);
}

static void
vf_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VfSession *self = VF_SESSION (object);

  switch (id)
    {
    case VF_SESSION_PROP_INVENTORY:
      g_value_set_pointer (value, self->inventory);
      break;
    case VF_SESSION_PROP_CREDENTIALS:
      g_value_set_pointer (value, self->credentials);
      break;
    case VF_SESSION_PROP_TARGET:
      g_value_set_pointer (value, self->target);
      break;
    case VF_SESSION_PROP_MODE:
      g_value_set_int (value, (int) self->mode);
      break;
    case VF_SESSION_PROP_LOOK:
      g_value_set_pointer (value, self->look);
      break;
    case VF_SESSION_PROP_REPORT:
      g_value_set_pointer (value, self->report);
      break;
    case VF_SESSION_PROP_IMPORTING:
      g_value_set_boolean (value, self->importing != NULL);
      break;
    case VF_SESSION_PROP_IMPORT_PATH:
      g_value_set_string (value, self->import_path);
      break;
    case VF_SESSION_PROP_UNLOCKING:
      g_value_set_boolean (value, self->unlocking != NULL);
      break;
    case VF_SESSION_PROP_LOOKING:
      g_value_set_boolean (value, self->looking != NULL);
      break;
    case VF_SESSION_PROP_CHECKING:
      g_value_set_boolean (value, self->checking != NULL);
      break;
    case VF_SESSION_PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case VF_SESSION_PROP_PASSWORD_STORED:
      g_value_set_boolean (value, self->password_stored);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vf_session_class_init (VfSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  static const struct { guint id; const char *name; } pointers[] = {
    { VF_SESSION_PROP_INVENTORY, "inventory" }, { VF_SESSION_PROP_CREDENTIALS, "credentials" },
    { VF_SESSION_PROP_TARGET, "target" }, { VF_SESSION_PROP_LOOK, "look" }, { VF_SESSION_PROP_REPORT, "report" },
  };
  static const struct { guint id; const char *name; } booleans[] = {
    { VF_SESSION_PROP_IMPORTING, "importing" }, { VF_SESSION_PROP_UNLOCKING, "unlocking" },
    { VF_SESSION_PROP_LOOKING, "looking" }, { VF_SESSION_PROP_CHECKING, "checking" },
    { VF_SESSION_PROP_PASSWORD_STORED, "password-stored" },
  };

  object_class->dispose = vf_session_dispose;
  object_class->get_property = vf_session_get_property;

  for (gsize i = 0; i < G_N_ELEMENTS (pointers); i++)
    properties[pointers[i].id] = g_param_spec_pointer (pointers[i].name, NULL, NULL, flags);
  for (gsize i = 0; i < G_N_ELEMENTS (booleans); i++)
    properties[booleans[i].id] = g_param_spec_boolean (booleans[i].name, NULL, NULL, FALSE, flags);
  properties[VF_SESSION_PROP_MODE] = g_param_spec_int ("mode", NULL, NULL, 0, VF_N_SSL_MODES - 1,
                                                       VF_SSL_MODE_VERIFY_FULL, flags);
  properties[VF_SESSION_PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[VF_SESSION_PROP_IMPORT_PATH] = g_param_spec_string ("import-path", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, VF_SESSION_N_PROPS, properties);

  import_failed_signal = g_signal_new ("import-failed", VF_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

/**
 * vf_session_new:
 * @store: where connections are kept
 *
 * Returns: (transfer full): a session without any values
 */
VfSession *
vf_session_new (VfStore *store)
{
  VfSession *self = g_object_new (VF_TYPE_SESSION, NULL);

  self->store = vf_store_ref (store);
  return self;
}

/**
 * vf_session_get_store:
 *
 * Returns: (transfer none): where connections are saved
 */
VfStore *
vf_session_get_store (VfSession *self)
{
  return self->store;
}

/**
 * vf_session_get_importing:
 *
 * Returns: whether files are being read
 */
gboolean
vf_session_get_importing (VfSession *self)
{
  return self->importing != NULL;
}

const char *
vf_session_get_import_path (VfSession *self)
{
  return self->import_path;
}

/**
 * vf_session_get_inventory:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): what was imported; %NULL before, without an archive, and for a saved connection
 */
VfInventory *
vf_session_get_inventory (VfSession *self)
{
  return self->inventory;
}

/**
 * vf_session_get_credentials:
 *
 * Returns: (transfer none): what is used of what was imported; empty if there is nothing
 */
VfCredentials *
vf_session_get_credentials (VfSession *self)
{
  return self->credentials;
}

/**
 * vf_session_get_system_authorities:
 *
 * Returns: whether the system's authorities are trusted instead of imported ones
 */
gboolean
vf_session_get_system_authorities (VfSession *self)
{
  return self->system_authorities;
}

/**
 * vf_session_get_target:
 *
 * Returns: (transfer none) (nullable): where to; %NULL before anything was typed
 */
VfTarget *
vf_session_get_target (VfSession *self)
{
  return self->target;
}

/**
 * vf_session_get_password:
 *
 * Returns: (transfer none) (nullable): what was typed, or came from the keyring
 */
SecretValue *
vf_session_get_password (VfSession *self)
{
  return self->password;
}

/**
 * vf_session_get_remember:
 *
 * Returns: whether the password goes to the keyring when the connection is saved
 */
gboolean
vf_session_get_remember (VfSession *self)
{
  return self->remember;
}

gboolean
vf_session_get_password_stored (VfSession *self)
{
  return self->password_stored;
}

/**
 * vf_session_get_look:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): what the last look at the server found, if nothing has changed since
 */
VfReport *
vf_session_get_look (VfSession *self)
{
  return self->look;
}

/**
 * vf_session_get_looking:
 *
 * Returns: whether the server is being looked at, without a login
 */
gboolean
vf_session_get_looking (VfSession *self)
{
  return self->looking != NULL;
}

/**
 * vf_session_get_mode:
 *
 * Returns: the mode that a check would ask for: chosen, or recommended until somebody chooses
 */
VfSslMode
vf_session_get_mode (VfSession *self)
{
  return self->mode;
}

gboolean
vf_session_get_mode_chosen (VfSession *self)
{
  return self->mode_chosen;
}

/**
 * vf_session_get_checking:
 *
 * Returns: whether a check runs
 */
gboolean
vf_session_get_checking (VfSession *self)
{
  return self->checking != NULL;
}

/**
 * vf_session_get_report:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): what the last check found, or has found so far
 */
VfReport *
vf_session_get_report (VfSession *self)
{
  return self->report;
}

/**
 * vf_session_get_name:
 *
 * Returns: (transfer none) (nullable): the name under which it is saved; %NULL as long as it is not
 */
const char *
vf_session_get_name (VfSession *self)
{
  return self->name;
}
