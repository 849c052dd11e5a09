#pragma once

#include "export/export.h"
#include "export/reader.h"

G_BEGIN_DECLS

/* For the destinations. */

typedef void (*VfExportAppendVariable) (GString    *text,
                                        const char *variable,
                                        const char *value);

/* @text: (transfer full): may hold secrets; it is wiped */
void  vf_export_take_text   (VfExport *export,
                             char     *text);
/* (transfer full): the same with dots where secrets are */
void  vf_export_take_masked (VfExport *export,
                             char     *masked);
/* @secret: whether the file must be for nobody else's eyes */
void  vf_export_add_file    (VfExport   *export,
                             const char *name,
                             GBytes     *bytes,
                             gboolean    secret);
/* a file of what the text says */
void  vf_export_add_text_file (VfExport   *export,
                               const char *name);
/* what the files hold is the certificates themselves, or what is known of them */
void  vf_export_mark_copy (VfExport *export);
/* @note: (transfer full): a translated sentence; the same one is told once */
void  vf_export_take_note   (VfExport *export,
                             char     *note);
/* (transfer full): absolute path that the file @name of this export will have */
char *vf_export_path        (const VfExportSource *source,
                             const char           *name);
/* sets VF_ERROR_NOT_EXPRESSIBLE: @what cannot be said because of @why; returns FALSE */
gboolean vf_export_refuse   (GError    **error,
                             const char *what,
                             const char *why);
/* %FALSE with an error that names the keyword: a line break would end the value */
gboolean vf_export_check_lines (const VfKeywords *keywords,
                                GError          **error);

/* (transfer full) (nullable): the client key, open; %NULL without an error if there is none */
VfPrivateKey *vf_export_open_key (const VfExportSource *source,
                                  GError              **error);
/* @pem: (transfer full) (nullable): the client key as it lies in the store; %NULL if there is none */
gboolean vf_export_make_key_pem  (const VfExportSource *source,
                                  GBytes              **pem,
                                  GError              **error);
/* whether this is what that makes */
gboolean vf_export_is_key_pem    (const VfExportSource *source,
                                  const char           *bytes,
                                  gsize                 length);
/* says of a key that is encrypted where its passphrase goes */
void     vf_export_note_locked   (const VfExportSource *source,
                                  VfExport             *export);
/* the client key as PKCS#8 DER, the one form that every version of Java's driver reads, as a file of that name.
 * @path: (out) (transfer full) (nullable): where it will be; NULL without an error if there is no key.
 * @locked: (out): it stays encrypted, and its passphrase is known */
gboolean vf_export_add_der_key   (const VfExportSource *source,
                                  VfExport             *export,
                                  const char           *file,
                                  char                **path,
                                  gboolean             *locked,
                                  GError              **error);
/* tells which of the connection's keywords are not in @said: one note for each that was chosen, none for those that
 * only keep libpq from looking elsewhere.  @reader: who does not know them */
void     vf_export_note_unsaid   (const VfExportSource *source,
                                  VfExport             *export,
                                  const char *const    *said,
                                  const char           *reader);
/* (transfer full): a file's or object's name made from the connection's: letters, digits and single hyphens */
char    *vf_export_plain_name    (const char *name);

/* %FALSE with an error: every program takes a name, few an address with a zone */
gboolean vf_export_check_host    (const VfExportSource *source,
                                  GError              **error);

void     vf_export_note_password (VfExport *export);
/* (nullable): the variable of libpq's for a keyword */
const char *vf_export_find_variable (const char *keyword);
/* the keywords as variables of libpq's, each written by @append; tells which have none */
void     vf_export_append_variables (GString               *text,
                                     const VfKeywords      *keywords,
                                     VfExportAppendVariable append,
                                     VfExport              *export);

/* files of the person's own, see insertion.h */
extern const VfInsertWay vf_insert_service;
extern const VfInsertWay vf_insert_password;
extern const VfInsertWay vf_insert_odbc;

/* one per file */
gboolean vf_export_psql        (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_service_file (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_conninfo    (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_uri         (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_keyring     (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_pgpass      (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_shell       (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_docker_env  (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_docker_secret (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_systemd_env (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_jdbc        (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_spring      (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_opengauss   (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_java_stores (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_pgadmin     (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_dbeaver     (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_odbc        (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_odbc_string (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_python      (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_node        (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_go          (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_rust        (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_kubernetes  (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_gsql        (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_calendar    (const VfExportSource *source, VfExport *export, GError **error);
gboolean vf_export_zip         (const VfExportSource *source, VfExport *export, GError **error);

/* --- reading again; %FALSE with %VF_ERROR_NOT_EXPRESSIBLE where a program would take something else for it --- */

/* @read: (nullable): of @what the reader makes this */
gboolean    vf_export_check_value    (const char        *read,
                                      const char        *meant,
                                      const char        *what,
                                      GError           **error);
/* @taken: (transfer full) (nullable) */
gboolean    vf_export_check_read     (GHashTable        *taken,
                                      const VfKeywords  *meant,
                                      GError           **error);
gboolean    vf_export_check_libpq    (const char        *text,
                                      const VfKeywords  *keywords,
                                      GError           **error);
/* @meant: (transfer full) */
gboolean    vf_export_check_literals (const char        *text,
                                      VfLanguage         language,
                                      VfKeywords        *meant,
                                      GError           **error);
/* (transfer full): what stands in variables, by their names */
VfKeywords *vf_export_to_variables   (const VfConnection *connection,
                                      const VfKeyFiles   *files);

gboolean vf_reread_psql (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_service_file (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_conninfo (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_shell (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_keyring (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_pgpass (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_pgadmin (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_dbeaver (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_odbc (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_odbc_string (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_jdbc (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_spring (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_java_stores (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_python (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_node (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_go (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_rust (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_gsql (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_opengauss (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_kubernetes (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_docker_env (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_docker_secret (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_systemd_env (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_zip (const VfExportSource *source, const VfExport *export, GError **error);
gboolean vf_reread_calendar (const VfExportSource *source, const VfExport *export, GError **error);

G_END_DECLS
