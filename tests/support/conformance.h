#pragma once

#include "oracle.h"

G_BEGIN_DECLS

/**
 * Conformance:
 *
 * The certificates of PostgreSQL's own TLS suite (src/test/ssl), made anew, and its cases that are about the server's
 * certificate, the root file, revocation lists and the host: what libpq must say to each is known.
 */
typedef struct _Conformance Conformance;

/* the certificates that a server shows, in the order of the cases */
Conformance          *conformance_new            (void);
void                  conformance_free           (Conformance *self);
guint                 conformance_get_n_servers  (const Conformance *self);
/* (transfer none): leaf first, without the authorities */
TestPair *const      *conformance_get_server     (const Conformance *self,
                                                  guint              index);
/* Runs every case of that server certificate, and each in the two other modes as well; returns how many connections
 * were compared. */
guint                 conformance_run            (Conformance        *self,
                                                  guint               index,
                                                  const OracleServer *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Conformance, conformance_free)

G_END_DECLS
