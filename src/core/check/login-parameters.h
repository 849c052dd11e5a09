#pragma once

#include <libsecret/secret.h>

#include "connection/connection.h"

G_BEGIN_DECLS

/**
 * VfLoginParameters:
 *
 * What PQconnectStartParams() gets.  Nothing of the environment is in it; the secrets are the caller's and must outlive
 * it.
 */
typedef struct
{
  GPtrArray *names;  /* both end with NULL and own nothing */
  GPtrArray *values;
  VfKeywords *keywords;
  char *neutral;
  char *hosts;
  char *addresses;
} VfLoginParameters;

/* @addresses: numeric addresses to try */
void vf_login_parameters_init  (VfLoginParameters  *parameters,
                                const VfConnection *connection,
                                const VfKeyFiles   *files,
                                char              **addresses,
                                SecretValue        *password,
                                SecretValue        *key_passphrase);
/* the password is not sent where it cannot be tied to the channel */
void vf_login_parameters_require_binding (VfLoginParameters *parameters);
void vf_login_parameters_clear (VfLoginParameters *parameters);

G_END_DECLS
