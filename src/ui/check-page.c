#include "config.h"

#include "check-page-private.h"

#include "wrap-layout.h"
#include "wrap-texts.h"

#define TICK_MS 50
/* for who has turned animations off */
#define CALM_TICK_MS 500

G_DEFINE_FINAL_TYPE (VfCheckPage, vf_check_page, VF_TYPE_PAGE)

static VfSession *
get_session (VfCheckPage *self)
{
  return vf_page_get_session (VF_PAGE (self));
}

/* --- while it runs --- */

static gboolean
on_tick (gpointer data)
{
  vf_check_page_update_clock (data);
  return G_SOURCE_CONTINUE;
}

static void
run_clock (VfCheckPage *self, gboolean run)
{
  if (run && !self->tick)
    {
      gboolean animate = TRUE;

      g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate, NULL);
      self->started = g_get_monotonic_time ();
      self->tick = g_timeout_add (animate ? TICK_MS : CALM_TICK_MS, on_tick, self);
    }
  else if (!run)
    g_clear_handle_id (&self->tick, g_source_remove);
}

/* --- keeping --- */

static void
on_keep_changed (VfCheckPage *self)
{
  vf_check_page_update_facts (self, vf_check_page_get_phase (self));
  vf_check_page_update_buttons (self);
}

/* Who went back while it was being saved stays where they are. */
static void
on_kept (VfCheckPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.next", NULL);
}

static void
on_save_anyway (VfCheckPage *self)
{
  self->saves_anyway = TRUE;
  vf_check_page_update_buttons (self);
  vf_keep_group_focus (self->keep);
}

/* --- checking --- */

/* What failed is what matters; the stages above it went well. */
static void
bring_into_view (VfCheckPage *self)
{
  VfStage stage = vf_report_get_failed_stage (vf_session_get_report (get_session (self)));

  if (stage != VF_STAGE_NONE)
    vf_page_scroll_to (VF_PAGE (self), GTK_WIDGET (self->stage_rows[stage]));
}

static void
on_checking_changed (VfCheckPage *self)
{
  gboolean checking = vf_session_get_checking (get_session (self));

  self->began = TRUE;
  run_clock (self, checking);
  self->saves_anyway = FALSE;
  vf_keep_group_forget (self->keep);
  if (!checking)
    vf_keep_group_suggest (self->keep);
  vf_check_page_update (self);
  if (vf_check_page_get_phase (self) == VF_PHASE_GOOD && gtk_widget_get_mapped (GTK_WIDGET (self)))
    vf_keep_group_focus (self->keep);
  if (!checking && vf_check_page_get_phase (self) == VF_PHASE_FAILED)
    bring_into_view (self);
}

/* Steps of a running check; its end is told by `checking`. */
static void
on_report_changed (VfCheckPage *self)
{
  if (vf_session_get_checking (get_session (self)))
    vf_check_page_update_stages (self, VF_PHASE_RUNNING);
  else if (!vf_session_get_report (get_session (self)))
    {
      self->began = FALSE;
      vf_check_page_update (self);
    }
}

static void
check (VfCheckPage *self)
{
  vf_session_check (get_session (self));
}

static void
on_again (VfCheckPage *self)
{
  check (self);
}

static void
on_fix (VfCheckPage *self, VfFix *fix)
{
  vf_page_apply_fix (VF_PAGE (self), fix);
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfCheckPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean unlocked = vf_session_unlock_finish (VF_SESSION (source), result, &error);

  /* who has gone on to something else does not want it checked any more */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (unlocked)
    check (self);
  else
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
}

static void
on_secret (VfCheckPage *self)
{
  VfSession *session = get_session (self);
  g_autoptr (SecretValue) secret = vf_finding_view_take_secret (self->trouble);

  if (vf_finding_view_wants_password (self->trouble))
    vf_session_set_password (session, secret);
  else if (vf_session_get_inventory (session))
    {
      vf_session_unlock_async (session, secret, on_unlocked, g_object_ref (self));
      return;
    }
  else
    vf_session_set_key_passphrase (session, secret);
  check (self);
}

/* --- the page --- */

static void
vf_check_page_retry (VfPage *page)
{
  check (VF_CHECK_PAGE (page));
}

static void
vf_check_page_shown (VfPage *page, gboolean forward)
{
  VfCheckPage *self = VF_CHECK_PAGE (page);

  if (forward && !vf_session_get_checking (vf_page_get_session (page)))
    check (self);
  else
    vf_check_page_update (self);
  if (vf_check_page_get_phase (self) == VF_PHASE_FAILED)
    bring_into_view (self);
}

static gboolean
vf_check_page_apply (VfPage *page)
{
  VfCheckPage *self = VF_CHECK_PAGE (page);

  if (vf_keep_group_is_saved (self->keep))
    return TRUE;
  if (vf_keep_group_is_ready (self->keep))
    vf_keep_group_save (self->keep);
  return FALSE;
}

static void
vf_check_page_cancel (VfPage *page)
{
  VfCheckPage *self = VF_CHECK_PAGE (page);

  if (self->keep)
    vf_keep_group_cancel (self->keep);
  vf_session_cancel_unlock (vf_page_get_session (page));
  vf_session_cancel_check (vf_page_get_session (page));
}

static void
vf_check_page_focus_first (VfPage *page)
{
  VfCheckPage *self = VF_CHECK_PAGE (page);

  if (gtk_widget_get_visible (GTK_WIDGET (self->keep)))
    vf_keep_group_focus (self->keep);
  else
    VF_PAGE_CLASS (vf_check_page_parent_class)->focus_first (page);
}

static void
vf_check_page_constructed (GObject *object)
{
  VfCheckPage *self = VF_CHECK_PAGE (object);
  VfSession *session = vf_page_get_session (VF_PAGE (self));

  G_OBJECT_CLASS (vf_check_page_parent_class)->constructed (object);
  vf_keep_group_set_session (self->keep, session);
  g_signal_connect_object (session, "notify::report", G_CALLBACK (on_report_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::checking", G_CALLBACK (on_checking_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::unlocking", G_CALLBACK (vf_check_page_update_buttons), self,
                           G_CONNECT_SWAPPED);
  vf_check_page_update (self);
}

static void
vf_check_page_dispose (GObject *object)
{
  VfCheckPage *self = VF_CHECK_PAGE (object);

  run_clock (self, FALSE);
  g_clear_object (&self->trouble);
  G_OBJECT_CLASS (vf_check_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, content);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, statement);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, deadline);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, trouble_place);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, quiet_buttons);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, again);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, save_anyway);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, keep);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, facts);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, notes);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, stages);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_save_anyway);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_kept);
}

static void
vf_check_page_class_init (VfCheckPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  VfPageClass *page_class = VF_PAGE_CLASS (klass);

  object_class->constructed = vf_check_page_constructed;
  object_class->dispose = vf_check_page_dispose;
  page_class->shown = vf_check_page_shown;
  page_class->apply = vf_check_page_apply;
  page_class->cancel = vf_check_page_cancel;
  page_class->focus_first = vf_check_page_focus_first;
  page_class->retry = vf_check_page_retry;

  g_type_ensure (ADW_TYPE_BIN);
  g_type_ensure (VF_TYPE_CHECK_STATEMENT);
  g_type_ensure (VF_TYPE_KEEP_GROUP);
  g_type_ensure (VF_TYPE_WRAP_LAYOUT);
  bind_template (widget_class);
}

static void
vf_check_page_init (VfCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_wrap_texts (GTK_WIDGET (self));
  self->trouble = VF_FINDING_VIEW (g_object_ref_sink (vf_finding_view_new ()));
  g_signal_connect_swapped (self->trouble, "fix", G_CALLBACK (on_fix), self);
  g_signal_connect_swapped (self->trouble, "again", G_CALLBACK (on_again), self);
  g_signal_connect_swapped (self->trouble, "secret", G_CALLBACK (on_secret), self);
  for (guint i = 0; i < VF_N_STAGES; i++)
    {
      self->stage_rows[i] = VF_STAGE_ROW (vf_stage_row_new ((VfStage) i));
      gtk_list_box_append (self->stages, GTK_WIDGET (self->stage_rows[i]));
    }
}
