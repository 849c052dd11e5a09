#pragma once

#include "help/help.h"

G_BEGIN_DECLS

/* (transfer full): a page to which blocks are added before anybody else sees it; takes @id and @title */
VfHelpPage *vf_help_page_new    (VfHelpSection section,
                                 char         *id,
                                 char         *title);
/* takes @text */
void        vf_help_page_take   (VfHelpPage   *self,
                                 VfHelpKind    kind,
                                 char         *text);
void        vf_help_page_add    (VfHelpPage   *self,
                                 VfHelpKind    kind,
                                 const char   *text);

/* each adds its section's pages to a (element-type VfHelpPage) */
void        vf_help_list_tasks     (GPtrArray *pages);
void        vf_help_list_providers (GPtrArray *pages);
void        vf_help_list_findings  (GPtrArray *pages);

/**
 * VfGuide:
 * @page: whose page it is on
 * @kind: what it is
 * @text: untranslated
 *
 * One block of what is written by hand; rows of a page follow each other.
 */
typedef struct
{
  const char *page;
  VfHelpKind kind;
  const char *text;
} VfGuide;

/* ends with a row without a page */
extern const VfGuide vf_guides_providers[];

G_END_DECLS
