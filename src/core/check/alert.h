#pragma once

#include "finding.h"

G_BEGIN_DECLS

/**
 * VfAlert:
 * @alert: what the server said, a number of TLS's registry of alerts; -1: nothing
 * @reason: what OpenSSL had against the server, one of its SSL_R_ codes; 0: nothing
 * @asked: the server asked for a client certificate
 * @offered: we had one and gave it
 *
 * How a handshake ended.
 */
typedef struct
{
  int alert;
  int reason;
  gboolean asked;
  gboolean offered;
} VfAlert;

/* @detail: (out) (transfer none) (nullable): what the sentence needs; %NULL also if the alert has no word of its own */
VfCode vf_alert_classify (const VfAlert *alert,
                          const char   **detail);

G_END_DECLS
