#pragma once

#include "store/notes.h"
#include "store/service-file.h"
#include "store/store.h"

G_BEGIN_DECLS

struct _VfStore
{
  char *directory;
  char *service_file;
  char *notes_file;
  char *folders;
};

/**
 * VfSession:
 *
 * What is on disk, while the lock is held.  Begin with a lock of -1; the automatic clean-up lets it go.
 */
typedef struct
{
  int lock;
  VfServiceFile *file;
  GHashTable *notes;
} VfSession;

/* shared, and without the lock where it cannot be taken */
gboolean vf_session_begin_reading (VfStore    *store,
                                   VfSession  *session,
                                   GError    **error);
/* alone, and the folder is made */
gboolean vf_session_begin         (VfStore    *store,
                                   VfSession  *session,
                                   GError    **error);
void     vf_session_end           (VfSession  *session);
gboolean vf_session_write         (VfStore    *store,
                                   VfSession  *session,
                                   GError    **error);
void     vf_session_write_notes   (VfStore    *store,
                                   VfSession  *session);
/* VF_ERROR_NOT_FOUND */
gboolean vf_session_require       (const VfSession *session,
                                   const char      *name,
                                   GError         **error);
/* VF_ERROR_EXISTS */
gboolean vf_session_refuse        (const VfSession *session,
                                   const char      *name,
                                   GError         **error);
/* the table's; made if need be */
VfNote  *vf_session_get_note      (const VfSession *session,
                                   const char      *name);
/* (nullable) (transfer full) */
VfNote  *vf_session_steal_note    (VfSession  *session,
                                   const char *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VfSession, vf_session_end)

G_END_DECLS
