#pragma once

#include <glib.h>

#include "check/report.h"
#include "finding.h"

G_BEGIN_DECLS

/**
 * VfNote:
 * @checked: when it was last checked, seconds since the epoch
 * @code: what the check found; %VF_CODE_NONE if it was proven
 * @expires: when the first certificate of the proof ends; 0 if not known
 * @stock_clients_cannot: whether psql was found to be unable to log in there
 * @system_authorities: whether it uses the system's authorities; a service file does not say so for Require
 * @server: (nullable): who the server was when it was last proven
 * @undecided: (nullable): what the program that it came from said of the mode, while nobody has decided on one; empty if
 *   it said nothing
 * @provider: (nullable): id of the provider whose archive it was saved with
 * @copies: (nullable) (element-type VfSavedCopy): where copies of its certificates were saved
 * @settings: fingerprint of the settings that were checked; a proof of others proves nothing
 *
 * What libpq has no word for.  Losing it loses nothing that a new check does not bring back.
 */
typedef struct
{
  gint64 checked;
  VfCode code;
  gint64 expires;
  gboolean stock_clients_cannot;
  gboolean system_authorities;
  VfServerIdentity *server;
  char *undecided;
  char *provider;
  GPtrArray *copies;
  char *settings;
} VfNote;

VfNote *vf_note_new    (void);
VfNote *vf_note_copy   (const VfNote *note);
void    vf_note_free   (VfNote       *note);
void    vf_note_set_server (VfNote           *note,
                            VfServerIdentity *server);
/* puts down what a check found */
void    vf_note_report (VfNote       *note,
                        VfReport     *report,
                        gint64        client_expires,
                        gint64        now,
                        const char   *settings);

/* name → VfNote, owned by the table; an empty one if the file is missing or damaged */
GHashTable *vf_notes_read  (const char *path);
gboolean    vf_notes_write (const char *path,
                            GHashTable *notes,
                            GError    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfNote, vf_note_free)

G_END_DECLS
