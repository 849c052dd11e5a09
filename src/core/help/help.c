#include "config.h"

#include "help/help-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "help/term.h"

typedef struct
{
  VfHelpKind kind;
  char *text;
} Block;

struct _VfHelpPage
{
  VfHelpSection section;
  char *id;
  char *title;
  GArray *blocks;
};

static const struct
{
  const char *id;
  const char *title;
} sections[VF_N_HELP_SECTIONS] = {
  [VF_HELP_TASKS] = { "tasks", N_ ("How To") },
  [VF_HELP_PROVIDERS] = { "providers", N_ ("Providers") },
  [VF_HELP_FINDINGS] = { "findings", N_ ("What Verifull May Find") },
  /* Translators: heading of the glossary */
  [VF_HELP_WORDS] = { "glossary", N_ ("Words") },
};

/* --- pages --- */

static void
block_clear (gpointer block)
{
  g_free (((Block *) block)->text);
}

VfHelpPage *
vf_help_page_new (VfHelpSection section, char *id, char *title)
{
  VfHelpPage *self = g_atomic_rc_box_new0 (VfHelpPage);

  self->section = section;
  self->id = id;
  self->title = title;
  self->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  g_array_set_clear_func (self->blocks, block_clear);
  return self;
}

void
vf_help_page_take (VfHelpPage *self, VfHelpKind kind, char *text)
{
  const Block block = { kind, text };

  g_array_append_val (self->blocks, block);
}

/**
 * vf_help_page_add:
 * @text: a translated text, which is copied
 */
void
vf_help_page_add (VfHelpPage *self, VfHelpKind kind, const char *text)
{
  vf_help_page_take (self, kind, g_strdup (text));
}

VfHelpPage *
vf_help_page_ref (VfHelpPage *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
vf_help_page_clear (gpointer data)
{
  VfHelpPage *self = data;

  g_free (self->id);
  g_free (self->title);
  g_array_unref (self->blocks);
}

void
vf_help_page_unref (VfHelpPage *self)
{
  g_atomic_rc_box_release_full (self, vf_help_page_clear);
}

const char *
vf_help_page_get_id (VfHelpPage *self)
{
  return self->id;
}

/**
 * vf_help_page_get_section:
 *
 * Returns: the part of the help that it stands in
 */
VfHelpSection
vf_help_page_get_section (VfHelpPage *self)
{
  return self->section;
}

/**
 * vf_help_page_get_title:
 *
 * Returns: (transfer none): translated
 */
const char *
vf_help_page_get_title (VfHelpPage *self)
{
  return self->title;
}

/**
 * vf_help_page_get_n_blocks:
 *
 * Returns: how many headings, paragraphs and rows it has
 */
guint
vf_help_page_get_n_blocks (VfHelpPage *self)
{
  return self->blocks->len;
}

/**
 * vf_help_page_get_kind:
 *
 * Returns: how the block is set
 */
VfHelpKind
vf_help_page_get_kind (VfHelpPage *self, guint block)
{
  return g_array_index (self->blocks, Block, block).kind;
}

/**
 * vf_help_page_get_text:
 *
 * Returns: (transfer none): translated, and without markup
 */
const char *
vf_help_page_get_text (VfHelpPage *self, guint block)
{
  return g_array_index (self->blocks, Block, block).text;
}

/**
 * vf_help_page_matches:
 * @self: a page
 * @words: (array zero-terminated=1): case-folded
 *
 * Returns: whether each of the words stands in the title or in the text
 */
gboolean
vf_help_page_matches (VfHelpPage *self, const char *const *words)
{
  g_autoptr (GString) text = g_string_new (self->title);
  g_autofree char *folded = NULL;

  for (guint i = 0; i < self->blocks->len; i++)
    g_string_append_printf (text, "\n%s", vf_help_page_get_text (self, i));
  folded = g_utf8_casefold (text->str, -1);
  for (; *words; words++)
    if (!strstr (folded, *words))
      return FALSE;
  return TRUE;
}

/**
 * vf_help_section_get_title:
 *
 * Returns: (transfer none): translated
 */
const char *
vf_help_section_get_title (VfHelpSection section)
{
  return _ (sections[section].title);
}

const char *
vf_help_section_get_id (VfHelpSection section)
{
  return sections[section].id;
}

char *
vf_help_id_of_code (VfCode code)
{
  return g_strconcat ("finding-", vf_code_to_string (code), NULL);
}

/**
 * vf_help_id_of_provider:
 * @provider: as vf_provider_get_id() says it
 *
 * Returns: (transfer full): the id of its page
 */
char *
vf_help_id_of_provider (const char *provider)
{
  return g_strconcat ("provider-", provider, NULL);
}

/* --- all of them --- */

static void
list_words (GPtrArray *pages)
{
  VfHelpPage *page = vf_help_page_new (VF_HELP_WORDS, g_strdup (VF_HELP_ID_WORDS), g_strdup (_ ("All Words")));

  for (guint i = 0; i < VF_N_TERMS; i++)
    {
      vf_help_page_add (page, VF_HELP_HEADING, vf_term_get_title ((VfTerm) i));
      vf_help_page_add (page, VF_HELP_TEXT, vf_term_get_text ((VfTerm) i));
    }
  g_ptr_array_add (pages, page);
}

/**
 * vf_help_list:
 *
 * Made from the tables that the window and the command line speak from, so that the help says the same.
 *
 * Returns: (transfer full) (element-type VfHelpPage): all pages
 */
GPtrArray *
vf_help_list (void)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_help_page_unref);

  vf_help_list_tasks (pages);
  vf_help_list_providers (pages);
  vf_help_list_findings (pages);
  list_words (pages);
  return pages;
}
