#include "config.h"

#include "connection/ssl-mode.h"

#include <glib/gi18n.h>

static const struct
{
  const char *word;
  const char *title;
  const char *description;
} modes[VF_N_SSL_MODES] = {
  [VF_SSL_MODE_REQUIRE] = { "require", "Require", N_ ("Encrypted. Anybody could pretend to be the server.") },
  [VF_SSL_MODE_VERIFY_CA]
  = { "verify-ca", "Verify-CA",
      N_ ("Encrypted, and the server holds a certificate from an authority that you imported. Another server with a "
          "certificate from the same authority could stand in for it.") },
  [VF_SSL_MODE_VERIFY_FULL]
  = { "verify-full", "Verify-Full",
      N_ ("Encrypted, the server holds a certificate from an authority that you trust, and that certificate is for the "
          "very host you asked for.") },
};

/**
 * vf_ssl_mode_to_string:
 *
 * Returns: (transfer none): the value of libpq's keyword sslmode
 */
const char *
vf_ssl_mode_to_string (VfSslMode mode)
{
  g_return_val_if_fail ((guint) mode < VF_N_SSL_MODES, NULL);

  return modes[mode].word;
}

/**
 * vf_ssl_mode_from_string:
 * @text: a value of libpq's keyword sslmode
 * @mode: (out): the mode
 *
 * Returns: whether @text is one of the three modes that are offered
 */
gboolean
vf_ssl_mode_from_string (const char *text, VfSslMode *mode)
{
  for (guint i = 0; text && i < VF_N_SSL_MODES; i++)
    if (g_str_equal (modes[i].word, text))
      {
        *mode = (VfSslMode) i;
        return TRUE;
      }
  return FALSE;
}

/* Words of manuals and of other programs: Azure's manual, MySQL, GUI programs.  Who only wants to verify, wants all of
 * it. */
static const struct
{
  const char *word;
  VfSslMode mode;
} foreign[] = {
  { "required", VF_SSL_MODE_REQUIRE },          { "verifyca", VF_SSL_MODE_VERIFY_CA },
  { "verify-all", VF_SSL_MODE_VERIFY_FULL },    { "verify", VF_SSL_MODE_VERIFY_FULL },
  { "verifyfull", VF_SSL_MODE_VERIFY_FULL },    { "verify-identity", VF_SSL_MODE_VERIFY_FULL },
};

/**
 * vf_ssl_mode_tidy_word:
 * @text: a value of sslmode as people write it
 *
 * Returns: (transfer full): libpq's word for it; @text itself where there is none
 */
char *
vf_ssl_mode_tidy_word (const char *text)
{
  g_autofree char *word = g_strdelimit (g_ascii_strdown (text, -1), "_ ", '-');
  VfSslMode mode;

  if (vf_ssl_mode_from_string (word, &mode))
    return g_steal_pointer (&word);
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    if (g_str_equal (foreign[i].word, word))
      return g_strdup (vf_ssl_mode_to_string (foreign[i].mode));
  return g_strdup (text);
}

/**
 * vf_ssl_mode_title:
 *
 * Returns: (transfer none): the mode as people read it; a proper name, not translated
 */
const char *
vf_ssl_mode_title (VfSslMode mode)
{
  g_return_val_if_fail ((guint) mode < VF_N_SSL_MODES, NULL);

  return modes[mode].title;
}

/**
 * vf_ssl_mode_describe:
 *
 * Returns: (transfer none): what the mode protects from, translated
 */
const char *
vf_ssl_mode_describe (VfSslMode mode)
{
  g_return_val_if_fail ((guint) mode < VF_N_SSL_MODES, NULL);

  return _ (modes[mode].description);
}
