#pragma once

#include "connection/paste.h"
#include "connection/settings.h"

G_BEGIN_DECLS

/* Each reads one kind of text into @settings and returns FALSE if it is of that kind but cannot be read. */
gboolean vf_paste_read_uri         (const char *uri,
                                    VfSettings *settings);
gboolean vf_paste_read_jdbc        (const char *url,
                                    VfSettings *settings);
gboolean vf_paste_read_psql        (const char *line,
                                    VfSettings *settings);
/* returns FALSE if no line sets a variable of libpq's */
gboolean vf_paste_read_environment (const char *lines,
                                    VfSettings *settings);

/* is there a program of psql's kind in command position */
gboolean vf_paste_is_psql          (const char *line);
/* @begin (out) of a URI's scheme inside @text, or FALSE */
gboolean vf_paste_find_uri         (const char  *text,
                                    const char **begin);
gboolean vf_paste_find_jdbc        (const char  *text,
                                    const char **begin);
/* (transfer full): the text up to where a URL inside other text ends; wipe it */
char    *vf_paste_cut_url          (const char *begin);

typedef enum
{
  VF_PASTE_READ_NO,      /* not of this kind */
  VF_PASTE_READ_BROKEN,  /* of this kind, but not readable */
  VF_PASTE_READ_OK,
} VfPasteRead;

/* one kind of text, looked for anywhere in what was pasted */
typedef struct
{
  VfPasteKind kind;
  VfPasteRead (*read) (const char *text, VfSettings *settings);
} VfPasteReader;

extern const VfPasteReader vf_paste_readers[];
extern const guint vf_paste_n_readers;

G_END_DECLS
