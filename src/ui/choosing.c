#include "config.h"

#include "choosing.h"

#include <glib/gi18n.h>

struct _VfChoosing
{
  VfPage *page;
  /* what undo goes back to */
  VfInventory *former_inventory;
  VfChoice *former_choice;
};

static VfSession *
get_session (VfChoosing *self)
{
  return vf_page_get_session (self->page);
}

/**
 * vf_choosing_new:
 * @page: (transfer none): whose session it is about; it lives longer
 */
VfChoosing *
vf_choosing_new (VfPage *page)
{
  VfChoosing *self = g_new0 (VfChoosing, 1);

  self->page = page;
  return self;
}

void
vf_choosing_free (VfChoosing *self)
{
  vf_choosing_forget (self);
  g_free (self);
}

void
vf_choosing_forget (VfChoosing *self)
{
  g_clear_pointer (&self->former_inventory, vf_inventory_unref);
  g_clear_pointer (&self->former_choice, vf_choice_unref);
}

/* Where the person was before something was taken away. */
static void
remember (VfChoosing *self, VfChoice *choice)
{
  vf_choosing_forget (self);
  self->former_inventory = vf_inventory_ref (vf_session_get_inventory (get_session (self)));
  self->former_choice = vf_choice_ref (choice);
}

/**
 * vf_choosing_undo:
 *
 * Takes the last change back, if nothing else has changed since.
 */
void
vf_choosing_undo (VfChoosing *self)
{
  VfSession *session = get_session (self);

  if (self->former_inventory && vf_session_get_inventory (session))
    vf_session_take_back (session, self->former_inventory, self->former_choice);
  else
    vf_page_toast (self->page, _("Something else was changed since, so it cannot be undone."), NULL, NULL);
  vf_choosing_forget (self);
}

static void
toast_undo (VfChoosing *self, const char *text)
{
  vf_page_toast (self->page, text, _("_Undo"), "certificates.undo");
}

/**
 * vf_choosing_use_authority:
 * @used: whether it is trusted from now on; leaving the last one out can be undone by a toast
 */
void
vf_choosing_use_authority (VfChoosing *self, VfCertificate *authority, gboolean used)
{
  VfSession *session = get_session (self);
  g_autoptr (VfChoice) former = vf_choice_ref (vf_session_get_choice (session));
  g_autoptr (VfChoice) choice = vf_choice_with_authority (former, authority, used);

  vf_session_set_choice (session, choice);
  /* what an earlier toast still offers to take back stays so */
  if (vf_credentials_get_authorities (vf_session_get_credentials (session))->len > 0)
    return;
  remember (self, former);
  toast_undo (self, _("Now nobody can vouch for the server."));
}

/**
 * vf_choosing_use_all_authorities:
 *
 * Trusts all that were imported; a toast takes that back.
 */
void
vf_choosing_use_all_authorities (VfChoosing *self)
{
  VfSession *session = get_session (self);
  g_autoptr (VfChoice) choice = vf_choice_with_all_authorities (vf_session_get_choice (session));

  remember (self, vf_session_get_choice (session));
  vf_session_set_choice (session, choice);
  toast_undo (self, _("All authorities are used again."));
}

/**
 * vf_choosing_remove_source:
 * @source: as vf_session_remove_source() takes it
 *
 * Nothing happens while something is being read.
 */
void
vf_choosing_remove_source (VfChoosing *self, guint source)
{
  VfSession *session = get_session (self);
  VfBundle *bundle = vf_inventory_get_bundle (vf_session_get_inventory (session));
  g_autofree char *text = NULL;

  /* what is being added just now would come back without it */
  if (vf_session_get_importing (session))
    return;
  /* translators: %s: name of an archive or a file */
  text = g_strdup_printf (_("%s was removed."), vf_bundle_get_source (bundle, source));
  vf_session_remove_source (session, source);
  /* what is read now brings what there will be; there is still what was before */
  remember (self, vf_session_get_choice (session));
  toast_undo (self, text);
}
