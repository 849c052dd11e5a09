/* A connection on the clipboard. */

#include "config.h"

#include "window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "connection/paste.h"

/* Any word could be a host; on the clipboard it is one if it has a dot or a port. */
static VfPaste *
parse (const char *text)
{
  g_autoptr (VfPaste) paste = vf_paste_parse (text, NULL);

  if (!paste || !vf_target_get_host (vf_paste_get_target (paste)))
    return NULL;
  if (vf_paste_get_kind (paste) == VF_PASTE_HOST && !strpbrk (text, ".:"))
    return NULL;
  return g_steal_pointer (&paste);
}

/**
 * vf_window_paste:
 * @self: a window
 * @text: what was on the clipboard
 *
 * Fills in the server from it; from the Certificates page, where this is the next thing to do, it goes on.
 */
void
vf_window_paste (VfWindow *self, const char *text)
{
  g_autoptr (VfPaste) paste = parse (text);

  if (!paste)
    {
      vf_window_toast (self, _("There is no address of a server on the clipboard."));
      return;
    }
  if (g_str_equal (vf_window_get_page_name (self), "certificates"))
    vf_window_show_page (self, "server", TRUE);
  vf_page_take_paste (vf_window_get_page (self), paste);
}

/* The text may hold a password. */
static void
on_clipboard (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfWindow) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (!self->session || !text)
    return;
  if (g_action_group_get_action_enabled (G_ACTION_GROUP (self), "paste"))
    vf_window_paste (self, text);
  explicit_bzero (text, strlen (text));
}

void
vf_window_paste_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VfWindow *self = data;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, on_clipboard,
                                 g_object_ref (self));
}
