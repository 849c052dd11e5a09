#pragma once

#include "check/probe.h"

G_BEGIN_DECLS

/**
 * VfChannelAccept:
 * @chain: (element-type VfCertificate): as the server sent it, leaf first
 * @user_data: closure
 *
 * Returns: whether to go on with this server.  Asked before a client certificate is shown, and before anything else
 *   is said.
 */
typedef gboolean (*VfChannelAccept) (GPtrArray *chain,
                                     gpointer   user_data);

/**
 * VfChannel:
 *
 * TLS over a socket to a server that has agreed to it: what the probe looks through, and what a login of our own speaks
 * over.  Bound by one deadline and one cancellable; what goes wrong ends the evidence.
 */
typedef struct _VfChannel VfChannel;

/* NULL: the evidence has an end.  @fd: non-blocking, stays the caller's.  @accept: (nullable): %NULL takes every
 * certificate */
VfChannel *vf_channel_open          (VfEvidence         *evidence,
                                     const VfConnection *connection,
                                     SecretValue        *key_passphrase,
                                     int                 fd,
                                     VfChannelAccept     accept,
                                     gpointer            user_data,
                                     VfWait             *wait);
/* says goodbye, unless something went wrong */
void       vf_channel_free          (VfChannel          *channel);
/* @patience: microseconds besides as long as the handshake took */
void       vf_channel_await_refusal (VfChannel          *channel,
                                     gint64              patience);
/* exactly @length bytes, or FALSE and the evidence has an end, in the stage login */
gboolean   vf_channel_read          (VfChannel          *channel,
                                     guint8             *bytes,
                                     gsize               length);
gboolean   vf_channel_write         (VfChannel          *channel,
                                     const guint8       *bytes,
                                     gsize               length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfChannel, vf_channel_free)

G_END_DECLS
