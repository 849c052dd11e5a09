#include "config.h"

#include "check/door.h"

#include <string.h>

/* Services that people reach by a wrong port, by the first bytes that they say. */
typedef struct
{
  const char *start;
  const char *name;
} Service;

static const Service services[] = {
  { "HTTP/", "HTTP" }, { "<", "HTTP" },    { "SSH-", "SSH" },    { "220", "SMTP / FTP" },
  { "* OK", "IMAP" },  { "+OK", "POP3" },  { "-ERR", "Redis" },  { "-DENIED", "Redis" },
};

#define TLS_ALERT 0x15
#define TLS_HANDSHAKE 0x16
#define TLS_MAJOR 0x03

static gboolean
starts_with (const guint8 *bytes, gsize length, const char *start)
{
  return length >= strlen (start) && memcmp (bytes, start, strlen (start)) == 0;
}

/* A MySQL server speaks first: three bytes of length, packet number 0, then protocol 10 or an error. */
static gboolean
is_mysql (const guint8 *bytes, gsize length)
{
  return length >= 5 && bytes[2] == 0 && bytes[3] == 0 && (bytes[4] == 10 || bytes[4] == 0xff);
}

static const char *
recognise (const guint8 *bytes, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    if (starts_with (bytes, length, services[i].start))
      return services[i].name;
  return is_mysql (bytes, length) ? "MySQL" : NULL;
}

static VfDoorAnswer
closed (VfCode *code, VfCode value, char **detail, const char *text)
{
  *code = value;
  *detail = g_strdup (text);
  return VF_DOOR_CLOSED;
}

static gsize
field_length (const guint8 *bytes, gsize length)
{
  const guint8 *end = memchr (bytes, '\0', length);

  return end ? (gsize) (end - bytes) : length;
}

/* The field 'M' of an error message of protocol 3, else the bare text of protocol 2. */
static char *
error_text (const guint8 *bytes, gsize length)
{
  gsize start = length > 5 && bytes[1] == 0 ? 5 : 1;

  for (gsize at = start; start == 5 && at < length && bytes[at] != '\0';)
    {
      gsize n = field_length (bytes + at + 1, length - at - 1);

      if (bytes[at] == 'M')
        return g_utf8_make_valid ((const char *) bytes + at + 1, (gssize) n);
      at += n + 2;
    }
  if (start == 5 || length < 2)
    return NULL;
  return g_utf8_make_valid ((const char *) bytes + 1, (gssize) field_length (bytes + 1, length - 1));
}

gboolean
vf_door_wants_more (const guint8 *bytes, gsize length)
{
  return length > 0 && length < 512 && !(length == 1 && (bytes[0] == 'S' || bytes[0] == 'N'));
}

/**
 * vf_door_read:
 *
 * PostgreSQL answers its SSLRequest with the single byte "S" or "N", or with an error message ("E").  Anything that
 * comes together with "S" was put there by somebody else (CVE-2021-23222), or is the greeting of an SSH server.
 *
 * Returns: whether TLS may begin
 */
VfDoorAnswer
vf_door_read (const guint8 *bytes, gsize length, VfCode *code, char **detail)
{
  const char *service = recognise (bytes, length);

  if (length == 0)
    return closed (code, VF_CODE_CLOSED_EARLY, detail, NULL);
  if (length == 1 && bytes[0] == 'S')
    return VF_DOOR_TLS;
  if (length == 1 && bytes[0] == 'N')
    return closed (code, VF_CODE_TLS_NOT_OFFERED, detail, NULL);
  if (length >= 2 && bytes[1] == TLS_MAJOR && (bytes[0] == TLS_ALERT || bytes[0] == TLS_HANDSHAKE))
    return closed (code, VF_CODE_TLS_ONLY_PORT, detail, NULL);
  if (bytes[0] == 'E' && !service)
    {
      *code = VF_CODE_SERVER_ERROR;
      *detail = error_text (bytes, length);
      /* PostgreSQL 7 and emulators of it: "unsupported frontend protocol 1234.5679" */
      if (*detail && strstr (*detail, "frontend protocol"))
        {
          g_free (*detail);
          *detail = g_strdup ("frontend");
        }
      return VF_DOOR_CLOSED;
    }
  return closed (code, VF_CODE_NOT_POSTGRESQL, detail, service);
}

/**
 * vf_door_is_tls:
 *
 * An SSH greeting begins with "S" as well, and may come one byte at a time.
 *
 * Returns: whether @bytes, which came after "S", begin a TLS record
 */
gboolean
vf_door_is_tls (const guint8 *bytes, gsize length, VfCode *code, char **detail)
{
  g_autofree char *whole = NULL;
  const char *service;

  if (length > 0 && (bytes[0] == TLS_HANDSHAKE || bytes[0] == TLS_ALERT))
    return TRUE;
  whole = g_malloc (length + 1);
  whole[0] = 'S';
  if (length > 0)
    memcpy (whole + 1, bytes, length);
  service = recognise ((const guint8 *) whole, length + 1);
  /* so far only "SS": no TLS record begins so, an SSH greeting does */
  if (!service && length > 0 && bytes[0] == 'S')
    service = "SSH";
  closed (code, VF_CODE_NOT_POSTGRESQL, detail, service);
  return FALSE;
}
