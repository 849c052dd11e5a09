#include "config.h"

#include "check-statement.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "compat.h"
#include "page.h"

/* Before that, a step would be gone while its name is being read. */
#define STEP_SHOWN_AFTER_MS 500.0

struct _VfCheckStatement
{
  GtkWidget parent_instance;

  GtkImage *icon;
  GtkLabel *headline;
  GtkLabel *statement;
};

G_DEFINE_FINAL_TYPE (VfCheckStatement, vf_check_statement, GTK_TYPE_WIDGET)

typedef struct
{
  const char *icon;
  const char *style;
  const char *headline;
} Look;

static const Look phase_looks[] = {
  [VF_PHASE_IDLE] = { "verifull-unknown-symbolic", "dim-label", N_("Not checked yet.") },
  [VF_PHASE_RUNNING] = { "network-transmit-receive-symbolic", "dim-label", N_("Checking…") },
  [VF_PHASE_STOPPED] = { "process-stop-symbolic", "dim-label", N_("Stopped.") },
  [VF_PHASE_FAILED] = { NULL, NULL, NULL },
  [VF_PHASE_GOOD] = { NULL, NULL, NULL },
};

/* What a success in each mode is worth; only the strictest proves who the server is. */
static const Look mode_looks[] = {
  [VF_SSL_MODE_REQUIRE] = { "channel-insecure-symbolic", "warning", N_("It works, but nothing is proven.") },
  [VF_SSL_MODE_VERIFY_CA] = { "object-select-symbolic", "success", N_("It works, and an authority vouches.") },
  [VF_SSL_MODE_VERIFY_FULL] = { "object-select-symbolic", "success", N_("Proven.") },
};

static VfStage
find_running (VfReport *report)
{
  VfStage stage = VF_STAGE_RESOLVE;

  while (stage < VF_N_STAGES && vf_report_get_stage_state (report, stage) != VF_STATE_RUNNING)
    stage++;
  return stage;
}

static char *
explain_running (VfSession *session, double elapsed_ms)
{
  VfReport *report = vf_session_get_report (session);
  VfTarget *target = vf_session_get_target (session);
  VfStage stage = report ? find_running (report) : VF_N_STAGES;

  if (stage < VF_N_STAGES && elapsed_ms >= STEP_SHOWN_AFTER_MS)
    /* Translators: which stage of a check runs, how many there are, and what happens in it */
    return g_strdup_printf (_("Stage %u of %u: %s"), (guint) stage + 1, (guint) VF_N_STAGES, vf_explain_stage (stage));
  if (!target || !vf_target_get_host (target))
    return NULL;
  /* Translators: %s is a host name */
  return g_strdup_printf (_("Logging in to %s, as psql would."), vf_target_get_host (target));
}

static char *
explain (VfPhase phase, VfSession *session, double elapsed_ms)
{
  VfReport *report = vf_session_get_report (session);

  switch (phase)
    {
    case VF_PHASE_GOOD:
      if (vf_report_get_mode (report) != VF_SSL_MODE_VERIFY_FULL)
        return vf_explain_report (report);
      /* Translators: %s is a host name */
      return g_strdup_printf (_("You are talking to %s."), vf_report_get_host (report));
    case VF_PHASE_RUNNING:
      return explain_running (session, elapsed_ms);
    case VF_PHASE_STOPPED:
      return g_strdup (_("The check was stopped before its end, so it says nothing about the server."));
    case VF_PHASE_IDLE:
    case VF_PHASE_FAILED:
      break;
    }
  return NULL;
}

/* A label that is set anew is read out anew, so only what differs is. */
static gboolean
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) == 0)
    return FALSE;
  gtk_label_set_text (label, text);
  return TRUE;
}

void
vf_check_statement_update (VfCheckStatement *self, VfPhase phase, VfSession *session, double elapsed_ms)
{
  const Look *look = &phase_looks[phase];
  g_autofree char *sentence = explain (phase, session, elapsed_ms);

  g_return_if_fail (VF_IS_CHECK_STATEMENT (self));

  if (phase == VF_PHASE_GOOD)
    look = &mode_looks[vf_report_get_mode (vf_session_get_report (session))];
  gtk_widget_set_visible (GTK_WIDGET (self), look->headline != NULL);
  if (!look->headline)
    {
      gtk_label_set_text (self->headline, "");
      return;
    }
  gtk_image_set_from_icon_name (self->icon, look->icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char *[]) { look->style, NULL });
  /* between a check and the next one it is only for a moment so */
  if (set_text (self->headline, _(look->headline)) && phase != VF_PHASE_IDLE)
    vf_compat_announce (GTK_WIDGET (self), _(look->headline));
  if (set_text (self->statement, sentence ? sentence : "") && sentence)
    vf_compat_announce (GTK_WIDGET (self), sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->statement), sentence != NULL);
}

char *
vf_check_statement_get_text (VfCheckStatement *self)
{
  const char *headline = gtk_label_get_text (self->headline);
  const char *statement = gtk_label_get_text (self->statement);

  if (*headline == '\0')
    return NULL;
  return *statement ? g_strdup_printf ("%s %s", headline, statement) : g_strdup (headline);
}

static void
vf_check_statement_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (vf_check_statement_parent_class)->dispose (object);
}

static void
vf_check_statement_class_init (VfCheckStatementClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_check_statement_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "check-statement.ui");
  gtk_widget_class_bind_template_child (widget_class, VfCheckStatement, icon);
  gtk_widget_class_bind_template_child (widget_class, VfCheckStatement, headline);
  gtk_widget_class_bind_template_child (widget_class, VfCheckStatement, statement);
}

static void
vf_check_statement_init (VfCheckStatement *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
