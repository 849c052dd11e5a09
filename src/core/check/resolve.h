#pragma once

#include <gio/gio.h>

#include "check/wait.h"
#include "finding.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): all numeric addresses of the host, in the order to try them; @hostaddr given, or a host
 * that is an address: no lookup.  NULL: @code and @detail (static) say why.  @resolver: (nullable): the system's */
char    **vf_resolve            (const char  *host,
                                 const char  *hostaddr,
                                 GResolver   *resolver,
                                 VfWait      *wait,
                                 VfCode      *code,
                                 const char **detail);
/* (transfer full) (nullable): @host as an address, if it is written as one */
char     *vf_resolve_numeric    (const char *host);
/* by libpq's rule, which decides whether the host goes into the TLS greeting */
gboolean  vf_host_looks_numeric (const char *host);

G_END_DECLS
