#include "config.h"

#include "name-compare.h"
#include "test.h"

static void
test_difference (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    const char *mark_a;
    const char *mark_b;
    const char *why;
  } rows[] = {
    { "db.example.com", "db.example.com", "", "", "equal names have no mark" },
    { "DB.example.com", "db.Example.com", "", "", "case is no difference" },
    { "pg1.example.com", "pg2.example.com", "pg1", "pg2", "a whole label is marked, not the one digit" },
    { "db.example.com", "db.example.org", "com", "org", "at the end" },
    { "db.internal.example.com", "db.example.com", "internal.", "", "a label that the other has not" },
    { "example.com", "db.example.com", "", "db.", "a label that the host has not" },
    { "ample.com", "example.com", "ample", "example", "half a label is none" },
    { "192.0.2.7", "db.example.com", "192.0.2.7", "db.example.com", "nothing in common" },
    { "a.b.c", "a.x.c", "b", "x", "in the middle" },
    { "db.example.com", "*.example.com", "db", "*", "a wildcard" },
    { "", "db", "", "db", "nothing typed" },
    { "x.x.x", "x.x", "x.", "", "what is common is counted once" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint start, end_a, end_b;
      g_autofree char *mark_a = NULL;
      g_autofree char *mark_b = NULL;

      vf_name_compare_difference (rows[i].a, rows[i].b, &start, &end_a, &end_b);
      g_test_message ("%s / %s: %s", rows[i].a, rows[i].b, rows[i].why);
      g_assert_cmpuint (start, <=, end_a);
      g_assert_cmpuint (start, <=, end_b);
      mark_a = g_strndup (rows[i].a + start, end_a - start);
      mark_b = g_strndup (rows[i].b + start, end_b - start);
      g_assert_cmpstr (mark_a, ==, rows[i].mark_a);
      g_assert_cmpstr (mark_b, ==, rows[i].mark_b);
    }
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/name-compare/difference", test_difference);
  return g_test_run ();
}
