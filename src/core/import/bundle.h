#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VfSkipReason:
 *
 * Why an entry was listed but not read.
 */
typedef enum
{
  VF_SKIP_NONE,
  VF_SKIP_UNSAFE_NAME,   /* absolute, or climbs out with ".." */
  VF_SKIP_LINK,          /* symbolic or hard link */
  VF_SKIP_SPECIAL,       /* device, socket, fifo */
  VF_SKIP_TOO_LARGE,     /* larger than one entry may be */
  VF_SKIP_ENCRYPTED,     /* needs the archive's password */
  VF_SKIP_DAMAGED,
  VF_SKIP_SYSTEM_FILE,   /* __MACOSX, ._name, .DS_Store, Thumbs.db, desktop.ini */
  VF_SKIP_TOO_DEEP,      /* an archive in too many archives */
  VF_SKIP_WRONG_PASSWORD, /* encrypted, and no password that was given opens it */
  VF_SKIP_UNSUPPORTED_ENCRYPTION, /* encrypted in a 7z or RAR */
} VfSkipReason;

/**
 * VfBundle:
 *
 * Named bytes: everything that was dropped, unpacked in memory.  The name is only a label
 * ("archive.zip/folder/file"), valid UTF-8, and need not be unique.  Immutable, reference counted.
 */
typedef struct _VfBundle VfBundle;
typedef struct _VfBundleBuilder VfBundleBuilder;

VfBundleBuilder *vf_bundle_builder_new  (void);
void             vf_bundle_builder_add_source (VfBundleBuilder *builder,
                                               const char      *name,
                                               GFile           *file);
void             vf_bundle_builder_add  (VfBundleBuilder *builder,
                                         const char      *path,
                                         GBytes          *bytes);
void             vf_bundle_builder_skip (VfBundleBuilder *builder,
                                         const char      *path,
                                         VfSkipReason     reason);
VfBundle        *vf_bundle_builder_end  (VfBundleBuilder *builder);
void             vf_bundle_builder_free (VfBundleBuilder *builder);

VfBundle        *vf_bundle_ref             (VfBundle *bundle);
void             vf_bundle_unref           (VfBundle *bundle);
VfBundle        *vf_bundle_join            (VfBundle *first,
                                            VfBundle *second);
VfBundle        *vf_bundle_without_source  (const VfBundle *bundle,
                                            guint           index);
/* what was opened: the names of archives, folders and files, also of those with nothing in them */
guint            vf_bundle_get_n_sources   (const VfBundle *bundle);
const char      *vf_bundle_get_source      (const VfBundle *bundle,
                                            guint           index);
GPtrArray       *vf_bundle_list_files      (const VfBundle *bundle);
guint            vf_bundle_count_entries_of (const VfBundle *bundle,
                                             guint           source);
guint            vf_bundle_get_n_entries   (const VfBundle *bundle);
const char      *vf_bundle_get_path        (const VfBundle *bundle,
                                            guint           index);
GBytes          *vf_bundle_get_bytes       (const VfBundle *bundle,
                                            guint           index);
VfSkipReason     vf_bundle_get_skip_reason (const VfBundle *bundle,
                                            guint           index);
const char      *vf_skip_reason_to_string  (VfSkipReason reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfBundle, vf_bundle_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfBundleBuilder, vf_bundle_builder_free)

G_END_DECLS
