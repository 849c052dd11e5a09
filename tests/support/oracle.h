#pragma once

#include "check/check.h"
#include "pki.h"

G_BEGIN_DECLS

/**
 * OracleServer:
 * @host: numeric address
 * @port: TCP port
 * @user: who logs in
 * @dbname: where
 * @password: (nullable): with what
 *
 * A running server that libpq and we are both sent to.
 */
typedef struct
{
  const char *address;
  guint port;
  const char *user;
  const char *dbname;
  const char *password;
} OracleServer;

/**
 * OracleQuestion:
 * @host: the name to verify
 * @mode: how strictly
 * @authorities: (array length=n_authorities): the root file
 * @crl: (nullable): path of the revocation list
 * @crl_directory: (nullable): path of a folder with some
 *
 * What is asked of both.
 */
typedef struct
{
  const char *host;
  VfSslMode mode;
  const TestPair *const *authorities;
  guint n_authorities;
  const char *crl;
  const char *crl_directory;
} OracleQuestion;

/* Asks libpq with nothing of ours in between, then our look and our check, and fails the test if the three do not
 * agree on whether it works and on the stage where it does not.  Returns whether libpq connected; @stage: (out): where
 * it failed. */
gboolean oracle_compare (const OracleServer   *server,
                         const OracleQuestion *question,
                         const char           *id,
                         VfStage              *stage);

G_END_DECLS
