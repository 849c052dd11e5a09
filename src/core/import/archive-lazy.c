#include "config.h"

#include <archive.h>
#include <archive_entry.h>

#include "lazy-library.h"

/* libarchive is opened when the first archive is met, not when a program starts. It brings in an XML library and tables
 * of all of Unicode: a third of the time until a program that only checks a connection could begin, and two megabytes
 * that a window without an archive would never use. */

/* the name of the interface that libarchive 3 has kept since 2011 */
#define LIBRARY "libarchive.so.13"

static VfLazyLibrary library = { .name = LIBRARY };

#define FORWARD(type, name, parameters, arguments) VF_FORWARD (library, type, name, parameters, arguments)
#define FORWARD_VOID(name, parameters, arguments) VF_FORWARD_VOID (library, name, parameters, arguments)

FORWARD (const char *, archive_version_string, (void), ())
FORWARD (struct archive *, archive_read_new, (void), ())
FORWARD (int, archive_read_free, (struct archive *archive), (archive))
FORWARD (int, archive_read_open_memory, (struct archive *archive, const void *bytes, size_t length),
         (archive, bytes, length))
FORWARD (int, archive_read_append_filter, (struct archive *archive, int code), (archive, code))
FORWARD (int, archive_read_add_passphrase, (struct archive *archive, const char *passphrase), (archive, passphrase))
FORWARD (int, archive_read_support_filter_compress, (struct archive *archive), (archive))
FORWARD (int, archive_read_support_format_7zip, (struct archive *archive), (archive))
FORWARD (int, archive_read_support_format_empty, (struct archive *archive), (archive))
FORWARD (int, archive_read_support_format_rar, (struct archive *archive), (archive))
FORWARD (int, archive_read_support_format_rar5, (struct archive *archive), (archive))
FORWARD (int, archive_read_support_format_raw, (struct archive *archive), (archive))
FORWARD (int, archive_read_support_format_tar, (struct archive *archive), (archive))
FORWARD (int, archive_read_support_format_zip, (struct archive *archive), (archive))
FORWARD (int, archive_read_next_header, (struct archive *archive, struct archive_entry **entry), (archive, entry))
FORWARD (int, archive_read_data_block, (struct archive *archive, const void **block, size_t *length, la_int64_t *offset),
         (archive, block, length, offset))
FORWARD (int, archive_read_has_encrypted_entries, (struct archive *archive), (archive))
FORWARD (la_int64_t, archive_filter_bytes, (struct archive *archive, int filter), (archive, filter))
FORWARD (int, archive_format, (struct archive *archive), (archive))
FORWARD (const char *, archive_error_string, (struct archive *archive), (archive))
FORWARD (__LA_MODE_T, archive_entry_filetype, (struct archive_entry *entry), (entry))
FORWARD (const char *, archive_entry_hardlink, (struct archive_entry *entry), (entry))
FORWARD (int, archive_entry_is_data_encrypted, (struct archive_entry *entry), (entry))
FORWARD (const char *, archive_entry_pathname, (struct archive_entry *entry), (entry))
FORWARD (const char *, archive_entry_pathname_utf8, (struct archive_entry *entry), (entry))

/* writing: see export/zip.c */
FORWARD (struct archive *, archive_write_new, (void), ())
FORWARD (int, archive_write_free, (struct archive *archive), (archive))
FORWARD (int, archive_write_close, (struct archive *archive), (archive))
FORWARD (int, archive_write_set_format_zip, (struct archive *archive), (archive))
FORWARD (int, archive_write_open_memory, (struct archive *archive, void *buffer, size_t size, size_t *used),
         (archive, buffer, size, used))
FORWARD (int, archive_write_header, (struct archive *archive, struct archive_entry *entry), (archive, entry))
FORWARD (la_ssize_t, archive_write_data, (struct archive *archive, const void *bytes, size_t length),
         (archive, bytes, length))
FORWARD (struct archive_entry *, archive_entry_new, (void), ())
FORWARD_VOID (archive_entry_free, (struct archive_entry *entry), (entry))
FORWARD_VOID (archive_entry_set_pathname, (struct archive_entry *entry, const char *name), (entry, name))
FORWARD_VOID (archive_entry_set_size, (struct archive_entry *entry, la_int64_t size), (entry, size))
FORWARD_VOID (archive_entry_set_filetype, (struct archive_entry *entry, unsigned int type), (entry, type))
FORWARD_VOID (archive_entry_set_perm, (struct archive_entry *entry, __LA_MODE_T mode), (entry, mode))
FORWARD_VOID (archive_entry_set_mtime, (struct archive_entry *entry, time_t seconds, long nanoseconds),
              (entry, seconds, nanoseconds))
