#include "config.h"

#include "export/export-private.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n.h>
#include <string.h>

#include "error.h"
#include "import/archive.h"
#include "import/wiped-bytes.h"

/* more than every certificate that there can be, with the zip's own parts */
#define ROOM_BESIDE (64 * 1024)

static gboolean
add_entry (struct archive *archive, const VfExportSource *source, const char *name, const void *bytes, gsize length)
{
  struct archive_entry *entry = archive_entry_new ();
  gboolean ok;

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) length);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_mtime (entry, source->now, 0);
  ok = archive_write_header (archive, entry) == ARCHIVE_OK
       && archive_write_data (archive, bytes, length) == (la_ssize_t) length;
  archive_entry_free (entry);
  return ok;
}

static char *
make_note (const VfExportSource *source, gboolean has_root, gboolean has_client)
{
  GString *text = g_string_new (NULL);

  /* Translators: %s is the name of a connection */
  g_string_append_printf (text, _ ("The certificates of the database connection “%s”."), source->name);
  g_string_append (text, "\n\n");
  if (has_root)
    g_string_append_printf (text, "root.crt    %s\n", _ ("who may vouch for the server: sslrootcert"));
  if (has_client)
    {
      g_string_append_printf (text, "client.crt  %s\n", _ ("your client certificate: sslcert"));
      g_string_append_printf (text, "client.key  %s\n", _ ("its key: sslkey. Keep it to yourself, readable by you alone "
                                                            "(mode 0600)."));
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  char *root;
  char *client;
  GBytes *key;
  char *note;
} Contents;

static void
contents_clear (Contents *contents)
{
  g_free (contents->root);
  g_free (contents->client);
  g_clear_pointer (&contents->key, g_bytes_unref);
  g_free (contents->note);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Contents, contents_clear)

static gboolean
write_entries (struct archive *archive, const VfExportSource *source, const Contents *contents)
{
  gboolean ok = add_entry (archive, source, "README.txt", contents->note, strlen (contents->note));

  if (ok && contents->root)
    ok = add_entry (archive, source, "root.crt", contents->root, strlen (contents->root));
  if (ok && contents->client)
    ok = add_entry (archive, source, "client.crt", contents->client, strlen (contents->client));
  if (ok && contents->key)
    ok = add_entry (archive, source, "client.key", g_bytes_get_data (contents->key, NULL),
                    g_bytes_get_size (contents->key));
  return ok;
}

static gsize
room_for (const Contents *contents)
{
  return ROOM_BESIDE + strlen (contents->note) + (contents->root ? strlen (contents->root) : 0)
         + (contents->client ? strlen (contents->client) : 0) + (contents->key ? g_bytes_get_size (contents->key) : 0);
}

static GBytes *
make_zip (const VfExportSource *source, const Contents *contents, GError **error)
{
  g_auto (VfWipedBuffer) buffer = { 0 };
  struct archive *archive = archive_write_new ();
  size_t used = 0;
  gboolean ok;

  vf_wiped_buffer_reserve (&buffer, room_for (contents));
  ok = archive_write_set_format_zip (archive) == ARCHIVE_OK
       && archive_write_open_memory (archive, buffer.data, buffer.size, &used) == ARCHIVE_OK
       && write_entries (archive, source, contents) && archive_write_close (archive) == ARCHIVE_OK;
  if (!ok)
    /* Translators: %s is libarchive's reason */
    g_set_error (error, VF_ERROR, VF_ERROR_FAILED, _ ("The archive cannot be made: %s"), archive_error_string (archive));
  archive_write_free (archive);
  return ok ? vf_wiped_bytes_new (buffer.data, used) : NULL;
}

static gboolean
fill (Contents *contents, const VfExportSource *source, GError **error)
{
  VfCredentials *credentials = vf_connection_get_credentials (source->connection);

  contents->root = vf_credentials_root_pem (credentials);
  contents->client = vf_credentials_client_pem (credentials);
  if (!vf_export_make_key_pem (source, &contents->key, error))
    return FALSE;
  contents->note = make_note (source, contents->root != NULL, contents->key != NULL);
  return TRUE;
}

/**
 * vf_export_zip:
 *
 * The strict PEM files, for somebody who needs them elsewhere.
 */
gboolean
vf_export_zip (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autofree char *plain = vf_export_plain_name (source->name);
  g_autofree char *file = g_strconcat (plain, ".zip", NULL);
  g_auto (Contents) contents = { 0 };
  g_autoptr (GBytes) zip = NULL;

  if (!fill (&contents, source, error))
    return FALSE;
  if (!contents.root && !contents.client)
    return vf_export_refuse (error, "sslrootcert", _ ("This connection has no certificates of its own."));
  zip = make_zip (source, &contents, error);
  if (!zip)
    return FALSE;
  vf_export_add_file (export, file, zip, contents.key != NULL);
  vf_export_mark_copy (export);
  vf_export_take_text (export, g_steal_pointer (&contents.note));
  vf_export_note_locked (source, export);
  return TRUE;
}

/* --- read again --- */

static GBytes *
find_entry (VfBundle *bundle, const char *name)
{
  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    if (g_str_has_suffix (vf_bundle_get_path (bundle, i), name))
      return vf_bundle_get_bytes (bundle, i);
  return NULL;
}

static gboolean
is_entry (VfBundle *bundle, const char *name, const char *meant, gsize length, GError **error)
{
  GBytes *bytes = bundle ? find_entry (bundle, name) : NULL;
  gboolean same = bytes && g_bytes_get_size (bytes) == length && memcmp (g_bytes_get_data (bytes, NULL), meant, length) == 0;

  return vf_export_check_value (same ? "" : NULL, "", name, error);
}

/* in the clear or encrypted: what lies in the store */
static gboolean
is_key (VfBundle *bundle, const VfExportSource *source, GError **error)
{
  GBytes *bytes = bundle ? find_entry (bundle, "/client.key") : NULL;
  gboolean same = bytes && vf_export_is_key_pem (source, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return vf_export_check_value (same ? "" : NULL, "", "client.key", error);
}

static gboolean
has_entries (VfBundle *bundle, const VfExportSource *source, const Contents *contents, GError **error)
{
  if (contents->root && !is_entry (bundle, "/root.crt", contents->root, strlen (contents->root), error))
    return FALSE;
  if (contents->client && !is_entry (bundle, "/client.crt", contents->client, strlen (contents->client), error))
    return FALSE;
  return !contents->key || is_key (bundle, source, error);
}

gboolean
vf_reread_zip (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_auto (Contents) contents = { 0 };
  g_autoptr (VfBundle) bundle = vf_archive_read_bytes ("zip", vf_export_get_file (export, 0), &vf_limits_default, NULL, NULL);

  return fill (&contents, source, error) && has_entries (bundle, source, &contents, error);
}
