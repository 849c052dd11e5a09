#pragma once

#include <glib.h>

#include "finding.h"

G_BEGIN_DECLS

/**
 * VfHelpSection:
 *
 * The parts of the help, in the order in which they are shown.
 */
typedef enum
{
  VF_HELP_TASKS,
  VF_HELP_PROVIDERS,
  VF_HELP_FINDINGS,
  VF_HELP_WORDS,
  VF_N_HELP_SECTIONS,
} VfHelpSection;

/**
 * VfHelpKind:
 * @VF_HELP_HEADING: what the following is about
 * @VF_HELP_TEXT: a paragraph
 * @VF_HELP_STEP: one of several things to do, one after the other
 *
 * What a block of a page is.
 */
typedef enum
{
  VF_HELP_HEADING,
  VF_HELP_TEXT,
  VF_HELP_STEP,
} VfHelpKind;

/**
 * VfHelpPage:
 *
 * One page of the help in the reader's language: a title and blocks of plain text.  Immutable, reference counted.
 */
typedef struct _VfHelpPage VfHelpPage;

/* (transfer full) (element-type VfHelpPage): all pages, section after section */
GPtrArray    *vf_help_list                (void);
/* of several words, all of which are needed */
gboolean      vf_help_page_matches        (VfHelpPage         *self,
                                           const char * const *words);
VfHelpPage   *vf_help_page_ref            (VfHelpPage         *self);
void          vf_help_page_unref          (VfHelpPage         *self);
/* an untranslated word: "finding-name-mismatch" */
const char   *vf_help_page_get_id         (VfHelpPage         *self);
VfHelpSection vf_help_page_get_section    (VfHelpPage         *self);
const char   *vf_help_page_get_title      (VfHelpPage         *self);
guint         vf_help_page_get_n_blocks   (VfHelpPage         *self);
VfHelpKind    vf_help_page_get_kind       (VfHelpPage         *self,
                                           guint               block);
const char   *vf_help_page_get_text       (VfHelpPage         *self,
                                           guint               block);
const char   *vf_help_section_get_title   (VfHelpSection       section);
/* an untranslated word */
const char   *vf_help_section_get_id      (VfHelpSection       section);

/* (transfer full): ids of pages */
char         *vf_help_id_of_code          (VfCode              code);
char         *vf_help_id_of_provider      (const char         *provider);
/* the page with all terms */
#define VF_HELP_ID_WORDS "words"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfHelpPage, vf_help_page_unref)

G_END_DECLS
