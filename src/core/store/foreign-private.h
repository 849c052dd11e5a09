#pragma once

#include "connection/settings.h"
#include "store/foreign.h"

G_BEGIN_DECLS

/* For the readers: begin one, set what it says, end it.  Ended ones are in the list. */

struct _VfForeignList
{
  VfForeignKind kind;
  GPtrArray *connections;
  GPtrArray *notes;
};

/* @libpq: the other program connects by libpq, so that libpq's rules hold for what is not said */
VfForeign *vf_foreign_begin     (const char *name,
                                 const char *group,
                                 gboolean    libpq);
/* a keyword of libpq; what it does not know becomes a note, and what is empty counts for nothing */
void       vf_foreign_set       (VfForeign  *foreign,
                                 const char *keyword,
                                 const char *value);
VfSettings *vf_foreign_get_settings (VfForeign *foreign);
/* @note: (transfer full): a translated sentence */
void       vf_foreign_take_note (VfForeign  *foreign,
                                 char       *note);
/* @foreign: (transfer full) */
void       vf_foreign_end       (VfForeign            *foreign,
                                 VfForeignList        *list,
                                 const VfForeignPlace *place);

/* one per program; FALSE: it is not of this kind */
gboolean vf_foreign_read_pgadmin (const char *text, gsize length, const VfForeignPlace *place, VfForeignList *list);
gboolean vf_foreign_read_dbeaver (const char *text, gsize length, const VfForeignPlace *place, VfForeignList *list);
gboolean vf_foreign_read_service (const char *text, gsize length, const VfForeignPlace *place, VfForeignList *list);

G_END_DECLS
