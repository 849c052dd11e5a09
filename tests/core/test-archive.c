#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "import/archive.h"
#include "test.h"

/* One entry of an archive that a test makes. */
typedef struct
{
  const char *path;
  const char *text;
  const char *link; /* makes it a symbolic link */
  mode_t type;      /* 0: a regular file */
} Member;

/* An archive that is being made. */
typedef struct
{
  struct archive *archive;
  char *buffer;
  gsize size;
  size_t used;
} Writer;

/* @size: more than the archive will have */
static void
writer_init (Writer *writer, int format, int filter, gsize size)
{
  writer->archive = archive_write_new ();
  writer->buffer = g_malloc (size);
  writer->size = size;
  writer->used = 0;
  g_assert_cmpint (archive_write_set_format (writer->archive, format), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_add_filter (writer->archive, filter), ==, ARCHIVE_OK);
  archive_write_set_bytes_in_last_block (writer->archive, 1);
}

static void
writer_open (Writer *writer)
{
  g_assert_cmpint (archive_write_open_memory (writer->archive, writer->buffer, writer->size, &writer->used), ==,
                   ARCHIVE_OK);
}

static void
writer_add (Writer *writer, const Member *member, const void *data, gsize length)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, member->path);
  archive_entry_set_filetype (entry, member->link ? AE_IFLNK : member->type ? member->type : AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, (la_int64_t) length);
  if (member->link)
    archive_entry_set_symlink (entry, member->link);
  g_assert_cmpint (archive_write_header (writer->archive, entry), >=, ARCHIVE_WARN);
  if (length > 0)
    g_assert_cmpint (archive_write_data (writer->archive, data, length), ==, length);
  archive_entry_free (entry);
}

static GBytes *
writer_end (Writer *writer)
{
  GBytes *bytes;

  g_assert_cmpint (archive_write_close (writer->archive), ==, ARCHIVE_OK);
  archive_write_free (writer->archive);
  bytes = g_bytes_new (writer->buffer, writer->used);
  g_free (writer->buffer);
  return bytes;
}

static GBytes *
make_archive (int format, int filter, const Member *members, guint n_members)
{
  Writer writer;

  writer_init (&writer, format, filter, 64 * 1024 + n_members * 4096);
  writer_open (&writer);
  for (guint i = 0; i < n_members; i++)
    writer_add (&writer, &members[i], members[i].text, members[i].text ? strlen (members[i].text) : 0);
  return writer_end (&writer);
}

static GBytes *
make_zip (const Member *members, guint n_members)
{
  return make_archive (ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, members, n_members);
}

/* A zip with one member that is itself given as bytes. */
static GBytes *
make_zip_of (const char *path, GBytes *content)
{
  const Member member = { .path = path };
  Writer writer;

  writer_init (&writer, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, g_bytes_get_size (content) + 64 * 1024);
  writer_open (&writer);
  writer_add (&writer, &member, g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  return writer_end (&writer);
}

static VfBundle *
read_bytes (const char *name, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  VfBundle *bundle = vf_archive_read_bytes (name, bytes, &vf_limits_default, NULL, &error);

  g_assert_no_error (error);
  return bundle;
}

/* "path=text" of what was read and "path!reason" of what was skipped, one a line. */
static char *
describe (const VfBundle *bundle)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    {
      VfSkipReason reason = vf_bundle_get_skip_reason (bundle, i);
      gsize length;
      const char *data = g_bytes_get_data (vf_bundle_get_bytes (bundle, i), &length);

      g_assert_true (g_utf8_validate (vf_bundle_get_path (bundle, i), -1, NULL));
      if (reason == VF_SKIP_NONE)
        g_string_append_printf (text, "%s=%.*s\n", vf_bundle_get_path (bundle, i), (int) length, data ? data : "");
      else
        g_string_append_printf (text, "%s!%s\n", vf_bundle_get_path (bundle, i), vf_skip_reason_to_string (reason));
    }
  return g_string_free (text, FALSE);
}

static void
assert_reads_as (const char *name, GBytes *bytes, const char *expected)
{
  g_autoptr (VfBundle) bundle = read_bytes (name, bytes);
  g_autofree char *description = describe (bundle);

  g_assert_cmpstr (description, ==, expected);
  g_assert_cmpstr (vf_bundle_get_source (bundle, 0), ==, name);
}

static void
test_formats (void)
{
  static const struct
  {
    const char *name;
    int format;
    int filter;
  } rows[] = {
    { "a.zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE },
    { "a.tar", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE },
    { "old.tar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE },
    { "a.tar.gz", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_GZIP },
    { "a.tar.bz2", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_BZIP2 },
    { "a.tar.xz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ },
    { "a.tar.zst", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD },
    { "a.tar.lz4", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_LZ4 },
    { "a.tar.lzma", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_LZMA },
    { "a.tar.lz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_LZIP },
    { "a.tar.Z", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_COMPRESS },
    { "a.7z", ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE },
    { "wrong-name.txt", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE },
  };
  static const Member members[] = { { "folder/ca.pem", "one" }, { "b.pem", "two" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = make_archive (rows[i].format, rows[i].filter, members, G_N_ELEMENTS (members));
      g_autoptr (VfBundle) bundle = read_bytes (rows[i].name, bytes);
      g_autofree char *description = describe (bundle);
      g_autofree char *expected = g_strdup_printf ("%s/folder/ca.pem=one\n%s/b.pem=two\n", rows[i].name, rows[i].name);

      g_test_message ("%s", rows[i].name);
      g_assert_cmpstr (description, ==, expected);
    }
}

static void
test_single_file (void)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("just text", 9);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  static const Member member = { "x", "packed" };
  g_autoptr (GBytes) packed = make_archive (ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, &member, 1);

  assert_reads_as ("ca.pem", text, "ca.pem=just text\n");
  /* a text file renamed to .zip is a text file */
  assert_reads_as ("renamed.zip", text, "renamed.zip=just text\n");
  assert_reads_as ("nothing.zip", empty, "nothing.zip=\n");
  assert_reads_as ("ca.pem.gz", packed, "ca.pem.gz/ca.pem=packed\n");
}

static void
test_empty_archive (void)
{
  g_autoptr (GBytes) zip = make_zip (NULL, 0);
  g_autoptr (GBytes) tar = make_archive (ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, NULL, 0);

  assert_reads_as ("a.zip", zip, "");
  assert_reads_as ("a.tar.gz", tar, "");
}

static void
test_hostile_names (void)
{
  static const Member members[] = {
    { "../up", "x" },        { "a/../../up", "x" },   { "/etc/passwd", "x" },
    { "link", NULL, "/etc" }, { "fifo", NULL, NULL, AE_IFIFO }, { "good", "y" },
  };
  g_autoptr (GBytes) tar
    = make_archive (ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE, members, G_N_ELEMENTS (members));

  assert_reads_as ("t", tar,
                   "t/../up!unsafe-name\nt/a/../../up!unsafe-name\nt/etc/passwd!unsafe-name\nt/link!link\n"
                   "t/fifo!special\nt/good=y\n");
}

static void
test_windows_names (void)
{
  static const Member members[] = { { "sslcert\\ca.pem", "x" }, { "..\\evil", "x" }, { "C:\\evil", "x" } };
  g_autoptr (GBytes) zip = make_zip (members, G_N_ELEMENTS (members));

  assert_reads_as ("z", zip, "z/sslcert/ca.pem=x\nz/../evil!unsafe-name\nz/C:/evil!unsafe-name\n");
}

static void
test_system_files (void)
{
  static const Member members[] = {
    { "__MACOSX/", NULL, NULL, AE_IFDIR }, { "__MACOSX/._ca.pem", "x" }, { "a/._ca.pem", "x" }, { ".DS_Store", "x" },
    { "Thumbs.db", "x" },         { "desktop.ini", "x" }, { "ca.pem", "y" },
  };
  g_autoptr (GBytes) zip = make_zip (members, G_N_ELEMENTS (members));

  assert_reads_as ("z", zip,
                   "z/__MACOSX/._ca.pem!system-file\nz/a/._ca.pem!system-file\nz/.DS_Store!system-file\n"
                   "z/Thumbs.db!system-file\nz/desktop.ini!system-file\nz/ca.pem=y\n");
}

/* A name that is not UTF-8 is shown somehow, and valid; a terminal's control characters are not. */
static void
test_odd_names (void)
{
  static const Member members[] = { { "\xD6\xA4\xCA\xE9.pem", "x" }, { "a\033[2Jb", "y" } };
  g_autoptr (GBytes) tar = make_archive (ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, members, 2);

  assert_reads_as ("t", tar, "t/证书.pem=x\nt/a\xEF\xBF\xBD[2Jb=y\n");
}

/* Names that a zip says are UTF-8, whatever the locale of the program is. */
static void
test_utf8_names (void)
{
  static const guint8 zip[] = {
    'P', 'K', 3, 4, 20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0x58, 0x83, 0x16, 0xDC, 0x8C, 1, 0, 0, 0, 1, 0, 0, 0, 10, 0, 0, 0,
    0xE8, 0xAF, 0x81, 0xE4, 0xB9, 0xA6, '.', 'p', 'e', 'm', 'x',
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static (zip, sizeof zip);
  g_autoptr (VfBundle) bundle = read_bytes ("z", bytes);

  g_assert_cmpstr (vf_bundle_get_path (bundle, 0), ==, "z/证书.pem");
}

static void
test_truncated (void)
{
  g_autofree char *long_text = g_strnfill (3000, 'x');
  const Member members[] = { { "first", "one" }, { "second", long_text } };
  g_autoptr (GBytes) zip = make_zip (members, 2);
  g_autoptr (GBytes) tar = make_archive (ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, members, 2);
  g_autoptr (GBytes) tar_part = g_bytes_new_from_bytes (tar, 0, 2048);
  g_autoptr (GBytes) stub = g_bytes_new_from_bytes (zip, 0, 12);
  g_autoptr (VfBundle) bundle = read_bytes ("t", tar_part);
  g_autofree char *description = describe (bundle);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (description, "t/first=one\nt/second!damaged\n"));
  for (gsize length = g_bytes_get_size (zip) - 1; length > 150; length -= 7)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (zip, 0, length);
      g_autoptr (VfBundle) some = read_bytes ("z", part);
      g_autofree char *text = describe (some);

      g_assert_true (g_str_has_prefix (text, "z/first=one\n"));
      /* where only the directory at the end is cut, nothing is lost */
      g_assert_true (strstr (text, "!damaged") || strstr (text, "z/second=x"));
    }
  g_assert_null (vf_archive_read_bytes ("stub.zip", stub, &vf_limits_default, NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_UNREADABLE);
  g_assert_nonnull (strstr (error->message, "stub.zip"));
}

static void
assert_over_limit (GBytes *bytes, const VfLimits *limits)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (vf_archive_read_bytes ("bomb.zip", bytes, limits, NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "bomb.zip"));
}

static void
test_limits (void)
{
  VfLimits limits = vf_limits_default;
  g_autofree char *zeros = g_strnfill (300000, '0');
  const Member bomb[] = { { "0", zeros } };
  const Member many[] = { { "a", "1" }, { "b", "2" }, { "c", "3" } };
  g_autoptr (GBytes) ratio = make_archive (ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, bomb, 1);
  g_autoptr (GBytes) count = make_zip (many, G_N_ELEMENTS (many));
  g_autoptr (VfBundle) bundle = NULL;
  g_autofree char *description = NULL;

  limits.ratio_floor_bytes = 100000;
  limits.max_ratio = 50;
  assert_over_limit (ratio, &limits);

  limits = vf_limits_default;
  limits.max_entries = 2;
  assert_over_limit (count, &limits);

  limits = vf_limits_default;
  limits.max_total_bytes = 200000;
  assert_over_limit (ratio, &limits);

  limits = vf_limits_default;
  limits.max_entry_bytes = 100000;
  bundle = vf_archive_read_bytes ("a", ratio, &limits, NULL, NULL);
  description = describe (bundle);
  g_assert_cmpstr (description, ==, "a/0!too-large\n");
}

/* An archive in an archive is an entry like any other. */
static void
test_large_archive_in_an_archive (void)
{
  static const Member member = { "ca.pem", "x" };
  VfLimits limits = vf_limits_default;
  g_autoptr (GBytes) inner = make_zip (&member, 1);
  g_autoptr (GBytes) outer = make_zip_of ("in.zip", inner);
  g_autoptr (VfBundle) bundle = NULL;
  g_autofree char *description = NULL;

  limits.max_entry_bytes = g_bytes_get_size (inner) - 1;
  bundle = vf_archive_read_bytes ("z", outer, &limits, NULL, NULL);
  description = describe (bundle);
  g_assert_cmpstr (description, ==, "z/in.zip!too-large\n");
}

/* The ratio is judged over all archives in one another: each of these alone would pass. */
static void
test_nested_ratio (void)
{
  VfLimits limits = vf_limits_default;
  g_autofree char *zeros = g_strnfill (2000000, '0');
  const Member member = { "0", zeros };
  g_autoptr (GBytes) inner = make_archive (ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, &member, 1);
  g_autoptr (GBytes) middle = make_zip_of ("inner.tar.gz", inner);

  limits.ratio_floor_bytes = 100000;
  assert_over_limit (middle, &limits);
}

static void
test_nesting (void)
{
  static const Member member = { "ca.pem", "deep" };
  g_autoptr (GBytes) bytes = make_zip (&member, 1);
  static const char *const expected[] = {
    "z/ca.pem=deep\n", "z/in.zip/ca.pem=deep\n", "z/in.zip/in.zip/ca.pem=deep\n",
    "z/in.zip/in.zip/in.zip/ca.pem=deep\n", "z/in.zip/in.zip/in.zip/in.zip!too-deep\n",
    "z/in.zip/in.zip/in.zip/in.zip!too-deep\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      GBytes *outer = make_zip_of ("in.zip", bytes);

      assert_reads_as ("z", bytes, expected[i]);
      g_bytes_unref (bytes);
      bytes = outer;
    }
}

/* A damaged archive in a good one does not spoil the rest. */
static void
test_nested_damage (void)
{
  g_autoptr (GBytes) stub = g_bytes_new_static ("PK\3\4rest", 8);
  g_autoptr (GBytes) zip = make_zip_of ("in.zip", stub);

  assert_reads_as ("z", zip, "z/in.zip!damaged\n");
}

/* libarchive makes no encrypted zips in every build, so these are the bytes of one with a single stored entry. */
static void
test_encrypted (void)
{
  static const guint8 header[] = {
    'P', 'K', 3, 4, 20, 0, 1, 0, 0, 0, 0, 0, 0x21, 0x58, 0, 0, 0, 0, 16, 0, 0, 0, 4, 0, 0, 0, 6, 0, 0, 0,
    'c', 'a', '.', 'p', 'e', 'm', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static (header, sizeof header);
  g_autoptr (VfBundle) bundle = read_bytes ("z", bytes);

  g_assert_cmpstr (vf_bundle_get_path (bundle, 0), ==, "z/ca.pem");
  g_assert_cmpint (vf_bundle_get_skip_reason (bundle, 0), ==, VF_SKIP_ENCRYPTED);
}

/* (nullable): a zip with two entries that are encrypted; NULL where libarchive writes none */
static GBytes *
make_locked_zip (const char *method, const char *password)
{
  static const Member members[] = { { "ca.pem" }, { "key.pem" } };
  Writer writer;

  writer_init (&writer, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, 64 * 1024);
  if (archive_write_set_options (writer.archive, method) != ARCHIVE_OK
      || archive_write_set_passphrase (writer.archive, password) != ARCHIVE_OK)
    {
      archive_write_free (writer.archive);
      g_free (writer.buffer);
      return NULL;
    }
  writer_open (&writer);
  writer_add (&writer, &members[0], "one", 3);
  writer_add (&writer, &members[1], "two", 3);
  return writer_end (&writer);
}

static char *
read_locked (GBytes *bytes, const char *first, const char *second)
{
  g_autofree char *directory = vf_test_make_dir ();
  g_autofree char *path = g_build_filename (directory, "z", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (SecretValue) one = secret_value_new (first ? first : "", -1, "text/plain");
  g_autoptr (SecretValue) two = secret_value_new (second ? second : "", -1, "text/plain");
  SecretValue *passwords[] = { one, two };
  g_autoptr (VfBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  bundle = vf_archive_read_locked (&file, 1, passwords, first ? second ? 2 : 1 : 0, &vf_limits_default, NULL, NULL,
                                   NULL, &error);
  g_assert_no_error (error);
  vf_test_remove_tree (directory);
  return describe (bundle);
}

static void
assert_locked (GBytes *bytes, const char *first, const char *second, const char *expected)
{
  g_autofree char *description = read_locked (bytes, first, second);

  g_assert_cmpstr (description, ==, expected);
}

static void
test_passwords (void)
{
  static const char *const methods[] = { "zip:encryption=zipcrypt", "zip:encryption=aes128", "zip:encryption=aes256" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (GBytes) zip = make_locked_zip (methods[i], "right");
      g_autoptr (GBytes) outer = zip ? make_zip_of ("in.zip", zip) : NULL;

      if (!zip)
        {
          g_test_skip ("this libarchive writes no encrypted zip");
          return;
        }
      g_test_message ("%s", methods[i]);
      assert_locked (zip, NULL, NULL, "z/ca.pem!encrypted\nz/key.pem!encrypted\n");
      assert_locked (zip, "wrong", NULL, "z/ca.pem!wrong-password\nz/key.pem!wrong-password\n");
      assert_locked (zip, "right", NULL, "z/ca.pem=one\nz/key.pem=two\n");
      assert_locked (outer, "right", NULL, "z/in.zip/ca.pem=one\nz/in.zip/key.pem=two\n");
    }
}

/* The second entry is open: what is encrypted before it does not take it along. */
static void
test_partly_encrypted (void)
{
  static const guint8 bytes[] = {
    'P', 'K', 3, 4, 20, 0, 1, 0, 0, 0, 0, 0, 0x21, 0x58, 0, 0, 0, 0, 16, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0,
    'a', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    'P', 'K', 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x58, 0x83, 0x16, 0xDC, 0x8C, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0,
    'b', 'x',
  };
  g_autoptr (GBytes) zip = g_bytes_new_static (bytes, sizeof bytes);

  assert_locked (zip, NULL, NULL, "z/a!encrypted\nz/b=x\nz!damaged\n");
  assert_locked (zip, "wrong", NULL, "z/a!wrong-password\nz/b=x\nz!damaged\n");
}

/* What libarchive cannot decrypt is named as that, and not taken for damage or for data.  Made by the programs that make
 * such archives, or by hand after the format's description; each has a “ca.pem” in it. */
static void
test_encrypted_7z_and_rar (void)
{
  static const guint8 locked_7z[] = {
    0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0x00, 0x04, 0xF6, 0x2F, 0x4E, 0x09, 0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x6A, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x88, 0xD7, 0x6A, 0x55, 0xE1, 0xED, 0xBD, 0xEC, 0xCD, 0xBC,
    0x9E, 0x9F, 0x9F, 0x57, 0xEE, 0xA7, 0x0A, 0x1B, 0x23, 0xC9, 0x01, 0x04, 0x06, 0x00, 0x01, 0x09, 0x10, 0x00, 0x07,
    0x0B, 0x01, 0x00, 0x02, 0x24, 0x06, 0xF1, 0x07, 0x01, 0x12, 0x53, 0x0F, 0x7A, 0xDC, 0x1A, 0x34, 0xF6, 0xF6, 0x15,
    0xDE, 0x9F, 0x34, 0x62, 0x5A, 0x77, 0xEE, 0x24, 0x4F, 0x21, 0x21, 0x01, 0x00, 0x01, 0x00, 0x0C, 0x07, 0x03, 0x00,
    0x08, 0x0A, 0x01, 0xF1, 0x86, 0x6C, 0x7A, 0x00, 0x00, 0x05, 0x01, 0x19, 0x01, 0x00, 0x11, 0x0F, 0x00, 0x63, 0x00,
    0x61, 0x00, 0x2E, 0x00, 0x70, 0x00, 0x65, 0x00, 0x6D, 0x00, 0x00, 0x00, 0x19, 0x04, 0x00, 0x00, 0x00, 0x00, 0x14,
    0x0A, 0x01, 0x00, 0x00, 0x00, 0x6D, 0xC6, 0x47, 0x17, 0xDA, 0x01, 0x15, 0x06, 0x01, 0x00, 0x20, 0x80, 0xA4, 0x81,
    0x00, 0x00,
  };
  static const guint8 hidden_7z[] = {
    0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0x00, 0x04, 0x7A, 0x5F, 0x30, 0x98, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x2E, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x08, 0x53, 0x4F, 0xA4, 0x8B, 0x49, 0x0F, 0xDD, 0x5A, 0xFB,
    0x93, 0x99, 0xC6, 0xCE, 0xB7, 0x06, 0x71, 0x6B, 0x65, 0xCB, 0x1B, 0x79, 0x60, 0xD2, 0xE1, 0x2C, 0x4F, 0xCC, 0x23,
    0xDA, 0xD4, 0x28, 0xDB, 0x1A, 0xC3, 0x74, 0x89, 0x31, 0xEB, 0x7E, 0x13, 0x8A, 0x9F, 0x88, 0x0A, 0xE0, 0xFE, 0xA5,
    0x76, 0x6B, 0x9B, 0x53, 0xEF, 0xA7, 0x03, 0xA8, 0x77, 0xF7, 0x1E, 0xD7, 0x27, 0x97, 0x60, 0xB2, 0xCF, 0x26, 0x79,
    0xDF, 0x42, 0xCA, 0xBC, 0xCF, 0xE9, 0xCD, 0x9D, 0x5E, 0x40, 0xE0, 0x44, 0x59, 0x56, 0x12, 0xA0, 0x9E, 0x93, 0xD8,
    0xEB, 0xC0, 0x89, 0xCC, 0x0F, 0x50, 0xF7, 0x54, 0xB4, 0x7B, 0xBA, 0x6B, 0xF6, 0x4C, 0x74, 0x60, 0x78, 0x64, 0x6E,
    0x2F, 0x85, 0xDB, 0xE0, 0xF2, 0x0A, 0xAE, 0x72, 0x23, 0xF0, 0x99, 0xD9, 0x64, 0x8B, 0x93, 0x9B, 0x4F, 0xC0, 0x58,
    0x93, 0x40, 0x71, 0xF0, 0x59, 0x8B, 0xB1, 0xD2, 0x17, 0x06, 0x10, 0x01, 0x09, 0x70, 0x00, 0x07, 0x0B, 0x01, 0x00,
    0x01, 0x24, 0x06, 0xF1, 0x07, 0x01, 0x12, 0x53, 0x0F, 0xEF, 0x8E, 0x3F, 0xAF, 0xFB, 0xD5, 0x38, 0xAD, 0x12, 0xF6,
    0x51, 0x2D, 0x0C, 0x42, 0x68, 0x4F, 0x0C, 0x6A, 0x0A, 0x01, 0xA5, 0x65, 0x5A, 0x3D, 0x00, 0x00,
  };
  static const guint8 locked_rar[] = {
    0x52, 0x61, 0x72, 0x21, 0x1A, 0x07, 0x00, 0xCF, 0x90, 0x73, 0x00, 0x00, 0x0D, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x80, 0xAE, 0x74, 0x04, 0x84, 0x2E, 0x00, 0x10, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x03, 0x78, 0x56,
    0x34, 0x12, 0x00, 0x00, 0x21, 0x58, 0x1D, 0x30, 0x06, 0x00, 0x20, 0x00, 0x00, 0x00, 0x63, 0x61, 0x2E, 0x70, 0x65,
    0x6D, 0x73, 0x61, 0x6C, 0x74, 0x73, 0x61, 0x6C, 0x74, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xC4, 0x3D, 0x7B, 0x00, 0x40, 0x07, 0x00,
  };
  static const guint8 hidden_rar[] = {
    0x52, 0x61, 0x72, 0x21, 0x1A, 0x07, 0x00, 0xCE, 0x99, 0x73, 0x80, 0x00, 0x0D, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x73, 0x61, 0x6C, 0x74, 0x73, 0x61, 0x6C, 0x74, 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09,
    0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1B, 0x1C,
    0x1D, 0x1E, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F,
  };
  static const guint8 locked_rar5[] = {
    0x52, 0x61, 0x72, 0x21, 0x1A, 0x07, 0x01, 0x00, 0xC5, 0x1A, 0x33, 0x32, 0x03, 0x01, 0x00, 0x00, 0xB2, 0x46, 0xE9,
    0xCA, 0x37, 0x02, 0x03, 0x25, 0x10, 0x00, 0x03, 0xA4, 0x83, 0x02, 0x00, 0x01, 0x06, 0x63, 0x61, 0x2E, 0x70, 0x65,
    0x6D, 0x24, 0x01, 0x00, 0x00, 0x0F, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73,
    0x73, 0x73, 0x73, 0x69, 0x69, 0x69, 0x69, 0x69, 0x69, 0x69, 0x69, 0x69, 0x69, 0x69, 0x69, 0x69, 0x69, 0x69, 0x69,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x19, 0xB2, 0x3A,
    0x35, 0x03, 0x05, 0x00, 0x00,
  };
  static const guint8 hidden_rar5[] = {
    0x52, 0x61, 0x72, 0x21, 0x1A, 0x07, 0x01, 0x00, 0xE5, 0xC6, 0x6F, 0x20, 0x15, 0x04, 0x00, 0x00, 0x00, 0x0F, 0x73,
    0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x73, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06,
    0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19,
    0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x2B, 0x2C,
    0x2D, 0x2E, 0x2F,
  };
  static const guint8 open_rar5[] = {
    0x52, 0x61, 0x72, 0x21, 0x1A, 0x07, 0x01, 0x00, 0xC5, 0x1A, 0x33, 0x32, 0x03, 0x01, 0x00, 0x00, 0x94, 0xBE, 0x1A,
    0x72, 0x11, 0x02, 0x02, 0x03, 0x00, 0x03, 0xA4, 0x83, 0x02, 0x00, 0x01, 0x06, 0x63, 0x61, 0x2E, 0x70, 0x65, 0x6D,
    0x6F, 0x6E, 0x65, 0x19, 0xB2, 0x3A, 0x35, 0x03, 0x05, 0x00, 0x00,
  };
  static const struct
  {
    const guint8 *bytes;
    gsize length;
    const char *expected;
    const char *why;
  } rows[] = {
    { locked_7z, sizeof locked_7z, "z/ca.pem!unsupported-encryption\n", "7z" },
    { hidden_7z, sizeof hidden_7z, "z!unsupported-encryption\n", "7z whose names are encrypted, too" },
    { locked_rar, sizeof locked_rar, "z/ca.pem!unsupported-encryption\n", "RAR 4" },
    { hidden_rar, sizeof hidden_rar, "z!unsupported-encryption\n", "RAR 4 whose names are encrypted, too" },
    { locked_rar5, sizeof locked_rar5, "z!unsupported-encryption\n", "RAR 5" },
    { hidden_rar5, sizeof hidden_rar5, "z!unsupported-encryption\n", "RAR 5 whose names are encrypted, too" },
    { open_rar5, sizeof open_rar5, "z/ca.pem=one\n", "RAR 5 without a password" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i].bytes, rows[i].length);

      g_test_message ("%s", rows[i].why);
      assert_reads_as ("z", bytes, rows[i].expected);
      assert_locked (bytes, "secret", NULL, rows[i].expected);
    }
}

/* GBK has the byte of a backslash in it: 謀. */
static void
test_gbk_backslash (void)
{
  static const guint8 bytes[] = {
    'P', 'K', 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x58, 0x83, 0x16, 0xDC, 0x8C, 1, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0,
    0xD6, 0x5C, '\\', 'a', '.', 'p', 'e', 'm', 'x',
  };
  g_autoptr (GBytes) zip = g_bytes_new_static (bytes, sizeof bytes);

  assert_reads_as ("z", zip, "z/謀/a.pem=x\nz!damaged\n");
}

static void
test_same_name (void)
{
  static const Member members[] = { { "ca.pem", "x" }, { "ca.pem", "y" }, { "CA.pem", "z" } };
  g_autoptr (GBytes) zip = make_zip (members, G_N_ELEMENTS (members));

  assert_reads_as ("z", zip, "z/ca.pem=x\nz/ca.pem (2)=y\nz/CA.pem=z\n");
}

static void
test_apple_double (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x00\x05\x16\x07rest", 8);

  assert_reads_as ("ca.pem", bytes, "ca.pem!system-file\n");
}

static void
test_folder (void)
{
  g_autofree char *directory = vf_test_make_dir ();
  g_autofree char *sub = g_build_filename (directory, "in", "sub", NULL);
  g_autofree char *top = g_build_filename (directory, "in", NULL);
  g_autofree char *file = g_build_filename (sub, "ca.pem", NULL);
  g_autofree char *link = g_build_filename (top, "link", NULL);
  g_autofree char *fifo = g_build_filename (top, "fifo", NULL);
  g_autofree char *zip_path = g_build_filename (top, "z.zip", NULL);
  static const Member member = { "x", "packed" };
  g_autoptr (GBytes) zip = make_zip (&member, 1);
  g_autoptr (GFile) folder = g_file_new_for_path (top);
  g_autoptr (VfBundle) bundle = NULL;
  g_autofree char *description = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (sub, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "one", -1, NULL));
  g_assert_true (g_file_set_contents (zip_path, g_bytes_get_data (zip, NULL), (gssize) g_bytes_get_size (zip), NULL));
  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  bundle = vf_archive_read_locked (&folder, 1, NULL, 0, &vf_limits_default, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  description = describe (bundle);
  g_assert_cmpstr (description, ==, "in/fifo!special\nin/link!link\nin/sub/ca.pem=one\nin/z.zip/x=packed\n");
  vf_test_remove_tree (directory);
}

static void
count_calls (guint64 bytes_read, const char *path, gpointer user_data)
{
  guint *calls = user_data;

  g_assert_cmpuint (bytes_read, >, 0);
  g_assert_nonnull (path);
  ++*calls;
}

static void
test_progress_and_cancel (void)
{
  g_autofree char *directory = vf_test_make_dir ();
  g_autofree char *path = g_build_filename (directory, "a.bin", NULL);
  g_autofree char *content = g_strnfill (1024 * 1024, 'x');
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) missing = g_file_get_child (file, "missing");
  g_autoptr (GBytes) text = g_bytes_new_static ("x", 1);
  g_autoptr (GBytes) zip = make_zip_of ("a", text);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (VfBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;
  guint calls = 0;

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  bundle = vf_archive_read_locked (&file, 1, NULL, 0, &vf_limits_default, count_calls, &calls, cancellable, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (calls, >=, 2);
  g_cancellable_cancel (cancellable);
  g_assert_null (vf_archive_read_locked (&file, 1, NULL, 0, &vf_limits_default, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  /* what is unpacked from memory, where no file looks at it */
  g_assert_null (vf_archive_read_bytes ("a.zip", zip, &vf_limits_default, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (vf_archive_read_locked (&missing, 1, NULL, 0, &vf_limits_default, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "missing"));
  vf_test_remove_tree (directory);
}

static void
cancel_at_once (guint64 bytes_read, const char *path, gpointer user_data)
{
  GCancellable *cancellable = user_data;

  /* nothing is read after that */
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  g_cancellable_cancel (cancellable);
}

static void
write_into (const char *folder, const char *name, const char *data, gsize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
}

/* What is cancelled while it runs stops where it is, and leaves nothing that looks like the whole. */
static void
test_cancel_on_the_way (void)
{
  static const struct
  {
    const char *opened[2];
    const char *why;
  } rows[] = {
    { { "one/long.bin", NULL }, "between two reads of a file" },
    { { "one/long.bin", "two/b.bin" }, "between two files" },
    { { "one", NULL }, "in the last file of a folder, which is not passed over as a damaged one" },
    { { "two", NULL }, "between two files of a folder" },
    { { "many.zip", NULL }, "between two entries of an archive, which is in memory and has no file to ask" },
    { { "nested.zip", "two/b.bin" }, "in an archive in an archive" },
  };
  g_autofree char *directory = vf_test_make_dir ();
  g_autofree char *one = g_build_filename (directory, "one", NULL);
  g_autofree char *two = g_build_filename (directory, "two", NULL);
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  const Member members[] = { { "a", text }, { "b", text } };
  g_autoptr (GBytes) many = make_zip (members, G_N_ELEMENTS (members));
  g_autoptr (GBytes) nested = make_zip_of ("many.zip", many);

  g_assert_cmpint (g_mkdir (one, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (two, 0700), ==, 0);
  write_into (one, "long.bin", text, strlen (text));
  write_into (two, "a.bin", text, strlen (text));
  write_into (two, "b.bin", text, strlen (text));
  write_into (directory, "many.zip", g_bytes_get_data (many, NULL), g_bytes_get_size (many));
  write_into (directory, "nested.zip", g_bytes_get_data (nested, NULL), g_bytes_get_size (nested));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GFile) first = g_file_new_build_filename (directory, rows[i].opened[0], NULL);
      g_autoptr (GFile) second = g_file_new_build_filename (directory, rows[i].opened[1], NULL);
      GFile *files[] = { first, second };
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].why);
      g_assert_null (vf_archive_read_locked (files, rows[i].opened[1] ? 2 : 1, NULL, 0, &vf_limits_default,
                                             cancel_at_once, cancellable, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  vf_test_remove_tree (directory);
}

static void
test_join (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("1", 1);
  g_autoptr (VfBundle) first = read_bytes ("a", bytes);
  g_autoptr (VfBundle) second = read_bytes ("b", bytes);
  g_autoptr (VfBundle) both = vf_bundle_join (first, second);
  g_autofree char *description = describe (both);

  g_assert_cmpstr (description, ==, "a=1\nb=1\n");
  g_assert_cmpuint (vf_bundle_get_n_sources (both), ==, 2);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/archive/formats", test_formats);
  g_test_add_func ("/archive/single-file", test_single_file);
  g_test_add_func ("/archive/empty", test_empty_archive);
  g_test_add_func ("/archive/hostile-names", test_hostile_names);
  g_test_add_func ("/archive/windows-names", test_windows_names);
  g_test_add_func ("/archive/system-files", test_system_files);
  g_test_add_func ("/archive/odd-names", test_odd_names);
  g_test_add_func ("/archive/utf8-names", test_utf8_names);
  g_test_add_func ("/archive/truncated", test_truncated);
  g_test_add_func ("/archive/limits", test_limits);
  g_test_add_func ("/archive/large-archive-in-an-archive", test_large_archive_in_an_archive);
  g_test_add_func ("/archive/nested-ratio", test_nested_ratio);
  g_test_add_func ("/archive/nesting", test_nesting);
  g_test_add_func ("/archive/nested-damage", test_nested_damage);
  g_test_add_func ("/archive/encrypted", test_encrypted);
  g_test_add_func ("/archive/passwords", test_passwords);
  g_test_add_func ("/archive/partly-encrypted", test_partly_encrypted);
  g_test_add_func ("/archive/encrypted-7z-and-rar", test_encrypted_7z_and_rar);
  g_test_add_func ("/archive/gbk-backslash", test_gbk_backslash);
  g_test_add_func ("/archive/same-name", test_same_name);
  g_test_add_func ("/archive/apple-double", test_apple_double);
  g_test_add_func ("/archive/folder", test_folder);
  g_test_add_func ("/archive/progress-and-cancel", test_progress_and_cancel);
  g_test_add_func ("/archive/cancel-on-the-way", test_cancel_on_the_way);
  g_test_add_func ("/archive/join", test_join);
  return g_test_run ();
}
