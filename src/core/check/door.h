#pragma once

#include <glib.h>

#include "finding.h"

G_BEGIN_DECLS

/* what the first bytes of the answer to PostgreSQL's question for TLS say */
typedef enum
{
  VF_DOOR_TLS,       /* "S": go on */
  VF_DOOR_CLOSED,    /* one of the codes below */
} VfDoorAnswer;

/* @bytes: what came, as it came; 0 bytes: it closed.  @code and @detail (transfer full) (nullable) say what is wrong.
 * @detail is the name of another service, or the server's own words. */
VfDoorAnswer vf_door_read        (const guint8 *bytes,
                                  gsize         length,
                                  VfCode       *code,
                                  char        **detail);
/* after "S": whether the next byte can begin a TLS record.  If not, as above. */
gboolean     vf_door_is_tls      (const guint8 *bytes,
                                  gsize         length,
                                  VfCode       *code,
                                  char        **detail);
/* whether more bytes would tell more */
gboolean     vf_door_wants_more  (const guint8 *bytes,
                                  gsize         length);

G_END_DECLS
