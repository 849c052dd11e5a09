#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VfTarget:
 *
 * Who is asked: host, port, database, user.  Immutable, reference counted.  Never holds a password.
 * Empty strings are stored as %NULL; port 0 means libpq's default, 5432.
 */
typedef struct _VfTarget VfTarget;

VfTarget   *vf_target_new          (const char *host,
                                    const char *hostaddr,
                                    guint       port,
                                    const char *dbname,
                                    const char *user);
VfTarget   *vf_target_ref          (VfTarget *target);
void        vf_target_unref        (VfTarget *target);
const char *vf_target_get_host     (const VfTarget *target);
const char *vf_target_get_hostaddr (const VfTarget *target);
guint       vf_target_get_port     (const VfTarget *target);
const char *vf_target_get_dbname   (const VfTarget *target);
const char *vf_target_get_user     (const VfTarget *target);
/* with port, user and database said, as libpq would fill them in: 5432, who runs this, the user's name */
VfTarget   *vf_target_with_defaults (const VfTarget *target);
gboolean    vf_target_equal        (const VfTarget *a,
                                    const VfTarget *b);

typedef enum
{
  VF_FIELD_HOST,
  VF_FIELD_PORT,
  VF_FIELD_DBNAME,
  VF_FIELD_USER,
  VF_N_FIELDS,
} VfField;

/* (nullable) (transfer full): a translated sentence that says what is wrong with the text and how to mend it */
char       *vf_target_check_field  (VfField     field,
                                    const char *text);
/* Mends what can be mended without asking: blanks, brackets, a port behind the host, a trailing slash.
 * Returns TRUE if anything was changed; @host and @port (transfer full) (nullable) are what it became. */
gboolean    vf_target_tidy_host    (const char *text,
                                    char      **host,
                                    char      **port);
/* VF_ERROR_SYNTAX, naming the field, if a connection to this cannot be tried */
gboolean    vf_target_check        (const VfTarget *target,
                                    GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfTarget, vf_target_unref)

G_END_DECLS
