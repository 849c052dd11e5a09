/* Checking one saved connection or all of them, in their rows. */

#include "config.h"

#include "start-page-private.h"

#include <glib/gi18n.h>

#include "compat.h"

/* --- what is said of all --- */

static char *
join_counts (const VfCheckCounts *counts)
{
  g_autofree char *proven = g_strdup_printf (ngettext ("%u proven", "%u proven", counts->proven), counts->proven);
  g_autofree char *failed = g_strdup_printf (ngettext ("%u failed", "%u failed", counts->failed), counts->failed);
  g_autofree char *password = g_strdup_printf (ngettext ("%u needs its password", "%u need their passwords",
                                                         counts->password), counts->password);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (counts->proven > 0)
    g_strv_builder_add (parts, proven);
  if (counts->failed > 0)
    g_strv_builder_add (parts, failed);
  if (counts->password > 0)
    g_strv_builder_add (parts, password);
  list = g_strv_builder_end (parts);
  return g_strjoinv (" · ", list);
}

static void
show_progress (VfStartPage *self)
{
  const VfCheckCounts *counts = vf_check_round_get_counts (self->round);
  g_autofree char *text = NULL;

  /* of a single one its row says it all */
  if (counts->total < 2)
    {
      vf_saved_list_set_status (self->list, NULL, -1);
      return;
    }
  /* translators: how many connections have been checked, of how many */
  text = g_strdup_printf (_("Checked %u of %u"), counts->done, counts->total);
  vf_saved_list_set_status (self->list, text, (double) counts->done / counts->total);
}

static void
show_summary (VfStartPage *self)
{
  const VfCheckCounts *counts = vf_check_round_get_counts (self->round);
  g_autofree char *counted = join_counts (counts);
  g_autofree char *text = NULL;

  if (counts->total < 2)
    {
      vf_saved_list_set_status (self->list, NULL, -1);
      return;
    }
  if (counts->done == counts->total)
    text = g_steal_pointer (&counted);
  else if (counts->done == 0)
    text = g_strdup (_("Stopped before any was checked."));
  else
    /* translators: %s: "12 proven · 1 failed" */
    text = g_strdup_printf (_("Stopped. %s"), counted);
  vf_saved_list_set_status (self->list, text, -1);
}

/* --- a round --- */

static void
round_progress (VfCheckRound *round, const char *name, guint stage, VfStartPage *self)
{
  VfSavedItem *item = vf_saved_list_find (self->list, name);

  if (item)
    vf_saved_item_set_phase (item, VF_SAVED_CHECKING, (VfStage) stage);
}

/* Said even where the list is not looked at. */
static void
announce (VfStartPage *self, const char *name, VfReport *report)
{
  g_autofree char *text = NULL;

  if (report && vf_report_is_ok (report))
    /* translators: %s: name of a saved connection */
    text = g_strdup_printf (_("%s is proven."), name);
  else
    /* translators: %s: name of a saved connection */
    text = g_strdup_printf (_("%s is not proven."), name);
  vf_compat_announce (GTK_WIDGET (self), text);
}

/* Nobody was asked, so it is said. */
static void
say_decision (VfStartPage *self, VfSaved *before, VfSaved *after)
{
  g_autofree char *text = NULL;

  if (!vf_saved_get_undecided (before) || vf_saved_get_undecided (after))
    return;
  /* Translators: %1$s is the name of a connection, %2$s a mode such as Verify-Full */
  text = g_strdup_printf (_("“%1$s” is kept as %2$s from now on: that is the strictest that was proven."),
                          vf_saved_get_name (after), vf_ssl_mode_title (vf_saved_get_mode (after)));
  vf_page_toast (VF_PAGE (self), text, NULL, NULL);
}

static void
round_result (VfCheckRound *round, const char *name, VfSession *session, const char *message, VfStartPage *self)
{
  VfReport *report = session ? vf_session_get_report (session) : NULL;
  VfSavedItem *item = vf_saved_list_find (self->list, name);
  g_autoptr (VfSaved) saved = NULL;

  show_progress (self);
  if (report && !vf_report_is_ok (report))
    vf_session_keep_result (vf_page_get_session (VF_PAGE (self)), name, report);
  if (vf_check_round_get_counts (round)->total < 2)
    announce (self, name, report);
  if (!item)
    return;
  vf_saved_item_set_phase (item, VF_SAVED_IDLE, VF_STAGE_NONE);
  vf_saved_item_set_trouble (item, message);
  if (!report)
    return;
  saved = vf_saved_with_report (vf_saved_item_get_saved (item), vf_session_get_connection (session), report,
                                g_get_real_time () / G_USEC_PER_SEC);
  say_decision (self, vf_saved_item_get_saved (item), saved);
  vf_saved_item_set_saved (item, saved);
}

static void
rest_all (VfStartPage *self)
{
  GListModel *items = vf_saved_list_get_items (self->list);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (VfSavedItem) item = g_list_model_get_item (items, i);

      vf_saved_item_set_phase (item, VF_SAVED_IDLE, VF_STAGE_NONE);
    }
}

static void
round_ended (VfCheckRound *round, VfStartPage *self)
{
  rest_all (self);
  show_summary (self);
  vf_page_set_busy (VF_PAGE (self), FALSE);
  g_clear_object (&self->round);
  /* in the order of what they are now */
  vf_start_page_read (self, NULL);
}

static VfCheckRound *
ensure_round (VfStartPage *self)
{
  if (self->round)
    return self->round;
  self->round = vf_check_round_new (vf_start_page_get_store (self));
  g_signal_connect_object (self->round, "progress", G_CALLBACK (round_progress), self, 0);
  g_signal_connect_object (self->round, "result", G_CALLBACK (round_result), self, 0);
  g_signal_connect_object (self->round, "ended", G_CALLBACK (round_ended), self, 0);
  vf_page_set_busy (VF_PAGE (self), TRUE);
  return self->round;
}

static void
check_item (VfStartPage *self, VfSavedItem *item)
{
  if (vf_saved_item_get_phase (item) != VF_SAVED_IDLE)
    return;
  vf_saved_item_set_trouble (item, NULL);
  vf_saved_item_set_phase (item, VF_SAVED_WAITING, VF_STAGE_NONE);
  vf_check_round_add (ensure_round (self), vf_saved_get_name (vf_saved_item_get_saved (item)));
}

/**
 * vf_start_page_check_all:
 * @self: the start page
 *
 * Checks every saved connection, also those that a search hides; as soon as they are known.
 */
void
vf_start_page_check_all (VfStartPage *self)
{
  GListModel *items;

  self->check_all_wanted = self->reading != NULL || self->bringing || !self->saved;
  if (self->check_all_wanted || !self->list)
    return;
  items = vf_saved_list_get_items (self->list);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (VfSavedItem) item = g_list_model_get_item (items, i);

      check_item (self, item);
    }
  if (self->round)
    show_progress (self);
}

/**
 * vf_start_page_stop_checks:
 *
 * Cancels the round that runs, if there is one; its rows go back to what they showed.
 */
void
vf_start_page_stop_checks (VfStartPage *self)
{
  if (self->round)
    vf_check_round_cancel (self->round);
}

static void
check_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfStartPage *self = VF_START_PAGE (widget);
  VfSavedItem *item = self->list ? vf_saved_list_find (self->list, g_variant_get_string (parameter, NULL)) : NULL;

  if (!item)
    return;
  check_item (self, item);
  if (self->round)
    show_progress (self);
}

static void
check_all_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  vf_start_page_check_all (VF_START_PAGE (widget));
}

void
vf_start_page_install_checks (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "start.check", "s", check_activated);
  gtk_widget_class_install_action (klass, "start.check-all", NULL, check_all_activated);
}
