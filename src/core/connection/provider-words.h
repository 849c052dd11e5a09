#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *vf_provider_word (const char *english);

G_END_DECLS
