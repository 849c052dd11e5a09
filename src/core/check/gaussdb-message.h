#pragma once

#include <libsecret/secret.h>

#include "check/channel.h"

G_BEGIN_DECLS

/**
 * VfGaussdbMessage:
 * @type: its letter
 * @body: what follows the length
 * @length: of @body
 *
 * One message of PostgreSQL's protocol 3.
 */
typedef struct
{
  guint8 type;
  guint8 *body;
  gsize length;
} VfGaussdbMessage;

typedef enum
{
  VF_GAUSSDB_READ_DONE,
  VF_GAUSSDB_READ_ENDED,   /* the evidence has an end */
  VF_GAUSSDB_READ_STRANGE, /* its length is none that such a message has */
} VfGaussdbRead;

/* into the same message again and again */
VfGaussdbRead vf_gaussdb_message_read  (VfGaussdbMessage *message,
                                        VfChannel        *channel);
void          vf_gaussdb_message_clear (VfGaussdbMessage *message);

/* FALSE: the evidence has an end */
gboolean vf_gaussdb_send_startup  (VfChannel   *channel,
                                   const char  *user,
                                   const char  *database,
                                   const char  *options);
gboolean vf_gaussdb_send_password (VfChannel   *channel,
                                   SecretValue *answer);
gboolean vf_gaussdb_send_query    (VfChannel   *channel,
                                   const char  *sql);
gboolean vf_gaussdb_send_goodbye  (VfChannel   *channel);

/* (nullable) (transfer full): a field of an error message, valid UTF-8 */
char *vf_gaussdb_error_field (const guint8 *body,
                              gsize         length,
                              char          field);
/* (nullable) (transfer full): the first column of a row, valid UTF-8 */
char *vf_gaussdb_row_text    (const guint8 *body,
                              gsize         length);
/* (nullable) (transfer full): the value, if the message is about the parameter @name */
char *vf_gaussdb_parameter   (const guint8 *body,
                              gsize         length,
                              const char   *name);

G_END_DECLS
