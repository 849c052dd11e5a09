#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *vf_openssl_take_reason      (void);
gboolean vf_openssl_take_unsupported (void);

G_END_DECLS
