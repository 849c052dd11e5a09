#include <sys/mman.h>
#include <unistd.h>

#include "error.h"
#include "fuzz.h"
#include "import/archive.h"
#include "laws.h"

/* small, so that every bound is met within few bytes */
static const VfLimits limits = {
  .max_entries = 64,
  .max_entry_bytes = 16 * 1024,
  .max_total_bytes = 64 * 1024,
  .max_nesting = 2,
  .max_ratio = 50,
  .ratio_floor_bytes = 8 * 1024,
};

static void
assert_bounds (const VfBundle *bundle)
{
  gsize total = 0;

  /* one entry more where an archive ends early, and one for each archive in it that does */
  g_assert_cmpuint (vf_bundle_get_n_entries (bundle), <=, 2 * limits.max_entries + 1);
  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    {
      gsize length = g_bytes_get_size (vf_bundle_get_bytes (bundle, i));

      fuzz_assert_text (vf_bundle_get_path (bundle, i));
      g_assert_cmpuint (length, <=, limits.max_entry_bytes);
      g_assert_true (length == 0 || vf_bundle_get_skip_reason (bundle, i) == VF_SKIP_NONE);
      total += length;
    }
  g_assert_cmpuint (total, <=, limits.max_total_bytes);
}

static gboolean
is_locked (const VfBundle *bundle)
{
  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    if (vf_bundle_get_skip_reason (bundle, i) == VF_SKIP_ENCRYPTED)
      return TRUE;
  return FALSE;
}

/* A password is only taken for files, so here is one that lies in memory. */
static void
assert_unlocked (const uint8_t *data, size_t size)
{
  int fd = memfd_create ("input", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (SecretValue) password = secret_value_new ("secret", -1, "text/plain");
  g_autoptr (VfBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (write (fd, data, size), ==, size);
  bundle = vf_archive_read_locked (&file, 1, &password, 1, &limits, NULL, NULL, NULL, &error);
  g_assert_true ((bundle != NULL) != (error != NULL));
  if (bundle)
    {
      assert_bounds (bundle);
      fuzz_assert_inventory (bundle, NULL);
    }
  close (fd);
}

/* Any archive is read within the bounds, with its password and without. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (VfBundle) bundle = vf_archive_read_bytes ("input", bytes, &limits, NULL, &error);

  g_assert_true ((bundle != NULL) != (error != NULL));
  if (bundle)
    {
      assert_bounds (bundle);
      fuzz_assert_inventory (bundle, NULL);
      if (is_locked (bundle))
        assert_unlocked (data, size);
    }
  else
    {
      g_assert_cmpuint (error->domain, ==, VF_ERROR);
      fuzz_assert_text (error->message);
    }
  return 0;
}
