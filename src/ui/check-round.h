#pragma once

#include "session.h"

G_BEGIN_DECLS

#define VF_TYPE_CHECK_ROUND (vf_check_round_get_type ())

/**
 * VfCheckRound:
 *
 * Checks of saved connections, a few at a time, each with the password from the keyring, if it has one.  The keyring
 * is asked by one at a time, and never again once it was refused.  Nobody is logged in twice.
 *
 * Signals, all on the main context: `progress` (name, VfStage), where VF_STAGE_NONE means that it has begun;
 * `result` (name, (nullable) VfSession with the connection and its report, (nullable) message if it could not be
 * checked at all); and `ended`, also after a cancellation.
 */
G_DECLARE_FINAL_TYPE (VfCheckRound, vf_check_round, VF, CHECK_ROUND, GObject)

/**
 * VfCheckCounts:
 * @total: that were asked for
 * @done: that have a result
 * @proven: with a good result
 * @password: that only lack their password
 * @failed: with any other
 */
typedef struct
{
  guint total;
  guint done;
  guint proven;
  guint password;
  guint failed;
} VfCheckCounts;

VfCheckRound        *vf_check_round_new        (VfStore      *store);
/* @name: of a saved connection, which waits for its turn; what waits or runs already is not added again */
void                 vf_check_round_add        (VfCheckRound *self,
                                                const char   *name);
/* at once: there is no `result` any more, but for what has come already */
void                 vf_check_round_cancel     (VfCheckRound *self);
gboolean             vf_check_round_is_running (VfCheckRound *self);
const VfCheckCounts *vf_check_round_get_counts (VfCheckRound *self);

G_END_DECLS
