/* Writes a PEM bundle of so many authorities, each with a key of its own.
 *
 * usage: make-bundle NUMBER FILE */
#include <stdlib.h>

#include "pki.h"

int
main (int argc, char **argv)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  int number = argc == 3 ? atoi (argv[1]) : 0;

  if (number < 1)
    {
      g_printerr ("usage: make-bundle NUMBER FILE\n");
      return 2;
    }
  for (int i = 0; i < number; i++)
    {
      g_autofree char *subject = g_strdup_printf ("CN=Region %d CA,OU=Database,O=Verifull Test", i);
      TestSpec spec = { .subject = subject, .authority = TRUE };
      g_autoptr (TestPair) pair = test_pair_new (&spec, NULL);
      g_autofree char *pem = test_pair_to_pem (pair);

      g_string_append (text, pem);
    }
  if (!g_file_set_contents (argv[2], text->str, (gssize) text->len, &error))
    {
      g_printerr ("make-bundle: %s\n", error->message);
      return 1;
    }
  return 0;
}
