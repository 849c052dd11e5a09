#pragma once

#include <archive.h>
#include <libsecret/secret.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * VfArchiveFormat:
 *
 * One kind of archive or compression, known by its first bytes.
 */
typedef struct _VfArchiveFormat VfArchiveFormat;

const VfArchiveFormat *vf_archive_format_of      (const guint8          *bytes,
                                                  gsize                  length);
struct archive        *vf_archive_format_open    (const VfArchiveFormat *format,
                                                  const guint8          *bytes,
                                                  gsize                  length,
                                             SecretValue          **passwords,
                                             guint                  n_passwords);
gboolean               vf_archive_format_is_zip  (const VfArchiveFormat *format);

G_END_DECLS
