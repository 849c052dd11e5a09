#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each writes one value so that its reader gets back exactly that value; all (transfer full). */

/* a word of a POSIX shell, quoted only where it must be */
char *vf_quote_shell    (const char *text);
/* a path for a POSIX shell; one in the home folder begins with ~ */
char *vf_quote_path     (const char *path);
/* a value of a conninfo string, always in quotes */
char *vf_quote_conninfo (const char *text);
/* any part of a URI */
char *vf_quote_uri      (const char *text);
/* a field of .pgpass */
char *vf_quote_pgpass   (const char *text);
/* a value of a systemd EnvironmentFile */
char *vf_quote_systemd  (const char *text);
/* a string literal of Python, JavaScript, Go and Rust alike */
char *vf_quote_program  (const char *text);
/* a scalar of YAML, always in quotes */
char *vf_quote_yaml     (const char *text);

G_END_DECLS
