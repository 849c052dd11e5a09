/* Lines of Chinese with a Latin word in them are higher than others, so that the width that a text needs for its height
 * may be more than the width that it has got that height for: whatever there is, a text stays within it. */

#include "config.h"

#include "check-statement.h"
#include "ui-test.h"
#include "wrap-texts.h"

#define LEAST_WIDTH 240
#define MOST_WIDTH 640

static const char *const sentences[] = {
  "输入地址，或将你已有的内容粘贴到主机栏：连接字符串、JDBC URL 或 psql 命令会填好所有内容。",
  "已加密：“ApsaraDB cn-hangzhou”为服务器担保，但没有核对它是否就是 pgm-8vb1.pg.rds.cn-hangzhou.aliyuncs.com。",
};

static void
check_labels (GtkWidget *widget, GtkWidget *top)
{
  graphene_rect_t bounds;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child))
      check_labels (child, top);
  if (!GTK_IS_LABEL (widget))
    return;
  g_test_message ("%s", gtk_label_get_text (GTK_LABEL (widget)));
  g_assert_true (gtk_widget_compute_bounds (widget, top, &bounds));
  g_assert_cmpfloat (bounds.origin.x, >=, 0);
  g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, gtk_widget_get_width (top));
}

static void
check_widths (GtkWidget *top)
{
  g_object_ref_sink (top);
  vf_wrap_texts (top);
  for (int width = LEAST_WIDTH; width <= MOST_WIDTH; width++)
    {
      int height;

      gtk_widget_measure (top, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
      gtk_widget_size_allocate (top, &(GtkAllocation){ 0, 0, width, height }, -1);
      check_labels (top, top);
    }
  g_object_unref (top);
}

static void
test_group (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      GtkWidget *group = adw_preferences_group_new ();

      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), sentences[i]);
      check_widths (group);
    }
}

static void
test_row (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "psql 命令");
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sentences[i]);
      check_widths (row);
    }
}

/* What a check has shown, beside its sign. */
static void
test_statement (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      GtkWidget *statement = g_object_new (VF_TYPE_CHECK_STATEMENT, NULL);

      gtk_label_set_text (ui_test_child (statement, "headline"), "已证明。");
      gtk_label_set_text (ui_test_child (statement, "statement"), sentences[i]);
      check_widths (statement);
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/wrap-texts/group", test_group);
  g_test_add_func ("/wrap-texts/row", test_row);
  g_test_add_func ("/wrap-texts/statement", test_statement);
  return g_test_run ();
}
