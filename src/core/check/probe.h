#pragma once

#include <libsecret/secret.h>

#include "check/report-private.h"
#include "check/wait.h"

G_BEGIN_DECLS

/**
 * VfEvidence:
 * @failed_stage: connect, negotiate or handshake; %VF_STAGE_NONE if TLS stood in the end
 * @code: why; %VF_CODE_NONE
 * @detail: (nullable): what the sentence about @code needs
 * @address: (nullable): the address that was reached
 * @results: (nullable) (array): for each address why it did not answer
 * @n_results: how many
 * @any_version: set before the handshake: every version of TLS will do, however weak, to learn which the server has
 * @chain: (element-type VfCertificate): as sent, leaf first; may be there although the handshake failed later
 * @client_asked: a client certificate was asked for
 * @client_offered: we had one and gave it
 * @client_authorities: (element-type utf8): names of the authorities that the server would accept it from
 *
 * What the probe saw.  Whom to trust is no part of it.
 */
typedef struct
{
  VfStage failed_stage;
  VfCode code;
  char *detail;
  char *address;
  VfCode *results;
  guint n_results;
  gboolean any_version;
  GPtrArray *chain;
  char *tls_version;
  char *tls_cipher;
  gboolean client_asked;
  gboolean client_offered;
  GPtrArray *client_authorities;
} VfEvidence;

/* Never NULL.  @failed: a login has failed after the handshake, so a
 * late refusal is to be expected.  @builder: (nullable): told of the
 * stages connect, negotiate and handshake */
VfEvidence *vf_probe         (const VfConnection *connection,
                              char              **addresses,
                              SecretValue        *key_passphrase,
                              gboolean            failed,
                              VfWait             *wait,
                              VfReportBuilder    *builder);
/* (transfer full) (nullable): the newest version of TLS that the server has, however old; one more connection */
char       *vf_probe_version (const VfConnection *connection,
                              char              **addresses,
                              VfWait             *wait);
void        vf_evidence_free (VfEvidence *evidence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfEvidence, vf_evidence_free)

G_END_DECLS
