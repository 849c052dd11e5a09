#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *vf_openssl_take_reason (void);

G_END_DECLS
