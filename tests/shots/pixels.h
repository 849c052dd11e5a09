#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A picture as colours: 0xAARRGGBB, the alpha multiplied in. */
typedef struct
{
  int width;
  int height;
  guint32 *colours;
} Pixels;

/* pixels of it, no part of which need lie within the picture */
typedef struct
{
  int x, y, width, height;
} PixelArea;

Pixels   *pixels_new       (GdkTexture             *texture);
void      pixels_free      (Pixels                 *pixels);
PixelArea pixels_area      (const graphene_rect_t  *bounds,
                            int                     margin);
/* the colour that most of @area has; what lies in @hole is left out, if that is given */
guint32   pixels_most      (const Pixels           *pixels,
                            const PixelArea        *area,
                            const PixelArea        *hole);
/* the greatest ratio of contrast that a pixel of @area has to @colour */
double    pixels_contrast  (const Pixels           *pixels,
                            const PixelArea        *area,
                            guint32                 colour);
/* how many pixels of @area differ in the two pictures */
guint     pixels_differ    (const Pixels           *a,
                            const Pixels           *b,
                            const PixelArea        *area);
/* what @colour looks like on the opaque @ground */
guint32   colour_on        (const GdkRGBA          *colour,
                            guint32                 ground);
/* the ratio of contrast as WCAG 2 defines it, 1 to 21 */
double    colour_contrast  (guint32                 a,
                            guint32                 b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pixels, pixels_free)

G_END_DECLS
