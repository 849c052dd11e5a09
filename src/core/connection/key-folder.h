#pragma once

#include <glib.h>

#include "connection/connection.h"

G_BEGIN_DECLS

/**
 * VfKeyFolder:
 *
 * A private folder (0700, files 0600) with the credentials of a connection as strict PEM: for the time of a check
 * in memory, or for good in the store.
 */
typedef struct _VfKeyFolder VfKeyFolder;

/* Writes the files into @directory, which is made; no half-written folder stays behind an error.
 * @key_passphrase: (nullable): what the client key was opened with; the written key stays encrypted with it. */
gboolean          vf_key_folder_write     (const char     *directory,
                                           VfCredentials  *credentials,
                                           SecretValue    *key_passphrase,
                                           GError        **error);
/* the same files once more; @directory is made, and a file that is missing stays missing */
gboolean          vf_key_folder_copy      (VfKeyFolder    *folder,
                                           const char     *directory,
                                           GError        **error);
void              vf_key_folder_delete    (const char     *directory);
/* the files of a folder that was written */
VfKeyFolder      *vf_key_folder_open      (const char     *directory);
/* a new one in memory, gone when it is freed */
VfKeyFolder      *vf_key_folder_new_temporary (VfCredentials *credentials,
                                               SecretValue   *key_passphrase,
                                               GError       **error);
const VfKeyFiles *vf_key_folder_get_files (const VfKeyFolder *folder);
void              vf_key_folder_free      (VfKeyFolder *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfKeyFolder, vf_key_folder_free)

G_END_DECLS
