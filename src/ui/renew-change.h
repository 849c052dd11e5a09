#pragma once

#include <adwaita.h>

#include "import/credentials-change.h"
#include "store/store.h"

G_BEGIN_DECLS

/* What a renewed set of certificates changes: authorities that stay, come and go, and the client certificate before and
 * after, a row each.  @now: seconds since the epoch */
GtkWidget *vf_renew_change_new (const VfCredentialsChange *change,
                                gint64                     now);
/* @copies: (element-type VfSavedCopy): those that were saved elsewhere, a row each */
GtkWidget *vf_renew_copies_new (const GPtrArray           *copies);

G_END_DECLS
