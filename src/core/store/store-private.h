#pragma once

#include "store/store-session.h"

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

/* puts a section into the service file for a connection whose credentials lie in @generation already */
gboolean      vf_stored_write      (VfStore       *store,
                                    VfSession     *session,
                                    const char    *name,
                                    const char    *generation,
                                    VfConnection  *connection,
                                    GError       **error);
/* (nullable): the credentials in a folder of ours */
VfCredentials *vf_stored_read_folder (const char   *generation,
                                      GError      **error);

G_END_DECLS
