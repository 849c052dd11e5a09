#include "config.h"

#include "archive-prompt.h"
#include "check/report-private.h"
#include "fake-pg.h"
#include "page.h"
#include "rename-popover.h"
#include "saved-list.h"
#include "saved-row.h"
#include "window-private.h"
#include "window-test.h"

/* --- looking --- */

static VfSavedRow *
find_row (GtkWidget *top, const char *name)
{
  VfSavedRow *found = NULL;

  if (VF_IS_SAVED_ROW (top))
    {
      VfSavedItem *item = vf_saved_row_get_item (VF_SAVED_ROW (top));

      return item && g_str_equal (vf_saved_get_name (vf_saved_item_get_saved (item)), name) ? VF_SAVED_ROW (top) : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (top); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_row (child, name);
  return found;
}

static VfSavedRow *
find_saved (WindowTest *test, const char *name)
{
  return find_row (window_test_page (test), name);
}

static VfSavedList *
find_list (WindowTest *test)
{
  return VF_SAVED_LIST (window_test_find (window_test_page (test), VF_TYPE_SAVED_LIST, NULL));
}

static gboolean
says (GtkWidget *top, const char *text)
{
  if (GTK_IS_LABEL (top) && gtk_widget_get_mapped (top) && strstr (gtk_label_get_text (GTK_LABEL (top)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (top); child; child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
row_says (WindowTest *test, const char *name, const char *text)
{
  VfSavedRow *row = find_saved (test, name);

  return row && says (GTK_WIDGET (row), text);
}

static VfProof
proof_of (WindowTest *test, const char *name)
{
  VfSavedItem *item = vf_saved_list_find (find_list (test), name);

  return vf_saved_get_proof (vf_saved_item_get_saved (item), g_get_real_time () / G_USEC_PER_SEC);
}

/* The page reads anew whenever it comes into view. */
static void
read_again (WindowTest *test)
{
  window_test_activate (test, "show-page", "start");
}

static void
act (WindowTest *test, const char *action, const char *name)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_saved (test, name)), action, "s", name));
}

static void
activate (WindowTest *test, const char *name)
{
  g_signal_emit_by_name (find_list (test), "activated", vf_saved_list_find (find_list (test), name));
}

static void
show (WindowTest *test, const char *name)
{
  read_again (test);
  window_test_wait (find_saved (test, name));
}

static gboolean
is_saved (WindowTest *test, const char *name)
{
  g_autoptr (VfSaved) saved = vf_store_find (test->store, name, NULL);

  return saved != NULL;
}

/* --- the list --- */

static void
test_empty (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_wait (window_test_find (window_test_page (test), VF_TYPE_ARCHIVE_PROMPT, NULL));
  g_assert_false (window_test_is_enabled (test, "next"));
}

static void
test_lists (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_save (test, "shop", "shop.example.com");
  window_test_save (test, "b <i>", "b.example.com");
  show (test, "shop");
  g_assert_nonnull (find_saved (test, "b <i>"));
  g_assert_true (row_says (test, "shop", "app@shop.example.com:5432"));
  g_assert_true (row_says (test, "shop", "never checked"));
  g_assert_true (window_test_is_enabled (test, "next"));
}

/* What a screen reader reads stands on what has the keyboard. */
static void
test_accessible (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *around, *menu;
  char *wrong;

  window_test_save (test, "shop", "shop.example.com");
  show (test, "shop");
  around = gtk_widget_get_parent (GTK_WIDGET (find_saved (test, "shop")));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (around), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (around), GTK_ACCESSIBLE_PROPERTY_LABEL, "shop");
  g_assert_null (wrong);
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (around), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                              "Require · never checked · app@shop.example.com:5432");
  g_assert_cmpstr (wrong, ==, NULL);
  menu = window_test_find (around, GTK_TYPE_MENU_BUTTON, NULL);
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                              "What can be done with shop");
  g_assert_cmpstr (wrong, ==, NULL);
}

/* Rows of several lines are not scrolled where the window has room for them. */
static void
test_narrow (void)
{
  static const char *const names[] = { "a name that is rather long for a narrow window", "another name that is long", "shop" };
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *scroller;
  GtkAdjustment *place;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    window_test_save (test, names[i], "a-host-that-is-long.of.a.region.example.com");
  gtk_window_set_default_size (GTK_WINDOW (test->window), 360, 720);
  show (test, "shop");
  scroller = gtk_widget_get_ancestor (GTK_WIDGET (find_saved (test, "shop")), GTK_TYPE_SCROLLED_WINDOW);
  place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  window_test_wait (gtk_adjustment_get_upper (place) > 180
                    && gtk_adjustment_get_upper (place) <= gtk_adjustment_get_page_size (place));
}

/* Five hundred connections make only the rows that somebody sees. */
static void
test_many (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint rows = 0;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (text, "[c%03u]\nhost=c%03u.example.com\nsslmode=verify-full\n\n", i, i);
  g_mkdir_with_parents (vf_store_get_directory (test->store), 0700);
  g_file_set_contents (vf_store_get_service_file (test->store), text->str, -1, &error);
  g_assert_no_error (error);
  show (test, "c000");
  for (guint i = 0; i < 50; i++)
    window_test_iterate ();
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%03u", i);

      rows += find_saved (test, name) != NULL;
    }
  g_assert_cmpuint (rows, >=, 8);
  g_assert_cmpuint (rows, <=, 60);
}

static void
search (WindowTest *test, const char *text)
{
  GtkWidget *entry = window_test_find (window_test_page (test), GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
}

static void
test_search (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *all;

  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%u", i);
      g_autofree char *host = g_strdup_printf ("host%u.example.com", i);

      if (i == 8)
        {
          show (test, "c0");
          g_assert_false (vf_saved_list_search (find_list (test)));
        }
      window_test_save (test, name, host);
    }
  show (test, "c8");
  window_test_activate (test, "find", NULL);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (test->window)),
                                         window_test_find (GTK_WIDGET (find_list (test)), GTK_TYPE_SEARCH_ENTRY, NULL)));
  search (test, "HOST3");
  window_test_wait (!find_saved (test, "c8"));
  g_assert_nonnull (find_saved (test, "c3"));
  search (test, "nobody");
  window_test_wait (says (window_test_page (test), "No connection has “nobody”"));
  all = window_test_find (window_test_page (test), GTK_TYPE_BUTTON, "_Show All Connections");
  g_assert_true (gtk_widget_get_mapped (all));
  g_signal_emit_by_name (all, "clicked");
  window_test_wait (find_saved (test, "c8"));
}

/* --- changing --- */

static VfRenamePopover *
find_popover (WindowTest *test)
{
  return (VfRenamePopover *) window_test_find (window_test_page (test), VF_TYPE_RENAME_POPOVER, NULL);
}

/* the keyboard */
static gboolean
is_at (WindowTest *test, const char *name)
{
  VfSavedItem *item = vf_saved_list_get_focused (find_list (test));

  return item && g_str_equal (vf_saved_get_name (vf_saved_item_get_saved (item)), name);
}

static void
test_rename (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *entry, *button;

  window_test_save (test, "shop", "shop.example.com");
  window_test_save (test, "till", "till.example.com");
  show (test, "shop");
  act (test, "start.rename", "shop");
  entry = window_test_find (GTK_WIDGET (find_popover (test)), GTK_TYPE_ENTRY, NULL);
  button = window_test_find (GTK_WIDGET (find_popover (test)), GTK_TYPE_BUTTON, "_Rename");
  for (guint i = 0; i < 3; i++)
    {
      static const char *const bad[] = { "", "a]b", "till" };
      char *wrong;

      gtk_editable_set_text (GTK_EDITABLE (entry), bad[i]);
      g_assert_true (gtk_widget_has_css_class (entry, "error"));
      wrong = gtk_test_accessible_check_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                               GTK_ACCESSIBLE_INVALID_TRUE);
      g_assert_cmpstr (wrong, ==, NULL);
      g_assert_false (gtk_widget_get_sensitive (button));
    }
  g_assert_true (says (GTK_WIDGET (find_popover (test)), "There is a connection “till” already."));
  gtk_editable_set_text (GTK_EDITABLE (entry), "store");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_signal_emit_by_name (button, "clicked");
  window_test_wait (find_saved (test, "store"));
  g_assert_null (find_saved (test, "shop"));
  window_test_wait (!find_popover (test));
  window_test_wait (is_at (test, "store"));
  act (test, "start.rename", "store");
  gtk_popover_popdown (GTK_POPOVER (find_popover (test)));
  window_test_wait (!find_popover (test));
  g_assert_true (is_at (test, "store"));
}

static void
press_undo (WindowTest *test)
{
  GtkWidget *undo;

  window_test_wait ((undo = window_test_find (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, "_Undo")));
  g_signal_emit_by_name (undo, "clicked");
}

static void
test_duplicate_and_undo (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_save (test, "shop", "shop.example.com");
  show (test, "shop");
  act (test, "start.duplicate", "shop");
  window_test_wait (find_saved (test, "shop-2"));
  g_assert_true (row_says (test, "shop-2", "app@shop.example.com:5432"));
  press_undo (test);
  window_test_wait (!find_saved (test, "shop-2"));
  g_assert_nonnull (find_saved (test, "shop"));
  g_assert_false (is_saved (test, "shop-2"));
}

static gint64
count_frames (VfWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

  return clock ? gdk_frame_clock_get_frame_counter (clock) : -1;
}

/* The first frame does not wait for what is saved, which comes with the next. */
static void
test_first_frame (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  VfWindow *second;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("shop-%u", i);

      window_test_save (test, name, "shop.example.com");
    }
  second = vf_window_new (test->application, test->store);
  /* long enough for the reading */
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 2; g_get_monotonic_time () < end;)
    window_test_iterate ();
  g_assert_null (window_test_find (GTK_WIDGET (second), VF_TYPE_SAVED_LIST, NULL));
  gtk_window_present (GTK_WINDOW (second));
  while (!window_test_find (GTK_WIDGET (second), VF_TYPE_SAVED_LIST, NULL))
    {
      g_assert_null (window_test_find (GTK_WIDGET (second), VF_TYPE_ARCHIVE_PROMPT, NULL));
      window_test_iterate ();
    }
  g_assert_cmpint (count_frames (second), >=, 1);
  gtk_window_close (GTK_WINDOW (second));
}

/* "shop" on that row, "shop ⋮" on its menu button, "" elsewhere */
static char *
tell_focus (WindowTest *test)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (test->window));
  GtkWidget *button = focus ? gtk_widget_get_ancestor (focus, VF_TYPE_SAVED_ROW) : NULL;
  GtkWidget *row = button ? button : focus ? gtk_widget_get_first_child (focus) : NULL;

  if (!VF_IS_SAVED_ROW (row))
    return g_strdup ("");
  return g_strconcat (vf_saved_get_name (vf_saved_item_get_saved (vf_saved_row_get_item (VF_SAVED_ROW (row)))),
                      button ? " ⋮" : "", NULL);
}

/* The stops in the list, in that direction, until the keyboard has left it. */
static char *
tab_through (WindowTest *test, GtkDirectionType direction)
{
  g_autoptr (GString) stops = g_string_new (NULL);

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *stop = NULL;

      gtk_widget_child_focus (GTK_WIDGET (test->window), direction);
      stop = tell_focus (test);
      if (!*stop && stops->len)
        break;
      g_string_append_printf (stops, "%s%s", *stop && stops->len ? ", " : "", stop);
    }
  return g_string_free (g_steal_pointer (&stops), FALSE);
}

/* As in a list box: each row, and behind it its button. */
static void
test_tab (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *forward = NULL;
  g_autofree char *backward = NULL;
  g_autofree char *opened = NULL;

  window_test_save (test, "a", "a.example.com");
  window_test_save (test, "b", "b.example.com");
  show (test, "b");
  gtk_window_set_focus (GTK_WINDOW (test->window), NULL);
  forward = tab_through (test, GTK_DIR_TAB_FORWARD);
  g_assert_cmpstr (forward, ==, "a, a ⋮, b, b ⋮");
  backward = tab_through (test, GTK_DIR_TAB_BACKWARD);
  g_assert_cmpstr (backward, ==, "b ⋮, b, a ⋮, a");

  /* Enter opens what the keyboard is on */
  vf_saved_list_focus (find_list (test), "b");
  opened = tell_focus (test);
  g_assert_cmpstr (opened, ==, "b");
  g_assert_true (gtk_widget_activate (gtk_window_get_focus (GTK_WINDOW (test->window))));
  window_test_wait (g_strcmp0 (vf_session_get_name (vf_window_get_session (test->window)), "b") == 0);
}

static void
test_delete_and_undo (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_save (test, "shop", "shop.example.com");
  window_test_save (test, "dwh", "dwh.example.com");
  show (test, "shop");
  act (test, "start.delete", "shop");
  window_test_wait (!find_saved (test, "shop"));
  g_assert_nonnull (find_saved (test, "dwh"));

  /* the toast stays when another page comes, and so does what it promises */
  window_test_activate (test, "new", NULL);
  press_undo (test);
  show (test, "shop");
}

/* --- rows that change --- */

/* how many rows have been put anew, and how many of them in one and the same frame */
static struct
{
  gint64 frame;
  guint in_frame;
  guint most;
  guint n;
} updates;

void __real_vf_saved_row_update (VfSavedRow *row);
void __wrap_vf_saved_row_update (VfSavedRow *row);

/* What the list asks of a row; what a row does by itself does not come here. */
void
__wrap_vf_saved_row_update (VfSavedRow *row)
{
  gint64 frame = gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (GTK_WIDGET (row)));

  updates.in_frame = frame == updates.frame ? updates.in_frame + 1 : 1;
  updates.frame = frame;
  updates.most = MAX (updates.most, updates.in_frame);
  updates.n++;
  __real_vf_saved_row_update (row);
}

#define N_ROWS 12

static void
change_all (WindowTest *test, VfSavedPhase phase, VfStage stage)
{
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%02u", i);

      vf_saved_item_set_phase (vf_saved_list_find (find_list (test), name), phase, stage);
    }
}

/* A round changes all at once, and a row takes a millisecond: a few of them a frame, and each once for all that has
 * changed until then. */
static void
test_changes_a_few_per_frame (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  gtk_window_set_default_size (GTK_WINDOW (test->window), 800, 1000);
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%02u", i);

      window_test_save (test, name, "db.example.com");
    }
  show (test, "c11");
  memset (&updates, 0, sizeof updates);
  change_all (test, VF_SAVED_CHECKING, VF_STAGE_RESOLVE);
  change_all (test, VF_SAVED_WAITING, VF_STAGE_NONE);
  g_assert_cmpuint (updates.n, ==, 0);
  window_test_wait (updates.n >= N_ROWS);
  g_assert_true (row_says (test, "c00", "waits for its turn"));
  g_assert_true (row_says (test, "c11", "waits for its turn"));
  g_assert_cmpuint (updates.most, >, 1);
  g_assert_cmpuint (updates.most, <=, 4);
  for (guint i = 0; i < 20; i++)
    window_test_iterate ();
  g_assert_cmpuint (updates.n, ==, N_ROWS);
}

/* --- opening --- */

static void
test_edit (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  VfSession *session = vf_window_get_session (test->window);

  window_test_save (test, "shop", "shop.example.com");
  window_test_activate (test, "edit-saved", "shop");
  window_test_wait (g_strcmp0 (vf_session_get_name (session), "shop") == 0);
  g_assert_cmpstr (vf_window_get_page_name (test->window), ==, "server");
  g_assert_cmpstr (vf_target_get_host (vf_session_get_target (session)), ==, "shop.example.com");
  g_assert_cmpint (vf_session_get_mode (session), ==, VF_SSL_MODE_REQUIRE);
  window_test_activate (test, "back", NULL);
  g_assert_cmpstr (vf_window_get_page_name (test->window), ==, "start");
}

/* Without a password in the keyring a check would only fail, so the person is asked first. */
static void
test_check_asks_for_password (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_save (test, "shop", "shop.example.com");
  window_test_activate (test, "check-saved", "shop");
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "server"));
}

static void
test_opens_what_is_gone (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_activate (test, "use-saved", "gone");
  window_test_wait (!window_test_is_enabled (test, "cancel"));
  g_assert_cmpstr (vf_window_get_page_name (test->window), ==, "start");
}

/* --- checking --- */

static void
save_to (WindowTest *test, const char *name, guint port)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.test", "127.0.0.1", port, "app", "app");
  g_autoptr (VfCredentials) none = vf_credentials_new_empty ();
  g_autoptr (VfConnection) connection = vf_connection_new (target, none, VF_SSL_MODE_REQUIRE);
  g_autoptr (GError) error = NULL;

  vf_store_save (test->store, name, connection, NULL, NULL, FALSE, &error);
  g_assert_no_error (error);
}

static FakePg *
server_new (FakeSpec *spec, TestPair **chain, GBytes **reply)
{
  *spec = (FakeSpec){ .chain = chain, .n_chain = 1, .replies = reply, .n_replies = 1 };
  return fake_pg_new (spec);
}

/* One that is good, one that wants a password that is in no keyring, and one that is not there. */
static void
test_check_all (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new (&(TestSpec){ .subject = "CN=db.test" }, root);
  TestPair *chain[] = { leaf };
  GBytes *ready = fake_reply_ready ("15.4"), *ask = fake_reply_auth (5, "salt", 4);
  FakeSpec good_spec, asking_spec;
  FakePg *good = server_new (&good_spec, chain, &ready), *asking = server_new (&asking_spec, chain, &ask);

  save_to (test, "good", fake_pg_get_port (good));
  save_to (test, "asking", fake_pg_get_port (asking));
  save_to (test, "absent", 1);
  read_again (test);
  window_test_activate (test, "check-all", NULL);
  window_test_wait (says (window_test_page (test), "1 proven · 1 failed · 1 needs its password"));
  g_assert_false (window_test_is_enabled (test, "cancel"));
  g_assert_cmpint (proof_of (test, "good"), ==, VF_PROOF_PROVEN);
  g_assert_cmpint (proof_of (test, "asking"), ==, VF_PROOF_NEEDS_PASSWORD);
  g_assert_cmpint (proof_of (test, "absent"), ==, VF_PROOF_FAILED);
  window_test_wait (row_says (test, "asking", "needs its password"));
  g_assert_cmpuint (fake_pg_count_startups (good), ==, 1);

  /* the failure is there to be seen, and nobody is asked again */
  activate (test, "absent");
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "check"));
  g_assert_false (vf_session_get_checking (vf_window_get_session (test->window)));
  g_assert_cmpint (vf_report_get_code (vf_session_get_report (vf_window_get_session (test->window))), ==,
                   VF_CODE_REFUSED);
  show (test, "asking");
  activate (test, "asking");
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "server"));
  fake_pg_free (good);
  fake_pg_free (asking);
  g_bytes_unref (ready);
  g_bytes_unref (ask);
}

static void
save_undecided (WindowTest *test, const char *name, guint port, const TestPair *authority)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.test", "127.0.0.1", port, "app", "app");
  g_autoptr (GPtrArray) authorities = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  if (authority)
    g_ptr_array_add (authorities, vf_certificate_new_from_x509 (authority->certificate));
  credentials = vf_credentials_new (authorities, none, NULL);
  connection = vf_connection_new (target, credentials, VF_SSL_MODE_VERIFY_FULL);
  vf_store_save (test->store, name, connection, NULL, NULL, FALSE, &error);
  g_assert_no_error (error);
  vf_store_note_undecided (test->store, name, "prefer", &error);
  g_assert_no_error (error);
}

static void
assert_saved (WindowTest *test, const char *name, VfSslMode mode, const char *undecided, VfProof proof)
{
  g_autoptr (VfSaved) saved = vf_store_find (test->store, name, NULL);

  g_assert_cmpint (vf_saved_get_mode (saved), ==, mode);
  g_assert_cmpstr (vf_saved_get_undecided (saved), ==, undecided);
  g_assert_cmpint (vf_saved_get_proof (saved, g_get_real_time () / G_USEC_PER_SEC), ==, proof);
}

/* What was imported without a mode of ours gets the one that the server allows, and that is said. */
static void
test_check_all_decides (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) named = test_pair_new_server ("db.test", "DNS:db.test", root);
  g_autoptr (TestPair) other = test_pair_new_server ("other.test", "DNS:other.test", root);
  TestPair *named_chain[] = { named }, *other_chain[] = { other };
  GBytes *ready = fake_reply_ready ("15.4"), *ask = fake_reply_auth (5, "salt", 4);
  FakeSpec specs[3];
  FakePg *full = server_new (&specs[0], named_chain, &ready), *ca = server_new (&specs[1], other_chain, &ready),
         *asking = server_new (&specs[2], named_chain, &ask);

  save_undecided (test, "full", fake_pg_get_port (full), root);
  save_undecided (test, "ca", fake_pg_get_port (ca), root);
  save_undecided (test, "asking", fake_pg_get_port (asking), root);
  save_undecided (test, "absent", 1, root);
  save_undecided (test, "bare", 1, NULL);
  read_again (test);
  window_test_activate (test, "check-all", NULL);
  window_test_wait (says (window_test_page (test), "2 proven · 2 failed · 1 needs its password"));
  assert_saved (test, "full", VF_SSL_MODE_VERIFY_FULL, NULL, VF_PROOF_PROVEN);
  assert_saved (test, "ca", VF_SSL_MODE_VERIFY_CA, NULL, VF_PROOF_PROVEN);
  /* nothing was proven that could decide */
  assert_saved (test, "asking", VF_SSL_MODE_VERIFY_FULL, "prefer", VF_PROOF_NEEDS_PASSWORD);
  assert_saved (test, "absent", VF_SSL_MODE_VERIFY_FULL, "prefer", VF_PROOF_FAILED);
  window_test_wait (says (GTK_WIDGET (test->window), "is kept as Verify-"));
  window_test_wait (row_says (test, "ca", "Verify-CA"));
  window_test_wait (row_says (test, "absent", "needs a decision"));
  /* not that it lacks an authority, which it could not have been compared with either */
  window_test_wait (row_says (test, "bare", "Nobody answers on this port"));
  fake_pg_free (full);
  fake_pg_free (ca);
  fake_pg_free (asking);
  g_bytes_unref (ready);
  g_bytes_unref (ask);
}

/* Four at a time, however many there are; and Cancel ends them at once. */
static void
test_cancel (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  FakeSpec spec = { .then = FAKE_THEN_SILENCE, .deaf = TRUE };
  FakePg *silent = fake_pg_new (&spec);
  gint64 began;
  guint checking = 0, waiting = 0;

  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%u", i);

      save_to (test, name, fake_pg_get_port (silent));
    }
  show (test, "c0");
  window_test_activate (test, "check-all", NULL);
  began = g_get_monotonic_time ();
  while (g_get_monotonic_time () < began + G_USEC_PER_SEC && checking < 4)
    {
      window_test_iterate ();
      checking = waiting = 0;
      for (guint i = 0; i < 7; i++)
        {
          g_autofree char *name = g_strdup_printf ("c%u", i);
          VfSavedItem *item = vf_saved_list_find (find_list (test), name);

          checking += vf_saved_item_get_phase (item) == VF_SAVED_CHECKING;
          waiting += vf_saved_item_get_phase (item) == VF_SAVED_WAITING;
        }
      g_assert_cmpuint (checking, <=, 4);
    }
  g_assert_cmpuint (checking, ==, 4);
  g_assert_cmpuint (waiting, ==, 3);
  g_assert_true (says (window_test_page (test), "Checked 0 of 7"));
  window_test_activate (test, "cancel", NULL);
  g_assert_false (window_test_is_enabled (test, "cancel"));
  g_assert_true (says (window_test_page (test), "Stopped before any was checked."));
  g_assert_cmpint (proof_of (test, "c0"), ==, VF_PROOF_NEVER);
  fake_pg_free (silent);
}

/* Closing the window in the middle of it leaves nothing behind that would be called back. */
static void
test_close (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  save_to (test, "absent", 1);
  show (test, "absent");
  act (test, "start.check", "absent");
}

/* What was found before the program was started is looked into anew, but a wrong password is not sent twice. */
static void
test_wrong_password (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfReport) report = NULL;
  VfReportBuilder builder;

  save_to (test, "shop", 1);
  connection = vf_store_load (test->store, "shop", NULL);
  vf_report_builder_init (&builder, connection, FALSE, NULL);
  vf_report_builder_fail (&builder, VF_STAGE_LOGIN, VF_CODE_WRONG_PASSWORD);
  report = vf_report_builder_finish (&builder);
  g_assert_true (vf_store_note_check (test->store, "shop", report, NULL));
  show (test, "shop");
  window_test_wait (row_says (test, "shop", "The password is not right"));
  activate (test, "shop");
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "server"));
}

/* --- dropping --- */

static void
test_drop_on_row (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GSList files = { file, NULL };
  graphene_rect_t bounds;
  GtkWidget *row;

  window_test_save (test, "shop", "shop.example.com");
  show (test, "shop");
  row = GTK_WIDGET (find_saved (test, "shop"));
  window_test_wait (gtk_widget_get_height (row) > 0);
  g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (test->window), &bounds));
  g_assert_true (vf_window_take_drop_at (test->window, &files, bounds.origin.x + 40, bounds.origin.y + 10));
  window_test_wait (g_strcmp0 (vf_session_get_name (vf_window_get_session (test->window)), "shop") == 0);
  g_assert_false (gtk_widget_has_css_class (row, "dropped"));
}

static void
test_drop_beside (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GSList files = { file, NULL };

  window_test_save (test, "shop", "shop.example.com");
  show (test, "shop");
  g_assert_true (vf_window_take_drop_at (test->window, &files, 5, gtk_widget_get_height (GTK_WIDGET (test->window)) - 5));
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "certificates"));
  g_assert_null (vf_session_get_name (vf_window_get_session (test->window)));
  window_test_wait (!vf_session_get_importing (vf_window_get_session (test->window)));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/start/empty", test_empty);
  g_test_add_func ("/start/lists", test_lists);
  g_test_add_func ("/start/accessible", test_accessible);
  g_test_add_func ("/start/many", test_many);
  g_test_add_func ("/start/changes-a-few-per-frame", test_changes_a_few_per_frame);
  g_test_add_func ("/start/narrow", test_narrow);
  g_test_add_func ("/start/search", test_search);
  g_test_add_func ("/start/tab", test_tab);
  g_test_add_func ("/start/rename", test_rename);
  g_test_add_func ("/start/duplicate-undo", test_duplicate_and_undo);
  g_test_add_func ("/start/delete-undo", test_delete_and_undo);
  g_test_add_func ("/start/first-frame", test_first_frame);
  g_test_add_func ("/start/edit", test_edit);
  g_test_add_func ("/start/check-asks", test_check_asks_for_password);
  g_test_add_func ("/start/gone", test_opens_what_is_gone);
  g_test_add_func ("/start/check-all", test_check_all);
  g_test_add_func ("/start/check-all-decides", test_check_all_decides);
  g_test_add_func ("/start/cancel", test_cancel);
  g_test_add_func ("/start/close", test_close);
  g_test_add_func ("/start/wrong-password", test_wrong_password);
  g_test_add_func ("/start/drop-on-row", test_drop_on_row);
  g_test_add_func ("/start/drop-beside", test_drop_beside);
  return g_test_run ();
}
