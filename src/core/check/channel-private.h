#pragma once

#include <openssl/ssl.h>

#include "check/channel.h"

G_BEGIN_DECLS

struct _VfChannel
{
  VfEvidence *evidence;
  VfWait *wait;
  VfChannelAccept accept;
  gpointer user_data;
  SSL *ssl;
  BIO *in;
  BIO *out;
  int fd;
  gint64 start; /* monotonic microseconds */
  VfStage stage; /* whose failure it would be now */
  gboolean seen_first;
  int alert; /* the last that the server sent; -1: none */
};

/* (nullable): TLS as libpq would set it up for @connection; its callbacks note what they see in the channel, which is
 * the session's application data while it lasts */
SSL *vf_channel_session_new (VfChannel          *channel,
                             const VfConnection *connection,
                             SecretValue        *key_passphrase);

G_END_DECLS
