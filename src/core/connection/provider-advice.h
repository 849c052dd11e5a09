#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (nullable): the translated sentence for a word of providers.ini */
const char *vf_provider_advice (const char *word);

G_END_DECLS
