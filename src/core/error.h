#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VF_ERROR (vf_error_quark ())

/**
 * VfError:
 * @VF_ERROR_FAILED: something else; the message says what
 * @VF_ERROR_UNREADABLE: the bytes are damaged, or not what they claim to be
 * @VF_ERROR_LIMIT: a bound for untrusted input was reached
 * @VF_ERROR_LOCKED: a passphrase is needed
 * @VF_ERROR_WRONG_PASSPHRASE: the passphrase does not open it
 * @VF_ERROR_SYNTAX: text that cannot be understood
 * @VF_ERROR_NOT_FOUND: there is nothing of that name
 * @VF_ERROR_EXISTS: the name is taken
 * @VF_ERROR_NOT_EXPRESSIBLE: the target format has no way to say this value
 * @VF_ERROR_KEYRING_ABSENT: no secret service answers
 * @VF_ERROR_KEYRING_LOCKED: the keyring stayed locked, or the person cancelled its prompt
 *
 * "Could not do it".  A problem that was *found* is a #VfFinding, not an error.
 * Every message names the item, the position where there is one, and the cause.
 */
typedef enum
{
  VF_ERROR_FAILED,
  VF_ERROR_UNREADABLE,
  VF_ERROR_LIMIT,
  VF_ERROR_LOCKED,
  VF_ERROR_WRONG_PASSPHRASE,
  VF_ERROR_SYNTAX,
  VF_ERROR_NOT_FOUND,
  VF_ERROR_EXISTS,
  VF_ERROR_NOT_EXPRESSIBLE,
  VF_ERROR_KEYRING_ABSENT,
  VF_ERROR_KEYRING_LOCKED,
} VfError;

GQuark vf_error_quark (void);

G_END_DECLS
