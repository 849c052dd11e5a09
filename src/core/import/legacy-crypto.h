#pragma once

#include <openssl/types.h>

OSSL_LIB_CTX *vf_legacy_crypto_get (void);
