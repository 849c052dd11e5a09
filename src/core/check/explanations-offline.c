#include "config.h"

#include "check/explanation.h"

#include <glib/gi18n.h>

/* What can be said before the network. */
const VfExplanation vf_explanations_offline[] = {
  { VF_CODE_BAD_TARGET, "option", N_ ("An option cannot be used"),
    N_ ("One of the further options has a value that the PostgreSQL library does not take: {detail}."),
    N_ ("Correct the option or take it away, then check again.") },
  { VF_CODE_BAD_TARGET, NULL, N_ ("The address cannot be used"), N_ ("{detail}"),
    N_ ("Correct the address, then check again.") },
  { VF_CODE_BAD_TARGET, NULL, N_ ("The address cannot be used"), N_ ("The address of the server is not complete."),
    N_ ("Type at least the server’s host name, then check again.") },
  { VF_CODE_UNKNOWN_OPTIONS, NULL, N_ ("Some words were left out"),
    N_ ("The address contains words that the PostgreSQL library on this computer does not know, so they were left out: {detail}."),
    N_ ("Other programs and newer PostgreSQL libraries have words of their own. Look whether one of them matters to you, or is misspelt.") },
  { VF_CODE_UNKNOWN_OPTIONS, NULL, N_ ("Some words were left out"),
    N_ ("The address contains words that the PostgreSQL library on this computer does not know, so they were left out."),
    N_ ("Other programs and newer PostgreSQL libraries have words of their own. Look whether one of them matters to you, or is misspelt.") },
  /* Translators: name of a provider, a sentence */
  { VF_CODE_PROVIDER_LIMIT, NULL, N_ ("What the provider documents"), N_ ("{subject}: {detail}"), NULL },
  { VF_CODE_PROVIDER_LIMIT, NULL, N_ ("What the provider documents"),
    N_ ("With this provider, Verify-Full does not always work."), NULL },
  { VF_CODE_MODE_NEEDS_ROOT, NULL, N_ ("No authority to compare with"),
    N_ ("This mode compares the server’s certificate with an authority, and none has been imported."),
    N_ ("Open the certificate archive of your provider. If the server has a certificate that every browser would accept, use the system’s authorities instead.") },
  { VF_CODE_MODE_NEEDS_NEWER_LIBPQ, NULL, N_ ("The PostgreSQL library is too old for this"),
    N_ ("The PostgreSQL library on this computer does not know a setting that this connection uses ({detail})."),
    N_ ("Choose another mode or take the option away, or install a newer PostgreSQL client library.") },
  { VF_CODE_MODE_NEEDS_NEWER_LIBPQ, NULL, N_ ("The PostgreSQL library is too old for this"),
    N_ ("The PostgreSQL library on this computer is too old for this mode."),
    N_ ("Choose another mode, or install a newer PostgreSQL client library.") },
  { VF_CODE_KEY_MISSING, NULL, N_ ("The key is missing"),
    N_ ("The client certificate “{subject}” has no private key, so it cannot be shown to a server."),
    N_ ("Add the key that belongs to it; it usually comes in the same archive. Or leave the client certificate out, most servers need none.") },
  { VF_CODE_KEY_MISMATCH, NULL, N_ ("The key belongs to another certificate"),
    N_ ("The private key does not belong to the client certificate “{subject}”."),
    N_ ("Certificate and key are made as a pair. Add the key that was made with this certificate.") },
  { VF_CODE_KEY_LOCKED, "file", N_ ("The key is locked"),
    N_ ("The private key in {subject} needs a passphrase."),
    N_ ("Type the passphrase that you got with the key. It is not the password of the database user.") },
  { VF_CODE_KEY_LOCKED, NULL, N_ ("The key is locked"),
    N_ ("The private key of the client certificate “{subject}” needs a passphrase."),
    N_ ("Type the passphrase that you got with the key. It is not the password of the database user.") },
  { VF_CODE_KEY_PASSPHRASE_WRONG, "file", N_ ("The passphrase does not open the key"),
    N_ ("The passphrase does not open the private key in {subject}."),
    N_ ("Type the passphrase of the key. It is not the password of the database user.") },
  { VF_CODE_KEY_PASSPHRASE_WRONG, NULL, N_ ("The passphrase does not open the key"),
    N_ ("The passphrase does not open the private key of the client certificate “{subject}”."),
    N_ ("Type the passphrase of the key. It is not the password of the database user.") },
  { 0 },
};
