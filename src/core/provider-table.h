#pragma once

#include <glib.h>

G_BEGIN_DECLS

GKeyFile *vf_provider_table_load (void);

G_END_DECLS
