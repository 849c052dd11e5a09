#include "config.h"

#include "lazy-library.h"

#include <dlfcn.h>

/**
 * vf_lazy_library_find:
 * @lazy: the library, which is opened if this is the first that is asked of it
 * @function: the name of a function
 *
 * Ends the program if there is no such library or function, as the dynamic linker would have at its start. May be
 * called from any thread.
 *
 * Returns: (not nullable): the function
 */
gpointer
vf_lazy_library_find (VfLazyLibrary *lazy, const char *function)
{
  gpointer found;

  if (g_once_init_enter (&lazy->library))
    {
      gpointer opened = dlopen (lazy->name, RTLD_LAZY | RTLD_LOCAL);

      if (!opened)
        g_error ("%s cannot be opened: %s", lazy->name, dlerror ());
      if (lazy->opened)
        lazy->opened (opened);
      g_once_init_leave (&lazy->library, opened);
    }
  found = dlsym (lazy->library, function);
  if (!found)
    g_error ("%s is too old: %s", lazy->name, dlerror ());
  return found;
}
