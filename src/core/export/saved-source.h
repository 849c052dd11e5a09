#pragma once

#include "export/export.h"
#include "store/store.h"

G_BEGIN_DECLS

/**
 * VfSavedSource:
 *
 * A saved connection with all that an export is made of, but the secrets.  Immutable, reference counted.
 */
typedef struct _VfSavedSource VfSavedSource;

/* (transfer full) (nullable): blocks for as long as a disk takes */
VfSavedSource *vf_saved_source_load           (VfStore              *store,
                                               const char           *name,
                                               GError              **error);
VfSavedSource *vf_saved_source_ref            (VfSavedSource        *self);
void           vf_saved_source_unref          (VfSavedSource        *self);
VfSaved       *vf_saved_source_get_saved      (const VfSavedSource  *self);
VfConnection  *vf_saved_source_get_connection (const VfSavedSource  *self);
/* whether the client key needs a passphrase to be opened */
gboolean       vf_saved_source_is_locked      (const VfSavedSource  *self);
/* everything but the secrets and the folder; it is valid as long as @self */
VfExportSource vf_saved_source_describe       (const VfSavedSource  *self,
                                               gint64                now);

/* puts down that @export was saved to @place, if that is a copy of the certificates */
void           vf_saved_source_note_saved     (const VfSavedSource  *self,
                                               const VfDestination  *destination,
                                               const VfExport       *export,
                                               const char           *place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfSavedSource, vf_saved_source_unref)

G_END_DECLS
