#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * vf_init:
 *
 * Prepares the process once, before any other function of the core: the text domain, and libpq's key passphrase
 * hook, without which libpq asks on the terminal and blocks (knowledge of libpq 10 to 18).  Variables of the environment
 * that libpq could not be kept from using are taken out.
 * Translations come from where they are installed, or from the folder that the environment's `VF_LOCALEDIR` names: that
 * of a build that is not installed.
 * Call it from main(), on the main thread.
 */
void   vf_init             (void);
char **vf_init_get_environ (void);

G_END_DECLS
