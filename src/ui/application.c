#include "config.h"

#include "application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "compat.h"
#include "help-window.h"
#include "shortcuts.h"
#include "window.h"

struct _VfApplication
{
  AdwApplication parent_instance;

  VfStore *store;
  GtkCssProvider *high_contrast;
  guint terminate_source;
  guint interrupt_source;
  guint started_source;
};

G_DEFINE_FINAL_TYPE (VfApplication, vf_application, ADW_TYPE_APPLICATION)

/* (nullable): of the windows with connections, which are not all, the one that was used last */
static VfWindow *
find_window (VfApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l; l = l->next)
    if (VF_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static VfWindow *
ensure_window (VfApplication *self)
{
  VfWindow *window = find_window (self);

  if (window)
    return window;
  if (!self->store)
    self->store = vf_store_new (NULL);
  return vf_window_new (GTK_APPLICATION (self), self->store);
}

static void
vf_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (VF_APPLICATION (application))));
}

static void
vf_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  VfWindow *window = ensure_window (VF_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  vf_window_open_files (window, files, (guint) n_files);
}

static gpointer
ref_window (gconstpointer window, gpointer data)
{
  return g_object_ref ((gpointer) (guintptr) window);
}

/* (transfer full) (element-type GtkWindow): to be closed, where the end of one can be that of others */
static GList *
copy_windows (VfApplication *self)
{
  return g_list_copy_deep (gtk_application_get_windows (GTK_APPLICATION (self)), ref_window, NULL);
}

/* Closing a window stops what runs in it, and remembers its size.  The program then ends by itself, as soon as what
 * holds it, such as the keyring's answer to a deletion, is over. */
static void
quit (VfApplication *self)
{
  g_autolist (GtkWindow) windows = copy_windows (self);

  for (GList *l = windows; l; l = l->next)
    gtk_window_close (GTK_WINDOW (l->data));
  if (!windows)
    g_application_quit (G_APPLICATION (self));
}

static gboolean
on_terminate (gpointer data)
{
  quit (data);
  return G_SOURCE_CONTINUE;
}

static void
quit_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  quit (data);
}

static void
about_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vf_compat_show_about (gtk_application_get_active_window (GTK_APPLICATION (data)));
}

/* the id of a page; "": all of them */
static void
help_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vf_help_window_show (GTK_APPLICATION (data), g_variant_get_string (parameter, NULL));
}

static void
shortcuts_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vf_shortcuts_show (gtk_application_get_active_window (GTK_APPLICATION (data)));
}

/* --target, possibly from a second start: fills the server in, and waits for the person to come there */
static void
target_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vf_window_take_target (ensure_window (data), g_variant_get_string (parameter, NULL));
}

/* Of the launcher, which may be what starts the program. */
static void
activate_in_window (VfApplication *self, const char *action)
{
  VfWindow *window = ensure_window (self);

  gtk_window_present (GTK_WINDOW (window));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, NULL);
}

static void
new_connection_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  activate_in_window (data, "new");
}

static void
check_all_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  activate_in_window (data, "check-all");
}

static const GActionEntry actions[] = {
  { "quit", quit_activated },
  { "about", about_activated },
  { "help", help_activated, "s" },
  { "shortcuts", shortcuts_activated },
  { "target", target_activated, "s" },
  { "new-connection", new_connection_activated },
  { "check-all", check_all_activated },
};

/* The help goes with the last of the other windows. */
static void
vf_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  g_autolist (GtkWindow) windows = NULL;

  GTK_APPLICATION_CLASS (vf_application_parent_class)->window_removed (application, window);
  windows = copy_windows (VF_APPLICATION (application));
  if (!VF_IS_WINDOW (window) || find_window (VF_APPLICATION (application)))
    return;
  for (GList *l = windows; l; l = l->next)
    gtk_window_destroy (GTK_WINDOW (l->data));
}

static void
follow_contrast (VfApplication *self)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (self->high_contrast),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  else
    gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (self->high_contrast));
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, "/io/github/verifull/Verifull/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* libadwaita would load a style sheet of the right name by itself, but complains of it from 1.10 on, and the media
 * queries that it then wants are unknown to GTK 4.8. */
static void
load_high_contrast (VfApplication *self)
{
  self->high_contrast = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (self->high_contrast, "/io/github/verifull/Verifull/high-contrast.css");
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast", G_CALLBACK (follow_contrast), self,
                           G_CONNECT_SWAPPED);
  follow_contrast (self);
}

/* milliseconds, after which the first window is drawn and what is saved is listed */
#define STARTED_MS 1000

/* Reading style sheets, icons and connections took memory that nothing needs any more; the C library would keep it. */
static gboolean
give_memory_back (gpointer data)
{
  VF_APPLICATION (data)->started_source = 0;
#ifdef __GLIBC__
  malloc_trim (0);
#endif
  return G_SOURCE_REMOVE;
}

static void
vf_application_startup (GApplication *application)
{
  VfApplication *self = VF_APPLICATION (application);

  G_APPLICATION_CLASS (vf_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  vf_shortcuts_install (GTK_APPLICATION (self));
  load_style ();
  load_high_contrast (self);
  self->terminate_source = g_unix_signal_add (SIGTERM, on_terminate, self);
  self->interrupt_source = g_unix_signal_add (SIGINT, on_terminate, self);
  self->started_source = g_timeout_add_full (G_PRIORITY_LOW, STARTED_MS, give_memory_back, self, NULL);
}

static void
vf_application_shutdown (GApplication *application)
{
  VfApplication *self = VF_APPLICATION (application);

  g_clear_handle_id (&self->terminate_source, g_source_remove);
  g_clear_handle_id (&self->interrupt_source, g_source_remove);
  g_clear_handle_id (&self->started_source, g_source_remove);
  G_APPLICATION_CLASS (vf_application_parent_class)->shutdown (application);
}

static void
print_version (void)
{
  g_print ("Verifull %s (GTK %u.%u.%u, libadwaita %u.%u.%u)\n", VF_VERSION, gtk_get_major_version (),
           gtk_get_minor_version (), gtk_get_micro_version (), adw_get_major_version (), adw_get_minor_version (),
           adw_get_micro_version ());
}

static int
vf_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  g_autoptr (GError) error = NULL;
  const char *target;

  if (g_variant_dict_contains (options, "version"))
    {
      print_version ();
      return 0;
    }
  if (g_variant_dict_lookup (options, "target", "&s", &target))
    {
      /* an action travels to the first instance, where an option would stay here */
      if (!g_application_register (application, NULL, &error))
        {
          g_printerr ("verifull: %s\n", error->message);
          return 1;
        }
      g_action_group_activate_action (G_ACTION_GROUP (application), "target", g_variant_new_string (target));
    }
  return -1;
}

static void
vf_application_finalize (GObject *object)
{
  g_clear_pointer (&VF_APPLICATION (object)->store, vf_store_unref);
  g_clear_object (&VF_APPLICATION (object)->high_contrast);
  G_OBJECT_CLASS (vf_application_parent_class)->finalize (object);
}

static void
vf_application_class_init (VfApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = vf_application_finalize;
  GTK_APPLICATION_CLASS (klass)->window_removed = vf_application_window_removed;
  application_class->activate = vf_application_activate;
  application_class->open = vf_application_open;
  application_class->startup = vf_application_startup;
  application_class->shutdown = vf_application_shutdown;
  application_class->handle_local_options = vf_application_handle_local_options;
}

static void
vf_application_init (VfApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
    { "target", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Fill in the server from a URI or connection string"),
      N_("TEXT") },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE…]"));
}

VfApplication *
vf_application_new (VfStore *store)
{
  VfApplication *self = g_object_new (VF_TYPE_APPLICATION,
                                      "application-id", VF_APP_ID,
                                      "flags", G_APPLICATION_HANDLES_OPEN,
                                      NULL);

  /* Of what GTK and libadwaita would take from there by themselves, only the style sheet exists.  The folder of icons that
   * GTK would add throws away what a thread has just read of all the others, for the first icon to wait for them anew. */
  g_application_set_resource_base_path (G_APPLICATION (self), NULL);
  self->store = store ? vf_store_ref (store) : NULL;
  return self;
}
