/* Plays a scene in the real window. */

#include "config.h"

#include <glib/gi18n.h>

#include "scene.h"
#include "window-private.h"

#define NORMAL_HEIGHT 720
/* as much as the screen has */
#define MAX_HEIGHT 2600
/* more than the deadline of a check */
#define PATIENCE_SECONDS 15

VfSession *
shot_session (Shot *shot)
{
  return vf_window_get_session (shot->test->window);
}

void
shot_wait (guint ms)
{
  gint64 end = g_get_monotonic_time () + (gint64) ms * 1000;

  while (g_get_monotonic_time () < end)
    window_test_iterate ();
}

void
shot_show (Shot *shot, const char *page)
{
  vf_window_show_page (shot->test->window, page, TRUE);
}

void
shot_press (Shot *shot, const char *label)
{
  GtkWidget *page = window_test_page (shot->test);
  GtkWidget *button = window_test_find (page, GTK_TYPE_BUTTON, gettext (label));

  g_assert_nonnull (button);
  if (GTK_IS_TOGGLE_BUTTON (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  else
    g_signal_emit_by_name (button, "clicked");
}

void
shot_open_files (Shot *shot, const char *first, ...)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  va_list names;

  va_start (names, first);
  for (const char *name = first; name; name = va_arg (names, const char *))
    g_ptr_array_add (files, g_file_new_build_filename (shot->test->directory, name, NULL));
  va_end (names);
  vf_window_open_files (shot->test->window, (GFile **) files->pdata, (int) files->len);
  window_test_wait (!vf_session_get_importing (shot_session (shot)));
}

void
shot_open (Shot *shot, const char *name, const char *text, gssize length)
{
  g_autofree char *path = g_build_filename (shot->test->directory, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
  shot_open_files (shot, name, NULL);
}

/* --- the values of a scene --- */

static void
add_file (Shot *shot, GPtrArray *files, const char *name, const char *text)
{
  g_autofree char *path = test_write_file (shot->test->directory, name, text);

  g_ptr_array_add (files, g_file_new_for_path (path));
}

static void
import (Shot *shot)
{
  const Scene *scene = shot->scene;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  if (scene->trust)
    {
      g_autofree char *pem = test_pair_to_pem (scene_pair (scene->trust));

      add_file (shot, files, "authority.pem", pem);
    }
  if (scene->client)
    {
      g_autofree char *pem = test_pair_to_pem (scene_pair (scene->client));
      g_autofree char *key = test_pair_key_to_pem (scene_pair (scene->client), TEST_KEY_PKCS8, NULL);

      add_file (shot, files, "client.crt", pem);
      add_file (shot, files, "client.key", key);
    }
  if (files->len == 0)
    {
      vf_session_use_no_archive (shot_session (shot));
      return;
    }
  vf_session_import (shot_session (shot), (GFile **) files->pdata, files->len, FALSE);
  window_test_wait (!vf_session_get_importing (shot_session (shot)));
}

static GBytes *
make_answer (const Answer *answer)
{
  if (answer->sqlstate)
    return fake_reply_error (answer->sqlstate, answer->message, answer->function);
  if (answer->ready)
    return fake_reply_ready (answer->ready);
  if (answer->auth)
    return fake_reply_auth (answer->auth, answer->payload, answer->payload_length);
  return NULL;
}

static void
start_server (Shot *shot)
{
  const Scene *scene = shot->scene;

  shot->spec = scene->spec;
  while (shot->spec.n_chain < G_N_ELEMENTS (shot->chain) && scene->chain[shot->spec.n_chain])
    {
      shot->chain[shot->spec.n_chain] = scene_pair (scene->chain[shot->spec.n_chain]);
      shot->spec.n_chain++;
    }
  shot->spec.chain = shot->chain;
  for (guint i = 0; i < G_N_ELEMENTS (shot->replies); i++)
    {
      shot->replies[i] = make_answer (&scene->answers[i]);
      shot->spec.n_replies += shot->replies[i] != NULL;
    }
  shot->spec.replies = shot->replies;
  if (scene->spec.client_required || scene->spec.client_error)
    shot->spec.client_root = scene_pair (scene->spec.client_error ? PAIR_OTHER : PAIR_ROOT);
  if (scene->tls_answer)
    shot->tls_answer = g_bytes_new_static (scene->tls_answer, scene->tls_answer_length);
  shot->spec.tls_answer = shot->tls_answer;
  shot->fake = fake_pg_new (&shot->spec);
}

void
shot_prepare (Shot *shot)
{
  const Scene *scene = shot->scene;
  VfSession *session = shot_session (shot);
  g_autoptr (GError) error = NULL;
  g_autoptr (VfTarget) target = NULL;
  g_autoptr (SecretValue) password = scene->password ? secret_value_new (scene->password, -1, "text/plain") : NULL;

  start_server (shot);
  import (shot);
  target = vf_target_new (scene->host ? scene->host : "db.test", scene->address ? scene->address : "127.0.0.1",
                          scene->port ? scene->port : fake_pg_get_port (shot->fake), "shop",
                          scene->user ? scene->user : "app");
  vf_session_set_target (session, target);
  vf_session_set_password (session, password);
  if (scene->keyword && !vf_session_set_option (session, scene->keyword, scene->value, &error))
    g_error ("%s: %s", scene->name, error->message);
  vf_session_set_mode (session, scene->only_ca ? VF_SSL_MODE_VERIFY_CA
                                : scene->only_encrypted ? VF_SSL_MODE_REQUIRE
                                                        : VF_SSL_MODE_VERIFY_FULL);
}

void
shot_check (Shot *shot)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;

  shot_show (shot, "check");
  while (vf_session_get_checking (shot_session (shot)))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      window_test_iterate ();
    }
}

/* --- what is drawn --- */

static void
count_frame (GdkFrameClock *clock, gpointer data)
{
  ++*(guint *) data;
}

/* Until the window has been drawn as it stands; a busy machine takes its time. */
void
shot_wait_drawn (Shot *shot)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (shot->window);
  gint64 end = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;
  guint frames = 0;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (count_frame), &frames);

  shot_wait (60);
  for (guint i = 0; i < 3; i++)
    {
      frames = 0;
      gtk_widget_queue_draw (shot->window);
      while (frames < 1 && g_get_monotonic_time () < end)
        window_test_iterate ();
    }
  g_signal_handler_disconnect (clock, id);
}

/* What a page asks for before it has been laid out in its width may be less than it takes then. */
static gboolean
grow_by_hidden (GtkWindow *window, GtkScrolledWindow *scroller, int width)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (scroller);
  int hidden = (int) (gtk_adjustment_get_upper (place) - gtk_adjustment_get_page_size (place));
  int height = gtk_widget_get_height (GTK_WIDGET (window));

  if (hidden <= 0 || height >= MAX_HEIGHT)
    return FALSE;
  gtk_adjustment_set_value (place, 0);
  gtk_window_set_default_size (window, width, MIN (height + hidden, MAX_HEIGHT));
  return TRUE;
}

/* The window as high as its page, so that nothing of it is hidden. */
void
shot_resize (Shot *shot, int width)
{
  GtkWindow *window = GTK_WINDOW (shot->test->window);
  GtkWidget *scroller = window_test_find (window_test_page (shot->test), GTK_TYPE_SCROLLED_WINDOW, NULL);
  GtkWidget *content = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller));
  int height, rest;

  gtk_window_set_default_size (window, width, NORMAL_HEIGHT);
  shot_wait_drawn (shot);
  rest = gtk_widget_get_height (GTK_WIDGET (window)) - gtk_widget_get_height (scroller);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (scroller), NULL, &height, NULL, NULL);
  gtk_window_set_default_size (window, width, CLAMP (height + rest + 12, NORMAL_HEIGHT, MAX_HEIGHT));
  shot_wait_drawn (shot);
  for (guint i = 0; i < 3 && grow_by_hidden (window, GTK_SCROLLED_WINDOW (scroller), width); i++)
    shot_wait_drawn (shot);
}

/* At its own size, and without the frame that the window has where there is no compositor. */
static void
snapshot_window (GtkWidget *window, GdkPaintable *paintable, GtkSnapshot *snapshot)
{
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (window, window, &bounds))
    gtk_snapshot_translate (snapshot, &bounds.origin);
  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
}

GskRenderNode *
shot_get_node (Shot *shot, GdkPaintable *paintable)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
      GskRenderNode *node;

      snapshot_window (shot->window, paintable, snapshot);
      node = gtk_snapshot_to_node (snapshot);
      if (node)
        return node;
      shot_wait (50);
    }
  g_assert_not_reached ();
}

GdkTexture *
shot_render (Shot *shot, GskRenderNode *node, const graphene_rect_t *area)
{
  GtkWidget *window = shot->window;
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (window),
                                            (float) gtk_widget_get_height (window));

  return gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, area ? area : &all);
}

/* --- a scene from its beginning to its end --- */

void
shot_begin (Shot *shot, const Scene *scene)
{
  *shot = (Shot) { .scene = scene, .test = window_test_new () };
  shot->window = GTK_WIDGET (shot->test->window);
}

void
shot_play (Shot *shot)
{
  if (shot->scene->arrange)
    shot->scene->arrange (shot);
  else
    {
      shot_prepare (shot);
      shot_check (shot);
    }
  if (shot->scene->finish)
    shot->scene->finish (shot);
}

void
shot_end (Shot *shot)
{
  g_clear_pointer (&shot->test, window_test_free);
  g_clear_pointer (&shot->fake, fake_pg_free);
  for (guint i = 0; i < G_N_ELEMENTS (shot->replies); i++)
    g_clear_pointer (&shot->replies[i], g_bytes_unref);
  g_clear_pointer (&shot->tls_answer, g_bytes_unref);
}
