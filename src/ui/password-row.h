#pragma once

#include <adwaita.h>
#include <libsecret/secret.h>

#include "help/term.h"

G_BEGIN_DECLS

#define VF_TYPE_PASSWORD_ROW (vf_password_row_get_type ())

/**
 * VfPasswordRow:
 *
 * A row for a secret with its button, right where the secret is missing.
 *
 * Signal: `entered` when the button or Enter was pressed; vf_password_row_take() then gives the secret.
 */
G_DECLARE_FINAL_TYPE (VfPasswordRow, vf_password_row, VF, PASSWORD_ROW, AdwBin)

GtkWidget   *vf_password_row_new  (void);
void         vf_password_row_ask  (VfPasswordRow *self,
                                   const char    *title,
                                   const char    *of,
                                   const char    *button);
/* with a "?" that says what kind of secret it is */
void         vf_password_row_explain (VfPasswordRow *self,
                                      VfTerm         term);
/* says in the row why the secret did not do, until another is typed */
void         vf_password_row_refuse (VfPasswordRow *self,
                                     const char    *why);
void         vf_password_row_advise (VfPasswordRow *self,
                                     const char    *text);
SecretValue *vf_password_row_take (VfPasswordRow *self);

G_END_DECLS
