#include "config.h"

#include "import/name.h"

#include <string.h>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include "import/label.h"

/* names have four to eight parts */
#define MAX_PARTS 32
#define SEQUENCE (V_ASN1_SEQUENCE | V_ASN1_CONSTRUCTED)
#define SET (V_ASN1_SET | V_ASN1_CONSTRUCTED)

/* One attribute of a plain name. */
typedef struct
{
  int nid;
  const char *value; /* ASCII or UTF-8, not NUL-ended */
  gsize length;
} Part;

typedef struct
{
  const guint8 *at;
  const guint8 *end;
} Bytes;

/* Takes one element off the front; FALSE if it is not one with that first byte and a definite length. */
static gboolean
take (Bytes *bytes, guint8 first, Bytes *content)
{
  const guint8 *p = bytes->at;
  long length;
  int tag;
  int class;

  if (p >= bytes->end || *p != first || (ASN1_get_object (&p, &length, &tag, &class, bytes->end - p) & 0x81))
    return FALSE;
  *content = (Bytes){ p, p + length };
  bytes->at = content->end;
  return TRUE;
}

/* Printable ASCII, and in UTF-8 also all that is not ASCII. */
static gboolean
is_plain (const Bytes *bytes, gboolean is_utf8)
{
  gboolean is_ascii = TRUE;

  for (const guint8 *p = bytes->at; p < bytes->end; p++)
    {
      if (*p < 0x80 && !g_ascii_isprint ((char) *p))
        return FALSE;
      is_ascii = is_ascii && *p < 0x80;
    }
  return is_ascii || (is_utf8 && g_utf8_validate ((const char *) bytes->at, bytes->end - bytes->at, NULL));
}

static gboolean
take_value (Bytes *pair, Part *part)
{
  Bytes value;
  guint8 tag = pair->at < pair->end ? *pair->at : 0;

  if (tag != V_ASN1_UTF8STRING && tag != V_ASN1_PRINTABLESTRING && tag != V_ASN1_IA5STRING)
    return FALSE;
  if (!take (pair, tag, &value) || pair->at != pair->end || value.at == value.end)
    return FALSE;
  part->value = (const char *) value.at;
  part->length = (gsize) (value.end - value.at);
  return is_plain (&value, tag == V_ASN1_UTF8STRING);
}

static gboolean
take_part (Bytes *name, Part *part)
{
  Bytes set;
  Bytes pair;
  const guint8 *type;
  Bytes object;
  ASN1_OBJECT *parsed;

  if (!take (name, SET, &set) || !take (&set, SEQUENCE, &pair) || set.at != set.end)
    return FALSE;
  type = pair.at;
  if (!take (&pair, V_ASN1_OBJECT, &object))
    return FALSE;
  parsed = d2i_ASN1_OBJECT (NULL, &type, object.end - type);
  part->nid = OBJ_obj2nid (parsed);
  ASN1_OBJECT_free (parsed);
  return part->nid != NID_undef && take_value (&pair, part);
}

/* How many parts a plain name has; -1 if it is one for OpenSSL. */
static int
read_plain (const guint8 *der, gsize length, Part *parts)
{
  Bytes all = { der, der + length };
  Bytes name;
  int n = 0;

  if (!take (&all, SEQUENCE, &name) || all.at != all.end)
    return -1;
  while (name.at < name.end)
    {
      if (n == MAX_PARTS || !take_part (&name, &parts[n]))
        {
          ERR_clear_error ();
          return -1;
        }
      n++;
    }
  return n;
}

static X509_NAME *
read_by_openssl (const guint8 *der, gsize length)
{
  X509_NAME *name = d2i_X509_NAME (NULL, &der, (long) length);

  ERR_clear_error ();
  return name;
}

/**
 * vf_name_measure:
 * @der: (array length=length): bytes that may begin with a name
 *
 * Returns: how many of the bytes OpenSSL takes for a name; 0 if it takes none
 */
gsize
vf_name_measure (const guint8 *der, gsize length)
{
  Bytes all = { der, der + length };
  Bytes content;
  Part parts[MAX_PARTS];
  const guint8 *end = der;
  X509_NAME *name;

  if (take (&all, SEQUENCE, &content) && read_plain (der, (gsize) (all.at - der), parts) >= 0)
    return (gsize) (all.at - der);
  name = d2i_X509_NAME (NULL, &end, (long) length);
  ERR_clear_error ();
  X509_NAME_free (name);
  return name ? (gsize) (end - der) : 0;
}

static char *
text_by_openssl (const guint8 *der, gsize length)
{
  X509_NAME *name = read_by_openssl (der, length);
  BIO *bio = BIO_new (BIO_s_mem ());
  char *data;
  char *label;
  long n;

  if (name)
    X509_NAME_print_ex (bio, name, 0, XN_FLAG_RFC2253 & ~(unsigned long) ASN1_STRFLGS_ESC_MSB);
  n = BIO_get_mem_data (bio, &data);
  label = vf_label_new (data, (gsize) MAX (n, 0));
  BIO_free (bio);
  X509_NAME_free (name);
  return label;
}

/* RFC 4514 §2.4 */
static void
append_escaped (GString *text, const Part *part)
{
  for (gsize i = 0; i < part->length; i++)
    {
      char c = part->value[i];
      gboolean at_edge = (i == 0 && (c == ' ' || c == '#')) || (i + 1 == part->length && c == ' ');

      if (at_edge || strchr (",+\"\\<>;", c))
        g_string_append_c (text, '\\');
      g_string_append_c (text, c);
    }
}

/**
 * vf_name_to_text:
 *
 * Returns: (transfer full): "CN=…,O=…", most specific first (RFC 4514), UTF-8 not escaped
 */
char *
vf_name_to_text (const guint8 *der, gsize length)
{
  Part parts[MAX_PARTS];
  int n = read_plain (der, length, parts);
  g_autoptr (GString) text = NULL;

  if (n < 0)
    return text_by_openssl (der, length);
  text = g_string_sized_new (length);
  while (n-- > 0)
    {
      g_string_append_printf (text, "%s=", OBJ_nid2sn (parts[n].nid));
      append_escaped (text, &parts[n]);
      if (n > 0)
        g_string_append_c (text, ',');
    }
  return vf_label_new (text->str, text->len);
}

static char *
part_by_openssl (const guint8 *der, gsize length, int nid)
{
  X509_NAME *name = read_by_openssl (der, length);
  int index = name ? X509_NAME_get_index_by_NID (name, nid, -1) : -1;
  char *label = NULL;
  guint8 *utf8 = NULL;
  int n = -1;

  if (index >= 0)
    n = ASN1_STRING_to_UTF8 (&utf8, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, index)));
  if (n > 0)
    label = vf_label_new ((const char *) utf8, (gsize) n);
  OPENSSL_free (utf8);
  X509_NAME_free (name);
  return label;
}

/**
 * vf_name_get_part:
 * @nid: OpenSSL's number of an attribute
 *
 * Returns: (nullable) (transfer full): the first attribute of that kind, as libpq takes it too; %NULL if it is empty
 */
char *
vf_name_get_part (const guint8 *der, gsize length, int nid)
{
  Part parts[MAX_PARTS];
  int n = read_plain (der, length, parts);

  if (n < 0)
    return part_by_openssl (der, length, nid);
  for (int i = 0; i < n; i++)
    if (parts[i].nid == nid)
      return vf_label_new (parts[i].value, parts[i].length);
  return NULL;
}

/**
 * vf_name_get_called:
 * @nid: (out): OpenSSL's number of the attribute that it is from; NID_undef for %NULL
 *
 * Returns: (nullable) (transfer full): the part by which people know whoever it names
 */
char *
vf_name_get_called (const guint8 *der, gsize length, int *nid)
{
  static const int nids[] = { NID_commonName, NID_organizationalUnitName, NID_organizationName };

  for (guint i = 0; i < G_N_ELEMENTS (nids); i++)
    {
      char *part = vf_name_get_part (der, length, nids[i]);

      *nid = nids[i];
      if (part)
        return part;
    }
  *nid = NID_undef;
  return NULL;
}

/**
 * vf_name_equal:
 *
 * Returns: whether OpenSSL takes them for the same name: case and runs of blanks do not count
 */
gboolean
vf_name_equal (const guint8 *der, gsize length, const guint8 *other_der, gsize other_length)
{
  X509_NAME *name;
  X509_NAME *other;
  gboolean equal;

  if (length == other_length && memcmp (der, other_der, length) == 0)
    return TRUE;
  name = read_by_openssl (der, length);
  other = read_by_openssl (other_der, other_length);
  equal = name && other && X509_NAME_cmp (name, other) == 0;
  X509_NAME_free (name);
  X509_NAME_free (other);
  return equal;
}
