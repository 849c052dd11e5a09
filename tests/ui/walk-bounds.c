/* What a walk through the window must not reach.  The linker puts the functions here in place of the window's own file
 * dialogs (-Wl,--wrap), and those that carry the names of a library's in place of that library's. */

#include "config.h"

#include "walk-bounds.h"

#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

static struct
{
  GRand *rand;
  GPtrArray *paths;
} bounds;

void
walk_bounds_set (GRand *rand, GPtrArray *paths)
{
  bounds.rand = rand;
  bounds.paths = paths;
}

/* --- file dialogs --- */

static GFile *
choose_file (void)
{
  return g_file_new_for_path (bounds.paths->pdata[g_rand_int_range (bounds.rand, 0, (gint32) bounds.paths->len)]);
}

static void
answer (gpointer object, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GObject) owned = object;

  if (g_rand_boolean (bounds.rand))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "dismissed");
  else
    g_task_return_pointer (task, g_steal_pointer (&owned), g_object_unref);
}

void __wrap_vf_compat_open_files_async (GtkWindow *parent, const char *title, GFile *folder,
                                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void __wrap_vf_compat_save_file_async (GtkWindow *parent, const char *title, const char *name,
                                       GAsyncReadyCallback callback, gpointer user_data);
void __wrap_vf_compat_select_folder_async (GtkWindow *parent, const char *title, GFile *folder,
                                           GAsyncReadyCallback callback, gpointer user_data);

void
__wrap_vf_compat_open_files_async (GtkWindow *parent, const char *title, GFile *folder, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = choose_file ();

  g_list_store_append (files, file);
  answer (files, cancellable, callback, user_data);
}

/* beside what is there, so that the walk does not lose what it opens */
void
__wrap_vf_compat_save_file_async (GtkWindow *parent, const char *title, const char *name, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GFile) file = choose_file ();
  g_autoptr (GFile) folder = g_file_get_parent (file);

  answer (g_file_get_child (folder, "saved"), NULL, callback, user_data);
}

void
__wrap_vf_compat_select_folder_async (GtkWindow *parent, const char *title, GFile *folder, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GFile) file = choose_file ();

  answer (g_file_get_parent (file), NULL, callback, user_data);
}

/* --- programs --- */

gboolean
g_spawn_async (const gchar *working_directory, gchar **argv, gchar **envp, GSpawnFlags flags,
               GSpawnChildSetupFunc child_setup, gpointer user_data, GPid *child_pid, GError **error)
{
  g_set_error (error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED, "No program is started here");
  return FALSE;
}

void
g_app_info_launch_default_for_uri_async (const char *uri, GAppLaunchContext *context, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "No program is started here");
}

gboolean
g_app_info_launch_default_for_uri_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- the network --- */

static gpointer
next_symbol (const char *name)
{
  gpointer symbol = dlsym (RTLD_NEXT, name);

  g_assert_nonnull (symbol);
  return symbol;
}

static gboolean
is_outside (const struct sockaddr *address)
{
  if (address->sa_family == AF_INET)
    return ntohl (((const struct sockaddr_in *) (gconstpointer) address)->sin_addr.s_addr) >> 24 != 127;
  if (address->sa_family == AF_INET6)
    return !IN6_IS_ADDR_LOOPBACK (&((const struct sockaddr_in6 *) (gconstpointer) address)->sin6_addr);
  return FALSE;
}

int
connect (int fd, const struct sockaddr *address, socklen_t length)
{
  int (*real) (int, const struct sockaddr *, socklen_t);

  if (is_outside (address))
    {
      errno = ENETUNREACH;
      return -1;
    }
  *(gpointer *) &real = next_symbol ("connect");
  return real (fd, address, length);
}

int
getaddrinfo (const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
  struct addrinfo only = { .ai_family = AF_UNSPEC };
  int (*real) (const char *, const char *, const struct addrinfo *, struct addrinfo **);

  if (hints)
    only = *hints;
  /* this computer is known without asking anybody */
  if (node && strcmp (node, "localhost") != 0)
    only.ai_flags |= AI_NUMERICHOST;
  *(gpointer *) &real = next_symbol ("getaddrinfo");
  return real (node, service, &only, result);
}
