#pragma once

#include "session.h"

G_BEGIN_DECLS

struct _VfSession
{
  GObject parent_instance;

  VfStore *store;

  VfInventory *inventory;
  VfChoice *choice;
  VfCredentials *credentials;
  SecretValue *key_passphrase;
  SecretValue *archive_password;
  gboolean system_authorities;

  VfTarget *target;
  SecretValue *password;
  gboolean remember;
  gboolean password_stored;

  VfSslMode mode;
  gboolean mode_chosen;
  /* made from the values above when it is asked for; @basis is the last one, whose options live on */
  VfConnection *connection;
  VfConnection *basis;

  VfReport *look;
  VfReport *report;
  /* (element-type utf8 VfReport) (nullable): of saved connections that were checked from the start page */
  GHashTable *results;

  /* what a fix was applied to, until a value is changed by other means */
  VfConnection *unfixed;
  SecretValue *unfixed_password;
  gboolean unfixed_mode_chosen;

  VfInserted *inserted;

  /* (nullable): whose archive the saved connection was made with */
  const VfProvider *saved_provider;

  char *name;
  /* what lies in the store under @name: only its checks are noted there */
  VfConnection *saved;

  /* each runs at most once; what does not carry the present cancellable is a run that was replaced */
  GCancellable *importing;
  GCancellable *unlocking;
  GCancellable *looking;
  GCancellable *checking;
  char *import_path;
  /* (element-type GFile): what is being read, and whether it joins what is there */
  GPtrArray *import_files;
  gboolean import_adds;
};

enum
{
  VF_SESSION_PROP_INVENTORY = 1,
  VF_SESSION_PROP_CREDENTIALS,
  VF_SESSION_PROP_TARGET,
  VF_SESSION_PROP_MODE,
  VF_SESSION_PROP_LOOK,
  VF_SESSION_PROP_REPORT,
  VF_SESSION_PROP_IMPORTING,
  VF_SESSION_PROP_IMPORT_PATH,
  VF_SESSION_PROP_UNLOCKING,
  VF_SESSION_PROP_LOOKING,
  VF_SESSION_PROP_CHECKING,
  VF_SESSION_PROP_NAME,
  VF_SESSION_PROP_PASSWORD_STORED,
  VF_SESSION_N_PROPS,
};

void vf_session_notify            (VfSession     *self,
                                   guint          property);
void vf_session_import_failed     (VfSession     *self,
                                   const GError  *error);
void vf_session_install_inventory (VfSession     *self,
                                   VfInventory   *inventory);
void vf_session_choose_for_user   (VfSession     *self);
void vf_session_forget_choice     (VfSession     *self);
void vf_session_install_saved     (VfSession     *self,
                                   const char    *name,
                                   VfConnection  *connection,
                                   SecretValue   *password,
                                   SecretValue   *key_passphrase);
void vf_session_install_look      (VfSession     *self,
                                   VfReport      *look);
void vf_session_set_saved         (VfSession     *self,
                                   const char    *name,
                                   VfConnection  *connection);
void vf_session_set_password_stored (VfSession   *self,
                                     gboolean     stored);
/* what lies to the right of a value is thrown away */
void vf_session_drop_report       (VfSession     *self);
void vf_session_drop_look         (VfSession     *self);
/* takes every value of a connection that came from outside: a fix, or the store */
void vf_session_take_connection   (VfSession     *self,
                                   VfConnection  *connection);
void vf_session_forget_fix        (VfSession     *self);
void vf_session_set_secret        (SecretValue  **slot,
                                   SecretValue   *value);

/* a run that must not deliver any more */
#define vf_clear_cancellable(slot) \
  G_STMT_START \
  { \
    if (*(slot)) \
      g_cancellable_cancel (*(slot)); \
    g_clear_object (slot); \
  } \
  G_STMT_END

G_END_DECLS
