#pragma once

#include <glib.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

/**
 * FakeGaussdb:
 * @user: who may log in
 * @password: and with what
 * @code: of the request: 5, 10, 12 or 13
 * @stored: for 10: 1 as MD5, 2 as SHA-256; for 13: 3
 * @iterations: rounds of the key derivation
 * @version: (nullable): what version() says; %NULL: an error
 * @lies: the signature that a client of 3.0 gets is another password's, and every client is treated as one of 3.0
 * @echoes: the answer is refused, and repeated with the password
 * @n_startups: start-up messages so far
 * @n_own: of these in protocol 3.51
 * @n_passwords: answers so far
 * @n_queries: queries so far
 * @n_goodbyes: polite ends so far
 *
 * What openGauss does when somebody logs in, after knowledge of its protocol and not of ours: the proof is checked by
 * the stored key alone, as a server does that has not got the password.
 */
typedef struct
{
  const char *user;
  const char *password;
  guint32 code;
  guint32 stored;
  guint32 iterations;
  const char *version;
  gboolean lies;
  gboolean echoes;
  int n_startups;
  int n_own;
  int n_passwords;
  int n_queries;
  int n_goodbyes;
} FakeGaussdb;

/* one client, to its end */
void fake_gaussdb_serve (FakeGaussdb *self,
                         SSL         *ssl);

G_END_DECLS
