#pragma once

#include "identity-group.h"
#include "import-progress.h"
#include "import-trouble.h"
#include "password-row.h"
#include "renew-page.h"
#include "trial-row.h"
#include "unlock-row.h"

G_BEGIN_DECLS

struct _VfRenewPage
{
  VfPage parent_instance;

  GtkLabel *heading;
  GtkImage *sign;
  GtkLabel *statement;
  GtkWidget *drop;
  GtkWidget *open;
  VfImportProgress *reading;
  VfImportTrouble *trouble;
  VfUnlockRow *unlock;
  VfIdentityGroup *identities;
  AdwBin *change;
  AdwBin *copies;
  GtkWidget *trials;
  VfTrialRow *new_row;
  VfTrialRow *old_row;
  VfPasswordRow *password;
  GtkWidget *previous;
  GtkWidget *previous_line;
  gboolean has_previous;

  /* what is used from now on, if the person wants so */
  VfCredentials *renewed;
  gboolean is_change;
  VfSession *new_trial;
  VfSession *old_trial;
  gboolean swapping;
  gboolean done;
  GError *failure;
  GCancellable *finding;
  /* what was used when the page was shown, for going back */
  SecretValue *old_passphrase;
};

/* shows the phase that the page is in now */
void     vf_renew_page_update        (VfRenewPage    *self);
/* whether the renewed certificates have passed their test */
gboolean vf_renew_page_is_proven     (VfRenewPage    *self);

/* compares what was opened with what is used, and tests both if that is a change */
void     vf_renew_page_compare       (VfRenewPage    *self);
void     vf_renew_page_stop_trials   (VfRenewPage    *self);

void     vf_renew_page_install_swap  (GtkWidgetClass *klass);
/* looks for the certificates from before, and offers them */
void     vf_renew_page_find_previous (VfRenewPage    *self);
void     vf_renew_page_swap          (VfRenewPage    *self);

G_END_DECLS
