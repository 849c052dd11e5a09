#pragma once

#include <glib.h>

#include "connection/connection.h"

G_BEGIN_DECLS

/* (transfer full) (element-type VfFinding): what psql would take from @environment ("NAME=value") because the
 * connection does not say it itself */
GPtrArray *vf_environment_find_leaks (const VfConnection *connection,
                                      const char *const  *environment);

/* (transfer full) (element-type VfFinding): what psql finds in the home folder and beside it, and would take where the
 * connection's settings are not used.  @service: (nullable): the name that the connection is kept under */
GPtrArray *vf_environment_find_beside (const VfConnection *connection,
                                       const char         *service,
                                       const char *const  *environment);

G_END_DECLS
