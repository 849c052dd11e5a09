#pragma once

#include "store/store-session.h"

G_BEGIN_DECLS

struct _VfRemoved
{
  char *name;
  char *before;
  char *text;
  VfNote *note;
  char *folder;    /* <folders>/<id>; NULL: it has no credentials */
  char *set_aside; /* where it is until then */
  gboolean kept;   /* for another run of a program: freeing it deletes nothing */
};

/* takes away what said how to put @removed back, once that has happened */
void     vf_removed_forget_kept (const VfRemoved *removed);

G_END_DECLS
