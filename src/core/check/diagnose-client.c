#include "config.h"

#include "check/clock.h"
#include "check/diagnose-private.h"
#include "import/issuer.h"

static GPtrArray *
client_chain (const VfConnection *connection)
{
  return vf_credentials_get_client_chain (vf_connection_get_credentials (connection));
}

static void
take (GPtrArray *pool, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (pool, g_ptr_array_index (from, i));
}

/* (transfer full): what stands between the last certificate of our chain and a root that is at hand, without the root,
 * which the server must have itself */
static GPtrArray *
find_missing (const VfConnection *connection)
{
  VfCredentials *credentials = vf_connection_get_credentials (connection);
  GPtrArray *chain = client_chain (connection);
  g_autoptr (GPtrArray) pool = g_ptr_array_new ();
  g_autoptr (GPtrArray) missing = NULL;

  take (pool, vf_credentials_get_authorities (credentials));
  take (pool, vf_credentials_get_known (credentials));
  missing = vf_issuer_list_chain (g_ptr_array_index (chain, chain->len - 1), pool);
  if (vf_certificate_is_self_signed (g_ptr_array_index (missing, missing->len - 1)))
    g_ptr_array_remove_index (missing, missing->len - 1);
  if (missing->len > 0)
    g_ptr_array_remove_index (missing, 0);
  return g_steal_pointer (&missing);
}

void
vf_fixes_add_for_client (VfFixes *fixes, const VfConnection *connection)
{
  g_autoptr (GPtrArray) missing = NULL;

  if (client_chain (connection)->len == 0)
    return;
  missing = find_missing (connection);
  vf_fixes_add_certificates (fixes, VF_FIX_ADD_CLIENT_INTERMEDIATE, missing);
  vf_fixes_add (fixes, VF_FIX_DROP_CLIENT_CERTIFICATE, NULL, NULL);
}

static void
add_finding (VfReportBuilder *builder, VfFindingSpec spec, VfFixes *fixes)
{
  spec.fixes = fixes->list;
  spec.n_fixes = fixes->n;
  g_ptr_array_add (builder->report->findings, vf_finding_new_from_spec (&spec));
  for (guint i = 0; i < fixes->n; i++)
    vf_fix_unref (fixes->list[i]);
}

/* The server may name nobody, and then takes what its own root file tells. */
static gboolean
is_listed (const VfReport *report, GPtrArray *chain)
{
  if (report->client_authorities->len == 0)
    return TRUE;
  for (guint i = 0; i < chain->len; i++)
    if (g_ptr_array_find_with_equal_func (report->client_authorities,
                                          vf_certificate_get_issuer (g_ptr_array_index (chain, i)), g_str_equal, NULL))
      return TRUE;
  return FALSE;
}

static void
find_unlisted (VfReportBuilder *builder, const VfConnection *connection, VfCertificate *last)
{
  VfFixes fixes = { 0 };

  vf_fixes_add_for_client (&fixes, connection);
  add_finding (builder,
               (VfFindingSpec){ .code = VF_CODE_CLIENT_CERTIFICATE_REJECTED, .severity = VF_SEVERITY_WARNING,
                                .variant = "unlisted",
                                .subject = vf_target_get_host (vf_connection_get_target (connection)),
                                .detail = vf_certificate_get_issuer_display_name (last),
                                .measure = g_ptr_array_index (builder->report->client_authorities, 0) },
               &fixes);
}

static void
find_expired (VfReportBuilder *builder, const VfCertificate *leaf, gint64 now)
{
  g_autofree char *text = vf_clock_to_text (vf_certificate_get_not_after (leaf));
  VfFixes fixes = { 0 };

  if (vf_certificate_get_not_after (leaf) >= now)
    return;
  vf_fixes_add (&fixes, VF_FIX_DROP_CLIENT_CERTIFICATE, NULL, NULL);
  add_finding (builder,
               (VfFindingSpec){ .code = VF_CODE_CLIENT_EXPIRED, .severity = VF_SEVERITY_WARNING,
                                .subject = vf_certificate_get_display_name (leaf), .detail = text },
               &fixes);
}

/* Whether the server compares them is known only once it has refused; that they differ is known before. */
static void
find_other_user (VfReportBuilder *builder, const VfConnection *connection, const VfCertificate *leaf)
{
  const char *user = vf_target_get_user (vf_connection_get_target (connection));
  const char *name = vf_certificate_get_common_name (leaf);
  VfFixes fixes = { 0 };

  if (!user || !name || g_str_equal (user, name))
    return;
  vf_fixes_add (&fixes, VF_FIX_USE_CERTIFICATE_USER, name, NULL);
  add_finding (builder,
               (VfFindingSpec){ .code = VF_CODE_CERTIFICATE_USER_MISMATCH, .severity = VF_SEVERITY_INFO,
                                .variant = "perhaps", .subject = user, .detail = name },
               &fixes);
}

static void
find_unused (VfReportBuilder *builder, const VfConnection *connection, const VfCertificate *leaf)
{
  VfFixes fixes = { 0 };

  vf_fixes_add (&fixes, VF_FIX_DROP_CLIENT_CERTIFICATE, NULL, NULL);
  add_finding (builder,
               (VfFindingSpec){ .code = VF_CODE_CLIENT_CERTIFICATE_UNUSED, .severity = VF_SEVERITY_INFO,
                                .subject = vf_certificate_get_display_name (leaf),
                                .detail = vf_target_get_host (vf_connection_get_target (connection)) },
               &fixes);
}

/* Said already, as the cause. */
static gboolean
is_said (const VfReport *report)
{
  return report->code == VF_CODE_CLIENT_CERTIFICATE_REJECTED || report->code == VF_CODE_CLIENT_CERTIFICATE_REQUIRED
         || report->code == VF_CODE_CERTIFICATE_USER_MISMATCH;
}

/**
 * vf_diagnose_client:
 * @builder: of a look that came as far as the handshake
 * @connection: whose client certificate
 * @now: seconds since the epoch
 *
 * What can be told of the client certificate before anybody logs in.
 */
void
vf_diagnose_client (VfReportBuilder *builder, const VfConnection *connection, gint64 now)
{
  GPtrArray *chain = client_chain (connection);
  VfCertificate *leaf;

  if (chain->len == 0 || is_said (builder->report))
    return;
  leaf = g_ptr_array_index (chain, 0);
  if (!builder->report->client_certificate_asked)
    {
      find_unused (builder, connection, leaf);
      return;
    }
  if (!is_listed (builder->report, chain))
    find_unlisted (builder, connection, g_ptr_array_index (chain, chain->len - 1));
  find_expired (builder, leaf, now);
  find_other_user (builder, connection, leaf);
}
