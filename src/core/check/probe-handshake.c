#include "config.h"

#include "check/probe-private.h"

#include <errno.h>
#include <libpq-fe.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "check/door.h"
#include "check/resolve.h"

/* libpq 17 began to name its protocol in the greeting; some proxies refuse that, so we do what the libpq here does */
#define LIBPQ_WITH_ALPN 170000

typedef struct
{
  VfEvidence *evidence;
  VfWait *wait;
  SSL *ssl;
  BIO *in;
  BIO *out;
  int fd;
  gint64 patience;
  gint64 start;
  gboolean seen_first;
  int alert; /* the last that the server sent; -1: none */
} Handshake;

/* Takes every certificate, and notes what was sent: judging it is chain.c's. */
static int
on_certificates (X509_STORE_CTX *context, void *user_data)
{
  VfEvidence *evidence = user_data;
  STACK_OF (X509) *sent = X509_STORE_CTX_get0_untrusted (context);

  for (int i = 0; evidence->chain->len < (guint) MAX (sk_X509_num (sent), 0); i++)
    g_ptr_array_add (evidence->chain, vf_certificate_new_from_x509 (sk_X509_value (sent, i)));
  return 1;
}

/* Called only if the server asks. */
static int
on_client_certificate (SSL *ssl, void *user_data)
{
  ((VfEvidence *) user_data)->client_asked = TRUE;
  return 1;
}

static void
on_info (const SSL *ssl, int where, int value)
{
  Handshake *handshake = SSL_get_app_data (ssl);

  if (where == SSL_CB_READ_ALERT && handshake)
    handshake->alert = value & 0xff;
}

static int
protocol_version (const char *name)
{
  static const struct
  {
    const char *name;
    int version;
  } rows[] = {
    { "TLSv1", TLS1_VERSION },
    { "TLSv1.1", TLS1_1_VERSION },
    { "TLSv1.2", TLS1_2_VERSION },
    { "TLSv1.3", TLS1_3_VERSION },
  };

  for (guint i = 0; name && i < G_N_ELEMENTS (rows); i++)
    if (g_ascii_strcasecmp (rows[i].name, name) == 0)
      return rows[i].version;
  return 0;
}

static void
set_versions (SSL_CTX *context, const VfConnection *connection)
{
  const char *lowest = vf_connection_get_option (connection, "ssl_min_protocol_version");
  const char *highest = vf_connection_get_option (connection, "ssl_max_protocol_version");

  /* libpq's own default is TLS 1.2 */
  SSL_CTX_set_min_proto_version (context, lowest ? protocol_version (lowest) : TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version (context, protocol_version (highest));
}

/* An empty answer keeps OpenSSL from asking on the terminal. */
static int
no_passphrase (char *buffer, int size, int writing, void *user_data)
{
  return 0;
}

static EVP_PKEY *
load_key (const VfCredentials *credentials, SecretValue *passphrase)
{
  VfPrivateKey *key = vf_credentials_get_client_key (credentials);
  g_autoptr (VfPrivateKey) open = NULL;
  g_autoptr (GBytes) pem = NULL;
  EVP_PKEY *loaded;
  BIO *bio;

  if (!key)
    return NULL;
  open = vf_private_key_is_locked (key) && passphrase ? vf_private_key_unlock (key, passphrase, NULL)
                                                      : vf_private_key_ref (key);
  pem = open && !vf_private_key_is_locked (open) ? vf_private_key_to_pem (open, NULL, NULL) : NULL;
  if (!pem)
    return NULL;
  bio = BIO_new_mem_buf (g_bytes_get_data (pem, NULL), (int) g_bytes_get_size (pem));
  loaded = PEM_read_bio_PrivateKey (bio, NULL, no_passphrase, NULL);
  BIO_free (bio);
  return loaded;
}

static gboolean
offer_client_certificate (SSL_CTX *context, const VfCredentials *credentials, SecretValue *passphrase)
{
  GPtrArray *chain = vf_credentials_get_client_chain (credentials);
  EVP_PKEY *key = chain->len > 0 ? load_key (credentials, passphrase) : NULL;
  gboolean ok = key && SSL_CTX_use_certificate (context, vf_certificate_peek_x509 (g_ptr_array_index (chain, 0))) == 1
                && SSL_CTX_use_PrivateKey (context, key) == 1;

  for (guint i = 1; ok && i < chain->len; i++)
    ok = SSL_CTX_add1_chain_cert (context, vf_certificate_peek_x509 (g_ptr_array_index (chain, i))) == 1;
  EVP_PKEY_free (key);
  return ok;
}

static SSL_CTX *
make_context (VfEvidence *evidence, const VfConnection *connection, SecretValue *key_passphrase)
{
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());

  if (!context)
    return NULL;
  set_versions (context, connection);
  SSL_CTX_set_verify (context, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_cert_verify_callback (context, on_certificates, evidence);
  SSL_CTX_set_cert_cb (context, on_client_certificate, evidence);
  SSL_CTX_set_info_callback (context, on_info);
  evidence->client_offered
    = offer_client_certificate (context, vf_connection_get_credentials (connection), key_passphrase);
  return context;
}

static SSL *
make_session (SSL_CTX *context, const VfConnection *connection)
{
  static const guint8 alpn[] = { 10, 'p', 'o', 's', 't', 'g', 'r', 'e', 's', 'q', 'l' };
  const char *host = vf_target_get_host (vf_connection_get_target (connection));
  const char *sni = vf_connection_get_option (connection, "sslsni");
  SSL *ssl = SSL_new (context);

  if (!ssl)
    return NULL;
  if (host && !vf_host_looks_numeric (host) && (!sni || sni[0] == '1'))
    SSL_set_tlsext_host_name (ssl, host);
  if (PQlibVersion () >= LIBPQ_WITH_ALPN)
    SSL_set_alpn_protos (ssl, alpn, sizeof alpn);
  return ssl;
}

static void
fail (Handshake *self, VfCode code, const char *detail)
{
  vf_evidence_fail (self->evidence, VF_STAGE_HANDSHAKE, code, g_strdup (detail));
}

/* FALSE: the evidence has an end */
static gboolean
wait_for (Handshake *self, short events)
{
  switch (vf_wait_for (self->wait, self->fd, events, 0))
    {
    case VF_WAIT_READY:
      return TRUE;
    case VF_WAIT_TIMED_OUT:
      fail (self, VF_CODE_TIMED_OUT, "handshake");
      return FALSE;
    case VF_WAIT_CANCELLED:
      fail (self, VF_CODE_CANCELLED, NULL);
      return FALSE;
    }
  return FALSE;
}

/* A broken pipe is left for the next read, which also brings the alert that came before it. */
static gboolean
flush (Handshake *self)
{
  char *bytes;
  long length = BIO_get_mem_data (self->out, &bytes);

  while (length > 0)
    {
      gssize n = send (self->fd, bytes, (size_t) length, MSG_NOSIGNAL);

      if (n < 0 && errno == EAGAIN && !wait_for (self, POLLOUT))
        return FALSE;
      if (n < 0 && errno != EAGAIN && errno != EINTR)
        break;
      bytes += MAX (n, 0);
      length -= MAX (n, 0);
    }
  (void) BIO_reset (self->out);
  return TRUE;
}

static gboolean
check_first (Handshake *self, const guint8 *bytes, gsize length)
{
  VfCode code;
  char *detail = NULL;

  if (self->seen_first)
    return TRUE;
  self->seen_first = TRUE;
  if (vf_door_is_tls (bytes, length, &code, &detail))
    return TRUE;
  vf_evidence_fail (self->evidence, VF_STAGE_NEGOTIATE, code, detail);
  return FALSE;
}

static gboolean
fill (Handshake *self)
{
  guint8 bytes[16 * 1024];
  gssize n;

  do
    {
      if (!wait_for (self, POLLIN))
        return FALSE;
      n = recv (self->fd, bytes, sizeof bytes, 0);
    }
  while (n < 0 && (errno == EAGAIN || errno == EINTR));
  if (n <= 0)
    {
      fail (self, VF_CODE_CLOSED_EARLY, "handshake");
      return FALSE;
    }
  if (!check_first (self, bytes, (gsize) n))
    return FALSE;
  BIO_write (self->in, bytes, (int) n);
  return TRUE;
}

static const char *
rejection_detail (int alert)
{
  switch (alert)
    {
    case SSL3_AD_CERTIFICATE_EXPIRED:
      return "expired";
    case SSL3_AD_CERTIFICATE_REVOKED:
      return "revoked";
    case TLS1_AD_UNKNOWN_CA:
      return "unknown-authority";
    }
  return NULL;
}

static gboolean
is_about_certificates (int alert)
{
  switch (alert)
    {
    case SSL3_AD_HANDSHAKE_FAILURE:
    case SSL3_AD_BAD_CERTIFICATE:
    case SSL3_AD_UNSUPPORTED_CERTIFICATE:
    case SSL3_AD_CERTIFICATE_REVOKED:
    case SSL3_AD_CERTIFICATE_EXPIRED:
    case SSL3_AD_CERTIFICATE_UNKNOWN:
    case TLS1_AD_UNKNOWN_CA:
    case TLS1_AD_ACCESS_DENIED:
    case TLS1_AD_DECRYPT_ERROR:
      return TRUE;
    }
  return FALSE;
}

/* What the server said, if it said anything; otherwise what OpenSSL has against it. */
static void
fail_tls (Handshake *self)
{
  int reason = ERR_GET_REASON (ERR_peek_error ());
  gboolean asked = self->evidence->client_asked;

  if (self->alert == TLS1_AD_PROTOCOL_VERSION
      || (self->alert < 0 && (reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_WRONG_SSL_VERSION
                              || reason == SSL_R_VERSION_TOO_LOW || reason == SSL_R_VERSION_TOO_HIGH)))
    fail (self, VF_CODE_TLS_VERSION_MISMATCH, NULL);
  else if (self->alert == TLS13_AD_CERTIFICATE_REQUIRED
           || (asked && !self->evidence->client_offered && is_about_certificates (self->alert)))
    fail (self, VF_CODE_CLIENT_CERTIFICATE_REQUIRED, NULL);
  else if (asked && is_about_certificates (self->alert))
    fail (self, VF_CODE_CLIENT_CERTIFICATE_REJECTED, rejection_detail (self->alert));
  else
    fail (self, VF_CODE_HANDSHAKE_REFUSED,
          self->alert >= 0 ? SSL_alert_desc_string_long (self->alert) : ERR_reason_error_string (ERR_peek_error ()));
}

static gboolean
shake_hands (Handshake *self)
{
  for (;;)
    {
      int result;
      int why;

      ERR_clear_error ();
      result = SSL_connect (self->ssl);
      why = SSL_get_error (self->ssl, result);
      if (why != SSL_ERROR_NONE && why != SSL_ERROR_WANT_READ)
        fail_tls (self);
      if (!flush (self))
        return FALSE;
      if (why == SSL_ERROR_NONE)
        return TRUE;
      if (why != SSL_ERROR_WANT_READ || !fill (self))
        return FALSE;
    }
}

/* In TLS 1.3 the client is done before the server has seen the client's certificate: a refusal comes with the first
 * read afterwards.  A server that is content says nothing before it is spoken to, so this is bounded: by as long as the
 * handshake took, which measures both the way and how busy the server is, and some patience. */
static void
await_refusal (Handshake *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 until = now + (now - self->start) + self->patience;

  while (vf_wait_for (self->wait, self->fd, POLLIN, until) == VF_WAIT_READY)
    {
      char byte;
      int result;

      if (!fill (self))
        return;
      ERR_clear_error ();
      result = SSL_read (self->ssl, &byte, 1);
      if (result > 0)
        return;
      if (SSL_get_error (self->ssl, result) != SSL_ERROR_WANT_READ)
        {
          fail_tls (self);
          return;
        }
    }
}

static void
note_authorities (Handshake *self)
{
  const STACK_OF (X509_NAME) *names = SSL_get0_peer_CA_list (self->ssl);

  for (int i = 0; i < sk_X509_NAME_num (names); i++)
    {
      char *text = X509_NAME_oneline (sk_X509_NAME_value (names, i), NULL, 0);

      g_ptr_array_add (self->evidence->client_authorities, g_utf8_make_valid (text, -1));
      OPENSSL_free (text);
    }
}

static void
note_session (Handshake *self)
{
  self->evidence->tls_version = g_strdup (SSL_get_version (self->ssl));
  self->evidence->tls_cipher = g_strdup (SSL_get_cipher_name (self->ssl));
  if (self->evidence->client_asked)
    note_authorities (self);
}

static void
run (Handshake *self)
{
  SSL_set_app_data (self->ssl, self);
  if (!shake_hands (self))
    return;
  note_session (self);
  if (self->evidence->client_asked && SSL_version (self->ssl) == TLS1_3_VERSION)
    await_refusal (self);
  if (self->evidence->failed_stage != VF_STAGE_NONE)
    return;
  SSL_shutdown (self->ssl);
  flush (self);
}

void
vf_probe_handshake (VfEvidence *evidence, const VfConnection *connection, SecretValue *key_passphrase, int fd,
                    gint64 patience, VfWait *wait)
{
  SSL_CTX *context = make_context (evidence, connection, key_passphrase);
  SSL *ssl = context ? make_session (context, connection) : NULL;
  Handshake self = { .evidence = evidence, .wait = wait, .ssl = ssl, .fd = fd, .patience = patience,
                     .start = g_get_monotonic_time (), .alert = -1 };

  if (ssl)
    {
      /* memory instead of the socket: the first bytes can be looked at, and a broken pipe raises no signal */
      self.in = BIO_new (BIO_s_mem ());
      self.out = BIO_new (BIO_s_mem ());
      BIO_set_mem_eof_return (self.in, -1);
      SSL_set_bio (ssl, self.in, self.out);
      run (&self);
      SSL_set_app_data (ssl, NULL);
    }
  else
    fail (&self, VF_CODE_HANDSHAKE_REFUSED, NULL);
  SSL_free (ssl);
  SSL_CTX_free (context);
  ERR_clear_error ();
}
