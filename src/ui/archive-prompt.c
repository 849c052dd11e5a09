#include "config.h"

#include "archive-prompt.h"

#include "page.h"

/* drawn when the program was built, if it could be */
#define DRAWN_ICON "verifull-drop-symbolic"

struct _VfArchivePrompt
{
  AdwBin parent_instance;

  AdwStatusPage *status;
  GtkWidget *open_button;
};

G_DEFINE_FINAL_TYPE (VfArchivePrompt, vf_archive_prompt, ADW_TYPE_BIN)

static void
vf_archive_prompt_init (VfArchivePrompt *self)
{
  GtkIconTheme *icons = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  gtk_widget_init_template (GTK_WIDGET (self));
  adw_status_page_set_icon_name (self->status, gtk_icon_theme_has_icon (icons, DRAWN_ICON) ? DRAWN_ICON
                                                                                          : VF_APP_ID "-symbolic");
}

/* Where the keyboard goes if the prompt gets it: Enter opens. */
static gboolean
vf_archive_prompt_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (VF_ARCHIVE_PROMPT (widget)->open_button);
}

static void
vf_archive_prompt_class_init (VfArchivePromptClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), VF_UI_RESOURCE "archive-prompt.ui");
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), VfArchivePrompt, status);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), VfArchivePrompt, open_button);
  GTK_WIDGET_CLASS (klass)->grab_focus = vf_archive_prompt_grab_focus;
}

GtkWidget *
vf_archive_prompt_new (void)
{
  return g_object_new (VF_TYPE_ARCHIVE_PROMPT, NULL);
}
