#pragma once

#include "export-work.h"
#include "page.h"

G_BEGIN_DECLS

#define VF_TYPE_INSERT_GROUP (vf_insert_group_get_type ())

/**
 * VfInsertGroup:
 *
 * Offers to put an export into a file of the person's own: shows what would change in it, does it, and leaves the way
 * back with the session, for "win.undo-insert".
 */
G_DECLARE_FINAL_TYPE (VfInsertGroup, vf_insert_group, VF, INSERT_GROUP, AdwPreferencesGroup)

GtkWidget *vf_insert_group_new    (VfPage                *page);
/* @password: (nullable): what is put in where the file holds passwords; what is shown needs none */
void       vf_insert_group_show   (VfInsertGroup         *self,
                                   const VfExportRequest *request,
                                   SecretValue           *password);
/* forgets what was planned, and the password */
void       vf_insert_group_cancel (VfInsertGroup         *self);

G_END_DECLS
