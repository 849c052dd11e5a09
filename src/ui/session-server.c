/* Who is asked, as whom, and what is typed or pasted about it. */

#include "config.h"

#include "session-private.h"

#include <string.h>

/* An address that a fix found, or a paste gave, belongs to its host until another host is typed. */
static VfTarget *
keep_address (VfTarget *old, VfTarget *target)
{
  if (!old || vf_target_get_hostaddr (target) || !vf_target_get_hostaddr (old)
      || g_strcmp0 (vf_target_get_host (old), vf_target_get_host (target)) != 0)
    return vf_target_ref (target);
  return vf_target_new (vf_target_get_host (target), vf_target_get_hostaddr (old), vf_target_get_port (target),
                        vf_target_get_dbname (target), vf_target_get_user (target));
}

/**
 * vf_session_set_target:
 * @self: a session
 * @target: who is asked
 */
void
vf_session_set_target (VfSession *self, VfTarget *target)
{
  g_autoptr (VfTarget) kept = keep_address (self->target, target);

  if (self->target && vf_target_equal (self->target, kept))
    return;
  vf_session_forget_fix (self);
  g_clear_pointer (&self->target, vf_target_unref);
  self->target = g_steal_pointer (&kept);
  vf_session_set_password_stored (self, FALSE);
  vf_session_drop_look (self);
  vf_session_choose_for_user (self);
  vf_session_notify (self, VF_SESSION_PROP_TARGET);
}

/* (nullable) */
static const VfProvider *
imported_provider (VfSession *self)
{
  return self->inventory ? vf_provider_by_id (vf_inventory_get_provider (self->inventory)) : NULL;
}

/**
 * vf_session_get_provider:
 * @self: a session
 *
 * A bare address says nothing about its provider; the archive does, also the one that a saved connection was made with.
 *
 * Returns: (nullable) (transfer none): whose server the target is
 */
const VfProvider *
vf_session_get_provider (VfSession *self)
{
  const VfProvider *by_host = self->target ? vf_provider_by_host (vf_target_get_host (self->target)) : NULL;
  const VfProvider *imported = imported_provider (self);

  return by_host ? by_host : imported ? imported : self->saved_provider;
}

/**
 * vf_session_set_password:
 * @self: a session
 * @password: (nullable): the database user's password
 */
void
vf_session_set_password (VfSession *self, SecretValue *password)
{
  gsize old_length = 0, length = 0;
  const char *old = self->password ? secret_value_get (self->password, &old_length) : NULL;
  const char *text = password ? secret_value_get (password, &length) : NULL;

  if (!old == !text && old_length == length && (!text || memcmp (old, text, length) == 0))
    return;
  vf_session_forget_fix (self);
  vf_session_set_secret (&self->password, password);
  vf_session_set_password_stored (self, FALSE);
  vf_session_drop_report (self);
}

/**
 * vf_session_set_key_passphrase:
 * @self: a session
 * @passphrase: what may open the client key
 */
void
vf_session_set_key_passphrase (VfSession *self, SecretValue *passphrase)
{
  vf_session_set_secret (&self->key_passphrase, passphrase);
}

SecretValue *
vf_session_get_key_passphrase (VfSession *self)
{
  return self->key_passphrase;
}

/**
 * vf_session_set_remember:
 * @remember: whether the password shall go to the keyring when the connection is saved
 */
void
vf_session_set_remember (VfSession *self, gboolean remember)
{
  self->remember = remember;
}

static const char *
first_of (const char *first, const char *second)
{
  return first ? first : second;
}

static VfTarget *
merge_target (VfTarget *old, VfTarget *pasted)
{
  guint port = vf_target_get_port (pasted);

  if (!old)
    return vf_target_ref (pasted);
  return vf_target_new (first_of (vf_target_get_host (pasted), vf_target_get_host (old)),
                        vf_target_get_host (pasted) ? vf_target_get_hostaddr (pasted) : vf_target_get_hostaddr (old),
                        port ? port : vf_target_get_port (old),
                        first_of (vf_target_get_dbname (pasted), vf_target_get_dbname (old)),
                        first_of (vf_target_get_user (pasted), vf_target_get_user (old)));
}

/**
 * vf_session_take_paste:
 * @self: a session
 * @paste: what was pasted
 *
 * Takes what the text names and leaves the rest.  Its mode is not taken: what a cloud console prints is mostly
 * "require", and what the server supports is found by looking.
 */
void
vf_session_take_paste (VfSession *self, VfPaste *paste)
{
  g_autoptr (VfTarget) target = merge_target (self->target, vf_paste_get_target (paste));
  const char * const *keywords = vf_paste_list_keywords (paste);

  vf_session_set_target (self, target);
  if (vf_paste_get_password (paste))
    vf_session_set_password (self, vf_paste_get_password (paste));
  /* keywords that a connection has words of its own for are refused there, which is what is wanted here */
  for (gsize i = 0; keywords && keywords[i]; i++)
    vf_session_set_option (self, keywords[i], vf_paste_get_keyword (paste, keywords[i]), NULL);
}
