#pragma once

#include "import/archive.h"

G_BEGIN_DECLS

/**
 * VfUnpacker:
 * @builder: where what is read goes
 * @limits: bounds
 * @progress: (nullable): told now and then
 * @user_data: for @progress
 * @cancellable: (nullable): looked at between any two reads
 * @passwords: (nullable) (array length=n_passwords): tried on what is encrypted
 * @n_passwords: how many
 * @source: what was opened, for messages
 * @n_entries: so far, of all that was opened
 * @total_bytes: so far, of all that was opened
 * @reported_bytes: @total_bytes when @progress was last told
 * @packed_bytes: of the file that is being read, whatever is packed in it; 0 where no ratio is judged
 * @unpacked_bytes: so far, of that file
 *
 * Unpacks files in memory and keeps the bounds over all of them.  Set the first eight, zero the rest.
 */
typedef struct
{
  VfBundleBuilder *builder;
  const VfLimits *limits;
  VfArchiveProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
  SecretValue **passwords;
  guint n_passwords;
  const char *source;
  guint n_entries;
  guint64 total_bytes;
  guint64 reported_bytes;
  guint64 packed_bytes;
  guint64 unpacked_bytes;
} VfUnpacker;

/* FALSE is an error; what is merely unreadable goes into the bundle with a reason. */
gboolean vf_unpacker_take         (VfUnpacker *unpacker,
                                   const char *path,
                                   GBytes     *bytes,
                                   GError    **error);
gboolean vf_unpacker_count_entry  (VfUnpacker *unpacker,
                                   GError    **error);
gboolean vf_unpacker_count_bytes  (VfUnpacker *unpacker,
                                   gsize       length,
                                   const char *path,
                                   GError    **error);
void     vf_unpacker_set_too_many (const VfUnpacker *unpacker,
                                   GError          **error);
gboolean vf_unpacker_is_system_file (const char *name);

G_END_DECLS
