#include "config.h"

#include "error.h"

G_DEFINE_QUARK (vf-error-quark, vf_error)
