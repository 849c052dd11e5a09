#include "config.h"

#include <locale.h>

#include "application.h"
#include "init.h"

int
main (int argc, char **argv)
{
  g_autoptr (VfApplication) application = NULL;

  setlocale (LC_ALL, "");
  vf_init ();
  application = vf_application_new (NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
