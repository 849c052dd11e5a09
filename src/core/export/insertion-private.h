#pragma once

#include "export/insertion.h"

G_BEGIN_DECLS

/**
 * VfInsertWay:
 * @variable: which names another file
 * @file: its name in the home folder
 * @of_account: it is the home of the account that counts, not what HOME says
 * @holds_password: the file is for nobody else's eyes
 * @change: makes the new content of the old; must not fail for what is in the file already
 *
 * How one kind of file takes an export.
 */
struct _VfInsertWay
{
  const char *variable;
  const char *file;
  gboolean of_account;
  gboolean holds_password;
  gboolean (*change) (const VfExportSource *source,
                      GBytes               *before,
                      GBytes              **after,
                      VfInsertionState     *state,
                      GError              **error);
};

/* (transfer full): @text with the path that stays in the place of every generation of the same connection's */
char  *vf_insertion_renew   (const char           *text,
                             const VfExportSource *source);
/* (transfer full): @before and @after differ in these lines */
char **vf_insertion_compare (GBytes   *before,
                             GBytes   *after,
                             gboolean  passwords);

G_END_DECLS
