#pragma once

#include <adwaita.h>

#include "entry.h"

G_BEGIN_DECLS

#define VF_TYPE_CERTIFICATE_VIEW (vf_certificate_view_get_type ())

/**
 * VfCertificateView:
 *
 * One certificate for people: whom it names, who signed it, how long it lives, who vouches for it, its fingerprint and
 * its text.
 *
 * Signals: `opened` (VfEntry) when another certificate of the chain was chosen; `copied` (a sentence) after something
 * was put on the clipboard; `save` (VfEntry) when it shall go into a file.
 */
G_DECLARE_FINAL_TYPE (VfCertificateView, vf_certificate_view, VF, CERTIFICATE_VIEW, AdwBin)

GtkWidget *vf_certificate_view_new  (void);
/* @known: (element-type VfEntry): where its authorities are looked for */
void       vf_certificate_view_show (VfCertificateView *self,
                                     VfEntry           *entry,
                                     GListModel        *known);

G_END_DECLS
