#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VfTerm:
 *
 * A word of the trade that the window cannot do without.  The text form (vf_term_get_id()) stands in templates.
 */
typedef enum
{
  VF_TERM_CERTIFICATE,
  VF_TERM_AUTHORITY,
  VF_TERM_ROOT,
  VF_TERM_INTERMEDIATE,
  VF_TERM_CHAIN,
  VF_TERM_NAMES,
  VF_TERM_FINGERPRINT,
  VF_TERM_PEM,
  VF_TERM_CLIENT_CERTIFICATE,
  VF_TERM_PRIVATE_KEY,
  VF_TERM_PASSPHRASE,
  VF_TERM_KEY_STORE,
  VF_TERM_REVOCATION_LIST,
  VF_TERM_VERIFY_FULL,
  VF_TERM_VERIFY_CA,
  VF_TERM_REQUIRE,
  VF_TERM_TLS,
  VF_TERM_DIRECT_TLS,
  VF_TERM_CHANNEL_BINDING,
  VF_TERM_HOST,
  VF_TERM_OTHER_ADDRESS,
  VF_TERM_CONNECTION_STRING,
  VF_TERM_KEYRING,
  VF_TERM_SERVICE,
  VF_N_TERMS,
} VfTerm;

const char *vf_term_get_id    (VfTerm      term);
gboolean    vf_term_from_id   (const char *id,
                               VfTerm     *term);
/* as it stands in the window: "Authority"; translated */
const char *vf_term_get_title (VfTerm      term);
/* two or three sentences, translated */
const char *vf_term_get_text  (VfTerm      term);
/* (transfer full): "What is “Authority”?" */
char       *vf_term_ask       (VfTerm      term);

G_END_DECLS
