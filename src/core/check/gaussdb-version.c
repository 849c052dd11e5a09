#include "config.h"

#include "check/gaussdb-version.h"

#include <string.h>

/* bytes; longer ones are nobody's version */
#define MAX_SHOWN 200

static const char *
find_product (const char *text)
{
  const char *product = strstr (text, "openGauss");

  return product ? product : strstr (text, "GaussDB");
}

static char *
shorten (const char *text)
{
  const char *end = text + MIN (strlen (text), MAX_SHOWN);

  return g_strndup (text, (gsize) (*end ? g_utf8_find_prev_char (text, end + 1) - text : end - text));
}

/**
 * vf_gaussdb_version_read:
 * @text: what version() said, valid UTF-8, untrusted
 * @product: (out): whose it is
 *
 * The two names stand anywhere in it, and mostly in brackets of their own: "PostgreSQL 9.2.4 (GaussDB 8.2.1 build
 * 39137c2d) compiled at …", "(openGauss 5.0.2 build 48a25b11) compiled at …".  What is between them and the end of the
 * brackets is what people call the version; everything else is left as it is.
 *
 * Returns: (transfer full): one line to show
 */
char *
vf_gaussdb_version_read (const char *text, VfProduct *product)
{
  const char *name = find_product (text);
  const char *end = name ? strchr (name, ')') : NULL;
  g_autofree char *inside = NULL;

  *product = name ? VF_PRODUCT_GAUSSDB : g_str_has_prefix (text, "PostgreSQL") ? VF_PRODUCT_POSTGRESQL
                                                                              : VF_PRODUCT_UNKNOWN;
  if (!end)
    return shorten (text);
  inside = g_strndup (name, (gsize) (end - name));
  return shorten (inside);
}
