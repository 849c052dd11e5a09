#include "config.h"

#include "import/limits.h"

#define MEBIBYTE (1024u * 1024u)

/* A cloud's archive is kilobytes.  These are far above every one that is known, and keep the memory that any input
 * takes below 256 MiB (tests/cli/test_bounds.py).  The total counts an archive and what is unpacked from it, so 32 MiB
 * that somebody zipped without compression fit. */
const VfLimits vf_limits_default = {
  .max_entries = 10000,
  .max_name_bytes = 512,
  .max_entry_bytes = 16 * MEBIBYTE,
  .max_total_bytes = 72 * MEBIBYTE,
  .max_found = 10000,
  .max_found_bytes = 24 * MEBIBYTE,
  .max_nesting = 3,
  .max_ratio = 200,
  .ratio_floor_bytes = 8 * MEBIBYTE,
};
