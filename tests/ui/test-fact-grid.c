#include "config.h"

#include "fact-grid.h"

#include "test.h"
#include "ui-test.h"

/* A "|" stands for a place where a line may end, which has no width. */
static void
test_seams (void)
{
  static const struct
  {
    const char *value;
    const char *shown;
    const char *why;
  } rows[] = {
    { "db.test", "db.test", "a short name fits" },
    { "pgm-8vb1o.pg.rds.aliyuncs.com", "pgm-8vb1o|.pg|.rds|.aliyuncs|.com", "a long one ends between its labels" },
    { "db.test\nsigned by A. Very-Long-Name-Without.end", "db.test\nsigned by A. Very-Long-Name-Without|.end",
      "each word by itself" },
    { "2001:0db8:0000:0000:0000:0000:192.0.2.77", "2001:|0db8:|0000:|0000:|0000:|0000:|192.0.2.77", "numbers stay whole" },
    { "TLS_AES_256_GCM_SHA384", "TLS_|AES_|256_|GCM_|SHA384", "the name of a cipher" },
    { "nothing-stands-behind-its-dot.", "nothing-stands-behind-its-dot.", "the end of a sentence" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkGrid *grid = GTK_GRID (g_object_ref_sink (gtk_grid_new ()));
      g_autoptr (GString) shown = NULL;

      vf_fact_grid_add (grid, "Fact", rows[i].value);
      shown = g_string_new (gtk_label_get_text (GTK_LABEL (gtk_grid_get_child_at (grid, 1, 0))));
      g_string_replace (shown, "\u200b", "|", 0);
      g_string_replace (shown, "\u200e", "", 0);
      g_test_message ("%s: %s", rows[i].value, rows[i].why);
      g_assert_cmpstr (shown->str, ==, rows[i].shown);
      g_object_unref (grid);
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/fact-grid/seams", test_seams);
  return g_test_run ();
}
