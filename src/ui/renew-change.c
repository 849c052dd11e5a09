#include "config.h"

#include "renew-change.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "complete-names.h"
#include "export/export.h"
#include "words.h"
#include "wrap-texts.h"

/* a provider may exchange all of its hundred authorities at once */
#define MAX_NAMES 6

static void
add_row (AdwPreferencesGroup *group, const char *icon, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle ? subtitle : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  /* the words beside it say it */
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           "icon-name", icon, NULL));
  vf_complete_names (row);
  adw_preferences_group_add (group, row);
}

/* (transfer full): a certificate and how long it is valid, on a line */
static char *
describe (VfCertificate *certificate, gint64 now)
{
  g_autofree char *until = vf_explain_date (vf_certificate_get_not_after (certificate));
  g_autofree char *state = vf_words_certificate_state (certificate, now);

  /* translators: name of a certificate, a date, "364 days left" or "expired 3 days ago" */
  return g_strdup_printf (_("%s, valid until %s (%s)"), vf_certificate_get_display_name (certificate), until, state);
}

static char *
list_names (GPtrArray *certificates, gint64 now)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (certificates->len, MAX_NAMES); i++)
    {
      g_autofree char *line = describe (g_ptr_array_index (certificates, i), now);

      g_string_append_printf (text, "%s%s", i ? "\n" : "", line);
    }
  if (certificates->len > MAX_NAMES)
    {
      guint more = certificates->len - MAX_NAMES;

      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("and %u more", "and %u more", more), more);
    }
  return g_string_free (text, FALSE);
}

static void
add_authorities (AdwPreferencesGroup *group, const VfCredentialsChange *change, gint64 now)
{
  guint kept = change->kept->len, added = change->added->len, gone = change->gone->len;
  g_autofree char *stays = g_strdup_printf (ngettext ("%u authority stays", "%u authorities stay", kept), kept);
  g_autofree char *comes = g_strdup_printf (ngettext ("%u authority is new", "%u authorities are new", added), added);
  g_autofree char *goes = g_strdup_printf (ngettext ("%u authority goes", "%u authorities go", gone), gone);
  g_autofree char *new_names = list_names (change->added, now);
  g_autofree char *old_names = list_names (change->gone, now);
  g_autofree char *kept_names = kept <= MAX_NAMES ? list_names (change->kept, now) : NULL;

  if (added > 0)
    add_row (group, "list-add-symbolic", comes, new_names);
  if (gone > 0)
    add_row (group, "list-remove-symbolic", goes, old_names);
  if (kept > 0)
    add_row (group, "object-select-symbolic", stays, kept_names);
}

static void
add_client_change (AdwPreferencesGroup *group, const VfCredentialsChange *change, gint64 now)
{
  g_autofree char *before = describe (change->client_before, now);
  g_autofree char *after = describe (change->client_after, now);
  const char *key = change->same_key ? _("Its key stays the same.") : _("It has a new key.");
  /* translators: two certificates with their dates, and a sentence about the key, on a line each */
  g_autofree char *text = g_strdup_printf (_("Until now: %s\nFrom now on: %s\n%s"), before, after, key);

  add_row (group, "view-refresh-symbolic", _("The client certificate changes"), text);
}

static void
add_client (AdwPreferencesGroup *group, const VfCredentialsChange *change, gint64 now)
{
  g_autofree char *after = change->client_after ? describe (change->client_after, now) : NULL;

  if (!change->client_before && !change->client_after)
    return;
  if (change->same_client)
    add_row (group, "object-select-symbolic", _("The client certificate stays"), after);
  else if (change->client_before && change->client_after)
    add_client_change (group, change, now);
  else
    add_row (group, "list-add-symbolic", _("The client certificate is new"), after);
}

/* Copies that do not follow by themselves, each with the program that it is for. */
GtkWidget *
vf_renew_copies_new (const GPtrArray *copies)
{
  GtkWidget *group = adw_preferences_group_new ();

  vf_wrap_texts (group);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Save These Again"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("These copies were saved elsewhere and have not changed with it."));
  for (guint i = 0; i < copies->len; i++)
    {
      const VfSavedCopy *copy = g_ptr_array_index (copies, i);
      const VfDestination *destination = vf_destination_find (copy->format);

      if (destination)
        add_row (ADW_PREFERENCES_GROUP (group), destination->icon, _(destination->title), copy->place);
    }
  return group;
}

GtkWidget *
vf_renew_change_new (const VfCredentialsChange *change, gint64 now)
{
  GtkWidget *group = adw_preferences_group_new ();

  add_authorities (ADW_PREFERENCES_GROUP (group), change, now);
  add_client (ADW_PREFERENCES_GROUP (group), change, now);
  vf_wrap_texts (group);
  return group;
}
