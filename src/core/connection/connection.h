#pragma once

#include <glib.h>
#include <libsecret/secret.h>

#include "connection/ssl-mode.h"
#include "connection/target.h"
#include "finding.h"
#include "import/credentials.h"

G_BEGIN_DECLS

/**
 * VfConnection:
 *
 * Who is asked, with which credentials, and how strictly.  Immutable, reference counted; every change is a new
 * connection.  Holds neither a password nor a passphrase.
 */
typedef struct _VfConnection VfConnection;

VfConnection       *vf_connection_new               (VfTarget           *target,
                                                     VfCredentials      *credentials,
                                                     VfSslMode           mode);
VfConnection       *vf_connection_with_target       (VfConnection       *connection,
                                                     VfTarget           *target);
VfConnection       *vf_connection_with_credentials  (VfConnection       *connection,
                                                     VfCredentials      *credentials);
VfConnection       *vf_connection_with_mode         (VfConnection       *connection,
                                                     VfSslMode           mode);
/* further libpq keywords (connect_timeout, channel_binding, ssl_min_protocol_version, sslcrl, …); the keywords that
 * this type has a word of its own for, and passwords, are refused.  @value NULL takes the keyword away. */
VfConnection       *vf_connection_with_option       (VfConnection       *connection,
                                                     const char         *keyword,
                                                     const char         *value,
                                                     GError            **error);
/* the authorities that the system trusts instead of imported ones */
VfConnection       *vf_connection_with_system_authorities (VfConnection *connection,
                                                           gboolean      use);
/* the password may go to a server that has not proven who it is; neither kept nor exported */
VfConnection       *vf_connection_with_unproven_password  (VfConnection *connection,
                                                           gboolean      allow);
/* this very certificate may be the server's, although it was another one before; neither kept nor exported */
VfConnection       *vf_connection_with_accepted_certificate (VfConnection *connection,
                                                             const char   *sha256);
VfConnection       *vf_connection_ref               (VfConnection *connection);
void                vf_connection_unref             (VfConnection *connection);
/* the same in everything that is kept, and in what the person has agreed to */
gboolean            vf_connection_equal             (const VfConnection *a,
                                                     const VfConnection *b);
VfTarget           *vf_connection_get_target        (const VfConnection *connection);
VfCredentials      *vf_connection_get_credentials   (const VfConnection *connection);
VfSslMode           vf_connection_get_mode          (const VfConnection *connection);
gboolean            vf_connection_get_system_authorities (const VfConnection *connection);
gboolean            vf_connection_get_unproven_password   (const VfConnection *connection);
/* (nullable) */
const char         *vf_connection_get_accepted_certificate (const VfConnection *connection);
const char         *vf_connection_get_option        (const VfConnection *connection,
                                                     const char         *keyword);
/* TLS begins with the first byte, without PostgreSQL's question for it (libpq 17 and newer) */
gboolean            vf_connection_is_direct         (const VfConnection *connection);
const char * const *vf_connection_list_options      (const VfConnection *connection);

/**
 * VfKeyFiles:
 * @root: (nullable): absolute path of the root certificates, strict PEM
 * @client_certificate: (nullable): absolute path of the client chain
 * @client_key: (nullable): absolute path of its key
 * @none: absolute path, in a folder of ours, that does not exist: what "none" is pinned to, because libpq would
 *   otherwise look into the home folder
 *
 * Where the credentials of a connection lie as files.
 */
typedef struct
{
  const char *root;
  const char *client_certificate;
  const char *client_key;
  const char *none;
} VfKeyFiles;

/**
 * VfKeywords:
 *
 * libpq's keywords and values in a fixed order: the one truth that the test, the store and every export use.
 * No password and no passphrase are among them.
 */
typedef struct _VfKeywords VfKeywords;

VfKeywords         *vf_connection_to_keywords       (const VfConnection *connection,
                                                     const VfKeyFiles   *files);
VfKeywords         *vf_keywords_new                 (void);
void                vf_keywords_add                 (VfKeywords *keywords,
                                                     const char *name,
                                                     const char *value);
void                vf_keywords_free                (VfKeywords *keywords);
guint               vf_keywords_get_n               (const VfKeywords *keywords);
const char         *vf_keywords_get_name            (const VfKeywords *keywords,
                                                     guint             index);
const char         *vf_keywords_get_value           (const VfKeywords *keywords,
                                                     guint             index);
const char         *vf_keywords_lookup              (const VfKeywords *keywords,
                                                     const char       *name);

/* of the libpq that runs: one unknown keyword makes it refuse everything */
gboolean            vf_libpq_knows_keyword          (const char *keyword);
/* (nullable): value of sslrootcert for the authorities that the system trusts */
const char         *vf_system_authorities_path      (VfSslMode mode);
gboolean            vf_is_system_authorities_path   (const char *value);

/* a new connection with the fix applied; VF_ERROR_FAILED if it does not fit.  @reached: (nullable): numeric address
 * that was reached, for VF_FIX_USE_LISTED_NAME */
VfConnection       *vf_fix_apply                    (VfConnection *connection,
                                                     const VfFix  *fix,
                                                     const char   *reached,
                                                     GError      **error);

/* (transfer full) (nullable): what the fix makes of the password; NULL if it is not about passwords, or changes nothing */
SecretValue        *vf_fix_apply_to_password        (const VfFix *fix,
                                                     SecretValue *password);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfConnection, vf_connection_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfKeywords, vf_keywords_free)

G_END_DECLS
