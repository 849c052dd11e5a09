#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "import/bundle.h"
#include "import/limits.h"

G_BEGIN_DECLS

/**
 * VfArchiveProgress:
 * @bytes_read: unpacked bytes so far
 * @path: the entry that is being read
 * @user_data: closure
 *
 * Called on the thread that reads, now and then.
 */
typedef void (*VfArchiveProgress) (guint64     bytes_read,
                                   const char *path,
                                   gpointer    user_data);

VfBundle *vf_archive_read_locked (GFile           **files,
                                  guint             n_files,
                                  SecretValue     **passwords,
                                  guint             n_passwords,
                                  const VfLimits   *limits,
                                  VfArchiveProgress progress,
                                  gpointer          user_data,
                                  GCancellable     *cancellable,
                                  GError          **error);
VfBundle *vf_archive_read_bytes (const char       *name,
                                 GBytes           *bytes,
                                 const VfLimits   *limits,
                                 GCancellable     *cancellable,
                                 GError          **error);

G_END_DECLS
