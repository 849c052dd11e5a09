#pragma once

#include "check-round.h"
#include "saved-list.h"
#include "start-page.h"

G_BEGIN_DECLS

struct _VfStartPage
{
  VfPage parent_instance;

  GtkWidget *prompt;
  VfSavedList *list;
  /* the read that is wanted now */
  GCancellable *reading;
  /* what was read is shown as soon as the window has been drawn once */
  guint bringing;
  /* the page has just come into view, so the keyboard may be put where one begins */
  gboolean fresh;
  /* (element-type VfSaved), most urgent first */
  GPtrArray *saved;
  /* which row gets the keyboard once it is there */
  char *focus;

  /* what was deleted last and can be put back */
  VfRemoved *removed;
  VfTarget *removed_target;
  /* the copy that was made last */
  char *copied;

  VfCheckRound *round;
  /* all were to be checked before the list was there */
  gboolean check_all_wanted;
};

VfStore *vf_start_page_get_store     (VfStartPage *self);
/* brings what is on disk; @focus: (nullable): name of the row that gets the keyboard */
void     vf_start_page_read          (VfStartPage *self,
                                      const char  *focus);

void     vf_start_page_install_changes (GtkWidgetClass *klass);
/* from here on there is no undo of the last deletion */
void     vf_start_page_finish_delete (VfStartPage *self);

void     vf_start_page_install_checks (GtkWidgetClass *klass);
void     vf_start_page_stop_checks   (VfStartPage *self);

G_END_DECLS
