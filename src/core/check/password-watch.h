#pragma once

#include <glib.h>
#include <openssl/types.h>

G_BEGIN_DECLS

/**
 * VfPasswordWatch:
 *
 * Reads what the server says to libpq before libpq does, so that a request for the password itself can be noticed in
 * time.  All zeros at the start.
 */
typedef struct
{
  guint8 head[9]; /* of the message that has begun: type, length, and the code of a request */
  guint n_head;
  guint32 rest;   /* what is still to come of a message whose head is complete */
  gsize n_ahead;  /* seen already, and left by libpq */
} VfPasswordWatch;

typedef enum
{
  VF_PASSWORD_WATCH_READ, /* libpq may read */
  VF_PASSWORD_WATCH_WAIT, /* nothing is there yet */
  VF_PASSWORD_WATCH_STOP, /* the password itself is asked for */
} VfPasswordWatchResult;

/* before libpq reads */
VfPasswordWatchResult vf_password_watch_look (VfPasswordWatch *self,
                                              SSL             *ssl);
/* after libpq has read */
void                  vf_password_watch_note (VfPasswordWatch *self,
                                              SSL             *ssl);

G_END_DECLS
