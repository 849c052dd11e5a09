#pragma once

#include <glib.h>

#include "import/certificate.h"

G_BEGIN_DECLS

typedef enum
{
  VF_NAME_MATCHES,
  VF_NAME_DIFFERS,
  VF_NAME_NONE,       /* the certificate has no name that libpq would compare */
} VfNameResult;

/* libpq's rules, not X509_check_host(); see the table in tests/core/test-hostname.c */
VfNameResult vf_hostname_check (const VfCertificate *certificate,
                                const char          *host);

G_END_DECLS
