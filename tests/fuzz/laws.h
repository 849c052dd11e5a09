#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "import/bundle.h"
#include "import/inventory.h"

G_BEGIN_DECLS

/* What holds for any bytes, each checked with g_assert_*(). */

/* Text that a person may be shown: (nullable), valid UTF-8. */
void fuzz_assert_text      (const char   *text);
/* The inventory of what was read: every value of it can be had and shown, it does not depend on anything but the
 * bytes, and what is written from it is read back as the same. */
void fuzz_assert_inventory (VfBundle     *bundle,
                            const char   *passphrase);

G_END_DECLS
