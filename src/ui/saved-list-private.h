#pragma once

#include "saved-list.h"
#include "saved-row.h"

G_BEGIN_DECLS

struct _VfSavedList
{
  AdwBin parent_instance;

  GtkWidget *heading;
  GtkToggleButton *search_button;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search;
  GtkLabel *status;
  GtkProgressBar *progress;
  GtkWidget *nothing;
  GtkLabel *nothing_text;
  GtkWidget *tall;
  GtkScrolledWindow *scroller;
  GtkListView *view;

  GListStore *items;
  /* (element-type utf8 VfSavedItem): by name */
  GHashTable *by_name;
  GtkCustomFilter *filter;
  GtkFilterListModel *found;
  GtkSliceListModel *slice;
  /* it has been asked for, and is not in view yet */
  gboolean search_wanted;
  /* what is searched for; NULL: nothing */
  GStrv words;
  /* (element-type VfSavedRow): those that show something now */
  GHashTable *rows;
  /* (element-type VfSavedRow): those of them that show what was before */
  GQueue stale;
  VfSavedRow *hovered;
  guint growing;
  guint refreshing;
  guint clock;
};

/* a few more rows, if somebody has come near the end of what there is */
void vf_saved_list_grow_if_needed (VfSavedList    *self);
/* as few rows as at first */
void vf_saved_list_shrink         (VfSavedList    *self);

void vf_saved_list_bind_search    (GtkWidgetClass *klass);
void vf_saved_list_init_search    (VfSavedList    *self);
/* there is a search only where there are many */
void vf_saved_list_offer_search   (VfSavedList    *self);
/* shows that nothing, or something again, is found */
void vf_saved_list_found_changed  (VfSavedList    *self);

G_END_DECLS
