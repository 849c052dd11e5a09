#pragma once

#include "code-view.h"
#include "destination-view.h"
#include "export-work.h"
#include "insert-group.h"

G_BEGIN_DECLS

/* What the view shares with destination-save.c, where its export goes somewhere. */

struct _VfDestinationView
{
  GtkWidget parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *purpose;
  GtkWidget *proof;
  GtkImage *proof_icon;
  GtkLabel *proof_text;
  GtkLabel *trouble;
  GtkWidget *contents;
  AdwBin *preview_bin;
  GtkWidget *shortened;
  GtkLabel *files;
  GtkButton *copy;
  GtkButton *save;
  GtkWidget *taken;
  GtkLabel *taken_text;
  AdwBin *insert_bin;
  GtkBox *notes;
  VfCodeView *preview;
  VfInsertGroup *insert;

  /* weak: the view stands in it, and lives longer while something runs for it */
  VfPage *page;
  const VfDestination *destination;
  VfSavedSource *source;
  /* where its files were saved, which its text may name */
  char *directory;
  /* they were saved where this program cannot tell */
  gboolean place_unknown;
  /* what is shown; with a stand-in where a password belongs */
  VfExport *export;
  SecretValue *stand_in;
  GCancellable *making;
  /* the files of what is shown are being saved */
  GCancellable *saving;
  /* what would be replaced, and in what */
  char *taken_place;
};

/* (nullable): NULL once the page is gone */
VfSession      *vf_destination_view_get_session (VfDestinationView *self);
/* @real: with the password, where one belongs into it */
VfExportRequest vf_destination_view_describe    (VfDestinationView *self,
                                                 gboolean           real);
/* whether the text that is shown holds a secret */
gboolean        vf_destination_view_is_secret   (VfDestinationView *self);
void            vf_destination_view_show_files  (VfDestinationView *self);
/* @export: (transfer full): what is shown from now on */
void            vf_destination_view_install     (VfDestinationView *self,
                                                 VfExport          *export);

void            vf_destination_view_copy        (VfDestinationView *self);
void            vf_destination_view_save        (VfDestinationView *self);
void            vf_destination_view_replace     (VfDestinationView *self);

G_END_DECLS
