#pragma once

#include <glib.h>
#include <libsecret/secret.h>

#include "connection/connection.h"
#include "store/store.h"

G_BEGIN_DECLS

/**
 * VfForeignKind:
 * @VF_FOREIGN_SERVICE_FILE: a libpq service file
 * @VF_FOREIGN_PGADMIN: servers.json of pgAdmin
 * @VF_FOREIGN_DBEAVER: data-sources.json of DBeaver
 * @VF_FOREIGN_ENVIRONMENT: variables such as PGHOST
 * @VF_FOREIGN_VERIFULL: the store of another installation of this program
 *
 * Who else keeps connections.
 */
typedef enum
{
  VF_FOREIGN_SERVICE_FILE,
  VF_FOREIGN_PGADMIN,
  VF_FOREIGN_DBEAVER,
  VF_FOREIGN_ENVIRONMENT,
  VF_FOREIGN_VERIFULL,
} VfForeignKind;

/* for machines: "service-file", … */
const char *vf_foreign_kind_to_string (VfForeignKind kind);
/* translated: "pgAdmin’s list of servers", … */
const char *vf_foreign_kind_describe  (VfForeignKind kind);

/**
 * VfForeignPlace:
 * @path: (nullable): the file, for telling where a password stands; %NULL: the environment
 * @base: (nullable): the folder that relative paths start from; %NULL: they lead nowhere
 * @home: (nullable): the home folder, in which libpq looks for what is not said; %NULL: it is not looked at
 *
 * Where a list comes from.
 */
typedef struct
{
  const char *path;
  const char *base;
  const char *home;
} VfForeignPlace;

/**
 * VfForeign:
 *
 * One connection as another program has it.  Nothing about it is proven.  Immutable, reference counted.
 */
typedef struct _VfForeign VfForeign;

VfForeign   *vf_foreign_ref              (VfForeign       *foreign);
void         vf_foreign_unref            (VfForeign       *foreign);
/* (nullable): as the other program has it; not always one that the store can have */
const char  *vf_foreign_get_name         (const VfForeign *foreign);
/* (nullable): the group or folder that it stands in there */
const char  *vf_foreign_get_group        (const VfForeign *foreign);
VfTarget    *vf_foreign_get_target       (const VfForeign *foreign);
/* FALSE: what it says protects from nothing (prefer, allow, disable, or no word at all), so somebody has to decide */
gboolean     vf_foreign_get_mode         (const VfForeign *foreign,
                                          VfSslMode       *mode);
/* (nullable): what it says about the mode */
const char  *vf_foreign_get_word         (const VfForeign *foreign);
/* (nullable): files that are there */
const char  *vf_foreign_get_root         (const VfForeign *foreign);
const char  *vf_foreign_get_certificate  (const VfForeign *foreign);
const char  *vf_foreign_get_key          (const VfForeign *foreign);
/* (nullable): a password that stands somewhere in plain text, and in which file */
SecretValue *vf_foreign_get_password     (const VfForeign *foreign);
const char  *vf_foreign_get_password_place (const VfForeign *foreign);
/* translated sentences: what was not understood or is different here */
const char * const *vf_foreign_get_notes (const VfForeign *foreign);
/* (nullable): translated: why it cannot be a connection here */
const char  *vf_foreign_get_obstacle     (const VfForeign *foreign);

/* (transfer full) (nullable): what would be kept.  @key_passphrase: (inout) (nullable): what may open the key, and then
 * what did.  @notes: (element-type utf8): gains what is wrong with the files */
VfConnection *vf_foreign_load (VfForeign    *foreign,
                               SecretValue **key_passphrase,
                               gint64        now,
                               GPtrArray    *notes,
                               GError      **error);
/* (transfer full): a name for it that is neither in the store nor in @taken.  (element-type utf8) (nullable) */
char         *vf_foreign_choose_name (VfForeign       *foreign,
                                      VfStore         *store,
                                      const GPtrArray *taken);
/* keeps what vf_foreign_load() gave, unproven, and undecided if it is */
gboolean      vf_foreign_keep (VfForeign    *foreign,
                               VfStore      *store,
                               const char   *name,
                               VfConnection *connection,
                               SecretValue  *key_passphrase,
                               GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfForeign, vf_foreign_unref)

/**
 * VfForeignList:
 *
 * The connections of one file, or of the environment.  Immutable, reference counted.
 */
typedef struct _VfForeignList VfForeignList;

/* VF_ERROR_SYNTAX: this is no list of connections that is known here */
VfForeignList *vf_foreign_list_parse (const char           *text,
                                      gsize                 length,
                                      const VfForeignPlace *place,
                                      GError              **error);
VfForeignList *vf_foreign_list_read  (const char           *path,
                                      GError              **error);
VfForeignList *vf_foreign_list_read_environment (const char *const    *environment,
                                                 const VfForeignPlace *place);
void           vf_foreign_list_unref (VfForeignList        *list);
VfForeignKind  vf_foreign_list_get_kind (const VfForeignList *list);
guint          vf_foreign_list_get_n (const VfForeignList  *list);
VfForeign     *vf_foreign_list_get   (const VfForeignList  *list,
                                      guint                 index);
/* translated: "This is pgAdmin’s list of servers: 4 connections." */
char          *vf_foreign_list_describe (const VfForeignList *list);
/* translated sentences about the whole */
const char * const *vf_foreign_list_get_notes (const VfForeignList *list);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfForeignList, vf_foreign_list_unref)

G_END_DECLS
