#pragma once

#include <glib.h>

#include "import/credentials.h"

G_BEGIN_DECLS

/**
 * VfCredentialsChange:
 * @kept: (element-type VfCertificate): authorities that both sets have
 * @added: (element-type VfCertificate): authorities of the new set alone
 * @gone: (element-type VfCertificate): authorities of the old set alone
 * @client_before: (nullable): the old client certificate
 * @client_after: (nullable): the new one
 * @same_client: it is the very same certificate, or there is none before and after
 * @same_key: the client certificate is for the same key as before
 *
 * What a renewed set of certificates changes.  Clear it with vf_credentials_change_clear().
 */
typedef struct
{
  GPtrArray *kept;
  GPtrArray *added;
  GPtrArray *gone;
  VfCertificate *client_before;
  VfCertificate *client_after;
  gboolean same_client;
  gboolean same_key;
} VfCredentialsChange;

/* (transfer full): @after, and of @before what @after has nothing of: authorities, or a client certificate */
VfCredentials *vf_credentials_renewed  (VfCredentials       *before,
                                        VfCredentials       *after);
void     vf_credentials_change_init    (VfCredentialsChange *change,
                                        VfCredentials       *before,
                                        VfCredentials       *after);
void     vf_credentials_change_clear   (VfCredentialsChange *change);
/* nothing at all is different */
gboolean vf_credentials_change_is_none (const VfCredentialsChange *change);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VfCredentialsChange, vf_credentials_change_clear)

G_END_DECLS
