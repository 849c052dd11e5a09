#pragma once

#include <gio/gio.h>

#include "import/copies.h"

G_BEGIN_DECLS

#define VF_TYPE_ENTRY (vf_entry_get_type ())

/**
 * VfEntry:
 *
 * One thing that a person has, as an object, because list models want objects: an item of an inventory, a file that only
 * repeats others, or a bare certificate of a saved connection.
 */
G_DECLARE_FINAL_TYPE (VfEntry, vf_entry, VF, ENTRY, GObject)

VfEntry       *vf_entry_new_for_item        (VfInventory   *inventory,
                                             VfItem        *item);
VfEntry       *vf_entry_new_for_certificate (VfCertificate *certificate);
/* (nullable) */
VfItem        *vf_entry_get_item            (VfEntry       *self);
/* (nullable) */
const VfCopy  *vf_entry_get_copy            (VfEntry       *self);
/* (nullable) */
VfCertificate *vf_entry_get_certificate     (VfEntry       *self);
/* a certificate that is valid and not weak */
gboolean       vf_entry_is_sound            (VfEntry       *self,
                                             gint64         now);
/* @words: (nullable) (array zero-terminated=1): case-folded; each stands in a name or the fingerprint, or with
 * @by_path in where it is found */
gboolean       vf_entry_matches             (VfEntry       *self,
                                             const char * const *words,
                                             gboolean            by_path);

/* (transfer full) (element-type VfEntry) */
/* those that are good for most come first */
GListModel    *vf_entries_of_authorities    (VfInventory   *inventory);
GListModel    *vf_entries_of_everything     (VfInventory   *inventory);
GListModel    *vf_entries_of_certificates   (GPtrArray     *certificates);

G_END_DECLS
