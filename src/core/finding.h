#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VfSeverity:
 * @VF_SEVERITY_INFO: good to know
 * @VF_SEVERITY_WARNING: works, but look at it
 * @VF_SEVERITY_ERROR: does not work
 */
typedef enum
{
  VF_SEVERITY_INFO,
  VF_SEVERITY_WARNING,
  VF_SEVERITY_ERROR,
} VfSeverity;

/**
 * VfCode:
 *
 * What was found.  The text form (vf_code_to_string()) is part of the command line's contract, so codes are only
 * ever added.  check/explain.c alone, with its tables, turns a code into sentences.
 */
typedef enum
{
  VF_CODE_NONE,
  /* check, before the network */
  VF_CODE_BAD_TARGET,
  VF_CODE_MODE_NEEDS_ROOT,
  VF_CODE_MODE_NEEDS_NEWER_LIBPQ,
  VF_CODE_KEY_MISSING,
  VF_CODE_KEY_MISMATCH,
  VF_CODE_KEY_LOCKED,
  VF_CODE_KEY_PASSPHRASE_WRONG,
  /* resolve */
  VF_CODE_HOST_NOT_FOUND,
  /* connect */
  VF_CODE_REFUSED,
  VF_CODE_UNREACHABLE,
  VF_CODE_TIMED_OUT,
  /* negotiate */
  VF_CODE_TLS_NOT_OFFERED,
  VF_CODE_NOT_POSTGRESQL,
  VF_CODE_TLS_ONLY_PORT,
  VF_CODE_SERVER_ERROR,
  VF_CODE_CLOSED_EARLY,
  /* handshake */
  VF_CODE_TLS_VERSION_MISMATCH,
  VF_CODE_HANDSHAKE_REFUSED,
  VF_CODE_CLIENT_CERTIFICATE_REQUIRED,
  VF_CODE_CLIENT_CERTIFICATE_REJECTED,
  VF_CODE_CLIENT_CERTIFICATE_UNUSED, /* there is one, and the server does not ask for it */
  /* chain */
  VF_CODE_UNTRUSTED_AUTHORITY,
  VF_CODE_SELF_SIGNED,
  VF_CODE_INTERMEDIATE_MISSING,
  VF_CODE_ROOT_MISSING,
  VF_CODE_EXPIRED,
  VF_CODE_NOT_YET_VALID,
  VF_CODE_WEAK_CERTIFICATE,
  VF_CODE_REVOKED,
  VF_CODE_CRL_PROBLEM,
  VF_CODE_WRONG_PURPOSE,
  VF_CODE_CERTIFICATE_CHANGED,   /* nothing ties the server to the one that was met before */
  /* name */
  VF_CODE_NAME_MISMATCH,
  VF_CODE_NO_NAMES,
  /* login */
  VF_CODE_WRONG_PASSWORD,
  VF_CODE_PASSWORD_NEEDED,
  VF_CODE_CERTIFICATE_USER_MISMATCH,
  VF_CODE_NOT_ALLOWED,
  VF_CODE_LOGIN_METHOD_UNSUPPORTED,
  VF_CODE_CHANNEL_BINDING,
  VF_CODE_DATABASE_MISSING,
  VF_CODE_ROLE_MISSING,
  VF_CODE_PERMISSION_DENIED,
  VF_CODE_TOO_MANY_CONNECTIONS,
  VF_CODE_STARTING_UP,
  /* any stage */
  VF_CODE_CANCELLED,
  /* inspect */
  VF_CODE_NOTHING_USABLE,        /* no certificate at all; subject: what was opened */
  VF_CODE_DAMAGED_ITEM,          /* a block or file that cannot be read; detail: where and why */
  VF_CODE_WEB_PAGE,              /* an HTML page under a certificate's name */
  VF_CODE_EMPTY_FILE,
  VF_CODE_DESCRIPTION_ONLY,      /* text about a certificate, without the certificate */
  VF_CODE_EXPIRED_MEMBERS,       /* detail: how many */
  VF_CODE_WEAK_MEMBERS,          /* detail: how many */
  VF_CODE_KEY_WITHOUT_CERTIFICATE,
  VF_CODE_CERTIFICATE_WITHOUT_KEY,
  VF_CODE_AUTHORITY_KEY,         /* the private key of an authority or server: never copied */
  VF_CODE_SKIPPED_ENTRIES,       /* unsafe names, links, …; detail: how many */
  VF_CODE_CLIENT_EXPIRED,
  VF_CODE_SEVERAL_IDENTITIES,    /* more than one client certificate with a key */
  VF_CODE_STORE_LOCKED,          /* a key store that needs its passphrase */
  VF_CODE_STORE_PASSPHRASE_WRONG,
  VF_CODE_STORE_UNCONFIRMED,     /* a key store of which nobody can say whether it was changed */
  VF_CODE_ERROR_ANSWER,          /* what a server answered instead of the file; detail: its words */
  VF_CODE_PLACEHOLDER,           /* a sentence where a certificate should be */
  VF_CODE_ARCHIVE_LOCKED,        /* an archive that needs its password */
  VF_CODE_ARCHIVE_PASSWORD_WRONG,
  VF_CODE_ARCHIVE_UNSUPPORTED,   /* encrypted in a way that cannot be read here */
  VF_CODE_PASSPHRASE_FILES,      /* passphrase files that open nothing; detail: "mismatch" if they are no pair */
  /* environment and saving */
  VF_CODE_ENVIRONMENT_LEAK,      /* something in the home or environment would change what psql does */
  VF_CODE_KEYRING_ABSENT,
  VF_CODE_KEYRING_LOCKED,
  /* a check that is good */
  VF_CODE_STOCK_CLIENTS_CANNOT,  /* we can log in; psql and everything that is built on libpq cannot */
  VF_CODE_CERTIFICATE_RENEWED,   /* another certificate than before, and the same server all the same */
  VF_CODE_ENVIRONMENT_BESIDE,    /* what psql would take up where the connection's settings are not used */
  /* what was pasted */
  VF_CODE_UNKNOWN_OPTIONS,       /* words that the libpq here does not know, left out; detail: the words */
  VF_CODE_PROVIDER_LIMIT,        /* what the provider documents; subject: its name, detail: its sentence */
  VF_N_CODES,
} VfCode;

/**
 * VfFixId:
 *
 * What can be done about a finding, as a value; vf_fix_apply() turns a connection and a fix into a new connection.
 */
typedef enum
{
  VF_FIX_NONE,
  VF_FIX_USE_MODE_REQUIRE,
  VF_FIX_USE_MODE_VERIFY_CA,
  VF_FIX_USE_MODE_VERIFY_FULL,
  VF_FIX_USE_LISTED_NAME,        /* argument: the name; host = it, hostaddr = the address that was reached */
  VF_FIX_USE_SYSTEM_AUTHORITIES,
  VF_FIX_ADD_INTERMEDIATE,       /* der: the intermediate */
  VF_FIX_ADD_CLIENT_INTERMEDIATE, /* der: what is sent with the client certificate; argument: its name */
  VF_FIX_TRUST_THIS_AUTHORITY,   /* der: the authority; argument: its SHA-256 */
  VF_FIX_DROP_CLIENT_CERTIFICATE,
  VF_FIX_USE_CERTIFICATE_USER,   /* argument: the user */
  VF_FIX_USE_PORT,               /* argument: the port */
  VF_FIX_CHANNEL_BINDING_OFF,
  VF_FIX_TRIM_PASSWORD,
  VF_FIX_DECODE_PASSWORD,        /* what stands as %41 becomes A */
  VF_FIX_DROP_OPTION,            /* argument: a libpq keyword */
  VF_FIX_DEFAULT_TLS_VERSIONS,   /* takes back a minimum and a maximum */
  VF_FIX_DIRECT_TLS,             /* TLS from the first byte; libpq 17 and newer */
  VF_FIX_SEND_PASSWORD_ANYWAY,   /* to a server that has not proven who it is */
  VF_FIX_TRUST_CHANGED_CERTIFICATE, /* der: the server's certificate; argument: its SHA-256; once, and never kept */
  VF_N_FIXES,
} VfFixId;

/**
 * VfFix:
 *
 * One way out: what to do, and what with.  Immutable, reference counted.
 */
typedef struct _VfFix VfFix;

VfFix      *vf_fix_new          (VfFixId     id,
                                 const char *argument,
                                 GBytes     *der);
VfFix      *vf_fix_ref          (VfFix *fix);
void        vf_fix_unref        (VfFix *fix);
VfFixId     vf_fix_get_id       (const VfFix *fix);
const char *vf_fix_get_argument (const VfFix *fix);
GBytes     *vf_fix_get_der      (const VfFix *fix);

/**
 * VfFinding:
 *
 * One problem, or one fact worth a sentence.  Immutable, reference counted; may cross threads.
 */
typedef struct _VfFinding VfFinding;

/**
 * VfFindingSpec:
 * @code: what it is
 * @severity: how bad
 * @subject: (nullable): what it is about: a path, a host, a certificate's name
 * @detail: (nullable): what the sentence needs besides: a name, a date, a count, a cause
 * @variant: (nullable): which of the code's explanations fits, an untranslated word; %NULL: the detail tells
 * @measure: (nullable): what the detail was measured by: the clock's moment, a policy's minimum, the other name
 * @fixes: (array length=n_fixes) (transfer none): the ways out, the right one first
 * @n_fixes: how many
 *
 * All that a finding can say.
 */
typedef struct
{
  VfCode code;
  VfSeverity severity;
  const char *subject;
  const char *detail;
  const char *variant;
  const char *measure;
  VfFix *const *fixes;
  guint n_fixes;
} VfFindingSpec;

VfFinding  *vf_finding_new_from_spec (const VfFindingSpec *spec);
VfFinding  *vf_finding_new          (VfCode      code,
                                     VfSeverity  severity,
                                     const char *subject,
                                     const char *detail);
VfFinding  *vf_finding_new_with_fixes (VfCode      code,
                                       VfSeverity  severity,
                                       const char *subject,
                                       const char *detail,
                                       VfFix     **fixes,
                                       guint       n_fixes);
VfFinding  *vf_finding_ref          (VfFinding *finding);
void        vf_finding_unref        (VfFinding *finding);
VfCode      vf_finding_get_code     (const VfFinding *finding);
VfSeverity  vf_finding_get_severity (const VfFinding *finding);
const char *vf_finding_get_subject  (const VfFinding *finding);
const char *vf_finding_get_detail   (const VfFinding *finding);
const char *vf_finding_get_variant  (const VfFinding *finding);
const char *vf_finding_get_measure  (const VfFinding *finding);
guint       vf_finding_get_n_fixes  (const VfFinding *finding);
VfFix      *vf_finding_get_fix      (const VfFinding *finding,
                                     guint            index);

/* nobody shall take it without having compared its fingerprint with one from elsewhere */
gboolean    vf_fix_wants_comparing  (const VfFix     *fix);

const char *vf_code_to_string       (VfCode code);
const char *vf_severity_to_string   (VfSeverity severity);
const char *vf_fix_id_to_string     (VfFixId id);
gboolean    vf_fix_id_from_string   (const char *text,
                                     VfFixId    *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfFix, vf_fix_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfFinding, vf_finding_unref)

G_END_DECLS
