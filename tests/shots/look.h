#pragma once

#include "scene.h"

G_BEGIN_DECLS

/* What must hold on every page is looked at in the scenes that differ in what they are built of. */
typedef struct
{
  Shot *shot;
  GPtrArray *wrong;
} Looking;

typedef void (*LookVisit) (GtkWidget *widget,
                           gpointer   data);
typedef void (*LookCheck) (Looking   *looking);

/* @widget and all below it that can be seen */
void look_visit    (GtkWidget  *widget,
                    LookVisit   visit,
                    gpointer    data);
/* for look_visit(): an open popover keeps the Tab key for itself until it is closed */
void look_close_popover (GtkWidget *widget,
                         gpointer   data);
/* adds a line for a thing that is wrong, so that a run tells them all; @text: (nullable) */
void look_complain (Looking    *looking,
                    const char *what,
                    GtkWidget  *widget,
                    const char *text);
/* plays scene after scene, and fails the test if anything was wrong on one */
void look_at_pages (LookCheck   check);
/* likewise, of the named scenes only; they end with NULL */
void look_at       (LookCheck          check,
                    const char *const *names);

G_END_DECLS
