#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No file of this process can grow beyond @bytes until test_disk_has_room(): a write beyond fails as on a full disk. */
void   test_disk_is_full  (gsize bytes);
void   test_disk_has_room (void);
/* (transfer full): every path below @directory with its mode and size, sorted: what a failure must leave alone */
char  *test_list_tree     (const char *directory);

G_END_DECLS
