/* Distinguished names as people read them. */

#include "config.h"

#include "import/name.h"

#include <glib/gi18n.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include "import/label.h"

/* names have four to eight parts; whoever has more of them does not want to be read */
#define MAX_PARTS 32

/* The attributes that RFC 5280 §4.1.2.4 and the authorities' own rules know.  (nullable) */
static char *
describe_known (int nid, const char *value)
{
  switch (nid)
    {
    case NID_commonName:
      /* translators: this and what follows are the parts of the name of whoever a certificate is for, each in a line of
       * its own.  %s: a person, an authority or a server */
      return g_strdup_printf (_("Name: %s"), value);
    case NID_organizationName:
      return g_strdup_printf (_("Organization: %s"), value);
    case NID_organizationalUnitName:
      /* translators: %s: a department of an organization */
      return g_strdup_printf (_("Unit: %s"), value);
    case NID_streetAddress:
      return g_strdup_printf (_("Street: %s"), value);
    case NID_localityName:
      /* translators: %s: a town */
      return g_strdup_printf (_("Place: %s"), value);
    case NID_stateOrProvinceName:
      return g_strdup_printf (_("State or province: %s"), value);
    case NID_postalCode:
      return g_strdup_printf (_("Postal code: %s"), value);
    case NID_countryName:
      /* translators: %s: mostly two letters, such as DE */
      return g_strdup_printf (_("Country: %s"), value);
    case NID_pkcs9_emailAddress:
      return g_strdup_printf (_("Email: %s"), value);
    case NID_domainComponent:
      /* translators: %s: a domain of the Internet, such as example.com */
      return g_strdup_printf (_("Domain: %s"), value);
    case NID_userId:
      /* translators: %s: the name by which somebody logs in */
      return g_strdup_printf (_("User: %s"), value);
    case NID_serialNumber:
      /* translators: %s: what a register or a maker calls the holder of a certificate; not the certificate's own number */
      return g_strdup_printf (_("Number of the holder: %s"), value);
    }
  return NULL;
}

/* What is no text at all is shown as RFC 4514 §2.4 writes it. */
static char *
to_hexadecimal (const ASN1_STRING *value)
{
  GString *text = g_string_new ("#");

  for (int i = 0; i < ASN1_STRING_length (value); i++)
    g_string_append_printf (text, "%02x", ASN1_STRING_get0_data (value)[i]);
  return g_string_free (text, FALSE);
}

static char *
value_to_label (const ASN1_STRING *value)
{
  guint8 *utf8 = NULL;
  int n = ASN1_STRING_to_UTF8 (&utf8, value);
  char *label = n >= 0 ? vf_label_new ((const char *) utf8, (gsize) n) : to_hexadecimal (value);

  OPENSSL_free (utf8);
  return label;
}

static char *
describe_part (const ASN1_OBJECT *type, const char *value)
{
  int nid = OBJ_obj2nid (type);
  char *known = describe_known (nid, value);
  char number[128];

  if (known)
    return known;
  OBJ_obj2txt (number, sizeof number, type, 1);
  /* translators: a part of a name for which there is no word: its technical name, and what it says */
  return g_strdup_printf (_("%s: %s"), nid == NID_undef ? number : OBJ_nid2ln (nid), value);
}

/* The labels of a domain are one part each.  @last: the kind of the line before, to be brought up to date */
static void
add_part (GPtrArray *lines, const X509_NAME_ENTRY *entry, int *last)
{
  const ASN1_OBJECT *type = X509_NAME_ENTRY_get_object (entry);
  g_autofree char *value = value_to_label (X509_NAME_ENTRY_get_data (entry));

  if (!*value)
    return;
  if (OBJ_obj2nid (type) == NID_domainComponent && *last == NID_domainComponent)
    {
      char **line = (char **) &lines->pdata[lines->len - 1];
      g_autofree char *before = *line;

      *line = g_strconcat (before, ".", value, NULL);
    }
  else
    g_ptr_array_add (lines, describe_part (type, value));
  *last = OBJ_obj2nid (type);
}

static char *
describe_parts (const X509_NAME *name, int except)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  int last = NID_undef;

  for (int i = X509_NAME_entry_count (name); i-- > 0;)
    if (i != except)
      add_part (lines, X509_NAME_get_entry (name, i), &last);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

/**
 * vf_name_to_words:
 * @der: (array length=length): a name
 * @except: OpenSSL's number of an attribute whose first is left out, because it is shown already; or NID_undef
 *
 * Returns: (transfer full): "Organization: …" and so on, a line for each part, most specific first; perhaps empty.  A
 *   name that is damaged or endless is there as vf_name_to_text() has it.  Translated; untrusted text
 */
char *
vf_name_to_words (const guint8 *der, gsize length, int except)
{
  const guint8 *end = der;
  X509_NAME *name = d2i_X509_NAME (NULL, &end, (long) length);
  char *words;

  if (!name || X509_NAME_entry_count (name) > MAX_PARTS)
    words = vf_name_to_text (der, length);
  else
    words = describe_parts (name, except == NID_undef ? -1 : X509_NAME_get_index_by_NID (name, except, -1));
  ERR_clear_error ();
  X509_NAME_free (name);
  return words;
}
