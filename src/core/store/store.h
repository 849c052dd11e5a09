#pragma once

#include <gio/gio.h>

#include "check/report.h"
#include "connection/connection.h"
#include "connection/key-folder.h"
#include "connection/provider.h"

G_BEGIN_DECLS

/**
 * VfProof:
 * @VF_PROOF_NEVER: never checked
 * @VF_PROOF_PROVEN: proven
 * @VF_PROOF_EXPIRES: proven, but one of the certificates ends within 30 days
 * @VF_PROOF_EXPIRED: was proven, and one of the certificates has ended since
 * @VF_PROOF_NEEDS_PASSWORD: all is well up to the login, for which there was no password
 * @VF_PROOF_CHANGED: nothing ties the server to the one that it was when it was proven
 * @VF_PROOF_FAILED: the last check failed
 *
 * What the last check of a saved connection is worth.
 */
typedef enum
{
  VF_PROOF_NEVER,
  VF_PROOF_PROVEN,
  VF_PROOF_EXPIRES,
  VF_PROOF_EXPIRED,
  VF_PROOF_NEEDS_PASSWORD,
  VF_PROOF_CHANGED,
  VF_PROOF_FAILED,
} VfProof;

/**
 * VfSaved:
 *
 * One saved connection as the list shows it.  Immutable, reference counted.
 */
typedef struct _VfSaved VfSaved;

VfSaved    *vf_saved_ref             (VfSaved *saved);
void        vf_saved_unref           (VfSaved *saved);
const char *vf_saved_get_name        (const VfSaved *saved);
VfTarget   *vf_saved_get_target      (const VfSaved *saved);
VfSslMode   vf_saved_get_mode        (const VfSaved *saved);
VfProof     vf_saved_get_proof       (const VfSaved *saved,
                                      gint64         now);
/* seconds since the epoch; 0 if never */
gint64      vf_saved_get_checked     (const VfSaved *saved);
VfCode      vf_saved_get_code        (const VfSaved *saved);
/* when the first of the server's certificate, its authority and the client certificate ends; 0 if not known */
gint64      vf_saved_get_expires     (const VfSaved *saved);
/* FALSE: the last check could log in, and found that psql cannot */
gboolean    vf_saved_stock_clients_can (const VfSaved *saved);
/* (nullable): who the server was when it was last proven */
VfServerIdentity *vf_saved_get_server (const VfSaved *saved);
/* (nullable) (transfer none): whose server it is, as far as that shows */
const VfProvider *vf_saved_get_provider (const VfSaved *saved);
/* (transfer full): the same after a check of @connection, which is what is saved */
VfSaved    *vf_saved_with_report     (const VfSaved *saved,
                                      VfConnection  *connection,
                                      VfReport      *report,
                                      gint64         now);
/* (nullable): imported with a word for the mode that protects from nothing; nobody has decided yet */
const char *vf_saved_get_undecided   (const VfSaved *saved);

/**
 * VfStore:
 *
 * The saved connections: a libpq service file, credentials beside it as strict PEM, and a small JSON for what libpq
 * has no word for.  Every call reads what is on disk, under a lock, so that two running copies do not lose each
 * other's work; every write is atomic.  Calls block for as long as a disk takes; one thread at a time per object.
 */
typedef struct _VfStore VfStore;
typedef struct _VfRemoved VfRemoved;

/* @directory: (nullable): %NULL for $XDG_DATA_HOME/verifull */
VfStore      *vf_store_new              (const char   *directory);
VfStore      *vf_store_ref              (VfStore *store);
void          vf_store_unref            (VfStore *store);
const char   *vf_store_get_directory    (const VfStore *store);
const char   *vf_store_get_service_file (const VfStore *store);
/* (element-type VfSaved) (transfer container), in the order of the file */
GPtrArray    *vf_store_list             (VfStore      *store,
                                         GError      **error);
gboolean      vf_store_uses_target      (VfStore      *store,
                                         const VfTarget *target);
VfSaved      *vf_store_find             (VfStore      *store,
                                         const char   *name,
                                         GError      **error);
VfConnection *vf_store_load             (VfStore      *store,
                                         const char   *name,
                                         GError      **error);
/* in a connection’s folder: a link to the generation that is used */
#define VF_STORE_CURRENT "current"

/* (transfer full) (nullable): the folder with its files, by a path that stays the same when they are renewed, if the disk
 * can have one */
VfKeyFolder  *vf_store_open_credentials (VfStore      *store,
                                         const char   *name,
                                         GError      **error);
/* a free name made from the target: "shop-prod", "shop-prod-2" */
char         *vf_store_suggest_name     (VfStore        *store,
                                         const VfTarget *target);
/* the same for a name that somebody wants: "shop", "shop-2".  @taken: (nullable) (element-type utf8): names that are
 * not free either.  NULL if no section can have this name or one like it */
char         *vf_store_free_name        (VfStore         *store,
                                         const char      *wanted,
                                         const GPtrArray *taken);
/* @key_passphrase: (nullable): what the client key was opened with; it stays encrypted with it.
 * @report: (nullable): the check that proved it.
 * @replace: FALSE and the name taken: VF_ERROR_EXISTS */
gboolean      vf_store_save             (VfStore      *store,
                                         const char   *name,
                                         VfConnection *connection,
                                         SecretValue  *key_passphrase,
                                         VfReport     *report,
                                         gboolean      replace,
                                         GError      **error);
/* it is to be decided how strict it shall be; @word: what it said of that, perhaps nothing */
gboolean      vf_store_note_undecided   (VfStore      *store,
                                         const char   *name,
                                         const char   *word,
                                         GError      **error);
/* @mode: what a check has shown to be possible; nothing else is changed */
gboolean      vf_store_decide           (VfStore      *store,
                                         const char   *name,
                                         VfSslMode     mode,
                                         GError      **error);
gboolean      vf_store_note_check       (VfStore      *store,
                                         const char   *name,
                                         VfReport     *report,
                                         GError      **error);
/* whose archive it was saved with */
void          vf_store_note_provider    (VfStore          *store,
                                         const char       *name,
                                         const VfProvider *provider);
/* (transfer full) (nullable): who the server was when @name (nullable) was last proven */
VfServerIdentity *vf_store_recall_server (VfStore      *store,
                                          const char   *name,
                                          VfConnection *connection);
/* another set of certificates for a saved connection; the one before it is kept until the next.
 * @key_passphrase: (nullable): what its client key was opened with.  @report: (nullable): the check that proved it */
gboolean      vf_store_renew            (VfStore        *store,
                                         const char     *name,
                                         VfCredentials  *credentials,
                                         SecretValue    *key_passphrase,
                                         VfReport       *report,
                                         GError        **error);
/* (transfer full): the connection with the set that was used before; VF_ERROR_NOT_FOUND if there is none */
VfConnection *vf_store_load_previous    (VfStore        *store,
                                         const char     *name,
                                         GError        **error);
/* takes that up again, byte for byte, and deletes the renewed one.  @report: (nullable): the check that proved it */
gboolean      vf_store_take_back        (VfStore        *store,
                                         const char     *name,
                                         VfReport       *report,
                                         GError        **error);
/**
 * VfSavedCopy:
 * @format: id of the destination that it was made for
 * @place: absolute path of the folder, or of the file
 *
 * A copy of a connection's certificates that does not follow when they are renewed.
 */
typedef struct
{
  char *format;
  char *place;
} VfSavedCopy;

void          vf_store_note_copy        (VfStore      *store,
                                         const char   *name,
                                         const char   *format,
                                         const char   *place);
/* (transfer full) (element-type VfSavedCopy): those that are still there */
GPtrArray    *vf_store_list_copies      (VfStore      *store,
                                         const char   *name);
gboolean      vf_store_rename           (VfStore      *store,
                                         const char   *name,
                                         const char   *new_name,
                                         GError      **error);
/* (transfer full): a free name for a copy: "shop-prod-2" */
char         *vf_store_suggest_copy_name (VfStore     *store,
                                          const char  *name);
/* a copy of everything, with credentials of its own */
gboolean      vf_store_duplicate        (VfStore      *store,
                                         const char   *name,
                                         const char   *copy,
                                         GError      **error);
/* (transfer full): what can be put back until it is freed; freeing it deletes the credentials for good */
VfRemoved    *vf_store_remove           (VfStore      *store,
                                         const char   *name,
                                         GError      **error);
gboolean      vf_store_restore          (VfStore      *store,
                                         VfRemoved    *removed,
                                         GError      **error);
/* leaves @removed to vf_store_find_kept() for a day; freeing it deletes nothing then */
gboolean      vf_store_keep_removed     (VfStore      *store,
                                         VfRemoved    *removed,
                                         GError      **error);
/* (transfer full): the last one of that name, to be put back; VF_ERROR_NOT_FOUND */
VfRemoved    *vf_store_find_kept        (VfStore      *store,
                                         const char   *name,
                                         GError      **error);
/* deletes all of that name for good; FALSE if there was none */
gboolean      vf_store_erase_kept       (VfStore      *store,
                                         const char   *name);
void          vf_removed_free           (VfRemoved    *removed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfSaved, vf_saved_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfStore, vf_store_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfRemoved, vf_removed_free)

G_END_DECLS
