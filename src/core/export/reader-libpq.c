#include "config.h"

#include <libpq-fe.h>

#include "export/reader-private.h"

GHashTable *
vf_read_libpq (const char *text, char **message)
{
  char *said = NULL;
  PQconninfoOption *options = PQconninfoParse (text, &said);
  GHashTable *read = options ? vf_read_pairs_new () : NULL;

  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (option->val)
      g_hash_table_insert (read, g_strdup (option->keyword), g_strdup (option->val));
  if (message)
    *message = said ? g_utf8_make_valid (said, -1) : NULL;
  PQfreemem (said);
  PQconninfoFree (options);
  return read;
}
