#include "config.h"

#include "import/certificate-fields.h"

#include <time.h>

#include <openssl/asn1t.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "import/name.h"

/* What OpenSSL asks for at security level 2, which is the default of Debian and of OpenSSL 3.2 and later. */
#define SECURITY_BITS 112
#define SECURE_RSA_BITS 2048
#define SECURE_EC_BITS (2 * SECURITY_BITS)
/* collisions in these digests are cheaper than half their length says; the numbers are OpenSSL's */
#define SHA1_SECURITY_BITS 63
#define MD5_SECURITY_BITS 39
/* keyCertSign in KeyUsage, RFC 5280 §4.2.1.3 */
#define KEY_CERT_SIGN 5

typedef struct
{
  X509_ALGOR *algorithm;
  ASN1_BIT_STRING *key;
} PublicKey;

typedef struct
{
  ASN1_INTEGER *version;
  ASN1_INTEGER *serial;
  X509_ALGOR *signature;
  ASN1_OCTET_STRING *issuer; /* the name in DER */
  X509_VAL *validity;
  ASN1_OCTET_STRING *subject;
  PublicKey *public_key;
  ASN1_BIT_STRING *issuer_id;
  ASN1_BIT_STRING *subject_id;
  STACK_OF (X509_EXTENSION) *extensions;
} ToBeSigned;

struct _VfCertificateFields
{
  ToBeSigned *signed_part;
  X509_ALGOR *algorithm;
  ASN1_BIT_STRING *signature;
};

typedef struct
{
  ASN1_INTEGER *modulus;
  ASN1_INTEGER *exponent;
} RsaKey;

/* A name for OpenSSL's parser: what d2i_X509_NAME() takes, kept as the bytes that it stands in. */
static int
raw_name_new (ASN1_VALUE **value, const ASN1_ITEM *item)
{
  *value = (ASN1_VALUE *) ASN1_OCTET_STRING_new ();
  return *value != NULL;
}

static void
raw_name_free (ASN1_VALUE **value, const ASN1_ITEM *item)
{
  ASN1_OCTET_STRING_free ((ASN1_OCTET_STRING *) *value);
  *value = NULL;
}

static int
raw_name_d2i (ASN1_VALUE **value, const unsigned char **in, long length, const ASN1_ITEM *item, int tag, int class,
              char optional, ASN1_TLC *context)
{
  gsize used = vf_name_measure (*in, (gsize) length);

  if (used == 0 || (!*value && !raw_name_new (value, item)))
    return 0;
  ASN1_STRING_set ((ASN1_STRING *) *value, *in, (int) used);
  *in += used;
  return 1;
}

/* Nobody writes these fields. */
static int
raw_name_i2d (const ASN1_VALUE **value, unsigned char **out, const ASN1_ITEM *item, int tag, int class)
{
  return -1;
}

static const ASN1_EXTERN_FUNCS raw_name_functions = {
  .asn1_ex_new = raw_name_new,
  .asn1_ex_free = raw_name_free,
  .asn1_ex_d2i = raw_name_d2i,
  .asn1_ex_i2d = raw_name_i2d,
};

static_ASN1_ITEM_start (RawName)
  ASN1_ITYPE_EXTERN, V_ASN1_SEQUENCE, NULL, 0, &raw_name_functions, 0, "RawName"
ASN1_ITEM_end (RawName)

/* RFC 5280 §4.1, as OpenSSL's own templates have it */
ASN1_SEQUENCE (PublicKey) = {
  ASN1_SIMPLE (PublicKey, algorithm, X509_ALGOR),
  ASN1_SIMPLE (PublicKey, key, ASN1_BIT_STRING),
} static_ASN1_SEQUENCE_END (PublicKey)

ASN1_SEQUENCE (ToBeSigned) = {
  ASN1_EXP_OPT (ToBeSigned, version, ASN1_INTEGER, 0),
  ASN1_SIMPLE (ToBeSigned, serial, ASN1_INTEGER),
  ASN1_SIMPLE (ToBeSigned, signature, X509_ALGOR),
  ASN1_SIMPLE (ToBeSigned, issuer, RawName),
  ASN1_SIMPLE (ToBeSigned, validity, X509_VAL),
  ASN1_SIMPLE (ToBeSigned, subject, RawName),
  ASN1_SIMPLE (ToBeSigned, public_key, PublicKey),
  ASN1_IMP_OPT (ToBeSigned, issuer_id, ASN1_BIT_STRING, 1),
  ASN1_IMP_OPT (ToBeSigned, subject_id, ASN1_BIT_STRING, 2),
  ASN1_EXP_SEQUENCE_OF_OPT (ToBeSigned, extensions, X509_EXTENSION, 3),
} static_ASN1_SEQUENCE_END (ToBeSigned)

ASN1_SEQUENCE (VfCertificateFields) = {
  ASN1_SIMPLE (VfCertificateFields, signed_part, ToBeSigned),
  ASN1_SIMPLE (VfCertificateFields, algorithm, X509_ALGOR),
  ASN1_SIMPLE (VfCertificateFields, signature, ASN1_BIT_STRING),
} static_ASN1_SEQUENCE_END (VfCertificateFields)

/* RFC 8017 A.1.1 */
ASN1_SEQUENCE (RsaKey) = {
  ASN1_SIMPLE (RsaKey, modulus, ASN1_INTEGER),
  ASN1_SIMPLE (RsaKey, exponent, ASN1_INTEGER),
} static_ASN1_SEQUENCE_END (RsaKey)

/**
 * vf_certificate_fields_new:
 * @used: (out): how many of the bytes were the certificate
 *
 * Returns: (nullable) (transfer full): the fields; %NULL leaves the reason in OpenSSL's error queue
 */
VfCertificateFields *
vf_certificate_fields_new (const guint8 *der, gsize length, gsize *used)
{
  const guint8 *end = der;
  VfCertificateFields *fields
    = length <= G_MAXINT
        ? (VfCertificateFields *) ASN1_item_d2i (NULL, &end, (long) length, ASN1_ITEM_rptr (VfCertificateFields))
        : NULL;

  *used = (gsize) (end - der);
  return fields;
}

void
vf_certificate_fields_free (VfCertificateFields *fields)
{
  ASN1_item_free ((ASN1_VALUE *) fields, ASN1_ITEM_rptr (VfCertificateFields));
}

static const guint8 *
string_data (const ASN1_STRING *string, gsize *length)
{
  *length = (gsize) ASN1_STRING_length (string);
  return ASN1_STRING_get0_data (string);
}

/**
 * vf_certificate_fields_subject:
 * @length: (out): in bytes
 *
 * Returns: (transfer none): the subject in DER
 */
const guint8 *
vf_certificate_fields_subject (const VfCertificateFields *fields, gsize *length)
{
  return string_data (fields->signed_part->subject, length);
}

/**
 * vf_certificate_fields_issuer:
 * @length: (out): in bytes
 *
 * Returns: (transfer none): the issuer in DER
 */
const guint8 *
vf_certificate_fields_issuer (const VfCertificateFields *fields, gsize *length)
{
  return string_data (fields->signed_part->issuer, length);
}

/**
 * vf_certificate_fields_serial:
 *
 * Returns: (transfer none): the number that its issuer gave it; valid as long as @fields
 */
const ASN1_INTEGER *
vf_certificate_fields_serial (const VfCertificateFields *fields)
{
  return fields->signed_part->serial;
}

static gint64
time_to_unix (const ASN1_TIME *time)
{
  struct tm tm;

  /* a date that cannot be read is one long past */
  return ASN1_TIME_to_tm (time, &tm) ? (gint64) timegm (&tm) : 0;
}

/**
 * vf_certificate_fields_not_before:
 *
 * Returns: seconds since the epoch from which on it is valid
 */
gint64
vf_certificate_fields_not_before (const VfCertificateFields *fields)
{
  return time_to_unix (fields->signed_part->validity->notBefore);
}

/**
 * vf_certificate_fields_not_after:
 *
 * Returns: seconds since the epoch until which it is valid
 */
gint64
vf_certificate_fields_not_after (const VfCertificateFields *fields)
{
  return time_to_unix (fields->signed_part->validity->notAfter);
}

/**
 * vf_certificate_fields_signature:
 *
 * Returns: OpenSSL's number of the signature's algorithm
 */
int
vf_certificate_fields_signature (const VfCertificateFields *fields)
{
  return OBJ_obj2nid (fields->algorithm->algorithm);
}

/**
 * vf_certificate_fields_extension:
 * @nid: OpenSSL's number of an extension
 *
 * Returns: (nullable) (transfer full): the extension in OpenSSL's form, or %NULL if it is not there or cannot be read
 */
gpointer
vf_certificate_fields_extension (const VfCertificateFields *fields, int nid)
{
  return X509V3_get_d2i (fields->signed_part->extensions, nid, NULL, NULL);
}

/**
 * vf_certificate_fields_key_id:
 *
 * Returns: (transfer full): lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo
 */
char *
vf_certificate_fields_key_id (const VfCertificateFields *fields)
{
  guint8 *data = NULL;
  int length = ASN1_item_i2d ((const ASN1_VALUE *) fields->signed_part->public_key, &data, ASN1_ITEM_rptr (PublicKey));
  char *id = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, length > 0 ? (gsize) length : 0);

  OPENSSL_free (data);
  return id;
}

static int
key_type (const VfCertificateFields *fields)
{
  return OBJ_obj2nid (fields->signed_part->public_key->algorithm->algorithm);
}

/* 0 if it cannot be read */
static int
rsa_bits (const VfCertificateFields *fields)
{
  const ASN1_BIT_STRING *bits = fields->signed_part->public_key->key;
  const guint8 *end = ASN1_STRING_get0_data (bits);
  RsaKey *key = (RsaKey *) ASN1_item_d2i (NULL, &end, ASN1_STRING_length (bits), ASN1_ITEM_rptr (RsaKey));
  BIGNUM *modulus = key ? ASN1_INTEGER_to_BN (key->modulus, NULL) : NULL;
  int n = modulus ? BN_num_bits (modulus) : 0;

  BN_free (modulus);
  ASN1_item_free ((ASN1_VALUE *) key, ASN1_ITEM_rptr (RsaKey));
  return n;
}

/* NID_undef for a curve that is written out instead of named */
static int
ec_curve (const VfCertificateFields *fields)
{
  const void *object = NULL;
  int type;

  X509_ALGOR_get0 (NULL, &type, &object, fields->signed_part->public_key->algorithm);
  return type == V_ASN1_OBJECT ? OBJ_obj2nid (object) : NID_undef;
}

static int
ec_bits (const VfCertificateFields *fields)
{
  EC_GROUP *group = EC_GROUP_new_by_curve_name (ec_curve (fields));
  int bits = group ? EC_GROUP_order_bits (group) : 0;

  EC_GROUP_free (group);
  return bits;
}

/**
 * vf_certificate_fields_key_algorithm:
 *
 * Returns: (transfer full): "RSA 2048", "EC P-256", "ED25519", in the words of vf_key_algorithm_to_string()
 */
char *
vf_certificate_fields_key_algorithm (const VfCertificateFields *fields)
{
  int type = key_type (fields);
  int curve;
  const char *nist;

  if (type == NID_rsaEncryption || type == NID_rsassaPss)
    return g_strdup_printf ("%s %d", type == NID_rsaEncryption ? "RSA" : "RSA-PSS", rsa_bits (fields));
  if (type != NID_X9_62_id_ecPublicKey)
    return g_strdup (type == NID_undef ? "unknown" : OBJ_nid2sn (type));
  curve = ec_curve (fields);
  nist = EC_curve_nid2nist (curve);
  return g_strdup_printf ("EC %s", nist ? nist : curve == NID_undef ? "explicit" : OBJ_nid2sn (curve));
}

/* (transfer none): whether the key identifiers, where there are any, say that the key signed itself */
static gboolean
key_ids_allow_self (const VfCertificateFields *fields)
{
  AUTHORITY_KEYID *authority = vf_certificate_fields_extension (fields, NID_authority_key_identifier);
  ASN1_OCTET_STRING *subject = NULL;
  gboolean allow = TRUE;

  if (!authority)
    return TRUE;
  subject = vf_certificate_fields_extension (fields, NID_subject_key_identifier);
  if (authority->keyid && subject && ASN1_OCTET_STRING_cmp (authority->keyid, subject) != 0)
    allow = FALSE;
  if (authority->serial && ASN1_INTEGER_cmp (authority->serial, fields->signed_part->serial) != 0)
    allow = FALSE;
  ASN1_OCTET_STRING_free (subject);
  AUTHORITY_KEYID_free (authority);
  return allow;
}

/* A key of one kind does not make signatures of another; what is not known is not held against it. */
static gboolean
key_type_allows_self (const VfCertificateFields *fields)
{
  int signer;

  if (!OBJ_find_sigid_algs (vf_certificate_fields_signature (fields), NULL, &signer) || signer == NID_undef)
    return TRUE;
  return signer == key_type (fields) || signer == NID_rsassaPss || key_type (fields) == NID_rsassaPss;
}

/**
 * vf_certificate_fields_is_self_signed:
 *
 * Returns: what OpenSSL's EXFLAG_SS says
 */
gboolean
vf_certificate_fields_is_self_signed (const VfCertificateFields *fields)
{
  gsize subject_length;
  gsize issuer_length;
  const guint8 *subject = vf_certificate_fields_subject (fields, &subject_length);
  const guint8 *issuer = vf_certificate_fields_issuer (fields, &issuer_length);

  /* the cheap questions first */
  return key_ids_allow_self (fields) && key_type_allows_self (fields)
         && vf_name_equal (subject, subject_length, issuer, issuer_length);
}

/**
 * vf_certificate_fields_is_authority:
 *
 * Returns: whether X509_check_ca() has a yes for it
 */
gboolean
vf_certificate_fields_is_authority (const VfCertificateFields *fields)
{
  ASN1_BIT_STRING *usage = vf_certificate_fields_extension (fields, NID_key_usage);
  BASIC_CONSTRAINTS *constraints = vf_certificate_fields_extension (fields, NID_basic_constraints);
  gboolean has_usage = usage != NULL;
  gboolean may_sign = !usage || ASN1_BIT_STRING_get_bit (usage, KEY_CERT_SIGN);
  gboolean has_constraints = constraints != NULL;
  gboolean is_authority = constraints && constraints->ca;

  ASN1_BIT_STRING_free (usage);
  BASIC_CONSTRAINTS_free (constraints);
  if (!may_sign || has_constraints)
    return may_sign && is_authority;
  /* version 1 has no extensions to say it with */
  return has_usage || (!fields->signed_part->version && vf_certificate_fields_is_self_signed (fields));
}

static gboolean
key_is_weak (const VfCertificateFields *fields)
{
  int type = key_type (fields);

  if (type == NID_rsaEncryption || type == NID_rsassaPss)
    return rsa_bits (fields) < SECURE_RSA_BITS;
  if (type != NID_X9_62_id_ecPublicKey)
    return type == NID_dsa;
  return ec_curve (fields) != NID_X9_62_prime256v1 && ec_curve (fields) != NID_secp384r1
         && ec_curve (fields) != NID_secp521r1 && ec_bits (fields) < SECURE_EC_BITS;
}

static gboolean
signature_is_weak (const VfCertificateFields *fields)
{
  const EVP_MD *digest;
  int nid;

  if (!OBJ_find_sigid_algs (vf_certificate_fields_signature (fields), &nid, NULL) || nid == NID_undef)
    return FALSE;
  if (nid == NID_sha1 || nid == NID_md5_sha1)
    return SHA1_SECURITY_BITS < SECURITY_BITS;
  if (nid == NID_md5 || nid == NID_md2 || nid == NID_md4)
    return MD5_SECURITY_BITS < SECURITY_BITS;
  digest = EVP_get_digestbynid (nid);
  return digest && EVP_MD_get_size (digest) * 4 < SECURITY_BITS;
}

/**
 * vf_certificate_fields_is_weak:
 *
 * Returns: whether OpenSSL refuses it at security level 2; it does not judge the signature of a certificate on itself
 */
gboolean
vf_certificate_fields_is_weak (const VfCertificateFields *fields, gboolean is_self_signed)
{
  return key_is_weak (fields) || (!is_self_signed && signature_is_weak (fields));
}
