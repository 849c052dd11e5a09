#pragma once

#include <glib.h>

#include "connection/connection.h"

G_BEGIN_DECLS

/**
 * VfServiceFile:
 *
 * The text of a libpq service file, read by libpq's own rules; lines that are not changed survive byte for byte.
 * Mutable, owned by one thread.
 */
typedef struct _VfServiceFile VfServiceFile;

VfServiceFile *vf_service_file_new          (void);
VfServiceFile *vf_service_file_parse        (const char     *text,
                                             gsize           length,
                                             GError        **error);
void           vf_service_file_free         (VfServiceFile *file);
GBytes        *vf_service_file_to_bytes     (const VfServiceFile *file);
/* (transfer full): section names in the order of the file, each once */
char         **vf_service_file_list         (const VfServiceFile *file);
/* before all of many sections are read: each is then found at once, until the file is changed */
void           vf_service_file_index        (VfServiceFile *file);
gboolean       vf_service_file_has          (const VfServiceFile *file,
                                             const char          *name);
/* (nullable): value of the first such key of the first such section, as libpq reads it */
const char    *vf_service_file_get          (const VfServiceFile *file,
                                             const char          *name,
                                             const char          *keyword);
/* (transfer full): keywords of a section, in order */
char         **vf_service_file_list_keywords (const VfServiceFile *file,
                                              const char          *name);
/* puts a whole section in place of the old one, or at the end; VF_ERROR_NOT_EXPRESSIBLE names the value that a
 * service file cannot say */
gboolean       vf_service_file_set          (VfServiceFile    *file,
                                             const char       *name,
                                             const VfKeywords *keywords,
                                             GError          **error);
/* puts the text of a section, header included, in place of the one called @name, or at the end; the file's own line
 * ends are kept to */
void           vf_service_file_set_text     (VfServiceFile    *file,
                                             const char       *name,
                                             const char       *text);
/* number of the first line that libpq's buffer does not hold, which makes it refuse the file; 0: there is none */
guint          vf_service_file_find_long_line (const VfServiceFile *file);
gboolean       vf_service_file_rename       (VfServiceFile *file,
                                             const char    *name,
                                             const char    *new_name,
                                             GError       **error);
/* (transfer full) (nullable): the text that was taken out */
char          *vf_service_file_remove       (VfServiceFile *file,
                                             const char    *name);
/* @before: (nullable): the section that came after the text */
void           vf_service_file_put_back (VfServiceFile *file,
                                         const char    *text,
                                         const char    *before);
/* (nullable) (transfer full): translated: why this cannot be a section's name */
char          *vf_service_file_check_name   (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfServiceFile, vf_service_file_free)

G_END_DECLS
