#pragma once

#include <glib.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * VfSettings:
 *
 * What one pasted text says, while it is being read: libpq's keywords with their values, and the secrets apart.
 * Mutable; a later word for a keyword takes the place of an earlier one.
 */
typedef struct _VfSettings VfSettings;

VfSettings         *vf_settings_new          (void);
void                vf_settings_free         (VfSettings *settings);
/* password and sslpassword go into SecretValues; placeholders and other secrets are left out; so are keywords that libpq
 * does not know, and they are noted */
void                vf_settings_set          (VfSettings *settings,
                                              const char *keyword,
                                              const char *value);
/* @variable: PGHOST, …; returns FALSE if it is none of libpq's */
gboolean            vf_settings_set_variable (VfSettings *settings,
                                              const char *variable,
                                              const char *value);
/* a URI or conninfo string, by libpq's own parser; FALSE if libpq refuses it */
gboolean            vf_settings_set_conninfo (VfSettings *settings,
                                              const char *conninfo);
/* whether a value, written with percent signs, was no UTF-8; such a value is left out */
gboolean            vf_settings_has_invalid  (const VfSettings *settings);
const char         *vf_settings_get          (const VfSettings *settings,
                                              const char       *keyword);
guint               vf_settings_get_n        (const VfSettings *settings);
SecretValue        *vf_settings_get_password (const VfSettings *settings);
/* of the client key: libpq's sslpassword */
SecretValue        *vf_settings_get_passphrase (const VfSettings *settings);
/* (transfer full): the keywords, sorted */
char              **vf_settings_list         (const VfSettings *settings);
void                vf_settings_note_unknown (VfSettings *settings,
                                              const char *word);
/* (transfer full): the words that were noted, sorted */
char              **vf_settings_list_unknown (const VfSettings *settings);

/* overwrites a string that may hold a password before it is freed */
void                vf_wipe_string           (char *text);
void                vf_wipe_strv             (char **texts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfSettings, vf_settings_free)

G_END_DECLS
