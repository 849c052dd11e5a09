#pragma once

#include "store/notes.h"
#include "store/service-file.h"
#include "store/store.h"

G_BEGIN_DECLS

/* (nullable): NULL if the section does not use one of the three modes, so is not one of ours */
VfSaved *vf_saved_new         (const VfServiceFile *file,
                               const char          *name,
                               const VfNote        *note);
/* (transfer full): who a section asks */
VfTarget *vf_saved_read_target (const VfServiceFile *file,
                                const char          *name);
/* (transfer full): equal for equal settings */
char    *vf_saved_fingerprint (const VfServiceFile *file,
                               const char          *name);

/* when the client certificate ends; 0 if there is none */
gint64   vf_saved_client_expires (VfConnection *connection);

G_END_DECLS
