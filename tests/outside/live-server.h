#pragma once

#include "pki.h"

G_BEGIN_DECLS

#define D "pg-ssltest.test"
#define CN "common-name." D

typedef enum
{
  SERVER_CN_ONLY,
  SERVER_REVOKED,
  SERVER_RSA_PSS,
  SERVER_ED25519,
  SERVER_MANY_NAMES,
  SERVER_LOCKED_KEY, /* the first again, with a passphrase for its key */
  N_SERVERS,
} Server;

typedef enum
{
  SETUP_USUAL,
  SETUP_ROOT_ONLY,      /* ssl_ca_file: the root alone */
  SETUP_UNRELATED,      /* ssl_ca_file: another root */
  SETUP_CRL_FOLDER,     /* ssl_crl_dir instead of ssl_crl_file */
  SETUP_TLS_12,         /* ssl_max_protocol_version */
  SETUP_NO_TLS,
} Setup;

typedef enum
{
  CLIENT_NONE,
  CLIENT_SSLTESTUSER,
  CLIENT_DN,
  CLIENT_LONG,
  CLIENT_REVOKED,
  CLIENT_REVOKED_UTF8,
  CLIENT_EXPIRED,
  N_CLIENTS,
} Client;

/**
 * LiveServer:
 * @port: where it listens on 127.0.0.1
 * @root: above both authorities
 * @server_ca: signs servers
 * @client_ca: signs clients
 * @clients: by Client; %NULL for %CLIENT_NONE
 * @crl_client: a folder with the lists of @root and @client_ca
 * @crl_server: a folder with the lists of @root and @server_ca
 *
 * The PostgreSQL that with-postgres.sh has started, with the databases, users and certificates of PostgreSQL's own TLS
 * suite.
 */
typedef struct
{
  char *folder;
  guint port;
  pid_t postmaster;
  guint generation;
  gboolean is_set_up;
  Setup setup;
  Server server;
  TestPair *root;
  TestPair *server_ca;
  TestPair *client_ca;
  TestPair *other;
  TestPair *servers[N_SERVERS];
  TestPair *clients[N_CLIENTS];
  char *crl_client;
  char *crl_server;
} LiveServer;

void live_server_init   (LiveServer *live);
void live_server_clear  (LiveServer *live);
/* the server shows @server and behaves as in @setup; returns when it does */
void live_server_set_up (LiveServer *live,
                         Setup       setup,
                         Server      server);
/* (transfer full): one or two certificates */
char *live_join_pems    (const TestPair *a,
                         const TestPair *b);

G_END_DECLS
