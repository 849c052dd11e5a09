#pragma once

#include "page.h"

G_BEGIN_DECLS

/**
 * VfChoosing:
 *
 * What a person does about what was opened: leaves an authority out, uses all again, takes an archive away.  A toast
 * on the page, with the page's action `certificates.undo` on it, says what was done; the last can be undone.
 */
typedef struct _VfChoosing VfChoosing;

VfChoosing *vf_choosing_new                 (VfPage        *page);
void        vf_choosing_free                (VfChoosing    *choosing);
/* from now on there is nothing to undo */
void        vf_choosing_forget              (VfChoosing    *choosing);
void        vf_choosing_undo                (VfChoosing    *choosing);
void        vf_choosing_use_authority       (VfChoosing    *choosing,
                                             VfCertificate *authority,
                                             gboolean       used);
void        vf_choosing_use_all_authorities (VfChoosing    *choosing);
void        vf_choosing_remove_source       (VfChoosing    *choosing,
                                             guint          source);

G_END_DECLS
