#include "config.h"

#include "saved-words.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "words.h"

#define DEFAULT_PORT 5432

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [VF_PROOF_NEVER] = { "verifull-unknown-symbolic", "dim-label" },
  [VF_PROOF_PROVEN] = { "object-select-symbolic", "success" },
  [VF_PROOF_EXPIRES] = { "dialog-warning-symbolic", "warning" },
  [VF_PROOF_EXPIRED] = { "dialog-error-symbolic", "error" },
  [VF_PROOF_NEEDS_PASSWORD] = { "dialog-password-symbolic", "warning" },
  [VF_PROOF_CHANGED] = { "security-low-symbolic", "error" },
  [VF_PROOF_FAILED] = { "dialog-error-symbolic", "error" },
};

static char *
describe_place (VfTarget *target)
{
  guint port = vf_target_get_port (target) ? vf_target_get_port (target) : DEFAULT_PORT;
  const char *user = vf_target_get_user (target);
  const char *host = vf_target_get_host (target) ? vf_target_get_host (target) : vf_target_get_hostaddr (target);

  return user ? g_strdup_printf ("%s@%s:%u", user, host ? host : "", port) : g_strdup_printf ("%s:%u", host ? host : "", port);
}

static char *
describe_proof (VfSaved *saved, gint64 now)
{
  g_autofree char *ago = vf_words_ago (vf_saved_get_checked (saved), now);

  switch (vf_saved_get_proof (saved, now))
    {
    case VF_PROOF_NEVER:
      return g_strdup (_("never checked"));
    case VF_PROOF_PROVEN:
      /* translators: %s: "2 hours ago" */
      return g_strdup_printf (_("proven %s"), ago);
    case VF_PROOF_EXPIRES:
      return vf_words_expires (vf_saved_get_expires (saved), now);
    case VF_PROOF_EXPIRED:
      return vf_words_left (vf_saved_get_expires (saved), now);
    case VF_PROOF_NEEDS_PASSWORD:
      return g_strdup (_("needs its password"));
    case VF_PROOF_CHANGED:
    case VF_PROOF_FAILED:
      /* translators: %s: "2 hours ago" */
      return g_strdup_printf (_("failed %s"), ago);
    }
  g_assert_not_reached ();
}

/* The other half of proof and end, where one of them is the state already. */
static char *
describe_rest (VfSaved *saved, gint64 now)
{
  g_autofree char *ago = vf_words_ago (vf_saved_get_checked (saved), now);
  gint64 expires = vf_saved_get_expires (saved);

  switch (vf_saved_get_proof (saved, now))
    {
    case VF_PROOF_NEVER:
      return NULL;
    case VF_PROOF_EXPIRES:
    case VF_PROOF_EXPIRED:
      return g_strdup_printf (_("proven %s"), ago);
    case VF_PROOF_PROVEN:
    case VF_PROOF_NEEDS_PASSWORD:
    case VF_PROOF_CHANGED:
    case VF_PROOF_FAILED:
      return expires ? vf_words_left (expires, now) : NULL;
    }
  g_assert_not_reached ();
}

static char *
describe_idle (VfSaved *saved, gint64 now)
{
  g_autofree char *proof = describe_proof (saved, now);

  const char *mode = vf_saved_get_undecided (saved) ? _("needs a decision") : vf_ssl_mode_title (vf_saved_get_mode (saved));

  return g_strdup_printf ("%s · %s", mode, proof);
}

static char *
describe_stage (VfStage stage)
{
  if (stage >= VF_N_STAGES)
    return g_strdup (_("Checking…"));
  /* Translators: which stage of a check runs, how many there are, and what happens in it */
  return g_strdup_printf (_("Stage %u of %u: %s"), (guint) stage + 1, (guint) VF_N_STAGES, vf_explain_stage (stage));
}

static void
describe (VfSavedWords *words, VfSavedItem *item, gint64 now)
{
  VfSaved *saved = vf_saved_item_get_saved (item);
  VfProof proof = vf_saved_get_proof (saved, now);

  words->icon = looks[proof].icon;
  words->style = looks[proof].style;
  words->state = describe_idle (saved, now);
  words->rest = describe_rest (saved, now);
  if (proof == VF_PROOF_FAILED || proof == VF_PROOF_CHANGED)
    words->reason = vf_explain_code_title (vf_saved_get_code (saved));
}

/**
 * vf_saved_words_init:
 * @words: (out): to be cleared with vf_saved_words_clear()
 * @item: a saved connection
 * @now: seconds since the epoch
 */
void
vf_saved_words_init (VfSavedWords *words, VfSavedItem *item, gint64 now)
{
  *words = (VfSavedWords){ .icon = "dialog-error-symbolic", .style = "error" };
  words->place = describe_place (vf_saved_get_target (vf_saved_item_get_saved (item)));
  switch (vf_saved_item_get_phase (item))
    {
    case VF_SAVED_IDLE:
      describe (words, item, now);
      break;
    case VF_SAVED_WAITING:
      words->icon = "content-loading-symbolic";
      words->style = "dim-label";
      /* translators: of a saved connection that will be checked after others */
      words->state = g_strdup (_("waits for its turn"));
      break;
    case VF_SAVED_CHECKING:
      words->icon = NULL;
      words->state = describe_stage (vf_saved_item_get_stage (item));
      break;
    }
  if (vf_saved_item_get_trouble (item))
    {
      g_free (words->reason);
      words->reason = g_strdup (vf_saved_item_get_trouble (item));
      words->icon = "dialog-error-symbolic";
      words->style = "error";
    }
}

void
vf_saved_words_clear (VfSavedWords *words)
{
  g_clear_pointer (&words->state, g_free);
  g_clear_pointer (&words->place, g_free);
  g_clear_pointer (&words->rest, g_free);
  g_clear_pointer (&words->reason, g_free);
}
