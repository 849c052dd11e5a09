#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/* Hashing once takes half a microsecond; programs ask for thousands, the most careful for a million. */
#define VF_MAX_ITERATIONS 2000000

gboolean vf_work_is_bounded (const X509_ALGOR *algorithm);

G_END_DECLS
