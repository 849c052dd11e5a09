#include "fuzz.h"
#include "laws.h"

/* Any single file is something, and what is written from it is read back as the same. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (VfBundleBuilder) builder = vf_bundle_builder_new ();
  g_autoptr (VfBundle) bundle = NULL;

  vf_bundle_builder_add (builder, "input", bytes);
  bundle = vf_bundle_builder_end (builder);
  fuzz_assert_inventory (bundle, "secret");
  return 0;
}
