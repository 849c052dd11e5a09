#include "config.h"

#include "check/hostname.h"

#include <arpa/inet.h>
#include <openssl/x509v3.h>
#include <string.h>

/* Everything here follows libpq 15 to 18 (fe-secure-common.c and fe-secure-openssl.c, and its answers on a live
 * server), where they differ from X509_check_host() above all: what libpq refuses must not look fine here. */

typedef struct
{
  const char *host;
  gboolean is_ip;
  struct in_addr ip4;
  gboolean is_ip4;
  struct in6_addr ip6;
  gboolean is_ip6;
} Host;

/* libpq stops at a name that is broken instead of going on to the next. */
typedef enum
{
  ANSWER_NO,
  ANSWER_YES,
  ANSWER_BROKEN,
} Answer;

static void
host_init (Host *self, const char *host)
{
  self->host = host;
  /* inet_aton() takes "192.000.002.001" as well; libpq uses it on purpose, because getaddrinfo() does. */
  self->is_ip4 = inet_aton (host, &self->ip4) != 0;
  self->is_ip6 = inet_pton (AF_INET6, host, &self->ip6) == 1;
  self->is_ip = self->is_ip4 || self->is_ip6;
}

/* "*." as the whole first label, which stands for exactly one label. */
static gboolean
matches_wildcard (const char *pattern, const char *host)
{
  size_t pattern_length = strlen (pattern);
  size_t host_length = strlen (host);
  const char *tail;

  if (pattern_length < 3 || pattern[0] != '*' || pattern[1] != '.' || pattern_length > host_length)
    return FALSE;
  tail = host + host_length - pattern_length;
  if (g_ascii_strcasecmp (pattern + 1, tail + 1) != 0)
    return FALSE;
  return strchr (host, '.') >= tail;
}

static Answer
match_text (const Host *host, const ASN1_STRING *string)
{
  size_t length = (size_t) ASN1_STRING_length (string);
  g_autofree char *name = g_strndup ((const char *) ASN1_STRING_get0_data (string), length);

  /* CVE-2009-4034: what stands after a NUL is not seen by others */
  if (memchr (ASN1_STRING_get0_data (string), '\0', length))
    return ANSWER_BROKEN;
  return g_ascii_strcasecmp (name, host->host) == 0 || matches_wildcard (name, host->host) ? ANSWER_YES : ANSWER_NO;
}

static Answer
match_address (const Host *host, const ASN1_OCTET_STRING *string)
{
  const guint8 *bytes = ASN1_STRING_get0_data (string);

  switch (ASN1_STRING_length (string))
    {
    case 4:
      return host->is_ip4 && memcmp (bytes, &host->ip4, 4) == 0 ? ANSWER_YES : ANSWER_NO;
    case 16:
      return host->is_ip6 && memcmp (bytes, &host->ip6, 16) == 0 ? ANSWER_YES : ANSWER_NO;
    }
  return ANSWER_BROKEN;
}

static Answer
match_alternative_names (const Host *host, X509 *x509, guint *n_examined, gboolean *use_common_name)
{
  GENERAL_NAMES *names = X509_get_ext_d2i (x509, NID_subject_alt_name, NULL, NULL);
  Answer answer = ANSWER_NO;

  for (int i = 0; answer == ANSWER_NO && i < sk_GENERAL_NAME_num (names); i++)
    {
      const GENERAL_NAME *name = sk_GENERAL_NAME_value (names, i);

      if (name->type == (host->is_ip ? GEN_IPADD : GEN_DNS))
        *use_common_name = FALSE;
      if (name->type != GEN_DNS && name->type != GEN_IPADD)
        continue;
      (*n_examined)++;
      answer = name->type == GEN_DNS ? match_text (host, name->d.dNSName) : match_address (host, name->d.iPAddress);
    }
  GENERAL_NAMES_free (names);
  return answer;
}

static Answer
match_common_name (const Host *host, X509 *x509, guint *n_examined)
{
  const X509_NAME *subject = X509_get_subject_name (x509);
  int index = X509_NAME_get_index_by_NID (subject, NID_commonName, -1);

  if (index < 0)
    return ANSWER_NO;
  (*n_examined)++;
  return match_text (host, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (subject, index)));
}

/**
 * vf_hostname_check:
 * @certificate: the server's certificate
 * @host: the host as it was typed
 *
 * Compares by libpq's rules: DNS names as text without regard to case, a wildcard only as a whole first label that
 * stands for one label, IP names as addresses, and the common name if the certificate has no name of the host's own
 * kind.
 *
 * Returns: whether Verify-Full would take the certificate for @host
 */
VfNameResult
vf_hostname_check (const VfCertificate *certificate, const char *host)
{
  X509 *x509 = vf_certificate_peek_x509 (certificate);
  gboolean use_common_name = TRUE;
  guint n_examined = 0;
  Answer answer;
  Host self;

  if (!host || *host == '\0')
    return VF_NAME_DIFFERS;
  host_init (&self, host);
  answer = match_alternative_names (&self, x509, &n_examined, &use_common_name);
  if (answer == ANSWER_NO && use_common_name)
    answer = match_common_name (&self, x509, &n_examined);
  if (answer == ANSWER_YES)
    return VF_NAME_MATCHES;
  return n_examined > 0 ? VF_NAME_DIFFERS : VF_NAME_NONE;
}
