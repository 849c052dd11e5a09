#pragma once

#include "saved-item.h"

G_BEGIN_DECLS

/**
 * VfSavedWords:
 * @icon: name of an icon
 * @style: class that colours it
 * @state: how it is, with the mode: "Verify-Full · proven 2 hours ago"
 * @place: whom it asks
 * @rest: (nullable): what else is worth knowing of its time
 * @reason: (nullable): why it is as it is
 *
 * What is said of a saved connection.
 */
typedef struct
{
  const char *icon;
  const char *style;
  char *state;
  char *place;
  char *rest;
  char *reason;
} VfSavedWords;

/* @now: seconds since the epoch */
void vf_saved_words_init  (VfSavedWords *words,
                           VfSavedItem  *item,
                           gint64        now);
void vf_saved_words_clear (VfSavedWords *words);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VfSavedWords, vf_saved_words_clear)

G_END_DECLS
