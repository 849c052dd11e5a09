#include "config.h"

#include "check/explain.h"

#include <glib/gi18n.h>

/**
 * vf_explain_format:
 * @format: a format
 *
 * Returns: (transfer none) (nullable): its name, which is no word and so is not translated; %NULL for none
 */
const char *
vf_explain_format (VfFormat format)
{
  switch (format)
    {
    case VF_FORMAT_PEM:
      return "PEM";
    case VF_FORMAT_DER:
      return "DER";
    case VF_FORMAT_PKCS7:
      return "PKCS#7";
    case VF_FORMAT_PKCS12:
      return "PKCS#12";
    case VF_FORMAT_JKS:
      return "JKS";
    case VF_FORMAT_JCEKS:
      return "JCEKS";
    case VF_FORMAT_GAUSSDB:
    case VF_FORMAT_GAUSSDB_CM:
      return "GaussDB";
    case VF_FORMAT_NONE:
      break;
    }
  return NULL;
}

static const char *
role_title (VfRole role)
{
  switch (role)
    {
    case VF_ROLE_ROOT:
      return _ ("Authority");
    case VF_ROLE_INTERMEDIATE:
      return _ ("Intermediate authority");
    case VF_ROLE_CLIENT:
      return _ ("Client certificate");
    case VF_ROLE_SERVER:
      return _ ("Certificate of a server");
    case VF_ROLE_OTHER:
      break;
    }
  return _ ("Certificate");
}

static char *
explain_certificate (const VfItem *item)
{
  const VfCertificate *certificate = vf_item_get_certificate (item);
  g_autofree char *until = vf_explain_date (vf_certificate_get_not_after (certificate));

  /* Translators: what kind of certificate, its name, a date */
  return g_strdup_printf (_ ("%s “%s”, valid until %s"), role_title (vf_item_get_role (item)),
                          vf_certificate_get_display_name (certificate), until);
}

static char *
explain_key (const VfItem *item)
{
  if (vf_item_get_unlocked_by (item) == VF_UNLOCKED_BY_NOTHING)
    return g_strdup (_ ("Private key, locked with a passphrase"));
  if (vf_item_is_misplaced_key (item))
    /* Translators: name of the file with the certificate */
    return g_strdup_printf (_ ("Private key of %s, an authority or a server. It must not be given away, and it is not "
                               "used here."), vf_item_get_matches (item));
  if (vf_item_get_matches (item))
    /* Translators: name of the file with the certificate */
    return g_strdup_printf (_ ("Private key of %s"), vf_item_get_matches (item));
  return g_strdup (_ ("Private key; the certificate that it belongs to is not here"));
}

static const char *
explain_skipped (VfSkipReason reason)
{
  switch (reason)
    {
    case VF_SKIP_UNSAFE_NAME:
      return _ ("Not opened: its name leads out of the archive");
    case VF_SKIP_LINK:
      return _ ("Not opened: it is only a link");
    case VF_SKIP_SPECIAL:
      return _ ("Not opened: it is not a file");
    case VF_SKIP_TOO_LARGE:
      return _ ("Not opened: it is too large for a certificate");
    case VF_SKIP_ENCRYPTED:
      return _ ("Not opened: the archive has a password");
    case VF_SKIP_WRONG_PASSWORD:
      return _ ("Not opened: the password is not that of the archive");
    case VF_SKIP_UNSUPPORTED_ENCRYPTION:
      return _ ("Not opened: encrypted 7z and RAR archives are not supported; unpack it first");
    case VF_SKIP_DAMAGED:
      return _ ("Not opened: it is damaged");
    case VF_SKIP_SYSTEM_FILE:
      return _ ("Not opened: the system that packed the archive put it there");
    case VF_SKIP_TOO_DEEP:
      return _ ("Not opened: too many archives in archives");
    case VF_SKIP_NONE:
      break;
    }
  return _ ("Not opened");
}

/**
 * vf_explain_looks_like:
 * @looks_like: one of vf_looks_like_words
 *
 * Returns: (nullable): what such a file is, in one line
 */
const char *
vf_explain_looks_like (const char *looks_like)
{
  static const struct
  {
    const char *looks_like;
    const char *text;
  } rows[] = {
    { "text", N_ ("Text without a certificate") },
    { "html", N_ ("A web page, not a certificate; download the file again") },
    { "redirect", N_ ("A web page that leads to another, not a certificate; download the file again") },
    { "error-answer", N_ ("The error message of a server, not a certificate; download the file again") },
    { "empty", N_ ("An empty file; the download was probably interrupted") },
    { "placeholder", N_ ("A placeholder: it says where a certificate should be put") },
    { "description", N_ ("A description of a certificate, without the certificate") },
    { "script", N_ ("A script; it is not needed and is never run") },
    { "public-key", N_ ("A public key; it is in the certificate already and not needed") },
    { "openssh-key", N_ ("A private key for SSH; PostgreSQL needs the key that came with the client certificate") },
    { "ssh-public-key", N_ ("A public key for SSH; databases do not use it") },
    { "certificate-request", N_ ("A request for a certificate; whoever signs it gives you the certificate") },
    { "parameters", N_ ("Parameters of a key, without the key; they are not needed") },
    { "pgp", N_ ("A key or message of PGP; databases do not use it") },
    { "pem", N_ ("A PEM block of another kind; it is not needed") },
    { "damaged", N_ ("Damaged: nothing in it can be read") },
    { "pdf", N_ ("A PDF document; it is not needed") },
    { "image", N_ ("A picture; it is not needed") },
    { "program", N_ ("A program; it is not needed and is never run") },
    { "office", N_ ("An office document; it is not needed") },
    { "database", N_ ("Data of a database; it is not needed") },
    { "data", N_ ("Data of an unknown kind; it is not needed") },
    { "bks", N_ ("A key store of Bouncy Castle, which is not read here; convert it to PKCS#12") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].looks_like, looks_like) == 0)
      return _ (rows[i].text);
  return NULL;
}

static char *
explain_secrets (const VfItem *item)
{
  guint n = vf_item_get_n_secrets (item);

  /* Translators: number of secret keys; it is put behind "… key store with 3 entries" */
  return n == 0 ? g_strdup ("")
                : g_strdup_printf (ngettext ("; %u secret key is not used", "; %u secret keys are not used", n), n);
}

static char *
explain_store (const VfItem *item)
{
  const char *format = vf_explain_format (vf_item_get_format (item));
  guint n = vf_item_get_n_entries (item);
  g_autofree char *secrets = explain_secrets (item);

  if (vf_item_is_locked (item))
    /* Translators: name of a format, such as PKCS#12 */
    return g_strdup_printf (_ ("%s key store, locked with a passphrase"), format);
  /* Translators: name of a format, number of entries, perhaps a remark that begins with a semicolon */
  return g_strdup_printf (ngettext ("%s key store with %u entry%s", "%s key store with %u entries%s", n), format, n,
                          secrets);
}

/**
 * vf_explain_item:
 * @item: a thing in a bundle
 *
 * Returns: (transfer full): what it is, in one line
 */
char *
vf_explain_item (const VfItem *item)
{
  switch (vf_item_get_kind (item))
    {
    case VF_KIND_CERTIFICATE:
      return explain_certificate (item);
    case VF_KIND_PRIVATE_KEY:
      return explain_key (item);
    case VF_KIND_CRL:
      return g_strdup (_ ("List of revoked certificates"));
    case VF_KIND_KEY_STORE:
      return explain_store (item);
    case VF_KIND_KEY_PASSPHRASE:
      return g_strdup (_ ("GaussDB’s record of the key’s passphrase"));
    case VF_KIND_SKIPPED:
      return g_strdup (explain_skipped (vf_item_get_skip_reason (item)));
    case VF_KIND_UNKNOWN:
      break;
    }
  return g_strdup (vf_explain_looks_like (vf_item_get_looks_like (item)));
}

/**
 * vf_explain_copy:
 * @copy: a file that only repeats others
 *
 * Returns: (transfer full): what it is, in one line
 */
char *
vf_explain_copy (const VfCopy *copy)
{
  g_autofree char *what = copy->n == 1 ? vf_explain_item (copy->item) : NULL;

  if (copy->n == 1)
    /* Translators: path of another file, and what both are ("Private key of client.crt") */
    return g_strdup_printf (_ ("The same as %s. %s"), vf_item_get_path (copy->item), what);
  if (copy->place)
    /* Translators: number of certificates and keys in a file, path of another file */
    return g_strdup_printf (ngettext ("%u entry, the same as in %s", "%u entries, the same as in %s", copy->n), copy->n,
                            copy->place);
  /* Translators: number of certificates and keys in a file */
  return g_strdup_printf (ngettext ("%u entry that stands in the other files, too",
                                    "%u entries that stand in the other files, too", copy->n), copy->n);
}
