#pragma once

#include "check/report.h"
#include "export/export.h"
#include "import/credentials.h"
#include "pki.h"

G_BEGIN_DECLS

/* (transfer full): one authority, and with a client certificate if asked for.  @passphrase: (nullable): what the
 * client's key came encrypted with; it is open */
VfCredentials *test_sample_credentials (gboolean    with_client,
                                        const char *passphrase);
/* (transfer full): the value of a secret for a test */
SecretValue   *test_secret             (const char *text);
/* (transfer full): a check of @connection in which every stage went well.  @chain: (nullable)(element-type VfCertificate):
 * what the server showed */
VfReport      *test_sample_proof       (VfConnection *connection,
                                        GPtrArray    *chain);

/**
 * TestSample:
 *
 * A connection ready to be exported, as though its files lay in /srv/v.  Clear it with test_sample_clear().
 */
typedef struct
{
  VfConnection *connection;
  VfKeyFiles files;
  VfExportSource source;
} TestSample;

/* @credentials: (nullable); the client's files are named if there is a client key */
void      test_sample_init      (TestSample    *sample,
                                 VfTarget      *target,
                                 VfSslMode      mode,
                                 VfCredentials *credentials);
void      test_sample_clear     (TestSample    *sample);
/* (transfer full): there is no error */
VfExport *test_sample_export    (const TestSample *sample,
                                 const char       *id);
/* (transfer none): the file of that name, which is there */
GBytes   *test_export_find_file (VfExport   *export,
                                 const char *name);
gboolean  test_export_has_note  (VfExport   *export,
                                 const char *part);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestSample, test_sample_clear)

G_END_DECLS
