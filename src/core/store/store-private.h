#pragma once

#include "store/notes.h"
#include "store/service-file.h"
#include "store/store.h"

G_BEGIN_DECLS

/* (nullable): the connection that a section says; @folders is where credentials of ours lie */
VfConnection *vf_stored_load       (const VfServiceFile *file,
                                    const char          *name,
                                    const char          *folders,
                                    const VfNote        *note,
                                    GError             **error);
/* (nullable) (transfer full): the folder of ours, @folders/<id>/<generation>, that a section uses */
char         *vf_stored_get_folder (const VfServiceFile *file,
                                    const char          *name,
                                    const char          *folders);

G_END_DECLS
