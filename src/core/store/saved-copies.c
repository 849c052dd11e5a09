#include "config.h"

#include "store/saved-copies.h"

#include "import/json-text.h"
#include "store/store-session.h"

/* more than anybody keeps up to date by hand */
#define MAX_COPIES 20

static VfSavedCopy *
copy_new (const char *format, const char *place)
{
  VfSavedCopy *copy = g_new0 (VfSavedCopy, 1);

  copy->format = g_strdup (format);
  copy->place = g_strdup (place);
  return copy;
}

static void
copy_free (gpointer data)
{
  VfSavedCopy *copy = data;

  g_free (copy->format);
  g_free (copy->place);
  g_free (copy);
}

static GPtrArray *
list_new (void)
{
  return g_ptr_array_new_with_free_func (copy_free);
}

GPtrArray *
vf_saved_copies_copy (const GPtrArray *copies)
{
  GPtrArray *list = copies ? list_new () : NULL;

  for (guint i = 0; copies && i < copies->len; i++)
    {
      const VfSavedCopy *copy = copies->pdata[i];

      g_ptr_array_add (list, copy_new (copy->format, copy->place));
    }
  return list;
}

GPtrArray *
vf_saved_copies_read (JsonNode *node)
{
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array ? MIN (json_array_get_length (array), MAX_COPIES) : 0;
  GPtrArray *list = n > 0 ? list_new () : NULL;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      const char *format = object ? vf_json_get_string (object, "format") : NULL;
      const char *place = object ? vf_json_get_string (object, "place") : NULL;

      if (format && place && g_path_is_absolute (place))
        g_ptr_array_add (list, copy_new (format, place));
    }
  return list;
}

void
vf_saved_copies_write (JsonBuilder *builder, const GPtrArray *copies)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < copies->len; i++)
    {
      const VfSavedCopy *copy = copies->pdata[i];

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "format");
      json_builder_add_string_value (builder, copy->format);
      json_builder_set_member_name (builder, "place");
      json_builder_add_string_value (builder, copy->place);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
forget_copy (GPtrArray *list, const char *format, const char *place)
{
  for (guint i = list->len; i-- > 0;)
    {
      const VfSavedCopy *copy = list->pdata[i];

      if (g_str_equal (copy->format, format) && g_str_equal (copy->place, place))
        g_ptr_array_remove_index (list, i);
    }
}

/**
 * vf_store_note_copy:
 * @name: of a saved connection
 * @format: id of a destination
 * @place: absolute path of a folder, or of a file; one that is not valid UTF-8 is not noted
 *
 * What is copied does not follow a renewal; noted here, it can be named then.  What cannot be noted is only logged.
 */
void
vf_store_note_copy (VfStore *store, const char *name, const char *format, const char *place)
{
  g_auto (VfSession) session = { .lock = -1 };
  VfNote *note;

  if (!g_utf8_validate (place, -1, NULL) || !vf_session_begin (store, &session, NULL)
      || !vf_session_require (&session, name, NULL))
    return;
  note = vf_session_get_note (&session, name);
  if (!note->copies)
    note->copies = list_new ();
  forget_copy (note->copies, format, place);
  if (note->copies->len >= MAX_COPIES)
    g_ptr_array_remove_index (note->copies, 0);
  g_ptr_array_add (note->copies, copy_new (format, place));
  vf_session_write_notes (store, &session);
}

/**
 * vf_store_list_copies:
 * @name: of a saved connection
 *
 * Returns: (transfer full) (element-type VfSavedCopy): where copies of its certificates were saved and something still is;
 *   empty if none is known of
 */
GPtrArray *
vf_store_list_copies (VfStore *store, const char *name)
{
  g_auto (VfSession) session = { .lock = -1 };
  GPtrArray *list = NULL;
  const VfNote *note;

  if (vf_session_begin_reading (store, &session, NULL))
    {
      note = g_hash_table_lookup (session.notes, name);
      list = note ? vf_saved_copies_copy (note->copies) : NULL;
    }
  for (guint i = list ? list->len : 0; i-- > 0;)
    if (!g_file_test (((const VfSavedCopy *) list->pdata[i])->place, G_FILE_TEST_EXISTS))
      g_ptr_array_remove_index (list, i);
  return list ? list : list_new ();
}
