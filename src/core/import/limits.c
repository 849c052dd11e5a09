#include "config.h"

#include "import/limits.h"

#define MEBIBYTE (1024u * 1024u)

/* A cloud's archive is kilobytes.  These are far above every one that is known, and far below what hurts. */
const VfLimits vf_limits_default = {
  .max_entries = 20000,
  .max_entry_bytes = 64 * MEBIBYTE,
  .max_total_bytes = 256 * MEBIBYTE,
  .max_nesting = 3,
  .max_ratio = 200,
  .ratio_floor_bytes = 8 * MEBIBYTE,
};
