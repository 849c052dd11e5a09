#include "config.h"

#include "have-group.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "complete-names.h"
#include "connection/provider.h"
#include "page.h"
#include "session-renew.h"
#include "term-button.h"
#include "unlock-row.h"
#include "wrap-texts.h"

/* names of files above the group; what is more is counted */
#define MAX_NAMES 3

struct _VfHaveGroup
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget *add_button;
  AdwActionRow *authorities_row;
  GtkWidget *authorities_arrow;
  AdwActionRow *you_row;
  GtkWidget *you_add;
  GtkSwitch *you_use;
  GtkWidget *you_arrow;
  GtkWidget *everything_row;
  GtkWidget *renew_row;

  VfSession *session;
};

G_DEFINE_FINAL_TYPE (VfHaveGroup, vf_have_group, ADW_TYPE_BIN)

enum
{
  SIGNAL_AUTHORITIES,
  SIGNAL_YOU,
  SIGNAL_EVERYTHING,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* --- words --- */

/* Archives and files as the person dropped them. */
static char *
name_sources (VfInventory *inventory)
{
  VfBundle *bundle = vf_inventory_get_bundle (inventory);
  guint n = vf_bundle_get_n_sources (bundle);
  guint more = n > MAX_NAMES ? n - MAX_NAMES : 0;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n - more; i++)
    /* translators: stands between the parts of a list */
    g_string_append_printf (text, "%s%s", i > 0 ? _(", ") : "", vf_bundle_get_source (bundle, i));
  if (more)
    /* translators: names of files stand before it */
    g_string_append_printf (text, ngettext (" and %u more", " and %u more", more), more);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_saved_authorities (VfSession *session)
{
  VfCredentials *credentials = vf_session_get_credentials (session);
  guint n = vf_credentials_get_authorities (credentials)->len;

  if (n == 0)
    return g_strdup (vf_session_get_system_authorities (session)
                       ? _("The public authorities that this computer knows") : _("No authority"));
  return g_strdup_printf (ngettext ("%u authority", "%u authorities", n), n);
}

static char *
describe_saved_client (VfCredentials *credentials)
{
  GPtrArray *chain = vf_credentials_get_client_chain (credentials);

  if (chain->len == 0)
    return g_strdup (_("No client certificate; most servers need none"));
  /* translators: %s: name of a certificate */
  return g_strdup_printf (_("Client certificate “%s”"), vf_certificate_get_display_name (chain->pdata[0]));
}

static char *
describe_you (VfSession *session, VfInventory *inventory, VfCredentials *credentials)
{
  VfItem *locked = inventory ? vf_unlock_row_find_locked (inventory) : NULL;

  if (!inventory)
    return describe_saved_client (credentials);
  /* a locked key does not tell yet which certificate it belongs to */
  if (locked && vf_credentials_get_client_chain (credentials)->len == 0)
    return g_strdup (vf_item_get_kind (locked) == VF_KIND_SKIPPED
                       ? _("The archive has a password. Type it to see what is in it.")
                     : vf_item_get_kind (locked) == VF_KIND_KEY_STORE
                       ? _("There is a key store, but it is locked. Unlock it to see what is in it.")
                       : _("There is a key, but it is locked. Unlock it to see which certificate it belongs to."));
  return vf_explain_chosen_client (inventory, vf_session_get_choice (session));
}

static char *
describe_known_authorities (VfSession *session, VfInventory *inventory)
{
  g_autofree char *all = inventory ? vf_explain_authorities (inventory) : describe_saved_authorities (session);
  g_autofree char *used = inventory ? vf_explain_chosen_authorities (inventory, vf_session_get_choice (session)) : NULL;

  return used ? g_strconcat (all, " · ", used, NULL) : g_steal_pointer (&all);
}

/* Of what is in a locked archive or key store nothing can be said. */
static gboolean
is_all_locked (VfInventory *inventory)
{
  VfItem *locked = inventory ? vf_unlock_row_find_locked (inventory) : NULL;

  return locked && vf_item_get_kind (locked) != VF_KIND_PRIVATE_KEY;
}

static char *
describe_authorities (VfSession *session, VfInventory *inventory)
{
  if (is_all_locked (inventory) && vf_credentials_get_authorities (vf_session_get_credentials (session))->len == 0)
    return g_strdup (_("Not known yet: unlock it first"));
  return describe_known_authorities (session, inventory);
}

/* Also those that are left out: the list is where they are put back. */
static gboolean
has_authorities (VfInventory *inventory, VfCredentials *credentials)
{
  g_autoptr (GPtrArray) authorities = inventory ? vf_choice_list_authorities (inventory) : NULL;

  return (authorities && authorities->len > 0) || vf_credentials_get_authorities (credentials)->len > 0;
}

/* One client certificate is used or not; of several one is chosen in a list below. */
static void
update_use (VfHaveGroup *self, VfInventory *inventory, gboolean used)
{
  g_autoptr (GPtrArray) clients = inventory ? vf_choice_list_clients (inventory) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->you_use), clients && clients->len == 1);
  gtk_switch_set_active (self->you_use, used);
}

static void
use_toggled (VfHaveGroup *self)
{
  VfInventory *inventory = self->session ? vf_session_get_inventory (self->session) : NULL;
  g_autoptr (GPtrArray) clients = inventory ? vf_choice_list_clients (inventory) : NULL;
  gboolean used = gtk_switch_get_active (self->you_use);
  g_autoptr (VfChoice) choice = NULL;
  VfChoice *current;

  if (!clients || clients->len != 1)
    return;
  current = vf_session_get_choice (self->session);
  if (used == (vf_choice_get_client (current, inventory) != NULL))
    return;
  choice = vf_choice_with_client (current, used ? vf_item_get_certificate (clients->pdata[0]) : NULL);
  vf_session_set_choice (self->session, choice);
}

static void
update_roles (VfHaveGroup *self, VfSession *session)
{
  VfInventory *inventory = vf_session_get_inventory (session);
  VfCredentials *credentials = vf_session_get_credentials (session);
  const VfProvider *provider = inventory && vf_inventory_get_provider (inventory)
    ? vf_provider_by_id (vf_inventory_get_provider (inventory)) : NULL;
  g_autofree char *sources = inventory ? name_sources (inventory) : NULL;
  /* of what is saved only the name is known, and not from which files it came */
  const char *origin = sources ? sources : vf_session_get_saved (session) ? vf_session_get_name (session) : NULL;
  g_autofree char *title = origin ? g_markup_escape_text (origin, -1) : g_strdup ("");
  g_autofree char *authorities = describe_authorities (session, inventory);
  g_autofree char *you = describe_you (session, inventory, credentials);
  gboolean any = has_authorities (inventory, credentials);
  gboolean client = vf_credentials_get_client_chain (credentials)->len > 0;

  adw_preferences_group_set_title (self->group, title);
  adw_preferences_group_set_description (self->group, provider ? vf_provider_get_name (provider) : NULL);
  adw_action_row_set_subtitle (self->authorities_row, authorities);
  adw_action_row_set_subtitle (self->you_row, you);
  gtk_widget_set_visible (self->authorities_arrow, any);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->authorities_row), any);
  gtk_widget_set_visible (self->you_arrow, client);
  update_use (self, inventory, client);
  gtk_widget_set_visible (self->you_add, !client && !gtk_widget_get_visible (GTK_WIDGET (self->you_use)));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->you_row), client);
  gtk_widget_set_visible (self->everything_row, inventory != NULL);
  if (inventory)
    {
      guint n = vf_bundle_get_n_entries (vf_inventory_get_bundle (inventory));
      g_autofree char *count = g_strdup_printf (ngettext ("%u file, and what is in it", "%u files, and what is in each of them",
                                                          n), n);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->everything_row), count);
    }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->everything_row), TRUE);
}

/* Of a saved connection another archive can be tried beside what it uses. */
static void
update_renew (VfHaveGroup *self, VfSession *session)
{
  const char *name = vf_session_get_saved (session) ? vf_session_get_name (session) : NULL;

  gtk_widget_set_visible (self->renew_row, name != NULL);
  if (name)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->renew_row), "(s@as)", name, g_variant_new_strv (NULL, 0));
}

/* What the server can be checked without. */
static gboolean
lacks_something (VfInventory *inventory)
{
  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    {
      VfCode code = vf_finding_get_code (vf_inventory_get_finding (inventory, i));

      if (code == VF_CODE_KEY_WITHOUT_CERTIFICATE || code == VF_CODE_CERTIFICATE_WITHOUT_KEY
          || code == VF_CODE_DAMAGED_ITEM)
        return TRUE;
    }
  return FALSE;
}

/**
 * vf_have_group_judge:
 * @session: what the person has
 *
 * Returns: (transfer full): what can be done with it and what is missing, in a sentence without any term of the trade
 */
char *
vf_have_group_judge (VfSession *session)
{
  VfInventory *inventory = vf_session_get_inventory (session);
  VfCredentials *credentials = vf_session_get_credentials (session);
  gboolean authorities = credentials && vf_credentials_get_authorities (credentials)->len > 0;
  gboolean client = credentials && vf_credentials_get_client_chain (credentials)->len > 0;

  if (authorities && client)
    return g_strdup (_("With this the server can be checked, and you can show it who you are. Nothing is missing."));
  if (authorities && inventory && vf_unlock_row_find_locked (inventory))
    return g_strdup (_("With this the server can be checked. Something is still locked."));
  if (authorities && inventory && lacks_something (inventory))
    return g_strdup (_("With this the server can be checked. Something else is not complete, see below."));
  if (authorities)
    return g_strdup (_("With this the server can be checked. Nothing is missing."));
  if (vf_session_get_system_authorities (session))
    return g_strdup (_("The server can be checked against the authorities that every browser knows."));
  if (inventory && vf_unlock_row_find_locked (inventory))
    return g_strdup (_("Something is locked. Unlock it to see whether anything is missing."));
  if (client)
    return g_strdup (_("You can show who you are, but an authority is missing, so nobody can vouch for the server. "
                       "Add the file with the authority, often called root or CA."));
  return g_strdup (_("An authority is missing, so nobody can vouch for the server. "
                     "Add the file with the authority, often called root or CA."));
}

/**
 * vf_have_group_show:
 * @self: a group
 * @session: what the person has
 * @roles: something can be used, so that the roles are worth a row each
 */
void
vf_have_group_show (VfHaveGroup *self, VfSession *session, gboolean roles)
{
  g_set_object (&self->session, session);
  gtk_widget_set_visible (GTK_WIDGET (self->authorities_row), roles);
  update_renew (self, session);
  gtk_widget_set_visible (GTK_WIDGET (self->you_row), roles);
  gtk_widget_set_visible (self->add_button, roles);
  if (vf_session_get_credentials (session))
    update_roles (self, session);
}

static void
authorities_activated (VfHaveGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_AUTHORITIES], 0);
}

static void
you_activated (VfHaveGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_YOU], 0);
}

static void
everything_activated (VfHaveGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_EVERYTHING], 0);
}

static void
vf_have_group_dispose (GObject *object)
{
  g_clear_object (&VF_HAVE_GROUP (object)->session);
  G_OBJECT_CLASS (vf_have_group_parent_class)->dispose (object);
}

static void
vf_have_group_class_init (VfHaveGroupClass *klass)
{
  static const char *const names[N_SIGNALS] = {
    [SIGNAL_AUTHORITIES] = "authorities",
    [SIGNAL_YOU] = "you",
    [SIGNAL_EVERYTHING] = "everything",
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_have_group_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], VF_TYPE_HAVE_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (VF_TYPE_TERM_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "have-group.ui");
  gtk_widget_class_bind_template_child (widget_class, VfHaveGroup, group);
  gtk_widget_class_bind_template_child (widget_class, VfHaveGroup, add_button);
  gtk_widget_class_bind_template_child (widget_class, VfHaveGroup, authorities_row);
  gtk_widget_class_bind_template_child (widget_class, VfHaveGroup, authorities_arrow);
  gtk_widget_class_bind_template_child (widget_class, VfHaveGroup, you_row);
  gtk_widget_class_bind_template_child (widget_class, VfHaveGroup, you_add);
  gtk_widget_class_bind_template_child (widget_class, VfHaveGroup, you_arrow);
  gtk_widget_class_bind_template_child (widget_class, VfHaveGroup, you_use);
  gtk_widget_class_bind_template_child (widget_class, VfHaveGroup, everything_row);
  gtk_widget_class_bind_template_child (widget_class, VfHaveGroup, renew_row);
  gtk_widget_class_bind_template_callback (widget_class, authorities_activated);
  gtk_widget_class_bind_template_callback (widget_class, you_activated);
  gtk_widget_class_bind_template_callback (widget_class, use_toggled);
  gtk_widget_class_bind_template_callback (widget_class, everything_activated);
}

static void
vf_have_group_init (VfHaveGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_complete_names (GTK_WIDGET (self));
  vf_wrap_texts (GTK_WIDGET (self));
}
