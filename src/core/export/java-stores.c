#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <string.h>

#include "error.h"
#include "export/quote.h"
#include "import/key-store.h"
#include "import/openssl-error.h"
#include "import/wiped-bytes.h"

/* Java wants one; everybody knows it, so it protects nothing, and that is told. */
#define STORE_PASSWORD "changeit"
/* the attribute by which Java knows a trusted certificate; its value is "any purpose" */
#define JAVA_TRUSTED "2.16.840.1.113894.746875.1.1"
#define ANY_PURPOSE "2.5.29.37.0"
#define ITERATIONS 10000

static gboolean
openssl_fails (GError **error)
{
  g_autofree char *reason = vf_openssl_take_reason ();

  /* Translators: %s is OpenSSL's reason */
  g_set_error (error, VF_ERROR, VF_ERROR_FAILED, _ ("The key store cannot be made (%s)."), reason);
  return FALSE;
}

/* Takes @store. */
static gboolean
add_store (VfExport *export, const char *name, PKCS12 *store, gboolean secret, GError **error)
{
  unsigned char *der = NULL;
  int length = store ? i2d_PKCS12 (store, &der) : -1;
  g_autoptr (GBytes) bytes = length > 0 ? vf_wiped_bytes_new (der, (gsize) length) : NULL;

  PKCS12_free (store);
  if (!bytes)
    return openssl_fails (error);
  OPENSSL_clear_free (der, (size_t) length);
  vf_export_add_file (export, name, bytes, secret);
  vf_export_mark_copy (export);
  return TRUE;
}

static gboolean
add_trusted (STACK_OF (PKCS12_SAFEBAG) **bags, const VfCertificate *certificate, guint number)
{
  g_autofree char *alias = g_strdup_printf ("authority-%u", number);
  PKCS12_SAFEBAG *bag = PKCS12_add_cert (bags, vf_certificate_peek_x509 (certificate));
  ASN1_OBJECT *any = OBJ_txt2obj (ANY_PURPOSE, 1);
  gboolean ok = bag && any && PKCS12_add_friendlyname_utf8 (bag, alias, -1)
                && PKCS12_add1_attr_by_txt (bag, JAVA_TRUSTED, V_ASN1_OBJECT, (const unsigned char *) any, -1);

  ASN1_OBJECT_free (any);
  return ok;
}

static PKCS12 *
close_store (STACK_OF (PKCS12_SAFEBAG) *bags)
{
  STACK_OF (PKCS7) *safes = NULL;
  PKCS12 *store = NULL;

  if (PKCS12_add_safe (&safes, bags, NID_aes_256_cbc, ITERATIONS, STORE_PASSWORD))
    store = PKCS12_add_safes (safes, 0);
  if (store && !PKCS12_set_mac (store, STORE_PASSWORD, -1, NULL, 0, ITERATIONS, EVP_sha256 ()))
    g_clear_pointer (&store, PKCS12_free);
  sk_PKCS7_pop_free (safes, PKCS7_free);
  return store;
}

static gboolean
add_trust_store (const VfExportSource *source, VfExport *export, GError **error)
{
  GPtrArray *authorities = vf_credentials_get_authorities (vf_connection_get_credentials (source->connection));
  STACK_OF (PKCS12_SAFEBAG) *bags = NULL;
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < authorities->len; i++)
    ok = add_trusted (&bags, g_ptr_array_index (authorities, i), i + 1);
  if (!ok)
    openssl_fails (error);
  else if (authorities->len > 0)
    ok = add_store (export, "trust.p12", close_store (bags), FALSE, error);
  sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);
  return ok;
}

static EVP_PKEY *
to_pkey (VfPrivateKey *key, GError **error)
{
  g_autoptr (GBytes) der = vf_private_key_to_der (key, NULL, error);
  const unsigned char *data = der ? g_bytes_get_data (der, NULL) : NULL;
  EVP_PKEY *pkey = der ? d2i_AutoPrivateKey (NULL, &data, (long) g_bytes_get_size (der)) : NULL;

  if (der && !pkey)
    openssl_fails (error);
  return pkey;
}

/* Java and pgjdbc want the alias "user" and the whole chain. */
static gboolean
add_key_store (const VfExportSource *source, VfExport *export, VfPrivateKey *key, GError **error)
{
  GPtrArray *chain = vf_credentials_get_client_chain (vf_connection_get_credentials (source->connection));
  STACK_OF (X509) *others = sk_X509_new_null ();
  EVP_PKEY *pkey = to_pkey (key, error);
  gboolean added = FALSE;

  for (guint i = 1; i < chain->len; i++)
    sk_X509_push (others, vf_certificate_peek_x509 (g_ptr_array_index (chain, i)));
  if (pkey)
    added = add_store (export, "client.p12",
                       PKCS12_create (STORE_PASSWORD, "user", pkey,
                                      vf_certificate_peek_x509 (g_ptr_array_index (chain, 0)), others,
                                      NID_aes_256_cbc, NID_aes_256_cbc, ITERATIONS, ITERATIONS, 0),
                       TRUE, error);
  EVP_PKEY_free (pkey);
  sk_X509_free (others);
  return added;
}

static void
append_properties (GString *text, const VfExportSource *source, const char *name)
{
  const char *store = g_str_equal (name, "trust.p12") ? "trustStore" : "keyStore";
  g_autofree char *path = vf_export_path (source, name);
  g_autofree char *word = vf_quote_shell (path);

  g_string_append_printf (text, "-Djavax.net.ssl.%s=%s\n-Djavax.net.ssl.%sType=PKCS12\n"
                          "-Djavax.net.ssl.%sPassword=" STORE_PASSWORD "\n", store, word, store, store);
}

/**
 * vf_export_java_stores:
 *
 * For Java programs that do not go through the driver's own options: a trust store and, if there is a client
 * certificate, a key store, both PKCS#12, which every Java since 8 reads.
 */
gboolean
vf_export_java_stores (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (VfPrivateKey) key = vf_export_open_key (source, &failed);
  g_autoptr (GString) text = g_string_new (NULL);

  if (failed)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  if (!add_trust_store (source, export, error) || (key && !add_key_store (source, export, key, error)))
    return FALSE;
  for (guint i = 0; i < vf_export_get_n_files (export); i++)
    append_properties (text, source, vf_export_get_file_name (export, i));
  if (text->len == 0)
    return vf_export_refuse (error, "sslrootcert", _ ("There is no certificate of its own to put into a store."));
  vf_export_take_text (export, g_strdup (text->str));
  vf_export_take_note (export, g_strdup (_ ("The passphrase “changeit” is only there because Java wants one. Whoever can "
                                            "read the files has the key.")));
  return TRUE;
}

/* --- read again --- */

static gboolean
holds (const VfExport *export, guint index, guint n_certificates, gboolean key, GError **error)
{
  /* it opens by itself: everybody knows the passphrase */
  g_autoptr (VfKeyStore) store = vf_key_store_new_from_pkcs12 (vf_export_get_file (export, index));
  guint certificates = 0, keys = 0;

  for (guint i = 0; store && i < vf_key_store_get_n_entries (store); i++)
    {
      const VfStoreEntry *entry = vf_key_store_get_entry (store, i);

      certificates += entry->certificate != NULL;
      keys += entry->key != NULL;
    }
  return vf_export_check_value (certificates == n_certificates && keys == (guint) key ? "" : NULL, "",
                                vf_export_get_file_name (export, index), error);
}

/* The path of @name, as it reaches Java from a shell. */
static gboolean
is_path (const VfExportSource *source, const char *line, const char *name, GError **error)
{
  g_auto (GStrv) words = vf_read_shell_words (line);
  g_autofree char *path = vf_export_path (source, name);
  const char *sign = words && words[0] && !words[1] ? strchr (words[0], '=') : NULL;

  return vf_export_check_value (sign ? sign + 1 : NULL, path, name, error);
}

gboolean
vf_reread_java_stores (const VfExportSource *source, const VfExport *export, GError **error)
{
  VfCredentials *credentials = vf_connection_get_credentials (source->connection);
  guint n_authorities = vf_credentials_get_authorities (credentials)->len;
  g_auto (GStrv) lines = g_strsplit (vf_export_get_text (export), "\n", -1);

  for (guint i = 0; i < vf_export_get_n_files (export); i++)
    {
      gboolean is_trust = i == 0 && n_authorities > 0;
      guint n = is_trust ? n_authorities : vf_credentials_get_client_chain (credentials)->len;

      if (!holds (export, i, n, !is_trust, error)
          || !is_path (source, lines[3 * i], vf_export_get_file_name (export, i), error))
        return FALSE;
    }
  return TRUE;
}
