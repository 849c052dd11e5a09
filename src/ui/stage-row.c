#include "config.h"

#include "stage-row.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "describe.h"
#include "fact-grid.h"
#include "fold-layout.h"
#include "left-to-right.h"
#include "page.h"
#include "stage-bar.h"
#include "stage-facts.h"
#include "words.h"

struct _VfStageRow
{
  AdwPreferencesRow parent_instance;

  GtkToggleButton *header;
  GtkStack *sign;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkWidget *words;
  GtkLabel *name;
  GtkLabel *fact;
  GtkLabel *time;
  GtkImage *arrow;
  VfStageBar *bar;
  GtkRevealer *revealer;
  AdwBin *trouble;
  GtkGrid *facts;

  VfReport *report;
  VfStage stage;
  VfState state;
  /* @state has been shown once */
  gboolean shown;
};

G_DEFINE_FINAL_TYPE (VfStageRow, vf_stage_row, ADW_TYPE_PREFERENCES_ROW)

static const struct
{
  const char *icon;
  const char *style;
  const char *word;
} state_looks[] = {
  [VF_STATE_NOT_REACHED] = { "content-loading-symbolic", "waiting", N_("not reached") },
  [VF_STATE_RUNNING] = { NULL, "running", N_("running") },
  [VF_STATE_OK] = { "object-select-symbolic", "passed", N_("done") },
  [VF_STATE_FAILED] = { "dialog-error-symbolic", "failed", N_("failed") },
  [VF_STATE_SKIPPED] = { "media-skip-forward-symbolic", "skipped", N_("skipped") },
};

static void
show_state (VfStageRow *self, VfState state)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_looks); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self), state_looks[i].style);
  gtk_widget_add_css_class (GTK_WIDGET (self), state_looks[state].style);
  gtk_spinner_set_spinning (self->spinner, state == VF_STATE_RUNNING);
  if (state == VF_STATE_RUNNING)
    {
      gtk_stack_set_visible_child (self->sign, GTK_WIDGET (self->spinner));
      return;
    }
  gtk_image_set_from_icon_name (self->icon, state_looks[state].icon);
  gtk_stack_set_visible_child (self->sign, GTK_WIDGET (self->icon));
}

static void
show_accessible (VfStageRow *self, VfState state, const char *fact, const char *time)
{
  /* Translators: a row for screen readers: name of the stage, its state */
  g_autofree char *label = g_strdup_printf (_("%s: %s"), vf_explain_stage (self->stage), _(state_looks[state].word));
  g_autofree char *description = g_strjoin (" ", fact ? fact : "", time, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->header), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  vf_describe (GTK_WIDGET (self->header), g_strstrip (description));
}

static void
show_span (VfStageRow *self, double start, double length, double elapsed_ms)
{
  if (length > 0 && elapsed_ms > 0)
    vf_stage_bar_set_span (self->bar, start / elapsed_ms, MAX (length / elapsed_ms, 0.001));
  else
    vf_stage_bar_set_span (self->bar, 0, 0);
}

static gboolean
is_timed (VfState state)
{
  return state == VF_STATE_OK || state == VF_STATE_FAILED || state == VF_STATE_RUNNING;
}

/* --- open and closed --- */

static void
fill_facts (VfStageRow *self)
{
  if (self->report)
    vf_stage_facts_fill (self->facts, self->report, self->stage);
  else
    vf_fact_grid_clear (self->facts);
}

static void
on_toggled (VfStageRow *self)
{
  gboolean open = gtk_toggle_button_get_active (self->header);

  gtk_image_set_from_icon_name (self->arrow, open ? "go-up-symbolic" : "go-down-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->header), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
  if (open)
    fill_facts (self);
  gtk_revealer_set_reveal_child (self->revealer, open);
}

/* Only what was reached has something inside. */
static void
set_openable (VfStageRow *self, gboolean openable)
{
  gtk_widget_set_can_target (GTK_WIDGET (self->header), openable);
  gtk_widget_set_focusable (GTK_WIDGET (self->header), openable);
  gtk_widget_set_opacity (GTK_WIDGET (self->arrow), openable ? 1 : 0);
  if (!openable)
    gtk_toggle_button_set_active (self->header, FALSE);
}

/**
 * vf_stage_row_set_trouble:
 * @trouble: (nullable): why the check failed here
 */
void
vf_stage_row_set_trouble (VfStageRow *self, GtkWidget *trouble)
{
  g_return_if_fail (VF_IS_STAGE_ROW (self));

  adw_bin_set_child (self->trouble, trouble);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), trouble != NULL);
  if (trouble)
    gtk_toggle_button_set_active (self->header, TRUE);
}

static void
set_report (VfStageRow *self, VfReport *report)
{
  if (report == self->report)
    return;
  if (report)
    vf_report_ref (report);
  g_clear_pointer (&self->report, vf_report_unref);
  self->report = report;
  if (gtk_toggle_button_get_active (self->header))
    fill_facts (self);
}

/* --- state --- */

/* What a person would notice; the clock of a running stage alone is not told to a screen reader at every tick. */
static gboolean
take_change (VfStageRow *self, VfState state, const char *fact)
{
  g_autofree char *text = vf_left_to_right (fact ? fact : "");

  if (self->shown && self->state == state && g_strcmp0 (gtk_label_get_text (self->fact), text) == 0)
    return FALSE;
  self->shown = TRUE;
  self->state = state;
  gtk_label_set_text (self->fact, text);
  gtk_widget_set_visible (GTK_WIDGET (self->fact), fact != NULL);
  return TRUE;
}

static VfState
get_state (VfStageRow *self, VfReport *report, gboolean running)
{
  VfState state = report ? vf_report_get_stage_state (report, self->stage) : VF_STATE_NOT_REACHED;

  return state == VF_STATE_RUNNING && !running ? VF_STATE_NOT_REACHED : state;
}

/**
 * vf_stage_row_update:
 * @report: (nullable): the state of the check; %NULL if none was begun
 * @running: whether the check goes on; when it was stopped, @report is the last that was heard of it
 * @elapsed_ms: milliseconds that the whole width stands for
 */
void
vf_stage_row_update (VfStageRow *self, VfReport *report, gboolean running, double elapsed_ms)
{
  VfState state = get_state (self, report, running);
  const char *fact = report ? vf_report_get_stage_fact (report, self->stage) : NULL;
  double start = report ? vf_report_get_stage_start (report, self->stage) : 0;
  double length = 0;
  g_autofree char *time = NULL;

  g_return_if_fail (VF_IS_STAGE_ROW (self));

  set_report (self, report);
  if (state == VF_STATE_RUNNING)
    length = MAX (0.01, elapsed_ms - start);
  else if (is_timed (state))
    length = MAX (0.01, vf_report_get_stage_ms (report, self->stage));
  time = is_timed (state) ? vf_words_duration (length) : g_strdup ("");
  show_span (self, start, length, elapsed_ms);
  gtk_label_set_text (self->time, time);
  if (!take_change (self, state, fact))
    return;
  show_state (self, state);
  show_accessible (self, state, fact, time);
  set_openable (self, state == VF_STATE_OK || state == VF_STATE_FAILED || state == VF_STATE_SKIPPED);
}

static void
vf_stage_row_dispose (GObject *object)
{
  g_clear_pointer (&VF_STAGE_ROW (object)->report, vf_report_unref);
  G_OBJECT_CLASS (vf_stage_row_parent_class)->dispose (object);
}

static void
vf_stage_row_class_init (VfStageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_stage_row_dispose;

  g_type_ensure (VF_TYPE_STAGE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "stage-row.ui");
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, header);
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, sign);
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, icon);
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, words);
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, name);
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, fact);
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, time);
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, bar);
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, revealer);
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, trouble);
  gtk_widget_class_bind_template_child (widget_class, VfStageRow, facts);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
vf_stage_row_init (VfStageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->words, vf_fold_layout_new ());
}

/**
 * vf_stage_row_new:
 * @stage: which of the seven
 *
 * Returns: (transfer floating): a row for a stage that was not reached
 */
GtkWidget *
vf_stage_row_new (VfStage stage)
{
  VfStageRow *self = g_object_new (VF_TYPE_STAGE_ROW, NULL);

  self->stage = stage;
  gtk_label_set_text (self->name, vf_explain_stage (stage));
  vf_stage_row_update (self, NULL, FALSE, 0);
  return GTK_WIDGET (self);
}
