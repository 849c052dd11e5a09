#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VfLimits:
 * @max_entries: entries of all archives together
 * @max_name_bytes: the name of one entry; what is longer loses its beginning
 * @max_entry_bytes: one unpacked entry
 * @max_total_bytes: all unpacked entries together
 * @max_found: certificates, keys and everything else that is told of all entries together
 * @max_found_bytes: certificates and revocation lists of all entries together, in DER
 * @max_nesting: how deep an archive may lie in an archive (0: not at all)
 * @max_ratio: unpacked bytes for one packed byte, judged once an archive has given @ratio_floor_bytes
 * @ratio_floor_bytes: below this much output no ratio is judged
 *
 * Bounds for untrusted input.
 */
typedef struct
{
  guint max_entries;
  gsize max_name_bytes;
  gsize max_entry_bytes;
  gsize max_total_bytes;
  guint max_found;
  gsize max_found_bytes;
  guint max_nesting;
  guint max_ratio;
  gsize ratio_floor_bytes;
} VfLimits;

extern const VfLimits vf_limits_default;

G_END_DECLS
