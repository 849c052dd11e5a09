#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One value of a Kubernetes Secret. */
typedef struct
{
  char *name;
  GBytes *bytes;
} VfSecretValue;

GPtrArray *vf_secret_document_read (GBytes *bytes);
/* for the readers of the two forms: takes @bytes over */
void       vf_secret_document_add  (GPtrArray  *values,
                                    const char *name,
                                    GBytes     *bytes);
/* (nullable) (transfer full): NULL if the text is not base64 */
GBytes    *vf_secret_document_decode (const char *text,
                                      gsize       length);
void       vf_secret_yaml_read     (const char *text,
                                    gsize       length,
                                    GPtrArray  *values);

G_END_DECLS
