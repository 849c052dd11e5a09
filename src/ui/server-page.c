#include "config.h"

#include "server-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "connection/provider.h"

/* Text that grows by this much at once was pasted (or dropped), not typed. */
#define PASTED_LENGTH 4
#define DEFAULT_PORT "5432"

typedef struct
{
  AdwEntryRow *row;
  GtkWidget *note_row;
  GtkLabel *note;
  glong length;
} Field;

/* What the form held before a paste. */
typedef struct
{
  char *texts[VF_N_FIELDS];
  gboolean port_is_ours;
  SecretValue *password;
} Former;

struct _VfServerPage
{
  VfPage parent_instance;

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
  AdwPasswordEntryRow *password;
  GtkSwitch *remember;

  Field fields[VF_N_FIELDS];
  Former *former;
  /* its further keywords go to the session with the fields */
  VfPaste *pasted;
  /* the password that the session had last: another one there is news for the form */
  SecretValue *exchanged;
  GCancellable *clipboard;
  /* nobody has typed the port: it may follow the provider */
  gboolean port_is_ours;
  /* the form is being filled by the program */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (VfServerPage, vf_server_page, VF_TYPE_PAGE)

static void
former_free (Former *former)
{
  for (guint i = 0; i < VF_N_FIELDS; i++)
    g_free (former->texts[i]);
  g_clear_pointer (&former->password, secret_value_unref);
  g_free (former);
}

static const char *
get_text (VfServerPage *self, VfField field)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->fields[field].row));
}

static void
set_text (VfServerPage *self, VfField field, const char *text)
{
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->fields[field].row), text ? text : "");
  self->filling = FALSE;
}

/* Straight from the entry's own secure memory. */
static SecretValue *
get_password (VfServerPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->password));

  return *text ? secret_value_new (text, -1, "text/plain") : NULL;
}

static void
set_password (VfServerPage *self, SecretValue *password)
{
  gtk_editable_set_text (GTK_EDITABLE (self->password), password ? secret_value_get_text (password) : "");
}

/* --- what is said under a field --- */

static void
set_field_note (Field *field, const char *text)
{
  gtk_label_set_text (field->note, text);
  gtk_widget_set_visible (field->note_row, TRUE);
}

static void
set_field_error (Field *field, const char *text)
{
  set_field_note (field, text);
  gtk_widget_add_css_class (GTK_WIDGET (field->row), "error");
  gtk_widget_add_css_class (GTK_WIDGET (field->note), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (field->row), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

static void
clear_field_error (Field *field)
{
  gtk_widget_set_visible (field->note_row, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (field->row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (field->note), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (field->row), GTK_ACCESSIBLE_STATE_INVALID);
}

static gboolean
validate_field (VfServerPage *self, VfField field)
{
  g_autofree char *problem = vf_target_check_field (field, get_text (self, field));

  if (problem)
    set_field_error (&self->fields[field], problem);
  else if (gtk_widget_has_css_class (GTK_WIDGET (self->fields[field].row), "error"))
    clear_field_error (&self->fields[field]);
  return problem == NULL;
}

static void
update_hint (VfServerPage *self)
{
  const VfProvider *provider = vf_provider_by_host (get_text (self, VF_FIELD_HOST));
  g_autofree char *port = NULL;
  g_autofree char *text = NULL;

  if (provider && vf_provider_get_port (provider))
    {
      port = g_strdup_printf ("%u", vf_provider_get_port (provider));
      /* Translators: the name of a cloud, and a port number */
      text = g_strdup_printf (_("%s · the port is usually %s"), vf_provider_get_name (provider), port);
    }
  else if (provider)
    text = g_strdup (vf_provider_get_name (provider));
  gtk_label_set_text (self->hint, text ? text : "");
  gtk_widget_set_visible (self->hint_row, text != NULL);
  if (self->port_is_ours)
    set_text (self, VF_FIELD_PORT, port ? port : DEFAULT_PORT);
}

static void
update_complete (VfServerPage *self)
{
  vf_page_set_complete (VF_PAGE (self), *get_text (self, VF_FIELD_HOST) != '\0');
}

/* Takes blanks, brackets and a port away from the host, and says where the port went. */
static void
tidy_host (VfServerPage *self)
{
  g_autofree char *typed = g_strdup (get_text (self, VF_FIELD_HOST));
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;

  if (!vf_target_tidy_host (typed, &host, &port))
    return;
  set_text (self, VF_FIELD_HOST, host);
  if (port)
    {
      /* Translators: %s is what was typed into the host field */
      g_autofree char *note = g_strdup_printf (_("“%s” contains the port; it has been moved to its own field."), typed);

      set_text (self, VF_FIELD_PORT, port);
      self->port_is_ours = FALSE;
      clear_field_error (&self->fields[VF_FIELD_PORT]);
      clear_field_error (&self->fields[VF_FIELD_HOST]);
      set_field_note (&self->fields[VF_FIELD_HOST], note);
    }
  update_hint (self);
}

/* --- filling in --- */

static void
fill_in (VfServerPage *self, VfTarget *target)
{
  guint port = target ? vf_target_get_port (target) : 0;
  g_autofree char *port_text = port ? g_strdup_printf ("%u", port) : NULL;

  for (guint i = 0; i < VF_N_FIELDS; i++)
    clear_field_error (&self->fields[i]);
  set_text (self, VF_FIELD_HOST, target ? vf_target_get_host (target) : NULL);
  set_text (self, VF_FIELD_DBNAME, target ? vf_target_get_dbname (target) : NULL);
  set_text (self, VF_FIELD_USER, target ? vf_target_get_user (target) : NULL);
  self->port_is_ours = port == 0;
  set_text (self, VF_FIELD_PORT, port_text ? port_text : DEFAULT_PORT);
  update_hint (self);
  update_complete (self);
}

static Former *
former_new (VfServerPage *self)
{
  Former *former = g_new0 (Former, 1);

  for (guint i = 0; i < VF_N_FIELDS; i++)
    former->texts[i] = g_strdup (get_text (self, (VfField) i));
  former->port_is_ours = self->port_is_ours;
  former->password = get_password (self);
  return former;
}

static void
undo_paste (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfServerPage *self = VF_SERVER_PAGE (widget);
  Former *former = g_steal_pointer (&self->former);

  if (!former)
    return;
  g_clear_pointer (&self->pasted, vf_paste_unref);
  for (guint i = 0; i < VF_N_FIELDS; i++)
    {
      clear_field_error (&self->fields[i]);
      set_text (self, (VfField) i, former->texts[i]);
    }
  self->port_is_ours = former->port_is_ours;
  set_password (self, former->password);
  update_hint (self);
  update_complete (self);
  former_free (former);
  /* the toast outlives the page: what it has put back is to be seen */
  if (!gtk_widget_get_mapped (widget))
    gtk_widget_activate_action (widget, "win.show-page", "s", "server");
}

/* What the text does not name stays as it is. */
static void
take_paste (VfServerPage *self, VfPaste *paste, Former *former)
{
  VfTarget *target = vf_paste_get_target (paste);
  guint port = vf_target_get_port (target);
  g_autofree char *port_text = port ? g_strdup_printf ("%u", port) : NULL;
  /* Translators: %s is what was pasted, for example "a JDBC URL" */
  g_autofree char *message = g_strdup_printf (_("Filled in from %s"),
                                              vf_paste_kind_describe (vf_paste_get_kind (paste)));

  g_clear_pointer (&self->former, former_free);
  self->former = former;
  g_clear_pointer (&self->pasted, vf_paste_unref);
  self->pasted = vf_paste_ref (paste);
  for (guint i = 0; i < VF_N_FIELDS; i++)
    clear_field_error (&self->fields[i]);
  set_text (self, VF_FIELD_HOST, vf_target_get_host (target));
  if (vf_target_get_dbname (target))
    set_text (self, VF_FIELD_DBNAME, vf_target_get_dbname (target));
  if (vf_target_get_user (target))
    set_text (self, VF_FIELD_USER, vf_target_get_user (target));
  if (port)
    {
      set_text (self, VF_FIELD_PORT, port_text);
      self->port_is_ours = FALSE;
    }
  if (vf_paste_get_password (paste))
    set_password (self, vf_paste_get_password (paste));
  update_hint (self);
  update_complete (self);
  vf_page_toast (VF_PAGE (self), message, _("Undo"), "server.undo-paste");
}

/* (transfer full) (nullable): @text as more than a host, if it is that and names one */
static VfPaste *
parse_connection (const char *text)
{
  g_autoptr (VfPaste) paste = vf_paste_parse (text, NULL);

  if (!paste || vf_paste_get_kind (paste) == VF_PASTE_HOST || !vf_target_get_host (vf_paste_get_target (paste)))
    return NULL;
  return g_steal_pointer (&paste);
}

/* A connection in one field goes to all fields. @before: (nullable): what stood in the field before it came. */
static gboolean
try_paste (VfServerPage *self, VfField field, const char *before)
{
  g_autoptr (VfPaste) paste = parse_connection (get_text (self, field));
  Former *former;

  if (!paste)
    return FALSE;
  former = former_new (self);
  g_free (former->texts[field]);
  former->texts[field] = g_strdup (before ? before : "");
  set_text (self, field, before);
  take_paste (self, paste, former);
  return TRUE;
}

static void
on_changed (GtkEditable *row, VfServerPage *self)
{
  VfField field = VF_FIELD_HOST;
  glong length = g_utf8_strlen (gtk_editable_get_text (row), -1);
  glong before;

  while (GTK_EDITABLE (self->fields[field].row) != row)
    field++;
  before = self->fields[field].length;
  self->fields[field].length = length;
  if (self->filling)
    return;
  clear_field_error (&self->fields[field]);
  if (field == VF_FIELD_PORT)
    self->port_is_ours = length == 0;
  if (length - before >= PASTED_LENGTH && try_paste (self, field, NULL))
    return;
  if (field == VF_FIELD_HOST)
    {
      if (length - before >= PASTED_LENGTH)
        tidy_host (self);
      update_hint (self);
      update_complete (self);
    }
}

static void
on_left (GtkEventController *controller, VfServerPage *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (controller);
  VfField field = VF_FIELD_HOST;

  while (GTK_WIDGET (self->fields[field].row) != row)
    field++;
  if (*get_text (self, field) == '\0' || try_paste (self, field, NULL))
    return;
  if (field == VF_FIELD_HOST)
    tidy_host (self);
  validate_field (self, field);
}

static void
on_clipboard (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  g_autoptr (VfPaste) paste = NULL;
  VfServerPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VF_SERVER_PAGE (data);
  paste = text ? parse_connection (text) : NULL;
  if (paste)
    take_paste (self, paste, former_new (self));
  /* The text may hold a password. */
  if (text)
    explicit_bzero (text, strlen (text));
}

/* Reached only when no entry has taken the keys for itself. */
static gboolean
on_paste_anywhere (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  VfServerPage *self = VF_SERVER_PAGE (widget);

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), self->clipboard, on_clipboard, self);
  return TRUE;
}

/* --- the page --- */

static void
note_exchanged (VfServerPage *self)
{
  SecretValue *password = vf_session_get_password (vf_page_get_session (VF_PAGE (self)));

  g_clear_pointer (&self->exchanged, secret_value_unref);
  self->exchanged = password ? secret_value_ref (password) : NULL;
}

/* The check page may have asked for another password; what was only typed here stays. */
static void
take_session_password (VfServerPage *self)
{
  SecretValue *password = vf_session_get_password (vf_page_get_session (VF_PAGE (self)));

  if (password == self->exchanged)
    return;
  set_password (self, password);
  note_exchanged (self);
}

static void
on_target_changed (VfServerPage *self)
{
  VfTarget *target = vf_session_get_target (vf_page_get_session (VF_PAGE (self)));

  fill_in (self, target);
  if (!target)
    set_password (self, NULL);
}

static void
vf_server_page_shown (VfPage *page, gboolean forward)
{
  VfServerPage *self = VF_SERVER_PAGE (page);
  VfSession *session = vf_page_get_session (page);

  gtk_switch_set_active (self->remember, vf_session_get_remember (session));
  take_session_password (self);
}

static VfTarget *
make_target (VfServerPage *self)
{
  VfTarget *former = vf_session_get_target (vf_page_get_session (VF_PAGE (self)));
  const char *host = get_text (self, VF_FIELD_HOST);
  const char *hostaddr = former && g_strcmp0 (vf_target_get_host (former), host) == 0
                           ? vf_target_get_hostaddr (former) : NULL;
  guint64 port = 0;

  g_ascii_string_to_unsigned (get_text (self, VF_FIELD_PORT), 10, 1, G_MAXUINT16, &port, NULL);
  return vf_target_new (host, hostaddr, (guint) port, get_text (self, VF_FIELD_DBNAME), get_text (self, VF_FIELD_USER));
}

/* What a paste says besides the fields: connect_timeout, options, …  The session refuses the words that it has fields
 * or pages for, which is what is wanted here. */
static void
take_pasted_options (VfServerPage *self)
{
  g_autoptr (VfPaste) paste = g_steal_pointer (&self->pasted);
  const char *const *keywords = paste ? vf_paste_list_keywords (paste) : NULL;

  for (guint i = 0; keywords && keywords[i]; i++)
    vf_session_set_option (vf_page_get_session (VF_PAGE (self)), keywords[i], vf_paste_get_keyword (paste, keywords[i]),
                           NULL);
}

static gboolean
vf_server_page_apply (VfPage *page)
{
  VfServerPage *self = VF_SERVER_PAGE (page);
  VfSession *session = vf_page_get_session (page);
  g_autoptr (VfTarget) target = NULL;
  g_autoptr (SecretValue) password = get_password (self);
  int wrong = -1;

  if (!try_paste (self, VF_FIELD_HOST, NULL))
    tidy_host (self);
  for (int i = VF_N_FIELDS - 1; i >= 0; i--)
    if (!validate_field (self, (VfField) i))
      wrong = i;
  if (wrong >= 0)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->fields[wrong].row));
      return FALSE;
    }
  target = make_target (self);
  if (!vf_session_get_target (session) || !vf_target_equal (target, vf_session_get_target (session)))
    vf_session_set_target (session, target);
  vf_session_set_password (session, password);
  note_exchanged (self);
  take_pasted_options (self);
  vf_session_set_remember (session, gtk_switch_get_active (self->remember));
  return TRUE;
}

static void
vf_server_page_focus_first (VfPage *page)
{
  VfServerPage *self = VF_SERVER_PAGE (page);

  for (guint i = 0; i < VF_N_FIELDS; i++)
    if (*get_text (self, (VfField) i) == '\0')
      {
        gtk_widget_grab_focus (GTK_WIDGET (self->fields[i].row));
        return;
      }
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
set_up_fields (VfServerPage *self)
{
  const Field fields[] = {
    [VF_FIELD_HOST] = { self->host, self->host_error_row, self->host_error, 0 },
    [VF_FIELD_PORT] = { self->port, self->port_error_row, self->port_error, 0 },
    [VF_FIELD_DBNAME] = { self->dbname, self->dbname_error_row, self->dbname_error, 0 },
    [VF_FIELD_USER] = { self->user, self->user_error_row, self->user_error, 0 },
  };

  memcpy (self->fields, fields, sizeof fields);
  for (guint i = 0; i < VF_N_FIELDS; i++)
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_signal_connect (focus, "leave", G_CALLBACK (on_left), self);
      gtk_widget_add_controller (GTK_WIDGET (self->fields[i].row), focus);
      g_signal_connect (self->fields[i].row, "changed", G_CALLBACK (on_changed), self);
    }
}

static void
vf_server_page_constructed (GObject *object)
{
  VfServerPage *self = VF_SERVER_PAGE (object);

  G_OBJECT_CLASS (vf_server_page_parent_class)->constructed (object);
  g_signal_connect_object (vf_page_get_session (VF_PAGE (self)), "notify::target", G_CALLBACK (on_target_changed), self,
                           G_CONNECT_SWAPPED);
  on_target_changed (self);
}

static void
vf_server_page_dispose (GObject *object)
{
  VfServerPage *self = VF_SERVER_PAGE (object);

  g_cancellable_cancel (self->clipboard);
  g_clear_object (&self->clipboard);
  g_clear_pointer (&self->former, former_free);
  g_clear_pointer (&self->pasted, vf_paste_unref);
  g_clear_pointer (&self->exchanged, secret_value_unref);
  G_OBJECT_CLASS (vf_server_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "server-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, host);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, port);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, dbname);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, user);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, host_error_row);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, port_error_row);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, dbname_error_row);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, user_error_row);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, host_error);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, port_error);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, dbname_error);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, user_error);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, hint_row);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, hint);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, password);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, remember);
}

static void
vf_server_page_class_init (VfServerPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  VfPageClass *page_class = VF_PAGE_CLASS (klass);

  object_class->constructed = vf_server_page_constructed;
  object_class->dispose = vf_server_page_dispose;
  page_class->shown = vf_server_page_shown;
  page_class->apply = vf_server_page_apply;
  page_class->focus_first = vf_server_page_focus_first;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "server.undo-paste", NULL, undo_paste);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, on_paste_anywhere, NULL);
}

static void
vf_server_page_init (VfServerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->clipboard = g_cancellable_new ();
  set_up_fields (self);
}
