#pragma once

#include <libsecret/secret.h>

#include "check/gaussdb-request.h"
#include "check/login.h"
#include "check/probe.h"

G_BEGIN_DECLS

/* the variant of a login that waits for consent */
#define VF_GAUSSDB_UNVERIFIED "gaussdb-unverified"

/**
 * VfGaussdbLogin:
 * @method: how the server wants it; %VF_GAUSSDB_FOREIGN: not as GaussDB does, so that all this says nothing
 * @login: how it ended, in the form in which libpq's end is told
 * @code: a reason of our own not to go on; %VF_CODE_NONE if there is none
 * @variant: (nullable): the one of the explanations that fits
 * @password_sent: the answer is on its way, or has been
 * @stranger: the certificate passed its mode, and nothing ties it to the server that is remembered
 * @product: what the server says that it is
 * @version: (nullable): and which
 * @evidence: what was seen of the server; has an end if it went away
 *
 * A login of our own.
 */
typedef struct
{
  VfGaussdbMethod method;
  VfLogin login;
  VfCode code;
  const char *variant;
  gboolean password_sent;
  gboolean stranger;
  VfProduct product;
  char *version;
  VfEvidence *evidence;
} VfGaussdbLogin;

/* One attempt.  @address: numeric.  @remembered: (nullable): who the server was.  @now: seconds since the epoch, for the certificate.  Blocks. */
void vf_gaussdb_login       (VfGaussdbLogin     *self,
                             const VfConnection *connection,
                             const char         *address,
                             SecretValue        *password,
                             SecretValue        *key_passphrase,
                             const VfServerIdentity *remembered,
                             gint64              now,
                             VfWait             *wait);
void vf_gaussdb_login_clear (VfGaussdbLogin     *self);
/* whether it says more than libpq's failure: it worked, or it was GaussDB's, or it was interrupted */
gboolean vf_gaussdb_login_is_telling (const VfGaussdbLogin *self);
/* (transfer full): a short translated phrase for the row */
char *vf_gaussdb_login_fact (const VfGaussdbLogin *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VfGaussdbLogin, vf_gaussdb_login_clear)

G_END_DECLS
