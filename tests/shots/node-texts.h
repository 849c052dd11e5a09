#pragma once

#include <gsk/gsk.h>

G_BEGIN_DECLS

/* A line of text, or a part of one, as it was drawn. */
typedef struct
{
  graphene_rect_t bounds;
  GdkRGBA colour; /* with all that makes it fainter */
  double points;
  gboolean bold;
} NodeText;

/* (transfer full) (element-type NodeText): all that can be seen in what was drawn */
GArray *node_list_texts (GskRenderNode *node);

G_END_DECLS
