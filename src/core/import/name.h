#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Distinguished names as DER.  Nearly all of them are plain, and are read here in a fraction of the time that OpenSSL's
 * X509_NAME takes; the others are left to OpenSSL, so that both always agree. */

gsize    vf_name_measure      (const guint8 *der,
                               gsize         length);
char    *vf_name_to_text      (const guint8 *der,
                               gsize         length);
char    *vf_name_get_part     (const guint8 *der,
                               gsize         length,
                               int           nid);
char    *vf_name_get_called   (const guint8 *der,
                               gsize         length,
                               int          *nid);
char    *vf_name_to_words     (const guint8 *der,
                               gsize         length,
                               int           except);
gboolean vf_name_equal        (const guint8 *der,
                               gsize         length,
                               const guint8 *other_der,
                               gsize         other_length);

G_END_DECLS
