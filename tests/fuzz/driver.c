/* Stands in for a fuzzing engine: runs a target once over each file that is named, or that lies in a folder that is
 * named.  A broken law aborts, so the last line of the output tells the file. */
#include <gio/gio.h>

#include "fuzz.h"
#include "init.h"

static guint n_run;

static void
run_file (const char *path)
{
  g_autofree char *text = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  gsize length;

  g_print ("# %s\n", name);
  if (!g_file_get_contents (path, &text, &length, &error))
    g_error ("%s", error->message);
  LLVMFuzzerTestOneInput ((const uint8_t *) text, length);
  g_print ("ok %u %s\n", ++n_run, name);
}

static void
run_folder (const char *path, GDir *folder)
{
  const char *name;

  while ((name = g_dir_read_name (folder)))
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      run_file (file);
    }
  g_dir_close (folder);
}

int
main (int argc, char **argv)
{
  vf_init ();
  for (int i = 1; i < argc; i++)
    {
      GDir *folder = g_dir_open (argv[i], 0, NULL);

      if (folder)
        run_folder (argv[i], folder);
      else
        run_file (argv[i]);
    }
  g_print ("1..%u\n", n_run);
  return n_run > 0 ? 0 : 1;
}
