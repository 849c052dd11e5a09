#include "config.h"

#include "complete-names.h"

#include <adwaita.h>

#include "describe.h"

/* A part of the row's own template. */
static GtkWidget *
find_subtitle (GtkWidget *top)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (top) && gtk_widget_has_css_class (top, "subtitle"))
    return top;
  for (GtkWidget *child = gtk_widget_get_first_child (top); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_subtitle (child);
  return found;
}

static void
describe_subtitle (AdwActionRow *row)
{
  /* what a row itself tells of it is markup in libadwaita 1.10, and none in 1.7 */
  GtkWidget *label = find_subtitle (GTK_WIDGET (row));
  const char *subtitle = label ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
  GtkWidget *activated = adw_action_row_get_activatable_widget (row);

  vf_describe (GTK_WIDGET (row), subtitle);
  if (activated)
    vf_describe (activated, subtitle);
}

static void
describe_choice (AdwComboRow *row)
{
  GtkStringObject *chosen = adw_combo_row_get_selected_item (row);

  vf_describe (GTK_WIDGET (row), chosen ? gtk_string_object_get_string (chosen) : NULL);
}

/* Before GTK 4.10 what one types into is not there for a screen reader, so that it never learns where the keyboard is. */
static void
show_text (GtkWidget *field, const char *name)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (field));

  if (gtk_get_minor_version () >= 10 || !text)
    return;
  g_object_set (text, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * vf_complete_field:
 * @field: an entry that is in no row
 * @name: what it is called
 *
 * Names it for a screen reader, and what one types into in it.
 */
void
vf_complete_field (GtkWidget *field, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  show_text (field, name);
}

static void
name_text (AdwPreferencesRow *row)
{
  show_text (GTK_WIDGET (row), adw_preferences_row_get_title (row));
}

static void
complete_row (GtkWidget *row)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));

  if (ADW_IS_ENTRY_ROW (row))
    {
      g_signal_connect (row, "notify::title", G_CALLBACK (name_text), NULL);
      name_text (ADW_PREFERENCES_ROW (row));
    }
  if (ADW_IS_COMBO_ROW (row) || ADW_IS_EXPANDER_ROW (row))
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  if (ADW_IS_COMBO_ROW (row))
    {
      g_signal_connect (row, "notify::selected", G_CALLBACK (describe_choice), NULL);
      describe_choice (ADW_COMBO_ROW (row));
    }
  else if (ADW_IS_ACTION_ROW (row))
    {
      g_signal_connect (row, "notify::subtitle", G_CALLBACK (describe_subtitle), NULL);
      describe_subtitle (ADW_ACTION_ROW (row));
    }
}

static void
name_by_tooltip (GtkWidget *button)
{
  const char *tooltip = gtk_widget_get_tooltip_text (button);

  if (tooltip)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
}

/**
 * vf_keep_name:
 * @button: with a name for screen readers that says more than what is written on it
 *
 * Newer GTK, such as 4.24, tells what is written on it in spite of that name, because it labels a button by what it holds.
 */
void
vf_keep_name (GtkWidget *button)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/**
 * vf_complete_names:
 * @top: what has just been built; once
 *
 * Gives a screen reader what libadwaita 1.2 keeps from it: the title and the choice of a row that is chosen in, the title
 * of a row that opens, the second line of a row, which what the row activates gets, too, where one types, and what the eye
 * in a password's row does.
 */
void
vf_complete_names (GtkWidget *top)
{
  for (GtkWidget *child = gtk_widget_get_first_child (top); child; child = gtk_widget_get_next_sibling (child))
    vf_complete_names (child);
  if (ADW_IS_PREFERENCES_ROW (top))
    complete_row (top);
  else if (GTK_IS_BUTTON (top) && gtk_button_get_icon_name (GTK_BUTTON (top))
           && gtk_widget_get_ancestor (top, ADW_TYPE_PASSWORD_ENTRY_ROW))
    {
      g_signal_connect (top, "notify::tooltip-text", G_CALLBACK (name_by_tooltip), NULL);
      name_by_tooltip (top);
    }
}
