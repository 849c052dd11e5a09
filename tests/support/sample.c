#include "sample.h"

#include "check/report-private.h"

static VfPrivateKey *
make_key (const TestPair *pair, const char *passphrase)
{
  g_autofree char *pem = test_pair_key_to_pem (pair, TEST_KEY_PKCS8, passphrase);
  g_autoptr (GError) error = NULL;
  VfPrivateKey *key = vf_private_key_new_from_pem (pem, strlen (pem), &error);

  g_assert_no_error (error);
  if (passphrase)
    {
      g_autoptr (SecretValue) secret = test_secret (passphrase);
      VfPrivateKey *open = vf_private_key_unlock (key, secret, &error);

      g_assert_no_error (error);
      vf_private_key_unref (key);
      key = open;
    }
  return key;
}

VfCredentials *
test_sample_credentials (gboolean with_client, const char *passphrase)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Sample Root");
  g_autoptr (TestPair) client = test_pair_new_client ("al", root);
  g_autoptr (GPtrArray) authorities = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  g_autoptr (VfPrivateKey) key = with_client ? make_key (client, passphrase) : NULL;

  g_ptr_array_add (authorities, vf_certificate_new_from_x509 (root->certificate));
  if (with_client)
    g_ptr_array_add (chain, vf_certificate_new_from_x509 (client->certificate));
  return vf_credentials_new (authorities, chain, key);
}

SecretValue *
test_secret (const char *text)
{
  return secret_value_new (text, -1, "text/plain");
}

VfReport *
test_sample_proof (VfConnection *connection, GPtrArray *chain)
{
  VfReportBuilder builder;

  vf_report_builder_init (&builder, connection, FALSE, NULL);
  for (guint i = 0; i < VF_N_STAGES; i++)
    {
      vf_report_builder_begin (&builder, (VfStage) i);
      vf_report_builder_end (&builder, (VfStage) i, VF_STATE_OK, NULL);
    }
  if (chain)
    builder.report->server = vf_server_identity_new (chain, NULL, connection);
  return vf_report_builder_finish (&builder);
}

void
test_sample_init (TestSample *sample, VfTarget *target, VfSslMode mode, VfCredentials *credentials)
{
  *sample = (TestSample){
    .connection = vf_connection_new (target, credentials, mode),
    .files = { .root = "/srv/v/root.crt", .none = "/srv/v/none" },
  };
  if (credentials && vf_credentials_get_client_key (credentials))
    {
      sample->files.client_certificate = "/srv/v/client.crt";
      sample->files.client_key = "/srv/v/client.key";
    }
  sample->source = (VfExportSource){ .name = "shop prod", .connection = sample->connection, .files = &sample->files,
                                     .service_file = "/srv/v/pg_service.conf", .directory = "/srv/x y" };
}

void
test_sample_clear (TestSample *sample)
{
  vf_connection_unref (sample->connection);
}

VfExport *
test_sample_export (const TestSample *sample, const char *id)
{
  g_autoptr (GError) error = NULL;
  VfExport *export = vf_export_make (vf_destination_find (id), &sample->source, &error);

  g_assert_no_error (error);
  return export;
}

GBytes *
test_export_find_file (VfExport *export, const char *name)
{
  for (guint i = 0; i < vf_export_get_n_files (export); i++)
    if (g_str_equal (vf_export_get_file_name (export, i), name))
      return vf_export_get_file (export, i);
  g_error ("no %s", name);
}

gboolean
test_export_has_note (VfExport *export, const char *part)
{
  const char *const *notes = vf_export_get_notes (export);

  for (guint i = 0; notes[i]; i++)
    if (strstr (notes[i], part))
      return TRUE;
  return FALSE;
}
