#include "config.h"

#include "check/gaussdb-message.h"

#include <openssl/crypto.h>
#include <string.h>

/* bytes; what a server says during a login is far smaller, and it may claim four gigabytes */
#define MAX_BODY (64 * 1024)

#define HEAD_LENGTH 5

/* Protocol 3.51: the minor version by which openGauss knows a client that understands its own methods. */
#define PROTOCOL_GAUSSDB 0x00030033

/* where an administrator sees who it was */
#define APPLICATION_NAME "Verifull"

static guint32
get_int (const guint8 *bytes)
{
  guint32 big_endian;

  memcpy (&big_endian, bytes, sizeof big_endian);
  return GUINT32_FROM_BE (big_endian);
}

static void
put_int (guint8 *bytes, guint32 value)
{
  guint32 big_endian = GUINT32_TO_BE (value);

  memcpy (bytes, &big_endian, sizeof big_endian);
}

/**
 * vf_gaussdb_message_read:
 * @message: gets the message, in place of the one before
 * @channel: where it comes from
 *
 * Blocks.  A length is believed only as far as it can be: nothing is allocated beyond 64 KiB.
 */
VfGaussdbRead
vf_gaussdb_message_read (VfGaussdbMessage *message, VfChannel *channel)
{
  guint8 head[HEAD_LENGTH];
  guint32 length;

  if (!vf_channel_read (channel, head, sizeof head))
    return VF_GAUSSDB_READ_ENDED;
  length = get_int (head + 1);
  if (length < 4 || length - 4 > MAX_BODY)
    return VF_GAUSSDB_READ_STRANGE;
  if (!message->body)
    message->body = g_malloc (MAX_BODY);
  message->type = head[0];
  message->length = length - 4;
  return vf_channel_read (channel, message->body, message->length) ? VF_GAUSSDB_READ_DONE : VF_GAUSSDB_READ_ENDED;
}

void
vf_gaussdb_message_clear (VfGaussdbMessage *message)
{
  g_clear_pointer (&message->body, g_free);
}

static void
append_text (GByteArray *array, const char *text)
{
  g_byte_array_append (array, (const guint8 *) text, (guint) strlen (text) + 1);
}

static void
append_parameter (GByteArray *array, const char *name, const char *value)
{
  if (!value)
    return;
  append_text (array, name);
  append_text (array, value);
}

/**
 * vf_gaussdb_send_startup:
 * @options: (nullable): as libpq's keyword of that name
 *
 * What libpq would begin with, but in the version that GaussDB's own clients have.
 */
gboolean
vf_gaussdb_send_startup (VfChannel *channel, const char *user, const char *database, const char *options)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();

  g_byte_array_set_size (array, 8);
  append_parameter (array, "user", user);
  append_parameter (array, "database", database);
  append_parameter (array, "options", options);
  append_parameter (array, "application_name", APPLICATION_NAME);
  append_parameter (array, "client_encoding", "UTF8");
  append_text (array, "");
  put_int (array->data, array->len);
  put_int (array->data + 4, PROTOCOL_GAUSSDB);
  return vf_channel_write (channel, array->data, array->len);
}

/**
 * vf_gaussdb_send_password:
 * @answer: what the server wants to hear
 *
 * Nothing of it stays in memory outside TLS's own records, which hold it encrypted.
 */
gboolean
vf_gaussdb_send_password (VfChannel *channel, SecretValue *answer)
{
  gsize length;
  const char *text = secret_value_get (answer, &length);
  gsize size = HEAD_LENGTH + length + 1;
  guint8 *message = OPENSSL_zalloc (size);
  gboolean ok;

  if (!message)
    g_error ("no memory for %" G_GSIZE_FORMAT " bytes", size);
  message[0] = 'p';
  put_int (message + 1, (guint32) size - 1);
  memcpy (message + HEAD_LENGTH, text, length);
  ok = vf_channel_write (channel, message, size);
  OPENSSL_clear_free (message, size);
  return ok;
}

static gboolean
send_message (VfChannel *channel, char type, const char *text)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();

  g_byte_array_set_size (array, HEAD_LENGTH);
  array->data[0] = (guint8) type;
  if (text)
    append_text (array, text);
  put_int (array->data + 1, array->len - 1);
  return vf_channel_write (channel, array->data, array->len);
}

/**
 * vf_gaussdb_send_query:
 *
 * Returns: whether it could be sent; blocks up to the channel's deadline
 */
gboolean
vf_gaussdb_send_query (VfChannel *channel, const char *sql)
{
  return send_message (channel, 'Q', sql);
}

/**
 * vf_gaussdb_send_goodbye:
 *
 * Returns: whether it could be sent; nobody needs to know
 */
gboolean
vf_gaussdb_send_goodbye (VfChannel *channel)
{
  return send_message (channel, 'X', NULL);
}

static gsize
text_length (const guint8 *bytes, gsize length)
{
  const guint8 *end = length > 0 ? memchr (bytes, '\0', length) : NULL;

  return end ? (gsize) (end - bytes) : length;
}

char *
vf_gaussdb_error_field (const guint8 *body, gsize length, char field)
{
  for (gsize at = 0; at < length && body[at] != '\0';)
    {
      gsize n = text_length (body + at + 1, length - at - 1);

      if (body[at] == (guint8) field)
        return g_utf8_make_valid ((const char *) body + at + 1, (gssize) n);
      at += n + 2;
    }
  return NULL;
}

/* int16 columns, then for each int32 length (-1: null) and bytes */
char *
vf_gaussdb_row_text (const guint8 *body, gsize length)
{
  guint32 n;

  if (length < 6 || (body[0] == 0 && body[1] == 0))
    return NULL;
  n = get_int (body + 2);
  if (n > length - 6)
    return NULL;
  return g_utf8_make_valid ((const char *) body + 6, (gssize) text_length (body + 6, n));
}

char *
vf_gaussdb_parameter (const guint8 *body, gsize length, const char *name)
{
  gsize n = text_length (body, length);

  if (n != strlen (name) || n >= length || memcmp (body, name, n) != 0)
    return NULL;
  return g_utf8_make_valid ((const char *) body + n + 1, (gssize) text_length (body + n + 1, length - n - 1));
}
