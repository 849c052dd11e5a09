#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "check/check.h"
#include "connection/connection.h"
#include "connection/paste.h"
#include "export/insertion.h"
#include "import/choice.h"
#include "import/inventory.h"
#include "store/store.h"

G_BEGIN_DECLS

#define VF_TYPE_SESSION (vf_session_get_type ())

/**
 * VfSession:
 *
 * The current values of one window, and the operations that take time. Everything here happens on the main thread;
 * workers get references to immutable values and hand a result back.
 *
 * Properties, all read-only and notified: `inventory`, `credentials`, `target`, `mode`, `look`, `report`,
 * `importing`, `unlocking`, `looking`, `checking`, `name`, `password-stored`, `import-path`. What lies to the right of a
 * changed value is thrown away: a new inventory forgets the credentials' choice, a new target forgets the look, a new
 * look forgets the report.
 */
G_DECLARE_FINAL_TYPE (VfSession, vf_session, VF, SESSION, GObject)

VfSession     *vf_session_new             (VfStore             *store);
void           vf_session_reset           (VfSession           *self);
VfStore       *vf_session_get_store       (VfSession           *self);

/* certificates.  @add: join what is there already.  Emits "import-failed" (GError) when nothing could be read. */
void           vf_session_import          (VfSession           *self,
                                           GFile              **files,
                                           guint                n_files,
                                           gboolean             add);
void           vf_session_cancel_import   (VfSession           *self);
gboolean       vf_session_get_importing   (VfSession           *self);
/* (nullable): the file or entry that is being read */
const char    *vf_session_get_import_path (VfSession           *self);
VfInventory   *vf_session_get_inventory   (VfSession           *self);
/* what is used of the inventory: survives adding files, and is thrown away with what is opened instead */
VfChoice      *vf_session_get_choice       (VfSession           *self);
void           vf_session_set_choice       (VfSession           *self,
                                            VfChoice            *choice);
/* takes away one of the things that were opened; runs as an import */
void           vf_session_remove_source    (VfSession           *self,
                                            guint                source);
/* undoes that */
void           vf_session_take_back        (VfSession           *self,
                                            VfInventory         *inventory,
                                            VfChoice            *choice);
/* an opened key stays open for the session; the passphrase is kept until it is saved or thrown away.
 * Takes as long as the key's key derivation wants, which the key itself says. */
void           vf_session_unlock_async    (VfSession           *self,
                                           SecretValue         *passphrase,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* reads everything again with the password of an archive; ends with vf_session_unlock_finish(), too */
void           vf_session_unlock_archive_async (VfSession           *self,
                                                SecretValue         *password,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean       vf_session_unlock_finish   (VfSession           *self,
                                           GAsyncResult        *result,
                                           GError             **error);
void           vf_session_cancel_unlock   (VfSession           *self);
gboolean       vf_session_get_unlocking   (VfSession           *self);
/* no archive: public authorities, or Require */
void           vf_session_use_no_archive  (VfSession           *self);
VfCredentials *vf_session_get_credentials (VfSession           *self);
gboolean       vf_session_get_system_authorities (VfSession    *self);
/* for a key of a saved connection, which is opened when it is used */
void           vf_session_set_key_passphrase (VfSession        *self,
                                              SecretValue      *passphrase);
/* (nullable) (transfer none) */
SecretValue   *vf_session_get_key_passphrase (VfSession        *self);

/* server */
void           vf_session_set_target      (VfSession           *self,
                                           VfTarget            *target);
VfTarget      *vf_session_get_target      (VfSession           *self);
/* (nullable): whose server that is, by its name or by what was imported */
const VfProvider *vf_session_get_provider (VfSession           *self);
void           vf_session_set_password    (VfSession           *self,
                                           SecretValue         *password);
SecretValue   *vf_session_get_password    (VfSession           *self);
void           vf_session_set_remember    (VfSession           *self,
                                           gboolean             remember);
gboolean       vf_session_get_remember    (VfSession           *self);
void           vf_session_take_paste      (VfSession           *self,
                                           VfPaste             *paste);

/* security */
void           vf_session_look            (VfSession           *self);
void           vf_session_cancel_look     (VfSession           *self);
gboolean       vf_session_get_looking     (VfSession           *self);
VfReport      *vf_session_get_look        (VfSession           *self);
void           vf_session_set_mode        (VfSession           *self,
                                           VfSslMode            mode);
VfSslMode      vf_session_get_mode        (VfSession           *self);
/* vf_session_set_mode() was called, or the mode came with a saved connection; otherwise the mode follows what a look
 * recommends, as soon as it is there */
gboolean       vf_session_get_mode_chosen (VfSession           *self);
/* a further libpq keyword (ssl_min_protocol_version, channel_binding, …); NULL takes it away.  Throws the look away. */
gboolean       vf_session_set_option      (VfSession           *self,
                                           const char          *keyword,
                                           const char          *value,
                                           GError             **error);
VfConnection  *vf_session_get_connection  (VfSession           *self);

/* check: `report` is notified at every step; `checking` falls when it is over */
void           vf_session_check           (VfSession           *self);
void           vf_session_cancel_check    (VfSession           *self);
gboolean       vf_session_get_checking    (VfSession           *self);
VfReport      *vf_session_get_report      (VfSession           *self);
gboolean       vf_session_apply_fix       (VfSession           *self,
                                           VfFix               *fix,
                                           GError             **error);
/* everything as before the last fix; FALSE if something else was changed since */
gboolean       vf_session_undo_fix        (VfSession           *self);

/* keep: saves under the name and puts the password into the keyring; the store is written first, and the keyring
 * never gates it */
void           vf_session_save_async      (VfSession           *self,
                                           const char          *name,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* @keyring_finding: (out) (optional) (nullable) (transfer full): what the keyring did not keep, and why */
gboolean       vf_session_save_finish     (VfSession           *self,
                                           GAsyncResult        *result,
                                           VfFinding          **keyring_finding,
                                           GError             **error);
/* @inserted: (transfer full): what was put into a file of the person's own last, and can be taken back.  It outlives a
 * reset, as the toast does that offers the way back. */
void           vf_session_set_inserted    (VfSession           *self,
                                           VfInserted          *inserted);
/* (transfer full) (nullable) */
VfInserted    *vf_session_take_inserted   (VfSession           *self);
/* the password of the saved connection is in the keyring */
gboolean       vf_session_get_password_stored (VfSession       *self);
/* tries the keyring once more for a connection that is saved already */
void           vf_session_store_password_async (VfSession           *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
/* @keyring_finding: as vf_session_save_finish(); FALSE only if cancelled */
gboolean       vf_session_store_password_finish (VfSession      *self,
                                                 GAsyncResult   *result,
                                                 VfFinding     **keyring_finding,
                                                 GError        **error);
const char    *vf_session_get_name        (VfSession           *self);
/* a saved connection becomes the current values, with its secrets from the keyring if it answers */
void           vf_session_open_async      (VfSession           *self,
                                           const char          *name,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
gboolean       vf_session_open_finish     (VfSession           *self,
                                           GAsyncResult        *result,
                                           GError             **error);
/* FALSE: the keyring was asked, and stayed locked or did not answer */
gboolean       vf_session_open_met_keyring (GAsyncResult       *result);
/* for a keyring that has just been refused: it would ask again */
void           vf_session_open_without_keyring_async (VfSession           *self,
                                                      const char          *name,
                                                      GCancellable        *cancellable,
                                                      GAsyncReadyCallback  callback,
                                                      gpointer             user_data);
/* what a check elsewhere has found of a saved connection, until it is shown */
void           vf_session_keep_result     (VfSession           *self,
                                           const char          *name,
                                           VfReport            *report);
gboolean       vf_session_has_result      (VfSession           *self,
                                           const char          *name);
/* shows what was kept of the connection that was just opened; FALSE if there is nothing */
gboolean       vf_session_show_result     (VfSession           *self);

G_END_DECLS
