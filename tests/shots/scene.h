#pragma once

#include "connection/ssl-mode.h"
#include "fake-pg.h"
#include "window-test.h"

G_BEGIN_DECLS

/* the certificates of all scenes; each is made once */
typedef enum
{
  PAIR_NONE,
  PAIR_ROOT,
  PAIR_MIDDLE,
  PAIR_OTHER,
  PAIR_PUBLIC,
  PAIR_WEAK_ROOT,
  PAIR_LEAF,
  PAIR_BELOW_MIDDLE,
  PAIR_SELF,
  PAIR_EXPIRED,
  PAIR_FUTURE,
  PAIR_FOR_CLIENTS,
  PAIR_SHORT_KEY,
  PAIR_BELOW_WEAK,
  PAIR_NAMELESS,
  PAIR_ALIBABA,
  PAIR_MANY_NAMES,
  PAIR_BELOW_PUBLIC,
  PAIR_CLIENT,
  PAIR_CLIENT_EXPIRED,
  PAIR_CLIENT_WEAK,
  N_PAIRS,
} Pair;

TestPair *scene_pair (Pair pair);

/* what a server answers: an error, a request for a password, or that the login is done */
typedef struct
{
  const char *sqlstate;
  const char *message;
  const char *function;
  guint32 auth;
  const char *payload;
  gsize payload_length;
  const char *ready;
} Answer;

typedef struct _Shot Shot;

/**
 * Scene:
 * @row: of the table of errors: "E5"
 * @name: of the file, which tells the variants of a row apart
 * @chain: what the server sends, leaf first
 * @trust: which authority was imported
 * @client: (nullable) the client certificate that was imported with its key
 * @mode: what is asked for; Verify-Full is 0 here
 * @host: (nullable): db.test
 * @address: (nullable): 127.0.0.1
 * @port: 0: that of the made server
 * @password: (nullable): what was typed
 * @keyword: (nullable): one more setting of the connection, with @value
 * @spec: the server; its chain and replies come from above
 * @tls_answer: (nullable): what it says to the greeting of TLS, of @tls_answer_length bytes
 * @answers: up to the first that is empty
 * @needs_system: with the authority of the system that scene_take_system_authorities() puts in
 * @needs_files: with the files of real providers that lie beside the checkout
 * @arrange: (nullable): instead of all this; it shows the page, too
 * @finish: (nullable): what the person does on the page
 *
 * One picture.
 */
typedef struct
{
  const char *row;
  const char *name;
  Pair chain[3];
  Pair trust;
  Pair client;
  gboolean only_ca;
  gboolean only_encrypted;
  const char *host;
  const char *address;
  guint port;
  const char *user;
  const char *password;
  const char *keyword;
  const char *value;
  FakeSpec spec;
  const char *tls_answer;
  gsize tls_answer_length;
  Answer answers[3];
  gboolean needs_system;
  gboolean needs_files;
  void (*arrange) (Shot *shot);
  void (*finish) (Shot *shot);
} Scene;

/* A scene while it is played. */
struct _Shot
{
  const Scene *scene;
  WindowTest *test;
  /* which is drawn: that of the connection, unless another is set */
  GtkWidget *window;
  FakeSpec spec;
  TestPair *chain[3];
  GBytes *replies[3];
  GBytes *tls_answer;
  FakePg *fake;
};

extern const Scene scenes[];
extern const guint n_scenes;
extern const Scene import_scenes[];
extern const guint n_import_scenes;

void       arrange_states    (Shot *shot);
void       arrange_checked   (Shot *shot);
void       arrange_checking  (Shot *shot);
void       arrange_search    (Shot *shot);
void       arrange_not_found (Shot *shot);

/* Before anything else is done: from now on this program, and nobody else, sees PAIR_PUBLIC alone in the file of the
 * system's authorities.  FALSE: that is not possible here. */
gboolean   scene_take_system_authorities (void);

VfSession *shot_session   (Shot       *shot);
/* opens what is written to a file of that name, on the Certificates page */
void       shot_open      (Shot       *shot,
                           const char *name,
                           const char *text,
                           gssize      length);
/* goes to a page of the wizard */
void       shot_show      (Shot       *shot,
                           const char *page);
/* opens what is in the folder of the scene, on the Certificates page; the names end with NULL */
void       shot_open_files (Shot       *shot,
                           const char *first,
                           ...) G_GNUC_NULL_TERMINATED;
/* types @text into the field for the host, on the Server page */
void       shot_paste_host (Shot      *shot,
                           const char *text);
/* turns the main loop for so long */
void       shot_wait      (guint       ms);
/* presses the first button that says @label (in English) in the language of the session, which must be there */
void       shot_press     (Shot       *shot,
                           const char *label);
/* a window for the scene; shot_end() closes it */
void       shot_begin     (Shot       *shot,
                           const Scene *scene);
void       shot_end       (Shot       *shot);
/* does what the scene says */
void       shot_play      (Shot       *shot);
/* until the window has been drawn as it stands; a busy machine takes its time */
void       shot_wait_drawn (Shot      *shot);
/* makes the window so wide, and as high as its page, so that nothing of it is hidden */
void       shot_resize    (Shot       *shot,
                           int         width);
/* (transfer full): the window as it was drawn last, by a paintable that was made of it before it was shown the scene */
GskRenderNode *shot_get_node (Shot         *shot,
                              GdkPaintable *paintable);
/* (transfer full): the picture of that: of @area in the window, or as large as the window */
GdkTexture *shot_render   (Shot                  *shot,
                           GskRenderNode         *node,
                           const graphene_rect_t *area);
/* the values of the scene, and the server */
void       shot_prepare   (Shot       *shot);
/* checks, and waits for the end */
void       shot_check     (Shot       *shot);

/* files with which something is wrong */
void       arrange_web_page         (Shot *shot);
void       arrange_empty_file       (Shot *shot);
void       arrange_der              (Shot *shot);
void       arrange_damaged          (Shot *shot);
void       arrange_other_key        (Shot *shot);
void       arrange_no_key           (Shot *shot);
void       arrange_locked_key       (Shot *shot);
void       arrange_wrong_passphrase (Shot *shot);
void       arrange_der_key          (Shot *shot);
void       arrange_ssh_key          (Shot *shot);
void       arrange_folder           (Shot *shot);
void       arrange_swapped          (Shot *shot);

/* the pages without trouble */
void       arrange_start            (Shot *shot);
void       arrange_list             (Shot *shot);
void       arrange_certificates     (Shot *shot);
void       arrange_import           (Shot *shot);
void       arrange_certificate      (Shot *shot);
void       arrange_server           (Shot *shot);
void       arrange_pasted           (Shot *shot);
void       arrange_security         (Shot *shot);
void       arrange_done             (Shot *shot);
void       arrange_not_kept         (Shot *shot);
void       arrange_destination      (Shot *shot);

/* a saved connection that is not what it was */
void       arrange_changed        (Shot *shot);
void       arrange_other_server   (Shot *shot);
void       arrange_renew          (Shot *shot);
void       arrange_renew_failing  (Shot *shot);
void       arrange_renew_done     (Shot *shot);
void       arrange_renew_empty    (Shot *shot);
void       arrange_renew_client   (Shot *shot);
void       arrange_renew_same     (Shot *shot);
void       arrange_saved          (Shot *shot);

G_END_DECLS
