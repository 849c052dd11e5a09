#include "config.h"

#include "server-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "complete-names.h"
#include "sandbox.h"
#include "target-form.h"
#include "term-button.h"

/* Text that grows by this much at once was pasted, not typed. */
#define PASTED_LENGTH 8

struct _VfServerPage
{
  VfPage parent_instance;

  VfTargetForm *form;
  AdwPasswordEntryRow *password;
  AdwActionRow *remember_row;
  GtkSwitch *remember;

  /* its further keywords go to the session with the fields */
  VfPaste *pasted;
  /* what a paste has replaced */
  SecretValue *former_password;
  /* the password that the session had last: another one there is news for the page */
  SecretValue *exchanged;
  gsize password_length;
  gboolean setting;
  guint focusing;
};

G_DEFINE_FINAL_TYPE (VfServerPage, vf_server_page, VF_TYPE_PAGE)

static VfSession *
get_session (VfServerPage *self)
{
  return vf_page_get_session (VF_PAGE (self));
}

static void
set_secret (SecretValue **slot, SecretValue *value)
{
  if (value)
    secret_value_ref (value);
  g_clear_pointer (slot, secret_value_unref);
  *slot = value;
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
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->password), password ? secret_value_get_text (password) : "");
  self->setting = FALSE;
}

static void
on_changed (VfServerPage *self)
{
  vf_page_set_complete (VF_PAGE (self), vf_target_form_has_host (self->form));
}

/* --- a whole connection at once --- */

/* Not before what has pasted is done with the keyboard. */
static gboolean
on_idle_focus (gpointer data)
{
  VfServerPage *self = data;

  self->focusing = 0;
  vf_page_focus_first (VF_PAGE (self));
  return G_SOURCE_REMOVE;
}

static void
focus_soon (VfServerPage *self)
{
  if (!self->focusing)
    self->focusing = g_idle_add (on_idle_focus, self);
}

static void
on_pasted (VfServerPage *self, VfPaste *paste)
{
  g_autoptr (SecretValue) former = get_password (self);
  g_autofree char *unknown = vf_paste_describe_unknown (paste);
  /* Translators: %s is what was pasted, for example "a JDBC URL" */
  g_autofree char *plain = g_strdup_printf (_("Filled in from %s"),
                                            vf_paste_kind_describe (vf_paste_get_kind (paste)));
  /* Translators: the sentence “Filled in from …”, and words of libpq's that it does not know */
  g_autofree char *message = unknown ? g_strdup_printf (_("%s, without the unknown words %s"), plain, unknown)
                                     : g_strdup (plain);

  set_secret (&self->former_password, former);
  g_clear_pointer (&self->pasted, vf_paste_unref);
  self->pasted = vf_paste_ref (paste);
  if (vf_paste_get_password (paste))
    set_password (self, vf_paste_get_password (paste));
  on_changed (self);
  focus_soon (self);
  vf_page_toast (VF_PAGE (self), message, _("Undo"), "server.undo-paste");
}

static void
undo_paste (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfServerPage *self = VF_SERVER_PAGE (widget);

  if (!vf_target_form_undo_paste (self->form))
    return;
  g_clear_pointer (&self->pasted, vf_paste_unref);
  set_password (self, self->former_password);
  set_secret (&self->former_password, NULL);
  on_changed (self);
  /* the toast outlives the page: what it has put back is to be seen */
  if (!gtk_widget_get_mapped (widget))
    gtk_widget_activate_action (widget, "win.show-page", "s", "server");
}

static void
vf_server_page_take_paste (VfPage *page, VfPaste *paste)
{
  vf_target_form_take_paste (VF_SERVER_PAGE (page)->form, paste);
}

/* What no password is: it would end up with the server. */
static gboolean
looks_like_connection (const char *text)
{
  return strstr (text, "://") || strstr (text, "host=") || g_str_has_prefix (text, "psql ")
         || strstr (text, "PGHOST=");
}

/* The keyboard was in the wrong field when the address was pasted. */
static void
on_password_changed (VfServerPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->password));
  gsize length = strlen (text), former = self->password_length;
  g_autoptr (VfPaste) paste = NULL;

  self->password_length = length;
  if (self->setting || length < former + PASTED_LENGTH || !looks_like_connection (text))
    return;
  paste = vf_target_form_parse (text);
  if (!paste)
    return;
  set_password (self, NULL);
  vf_target_form_take_paste (self->form, paste);
}

/* What a paste says besides the fields: connect_timeout, options, …  The session refuses the words that it has fields
 * or pages for, which is what is wanted here. */
static void
take_pasted_options (VfServerPage *self)
{
  g_autoptr (VfPaste) paste = g_steal_pointer (&self->pasted);
  const char *const *keywords = paste ? vf_paste_list_keywords (paste) : NULL;

  for (guint i = 0; keywords && keywords[i]; i++)
    vf_session_set_option (get_session (self), keywords[i], vf_paste_get_keyword (paste, keywords[i]), NULL);
}

/* --- the page --- */

/* The check page may have asked for another password; what was only typed here stays. */
static void
take_session_password (VfServerPage *self)
{
  SecretValue *password = vf_session_get_password (get_session (self));

  if (password == self->exchanged)
    return;
  set_password (self, password);
  set_secret (&self->exchanged, password);
}

static void
on_target_changed (VfServerPage *self)
{
  VfTarget *target = vf_session_get_target (get_session (self));

  vf_target_form_set_target (self->form, target);
  on_changed (self);
  if (!target)
    set_password (self, NULL);
}

static void
vf_server_page_shown (VfPage *page, gboolean forward)
{
  VfServerPage *self = VF_SERVER_PAGE (page);

  gtk_switch_set_active (self->remember, vf_session_get_remember (get_session (self)));
  take_session_password (self);
}

static gboolean
vf_server_page_apply (VfPage *page)
{
  VfServerPage *self = VF_SERVER_PAGE (page);
  VfSession *session = vf_page_get_session (page);
  g_autoptr (VfTarget) target = NULL;
  g_autoptr (SecretValue) password = NULL;

  if (!vf_target_form_validate (self->form))
    return FALSE;
  g_clear_handle_id (&self->focusing, g_source_remove);
  target = vf_target_form_get_target (self->form, vf_session_get_target (session));
  /* before the target, whose change would fill the page from the session */
  password = get_password (self);
  vf_session_set_target (session, target);
  vf_session_set_password (session, password);
  set_secret (&self->exchanged, vf_session_get_password (session));
  vf_session_set_remember (session, gtk_switch_get_active (self->remember));
  take_pasted_options (self);
  return TRUE;
}

static void
vf_server_page_focus_first (VfPage *page)
{
  VfServerPage *self = VF_SERVER_PAGE (page);

  if (!vf_target_form_focus_empty (self->form))
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
vf_server_page_constructed (GObject *object)
{
  VfServerPage *self = VF_SERVER_PAGE (object);

  G_OBJECT_CLASS (vf_server_page_parent_class)->constructed (object);
  g_signal_connect_object (get_session (self), "notify::target", G_CALLBACK (on_target_changed), self,
                           G_CONNECT_SWAPPED);
  on_target_changed (self);
}

static void
vf_server_page_dispose (GObject *object)
{
  VfServerPage *self = VF_SERVER_PAGE (object);

  g_clear_handle_id (&self->focusing, g_source_remove);
  g_clear_pointer (&self->pasted, vf_paste_unref);
  set_secret (&self->former_password, NULL);
  set_secret (&self->exchanged, NULL);
  G_OBJECT_CLASS (vf_server_page_parent_class)->dispose (object);
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
  page_class->take_paste = vf_server_page_take_paste;

  g_type_ensure (VF_TYPE_TARGET_FORM);
  g_type_ensure (VF_TYPE_TERM_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "server-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, form);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, password);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, remember_row);
  gtk_widget_class_bind_template_child (widget_class, VfServerPage, remember);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_pasted);
  gtk_widget_class_bind_template_callback (widget_class, on_password_changed);
  gtk_widget_class_install_action (widget_class, "server.undo-paste", NULL, undo_paste);
}

static void
vf_server_page_init (VfServerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  if (vf_in_flatpak (NULL))
    adw_action_row_set_subtitle (self->remember_row,
                                 _("After the check has succeeded and you save; only Verifull can read it there"));
  vf_complete_names (GTK_WIDGET (self));
}
