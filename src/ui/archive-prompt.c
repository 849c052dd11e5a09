#include "config.h"

#include "archive-prompt.h"

#include "page.h"

struct _VfArchivePrompt
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (VfArchivePrompt, vf_archive_prompt, ADW_TYPE_BIN)

static void
vf_archive_prompt_init (VfArchivePrompt *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
vf_archive_prompt_class_init (VfArchivePromptClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), VF_UI_RESOURCE "archive-prompt.ui");
}

GtkWidget *
vf_archive_prompt_new (void)
{
  return g_object_new (VF_TYPE_ARCHIVE_PROMPT, NULL);
}
