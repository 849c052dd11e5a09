#include "config.h"

#include "stage-facts.h"

#include <glib/gi18n.h>
#include <string.h>

#include "chain-picture.h"
#include "check/explain.h"
#include "fact-grid.h"
#include "name-compare.h"
#include "words.h"

/* A certificate of a cloud may list hundreds of names. */
#define MAX_NAMES 12

static void
add_lines (GtkGrid *grid, const char *name, const char *const *lines, guint limit)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (; lines && lines[n]; n++)
    if (n < limit)
      g_string_append_printf (text, "%s%s", n > 0 ? "\n" : "", vf_name_compare_bare_name (lines[n]));
  if (n > limit)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("and %u more", "and %u more", n - limit), n - limit);
    }
  if (n > 0)
    vf_fact_grid_add (grid, name, text->str);
}

static void
add_connect (GtkGrid *grid, VfReport *report)
{
  g_autofree char *port = g_strdup_printf ("%u", vf_report_get_port (report));

  vf_fact_grid_add (grid, _("Address"), vf_report_get_address (report));
  vf_fact_grid_add (grid, _("Port"), port);
}

static void
add_handshake (GtkGrid *grid, VfReport *report)
{
  g_autofree char *version = vf_explain_tls (vf_report_get_tls_version (report));

  vf_fact_grid_add (grid, _("Encryption"), version);
  vf_fact_grid_add (grid, _("Cipher"), vf_report_get_tls_cipher (report));
  if (version)
    vf_fact_grid_add (grid, _("Client certificate"), vf_report_get_client_certificate_asked (report)
                                                       ? _("The server asked for one") : _("The server asked for none"));
}

static void
add_certificate (GtkGrid *grid, const char *name, VfCertificate *certificate)
{
  g_autofree char *from = vf_explain_date (vf_certificate_get_not_before (certificate));
  g_autofree char *until = vf_explain_date (vf_certificate_get_not_after (certificate));
  g_autofree char *text
    /* Translators: name of a certificate, who signed it, the first and the last day, its fingerprint */
    = g_strdup_printf (_("%s\nsigned by %s\nvalid from %s until %s\nSHA-256 %s"),
                       vf_certificate_get_display_name (certificate),
                       vf_certificate_get_issuer_display_name (certificate), from, until,
                       vf_certificate_get_sha256 (certificate));

  vf_fact_grid_add (grid, name, text);
}

static void
add_chain (GtkGrid *grid, VfReport *report)
{
  GPtrArray *chain = vf_report_get_chain (report);
  GPtrArray *trusted = vf_report_get_trusted (report);

  if (chain->len > 0 && vf_report_get_mode (report) != VF_SSL_MODE_REQUIRE)
    vf_fact_grid_attach (grid, vf_chain_picture_new_for_server (chain, trusted, g_get_real_time () / G_USEC_PER_SEC));
  for (guint i = 0; i < chain->len; i++)
    add_certificate (grid, i == 0 ? _("The server’s") : _("Sent with it"), g_ptr_array_index (chain, i));
  for (guint i = 0; i < trusted->len; i++)
    add_certificate (grid, _("Your authority"), g_ptr_array_index (trusted, i));
}

static void
add_name (GtkGrid *grid, VfReport *report)
{
  GPtrArray *chain = vf_report_get_chain (report);

  vf_fact_grid_add (grid, _("You asked for"), vf_report_get_host (report));
  if (chain->len > 0)
    add_lines (grid, _("In the certificate"), vf_certificate_get_names (g_ptr_array_index (chain, 0)), MAX_NAMES);
}

static void
add_login (GtkGrid *grid, VfReport *report)
{
  vf_fact_grid_add (grid, vf_report_get_product (report) == VF_PRODUCT_GAUSSDB ? _("Product") : "PostgreSQL",
                    vf_report_get_server_version (report));
  /* after a failure nobody knows what the server would have asked for */
  vf_fact_grid_add (grid, _("Password"), vf_report_get_password_used (report) ? _("The server asked for it")
                                         : vf_report_is_ok (report)           ? _("The server asked for none")
                                                                              : _("Not sent"));
}

static void
add_times (GtkGrid *grid, VfReport *report, VfStage stage)
{
  g_autofree char *start = vf_words_duration (vf_report_get_stage_start (report, stage));
  g_autofree char *length = vf_words_duration (vf_report_get_stage_ms (report, stage));
  /* Translators: two lengths of time, such as "24 ms" */
  g_autofree char *text = g_strdup_printf (_("began after %s, took %s"), start, length);

  vf_fact_grid_add (grid, _("Time"), text);
}

static const char *
explain_skipped (VfReport *report, VfStage stage)
{
  if (stage == VF_STAGE_CHAIN)
    return _("Require does not ask who vouches for the server.");
  if (stage == VF_STAGE_NAME && vf_report_get_mode (report) == VF_SSL_MODE_VERIFY_CA)
    return _("Verify-CA does not compare the name.");
  return stage == VF_STAGE_NAME ? _("Require does not compare the name.") : _("This was not needed.");
}

void
vf_stage_facts_fill (GtkGrid *grid, VfReport *report, VfStage stage)
{
  vf_fact_grid_clear (grid);
  if (vf_report_get_stage_state (report, stage) == VF_STATE_SKIPPED)
    vf_fact_grid_say (grid, explain_skipped (report, stage));
  switch (stage)
    {
    case VF_STAGE_RESOLVE:
      vf_fact_grid_add (grid, _("Host"), vf_report_get_host (report));
      add_lines (grid, _("Addresses"), vf_report_get_addresses (report), MAX_NAMES);
      break;
    case VF_STAGE_CONNECT:
      add_connect (grid, report);
      break;
    case VF_STAGE_NEGOTIATE:
      break;
    case VF_STAGE_HANDSHAKE:
      add_handshake (grid, report);
      break;
    case VF_STAGE_CHAIN:
      add_chain (grid, report);
      break;
    case VF_STAGE_NAME:
      add_name (grid, report);
      break;
    case VF_STAGE_LOGIN:
      add_login (grid, report);
      break;
    case VF_N_STAGES:
      return;
    }
  if (vf_report_get_stage_state (report, stage) != VF_STATE_SKIPPED)
    add_times (grid, report, stage);
}
