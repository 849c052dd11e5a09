#include "config.h"

#include "pixels.h"

#include <math.h>

Pixels *
pixels_new (GdkTexture *texture)
{
  Pixels *pixels = g_new0 (Pixels, 1);

  pixels->width = gdk_texture_get_width (texture);
  pixels->height = gdk_texture_get_height (texture);
  pixels->colours = g_new0 (guint32, (gsize) pixels->width * (gsize) pixels->height);
  gdk_texture_download (texture, (guchar *) pixels->colours, (gsize) pixels->width * sizeof (guint32));
  return pixels;
}

void
pixels_free (Pixels *pixels)
{
  g_free (pixels->colours);
  g_free (pixels);
}

PixelArea
pixels_area (const graphene_rect_t *bounds, int margin)
{
  int x = (int) floorf (bounds->origin.x), y = (int) floorf (bounds->origin.y);

  return (PixelArea) { x - margin, y - margin,
                       (int) ceilf (bounds->origin.x + bounds->size.width) - x + 2 * margin,
                       (int) ceilf (bounds->origin.y + bounds->size.height) - y + 2 * margin };
}

static gboolean
contains (const PixelArea *area, int x, int y)
{
  return area && x >= area->x && x < area->x + area->width && y >= area->y && y < area->y + area->height;
}

typedef void (*EachPixel) (guint32 colour, gsize place, gpointer data);

static void
each_pixel (const Pixels *pixels, const PixelArea *area, const PixelArea *hole, EachPixel each, gpointer data)
{
  for (int y = MAX (0, area->y); y < MIN (pixels->height, area->y + area->height); y++)
    for (int x = MAX (0, area->x); x < MIN (pixels->width, area->x + area->width); x++)
      if (!contains (hole, x, y))
        {
          gsize place = (gsize) y * (gsize) pixels->width + (gsize) x;

          each (pixels->colours[place], place, data);
        }
}

static void
count (guint32 colour, gsize place, gpointer data)
{
  gpointer key = GUINT_TO_POINTER (colour);

  g_hash_table_insert (data, key, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (data, key)) + 1));
}

guint32
pixels_most (const Pixels *pixels, const PixelArea *area, const PixelArea *hole)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer colour, n;
  guint most = 0;
  guint32 found = 0;

  each_pixel (pixels, area, hole, count, counts);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &colour, &n))
    if (GPOINTER_TO_UINT (n) > most)
      {
        most = GPOINTER_TO_UINT (n);
        found = GPOINTER_TO_UINT (colour);
      }
  return found;
}

typedef struct
{
  guint32 colour;
  double most;
} Search;

static void
search (guint32 colour, gsize place, gpointer data)
{
  Search *looking = data;

  looking->most = MAX (looking->most, colour_contrast (colour, looking->colour));
}

double
pixels_contrast (const Pixels *pixels, const PixelArea *area, guint32 colour)
{
  Search looking = { colour, 1 };

  each_pixel (pixels, area, NULL, search, &looking);
  return looking.most;
}

typedef struct
{
  const Pixels *other;
  guint n;
} Comparison;

static void
compare (guint32 colour, gsize place, gpointer data)
{
  Comparison *comparison = data;

  comparison->n += colour != comparison->other->colours[place];
}

guint
pixels_differ (const Pixels *a, const Pixels *b, const PixelArea *area)
{
  Comparison comparison = { b, 0 };

  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  each_pixel (a, area, NULL, compare, &comparison);
  return comparison.n;
}

/* A colour may lie outside of what a screen can show. */
static guint32
mix (float part, float alpha, guint32 ground)
{
  return (guint32) lroundf ((CLAMP (part, 0, 1) * alpha + (float) (ground & 0xff) / 255 * (1 - alpha)) * 255);
}

guint32
colour_on (const GdkRGBA *colour, guint32 ground)
{
  return 0xff000000 | mix (colour->red, colour->alpha, ground >> 16) << 16
         | mix (colour->green, colour->alpha, ground >> 8) << 8 | mix (colour->blue, colour->alpha, ground);
}

static double
linear (guint32 part)
{
  double value = (double) (part & 0xff) / 255;

  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
luminance (guint32 colour)
{
  return 0.2126 * linear (colour >> 16) + 0.7152 * linear (colour >> 8) + 0.0722 * linear (colour);
}

double
colour_contrast (guint32 a, guint32 b)
{
  double first = luminance (a), second = luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}
