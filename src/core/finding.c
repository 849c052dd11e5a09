#include "config.h"

#include "finding.h"

struct _VfFix
{
  VfFixId id;
  char *argument;
  GBytes *der;
};

struct _VfFinding
{
  VfCode code;
  VfSeverity severity;
  char *subject;
  char *detail;
  char *variant;
  char *measure;
  GPtrArray *fixes;
};

/* Part of the command line's contract: add, never change. */
static const char *const code_names[VF_N_CODES] = {
  [VF_CODE_NONE] = "none",
  [VF_CODE_BAD_TARGET] = "bad-target",
  [VF_CODE_MODE_NEEDS_ROOT] = "mode-needs-root",
  [VF_CODE_MODE_NEEDS_NEWER_LIBPQ] = "mode-needs-newer-libpq",
  [VF_CODE_KEY_MISSING] = "key-missing",
  [VF_CODE_KEY_MISMATCH] = "key-mismatch",
  [VF_CODE_KEY_LOCKED] = "key-locked",
  [VF_CODE_KEY_PASSPHRASE_WRONG] = "key-passphrase-wrong",
  [VF_CODE_HOST_NOT_FOUND] = "host-not-found",
  [VF_CODE_REFUSED] = "refused",
  [VF_CODE_UNREACHABLE] = "unreachable",
  [VF_CODE_TIMED_OUT] = "timed-out",
  [VF_CODE_TLS_NOT_OFFERED] = "tls-not-offered",
  [VF_CODE_NOT_POSTGRESQL] = "not-postgresql",
  [VF_CODE_TLS_ONLY_PORT] = "tls-only-port",
  [VF_CODE_SERVER_ERROR] = "server-error",
  [VF_CODE_CLOSED_EARLY] = "closed-early",
  [VF_CODE_TLS_VERSION_MISMATCH] = "tls-version-mismatch",
  [VF_CODE_HANDSHAKE_REFUSED] = "handshake-refused",
  [VF_CODE_CLIENT_CERTIFICATE_REQUIRED] = "client-certificate-required",
  [VF_CODE_CLIENT_CERTIFICATE_REJECTED] = "client-certificate-rejected",
  [VF_CODE_CLIENT_CERTIFICATE_UNUSED] = "client-certificate-unused",
  [VF_CODE_UNTRUSTED_AUTHORITY] = "untrusted-authority",
  [VF_CODE_SELF_SIGNED] = "self-signed",
  [VF_CODE_INTERMEDIATE_MISSING] = "intermediate-missing",
  [VF_CODE_ROOT_MISSING] = "root-missing",
  [VF_CODE_EXPIRED] = "expired",
  [VF_CODE_NOT_YET_VALID] = "not-yet-valid",
  [VF_CODE_WEAK_CERTIFICATE] = "weak-certificate",
  [VF_CODE_REVOKED] = "revoked",
  [VF_CODE_CRL_PROBLEM] = "crl-problem",
  [VF_CODE_WRONG_PURPOSE] = "wrong-purpose",
  [VF_CODE_CERTIFICATE_CHANGED] = "certificate-changed",
  [VF_CODE_NAME_MISMATCH] = "name-mismatch",
  [VF_CODE_NO_NAMES] = "no-names",
  [VF_CODE_WRONG_PASSWORD] = "wrong-password",
  [VF_CODE_PASSWORD_NEEDED] = "password-needed",
  [VF_CODE_CERTIFICATE_USER_MISMATCH] = "certificate-user-mismatch",
  [VF_CODE_NOT_ALLOWED] = "not-allowed",
  [VF_CODE_LOGIN_METHOD_UNSUPPORTED] = "login-method-unsupported",
  [VF_CODE_CHANNEL_BINDING] = "channel-binding",
  [VF_CODE_DATABASE_MISSING] = "database-missing",
  [VF_CODE_ROLE_MISSING] = "role-missing",
  [VF_CODE_PERMISSION_DENIED] = "permission-denied",
  [VF_CODE_TOO_MANY_CONNECTIONS] = "too-many-connections",
  [VF_CODE_STARTING_UP] = "starting-up",
  [VF_CODE_CANCELLED] = "cancelled",
  [VF_CODE_NOTHING_USABLE] = "nothing-usable",
  [VF_CODE_DAMAGED_ITEM] = "damaged-item",
  [VF_CODE_WEB_PAGE] = "web-page",
  [VF_CODE_EMPTY_FILE] = "empty-file",
  [VF_CODE_DESCRIPTION_ONLY] = "description-only",
  [VF_CODE_EXPIRED_MEMBERS] = "expired-members",
  [VF_CODE_WEAK_MEMBERS] = "weak-members",
  [VF_CODE_KEY_WITHOUT_CERTIFICATE] = "key-without-certificate",
  [VF_CODE_CERTIFICATE_WITHOUT_KEY] = "certificate-without-key",
  [VF_CODE_AUTHORITY_KEY] = "authority-key",
  [VF_CODE_SKIPPED_ENTRIES] = "skipped-entries",
  [VF_CODE_CLIENT_EXPIRED] = "client-expired",
  [VF_CODE_SEVERAL_IDENTITIES] = "several-identities",
  [VF_CODE_STORE_LOCKED] = "store-locked",
  [VF_CODE_STORE_PASSPHRASE_WRONG] = "store-passphrase-wrong",
  [VF_CODE_STORE_UNCONFIRMED] = "store-unconfirmed",
  [VF_CODE_ERROR_ANSWER] = "error-answer",
  [VF_CODE_PLACEHOLDER] = "placeholder",
  [VF_CODE_ARCHIVE_LOCKED] = "archive-locked",
  [VF_CODE_ARCHIVE_PASSWORD_WRONG] = "archive-password-wrong",
  [VF_CODE_ARCHIVE_UNSUPPORTED] = "archive-unsupported",
  [VF_CODE_PASSPHRASE_FILES] = "passphrase-files",
  [VF_CODE_ENVIRONMENT_LEAK] = "environment-leak",
  [VF_CODE_KEYRING_ABSENT] = "keyring-absent",
  [VF_CODE_KEYRING_LOCKED] = "keyring-locked",
  [VF_CODE_STOCK_CLIENTS_CANNOT] = "stock-clients-cannot",
  [VF_CODE_CERTIFICATE_RENEWED] = "certificate-renewed",
  [VF_CODE_ENVIRONMENT_BESIDE] = "environment-beside",
  [VF_CODE_UNKNOWN_OPTIONS] = "unknown-options",
  [VF_CODE_PROVIDER_LIMIT] = "provider-limit",
};

static const char *const fix_names[VF_N_FIXES] = {
  [VF_FIX_NONE] = "none",
  [VF_FIX_USE_MODE_REQUIRE] = "use-mode-require",
  [VF_FIX_USE_MODE_VERIFY_CA] = "use-mode-verify-ca",
  [VF_FIX_USE_MODE_VERIFY_FULL] = "use-mode-verify-full",
  [VF_FIX_USE_LISTED_NAME] = "use-listed-name",
  [VF_FIX_USE_SYSTEM_AUTHORITIES] = "use-system-authorities",
  [VF_FIX_ADD_INTERMEDIATE] = "add-intermediate",
  [VF_FIX_ADD_CLIENT_INTERMEDIATE] = "add-client-intermediate",
  [VF_FIX_TRUST_THIS_AUTHORITY] = "trust-this-authority",
  [VF_FIX_DROP_CLIENT_CERTIFICATE] = "drop-client-certificate",
  [VF_FIX_USE_CERTIFICATE_USER] = "use-certificate-user",
  [VF_FIX_USE_PORT] = "use-port",
  [VF_FIX_CHANNEL_BINDING_OFF] = "channel-binding-off",
  [VF_FIX_TRIM_PASSWORD] = "trim-password",
  [VF_FIX_DECODE_PASSWORD] = "decode-password",
  [VF_FIX_DROP_OPTION] = "drop-option",
  [VF_FIX_DEFAULT_TLS_VERSIONS] = "default-tls-versions",
  [VF_FIX_DIRECT_TLS] = "use-direct-tls",
  [VF_FIX_SEND_PASSWORD_ANYWAY] = "send-password-anyway",
  [VF_FIX_TRUST_CHANGED_CERTIFICATE] = "trust-changed-certificate",
};

/**
 * vf_fix_new:
 * @id: what to do
 * @argument: (nullable): the name, port, user or fingerprint it is done with
 * @der: (nullable): the certificate it is done with
 *
 * Returns: (transfer full): a new fix
 */
VfFix *
vf_fix_new (VfFixId id, const char *argument, GBytes *der)
{
  VfFix *fix = g_atomic_rc_box_new0 (VfFix);

  fix->id = id;
  fix->argument = g_strdup (argument);
  fix->der = der ? g_bytes_ref (der) : NULL;
  return fix;
}

VfFix *
vf_fix_ref (VfFix *fix)
{
  return g_atomic_rc_box_acquire (fix);
}

static void
fix_clear (gpointer data)
{
  VfFix *fix = data;

  g_free (fix->argument);
  g_clear_pointer (&fix->der, g_bytes_unref);
}

void
vf_fix_unref (VfFix *fix)
{
  g_atomic_rc_box_release_full (fix, fix_clear);
}

/**
 * vf_fix_get_id:
 *
 * Returns: what kind of change it is; its value is in vf_fix_get_argument()
 */
VfFixId
vf_fix_get_id (const VfFix *fix)
{
  return fix->id;
}

/**
 * vf_fix_get_argument:
 *
 * Returns: (nullable) (transfer none): the argument
 */
const char *
vf_fix_get_argument (const VfFix *fix)
{
  return fix->argument;
}

/**
 * vf_fix_get_der:
 *
 * Returns: (nullable) (transfer none): the certificate, DER
 */
GBytes *
vf_fix_get_der (const VfFix *fix)
{
  return fix->der;
}

/**
 * vf_fix_wants_comparing:
 *
 * Returns: whether a fingerprint stands between the person and the fix
 */
gboolean
vf_fix_wants_comparing (const VfFix *fix)
{
  return fix->id == VF_FIX_TRUST_THIS_AUTHORITY || fix->id == VF_FIX_TRUST_CHANGED_CERTIFICATE;
}

/**
 * vf_finding_new_from_spec:
 * @spec: what it says
 *
 * Returns: (transfer full): a new finding
 */
VfFinding *
vf_finding_new_from_spec (const VfFindingSpec *spec)
{
  VfFinding *finding = g_atomic_rc_box_new0 (VfFinding);

  finding->code = spec->code;
  finding->severity = spec->severity;
  finding->subject = g_strdup (spec->subject);
  finding->detail = g_strdup (spec->detail);
  finding->variant = g_strdup (spec->variant);
  finding->measure = g_strdup (spec->measure);
  finding->fixes = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_fix_unref);
  for (guint i = 0; i < spec->n_fixes; i++)
    g_ptr_array_add (finding->fixes, vf_fix_ref (spec->fixes[i]));
  return finding;
}

/**
 * vf_finding_new:
 * @code: what it is
 * @severity: how bad
 * @subject: (nullable): what it is about: a path, a host, a certificate's name
 * @detail: (nullable): what the sentence needs besides: a date, a count, a cause
 *
 * Returns: (transfer full): a new finding without fixes
 */
VfFinding *
vf_finding_new (VfCode code, VfSeverity severity, const char *subject, const char *detail)
{
  return vf_finding_new_with_fixes (code, severity, subject, detail, NULL, 0);
}

/**
 * vf_finding_new_with_fixes:
 * @fixes: (array length=n_fixes) (transfer none): the ways out, the right one first
 *
 * Returns: (transfer full): a new finding
 */
VfFinding *
vf_finding_new_with_fixes (VfCode code, VfSeverity severity, const char *subject, const char *detail, VfFix **fixes,
                           guint n_fixes)
{
  VfFindingSpec spec = { .code = code, .severity = severity, .subject = subject, .detail = detail, .fixes = fixes,
                         .n_fixes = n_fixes };

  return vf_finding_new_from_spec (&spec);
}

VfFinding *
vf_finding_ref (VfFinding *finding)
{
  return g_atomic_rc_box_acquire (finding);
}

static void
finding_clear (gpointer data)
{
  VfFinding *finding = data;

  g_free (finding->subject);
  g_free (finding->detail);
  g_free (finding->variant);
  g_free (finding->measure);
  g_ptr_array_unref (finding->fixes);
}

void
vf_finding_unref (VfFinding *finding)
{
  g_atomic_rc_box_release_full (finding, finding_clear);
}

/**
 * vf_finding_get_code:
 *
 * Returns: what was found; never %VF_CODE_NONE
 */
VfCode
vf_finding_get_code (const VfFinding *finding)
{
  return finding->code;
}

/**
 * vf_finding_get_severity:
 *
 * Returns: whether it stops the connection, endangers it, or is only worth knowing
 */
VfSeverity
vf_finding_get_severity (const VfFinding *finding)
{
  return finding->severity;
}

/**
 * vf_finding_get_subject:
 *
 * Returns: (nullable) (transfer none): what it is about
 */
const char *
vf_finding_get_subject (const VfFinding *finding)
{
  return finding->subject;
}

/**
 * vf_finding_get_detail:
 *
 * Returns: (nullable) (transfer none): what the sentence needs besides
 */
const char *
vf_finding_get_detail (const VfFinding *finding)
{
  return finding->detail;
}

/**
 * vf_finding_get_variant:
 *
 * Returns: (nullable) (transfer none): the word that tells this cause from the code's others
 */
const char *
vf_finding_get_variant (const VfFinding *finding)
{
  return finding->variant;
}

/**
 * vf_finding_get_measure:
 *
 * Returns: (nullable) (transfer none): what the detail was measured by
 */
const char *
vf_finding_get_measure (const VfFinding *finding)
{
  return finding->measure;
}

/**
 * vf_finding_get_n_fixes:
 *
 * Returns: how many changes would mend it; often none
 */
guint
vf_finding_get_n_fixes (const VfFinding *finding)
{
  return finding->fixes->len;
}

/**
 * vf_finding_get_fix:
 *
 * Returns: (transfer none): the fix, owned by the finding
 */
VfFix *
vf_finding_get_fix (const VfFinding *finding, guint index)
{
  g_return_val_if_fail (index < finding->fixes->len, NULL);

  return g_ptr_array_index (finding->fixes, index);
}

/**
 * vf_code_to_string:
 *
 * Returns: (transfer none): the word for it in `--json`, which stays the same in every language and version
 */
const char *
vf_code_to_string (VfCode code)
{
  g_return_val_if_fail ((guint) code < VF_N_CODES, NULL);

  return code_names[code];
}

/**
 * vf_severity_to_string:
 *
 * Returns: (transfer none): the word for it in `--json`
 */
const char *
vf_severity_to_string (VfSeverity severity)
{
  static const char *const names[] = { "info", "warning", "error" };

  g_return_val_if_fail ((guint) severity < G_N_ELEMENTS (names), NULL);

  return names[severity];
}

/**
 * vf_fix_id_to_string:
 *
 * Returns: (transfer none): the word for it in `--json` and on the command line
 */
const char *
vf_fix_id_to_string (VfFixId id)
{
  g_return_val_if_fail ((guint) id < VF_N_FIXES, NULL);

  return fix_names[id];
}

/**
 * vf_fix_id_from_string:
 * @text: a fix's name on the command line
 * @id: (out): the fix
 *
 * Returns: whether there is such a fix
 */
gboolean
vf_fix_id_from_string (const char *text, VfFixId *id)
{
  for (guint i = VF_FIX_NONE + 1; i < VF_N_FIXES; i++)
    if (g_str_equal (fix_names[i], text))
      {
        *id = (VfFixId) i;
        return TRUE;
      }
  return FALSE;
}
