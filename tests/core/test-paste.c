#include "connection/connection.h"
#include "connection/paste.h"

#include "error.h"
#include "test.h"

typedef struct
{
  const char *text;
  VfPasteKind kind;
  const char *host;
  guint port;
  const char *dbname;
  const char *user;
  const char *password;
  const char *keyword;    /* “name=value” of one further keyword */
  const char *why;
} Case;

static const Case cases[] = {
  /* hosts */
  { "db.example.com", VF_PASTE_HOST, "db.example.com", 0, .why = "a host" },
  { " db.example.com:8000 \n", VF_PASTE_HOST, "db.example.com", 8000, .why = "host and port, blanks" },
  { "[2001:db8::1]:5433", VF_PASTE_HOST, "2001:db8::1", 5433, .why = "IPv6 with port" },
  { "2001:db8::1", VF_PASTE_HOST, "2001:db8::1", 0, .why = "IPv6" },
  { "192.0.2.1", VF_PASTE_HOST, "192.0.2.1", 0, .why = "IPv4" },
  { "localhost", VF_PASTE_HOST, "localhost", 0, .why = "one word" },
  { "db.example.com/", VF_PASTE_HOST, "db.example.com", 0, .why = "trailing slash" },
  { "https://db.example.com/console?x=1", VF_PASTE_HOST, "db.example.com", 0, .why = "a web address by mistake" },
  { "a.example:5432,b.example:5433", VF_PASTE_HOST, "a.example", 5432, .why = "the first of several" },
  { "\"db.example.com\"", VF_PASTE_HOST, "db.example.com", 0, .why = "quoted" },
  { "db.example.com:5432/shop", VF_PASTE_URI, "db.example.com", 5432, "shop", .why = "host, port and database" },
  /* URIs */
  { "postgresql://al:s3cret@db.example.com:5433/shop?sslmode=verify-full", VF_PASTE_URI, "db.example.com", 5433, "shop",
    "al", "s3cret", "sslmode=verify-full", "the usual" },
  { "postgres://al@db.example.com", VF_PASTE_URI, "db.example.com", 0, NULL, "al", .why = "the short scheme" },
  { "POSTGRES://al@db.example.com", VF_PASTE_URI, "db.example.com", 0, NULL, "al", .why = "the scheme in capitals" },
  { "postgresql+psycopg2://al:x@db/shop", VF_PASTE_URI, "db", 0, "shop", "al", "x", .why = "a driver in the scheme" },
  { "postgresql://al%40corp:p%2Fw%25@db/shop%20two", VF_PASTE_URI, "db", 0, "shop two", "al@corp", "p/w%",
    .why = "percent-encoding" },
  { "postgresql://al:p/w@db.example.com:1/shop", VF_PASTE_URI, "db.example.com", 1, "shop", "al", "p/w",
    .why = "a slash that should have been encoded" },
  { "postgresql://al:p@w:d@db.example.com/shop", VF_PASTE_URI, "db.example.com", 0, "shop", "al", "p@w:d",
    .why = "an at sign and a colon" },
  { "postgresql://al:p?w#1@db.example.com/shop", VF_PASTE_URI, "db.example.com", 0, "shop", "al", "p?w#1",
    .why = "a question mark and a hash" },
  { "postgresql://al:100%@db.example.com/shop", VF_PASTE_URI, "db.example.com", 0, "shop", "al", "100%",
    .why = "a percent sign alone" },
  { "postgresql://al:a+b@db/shop", VF_PASTE_URI, "db", 0, "shop", "al", "a+b", .why = "a plus stays" },
  { "postgresql://db.example.com:5432/shop?application_name=a@b", VF_PASTE_URI, "db.example.com", 5432, "shop",
    .keyword = "application_name=a@b", .why = "an at sign behind the question mark is no user" },
  { "postgresql://[2001:db8::1]:5433/shop", VF_PASTE_URI, "2001:db8::1", 5433, "shop", .why = "IPv6" },
  { "postgresql://a.example:1,b.example:2/shop", VF_PASTE_URI, "a.example", 1, "shop", .why = "several hosts" },
  { "postgresql:///shop?host=db.example.com&port=7", VF_PASTE_URI, "db.example.com", 7, "shop", .why = "host as word" },
  { "postgresql://db/shop?schema=public&pgbouncer=true&sslmode=require", VF_PASTE_URI, "db", 0, "shop",
    .keyword = "sslmode=require", .why = "words of other drivers are left out" },
  { "postgresql://db/shop?ssl=true", VF_PASTE_URI, "db", 0, "shop", .keyword = "sslmode=require", .why = "ssl=true" },
  { "postgresql://postgres:[YOUR-PASSWORD]@db.abc.supabase.co:5432/postgres", VF_PASTE_URI, "db.abc.supabase.co", 5432,
    "postgres", "postgres", .why = "a placeholder is no password" },
  { "postgresql://<user>:<password>@db.example.com/shop", VF_PASTE_URI, "db.example.com", 0, "shop",
    .why = "placeholders in angle brackets" },
  { "postgresql://al@db/x?hostaddr=192.0.2.7&sslrootcert=/a%20b/root.crt", VF_PASTE_URI, "db", 0, "x", "al",
    .keyword = "sslrootcert=/a b/root.crt", .why = "a path with a blank" },
  { "DATABASE_URL=\"postgres://al:x@db.example.com/shop\"", VF_PASTE_URI, "db.example.com", 0, "shop", "al", "x",
    .why = "a line of an env file" },
  { "Hello,\nplease use <postgresql://al:x@db.example.com/shop>.\nBye", VF_PASTE_URI, "db.example.com", 0, "shop", "al",
    "x", .why = "in a mail" },
  { "Your database: postgres://al@db.example.com/shop, have fun.", VF_PASTE_URI, "db.example.com", 0, "shop", "al",
    .why = "in a sentence" },
  { "\xef\xbb\xbfpostgres://al@db", VF_PASTE_URI, "db", 0, NULL, "al", .why = "behind a byte order mark" },
  /* connection strings */
  { "host=db.example.com port=5433 dbname=shop user=al password='a b\\'c' sslmode=verify-ca", VF_PASTE_CONNINFO,
    "db.example.com", 5433, "shop", "al", "a b'c", "sslmode=verify-ca", "with quotes and escapes" },
  { "host = db.example.com user = al", VF_PASTE_CONNINFO, "db.example.com", 0, NULL, "al", .why = "blanks around =" },
  { "host=db.example.com\nport=5433\nuser=al", VF_PASTE_CONNINFO, "db.example.com", 5433, NULL, "al",
    .why = "over several lines" },
  { "\"host=db.example.com user=al\"", VF_PASTE_CONNINFO, "db.example.com", 0, NULL, "al", .why = "quoted" },
  { "dsn: host=db.example.com user=al", VF_PASTE_CONNINFO, "db.example.com", 0, NULL, "al", .why = "behind a word" },
  { "host=a.example,b.example port=1,2", VF_PASTE_CONNINFO, "a.example", 1, .why = "several hosts" },
  { "hostaddr=192.0.2.1 host=db connect_timeout=3", VF_PASTE_CONNINFO, "db", 0, .keyword = "connect_timeout=3",
    .why = "other keywords are kept" },
  { "hostaddr=192.0.2.7 dbname=shop user=app sslmode=verify-full", VF_PASTE_CONNINFO, "192.0.2.7", 0, "shop", "app",
    .keyword = "sslmode=verify-full", .why = "an address alone is the host" },
  { "postgresql:///shop?hostaddr=2001:db8::7", VF_PASTE_URI, "2001:db8::7", 0, "shop",
    .why = "an address alone is the host of a URI, too" },
  { "host=db user=al sslpassword=geheim", VF_PASTE_CONNINFO, "db", 0, NULL, "al", .why = "a key's passphrase is not" },
  /* psql */
  { "psql -h db.example.com -p 5433 -U al -d shop", VF_PASTE_PSQL, "db.example.com", 5433, "shop", "al",
    .why = "the usual" },
  { "psql -hdb.example.com -p5433 -Ual shop", VF_PASTE_PSQL, "db.example.com", 5433, "shop", "al",
    .why = "letters and words together" },
  { "psql --host=db.example.com --port 5433 --username=al --dbname=shop", VF_PASTE_PSQL, "db.example.com", 5433, "shop",
    "al", .why = "long options" },
  { "psql -h db.example.com shop al", VF_PASTE_PSQL, "db.example.com", 0, "shop", "al", .why = "by position" },
  { "psql -Xqh db.example.com -c 'select 1' -v ON_ERROR_STOP=1 --set x=y shop", VF_PASTE_PSQL, "db.example.com", 0,
    "shop", .why = "options that have nothing to do with it" },
  { "$ PGPASSWORD='a b' PGSSLMODE=verify-full psql -h db.example.com -U al shop", VF_PASTE_PSQL, "db.example.com", 0,
    "shop", "al", "a b", "sslmode=verify-full", "a prompt and assignments" },
  { "PGPASSWORD=$PGPASSWORD psql -h db.example.com", VF_PASTE_PSQL, "db.example.com", 0,
    .why = "a variable is no password" },
  { "sudo -u postgres psql -h db.example.com", VF_PASTE_PSQL, "db.example.com", 0, .why = "behind sudo" },
  { "docker run -it --rm postgres:16 psql -h db.example.com -U al", VF_PASTE_PSQL, "db.example.com", 0, NULL, "al",
    .why = "in a container" },
  { "/usr/lib/postgresql/15/bin/psql -h db.example.com", VF_PASTE_PSQL, "db.example.com", 0, .why = "with its path" },
  { "psql \"host=db.example.com user=al sslmode=require\"", VF_PASTE_PSQL, "db.example.com", 0, NULL, "al",
    .keyword = "sslmode=require", .why = "a connection string" },
  { "psql 'postgresql://al:x@db.example.com:1/shop?sslmode=require'", VF_PASTE_PSQL, "db.example.com", 1, "shop", "al",
    "x", "sslmode=require", "a URI" },
  { "psql -U bo -h other \"host=db.example.com user=al\"", VF_PASTE_PSQL, "db.example.com", 0, NULL, "al",
    .why = "the connection string wins, as in psql" },
  { "psql -h db.example.com \\\n  -U al \\\r\n  -d shop", VF_PASTE_PSQL, "db.example.com", 0, "shop", "al",
    .why = "over several lines" },
  { "psql -h db.example.com -d shop < dump.sql", VF_PASTE_PSQL, "db.example.com", 0, "shop", .why = "a redirection" },
  { "psql -h db.example.com shop | less", VF_PASTE_PSQL, "db.example.com", 0, "shop", .why = "a pipe" },
  { "gsql -d gaussdb -h 192.0.2.1 -U dbadmin -p 8000 -W s3cret -r", VF_PASTE_PSQL, "192.0.2.1", 8000, "gaussdb",
    "dbadmin", "s3cret", .why = "gsql's -W takes a word" },
  { "psql -W -h db.example.com", VF_PASTE_PSQL, "db.example.com", 0, .why = "psql's -W takes none" },
  { "psql -h db.example.com\xe2\x80\x8b -U al", VF_PASTE_PSQL, "db.example.com", 0, NULL, "al",
    .why = "an invisible blank from a web page" },
  { "First do this:\n$ psql -h db.example.com -U al\nThen that.", VF_PASTE_PSQL, "db.example.com", 0, NULL, "al",
    .why = "in a mail" },
  /* JDBC */
  { "jdbc:postgresql://db.example.com:5433/shop?user=al&password=a%26b+c&sslmode=verify-full", VF_PASTE_JDBC,
    "db.example.com", 5433, "shop", "al", "a&b c", "sslmode=verify-full", "percent and plus" },
  { "jdbc:postgresql://db.example.com/shop?ssl=true", VF_PASTE_JDBC, "db.example.com", 0, "shop",
    .keyword = "sslmode=verify-full", .why = "the driver verifies with ssl=true" },
  { "jdbc:postgresql://db/shop?ssl=true&sslmode=require", VF_PASTE_JDBC, "db", 0, "shop", .keyword = "sslmode=require",
    .why = "sslmode wins over ssl" },
  { "jdbc:postgresql://db/shop?loggerLevel=OFF&sslfactory=x.Y&channelBinding=require", VF_PASTE_JDBC, "db", 0, "shop",
    .keyword = "channel_binding=require", .why = "unknown parameters are left out" },
  { "jdbc:postgresql://a.example:1,b.example:2/shop", VF_PASTE_JDBC, "a.example", 1, "shop", .why = "several hosts" },
  { "jdbc:postgresql://[2001:db8::1]:5433/shop", VF_PASTE_JDBC, "2001:db8::1", 5433, "shop", .why = "IPv6" },
  { "jdbc:opengauss://192.0.2.1:8000/gaussdb?user=dbadmin", VF_PASTE_JDBC, "192.0.2.1", 8000, "gaussdb", "dbadmin",
    .why = "openGauss" },
  { "jdbc:gaussdb://192.0.2.1:8000/gaussdb", VF_PASTE_JDBC, "192.0.2.1", 8000, "gaussdb", .why = "GaussDB" },
  { "jdbc:postgresql:shop", VF_PASTE_JDBC, NULL, 0, "shop", .why = "without a host" },
  { "url=\"jdbc:postgresql://db/shop?user=al&amp;sslmode=require\"", VF_PASTE_JDBC, "db", 0, "shop", "al",
    .keyword = "sslmode=require", .why = "from an XML file" },
  { "jdbc:postgresql://db/a%20b", VF_PASTE_JDBC, "db", 0, "a b", .why = "a database with a blank" },
  /* environment */
  { "export PGHOST=db.example.com\nexport PGPORT=5433\nexport PGUSER=al\nexport PGDATABASE=shop\n"
    "export PGPASSWORD='a b'\nexport PGSSLMODE=verify-full",
    VF_PASTE_ENVIRONMENT, "db.example.com", 5433, "shop", "al", "a b", "sslmode=verify-full", "shell lines" },
  { "PGHOST=db.example.com\r\nPGPASSWORD=a\\b#c\r\n# PGUSER=no\r\n", VF_PASTE_ENVIRONMENT, "db.example.com", 0, NULL,
    NULL, "a\\b#c", .why = "an env file is literal" },
  { "export PGHOST=db.example.com PGUSER=al", VF_PASTE_ENVIRONMENT, "db.example.com", 0, NULL, "al",
    .why = "two in one line" },
  { "set PGHOST=db.example.com\nset PGUSER=al", VF_PASTE_ENVIRONMENT, "db.example.com", 0, NULL, "al",
    .why = "Windows" },
  { "$env:PGHOST = \"db.example.com\"", VF_PASTE_ENVIRONMENT, "db.example.com", 0, .why = "PowerShell" },
  { "environment:\n  - PGHOST=db.example.com\n  - OTHER=1", VF_PASTE_ENVIRONMENT, "db.example.com", 0,
    .why = "a compose file" },
  /* hosts inside other text */
  { "Your server is ready.\n  db.example.com:5432\nRegards.", VF_PASTE_HOST, "db.example.com", 5432,
    .why = "a line of a mail" },
};

static void
check_keyword (const VfPaste *paste, const char *pair)
{
  g_auto (GStrv) parts = g_strsplit (pair, "=", 2);

  g_assert_cmpstr (vf_paste_get_keyword (paste, parts[0]), ==, parts[1]);
  g_assert_true (g_strv_contains (vf_paste_list_keywords (paste), parts[0]));
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (VfPaste) paste = vf_paste_parse (c->text, &error);
      VfTarget *target;
      SecretValue *password;

      g_test_message ("%s: %s", c->why, c->text);
      g_assert_no_error (error);
      target = vf_paste_get_target (paste);
      password = vf_paste_get_password (paste);
      g_assert_cmpint (vf_paste_get_kind (paste), ==, c->kind);
      g_assert_cmpstr (vf_target_get_host (target), ==, c->host);
      g_assert_cmpuint (vf_target_get_port (target), ==, c->port);
      g_assert_cmpstr (vf_target_get_dbname (target), ==, c->dbname);
      g_assert_cmpstr (vf_target_get_user (target), ==, c->user);
      g_assert_cmpstr (password ? secret_value_get_text (password) : NULL, ==, c->password);
      if (c->keyword)
        check_keyword (paste, c->keyword);
      g_assert_null (vf_paste_get_keyword (paste, "password"));
      g_assert_null (vf_paste_get_keyword (paste, "sslpassword"));
    }
}

static void
test_passphrase (void)
{
  g_autoptr (VfPaste) conninfo = vf_paste_parse ("host=db sslpassword=geheim", NULL);
  g_autoptr (VfPaste) jdbc = vf_paste_parse ("jdbc:postgresql://db/shop?sslpassword=geheim", NULL);
  g_autoptr (VfPaste) without = vf_paste_parse ("host=db password=geheim", NULL);

  g_assert_cmpstr (secret_value_get_text (vf_paste_get_passphrase (conninfo)), ==, "geheim");
  g_assert_cmpstr (secret_value_get_text (vf_paste_get_passphrase (jdbc)), ==, "geheim");
  g_assert_null (vf_paste_get_passphrase (without));
  g_assert_null (vf_paste_get_password (conninfo));
}

/* As manuals, other programs and tired people write them. */
static void
test_mode_words (void)
{
  static const struct
  {
    const char *text;
    VfSslMode mode;
  } rows[] = {
    { "host=db sslmode=verify-all", VF_SSL_MODE_VERIFY_FULL },
    { "host=db sslmode=verify", VF_SSL_MODE_VERIFY_FULL },
    { "host=db sslmode=verify_full", VF_SSL_MODE_VERIFY_FULL },
    { "host=db sslmode=VERIFY_CA", VF_SSL_MODE_VERIFY_CA },
    { "host=db sslmode=VerifyCA", VF_SSL_MODE_VERIFY_CA },
    { "host=db sslmode=REQUIRED", VF_SSL_MODE_REQUIRE },
    { "host=db ssl=true user=al", VF_SSL_MODE_REQUIRE },
    { "ssl=on host=db user=al", VF_SSL_MODE_REQUIRE },
    { "postgresql://al@db/shop?sslmode=verify_ca", VF_SSL_MODE_VERIFY_CA },
    { "postgresql://al@db/shop?wonder=yes&sslmode=verify-all", VF_SSL_MODE_VERIFY_FULL },
    { "jdbc:postgresql://db/shop?sslmode=VERIFY_CA", VF_SSL_MODE_VERIFY_CA },
    { "PGHOST=db\nPGSSLMODE=verify_ca", VF_SSL_MODE_VERIFY_CA },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (VfPaste) paste = vf_paste_parse (rows[i].text, NULL);
      VfSslMode mode;

      g_test_message ("%s", rows[i].text);
      g_assert_nonnull (paste);
      g_assert_true (vf_paste_get_mode (paste, &mode));
      g_assert_cmpint (mode, ==, rows[i].mode);
      g_assert_cmpstr (vf_target_get_host (vf_paste_get_target (paste)), ==, "db");
    }
}

/* What is left out is told, by its name. */
static void
test_unknown (void)
{
  static const struct
  {
    const char *text;
    const char *unknown;
    const char *why;
  } rows[] = {
    { "postgresql://al@db/shop?sslmode=verify-full", NULL, "all is known" },
    { "postgresql://al@db/shop?wonder=yes&sslmode=require&pool.size=3", "pool.size, wonder", "somebody else's words" },
    { "postgresql://al@db/shop?sslmod=verify-full", "sslmod", "a misspelt word" },
    { "postgresql://al@db/shop?wonder=1&wonder=2", "wonder", "the same twice" },
    { "postgresql://al@db/shop?password=geheim&sslpassword=geheim", NULL, "secrets are known" },
    { "postgresql://al@db/shop?ge%20heim=1&a\"b=2", NULL, "what is no word may be a secret" },
    { "postgresql://al@db/shop?applicationnamebutlongerthananybodyswordeverwas=1", NULL, "what is too long, as well" },
    { "postgresql://al:ge?heim=1@db/shop", NULL, "a part of a password" },
    { "jdbc:postgresql://db/shop?ssl=true&tcpKeepAlive=true&ApplicationName=x", "tcpKeepAlive", "the driver's words" },
    { "jdbc:postgresql://db/shop?targetServerType=primary", "targetServerType", "libpq has another word for it" },
    { "host=db user=al", NULL, "a string without any" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (VfPaste) paste = vf_paste_parse (rows[i].text, NULL);
      g_autofree char *unknown = paste ? vf_paste_describe_unknown (paste) : NULL;

      g_test_message ("%s: %s", rows[i].why, rows[i].text);
      g_assert_nonnull (paste);
      g_assert_cmpstr (unknown, ==, rows[i].unknown);
    }
}

/* A newer libpq's words cost the whole string with an older one. */
static void
test_newer_words (void)
{
  static const char *const words[]
    = { "require_auth", "sslcertmode", "load_balance_hosts", "sslnegotiation", "min_protocol_version" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *text = g_strdup_printf ("host=db %s = none user=al password=geheim", words[i]);
      g_autofree char *quoted = g_strdup_printf ("host=db %s=none password='a %s=b c'", words[i], words[i]);
      g_autoptr (VfPaste) paste = vf_paste_parse (text, NULL);
      g_autoptr (VfPaste) in_quotes = vf_paste_parse (quoted, NULL);
      g_autofree char *unknown = paste ? vf_paste_describe_unknown (paste) : NULL;
      gboolean known = vf_libpq_knows_keyword (words[i]);

      g_test_message ("%s", words[i]);
      g_assert_nonnull (paste);
      g_assert_cmpstr (unknown, ==, known ? NULL : words[i]);
      g_assert_cmpstr (vf_paste_get_keyword (paste, words[i]), ==, known ? "none" : NULL);
      g_assert_cmpstr (vf_target_get_user (vf_paste_get_target (paste)), ==, "al");
      g_assert_cmpstr (secret_value_get_text (vf_paste_get_password (paste)), ==, "geheim");
      /* where it might stand in a password, nothing is cut */
      g_assert_cmpint (in_quotes != NULL, ==, known);
    }
}

static void
test_mode (void)
{
  g_autoptr (VfPaste) full = vf_paste_parse ("host=db sslmode=verify-full", NULL);
  g_autoptr (VfPaste) prefer = vf_paste_parse ("host=db sslmode=prefer", NULL);
  VfSslMode mode;

  g_assert_true (vf_paste_get_mode (full, &mode));
  g_assert_cmpint (mode, ==, VF_SSL_MODE_VERIFY_FULL);
  g_assert_false (vf_paste_get_mode (prefer, &mode));
  for (guint i = VF_PASTE_HOST; i <= VF_PASTE_ENVIRONMENT; i++)
    g_assert_nonnull (vf_paste_kind_describe ((VfPasteKind) i));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *secret;   /* that the message must not repeat */
    int code;
    const char *why;
  } refused[] = {
    { "", NULL, VF_ERROR_SYNTAX, "nothing" },
    { "   \n ", NULL, VF_ERROR_SYNTAX, "blanks" },
    { "hello world", NULL, VF_ERROR_SYNTAX, "a sentence" },
    { "Dear all,\nthe meeting is on Monday.\nBye", NULL, VF_ERROR_SYNTAX, "a mail without a server" },
    { "psql is a fine program\nand so is vi", NULL, VF_ERROR_SYNTAX, "a sentence about psql" },
    { "host=db passwordd=geheim", "geheim", VF_ERROR_UNREADABLE, "a misspelt keyword" },
    { "host=db password=ge heim", "heim", VF_ERROR_UNREADABLE, "a blank without quotes" },
    { "host=db wonder=1", NULL, VF_ERROR_UNREADABLE, "a keyword of nobody's" },
    { "host=db password='geheim ssl=true' ssl=true", "geheim", VF_ERROR_UNREADABLE, "a password is not touched" },
    { "host=db port=abc", NULL, VF_ERROR_SYNTAX, "a port that is none" },
    { "host=db port=99999", NULL, VF_ERROR_SYNTAX, "a port that is none" },
    { "postgresql://al:geheim@db:port/shop", "geheim", VF_ERROR_SYNTAX, "a port that is none" },
    { "postgresql://al:geheim@[::1/shop", "geheim", VF_ERROR_UNREADABLE, "an open bracket" },
    { "postgresql://al:%00@db/shop", NULL, VF_ERROR_UNREADABLE, "a NUL" },
    { "postgresql://al:ge%FFheim@db/shop", "heim", VF_ERROR_UNREADABLE, "no UTF-8 behind percent signs" },
    { "host=/var/run/postgresql", NULL, VF_ERROR_SYNTAX, "a socket" },
    { "psql -h 'db", NULL, VF_ERROR_SYNTAX, "an open quote" },
    { "\xff\xfe\xfd", NULL, VF_ERROR_SYNTAX, "rubbish" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (VfPaste) paste = vf_paste_parse (refused[i].text, &error);
      g_autofree char *shown = g_strescape (refused[i].text, NULL);

      g_test_message ("%s: %s", refused[i].why, shown);
      g_assert_error (error, VF_ERROR, refused[i].code);
      g_assert_null (paste);
      g_assert_true (!refused[i].secret || !strstr (error->message, refused[i].secret));
    }
}

static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (70000, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_null (vf_paste_parse (text, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_LIMIT);
}

/* A URI that says every part percent-encoded comes back as it was, whatever the parts. */
static void
test_round_trip (void)
{
  for (guint round = 0; round < 500; round++)
    {
      char parts[3][9] = { "", "", "" };
      g_autofree char *user = NULL;
      g_autofree char *password = NULL;
      g_autofree char *dbname = NULL;
      g_autofree char *uri = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (VfPaste) paste = NULL;

      for (guint i = 0; i < 3; i++)
        {
          parts[i][0] = 'x';
          for (gint j = 1, n = g_test_rand_int_range (1, sizeof parts[0]); j < n; j++)
            parts[i][j] = (char) g_test_rand_int_range (0x20, 0x7f);
        }
      user = g_uri_escape_string (parts[0], NULL, FALSE);
      password = g_uri_escape_string (parts[1], NULL, FALSE);
      dbname = g_uri_escape_string (parts[2], NULL, FALSE);
      uri = g_strdup_printf ("postgresql://%s:%s@db.example.com:5432/%s?sslmode=verify-ca", user, password, dbname);
      paste = vf_paste_parse (uri, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (vf_target_get_user (vf_paste_get_target (paste)), ==, parts[0]);
      g_assert_cmpstr (secret_value_get_text (vf_paste_get_password (paste)), ==, parts[1]);
      g_assert_cmpstr (vf_target_get_dbname (vf_paste_get_target (paste)), ==, parts[2]);
      g_assert_cmpstr (vf_target_get_host (vf_paste_get_target (paste)), ==, "db.example.com");
    }
}

/* Whatever is pasted, there is an answer. */
static void
test_any_text (void)
{
  static const char *const pieces[]
    = { "psql", " ", "-h", "--host=", "host", "=", "'", "\"", "postgresql://", "jdbc:postgresql:", "//", "@", ":", "?",
        "&", "%", "%2", "\n", "\\", "[", "]", "PGHOST", "export ", "a", "1", "/", "<", "\xff", "," };

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (VfPaste) paste = NULL;

      for (gint i = 0, n = g_test_rand_int_range (0, 12); i < n; i++)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      paste = vf_paste_parse (text->str, &error);
      g_assert_true ((paste == NULL) == (error != NULL));
    }
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/paste/table", test_table);
  g_test_add_func ("/paste/mode", test_mode);
  g_test_add_func ("/paste/unknown", test_unknown);
  g_test_add_func ("/paste/newer-words", test_newer_words);
  g_test_add_func ("/paste/mode-words", test_mode_words);
  g_test_add_func ("/paste/passphrase", test_passphrase);
  g_test_add_func ("/paste/refused", test_refused);
  g_test_add_func ("/paste/too-long", test_too_long);
  g_test_add_func ("/paste/round-trip", test_round_trip);
  g_test_add_func ("/paste/any-text", test_any_text);
  return g_test_run ();
}
