#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean catalog_use (const char *path, GError **error);

G_END_DECLS
