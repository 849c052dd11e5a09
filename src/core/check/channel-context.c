#include "config.h"

#include "check/channel-private.h"

#include <libpq-fe.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "check/probe-private.h"
#include "check/resolve.h"

/* libpq 17 began to name its protocol in the greeting; some proxies refuse that, so we do what the libpq here does */
#define LIBPQ_WITH_ALPN 170000

/* Notes what was sent; judging it is chain.c's, and the caller's to say whether that shall end it here. */
static int
on_certificates (X509_STORE_CTX *context, void *user_data)
{
  VfChannel *channel = user_data;
  VfEvidence *evidence = channel->evidence;
  STACK_OF (X509) *sent = X509_STORE_CTX_get0_untrusted (context);

  for (int i = 0; evidence->chain->len < (guint) MAX (sk_X509_num (sent), 0); i++)
    g_ptr_array_add (evidence->chain, vf_certificate_new_from_x509 (sk_X509_value (sent, i)));
  if (!channel->accept || (evidence->chain->len > 0 && channel->accept (evidence->chain, channel->user_data)))
    return 1;
  vf_evidence_fail (evidence, VF_STAGE_CHAIN, VF_CODE_UNTRUSTED_AUTHORITY, NULL);
  X509_STORE_CTX_set_error (context, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
}

/* Called only if the server asks. */
static int
on_client_certificate (SSL *ssl, void *user_data)
{
  ((VfChannel *) user_data)->evidence->client_asked = TRUE;
  return 1;
}

static void
on_info (const SSL *ssl, int where, int value)
{
  VfChannel *channel = SSL_get_app_data (ssl);

  if (where == SSL_CB_READ_ALERT && channel)
    channel->alert = value & 0xff;
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

/* TLS 1.0 and 1.1 sign with SHA-1, which only the lowest level lets pass (OpenSSL 3). */
static void
allow_any_version (SSL_CTX *context)
{
  SSL_CTX_set_security_level (context, 0);
  SSL_CTX_set_min_proto_version (context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version (context, 0);
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
make_context (VfChannel *channel, const VfConnection *connection, SecretValue *key_passphrase)
{
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());

  if (!context)
    return NULL;
  if (channel->evidence->any_version)
    allow_any_version (context);
  else
    set_versions (context, connection);
  SSL_CTX_set_verify (context, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_cert_verify_callback (context, on_certificates, channel);
  SSL_CTX_set_cert_cb (context, on_client_certificate, channel);
  SSL_CTX_set_info_callback (context, on_info);
  channel->evidence->client_offered
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
  if (PQlibVersion () >= LIBPQ_WITH_ALPN || vf_connection_is_direct (connection))
    SSL_set_alpn_protos (ssl, alpn, sizeof alpn);
  return ssl;
}

SSL *
vf_channel_session_new (VfChannel *channel, const VfConnection *connection, SecretValue *key_passphrase)
{
  SSL_CTX *context = make_context (channel, connection, key_passphrase);
  SSL *ssl = context ? make_session (context, connection) : NULL;

  /* the session keeps it */
  SSL_CTX_free (context);
  if (ssl)
    SSL_set_app_data (ssl, channel);
  return ssl;
}
