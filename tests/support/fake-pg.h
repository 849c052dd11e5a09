#pragma once

#include <glib.h>

#include "fake-gaussdb.h"
#include "pki.h"

G_BEGIN_DECLS

/* what comes after an answer */
typedef enum
{
  FAKE_THEN_GO_ON,   /* whatever belongs there */
  FAKE_THEN_SILENCE, /* until the client goes */
  FAKE_THEN_CLOSE,
  FAKE_THEN_DROP,    /* closed, without TLS's goodbye */
  FAKE_THEN_RESET,   /* by TCP, at once */
} FakeThen;

/**
 * FakeSpec:
 * @greeting: (nullable): sent at once, before anything is read
 * @greeting_length: of @greeting; 0: up to its NUL
 * @answer: (nullable): to the question for TLS; %NULL: "S" and TLS if there is a @chain, else nothing
 * @answer_length: of @answer; 0: up to its NUL
 * @deaf: not even the question for TLS is read; only @then
 * @tls_answer: (nullable): plain bytes, after "S", in answer to the client's TLS greeting
 * @drip: one byte a second of @answer, @tls_answer, or the last of @replies
 * @endless: (nullable): after that, over and over until the client goes
 * @then: after @answer, @tls_answer, or the last of @replies
 * @chain: leaf first; the leaf has the key
 * @n_chain: how many
 * @client_root: (nullable): a client certificate is asked for, and one of this authority is accepted
 * @client_required: without one there is no connection
 * @client_error: what is held against every client certificate (X509_V_ERR_…); the alert goes with it
 * @client_delay_ms: how long the server takes to look at a client certificate
 * @min_version: as OpenSSL counts, 0: any
 * @max_version: as OpenSSL counts, 0: any
 * @replies: (nullable) (element-type GBytes): sent one after the other: the first after the start-up message, each
 *   other one after one more message of the client's
 * @n_replies: how many
 * @gaussdb: (nullable): in place of @replies: a GaussDB that really logs in
 * @below: (nullable): after @replies, on the bare socket below TLS
 *
 * A server that misbehaves as told.  Zero in every field accepts, reads, and says nothing.
 */
typedef struct
{
  const char *greeting;
  gsize greeting_length;
  const char *answer;
  gsize answer_length;
  gboolean deaf;
  GBytes *tls_answer;
  gboolean drip;
  GBytes *endless;
  FakeThen then;
  TestPair *const *chain;
  guint n_chain;
  const TestPair *client_root;
  gboolean client_required;
  int client_error;
  guint client_delay_ms;
  int min_version;
  int max_version;
  GBytes *const *replies;
  guint n_replies;
  FakeGaussdb *gaussdb;
  GBytes *below;
} FakeSpec;

/* A server on a port of 127.0.0.1, served by one thread, one client at a time. */
typedef struct _FakePg FakePg;

/* @spec and what it points to must outlive the server */
FakePg *fake_pg_new               (const FakeSpec *spec);
void    fake_pg_free              (FakePg *fake);
guint   fake_pg_get_port          (const FakePg *fake);
/* so far */
guint   fake_pg_count_connections (FakePg *fake);
guint   fake_pg_count_startups    (FakePg *fake);
guint   fake_pg_count_passwords   (FakePg *fake);

/* (transfer full): messages of protocol 3 */
GBytes *fake_reply_auth  (guint32     code,
                          const char *payload,
                          gsize       length);
/* @function: (nullable): the C function that refuses */
GBytes *fake_reply_error (const char *sqlstate,
                          const char *message,
                          const char *function);
/* login done, with the parameter server_version */
GBytes *fake_reply_ready (const char *server_version);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakePg, fake_pg_free)

G_END_DECLS
