#include "config.h"

#include "check/login-parameters.h"

#include <libpq-fe.h>
#include <string.h>

/* libpq reads the environment for each keyword that is not given, and takes an empty value in a list for one that is
 * not given.  In a connection string an empty value counts (libpq 10 to 18), so that is where the environment is shut
 * out.  Where empty is no allowed value, this is what libpq would do without an environment. */
static const struct
{
  const char *keyword;
  const char *value;
} defaults[] = {
  { "channel_binding", "prefer" },
  { "client_encoding", "UTF8" },
  { "connect_timeout", "0" },
  { "gssdelegation", "0" },
  { "gssencmode", "disable" },
  { "load_balance_hosts", "disable" },
  { "max_protocol_version", "3.0" },
  { "min_protocol_version", "3.0" },
  { "ssl_min_protocol_version", "TLSv1.2" },
  { "sslcertmode", "allow" },
  { "sslcompression", "0" },
  { "sslnegotiation", "postgres" },
  { "sslsni", "1" },
  { "target_session_attrs", "any" },
};

/* These mean something else where they are given as empty; vf_init() keeps them out of the environment. */
static gboolean
means_something_if_empty (const char *keyword)
{
  return g_str_equal (keyword, "service") || g_str_equal (keyword, "servicefile")
         || g_str_equal (keyword, "require_auth");
}

static const char *
default_for (const char *keyword)
{
  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (g_str_equal (defaults[i].keyword, keyword))
      return defaults[i].value;
  return "";
}

static char *
make_neutral (const VfKeywords *keywords)
{
  GString *text = g_string_new (NULL);
  PQconninfoOption *options = PQconninfoParse ("", NULL);

  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (option->envvar && !means_something_if_empty (option->keyword) && !g_str_equal (option->keyword, "sslmode"))
      g_string_append_printf (text, "%s='%s' ", option->keyword, default_for (option->keyword));
  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    if (*vf_keywords_get_value (keywords, i) == '\0' && !means_something_if_empty (vf_keywords_get_name (keywords, i)))
      g_string_append_printf (text, "%s='' ", vf_keywords_get_name (keywords, i));
  PQconninfoFree (options);
  return g_string_free (text, FALSE);
}

/* libpq 15 to 18 tell the server, where an administrator sees who it was */
#define APPLICATION_NAME "Verifull"

static void
add (VfLoginParameters *parameters, const char *name, const char *value)
{
  if (!value || *value == '\0')
    return;
  g_ptr_array_add (parameters->names, (gpointer) (guintptr) name);
  g_ptr_array_add (parameters->values, (gpointer) (guintptr) value);
}

static void
add_secret (VfLoginParameters *parameters, const char *name, SecretValue *secret)
{
  add (parameters, name, secret ? secret_value_get (secret, NULL) : NULL);
}

static char *
repeat (const char *text, guint n)
{
  GString *list = g_string_new (text);

  for (guint i = 1; i < n; i++)
    g_string_append_printf (list, ",%s", text);
  return g_string_free (list, FALSE);
}

/* One host a number of times, each time with another address: libpq asks no name service, and the name is still what
 * it compares. */
static void
add_hosts (VfLoginParameters *parameters, const VfTarget *target, char **addresses)
{
  parameters->hosts = repeat (vf_target_get_host (target), g_strv_length (addresses));
  parameters->addresses = g_strjoinv (",", addresses);
  add (parameters, "host", parameters->hosts);
  add (parameters, "hostaddr", parameters->addresses);
}

static gboolean
is_host (const char *keyword)
{
  return g_str_equal (keyword, "host") || g_str_equal (keyword, "hostaddr");
}

static gboolean
wants_passphrase (const VfConnection *connection)
{
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (connection));

  return key && vf_private_key_is_encrypted (key);
}

/**
 * vf_login_parameters_init:
 * @connection: what is asked
 * @files: where its credentials lie
 * @addresses: numeric addresses to try
 * @password: (nullable): must outlive @parameters
 * @key_passphrase: (nullable): must outlive @parameters
 */
void
vf_login_parameters_init (VfLoginParameters *parameters, const VfConnection *connection, const VfKeyFiles *files,
                          char **addresses, SecretValue *password, SecretValue *key_passphrase)
{
  *parameters = (VfLoginParameters){ .names = g_ptr_array_new (), .values = g_ptr_array_new () };
  parameters->keywords = vf_connection_to_keywords (connection, files);
  parameters->neutral = make_neutral (parameters->keywords);
  /* libpq expands the first dbname only: the one that is meant comes later and may look as it likes */
  add (parameters, "dbname", parameters->neutral);
  add (parameters, "passfile", files->none);
  add (parameters, "application_name", APPLICATION_NAME);
  add_hosts (parameters, vf_connection_get_target (connection), addresses);
  for (guint i = 0; i < vf_keywords_get_n (parameters->keywords); i++)
    if (!is_host (vf_keywords_get_name (parameters->keywords, i)))
      add (parameters, vf_keywords_get_name (parameters->keywords, i),
           vf_keywords_get_value (parameters->keywords, i));
  add_secret (parameters, "password", password);
  if (wants_passphrase (connection))
    add_secret (parameters, "sslpassword", key_passphrase);
  g_ptr_array_add (parameters->names, NULL);
  g_ptr_array_add (parameters->values, NULL);
}

/* libpq takes the last of several values for a keyword. */
void
vf_login_parameters_require_binding (VfLoginParameters *parameters)
{
  g_ptr_array_set_size (parameters->names, (int) parameters->names->len - 1);
  g_ptr_array_set_size (parameters->values, (int) parameters->values->len - 1);
  add (parameters, "channel_binding", "require");
  g_ptr_array_add (parameters->names, NULL);
  g_ptr_array_add (parameters->values, NULL);
}

void
vf_login_parameters_clear (VfLoginParameters *parameters)
{
  g_ptr_array_unref (parameters->names);
  g_ptr_array_unref (parameters->values);
  vf_keywords_free (parameters->keywords);
  g_free (parameters->neutral);
  g_free (parameters->hosts);
  g_free (parameters->addresses);
}
