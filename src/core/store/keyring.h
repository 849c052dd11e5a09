#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "connection/target.h"

G_BEGIN_DECLS

/**
 * VfSecretKind:
 * @VF_SECRET_PASSWORD: the database user's password
 * @VF_SECRET_PASSPHRASE: the passphrase of the client key
 */
typedef enum
{
  VF_SECRET_PASSWORD,
  VF_SECRET_PASSPHRASE,
} VfSecretKind;

/* Schema io.github.verifull.Connection, attributes host port dbname user kind.  The service has 3 s to answer; a
 * prompt that a person is reading has no limit but the cancellable.
 * Errors: VF_ERROR_KEYRING_ABSENT, VF_ERROR_KEYRING_LOCKED, G_IO_ERROR_CANCELLED. */
void         vf_keyring_store_async   (VfTarget            *target,
                                       VfSecretKind         kind,
                                       SecretValue         *secret,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean     vf_keyring_store_finish  (GAsyncResult *result,
                                       GError      **error);
/* NULL without an error: nothing is stored */
void         vf_keyring_lookup_async  (VfTarget            *target,
                                       VfSecretKind         kind,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
SecretValue *vf_keyring_lookup_finish (GAsyncResult *result,
                                       GError      **error);
void         vf_keyring_clear_async   (VfTarget            *target,
                                       VfSecretKind         kind,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean     vf_keyring_clear_finish  (GAsyncResult *result,
                                       GError      **error);

/* the same, blocking, for the command line */
gboolean     vf_keyring_store         (VfTarget     *target,
                                       VfSecretKind  kind,
                                       SecretValue  *secret,
                                       GCancellable *cancellable,
                                       GError      **error);
SecretValue *vf_keyring_lookup        (VfTarget     *target,
                                       VfSecretKind  kind,
                                       GCancellable *cancellable,
                                       GError      **error);
gboolean     vf_keyring_clear         (VfTarget     *target,
                                       VfSecretKind  kind,
                                       GCancellable *cancellable,
                                       GError      **error);

G_END_DECLS
