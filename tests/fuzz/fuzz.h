#pragma once

#include <stddef.h>
#include <stdint.h>

/* What a fuzzing engine calls, and the driver where there is none: always 0, a broken law aborts. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
