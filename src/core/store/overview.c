#include "config.h"

#include "store/overview.h"

#include <string.h>

/* What is broken stands above what will break, and that above what nobody knows anything about. */
static guint
urgency (VfProof proof)
{
  switch (proof)
    {
    case VF_PROOF_CHANGED:
      return 0;
    case VF_PROOF_FAILED:
      return 1;
    case VF_PROOF_EXPIRED:
      return 2;
    case VF_PROOF_EXPIRES:
      return 3;
    case VF_PROOF_NEEDS_PASSWORD:
      return 4;
    case VF_PROOF_NEVER:
      return 5;
    case VF_PROOF_PROVEN:
      return 6;
    }
  g_assert_not_reached ();
}

static gint64
end_of (const VfSaved *saved)
{
  return vf_saved_get_expires (saved) ? vf_saved_get_expires (saved) : G_MAXINT64;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const VfSaved *first = *(VfSaved *const *) a, *second = *(VfSaved *const *) b;
  gint64 now = *(const gint64 *) data;
  guint first_urgency = urgency (vf_saved_get_proof (first, now));
  guint second_urgency = urgency (vf_saved_get_proof (second, now));

  if (first_urgency != second_urgency)
    return first_urgency < second_urgency ? -1 : 1;
  if (end_of (first) != end_of (second))
    return end_of (first) < end_of (second) ? -1 : 1;
  return g_utf8_collate (vf_saved_get_name (first), vf_saved_get_name (second));
}

/**
 * vf_overview_sort:
 * @saved: (element-type VfSaved): sorted in place
 * @now: seconds since the epoch
 */
void
vf_overview_sort (GPtrArray *saved, gint64 now)
{
  g_ptr_array_sort_with_data (saved, compare, &now);
}

/**
 * vf_overview_words:
 * @text: what somebody typed
 *
 * Returns: (transfer full) (nullable): its words, whatever their case; %NULL if there are none
 */
char **
vf_overview_words (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *folded = g_utf8_casefold (valid, -1);
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t\n", -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i]; i++)
    if (*parts[i])
      g_ptr_array_add (words, g_strdup (parts[i]));
  if (words->len == 0)
    return NULL;
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_steal (words, NULL);
}

/**
 * vf_overview_matches:
 * @saved: a saved connection
 * @words: (nullable) (array zero-terminated=1): as vf_overview_words() gave them
 *
 * Returns: whether it is among what they ask for
 */
gboolean
vf_overview_matches (const VfSaved *saved, const char *const *words)
{
  const VfTarget *target = vf_saved_get_target (saved);
  const char *const fields[] = { vf_saved_get_name (saved), vf_target_get_host (target), vf_target_get_hostaddr (target),
                                 vf_target_get_user (target), vf_target_get_dbname (target) };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *folded = NULL;

  /* a line each, so that no word is found across two */
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_string_append_printf (text, "%s\n", fields[i] ? fields[i] : "");
  folded = g_utf8_casefold (text->str, -1);
  for (guint i = 0; words && words[i]; i++)
    if (!strstr (folded, words[i]))
      return FALSE;
  return TRUE;
}
