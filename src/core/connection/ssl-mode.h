#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VfSslMode:
 *
 * How strictly.  The weaker words of PostgreSQL (disable, allow, prefer) are never offered.
 */
typedef enum
{
  VF_SSL_MODE_REQUIRE,
  VF_SSL_MODE_VERIFY_CA,
  VF_SSL_MODE_VERIFY_FULL,
  VF_N_SSL_MODES,
} VfSslMode;

/* as libpq spells it: "require", "verify-ca", "verify-full" */
const char *vf_ssl_mode_to_string    (VfSslMode mode);
gboolean    vf_ssl_mode_from_string  (const char *text,
                                      VfSslMode  *mode);
/* (transfer full): libpq's word for what other programs and people write; @text itself where there is none */
char       *vf_ssl_mode_tidy_word    (const char *text);
/* as people read it: "Require", "Verify-CA", "Verify-Full" (not translated) */
const char *vf_ssl_mode_title        (VfSslMode mode);
/* what it protects from, in one or two translated sentences */
const char *vf_ssl_mode_describe     (VfSslMode mode);

G_END_DECLS
