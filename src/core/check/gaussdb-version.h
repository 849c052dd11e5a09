#pragma once

#include "check/report.h"

G_BEGIN_DECLS

/* (transfer full): what of the answer to "select version()" is worth showing */
char *vf_gaussdb_version_read (const char *text,
                               VfProduct  *product);

G_END_DECLS
