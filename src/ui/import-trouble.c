#include "config.h"

#include "import-trouble.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "compat.h"
#include "describe.h"
#include "page.h"
#include "wrap-texts.h"

struct _VfImportTrouble
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *text;
  GtkWidget *open;
  GtkWidget *without;
};

G_DEFINE_FINAL_TYPE (VfImportTrouble, vf_import_trouble, ADW_TYPE_BIN)

/* A file that gives itself away says more than that there is no certificate. */
static gboolean
says_why (VfCode code)
{
  return code == VF_CODE_WEB_PAGE || code == VF_CODE_EMPTY_FILE || code == VF_CODE_DESCRIPTION_ONLY
         || code == VF_CODE_ERROR_ANSWER || code == VF_CODE_PLACEHOLDER || code == VF_CODE_ARCHIVE_UNSUPPORTED;
}

const VfFinding *
vf_import_trouble_find (VfInventory *inventory)
{
  const VfFinding *trouble = NULL;

  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    {
      const VfFinding *finding = vf_inventory_get_finding (inventory, i);

      if (says_why (vf_finding_get_code (finding)))
        return finding;
      if (!trouble && vf_finding_get_severity (finding) == VF_SEVERITY_ERROR)
        trouble = finding;
    }
  return trouble;
}

/**
 * vf_import_trouble_say:
 * @title: translated
 * @text: translated; may hold untrusted text, and is shown without markup
 */
void
vf_import_trouble_say (VfImportTrouble *self, const char *title, const char *text)
{
  GtkWidget *around = gtk_widget_get_parent (GTK_WIDGET (self));
  gboolean same = g_str_equal (gtk_label_get_label (self->title), title)
                  && g_str_equal (gtk_label_get_label (self->text), text);

  if (same && gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->text, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  vf_describe (GTK_WIDGET (self), text);
  /* the page that shows it next, not one that only follows what is opened elsewhere */
  if (around && gtk_widget_get_mapped (around))
    {
      vf_compat_announce (GTK_WIDGET (gtk_widget_get_root (around)), title);
      vf_compat_announce (GTK_WIDGET (gtk_widget_get_root (around)), text);
    }
}

/**
 * vf_import_trouble_say_finding:
 * @finding: put into words as everywhere else
 */
void
vf_import_trouble_say_finding (VfImportTrouble *self, const VfFinding *finding)
{
  g_autofree char *title = vf_explain_finding_title (finding);
  g_autofree char *what = vf_explain_finding (finding);
  g_autofree char *why = vf_explain_finding_why (finding);
  g_autofree char *text = vf_explain_join (what, why);

  vf_import_trouble_say (self, title, text);
}

/**
 * vf_import_trouble_insist:
 * @self: what is wrong
 *
 * Offers no way on without an archive: it is what the page is for.
 */
void
vf_import_trouble_insist (VfImportTrouble *self)
{
  gtk_widget_set_visible (self->without, FALSE);
}

void
vf_import_trouble_focus (VfImportTrouble *self)
{
  gtk_widget_grab_focus (self->open);
}

static void
vf_import_trouble_class_init (VfImportTroubleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "import-trouble.ui");
  gtk_widget_class_bind_template_child (widget_class, VfImportTrouble, title);
  gtk_widget_class_bind_template_child (widget_class, VfImportTrouble, text);
  gtk_widget_class_bind_template_child (widget_class, VfImportTrouble, open);
  gtk_widget_class_bind_template_child (widget_class, VfImportTrouble, without);
}

static void
vf_import_trouble_init (VfImportTrouble *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_wrap_texts (GTK_WIDGET (self));
}
