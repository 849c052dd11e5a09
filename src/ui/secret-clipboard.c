#include "config.h"

#include "secret-clipboard.h"

#define SECONDS 60

typedef struct
{
  GdkClipboard *clipboard;
  GdkContentProvider *content;
} Copied;

static void
copied_free (gpointer data)
{
  Copied *copied = data;

  g_object_unref (copied->clipboard);
  g_object_unref (copied->content);
  g_free (copied);
}

static gboolean
clear (gpointer data)
{
  Copied *copied = data;

  if (gdk_clipboard_get_content (copied->clipboard) == copied->content)
    gdk_clipboard_set_content (copied->clipboard, NULL);
  return G_SOURCE_REMOVE;
}

/**
 * vf_secret_clipboard_set:
 * @clipboard: which every program can read
 * @text: what should not stay there
 */
void
vf_secret_clipboard_set (GdkClipboard *clipboard, const char *text)
{
  Copied *copied = g_new0 (Copied, 1);

  copied->clipboard = g_object_ref (clipboard);
  copied->content = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  gdk_clipboard_set_content (clipboard, copied->content);
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, SECONDS, clear, copied, copied_free);
}
