#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sets a %G_IO_ERROR from errno that names @path, and returns %FALSE. */
gboolean vf_durable_fail           (GError    **error,
                                    const char *path);
/* Writes a file (0600) that must not exist yet, down to the disk. */
gboolean vf_durable_write_new      (const char *path,
                                    const char *bytes,
                                    gsize       length,
                                    GError    **error);
/* Puts a whole file (0600) in place of the old one: afterwards there is the one or the other, also after a crash. */
gboolean vf_durable_replace        (const char *path,
                                    GBytes     *bytes,
                                    GError    **error);
/* The same for a file that is not ours alone: with its own mode, and its owner if the system lets us. */
gboolean vf_durable_replace_with_mode (const char *path,
                                       GBytes     *bytes,
                                       guint       mode,
                                       GError    **error);
gboolean vf_durable_rename         (const char *from,
                                    const char *to,
                                    GError    **error);
gboolean vf_durable_sync_directory (const char *path,
                                    GError    **error);

G_END_DECLS
