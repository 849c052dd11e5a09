#include "config.h"

#include "check/probe.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check/dial.h"
#include "check/door.h"
#include "check/probe-private.h"

/* PostgreSQL's question for TLS: length 8, code 1234.5679 (message SSLRequest of protocol 3) */
static const guint8 ssl_request[8] = { 0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f };

/* how long the rest of a stranger's greeting is waited for */
#define REST_USEC (150 * 1000)

/* How long a refusal of the client certificate is waited for beyond the time that the way takes.  A server that is
 * content hangs up as soon as it is told that nothing more will come, so only one that does neither is waited for in
 * vain: long enough for a server that asks a directory or is busy, too short for a person to notice.  After a login that
 * failed there is a refusal to expect. */
#define PATIENCE_USEC (200 * 1000)
#define PATIENCE_AFTER_FAILURE_USEC (1000 * 1000)

/**
 * vf_evidence_new:
 *
 * Returns: (transfer full): nothing seen yet
 */
VfEvidence *
vf_evidence_new (void)
{
  VfEvidence *evidence = g_new0 (VfEvidence, 1);

  evidence->failed_stage = VF_STAGE_NONE;
  evidence->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  evidence->client_authorities = g_ptr_array_new_with_free_func (g_free);
  return evidence;
}

void
vf_evidence_free (VfEvidence *evidence)
{
  g_free (evidence->detail);
  g_free (evidence->address);
  g_free (evidence->results);
  g_ptr_array_unref (evidence->chain);
  g_free (evidence->tls_version);
  g_free (evidence->tls_cipher);
  g_ptr_array_unref (evidence->client_authorities);
  g_free (evidence);
}

void
vf_evidence_fail (VfEvidence *evidence, VfStage stage, VfCode code, char *detail)
{
  evidence->failed_stage = stage;
  evidence->code = code;
  g_free (evidence->detail);
  evidence->detail = detail;
}

/* What a wait that brought nothing means in @stage. */
static void
fail_wait (VfEvidence *evidence, VfStage stage, VfWaitResult result)
{
  if (result == VF_WAIT_CANCELLED)
    vf_evidence_fail (evidence, stage, VF_CODE_CANCELLED, NULL);
  else
    vf_evidence_fail (evidence, stage, VF_CODE_TIMED_OUT, g_strdup (vf_stage_to_string (stage)));
}

static gboolean
are_all_ipv6 (char **addresses)
{
  gboolean all = addresses[0] != NULL;

  for (guint i = 0; all && addresses[i]; i++)
    all = strchr (addresses[i], ':') != NULL;
  return all;
}

static char *
connect_detail (VfCode code, guint port, char **addresses)
{
  if (code == VF_CODE_TIMED_OUT)
    return g_strdup ("connect");
  if (code == VF_CODE_REFUSED)
    return g_strdup_printf ("%u", port);
  return code == VF_CODE_UNREACHABLE && are_all_ipv6 (addresses) ? g_strdup ("ipv6") : NULL;
}

static int
connect_stage (VfEvidence *evidence, const VfConnection *connection, char **addresses, VfWait *wait)
{
  guint port = vf_target_get_port (vf_connection_get_target (connection));
  const char *reached = NULL;
  VfCode code;
  int fd;

  port = port ? port : 5432;
  g_free (evidence->results);
  evidence->n_results = g_strv_length (addresses);
  evidence->results = g_new0 (VfCode, evidence->n_results);
  fd = vf_dial (addresses, port, wait, &reached, evidence->results, &code);
  evidence->address = g_strdup (reached);
  if (fd < 0)
    vf_evidence_fail (evidence, VF_STAGE_CONNECT, code, connect_detail (code, port, addresses));
  return fd;
}

/* As much of the first answer as tells what it is; 0 bytes if the other side closed. */
static gboolean
read_answer (VfEvidence *evidence, int fd, guint8 *bytes, gsize size, gsize *length, VfWait *wait)
{
  gint64 until = 0;

  *length = 0;
  do
    {
      VfWaitResult result = vf_wait_for (wait, fd, POLLIN, until);
      gssize n = result == VF_WAIT_READY ? recv (fd, bytes + *length, size - *length, 0) : 0;

      if (result == VF_WAIT_CANCELLED || (result == VF_WAIT_TIMED_OUT && *length == 0))
        {
          fail_wait (evidence, VF_STAGE_NEGOTIATE, result);
          return FALSE;
        }
      if (n < 0 && (errno == EAGAIN || errno == EINTR))
        continue;
      if (n <= 0)
        return TRUE;
      *length += (gsize) n;
      if (until == 0)
        until = g_get_monotonic_time () + REST_USEC;
    }
  while (*length == 0 || (vf_door_wants_more (bytes, *length) && *length < size));
  return TRUE;
}

static gboolean
negotiate_stage (VfEvidence *evidence, int fd, VfWait *wait)
{
  guint8 bytes[512];
  gsize length = 0;
  VfCode code;
  char *detail = NULL;

  if (send (fd, ssl_request, sizeof ssl_request, MSG_NOSIGNAL) == (gssize) sizeof ssl_request
      && !read_answer (evidence, fd, bytes, sizeof bytes, &length, wait))
    return FALSE;
  if (vf_door_read (bytes, length, &code, &detail) == VF_DOOR_TLS)
    return TRUE;
  vf_evidence_fail (evidence, VF_STAGE_NEGOTIATE, code, detail);
  return FALSE;
}

static void
begin (VfReportBuilder *builder, VfStage stage)
{
  if (builder)
    vf_report_builder_begin (builder, stage);
}

static void
end (VfReportBuilder *builder, VfStage stage, const VfEvidence *evidence, char *fact)
{
  g_autofree char *owned = fact;

  if (builder && evidence->failed_stage == VF_STAGE_NONE)
    vf_report_builder_end (builder, stage, VF_STATE_OK, g_steal_pointer (&owned));
}

int
vf_probe_connect (VfEvidence *evidence, const VfConnection *connection, char **addresses, VfWait *wait,
                  VfReportBuilder *builder)
{
  guint port = vf_target_get_port (vf_connection_get_target (connection));
  int fd;

  begin (builder, VF_STAGE_CONNECT);
  fd = connect_stage (evidence, connection, addresses, wait);
  if (fd < 0)
    return -1;
  end (builder, VF_STAGE_CONNECT, evidence, vf_report_connect_fact (evidence->address, port));
  begin (builder, VF_STAGE_NEGOTIATE);
  if (!vf_connection_is_direct (connection) && !negotiate_stage (evidence, fd, wait))
    {
      close (fd);
      return -1;
    }
  end (builder, VF_STAGE_NEGOTIATE, evidence, NULL);
  return fd;
}

static void
shake_hands (VfEvidence *evidence, const VfConnection *connection, SecretValue *key_passphrase, int fd,
             gint64 patience, VfWait *wait)
{
  g_autoptr (VfChannel) channel
    = vf_channel_open (evidence, connection, key_passphrase, fd, NULL, NULL, wait);

  if (channel)
    vf_channel_await_refusal (channel, patience);
}

/**
 * vf_probe:
 * @connection: who is asked, with which client certificate, by which TLS versions
 * @addresses: numeric addresses, tried in turn
 * @key_passphrase: (nullable): opens the client key; without it a locked key is not offered
 * @failed: whether a login has just failed after its handshake, so that a late refusal is to be expected
 * @wait: the deadline and the cancellable
 * @builder: (nullable): told of the stages
 *
 * Connects, asks for TLS, and goes through the handshake whatever the certificate is.  Sends neither user nor
 * password, nor any other message of PostgreSQL's.  Blocks.
 *
 * Returns: (transfer full): what was seen
 */
VfEvidence *
vf_probe (const VfConnection *connection, char **addresses, SecretValue *key_passphrase, gboolean failed,
          VfWait *wait, VfReportBuilder *builder)
{
  VfEvidence *evidence = vf_evidence_new ();
  int fd = vf_probe_connect (evidence, connection, addresses, wait, builder);

  if (fd < 0)
    return evidence;
  begin (builder, VF_STAGE_HANDSHAKE);
  shake_hands (evidence, connection, key_passphrase, fd, failed ? PATIENCE_AFTER_FAILURE_USEC : PATIENCE_USEC, wait);
  end (builder, VF_STAGE_HANDSHAKE, evidence, vf_report_tls_fact (evidence->tls_version, evidence->tls_cipher));
  close (fd);
  return evidence;
}

/**
 * vf_probe_version:
 * @connection: who is asked
 * @addresses: numeric addresses, tried in turn
 * @wait: the deadline and the cancellable
 *
 * For a server that has none of the versions that were offered to it.  Shows no client certificate, and says nothing
 * after the handshake.  Blocks.
 *
 * Returns: (transfer full) (nullable): OpenSSL's name of the version
 */
char *
vf_probe_version (const VfConnection *connection, char **addresses, VfWait *wait)
{
  g_autoptr (VfEvidence) evidence = vf_evidence_new ();
  g_autoptr (VfCredentials) nothing = vf_credentials_new_empty ();
  g_autoptr (VfConnection) bare
    = vf_connection_with_credentials ((VfConnection *) (guintptr) connection, nothing);
  int fd = vf_probe_connect (evidence, connection, addresses, wait, NULL);

  if (fd < 0)
    return NULL;
  evidence->any_version = TRUE;
  shake_hands (evidence, bare, NULL, fd, 0, wait);
  close (fd);
  return g_steal_pointer (&evidence->tls_version);
}
