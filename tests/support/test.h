#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A clock for tests: 2026-11-21 12:00:00 UTC. */
#define VF_TEST_NOW G_GINT64_CONSTANT (1795262400)

void vf_test_init (int    *argc,
                   char ***argv);
/* (transfer full): a new empty folder; vf_test_remove_tree() takes it away */
char *vf_test_make_dir    (void);
void  vf_test_remove_tree (const char *path);
/* (nullable) (transfer full): ../shared/testdata/NAME beside the checkout, or NULL where it is absent; the caller
 * then says g_test_skip() */
char *vf_test_shared_data (const char *name);

G_END_DECLS
