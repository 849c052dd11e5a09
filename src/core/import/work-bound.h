#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/* Hashing once takes half a microsecond; programs ask for thousands, the most careful for a million.  A
 * fuzzing engine cannot wait as long as a person, so its build sets less. */
#ifndef VF_MAX_ITERATIONS
#define VF_MAX_ITERATIONS 2000000
#endif

gboolean vf_work_is_bounded (const X509_ALGOR *algorithm);

G_END_DECLS
