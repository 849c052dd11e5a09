#pragma once

#include <adwaita.h>

#include "connection/paste.h"
#include "session.h"

G_BEGIN_DECLS

#define VF_TYPE_PAGE (vf_page_get_type ())

/**
 * VfPage:
 *
 * One step of the wizard.  The window never looks inside a page: it watches `title`, `complete`, `busy` and
 * `next-label`, and recomputes its buttons in one function.
 *
 * Properties: `session` (construct only), `title`, `complete`, `busy`, `next-label` and `child`, so that a template can
 * say `<property name="child">`.  Templates lie in the resource VF_UI_RESOURCE "NAME.ui".  While a page is busy the
 * window shows Cancel, which calls vf_page_cancel().  A page that has finished something by itself goes on with the
 * action "win.next".
 */
#define VF_UI_RESOURCE "/io/github/verifull/Verifull/ui/"

G_DECLARE_DERIVABLE_TYPE (VfPage, vf_page, VF, PAGE, GtkWidget)

struct _VfPageClass
{
  GtkWidgetClass parent_class;

  /* the page has come into view; @forward: by Next or by opening, not by Back */
  void (*shown) (VfPage *self, gboolean forward);
  /* Next was pressed: put what was entered into the session; FALSE stays, with the reason shown on the page */
  gboolean (*apply) (VfPage *self);
  /* the page is being left, or Cancel was pressed: stop what runs */
  void (*cancel) (VfPage *self);
  /* put the keyboard where a person would start */
  void (*focus_first) (VfPage *self);
  /* Back was pressed; TRUE: the page has gone back inside itself */
  gboolean (*back) (VfPage *self);
  /* a fix was applied, or taken back: look or check anew */
  void (*retry) (VfPage *self);
  /* (nullable): a connection was on the clipboard when Ctrl+V was pressed */
  void (*take_paste) (VfPage *self, VfPaste *paste);
};

VfSession  *vf_page_get_session    (VfPage     *self);
const char *vf_page_get_title      (VfPage     *self);
const char *vf_page_get_short_title (VfPage *self);
void        vf_page_set_title      (VfPage     *self,
                                    const char *title);
gboolean    vf_page_get_complete   (VfPage     *self);
void        vf_page_set_complete   (VfPage     *self,
                                    gboolean    complete);
gboolean    vf_page_get_busy       (VfPage     *self);
void        vf_page_set_busy       (VfPage     *self,
                                    gboolean    busy);
/* (nullable): what the suggested action is called here; NULL: "Next"; "": there is none here */
const char *vf_page_get_next_label (VfPage     *self);
void        vf_page_set_next_label (VfPage     *self,
                                    const char *label);
/* whether it is what a person should do; it is, until the page says otherwise */
gboolean    vf_page_get_next_suggested (VfPage *self);
void        vf_page_set_next_suggested (VfPage *self,
                                        gboolean suggested);
/* the one child; VfPage scrolls and clamps it */
void        vf_page_set_child      (VfPage     *self,
                                    GtkWidget  *child);
void        vf_page_say            (VfPage     *self,
                                    const char *text);
void        vf_page_scroll_to      (VfPage     *self,
                                    GtkWidget  *widget);
/* asks the window for a toast; @action: (nullable): detailed action name behind the toast's button @button */
void        vf_page_toast          (VfPage     *self,
                                    const char *text,
                                    const char *button,
                                    const char *action);
/* puts a fix into the session and tries again, with a toast that takes it back */
void        vf_page_apply_fix      (VfPage     *self,
                                    VfFix      *fix);

void        vf_page_shown          (VfPage     *self,
                                    gboolean    forward);
gboolean    vf_page_apply          (VfPage     *self);
void        vf_page_cancel         (VfPage     *self);
void        vf_page_focus_first    (VfPage     *self);
gboolean    vf_page_back           (VfPage     *self);
void        vf_page_take_paste     (VfPage     *self,
                                    VfPaste    *paste);

G_END_DECLS
