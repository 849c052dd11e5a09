#pragma once

#include <glib.h>

#include "connection/connection.h"
#include "import/certificate.h"

G_BEGIN_DECLS

/**
 * VfServerIdentity:
 *
 * Who a server was when it was met: its key, its certificate, and the authorities that vouched for it.  Holds no
 * certificate, so that hundreds can be remembered.  Immutable, reference counted, may cross threads.
 */
typedef struct _VfServerIdentity VfServerIdentity;

/**
 * VfServerChange:
 * @VF_SERVER_SAME: the very certificate that was remembered
 * @VF_SERVER_RENEWED: another certificate for the same key
 * @VF_SERVER_REKEYED: another key, but the same authority vouches for it, and it is for the same server
 * @VF_SERVER_STRANGER: nothing ties it to what is remembered
 *
 * What became of a server since it was remembered.
 */
typedef enum
{
  VF_SERVER_SAME,
  VF_SERVER_RENEWED,
  VF_SERVER_REKEYED,
  VF_SERVER_STRANGER,
} VfServerChange;

/**
 * VfServerRecord:
 * @host: that was asked for
 * @port: that was asked for
 * @name: what a person calls the certificate
 * @issuer: and who signed it
 * @sha256: of the certificate, "AA:BB:…"
 * @key_id: of its key, as vf_certificate_get_key_id()
 * @names: as vf_certificate_get_names()
 * @authorities: key ids of those whose signature was found to be good, the nearest first
 * @not_before: seconds since the epoch
 * @not_after: seconds since the epoch
 *
 * What an identity is put down as.
 */
typedef struct
{
  const char *host;
  guint port;
  const char *name;
  const char *issuer;
  const char *sha256;
  const char *key_id;
  const char *const *names;
  const char *const *authorities;
  gint64 not_before;
  gint64 not_after;
} VfServerRecord;

VfServerIdentity     *vf_server_identity_new        (GPtrArray              *chain,
                                                     VfCertificate          *anchor,
                                                     const VfConnection     *connection);
/* (nullable): NULL if something is missing */
VfServerIdentity     *vf_server_identity_new_from_record (const VfServerRecord *record);
/* (transfer full): the same, and @authorities (element-type VfCertificate) may have signed its successor */
VfServerIdentity     *vf_server_identity_with_authorities (const VfServerIdentity *identity,
                                                           GPtrArray              *authorities);
VfServerIdentity     *vf_server_identity_ref        (VfServerIdentity       *identity);
void                  vf_server_identity_unref      (VfServerIdentity       *identity);
/* (transfer none): its strings live as long as the identity */
const VfServerRecord *vf_server_identity_get_record (const VfServerIdentity *identity);
/* it is of the server that @target asks */
gboolean              vf_server_identity_is_of      (const VfServerIdentity *identity,
                                                     const VfTarget         *target);
VfServerChange        vf_server_identity_compare    (const VfServerIdentity *remembered,
                                                     const VfServerIdentity *met);
const char           *vf_server_change_to_string    (VfServerChange          change);
/* whether nothing but the person's consent lets @connection go on; @remembered: (nullable); @anchor: (nullable) */
gboolean              vf_server_identity_is_stranger (const VfServerIdentity *remembered,
                                                      const VfConnection     *connection,
                                                      GPtrArray              *chain,
                                                      VfCertificate          *anchor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfServerIdentity, vf_server_identity_unref)

G_END_DECLS
