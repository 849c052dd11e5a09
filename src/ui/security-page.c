#include "config.h"

#include "security-page.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "compat.h"
#include "connection/provider.h"
#include "finding-row.h"
#include "finding-view.h"
#include "fold-layout.h"
#include "mode-card.h"
#include "more-options.h"
#include "name-compare.h"
#include "wrap-texts.h"

/* The strictest first, as on the page. */
static const VfSslMode card_modes[] = { VF_SSL_MODE_VERIFY_FULL, VF_SSL_MODE_VERIFY_CA, VF_SSL_MODE_REQUIRE };

struct _VfSecurityPage
{
  VfPage parent_instance;

  GtkWidget *look_line;
  GtkSpinner *look_spinner;
  GtkLabel *look_text;
  GtkButton *look_button;
  VfFindingView *trouble;
  GtkBox *cards;
  GtkListBox *noticed;
  VfMoreOptions *more;

  VfModeCard *mode_cards[VF_N_SSL_MODES];
  /* the cards are being set by the program */
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (VfSecurityPage, vf_security_page, VF_TYPE_PAGE)

static VfSession *
get_session (VfSecurityPage *self)
{
  return vf_page_get_session (VF_PAGE (self));
}

/* --- what a look found --- */

/* Whether the server was seen well enough to say something about the modes. */
static gboolean
has_evidence (VfReport *look)
{
  for (guint i = 0; i < VF_N_SSL_MODES; i++)
    if (vf_report_get_would (look, (VfSslMode) i) != VF_WOULD_UNKNOWN)
      return TRUE;
  return FALSE;
}

static void
show_look_line (VfSecurityPage *self, gboolean looking, const char *text, const char *button)
{
  gtk_spinner_set_spinning (self->look_spinner, looking);
  gtk_widget_set_visible (GTK_WIDGET (self->look_spinner), looking);
  if (g_strcmp0 (gtk_label_get_text (self->look_text), text) != 0)
    vf_compat_announce (GTK_WIDGET (self), text);
  gtk_label_set_text (self->look_text, text);
  gtk_button_set_label (self->look_button, button);
  vf_wrap_texts (GTK_WIDGET (self->look_button));
}

static void
update_look_line (VfSecurityPage *self)
{
  VfSession *session = get_session (self);
  VfReport *look = vf_session_get_look (session);
  gboolean cancelled = look && vf_report_get_code (look) == VF_CODE_CANCELLED;

  if (vf_session_get_looking (session))
    show_look_line (self, TRUE, _("Looking at the server…"), _("_Stop Looking"));
  else if (!look || cancelled)
    show_look_line (self, FALSE, _("The server has not been looked at, so nobody knows yet which mode works."),
                    _("_Look"));
  else if (has_evidence (look))
    show_look_line (self, FALSE, _("This is what each mode would do with this server."), _("Look _Again"));
  gtk_widget_set_visible (self->look_line, vf_session_get_looking (session) || !look || cancelled
                                             || has_evidence (look));
}

static void
update_trouble (VfSecurityPage *self)
{
  VfSession *session = get_session (self);
  VfReport *look = vf_session_get_look (session);
  gboolean trouble = look && !vf_session_get_looking (session) && !has_evidence (look)
                     && vf_report_get_code (look) != VF_CODE_NONE
                     && vf_report_get_code (look) != VF_CODE_CANCELLED;

  if (trouble)
    vf_finding_view_set_report (self->trouble, look);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), trouble);
}

static void
on_fix_button (GtkButton *button, VfSecurityPage *self);

/* What is wrong may be for another page to mend; urged on somebody whom no mode is recommended to. */
static void
add_place (GtkListBox *list, VfReport *look, const VfFinding *finding)
{
  VfSslMode mode;
  GtkWidget *row = vf_place_row_new (finding, !vf_report_get_recommended (look, &mode));

  if (row)
    gtk_list_box_append (list, row);
}

/* Of the ways out, those that keep the strictest mode; the others are the cards below.  What stands in nobody's way has no
 * place here. */
static void
add_fixes (VfSecurityPage *self, GtkListBox *list, VfReport *look)
{
  for (guint i = 0; i < vf_report_get_n_findings (look); i++)
    {
      const VfFinding *finding = vf_report_get_finding (look, i);

      if (vf_finding_get_severity (finding) != VF_SEVERITY_ERROR)
        continue;
      for (guint j = 0; j < vf_finding_get_n_fixes (finding); j++)
        {
          VfFix *fix = vf_finding_get_fix (finding, j);

          if (!vf_fix_row_lowers_guard (fix))
            gtk_list_box_append (list, vf_fix_row_new (fix, !gtk_list_box_get_row_at_index (list, 0),
                                                       G_CALLBACK (on_fix_button), self));
        }
      if (!gtk_list_box_get_row_at_index (list, 0))
        add_place (list, look, finding);
    }
}

/* (transfer floating): what can be done so that the strictest mode works */
static GtkWidget *
make_extra (VfSecurityPage *self, VfReport *look)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  add_fixes (self, GTK_LIST_BOX (list), look);
  if (vf_report_get_would_code (look, VF_SSL_MODE_VERIFY_FULL) == VF_CODE_NAME_MISMATCH
      && vf_report_get_chain (look)->len > 0)
    gtk_box_append (GTK_BOX (box), vf_name_compare_new_for_report (look));
  gtk_box_append (GTK_BOX (box), list);
  gtk_widget_set_visible (list, gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0) != NULL);
  gtk_widget_set_visible (box, gtk_widget_get_visible (list) || gtk_widget_get_first_child (box) != list);
  return box;
}

static void
update_extra (VfSecurityPage *self)
{
  VfReport *look = vf_session_get_look (get_session (self));
  gboolean fails = look && has_evidence (look)
                   && vf_report_get_would (look, VF_SSL_MODE_VERIFY_FULL) == VF_WOULD_FAIL;

  vf_mode_card_set_extra (self->mode_cards[VF_SSL_MODE_VERIFY_FULL], fails ? make_extra (self, look) : NULL);
}

static void
update_note (VfSecurityPage *self)
{
  const VfProvider *provider = vf_session_get_provider (get_session (self));

  vf_mode_card_set_note (self->mode_cards[VF_SSL_MODE_VERIFY_FULL],
                         provider && !vf_provider_supports_verify_full (provider) ? vf_provider_get_advice (provider)
                                                                                  : NULL);
}

static void
clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/* What the look found that stands in nobody's way, such as a client certificate that nobody asks for. */
static void
update_noticed (VfSecurityPage *self)
{
  VfReport *look = vf_session_get_look (get_session (self));
  guint n_rows = 0;

  clear_list (self->noticed);
  for (guint i = 0; look && i < vf_report_get_n_findings (look); i++)
    {
      VfFinding *finding = vf_report_get_finding (look, i);

      if (vf_finding_get_severity (finding) == VF_SEVERITY_ERROR)
        continue;
      gtk_list_box_append (self->noticed, vf_finding_row_new (finding));
      n_rows++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->noticed), n_rows > 0);
}

static void
update_cards (VfSecurityPage *self)
{
  VfReport *look = vf_session_get_look (get_session (self));
  VfSslMode recommended = VF_SSL_MODE_VERIFY_FULL;
  gboolean recommends = look && vf_report_get_recommended (look, &recommended);

  for (guint i = 0; i < VF_N_SSL_MODES; i++)
    {
      VfSslMode mode = (VfSslMode) i;
      VfWould would = look ? vf_report_get_would (look, mode) : VF_WOULD_UNKNOWN;
      g_autofree char *text = would == VF_WOULD_UNKNOWN ? NULL : vf_explain_mode (look, mode);

      vf_mode_card_set_recommended (self->mode_cards[i], recommends && mode == recommended);
      vf_mode_card_set_evidence (self->mode_cards[i], would, text);
    }
  update_extra (self);
  update_note (self);
  update_noticed (self);
}

static void
update (VfSecurityPage *self)
{
  update_look_line (self);
  update_trouble (self);
  update_cards (self);
}

/* The keyboard follows the choice, so that Space does not choose what was chosen before the evidence came. */
static void
update_mode (VfSecurityPage *self)
{
  VfModeCard *chosen = self->mode_cards[vf_session_get_mode (get_session (self))];
  gboolean focused = FALSE;

  for (guint i = 0; i < VF_N_SSL_MODES; i++)
    focused = focused || vf_mode_card_has_focus (self->mode_cards[i]);
  self->setting = TRUE;
  vf_mode_card_set_active (chosen, TRUE);
  self->setting = FALSE;
  if (focused && !vf_mode_card_has_focus (chosen))
    vf_mode_card_focus (chosen);
}

static void
on_card_active (VfModeCard *card, GParamSpec *pspec, VfSecurityPage *self)
{
  if (!self->setting && vf_mode_card_get_active (card))
    vf_session_set_mode (get_session (self), vf_mode_card_get_mode (card));
}

/* --- looking --- */

static void
look_again (VfSecurityPage *self)
{
  vf_session_look (get_session (self));
}

static void
on_look_again (VfSecurityPage *self)
{
  look_again (self);
}

static void
on_look_button (VfSecurityPage *self)
{
  if (vf_session_get_looking (get_session (self)))
    vf_session_cancel_look (get_session (self));
  else
    look_again (self);
}

/* The button goes with what it mends, and the keyboard must not end up wherever it happens to be next. */
static void
on_fix (VfSecurityPage *self, VfFix *fix)
{
  vf_mode_card_focus (self->mode_cards[vf_session_get_mode (get_session (self))]);
  vf_page_apply_fix (VF_PAGE (self), fix);
}

static void
on_fix_button (GtkButton *button, VfSecurityPage *self)
{
  g_autoptr (VfFix) fix = vf_fix_ref (vf_fix_row_get_fix (GTK_WIDGET (button)));

  on_fix (self, fix);
}

static void
on_option_failed (VfSecurityPage *self, const char *message)
{
  vf_page_toast (VF_PAGE (self), message, NULL, NULL);
}

/* --- the page --- */

static void
vf_security_page_shown (VfPage *page, gboolean forward)
{
  VfSecurityPage *self = VF_SECURITY_PAGE (page);
  VfSession *session = vf_page_get_session (page);

  vf_more_options_update (self->more);
  update_mode (self);
  update (self);
  if (!vf_session_get_look (session) && !vf_session_get_looking (session))
    vf_session_look (session);
}

static gboolean
vf_security_page_apply (VfPage *page)
{
  return vf_more_options_apply (VF_SECURITY_PAGE (page)->more);
}

static void
vf_security_page_cancel (VfPage *page)
{
  vf_session_cancel_look (vf_page_get_session (page));
}

static void
vf_security_page_retry (VfPage *page)
{
  look_again (VF_SECURITY_PAGE (page));
}

static void
vf_security_page_focus_first (VfPage *page)
{
  VfSecurityPage *self = VF_SECURITY_PAGE (page);
  VfSslMode mode = vf_session_get_mode (vf_page_get_session (page));

  vf_mode_card_focus (self->mode_cards[mode]);
}

static void
vf_security_page_constructed (GObject *object)
{
  VfSecurityPage *self = VF_SECURITY_PAGE (object);
  VfSession *session = vf_page_get_session (VF_PAGE (self));

  G_OBJECT_CLASS (vf_security_page_parent_class)->constructed (object);
  vf_more_options_set_session (self->more, session);
  g_signal_connect_object (session, "notify::look", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::looking", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::mode", G_CALLBACK (update_mode), self, G_CONNECT_SWAPPED);
  update_mode (self);
  update (self);
  /* Any mode may be chosen, also one that would fail today. */
  vf_page_set_complete (VF_PAGE (self), TRUE);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "security-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VfSecurityPage, look_line);
  gtk_widget_class_bind_template_child (widget_class, VfSecurityPage, look_spinner);
  gtk_widget_class_bind_template_child (widget_class, VfSecurityPage, look_text);
  gtk_widget_class_bind_template_child (widget_class, VfSecurityPage, look_button);
  gtk_widget_class_bind_template_child (widget_class, VfSecurityPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, VfSecurityPage, cards);
  gtk_widget_class_bind_template_child (widget_class, VfSecurityPage, noticed);
  gtk_widget_class_bind_template_child (widget_class, VfSecurityPage, more);
  gtk_widget_class_bind_template_callback (widget_class, on_fix);
  gtk_widget_class_bind_template_callback (widget_class, on_look_again);
  gtk_widget_class_bind_template_callback (widget_class, on_look_button);
  gtk_widget_class_bind_template_callback (widget_class, on_option_failed);
}

static void
vf_security_page_class_init (VfSecurityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  VfPageClass *page_class = VF_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = vf_security_page_constructed;
  page_class->shown = vf_security_page_shown;
  page_class->apply = vf_security_page_apply;
  page_class->cancel = vf_security_page_cancel;
  page_class->focus_first = vf_security_page_focus_first;
  page_class->retry = vf_security_page_retry;

  g_type_ensure (VF_TYPE_FINDING_VIEW);
  g_type_ensure (VF_TYPE_MORE_OPTIONS);
  bind_template (widget_class);
}

static void
vf_security_page_init (VfSecurityPage *self)
{
  VfModeCard *first = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->look_line, vf_fold_layout_new ());
  vf_finding_view_set_again_label (self->trouble, _("Look _Again"));
  for (guint i = 0; i < G_N_ELEMENTS (card_modes); i++)
    {
      VfModeCard *card = VF_MODE_CARD (vf_mode_card_new (card_modes[i]));

      vf_mode_card_set_group (card, first);
      first = first ? first : card;
      g_signal_connect (card, "notify::active", G_CALLBACK (on_card_active), self);
      gtk_box_append (self->cards, GTK_WIDGET (card));
      self->mode_cards[card_modes[i]] = card;
    }
}
