#pragma once

#include "check/wait.h"

G_BEGIN_DECLS

/**
 * VfGuard:
 *
 * Ends what reads from a socket without coming back to whoever watches the time: as long as there is something to read
 * that OpenSSL may pass over (HelloRequest, session tickets), it reads on, and libpq with it.
 */
typedef struct _VfGuard VfGuard;

/* @wait must outlive the guard */
VfGuard *vf_guard_new        (VfWait *wait);
void     vf_guard_free       (VfGuard *guard);
/* between the two the socket is shut down once the time is over or the check cancelled */
void     vf_guard_enter      (VfGuard *guard,
                              int      fd);
void     vf_guard_leave      (VfGuard *guard);
/* whether a socket was shut down */
gboolean vf_guard_has_struck (VfGuard *guard);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfGuard, vf_guard_free)

G_END_DECLS
