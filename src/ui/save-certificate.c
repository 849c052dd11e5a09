#include "config.h"

#include "save-certificate.h"

#include <glib/gi18n.h>
#include <string.h>

#include "compat.h"

typedef struct
{
  VfPage *page;
  GBytes *pem;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->page);
  g_bytes_unref (saving->pem);
  g_free (saving);
}

static void
written (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (GError) error = NULL;
  gboolean done = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);

  vf_page_toast (saving->page, done ? _("The certificate is saved.") : error->message, NULL, NULL);
  saving_free (saving);
}

static void
file_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = vf_compat_save_file_finish (result, &error);

  if (file)
    {
      g_file_replace_contents_bytes_async (file, saving->pem, NULL, FALSE, G_FILE_CREATE_NONE, NULL, written, saving);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    vf_page_toast (saving->page, error->message, NULL, NULL);
  saving_free (saving);
}

/* What a certificate is called is no name of a file. */
static char *
make_file_name (VfCertificate *certificate)
{
  g_autofree char *name = g_strdup (vf_certificate_get_display_name (certificate));

  g_strdelimit (name, "/\\:*?\"<>|", '-');
  return g_strconcat (g_str_has_prefix (name, ".") ? "-" : "", name, ".pem", NULL);
}

/**
 * vf_save_certificate:
 * @page: a page in a window
 * @certificate: what is saved
 */
void
vf_save_certificate (VfPage *page, VfCertificate *certificate)
{
  Saving *saving = g_new0 (Saving, 1);
  g_autofree char *pem = vf_certificate_to_pem (certificate);
  g_autofree char *name = make_file_name (certificate);

  saving->page = g_object_ref (page);
  saving->pem = g_bytes_new (pem, strlen (pem));
  vf_compat_save_file_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))), _("Save the Certificate"), name,
                             file_chosen, saving);
}
