#pragma once

#include <adwaita.h>

#include "page.h"
#include "session.h"

G_BEGIN_DECLS

/**
 * UiTest:
 *
 * One page in a window of its own, on a session whose store is an empty folder.
 */
typedef struct
{
  char *directory;
  VfStore *store;
  VfSession *session;
  GtkWindow *window;
  VfPage *page;
  /* what the page asked the window for */
  char *toast;
  guint n_next;
} UiTest;

typedef gboolean (*UiCondition) (gpointer data);

void       ui_test_init        (int         *argc,
                                char      ***argv);
void       ui_test_pass_over   (const char  *pattern);
void       ui_test_pass_over_tooltips (void);
void       ui_test_set_up      (UiTest      *test,
                                gconstpointer type);
void       ui_test_tear_down   (UiTest      *test,
                                gconstpointer type);
/* turns the main loop until the condition holds; fails after a minute */
void       ui_test_wait        (UiCondition  condition,
                                gpointer     data);
/* (transfer none): a named child of a widget's template */
gpointer   ui_test_child       (gpointer     widget,
                                const char  *name);
const char *ui_test_text       (gpointer     editable);
const char *ui_test_label      (gpointer     widget,
                                const char  *name);
gboolean   ui_test_is_visible  (gpointer     widget,
                                const char  *name);
void       ui_test_type        (gpointer     editable,
                                const char  *text);
void       ui_test_click       (gpointer     button);
/* (transfer none) (nullable): the first descendant of a type */
gpointer   ui_test_find        (gpointer     widget,
                                GType        type);
/* imports one certificate as the session's authority */
void       ui_test_import_pem  (UiTest      *test,
                                const char  *pem);

G_END_DECLS
