#include "config.h"

#include "check/diagnose-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "connection/provider.h"

/* What is to be said about the name. */
typedef struct
{
  const char *host;           /* as typed */
  const VfCertificate *leaf;
  char *name;                 /* one that the server can be asked for; NULL: none */
  const char *variant;
  const char *measure;
} Naming;

static guint
common_tail (const char *a, const char *b)
{
  gsize i = strlen (a);
  gsize j = strlen (b);
  guint n = 0;

  for (; i > 0 && j > 0 && g_ascii_tolower (a[i - 1]) == g_ascii_tolower (b[j - 1]); i--, j--)
    n++;
  return n;
}

/* "DNS:db.test" → "db.test"; NULL for what is no host */
static const char *
host_of (const char *name)
{
  if (g_str_has_prefix (name, "DNS:"))
    return name + strlen ("DNS:");
  return g_str_has_prefix (name, "IP:") ? name + strlen ("IP:") : NULL;
}

/* A wildcard names no server, and "project:instance" no host. */
static gboolean
is_usable (const VfCertificate *leaf, const char *host)
{
  g_autofree char *wrong = host && !strchr (host, '*') ? vf_target_check_field (VF_FIELD_HOST, host) : NULL;

  return host && *host && !strchr (host, '*') && !wrong && vf_hostname_check (leaf, host) == VF_NAME_MATCHES;
}

/* The listed name that is most like the typed one. */
static const char *
best_name (const VfCertificate *leaf, const char *typed)
{
  const char *const *names = vf_certificate_get_names (leaf);
  const char *common_name = vf_certificate_get_common_name (leaf);
  const char *best = NULL;

  for (guint i = 0; names[i]; i++)
    {
      const char *host = host_of (names[i]);

      if (is_usable (leaf, host) && (!best || common_tail (host, typed) > common_tail (best, typed)))
        best = host;
    }
  return !best && is_usable (leaf, common_name) ? common_name : best;
}

/* How many names a sentence can bear; of more there are the first, and the last behind dots. */
#define MAX_LISTED 4

static char *
list_names (const VfCertificate *leaf)
{
  const char *const *names = vf_certificate_get_names (leaf);
  GString *text = g_string_new (NULL);
  const char *between = _ (", ");
  const char *last = NULL;
  guint n = 0;

  for (guint i = 0; names[i]; i++)
    if (host_of (names[i]))
      {
        last = host_of (names[i]);
        if (++n < MAX_LISTED)
          g_string_append_printf (text, "%s%s", n > 1 ? between : "", last);
      }
  if (n > MAX_LISTED)
    g_string_append_printf (text, "%s…", between);
  if (n >= MAX_LISTED)
    g_string_append_printf (text, "%s%s", between, last);
  if (n == 0 && vf_certificate_get_common_name (leaf))
    g_string_append (text, vf_certificate_get_common_name (leaf));
  return g_string_free (text, FALSE);
}

static gboolean
has_names (const VfCertificate *leaf, const char *kind)
{
  const char *const *names = vf_certificate_get_names (leaf);

  for (guint i = 0; names[i]; i++)
    if (g_str_has_prefix (names[i], kind))
      return TRUE;
  return FALSE;
}

/* An absolute name is the same host to the name service, and another text to libpq. */
static gboolean
is_trailing_dot (Naming *self)
{
  g_autofree char *bare = NULL;

  if (!g_str_has_suffix (self->host, "."))
    return FALSE;
  bare = g_strndup (self->host, strlen (self->host) - 1);
  if (!is_usable (self->leaf, bare))
    return FALSE;
  g_free (self->name);
  self->name = g_steal_pointer (&bare);
  return TRUE;
}

/* The common name would do, if the certificate had no other names. */
static gboolean
is_ignored_common_name (Naming *self)
{
  const char *common_name = vf_certificate_get_common_name (self->leaf);

  return common_name && g_ascii_strcasecmp (common_name, self->host) == 0;
}

/* libpq compares letters, and a name with letters beyond ASCII goes over the wire as "xn--…". */
static gboolean
is_other_alphabet (Naming *self)
{
  const char *const *names = vf_certificate_get_names (self->leaf);
  const char *common_name = vf_certificate_get_common_name (self->leaf);
  g_autofree char *readable = g_hostname_is_ascii_encoded (self->host) ? g_hostname_to_unicode (self->host) : NULL;

  if (!readable)
    return FALSE;
  for (guint i = 0; names[i]; i++)
    if (host_of (names[i]) && g_strcmp0 (host_of (names[i]), readable) == 0)
      return TRUE;
  return g_strcmp0 (common_name, readable) == 0;
}

/* The near end of an SSH tunnel, a port-forward, or a proxy. */
static gboolean
is_tunnel (Naming *self)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (self->host);

  return (address && g_inet_address_get_is_loopback (address)) || g_ascii_strcasecmp (self->host, "localhost") == 0
         || g_str_has_suffix (self->host, ".localhost");
}

/* cloud.google.com: an instance of the older kind has "project:instance" for a common name and no other name */
static gboolean
is_cloud_sql (Naming *self)
{
  const char *common_name = vf_certificate_get_common_name (self->leaf);

  return common_name && strchr (common_name, ':') && !strpbrk (common_name, "/ ") && !has_names (self->leaf, "DNS:")
         && !g_hostname_is_ip_address (common_name);
}

static gboolean
is_other_endpoint (Naming *self)
{
  const VfProvider *provider = vf_provider_by_host (self->name);

  self->measure = provider && vf_provider_protects_one_endpoint (provider) ? vf_provider_get_name (provider) : NULL;
  return self->measure != NULL;
}

static gboolean
is_unsupported (Naming *self)
{
  const VfProvider *provider = vf_provider_by_host (self->host);

  if (!provider)
    provider = vf_provider_by_host (self->name);
  self->measure = provider && !vf_provider_supports_verify_full (provider) ? vf_provider_get_name (provider) : NULL;
  return self->measure != NULL;
}

static gboolean
is_bare_address (Naming *self)
{
  return g_hostname_is_ip_address (self->host) && !has_names (self->leaf, "IP:");
}

static gboolean
has_addresses_only (Naming *self)
{
  return !g_hostname_is_ip_address (self->host) && has_names (self->leaf, "IP:") && !has_names (self->leaf, "DNS:");
}

static gboolean
is_near_wildcard (Naming *self, const char *name)
{
  const char *host = name ? host_of (name) : NULL;

  return host && g_str_has_prefix (host, "*.")
         && (g_str_has_suffix (self->host, host + 1) || g_ascii_strcasecmp (self->host, host + 2) == 0);
}

/* One star stands for one label: neither for none nor for two. */
static gboolean
is_beside_wildcard (Naming *self)
{
  const char *const *names = vf_certificate_get_names (self->leaf);

  for (guint i = 0; names[i]; i++)
    if (is_near_wildcard (self, names[i]))
      {
        self->measure = host_of (names[i]);
        return TRUE;
      }
  return FALSE;
}

static gboolean
has_wildcards_only (Naming *self)
{
  const char *const *names = vf_certificate_get_names (self->leaf);

  for (guint i = 0; names[i]; i++)
    if (host_of (names[i]) && strchr (host_of (names[i]), '*'))
      return self->name == NULL;
  return FALSE;
}

/* The first that fits is the most telling. */
static const struct
{
  const char *variant;
  gboolean (*fits) (Naming *self);
} variants[] = {
  { "trailing-dot", is_trailing_dot },
  { "other-alphabet", is_other_alphabet },
  { "cloud-sql", is_cloud_sql },
  { "common-name", is_ignored_common_name },
  { "tunnel", is_tunnel },
  { "other-endpoint", is_other_endpoint },
  { "unsupported", is_unsupported },
  { "address", is_bare_address },
  { "addresses-only", has_addresses_only },
  { "wildcard", is_beside_wildcard },
  { "wildcards-only", has_wildcards_only },
};

static void
choose_variant (Naming *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (variants) && !self->variant; i++)
    if (variants[i].fits (self))
      self->variant = variants[i].variant;
}

/**
 * vf_diagnose_name:
 * @code: %VF_CODE_NAME_MISMATCH or another one about the name
 * @leaf: the server's certificate
 *
 * Adds what is wrong with the name, and the ways to a name that the certificate has.
 */
void
vf_diagnose_name (VfReportBuilder *builder, const VfConnection *connection, const VfVerdict *verdict, VfCode code,
                  const VfCertificate *leaf)
{
  const char *host = vf_target_get_host (vf_connection_get_target (connection));
  g_autofree char *listed = list_names (leaf);
  Naming naming = { .host = host ? host : "", .leaf = leaf };
  VfFixes fixes = { 0 };

  naming.name = g_strdup (best_name (leaf, naming.host));
  if (code == VF_CODE_NAME_MISMATCH)
    choose_variant (&naming);
  if (naming.name)
    vf_fixes_add (&fixes, VF_FIX_USE_LISTED_NAME, naming.name, NULL);
  vf_fixes_add_weaker_modes (&fixes, verdict, vf_connection_get_mode (connection));
  vf_diagnose_end_with (builder, VF_STAGE_NAME,
                        (VfFindingSpec){ .code = code, .variant = naming.variant, .subject = host,
                                         .detail = *listed ? listed : NULL, .measure = naming.measure },
                        &fixes);
  g_free (naming.name);
}
