#pragma once

#include <glib.h>
#include <libsecret/secret.h>

#include "connection/ssl-mode.h"
#include "connection/target.h"

G_BEGIN_DECLS

typedef enum
{
  VF_PASTE_HOST,          /* host or host:port */
  VF_PASTE_URI,
  VF_PASTE_CONNINFO,
  VF_PASTE_PSQL,          /* a psql command line, with or without PGPASSWORD=… before it */
  VF_PASTE_JDBC,
  VF_PASTE_ENVIRONMENT,   /* export PGHOST=… lines */
} VfPasteKind;

/**
 * VfPaste:
 *
 * What pasted text says about a connection.  Immutable, reference counted.  The one place besides a form field where
 * a password can come in; it is kept as a #SecretValue.
 */
typedef struct _VfPaste VfPaste;

VfPaste            *vf_paste_parse         (const char *text,
                                            GError    **error);
VfPaste            *vf_paste_ref           (VfPaste *paste);
void                vf_paste_unref         (VfPaste *paste);
VfPasteKind         vf_paste_get_kind      (const VfPaste *paste);
/* translated: "a JDBC URL", … */
const char         *vf_paste_kind_describe (VfPasteKind kind);
/* what it names; parts that it does not name are NULL or 0 */
VfTarget           *vf_paste_get_target    (const VfPaste *paste);
SecretValue        *vf_paste_get_password  (const VfPaste *paste);
SecretValue        *vf_paste_get_passphrase (const VfPaste *paste);
/* value of any libpq keyword that the text gives (host, sslmode, sslrootcert, connect_timeout, …), or NULL */
const char         *vf_paste_get_keyword   (const VfPaste *paste,
                                            const char    *keyword);
/* (transfer none): NULL-terminated names of all keywords given */
const char * const *vf_paste_list_keywords (const VfPaste *paste);
/* (transfer full) (nullable): the words that stand for settings which the libpq here does not know; left out */
char               *vf_paste_describe_unknown (const VfPaste *paste);
gboolean            vf_paste_get_mode      (const VfPaste *paste,
                                            VfSslMode     *mode);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfPaste, vf_paste_unref)

G_END_DECLS
