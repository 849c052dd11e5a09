#pragma once

#include "import/certificate-fields.h"

G_BEGIN_DECLS

/* What a certificate says, in words; only VfCertificate, which keeps them, asks for them. */
typedef enum
{
  VF_CERTIFICATE_TEXT_SUBJECT,
  VF_CERTIFICATE_TEXT_ISSUER,
  VF_CERTIFICATE_TEXT_DISPLAY_NAME,
  VF_CERTIFICATE_TEXT_ISSUER_DISPLAY_NAME,
  VF_CERTIFICATE_TEXT_SUBJECT_WORDS,
  VF_CERTIFICATE_TEXT_ISSUER_WORDS,
  VF_CERTIFICATE_TEXT_COMMON_NAME,
  VF_CERTIFICATE_TEXT_SERIAL,
  VF_CERTIFICATE_TEXT_KEY_ID,
  VF_CERTIFICATE_TEXT_KEY_ALGORITHM,
  VF_CERTIFICATE_TEXT_SIGNATURE_ALGORITHM,
  VF_N_CERTIFICATE_TEXTS,
} VfCertificateText;

char *vf_certificate_text_make       (const VfCertificateFields *fields,
                                      VfCertificateText          text);
GStrv vf_certificate_text_make_names (const VfCertificateFields *fields);

G_END_DECLS
