#pragma once

#include <glib.h>

#include "import/wiped-bytes.h"

G_BEGIN_DECLS

gboolean vf_java_password_encode  (const char          *passphrase,
                                   gsize                length,
                                   VfWipedBuffer       *encoded);
void     vf_java_store_digest     (const VfWipedBuffer *password,
                                   const guint8        *data,
                                   gsize                length,
                                   guint8               digest[20]);
gboolean vf_java_key_open_jks     (const VfWipedBuffer *password,
                                   const guint8        *data,
                                   gsize                length,
                                   VfWipedBuffer       *plain);
gboolean vf_java_key_open_jceks   (const char          *passphrase,
                                   gsize                passphrase_length,
                                   const guint8        *salt,
                                   guint                n_iterations,
                                   const guint8        *data,
                                   gsize                length,
                                   VfWipedBuffer       *plain);

G_END_DECLS
