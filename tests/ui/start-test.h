#pragma once

#include "saved-list.h"
#include "saved-row.h"
#include "window-test.h"

G_BEGIN_DECLS

/* What the tests of the start page share: its rows by the names of their connections. */

/* (nullable): the row of that connection */
VfSavedRow *start_test_find_saved (WindowTest *test, const char *name);
VfSavedList *start_test_find_list (WindowTest *test);
/* whether a label below @top that is in view has @text in it */
gboolean start_test_says (GtkWidget *top, const char *text);
gboolean start_test_row_says (WindowTest *test, const char *name, const char *text);
/* what the list knows of it */
VfProof start_test_proof_of (WindowTest *test, const char *name);
/* the page reads anew whenever it comes into view */
void start_test_read_again (WindowTest *test);
/* an action of a row */
void start_test_act (WindowTest *test, const char *action, const char *name);
/* opens it as a click does */
void start_test_activate (WindowTest *test, const char *name);
/* reads anew, and waits for that row */
void start_test_show (WindowTest *test, const char *name);
/* whether it lies in the store */
gboolean start_test_is_saved (WindowTest *test, const char *name);

G_END_DECLS
