#include "config.h"

#include "help-entry.h"

struct _VfHelpEntry
{
  GObject parent_instance;

  VfHelpPage *page;
  VfHelpSection section;
};

G_DEFINE_FINAL_TYPE (VfHelpEntry, vf_help_entry, G_TYPE_OBJECT)

static void
vf_help_entry_finalize (GObject *object)
{
  g_clear_pointer (&VF_HELP_ENTRY (object)->page, vf_help_page_unref);
  G_OBJECT_CLASS (vf_help_entry_parent_class)->finalize (object);
}

static void
vf_help_entry_class_init (VfHelpEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vf_help_entry_finalize;
}

static void
vf_help_entry_init (VfHelpEntry *self)
{
}

/**
 * vf_help_entry_new_for_page:
 *
 * Returns: (transfer full): a row that opens @page
 */
VfHelpEntry *
vf_help_entry_new_for_page (VfHelpPage *page)
{
  VfHelpEntry *self = g_object_new (VF_TYPE_HELP_ENTRY, NULL);

  self->page = vf_help_page_ref (page);
  return self;
}

/**
 * vf_help_entry_new_for_section:
 *
 * Returns: (transfer full): the heading of a section
 */
VfHelpEntry *
vf_help_entry_new_for_section (VfHelpSection section)
{
  VfHelpEntry *self = g_object_new (VF_TYPE_HELP_ENTRY, NULL);

  self->section = section;
  return self;
}

VfHelpPage *
vf_help_entry_get_page (VfHelpEntry *self)
{
  return self->page;
}

/**
 * vf_help_entry_get_title:
 *
 * Returns: (transfer none): translated
 */
const char *
vf_help_entry_get_title (VfHelpEntry *self)
{
  return self->page ? vf_help_page_get_title (self->page) : vf_help_section_get_title (self->section);
}
