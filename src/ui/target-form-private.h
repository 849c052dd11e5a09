#pragma once

#include "field-note.h"
#include "target-form.h"

G_BEGIN_DECLS

typedef struct
{
  AdwEntryRow *row;
  VfFieldNote note;
  glong length;
} VfTargetField;

/* what the fields held before a paste */
typedef struct _VfTargetFormer VfTargetFormer;

struct _VfTargetForm
{
  AdwPreferencesGroup parent_instance;

  AdwEntryRow *host;
  AdwEntryRow *port;
  AdwEntryRow *dbname;
  AdwEntryRow *user;
  GtkWidget *host_error_row;
  GtkWidget *port_error_row;
  GtkWidget *dbname_error_row;
  GtkWidget *user_error_row;
  GtkLabel *host_error;
  GtkLabel *port_error;
  GtkLabel *dbname_error;
  GtkLabel *user_error;
  GtkWidget *hint_row;
  GtkLabel *hint;
  GtkActionable *guide;

  VfTargetField fields[VF_N_FIELDS];
  VfTargetFormer *former;
  /* nobody has typed the port: it may follow the provider */
  gboolean port_is_ours;
  /* the form is being filled by the program */
  gboolean filling;
};

const char *vf_target_form_get_text  (VfTargetForm   *self,
                                      VfField         field);
/* @text: (nullable): as if nobody had typed it */
void        vf_target_form_set_text  (VfTargetForm   *self,
                                      VfField         field,
                                      const char     *text);
/* @port: 0: the usual one, which may follow the provider */
void        vf_target_form_set_port  (VfTargetForm   *self,
                                      guint           port);
/* what is said beside the fields belongs to what they hold now */
void        vf_target_form_filled    (VfTargetForm   *self);
/* a connection that stands in one field goes to all fields */
gboolean    vf_target_form_try_paste (VfTargetForm   *self,
                                      VfField         field);
void        vf_target_former_free    (VfTargetFormer *former);

G_END_DECLS
