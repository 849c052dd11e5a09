#include "config.h"

#include "import/bundle.h"

#include "import/label.h"

#define NO_SOURCE G_MAXUINT

typedef struct
{
  char *name;
  GFile *file; /* (nullable) */
} Source;

typedef struct
{
  char *path;
  GBytes *bytes;
  VfSkipReason skip_reason;
  guint source; /* or NO_SOURCE */
} Entry;

struct _VfBundle
{
  GArray *sources;
  GArray *entries;
};

struct _VfBundleBuilder
{
  VfBundle *bundle;
  GHashTable *names; /* label → how many entries have it */
};

static void
source_clear (gpointer data)
{
  Source *source = data;

  g_free (source->name);
  g_clear_object (&source->file);
}

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->path);
  g_bytes_unref (entry->bytes);
}

static VfBundle *
bundle_new (void)
{
  VfBundle *bundle = g_atomic_rc_box_new0 (VfBundle);

  bundle->sources = g_array_new (FALSE, FALSE, sizeof (Source));
  g_array_set_clear_func (bundle->sources, source_clear);
  bundle->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (bundle->entries, entry_clear);
  return bundle;
}

static void
bundle_clear (gpointer data)
{
  VfBundle *bundle = data;

  g_array_unref (bundle->sources);
  g_array_unref (bundle->entries);
}

static void
add_entry (VfBundle *bundle, const char *path, GBytes *bytes, VfSkipReason skip_reason, guint source)
{
  Entry entry = {
    .path = vf_label_from_file_name (path),
    .bytes = bytes ? g_bytes_ref (bytes) : g_bytes_new (NULL, 0),
    .skip_reason = skip_reason,
    .source = source,
  };

  g_array_append_val (bundle->entries, entry);
}

static void
add_source (VfBundle *bundle, const char *name, GFile *file)
{
  Source source = { .name = vf_label_from_file_name (name), .file = file ? g_object_ref (file) : NULL };

  g_array_append_val (bundle->sources, source);
}

static const Source *
get_source (const VfBundle *bundle, guint index)
{
  return &g_array_index (bundle->sources, Source, index);
}

static guint
last_source (const VfBundle *bundle)
{
  return bundle->sources->len > 0 ? bundle->sources->len - 1 : NO_SOURCE;
}

/* An archive can hold two entries of one name: both are kept, the second with a number. */
static void
add_named (VfBundleBuilder *builder, const char *path, GBytes *bytes, VfSkipReason skip_reason)
{
  g_autofree char *label = vf_label_from_file_name (path);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (builder->names, label)) + 1;
  g_autofree char *numbered = n > 1 ? g_strdup_printf ("%s (%u)", label, n) : g_strdup (label);

  g_hash_table_insert (builder->names, g_steal_pointer (&label), GUINT_TO_POINTER (n));
  add_entry (builder->bundle, numbered, bytes, skip_reason, last_source (builder->bundle));
}

/**
 * vf_bundle_builder_new:
 *
 * Returns: (transfer full): a builder for one bundle
 */
VfBundleBuilder *
vf_bundle_builder_new (void)
{
  VfBundleBuilder *builder = g_new0 (VfBundleBuilder, 1);

  builder->bundle = bundle_new ();
  builder->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return builder;
}

/**
 * vf_bundle_builder_add_source:
 * @name: what was opened, as a person calls it: the name of the archive, folder or file
 * @file: (nullable): where it is, to be read again
 *
 * What is added from now on comes from there.
 */
void
vf_bundle_builder_add_source (VfBundleBuilder *builder, const char *name, GFile *file)
{
  add_source (builder->bundle, name, file);
}

/**
 * vf_bundle_builder_add:
 * @path: a label
 * @bytes: its content
 */
void
vf_bundle_builder_add (VfBundleBuilder *builder, const char *path, GBytes *bytes)
{
  add_named (builder, path, bytes, VF_SKIP_NONE);
}

/**
 * vf_bundle_builder_skip:
 * @path: a label
 * @reason: why it was not read
 */
void
vf_bundle_builder_skip (VfBundleBuilder *builder, const char *path, VfSkipReason reason)
{
  g_return_if_fail (reason != VF_SKIP_NONE);

  add_named (builder, path, NULL, reason);
}

/**
 * vf_bundle_builder_end:
 *
 * Returns: (transfer full): the bundle; the builder begins a new one
 */
VfBundle *
vf_bundle_builder_end (VfBundleBuilder *builder)
{
  VfBundle *bundle = builder->bundle;

  builder->bundle = bundle_new ();
  g_hash_table_remove_all (builder->names);
  return bundle;
}

void
vf_bundle_builder_free (VfBundleBuilder *builder)
{
  vf_bundle_unref (builder->bundle);
  g_hash_table_unref (builder->names);
  g_free (builder);
}

VfBundle *
vf_bundle_ref (VfBundle *bundle)
{
  return g_atomic_rc_box_acquire (bundle);
}

void
vf_bundle_unref (VfBundle *bundle)
{
  g_atomic_rc_box_release_full (bundle, bundle_clear);
}

/* @without: a source that is left out, or NO_SOURCE */
static void
append_all (VfBundle *bundle, const VfBundle *other, guint without)
{
  guint first = bundle->sources->len;

  for (guint i = 0; i < other->sources->len; i++)
    if (i != without)
      add_source (bundle, get_source (other, i)->name, get_source (other, i)->file);
  for (guint i = 0; i < other->entries->len; i++)
    {
      const Entry *entry = &g_array_index (other->entries, Entry, i);
      guint source = entry->source == NO_SOURCE ? NO_SOURCE : first + entry->source - (entry->source > without ? 1 : 0);

      if (without == NO_SOURCE || entry->source != without)
        add_entry (bundle, entry->path, entry->bytes, entry->skip_reason, source);
    }
}

/**
 * vf_bundle_join:
 *
 * Returns: (transfer full): a new bundle with the entries of both, those of @first first
 */
VfBundle *
vf_bundle_join (VfBundle *first, VfBundle *second)
{
  VfBundle *bundle = bundle_new ();

  append_all (bundle, first, NO_SOURCE);
  append_all (bundle, second, NO_SOURCE);
  return bundle;
}

/**
 * vf_bundle_without_source:
 * @bundle: a bundle
 * @index: one of the things that were opened
 *
 * Returns: (transfer full): a new bundle without it and what came from it
 */
VfBundle *
vf_bundle_without_source (const VfBundle *bundle, guint index)
{
  VfBundle *less = bundle_new ();

  g_return_val_if_fail (index < bundle->sources->len, less);
  append_all (less, bundle, index);
  return less;
}

guint
vf_bundle_get_n_sources (const VfBundle *bundle)
{
  return bundle->sources->len;
}

/**
 * vf_bundle_get_source:
 *
 * Returns: (transfer none): the name of one thing that was opened
 */
const char *
vf_bundle_get_source (const VfBundle *bundle, guint index)
{
  g_return_val_if_fail (index < bundle->sources->len, NULL);

  return get_source (bundle, index)->name;
}

/**
 * vf_bundle_list_files:
 *
 * Returns: (transfer full) (element-type GFile): where everything was read from, as far as it came from files
 */
GPtrArray *
vf_bundle_list_files (const VfBundle *bundle)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < bundle->sources->len; i++)
    if (get_source (bundle, i)->file)
      g_ptr_array_add (files, g_object_ref (get_source (bundle, i)->file));
  return files;
}

/**
 * vf_bundle_get_n_entries:
 *
 * Returns: how many named entries were read, those that were skipped included
 */
guint
vf_bundle_get_n_entries (const VfBundle *bundle)
{
  return bundle->entries->len;
}

static const Entry *
get_entry (const VfBundle *bundle, guint index)
{
  g_assert (index < bundle->entries->len);

  return &g_array_index (bundle->entries, Entry, index);
}

/**
 * vf_bundle_get_path:
 *
 * Returns: (transfer none): where the entry was found. Untrusted text
 */
const char *
vf_bundle_get_path (const VfBundle *bundle, guint index)
{
  return get_entry (bundle, index)->path;
}

/**
 * vf_bundle_count_entries_of:
 * @bundle: a bundle
 * @source: index of one of the things that were opened
 *
 * Returns: how many entries came from it
 */
guint
vf_bundle_count_entries_of (const VfBundle *bundle, guint source)
{
  guint n = 0;

  for (guint i = 0; i < bundle->entries->len; i++)
    n += get_entry (bundle, i)->source == source;
  return n;
}

/**
 * vf_bundle_get_bytes:
 *
 * Returns: (transfer none): the content; empty if the entry was skipped
 */
GBytes *
vf_bundle_get_bytes (const VfBundle *bundle, guint index)
{
  return get_entry (bundle, index)->bytes;
}

/**
 * vf_bundle_get_skip_reason:
 *
 * Returns: why the entry was not read; %VF_SKIP_NONE if it was
 */
VfSkipReason
vf_bundle_get_skip_reason (const VfBundle *bundle, guint index)
{
  return get_entry (bundle, index)->skip_reason;
}

/**
 * vf_skip_reason_to_string:
 *
 * Returns: the reason's name on the command line
 */
const char *
vf_skip_reason_to_string (VfSkipReason reason)
{
  static const char *const names[] = {
    [VF_SKIP_NONE] = "none",           [VF_SKIP_UNSAFE_NAME] = "unsafe-name", [VF_SKIP_LINK] = "link",
    [VF_SKIP_SPECIAL] = "special",     [VF_SKIP_TOO_LARGE] = "too-large",     [VF_SKIP_ENCRYPTED] = "encrypted",
    [VF_SKIP_DAMAGED] = "damaged",     [VF_SKIP_SYSTEM_FILE] = "system-file", [VF_SKIP_TOO_DEEP] = "too-deep",
    [VF_SKIP_WRONG_PASSWORD] = "wrong-password",
    [VF_SKIP_UNSUPPORTED_ENCRYPTION] = "unsupported-encryption",
  };

  g_return_val_if_fail ((guint) reason < G_N_ELEMENTS (names), NULL);

  return names[reason];
}
