#pragma once

#include <adwaita.h>

#include "finding.h"

G_BEGIN_DECLS

#define VF_TYPE_TRUST_ROW (vf_trust_row_get_type ())

/**
 * VfTrustRow:
 *
 * The way out that trusts an authority which nobody has vouched for: it opens to the certificate and its fingerprint,
 * and can be taken only when the person says to have compared that.
 */
G_DECLARE_FINAL_TYPE (VfTrustRow, vf_trust_row, VF, TRUST_ROW, AdwPreferencesRow)

/* @fix: with the certificate and its SHA-256 */
GtkWidget *vf_trust_row_new        (VfFix      *fix);
/* (transfer none): what is pressed after comparing */
GtkWidget *vf_trust_row_get_button (VfTrustRow *self);

G_END_DECLS
