#pragma once

#include "export/export.h"

G_BEGIN_DECLS

typedef enum
{
  VF_INSERTION_NEW,      /* nothing of that name is in the file */
  VF_INSERTION_REPLACES, /* something of that name is there and says something else */
  VF_INSERTION_OUTDATED, /* it is there, but names files that will not be renewed */
  VF_INSERTION_PRESENT,  /* all is there already; there is nothing to do */
} VfInsertionState;

/**
 * VfInsertion:
 *
 * What would be put into a file of the person's own: what is in it now and what would be then.  Immutable; it may be
 * shown on one thread and carried out on another.
 */
typedef struct _VfInsertion VfInsertion;

/**
 * VfInserted:
 *
 * What was done, as it is needed to take it back.
 */
typedef struct _VfInserted VfInserted;

/* whether the destination has a file of the person's own that it can be put into */
gboolean         vf_destination_can_insert   (const VfDestination  *destination);
/* (transfer full) (nullable): reads the file and changes nothing */
VfInsertion     *vf_insertion_new            (const VfDestination  *destination,
                                              const VfExportSource *source,
                                              const char *const    *environment,
                                              GError              **error);
VfInsertion     *vf_insertion_ref            (VfInsertion          *self);
void             vf_insertion_unref          (VfInsertion          *self);
VfInsertionState vf_insertion_get_state      (const VfInsertion    *self);
/* absolute */
const char      *vf_insertion_get_path       (const VfInsertion    *self);
/* (nullable): the variable that says where the file is; NULL: it is where programs look by themselves */
const char      *vf_insertion_get_variable   (const VfInsertion    *self);
/* whether it puts a password into the file */
gboolean         vf_insertion_holds_password (const VfInsertion    *self);
/* whether others can read the file now and could not any more */
gboolean         vf_insertion_closes_file    (const VfInsertion    *self);
/* (transfer full): the lines that change, with some around them; "+", "-" or " " comes before each, and no password
 * stands in them */
char           **vf_insertion_preview        (const VfInsertion    *self);
/* (transfer full) (nullable): the file as it was is kept beside it */
VfInserted      *vf_insertion_apply          (const VfInsertion    *self,
                                              GError              **error);

void             vf_inserted_free            (VfInserted           *self);
const char      *vf_inserted_get_path        (const VfInserted     *self);
/* (nullable): where the file is kept as it was; NULL: there was none */
const char      *vf_inserted_get_backup      (const VfInserted     *self);
/* byte for byte as it was before, unless it was changed since */
gboolean         vf_inserted_undo            (const VfInserted     *self,
                                              GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfInsertion, vf_insertion_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfInserted, vf_inserted_free)

G_END_DECLS
