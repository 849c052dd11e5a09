#pragma once

#include "store/service-file.h"

G_BEGIN_DECLS

typedef struct
{
  char *raw;       /* with its line end, byte for byte */
  gsize length;
  char *text;      /* as libpq reads it: without blanks around it, up to a NUL */
} VfServiceLine;

struct _VfServiceFile
{
  GPtrArray *lines;
  const char *line_end;
  /* (element-type utf8 guint) (nullable): where each section begins, while nothing is changed */
  GHashTable *headers;
};

gboolean       vf_service_is_blank     (char c);
VfServiceLine *vf_service_line_new     (const char *raw,
                                        gsize       length);
VfServiceLine *vf_service_get_line     (const VfServiceFile *file,
                                        guint                index);
gboolean       vf_service_is_header    (const VfServiceLine *line);
/* neither blank, nor a comment, nor a header: a keyword, or what libpq calls a syntax error */
gboolean       vf_service_is_entry     (const VfServiceLine *line);
gboolean       vf_service_is_keyword   (const VfServiceLine *line,
                                        const char          *keyword);
/* index of the section's header, or the number of lines */
guint          vf_service_find_section (const VfServiceFile *file,
                                        const char          *name);
/* index of the line behind the last entry of the section */
guint          vf_service_find_end     (const VfServiceFile *file,
                                        guint                header);
void           vf_service_insert_lines (VfServiceFile *file,
                                        guint          at,
                                        const char    *text,
                                        gsize          length);

G_END_DECLS
