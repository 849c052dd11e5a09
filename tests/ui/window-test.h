#pragma once

#include <adwaita.h>

#include "pki.h"
#include "test.h"
#include "ui-test.h"
#include "window.h"

G_BEGIN_DECLS

/* What every test of the window needs: a folder, a store in it, and a window on that store. */
typedef struct
{
  char *directory;
  VfStore *store;
  GtkApplication *application;
  VfWindow *window;
} WindowTest;

WindowTest *window_test_new        (void);
/* closes the window and sees it finalised */
void        window_test_free       (WindowTest *test);

/* runs the main loop until @condition holds; fails the test after five seconds */
#define window_test_wait(condition) \
  G_STMT_START \
  { \
    gint64 window_test_end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC; \
    while (!(condition)) \
      { \
        g_assert_cmpint (g_get_monotonic_time (), <, window_test_end); \
        window_test_iterate (); \
      } \
  } \
  G_STMT_END

/* one turn of the main loop, of at most 10 ms */
void        window_test_iterate    (void);
void        window_test_activate   (WindowTest *test,
                                    const char *action,
                                    const char *parameter);
gboolean    window_test_is_enabled (WindowTest *test,
                                    const char *action);
/* hands a file over as a drop, and waits until it has been read */
void        window_test_drop       (WindowTest *test,
                                    const char *path);
/* (transfer full): the path of a new PEM file with one authority */
char       *window_test_make_root  (WindowTest *test,
                                    const char *name);
/* (transfer full): the path of a new PEM file with the client certificate "client" and its key, below that of their
 * authority if that is wanted; @passphrase: (nullable): of the key */
char       *window_test_make_client (WindowTest *test,
                                    gboolean    authority,
                                    const char *passphrase);
/* saves a connection that needs no files */
void        window_test_save       (WindowTest *test,
                                    const char *name,
                                    const char *host);
/* (nullable): the first descendant of that type, in the order of the tree, whose title or label is @text; NULL: any */
GtkWidget  *window_test_find       (GtkWidget  *top,
                                    GType       type,
                                    const char *text);
/* (nullable): that one, if it is in view */
GtkWidget  *window_test_find_shown (GtkWidget  *top,
                                    GType       type,
                                    const char *text);
/* waits until the button below @top is there and can be pressed, and presses it */
void        window_test_press      (GtkWidget  *top,
                                    const char *label);
GtkWidget  *window_test_page       (WindowTest *test);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WindowTest, window_test_free)

G_END_DECLS
