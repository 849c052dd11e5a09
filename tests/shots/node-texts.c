/* Reads from what GTK has drawn where text stands, and in which colour. */

#include "config.h"

#include "node-texts.h"

/* of a screen that is not scaled */
#define POINTS_PER_PIXEL 0.75

typedef struct
{
  GskTransform *to_window; /* (nullable) */
  graphene_rect_t clip;
  float alpha;
} Place;

static void read_node (GskRenderNode *node, const Place *place, GArray *texts);

static graphene_rect_t
place_rect (const Place *place, const graphene_rect_t *rect)
{
  graphene_rect_t placed = *rect;

  if (place->to_window)
    gsk_transform_transform_bounds (place->to_window, rect, &placed);
  return placed;
}

static void
read_text (GskRenderNode *node, const Place *place, GArray *texts)
{
  g_autoptr (PangoFontDescription) font = pango_font_describe (gsk_text_node_get_font (node));
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  NodeText text = { .colour = *gsk_text_node_get_color (node) };
  graphene_rect_t bounds, seen;
  graphene_point_t middle;

  gsk_render_node_get_bounds (node, &bounds);
  text.bounds = place_rect (place, &bounds);
  graphene_rect_get_center (&text.bounds, &middle);
  if (!graphene_rect_intersection (&text.bounds, &place->clip, &seen) || !graphene_rect_contains_point (&seen, &middle))
    return;
  text.colour.alpha *= place->alpha;
  text.points = pango_font_description_get_size_is_absolute (font) ? size * POINTS_PER_PIXEL : size;
  text.bold = pango_font_description_get_weight (font) >= PANGO_WEIGHT_BOLD;
  g_array_append_val (texts, text);
}

static void
read_transformed (GskRenderNode *node, const Place *place, GArray *texts)
{
  Place inner = *place;

  /* it takes the first of the two over */
  inner.to_window = gsk_transform_transform (place->to_window ? gsk_transform_ref (place->to_window) : NULL,
                                             gsk_transform_node_get_transform (node));
  read_node (gsk_transform_node_get_child (node), &inner, texts);
  gsk_transform_unref (inner.to_window);
}

static void
read_clipped (GskRenderNode *child, const graphene_rect_t *clip, const Place *place, GArray *texts)
{
  graphene_rect_t placed = place_rect (place, clip);
  Place inner = *place;

  if (graphene_rect_intersection (&placed, &place->clip, &inner.clip))
    read_node (child, &inner, texts);
}

static void
read_fainter (GskRenderNode *child, float alpha, const Place *place, GArray *texts)
{
  Place inner = *place;

  inner.alpha *= alpha;
  read_node (child, &inner, texts);
}

static void
read_node (GskRenderNode *node, const Place *place, GArray *texts)
{
  GskRenderNodeType type = gsk_render_node_get_node_type (node);

  if (type == GSK_TEXT_NODE)
    read_text (node, place, texts);
  else if (type == GSK_CONTAINER_NODE)
    for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
      read_node (gsk_container_node_get_child (node, i), place, texts);
  else if (type == GSK_TRANSFORM_NODE)
    read_transformed (node, place, texts);
  else if (type == GSK_OPACITY_NODE)
    read_fainter (gsk_opacity_node_get_child (node), gsk_opacity_node_get_opacity (node), place, texts);
  else if (type == GSK_CLIP_NODE)
    read_clipped (gsk_clip_node_get_child (node), gsk_clip_node_get_clip (node), place, texts);
  else if (type == GSK_ROUNDED_CLIP_NODE)
    read_clipped (gsk_rounded_clip_node_get_child (node), &gsk_rounded_clip_node_get_clip (node)->bounds, place, texts);
  else if (type == GSK_SHADOW_NODE)
    read_node (gsk_shadow_node_get_child (node), place, texts);
  else if (type == GSK_DEBUG_NODE)
    read_node (gsk_debug_node_get_child (node), place, texts);
}

GArray *
node_list_texts (GskRenderNode *node)
{
  GArray *texts = g_array_new (FALSE, FALSE, sizeof (NodeText));
  Place place = { .alpha = 1 };

  gsk_render_node_get_bounds (node, &place.clip);
  read_node (node, &place, texts);
  return texts;
}
