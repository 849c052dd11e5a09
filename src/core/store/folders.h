#pragma once

#include "store/store-session.h"

G_BEGIN_DECLS

/* before an id: removed, and kept for an undo */
#define VF_FOLDERS_REMOVED ".removed-"
/* in there, for another run of a program: its section of the service file, and its note */
#define VF_FOLDERS_KEPT_SECTION "pg_service.conf"
#define VF_FOLDERS_KEPT_NOTE "connections.json"

/* (transfer full): <folders>/<id>/<generation> for what is saved under @name now; not made yet */
char *vf_folders_new_generation     (VfStore         *store,
                                     const VfSession *session,
                                     const char      *name);
/* makes VF_STORE_CURRENT lead to @generation, in one step; FALSE where the disk knows no links */
gboolean vf_folders_point           (const char      *generation);
/* (transfer full) (nullable): that path, if it leads to @generation */
char *vf_folders_get_current        (const char      *generation);
/* (transfer full) (nullable): the generation that @folder is, which may be named by the link */
char *vf_folders_resolve            (const char      *folder);
/* takes back a generation that came to nothing */
void  vf_folders_drop_generation    (const char *generation);
/* (transfer full) (nullable): the generation before @generation, if it is still there */
char *vf_folders_find_previous      (const char *generation);
/* deletes <folders>/<id> with all its generations; @but, @also: (nullable): all but these */
void  vf_folders_delete_generations (const char *folder,
                                     const char *but,
                                     const char *also);
/* deletes what says in @folder how to put it back */
void  vf_folders_delete_kept        (const char *folder);
/* (transfer full): paths of the folders that were set aside, the last one first */
char **vf_folders_list_removed      (VfStore *store);
/* whether it was set aside for an undo that has not come for a day */
gboolean vf_folders_is_abandoned    (const char *folder,
                                     gint64   now);
/* deletes what was set aside for an undo that has not come for a day; @now: microseconds since the epoch */
void  vf_folders_sweep              (VfStore *store,
                                     gint64   now);

G_END_DECLS
