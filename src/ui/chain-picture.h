#pragma once

#include <gtk/gtk.h>

#include "entry.h"

G_BEGIN_DECLS

#define VF_TYPE_CHAIN_PICTURE (vf_chain_picture_get_type ())

/**
 * VfChainPicture:
 *
 * A certificate and who signed it, link by link up to an authority that vouches for itself, as boxes with a line
 * between them.  Where the imported files end before that, the last box says who is missing.
 *
 * Signal: `opened` (VfEntry) when another certificate of the chain was chosen.
 */
G_DECLARE_FINAL_TYPE (VfChainPicture, vf_chain_picture, VF, CHAIN_PICTURE, GtkWidget)

/* @known: (element-type VfEntry): where its authorities are looked for; @now: seconds since the epoch */
GtkWidget *vf_chain_picture_new (VfEntry    *entry,
                                 GListModel *known,
                                 gint64      now);
/* @sent: (element-type VfCertificate): the chain as a server showed it; @trusted: (element-type VfCertificate) */
GtkWidget *vf_chain_picture_new_for_server (GPtrArray *sent,
                                            GPtrArray *trusted,
                                            gint64     now);

G_END_DECLS
