#pragma once

#include <libsecret/secret.h>

#include "connection/connection.h"

G_BEGIN_DECLS

/**
 * VfExportSource:
 * @name: of the saved connection
 * @connection: what was proven
 * @files: where its credentials lie
 * @lasting: (nullable): the folder of @files, if that path stays the same when they are renewed
 * @service_file: absolute path of the store's service file
 * @directory: (nullable): absolute path of the folder that the export's own files will lie in; %NULL: none was chosen
 *   yet, and a folder with the connection's name stands for it
 * @password: (nullable): only destinations that hold the password look at it
 * @key_passphrase: (nullable): opens the client key where a destination needs it in another form
 * @now: seconds since the epoch
 * @expires: when the first of the certificates ends, in seconds since the epoch; 0: not known
 * @in_flatpak: whether the password lies in a keyring that other programs cannot read; see vf_in_flatpak()
 *
 * What an export is made of.
 */
typedef struct
{
  const char *name;
  VfConnection *connection;
  const VfKeyFiles *files;
  const char *lasting;
  const char *service_file;
  const char *directory;
  SecretValue *password;
  SecretValue *key_passphrase;
  gint64 now;
  gint64 expires;
  gboolean in_flatpak;
} VfExportSource;

/**
 * VfExport:
 *
 * One connection in the words of one program: a text to copy, files to save, and what could not be said in them.
 */
typedef struct _VfExport VfExport;

void        vf_export_free          (VfExport *export);
/* what is copied; for whoever shows it, see vf_export_get_masked() */
const char *vf_export_get_text      (const VfExport *export);
/* the text with every secret replaced by dots */
const char *vf_export_get_masked    (const VfExport *export);
guint       vf_export_get_n_files   (const VfExport *export);
const char *vf_export_get_file_name (const VfExport *export,
                                     guint           index);
GBytes     *vf_export_get_file      (const VfExport *export,
                                     guint           index);
/* whether any of the files or the text holds a secret */
gboolean    vf_export_has_secret    (const VfExport *export);
/* whether the text is of no use without the files */
gboolean    vf_export_names_files   (const VfExport *export);
/* whether what is in the files is the certificates themselves, and stays behind when they are renewed */
gboolean    vf_export_is_copy       (const VfExport *export);
/* (nullable): the folder that it was made for */
const char *vf_export_get_directory (const VfExport *export);
/* translated sentences: what the destination cannot say, and the nearest thing that works */
const char * const *vf_export_get_notes (const VfExport *export);
/* what the program that reads it will really check, in PostgreSQL's words */
VfSslMode   vf_export_get_level     (const VfExport *export);
/* Writes the files into @directory, which is made if need be; none stays behind an error.  VF_ERROR_EXISTS names the
 * first one that is there already unless @replace. */
gboolean    vf_export_save          (const VfExport *export,
                                     const char     *directory,
                                     gboolean        replace,
                                     GError        **error);
/* Writes the file at @index to @path, in the place of what is there. */
gboolean    vf_export_save_file     (const VfExport *export,
                                     guint           index,
                                     const char     *path,
                                     GError        **error);

/* how the destinations are shown together */
typedef enum
{
  VF_DESTINATION_SHELL,   /* what libpq reads */
  VF_DESTINATION_DESKTOP,
  VF_DESTINATION_CODE,
  VF_DESTINATION_SERVER,
  VF_DESTINATION_FILES,
} VfDestinationGroup;

#define VF_N_DESTINATION_GROUPS (VF_DESTINATION_FILES + 1)

/* whose logins the reader knows */
typedef enum
{
  VF_LOGIN_NONE,       /* it does not log in by itself */
  VF_LOGIN_POSTGRESQL,
  VF_LOGIN_GAUSSDB,    /* GaussDB's own, too */
} VfLogin;

typedef struct _VfInsertWay VfInsertWay;

/**
 * VfDestination:
 * @id: on the command line: "jdbc"
 * @title: untranslated; the name of the program
 * @icon: a symbolic icon's name
 * @group: what it is shown with
 * @login: what kind of servers its reader can log in to
 * @proven: (nullable): program and version that was seen to connect with the export, and to refuse another authority and
 *   another name; not translated
 * @purpose: untranslated; what it is good for, one sentence
 * @holds_password: whether the export is about the password and cannot be without
 * @insert: (nullable): how it is put into a file of the person's own; see insertion.h
 * @make: fills in an export; %FALSE with %VF_ERROR_NOT_EXPRESSIBLE if the destination has no way to say it
 * @read_again: reads it by the rules of the program that it is for; %FALSE with %VF_ERROR_NOT_EXPRESSIBLE if that would
 *   take it for anything else, and then there is no export
 * @asks_keyring: whether its reader takes the password from the keyring
 *
 * One row of the table of destinations.
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *icon;
  VfDestinationGroup group;
  VfLogin login;
  const char *proven;
  const char *purpose;
  gboolean holds_password;
  const VfInsertWay *insert;
  gboolean (*make) (const VfExportSource *source,
                    VfExport             *export,
                    GError              **error);
  gboolean (*read_again) (const VfExportSource *source,
                          const VfExport       *export,
                          GError              **error);
  gboolean asks_keyring;
} VfDestination;

guint                vf_n_destinations    (void);
const VfDestination *vf_destination_get   (guint index);
/* (nullable) */
const VfDestination *vf_destination_find  (const char *id);
/* whether it is of use; @in_flatpak: see VfExportSource */
gboolean             vf_destination_works (const VfDestination *destination,
                                           gboolean             in_flatpak);
/* translated */
const char          *vf_destination_group_title (VfDestinationGroup group);
/* (transfer full) (nullable): made, and read again by its reader's rules */
VfExport            *vf_export_make       (const VfDestination  *destination,
                                           const VfExportSource *source,
                                           GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfExport, vf_export_free)

G_END_DECLS
