#include "config.h"

#include "finding-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "certificate-compare.h"
#include "check/explain.h"
#include "check/report-text.h"
#include "compat.h"
#include "finding-row.h"
#include "help/help.h"
#include "name-compare.h"
#include "page.h"
#include "password-row.h"
#include "wrap-layout.h"
#include "wrap-texts.h"

struct _VfFindingView
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkLabel *what;
  GtkLabel *why;
  AdwBin *extra;
  GtkWidget *fixes_title;
  GtkListBox *fixes;
  GtkWidget *weaker_title;
  GtkListBox *weaker;
  GtkButton *again;
  GtkButton *copy;
  GtkActionable *more;
  GtkWidget *libpq;
  GtkLabel *libpq_text;

  VfPasswordRow *password_row;
  VfReport *report;
};

enum
{
  FIX,
  AGAIN,
  SECRET,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VfFindingView, vf_finding_view, GTK_TYPE_WIDGET)

static void
on_again (VfFindingView *self)
{
  g_signal_emit (self, signals[AGAIN], 0);
}

static void
on_copy (VfFindingView *self)
{
  g_autofree char *text = vf_report_to_text (self->report);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_button_set_label (self->copy, _("Copied"));
}

static void
on_fix (GtkButton *button, VfFindingView *self)
{
  g_autoptr (VfFix) fix = vf_fix_ref (vf_fix_row_get_fix (GTK_WIDGET (button)));

  g_signal_emit (self, signals[FIX], 0, fix);
}

/**
 * vf_finding_view_find_cause:
 * @report: a report that did not end well
 *
 * Returns: (transfer full): its first finding of the report's own code, else its first error, else a finding made
 *   of its code and host
 */
VfFinding *
vf_finding_view_find_cause (VfReport *report)
{
  VfCode code = vf_report_get_code (report);
  VfFinding *found = NULL;

  for (guint i = vf_report_get_n_findings (report); i > 0; i--)
    {
      VfFinding *finding = vf_report_get_finding (report, i - 1);

      if (vf_finding_get_code (finding) == code)
        found = finding;
    }
  for (guint i = 0; !found && i < vf_report_get_n_findings (report); i++)
    if (vf_finding_get_severity (vf_report_get_finding (report, i)) == VF_SEVERITY_ERROR)
      found = vf_report_get_finding (report, i);
  return found ? vf_finding_ref (found)
               : vf_finding_new (code, VF_SEVERITY_ERROR, vf_report_get_host (report), NULL);
}

/* --- what is missing --- */

static gboolean
asks_for_password (VfCode code)
{
  return code == VF_CODE_WRONG_PASSWORD || code == VF_CODE_PASSWORD_NEEDED;
}

static gboolean
asks_for_passphrase (VfCode code)
{
  return code == VF_CODE_KEY_LOCKED || code == VF_CODE_KEY_PASSPHRASE_WRONG;
}

gboolean
vf_finding_view_wants_password (VfFindingView *self)
{
  g_return_val_if_fail (VF_IS_FINDING_VIEW (self), FALSE);

  return self->report && asks_for_password (vf_report_get_code (self->report));
}

SecretValue *
vf_finding_view_take_secret (VfFindingView *self)
{
  g_return_val_if_fail (VF_IS_FINDING_VIEW (self), NULL);

  return vf_password_row_take (self->password_row);
}

static void
on_secret (VfFindingView *self)
{
  g_signal_emit (self, signals[SECRET], 0);
}

static void
show_extra (VfFindingView *self, VfReport *report)
{
  VfCode code = vf_report_get_code (report);
  GtkWidget *extra = NULL;

  if (asks_for_password (code) || asks_for_passphrase (code))
    extra = GTK_WIDGET (self->password_row);
  else if (code == VF_CODE_NAME_MISMATCH && vf_report_get_chain (report)->len > 0)
    extra = vf_name_compare_new_for_report (report);
  else if (code == VF_CODE_CERTIFICATE_CHANGED)
    extra = vf_certificate_compare_new_for_report (report);
  adw_bin_set_child (self->extra, extra);
  gtk_widget_set_visible (GTK_WIDGET (self->extra), extra != NULL);
  if (asks_for_password (code))
    vf_password_row_ask (self->password_row, _("Password"), NULL, _("_Try Again"));
  else if (asks_for_passphrase (code))
    /* Translators: short, for it stands in a narrow field; whose it is stands above */
    vf_password_row_ask (self->password_row, C_("entry", "Passphrase"), _("Passphrase of the client key"), _("_Try Again"));
}

/* --- the view --- */

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))))
    gtk_list_box_remove (list, row);
}

/* Trusting what nobody vouches for is the person's own idea. */
static gboolean
can_suggest (const VfFix *fix)
{
  return !vf_fix_row_lowers_guard (fix) && !vf_fix_wants_comparing (fix);
}

/* TRUE if one of them can be suggested */
static gboolean
add_fixes (VfFindingView *self, const VfFinding *finding, gboolean weaker, gboolean suggest)
{
  GtkListBox *list = weaker ? self->weaker : self->fixes;
  guint n = 0;

  for (guint i = 0; i < vf_finding_get_n_fixes (finding); i++)
    {
      VfFix *fix = vf_finding_get_fix (finding, i);

      if (vf_fix_row_lowers_guard (fix) != weaker)
        continue;
      n += can_suggest (fix);
      gtk_list_box_append (list, vf_fix_row_new (fix, suggest && n == 1 && can_suggest (fix), G_CALLBACK (on_fix), self));
    }
  return n > 0;
}

static void
show_list (GtkWidget *title, GtkListBox *list)
{
  gboolean any = gtk_widget_get_first_child (GTK_WIDGET (list)) != NULL;

  gtk_widget_set_visible (title, any);
  gtk_widget_set_visible (GTK_WIDGET (list), any);
}

/* Who has got as far as the login has typed host and port right. */
static gboolean
is_reached (VfFindingView *self, VfCode code)
{
  return vf_report_get_failed_stage (self->report) == VF_STAGE_LOGIN
         && (code == VF_CODE_TIMED_OUT || code == VF_CODE_CLOSED_EARLY);
}

/* Only one thing is suggested: what is asked for above comes first.  What gives something up stands apart. */
static void
show_fixes (VfFindingView *self, const VfFinding *finding)
{
  gboolean suggest = !VF_IS_PASSWORD_ROW (adw_bin_get_child (self->extra));
  gboolean any;
  GtkWidget *place;

  clear_list (self->fixes);
  clear_list (self->weaker);
  any = add_fixes (self, finding, FALSE, suggest);
  add_fixes (self, finding, TRUE, FALSE);
  place = is_reached (self, vf_finding_get_code (finding))
            ? NULL : vf_place_row_new (finding, suggest && !any);
  if (place)
    gtk_list_box_insert (self->fixes, place, any ? -1 : 0);
  show_list (self->fixes_title, self->fixes);
  show_list (self->weaker_title, self->weaker);
}

/**
 * vf_finding_view_set_report:
 * @report: what did not end well
 */
void
vf_finding_view_set_report (VfFindingView *self, VfReport *report)
{
  g_autoptr (VfFinding) cause = vf_finding_view_find_cause (report);
  g_autofree char *title = vf_explain_finding_title (cause);
  g_autofree char *what = vf_explain_finding (cause);
  g_autofree char *why = vf_explain_finding_why (cause);
  g_autofree char *page = vf_help_id_of_code (vf_finding_get_code (cause));
  const char *libpq_text = vf_report_get_libpq_text (report);

  g_return_if_fail (VF_IS_FINDING_VIEW (self));

  if (report != self->report)
    {
      vf_compat_announce (GTK_WIDGET (self), title);
      vf_compat_announce (GTK_WIDGET (self), what);
    }
  vf_report_ref (report);
  g_clear_pointer (&self->report, vf_report_unref);
  self->report = report;
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->what, what);
  gtk_label_set_text (self->why, why ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->why), why != NULL);
  show_extra (self, report);
  show_fixes (self, cause);
  gtk_button_set_label (self->copy, _("_Copy Report"));
  gtk_actionable_set_action_target (self->more, "s", page);
  gtk_label_set_text (self->libpq_text, libpq_text ? libpq_text : "");
  gtk_widget_set_visible (self->libpq, libpq_text != NULL);
}

void
vf_finding_view_set_again_label (VfFindingView *self, const char *label)
{
  g_return_if_fail (VF_IS_FINDING_VIEW (self));

  gtk_button_set_label (self->again, label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->again), NULL);
}

static void
vf_finding_view_dispose (GObject *object)
{
  VfFindingView *self = VF_FINDING_VIEW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_object (&self->password_row);
  g_clear_pointer (&self->report, vf_report_unref);
  G_OBJECT_CLASS (vf_finding_view_parent_class)->dispose (object);
}

static void
vf_finding_view_class_init (VfFindingViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_finding_view_dispose;

  signals[FIX] = g_signal_new ("fix", VF_TYPE_FINDING_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               G_TYPE_POINTER);
  signals[SECRET] = g_signal_new ("secret", VF_TYPE_FINDING_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  0);
  signals[AGAIN] = g_signal_new ("again", VF_TYPE_FINDING_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ADW_TYPE_BIN);
  g_type_ensure (VF_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "finding-view.ui");
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, title);
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, what);
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, why);
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, extra);
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, fixes_title);
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, fixes);
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, weaker_title);
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, weaker);
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, again);
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, copy);
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, more);
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, libpq);
  gtk_widget_class_bind_template_child (widget_class, VfFindingView, libpq_text);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
vf_finding_view_init (VfFindingView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_wrap_texts (GTK_WIDGET (self));
  self->password_row = VF_PASSWORD_ROW (g_object_ref_sink (vf_password_row_new ()));
  g_signal_connect_swapped (self->password_row, "entered", G_CALLBACK (on_secret), self);
}

/**
 * vf_finding_view_new:
 *
 * Returns: (transfer floating): a view that is waiting for a report
 */
GtkWidget *
vf_finding_view_new (void)
{
  return g_object_new (VF_TYPE_FINDING_VIEW, NULL);
}
