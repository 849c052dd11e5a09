#pragma once

#include <glib.h>

#include "connection/connection.h"

G_BEGIN_DECLS

/* Texts of ours, read by the rules of the programs that they are for.  Each gives what that program would make of it,
 * (element-type utf8 utf8) (transfer full), and NULL where that program would stumble, or where the text has more in it
 * than is ever written here. */

/* how a language writes what stands between quotes */
typedef enum
{
  VF_LANGUAGE_PYTHON,
  VF_LANGUAGE_JAVASCRIPT,
  VF_LANGUAGE_GO,
  VF_LANGUAGE_RUST,
} VfLanguage;

/* keywords of libpq, from a conninfo string or a URI; @message: (out) (nullable) (transfer full): what libpq says */
GHashTable *vf_read_libpq           (const char  *text,
                                     char       **message);
/* (array zero-terminated=1): the words of one line for a POSIX shell */
char      **vf_read_shell_words     (const char  *line);
/* lines of "export NAME=WORD", and perhaps a command behind them: @command: (out) (optional) (transfer full) */
GHashTable *vf_read_shell_variables (const char  *text,
                                     char      ***command);
/* a file for "docker run --env-file" */
GHashTable *vf_read_docker_env      (const char  *text);
/* a file for EnvironmentFile= of systemd */
GHashTable *vf_read_systemd_env     (const char  *text);
/* a .properties file of Java */
GHashTable *vf_read_properties      (const char  *text);
/* "host", "port", "dbname", and the driver's properties by their own names */
GHashTable *vf_read_jdbc_url        (const char  *url,
                                     const char  *scheme);
/* the section @name of an odbc.ini */
GHashTable *vf_read_data_source     (const char  *text,
                                     const char  *name);
GHashTable *vf_read_odbc_string     (const char  *text);
/* scalars by their place: "0/spec/containers/0/name", the first number being that of the document */
GHashTable *vf_read_yaml            (const char  *text);
/* (array zero-terminated=1): every string literal, in its order */
char      **vf_read_literals        (const char  *text,
                                     VfLanguage   language);
/* properties of an iCalendar by their place: "VCALENDAR/VEVENT/SUMMARY"; of several with one name the last */
GHashTable *vf_read_calendar        (const char  *text);

G_END_DECLS
