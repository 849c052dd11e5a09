#include "config.h"

#include "store/saved-private.h"

#include "connection/provider.h"

/* seconds; renewing takes people days, not minutes */
#define SOON (30 * 24 * 60 * 60)

struct _VfSaved
{
  char *name;
  VfTarget *target;
  VfSslMode mode;
  VfNote *note;
};

VfTarget *
vf_saved_read_target (const VfServiceFile *file, const char *name)
{
  const char *port = vf_service_file_get (file, name, "port");
  guint64 number = 0;

  if (port)
    g_ascii_string_to_unsigned (port, 10, 1, 65535, &number, NULL);
  return vf_target_new (vf_service_file_get (file, name, "host"), vf_service_file_get (file, name, "hostaddr"),
                        (guint) number, vf_service_file_get (file, name, "dbname"),
                        vf_service_file_get (file, name, "user"));
}

char *
vf_saved_fingerprint (const VfServiceFile *file, const char *name)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_auto (GStrv) keywords = vf_service_file_list_keywords (file, name);

  for (guint i = 0; keywords[i]; i++)
    {
      const char *value = vf_service_file_get (file, name, keywords[i]);
      g_autofree char *entry = g_strconcat (keywords[i], "=", value, "\n", NULL);

      g_checksum_update (checksum, (const guchar *) entry, -1);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

VfSaved *
vf_saved_new (const VfServiceFile *file, const char *name, const VfNote *note)
{
  g_autofree char *settings = vf_saved_fingerprint (file, name);
  VfSaved *saved;
  VfSslMode mode;

  if (!vf_ssl_mode_from_string (vf_service_file_get (file, name, "sslmode"), &mode))
    return NULL;
  saved = g_atomic_rc_box_new0 (VfSaved);
  saved->name = g_strdup (name);
  saved->target = vf_saved_read_target (file, name);
  saved->mode = mode;
  saved->note = note ? vf_note_copy (note) : vf_note_new ();
  /* what was checked were other settings */
  if (g_strcmp0 (saved->note->settings, settings) != 0)
    saved->note->checked = 0;
  return saved;
}

gint64
vf_saved_client_expires (VfConnection *connection)
{
  GPtrArray *chain = vf_credentials_get_client_chain (vf_connection_get_credentials (connection));

  return chain->len > 0 ? vf_certificate_get_not_after (g_ptr_array_index (chain, 0)) : 0;
}

/**
 * vf_saved_with_report:
 * @connection: what is saved, which was checked
 * @report: what the check found
 * @now: seconds since the epoch
 *
 * Returns: (transfer full): the same saved connection as the store has it once that check is put down
 */
VfSaved *
vf_saved_with_report (const VfSaved *saved, VfConnection *connection, VfReport *report, gint64 now)
{
  VfSaved *with = g_atomic_rc_box_new0 (VfSaved);

  with->name = g_strdup (saved->name);
  with->target = vf_target_ref (saved->target);
  with->mode = vf_connection_get_mode (connection);
  with->note = vf_note_copy (saved->note);
  vf_note_report (with->note, report, vf_saved_client_expires (connection), now, saved->note->settings);
  return with;
}

VfSaved *
vf_saved_ref (VfSaved *saved)
{
  return g_atomic_rc_box_acquire (saved);
}

static void
saved_clear (gpointer data)
{
  VfSaved *saved = data;

  g_free (saved->name);
  vf_target_unref (saved->target);
  vf_note_free (saved->note);
}

void
vf_saved_unref (VfSaved *saved)
{
  g_atomic_rc_box_release_full (saved, saved_clear);
}

/**
 * vf_saved_get_name:
 *
 * Returns: (transfer none): the name of the service
 */
const char *
vf_saved_get_name (const VfSaved *saved)
{
  return saved->name;
}

/**
 * vf_saved_get_target:
 *
 * Returns: (transfer none): who is asked
 */
VfTarget *
vf_saved_get_target (const VfSaved *saved)
{
  return saved->target;
}

/**
 * vf_saved_get_mode:
 *
 * Returns: how strictly it is saved; see vf_saved_get_undecided()
 */
VfSslMode
vf_saved_get_mode (const VfSaved *saved)
{
  return saved->mode;
}

/**
 * vf_saved_get_proof:
 * @now: seconds since the epoch
 *
 * Returns: what the last check of just these settings is worth today
 */
VfProof
vf_saved_get_proof (const VfSaved *saved, gint64 now)
{
  if (saved->note->checked == 0)
    return VF_PROOF_NEVER;
  if (saved->note->code == VF_CODE_PASSWORD_NEEDED)
    return VF_PROOF_NEEDS_PASSWORD;
  if (saved->note->code == VF_CODE_CERTIFICATE_CHANGED)
    return VF_PROOF_CHANGED;
  if (saved->note->code != VF_CODE_NONE)
    return VF_PROOF_FAILED;
  if (saved->note->expires != 0 && saved->note->expires <= now)
    return VF_PROOF_EXPIRED;
  return saved->note->expires != 0 && saved->note->expires < now + SOON ? VF_PROOF_EXPIRES : VF_PROOF_PROVEN;
}

/**
 * vf_saved_get_checked:
 *
 * Returns: when it was last checked, in seconds since the epoch; 0 if never
 */
gint64
vf_saved_get_checked (const VfSaved *saved)
{
  return saved->note->checked;
}

/**
 * vf_saved_get_code:
 *
 * Returns: how the last check ended; %VF_CODE_NONE if that was good, or there was none
 */
VfCode
vf_saved_get_code (const VfSaved *saved)
{
  return saved->note->checked == 0 ? VF_CODE_NONE : saved->note->code;
}

gboolean
vf_saved_stock_clients_can (const VfSaved *saved)
{
  return saved->note->checked == 0 || !saved->note->stock_clients_cannot;
}

/**
 * vf_saved_get_expires:
 *
 * Returns: when the first of the certificates seen by the last check ends, in seconds since the epoch; 0 if not known
 */
gint64
vf_saved_get_expires (const VfSaved *saved)
{
  return saved->note->checked == 0 ? 0 : saved->note->expires;
}

/**
 * vf_saved_get_server:
 *
 * Returns: (nullable) (transfer none): who the server was when it was last proven, whatever the settings were
 */
VfServerIdentity *
vf_saved_get_server (const VfSaved *saved)
{
  return saved->note->server;
}

/**
 * vf_saved_get_undecided:
 *
 * Returns: (nullable) (transfer none): the word for the mode that it was imported with, while nobody has decided how
 *   strict it shall be; empty if it had none.  Until then it is kept as Verify-Full
 */
const char *
vf_saved_get_undecided (const VfSaved *saved)
{
  return saved->note->undecided;
}

/**
 * vf_saved_get_provider:
 *
 * Returns: (nullable) (transfer none): the provider that the host's name belongs to, else the one whose archive it was
 *   saved with
 */
const VfProvider *
vf_saved_get_provider (const VfSaved *saved)
{
  const VfProvider *by_host = vf_provider_by_host (vf_target_get_host (saved->target));

  return by_host ? by_host : vf_provider_by_id (saved->note->provider);
}
