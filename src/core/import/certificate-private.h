#pragma once

#include "import/certificate-fields.h"
#include "import/certificate-text.h"
#include "import/certificate.h"

G_BEGIN_DECLS

/* For the files that a certificate is made of. */

/* A bundle has thousands of certificates of which a person looks at few, so this is made when it is asked for. */
typedef struct
{
  X509 *x509;
  char *texts[VF_N_CERTIFICATE_TEXTS];
  GStrv names;
} VfCertificateLazy;

struct _VfCertificate
{
  VfCertificateFields *fields;
  GBytes *der;
  char *sha256;
  gint64 not_before;
  gint64 not_after;
  gboolean is_authority;
  gboolean is_self_signed;
  gboolean is_weak;
  VfCertificateLazy *lazy;
};

/* Puts @made into @slot unless another thread was faster, and returns what is there. */
gpointer vf_certificate_publish (gpointer      *slot,
                                 gpointer       made,
                                 GDestroyNotify destroy);

G_END_DECLS
