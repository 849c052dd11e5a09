#pragma once

#include <libpq-fe.h>

#include <glib.h>

G_BEGIN_DECLS

void vf_libpq_set_key_hook (PQsslKeyPassHook_OpenSSL_type hook);

G_END_DECLS
