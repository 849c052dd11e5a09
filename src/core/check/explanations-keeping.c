#include "config.h"

#include "check/explanation.h"

#include <glib/gi18n.h>

/* What plays a part after the check: this computer, and keeping the password. */
const VfExplanation vf_explanations_keeping[] = {
  { VF_CODE_ENVIRONMENT_LEAK, NULL, N_ ("Something else on this computer plays a part"),
    N_ ("{subject} on this computer changes what psql does: {detail}"),
    N_ ("Verifull keeps it away from its own check, so psql may behave differently.") },
  { VF_CODE_ENVIRONMENT_LEAK, NULL, N_ ("Something else on this computer plays a part"),
    N_ ("{subject} on this computer changes what psql does."),
    N_ ("Verifull keeps it away from its own check, so psql may behave differently.") },
  { VF_CODE_KEYRING_ABSENT, "command-line", N_ ("No keyring on this computer"),
    N_ ("The password was not saved, because no keyring answers here."),
    N_ ("Everything else has been saved. Hand the password in with --password-file the next time.") },
  { VF_CODE_KEYRING_LOCKED, "command-line", N_ ("The keyring is locked"),
    N_ ("The password was not saved, because the keyring stayed locked."),
    N_ ("Everything else has been saved. Unlock the keyring and save again, or hand the password in with --password-file.") },
  { VF_CODE_KEYRING_ABSENT, NULL, N_ ("No keyring on this computer"),
    N_ ("The password is kept only until Verifull is closed, because no keyring answers on this computer."),
    N_ ("Everything else has been saved. You will be asked for the password the next time.") },
  { VF_CODE_KEYRING_LOCKED, NULL, N_ ("The keyring is locked"),
    N_ ("The password is kept only until Verifull is closed, because the keyring stayed locked."),
    N_ ("Everything else has been saved. Unlock the keyring and save again, or type the password the next time.") },
  { 0 },
};
