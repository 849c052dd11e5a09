#include "config.h"

#include "import/certificate-text.h"

#include <string.h>

#include <arpa/inet.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "import/label.h"
#include "import/name.h"

/* Where in the fields a name is. */
typedef const guint8 *(*WhichName) (const VfCertificateFields *fields, gsize *length);

static char *
name_to_text (const VfCertificateFields *fields, WhichName which)
{
  gsize length;
  const guint8 *der = which (fields, &length);

  return vf_name_to_text (der, length);
}

/* (nullable) */
static char *
name_to_display_name (const VfCertificateFields *fields, WhichName which)
{
  gsize length;
  const guint8 *der = which (fields, &length);
  int nid;

  return vf_name_get_called (der, length, &nid);
}

/* (nullable) */
static char *
make_common_name (const VfCertificateFields *fields)
{
  gsize length;
  const guint8 *der = vf_certificate_fields_subject (fields, &length);

  return vf_name_get_part (der, length, NID_commonName);
}

static char *
address_to_text (const ASN1_OCTET_STRING *address)
{
  char text[INET6_ADDRSTRLEN];
  int length = ASN1_STRING_length (address);

  if (length != 4 && length != 16)
    return NULL;
  return g_strdup (inet_ntop (length == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data (address), text, sizeof text));
}

/* (nullable): one line, or NULL for a kind that no database connection uses */
static char *
general_name_to_text (const GENERAL_NAME *name)
{
  static const struct
  {
    int type;
    const char *prefix;
  } kinds[] = { { GEN_DNS, "DNS:" }, { GEN_EMAIL, "email:" }, { GEN_URI, "URI:" }, { GEN_IPADD, "IP:" } };
  int type;
  const ASN1_STRING *value = GENERAL_NAME_get0_value (name, &type);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].type == type)
      {
        g_autofree char *text = type == GEN_IPADD ? address_to_text (value)
                                                  : vf_label_new ((const char *) ASN1_STRING_get0_data (value),
                                                                  (gsize) ASN1_STRING_length (value));

        return text ? g_strconcat (kinds[i].prefix, text, NULL) : NULL;
      }
  return NULL;
}

/**
 * vf_certificate_text_make_names:
 *
 * Returns: (transfer full): the names in subjectAltName that a connection can use; perhaps none
 */
GStrv
vf_certificate_text_make_names (const VfCertificateFields *fields)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GENERAL_NAMES *names = vf_certificate_fields_extension (fields, NID_subject_alt_name);

  for (int i = 0; names && i < sk_GENERAL_NAME_num (names); i++)
    {
      g_autofree char *text = general_name_to_text (sk_GENERAL_NAME_value (names, i));

      if (text)
        g_strv_builder_add (builder, text);
    }
  GENERAL_NAMES_free (names);
  return g_strv_builder_end (builder);
}

static char *
make_display_name (const VfCertificateFields *fields)
{
  char *name = name_to_display_name (fields, vf_certificate_fields_subject);
  g_auto (GStrv) names = NULL;

  if (name)
    return name;
  names = vf_certificate_text_make_names (fields);
  return names[0] ? g_strdup (strchr (names[0], ':') + 1) : name_to_text (fields, vf_certificate_fields_subject);
}

static char *
name_to_words (const VfCertificateFields *fields, WhichName which)
{
  gsize length;
  const guint8 *der = which (fields, &length);
  int nid;
  g_autofree char *called = vf_name_get_called (der, length, &nid);

  return vf_name_to_words (der, length, nid);
}

static char *
make_serial (const ASN1_INTEGER *serial)
{
  const guint8 *bytes = ASN1_STRING_get0_data (serial);
  GString *text = g_string_new (ASN1_STRING_type (serial) == V_ASN1_NEG_INTEGER ? "-" : NULL);

  for (int i = 0; i < ASN1_STRING_length (serial); i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  if (ASN1_STRING_length (serial) == 0)
    g_string_append (text, "00");
  return g_string_free (text, FALSE);
}

/**
 * vf_certificate_text_make:
 *
 * May leave something in OpenSSL's error queue.
 *
 * Returns: (transfer full) (nullable): UTF-8, or %NULL if the certificate does not say it
 */
char *
vf_certificate_text_make (const VfCertificateFields *fields, VfCertificateText text)
{
  switch (text)
    {
    case VF_CERTIFICATE_TEXT_SUBJECT:
      return name_to_text (fields, vf_certificate_fields_subject);
    case VF_CERTIFICATE_TEXT_ISSUER:
      return name_to_text (fields, vf_certificate_fields_issuer);
    case VF_CERTIFICATE_TEXT_DISPLAY_NAME:
      return make_display_name (fields);
    case VF_CERTIFICATE_TEXT_ISSUER_DISPLAY_NAME:
      return name_to_display_name (fields, vf_certificate_fields_issuer);
    case VF_CERTIFICATE_TEXT_SUBJECT_WORDS:
      return name_to_words (fields, vf_certificate_fields_subject);
    case VF_CERTIFICATE_TEXT_ISSUER_WORDS:
      return name_to_words (fields, vf_certificate_fields_issuer);
    case VF_CERTIFICATE_TEXT_COMMON_NAME:
      return make_common_name (fields);
    case VF_CERTIFICATE_TEXT_SERIAL:
      return make_serial (vf_certificate_fields_serial (fields));
    case VF_CERTIFICATE_TEXT_KEY_ID:
      return vf_certificate_fields_key_id (fields);
    case VF_CERTIFICATE_TEXT_KEY_ALGORITHM:
      return vf_certificate_fields_key_algorithm (fields);
    case VF_CERTIFICATE_TEXT_SIGNATURE_ALGORITHM:
      return g_strdup (OBJ_nid2ln (vf_certificate_fields_signature (fields)));
    case VF_N_CERTIFICATE_TEXTS:
      break;
    }
  g_assert_not_reached ();
}
