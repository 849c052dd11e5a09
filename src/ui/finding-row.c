#include "config.h"

#include "finding-row.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "complete-names.h"
#include "describe.h"
#include "help/help.h"
#include "trust-row.h"
#include "wrap-texts.h"

#define FIX_KEY "verifull-fix"

static const struct
{
  const char *icon;
  const char *style;
} severity_looks[] = {
  [VF_SEVERITY_INFO] = { "dialog-information-symbolic", "accent" },
  [VF_SEVERITY_WARNING] = { "dialog-warning-symbolic", "warning" },
  [VF_SEVERITY_ERROR] = { "dialog-error-symbolic", "error" },
};

/* Findings quote files and servers, so nothing in them is markup. */
static GtkWidget *
make_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle ? subtitle : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  vf_wrap_texts (row);
  return row;
}

/* The page of the help; it looks like the "?" of a term. */
static GtkWidget *
make_more_button (VfCode code, const char *title)
{
  /* Translators: %s is the title of a finding, such as "The name does not fit" */
  g_autofree char *name = g_strdup_printf (_("More about “%s”"), title);
  g_autofree char *page = vf_help_id_of_code (code);
  GtkWidget *button = gtk_button_new_with_label ("?");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "more-about");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  vf_keep_name (button);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", page);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.help");
  return button;
}

/**
 * vf_finding_row_new:
 * @finding: what was found
 *
 * Returns: (transfer floating): a row that cannot be activated
 */
GtkWidget *
vf_finding_row_new (const VfFinding *finding)
{
  VfSeverity severity = vf_finding_get_severity (finding);
  g_autofree char *title = vf_explain_finding_title (finding);
  g_autofree char *what = vf_explain_finding (finding);
  g_autofree char *why = vf_explain_finding_why (finding);
  g_autofree char *text = vf_explain_join (what, why);
  GtkWidget *row = make_row (title, text);
  GtkWidget *icon = gtk_image_new_from_icon_name (severity_looks[severity].icon);

  gtk_widget_add_css_class (icon, severity_looks[severity].style);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_more_button (vf_finding_get_code (finding), title));
  return row;
}

/**
 * vf_fix_row_lowers_guard:
 * @fix: a way out
 *
 * Returns: whether it is offered, but never urged
 */
gboolean
vf_fix_row_lowers_guard (const VfFix *fix)
{
  static const VfFixId ids[] = {
    VF_FIX_USE_MODE_REQUIRE, VF_FIX_USE_MODE_VERIFY_CA, VF_FIX_CHANNEL_BINDING_OFF,
    VF_FIX_SEND_PASSWORD_ANYWAY,
  };

  g_autofree char *cost = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (ids[i] == vf_fix_get_id (fix))
      return TRUE;
  /* most options can go for nothing */
  cost = vf_fix_get_id (fix) == VF_FIX_DROP_OPTION ? vf_explain_fix_cost (fix) : NULL;
  return cost != NULL;
}

static void
carry_fix (GtkWidget *button, VfFix *fix, GCallback activated, gpointer data)
{
  g_object_set_data_full (G_OBJECT (button), FIX_KEY, vf_fix_ref (fix), (GDestroyNotify) vf_fix_unref);
  g_signal_connect_data (button, "clicked", activated, data, NULL, 0);
}

static GtkWidget *
make_fix_row (VfFix *fix, gboolean suggested, GCallback activated, gpointer data)
{
  g_autofree char *title = vf_explain_fix (fix);
  g_autofree char *cost = vf_explain_fix_cost (fix);
  GtkWidget *row = make_row (title, cost);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Apply"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (suggested && !vf_fix_row_lowers_guard (fix))
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  vf_keep_name (button);
  carry_fix (button, fix, activated, data);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  vf_describe (button, cost);
  return row;
}

/**
 * vf_fix_row_new:
 * @fix: the way out
 * @suggested: whether it is the one that a person should take first; one that gives up security is not marked so
 * @activated: (scope notified): a `void (*) (GtkButton *, gpointer)`
 * @data: for @activated; a widget that contains the row
 *
 * Returns: (transfer floating): the row; what the fix gives up stands below what it does
 */
GtkWidget *
vf_fix_row_new (VfFix *fix, gboolean suggested, GCallback activated, gpointer data)
{
  GtkWidget *row;

  if (!vf_fix_wants_comparing (fix))
    return make_fix_row (fix, suggested, activated, data);
  row = vf_trust_row_new (fix);
  carry_fix (vf_trust_row_get_button (VF_TRUST_ROW (row)), fix, activated, data);
  return row;
}

/**
 * vf_fix_row_get_fix:
 * @button: what the callback of vf_fix_row_new() was called with
 *
 * Returns: (transfer none): its fix
 */
VfFix *
vf_fix_row_get_fix (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), FIX_KEY);
}

/* Where a person can mend what no button can: by typing something else, or by opening another archive. */
static const struct
{
  VfCode code;
  const char *page;
  const char *title;
  const char *variant; /* NULL: any */
} places[] = {
  { VF_CODE_BAD_TARGET, "security", N_("Choose other settings"), "option" },
  { VF_CODE_BAD_TARGET, "server", N_("Correct the address") },
  { VF_CODE_HOST_NOT_FOUND, "server", N_("Correct the host") },
  { VF_CODE_REFUSED, "server", N_("Correct host and port") },
  { VF_CODE_UNREACHABLE, "server", N_("Correct the host") },
  { VF_CODE_TIMED_OUT, "server", N_("Correct host and port") },
  { VF_CODE_TLS_NOT_OFFERED, "server", N_("Correct host and port") },
  { VF_CODE_NOT_POSTGRESQL, "server", N_("Correct the port") },
  { VF_CODE_TLS_ONLY_PORT, "server", N_("Correct the port") },
  { VF_CODE_CLOSED_EARLY, "server", N_("Correct host and port") },
  { VF_CODE_SERVER_ERROR, "server", N_("Correct host and port"), "frontend" },
  { VF_CODE_SERVER_ERROR, "server", N_("Correct the host"), "endpoint" },
  { VF_CODE_HANDSHAKE_REFUSED, "server", N_("Correct the host"), "server-name" },
  { VF_CODE_NAME_MISMATCH, "server", N_("Type another host") },
  { VF_CODE_NOT_ALLOWED, "server", N_("Correct user and database") },
  { VF_CODE_DATABASE_MISSING, "server", N_("Correct the database") },
  { VF_CODE_ROLE_MISSING, "server", N_("Correct the user") },
  { VF_CODE_PERMISSION_DENIED, "server", N_("Use another user or database") },
  { VF_CODE_CERTIFICATE_USER_MISMATCH, "server", N_("Correct the user") },
  { VF_CODE_MODE_NEEDS_ROOT, "certificates", N_("Open the archive with the authority") },
  { VF_CODE_KEY_MISSING, "certificates", N_("Add the key") },
  { VF_CODE_KEY_MISMATCH, "certificates", N_("Add the right key") },
  { VF_CODE_CLIENT_CERTIFICATE_REQUIRED, "certificates", N_("Add your client certificate") },
  { VF_CODE_CLIENT_CERTIFICATE_REJECTED, "certificates", N_("Add another client certificate") },
  { VF_CODE_UNTRUSTED_AUTHORITY, "certificates", N_("Open the archive of this very server") },
  { VF_CODE_INTERMEDIATE_MISSING, "certificates", N_("Add the missing certificate") },
  { VF_CODE_ROOT_MISSING, "certificates", N_("Add the missing authority") },
  { VF_CODE_MODE_NEEDS_NEWER_LIBPQ, "security", N_("Choose other settings") },
  { VF_CODE_TLS_VERSION_MISMATCH, "security", N_("Look at the TLS minimum and maximum") },
  { VF_CODE_CHANNEL_BINDING, "security", N_("Look at channel binding") },
};

static gboolean
is_place_for (guint place, const VfFinding *finding)
{
  const char *variant = vf_finding_get_variant (finding);

  if (places[place].code != vf_finding_get_code (finding))
    return FALSE;
  return !places[place].variant
         || g_strcmp0 (places[place].variant, variant ? variant : vf_finding_get_detail (finding)) == 0;
}

/* A server whose encryption is too old, or a proxy that takes it off, is not mended by any setting here. */
static gboolean
is_beyond_us (const VfFinding *finding)
{
  const char *variant = vf_finding_get_variant (finding);
  VfCode code = vf_finding_get_code (finding);

  return (code == VF_CODE_TLS_VERSION_MISMATCH && g_strcmp0 (variant, "old") == 0)
         || (code == VF_CODE_NOT_ALLOWED && g_strcmp0 (variant, "no-encryption") == 0);
}

/**
 * vf_place_row_new:
 * @finding: what is wrong
 * @suggested: whether it is what a person should do first
 *
 * Returns: (transfer floating) (nullable): a row that goes to the page of the wizard where that can be mended
 */
GtkWidget *
vf_place_row_new (const VfFinding *finding, gboolean suggested)
{
  for (guint i = 0; i < G_N_ELEMENTS (places) && !is_beyond_us (finding); i++)
    if (is_place_for (i, finding))
      {
        GtkWidget *row = make_row (_(places[i].title), NULL);
        GtkWidget *button = gtk_button_new_with_mnemonic (_("_Go There"));

        gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
        if (suggested)
          gtk_widget_add_css_class (button, "suggested-action");
        gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _(places[i].title), -1);
        vf_keep_name (button);
        gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-page");
        gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", places[i].page);
        adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
        adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
        return row;
      }
  return NULL;
}
