#pragma once

#include "import/byte-reader.h"

G_BEGIN_DECLS

gboolean vf_java_object_skip (VfByteReader *reader);

G_END_DECLS
