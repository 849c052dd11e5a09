#include "config.h"

#include "connection/libpq-lazy.h"

#include <dlfcn.h>

#include "lazy-library.h"

/* libpq is opened when the first connection is made or read, not when a program starts. It brings in Kerberos, LDAP and a
 * second TLS library, some twenty files: a tenth of the time until a window could be drawn, and more than a megabyte. */

/* the name of the interface that libpq has kept since PostgreSQL 8.2 */
#define LIBRARY "libpq.so.5"

static PQsslKeyPassHook_OpenSSL_type key_hook;

static void
install_hook (gpointer library)
{
  gpointer function = dlsym (library, "PQsetSSLKeyPassHook_OpenSSL");

  if (!function)
    g_error ("%s knows no OpenSSL: %s", LIBRARY, dlerror ());
  ((__typeof__ (&PQsetSSLKeyPassHook_OpenSSL)) function) (key_hook);
}

static VfLazyLibrary library = { .name = LIBRARY, .opened = install_hook };

/**
 * vf_libpq_set_key_hook:
 * @hook: what libpq asks for the passphrase of a key
 *
 * To be called once, before any function of libpq.
 */
void
vf_libpq_set_key_hook (PQsslKeyPassHook_OpenSSL_type hook)
{
  key_hook = hook;
}

#define FORWARD(type, name, parameters, arguments) VF_FORWARD (library, type, name, parameters, arguments)
#define FORWARD_VOID(name, parameters, arguments) VF_FORWARD_VOID (library, name, parameters, arguments)

FORWARD (int, PQlibVersion, (void), ())
FORWARD_VOID (PQfreemem, (void *memory), (memory))

FORWARD (PQconninfoOption *, PQconninfoParse, (const char *text, char **message), (text, message))
FORWARD (PQconninfoOption *, PQconninfo, (PGconn *connection), (connection))
FORWARD_VOID (PQconninfoFree, (PQconninfoOption *options), (options))

FORWARD (PGconn *, PQconnectStartParams, (const char *const *names, const char *const *values, int expand),
         (names, values, expand))
FORWARD (PostgresPollingStatusType, PQconnectPoll, (PGconn *connection), (connection))
FORWARD_VOID (PQfinish, (PGconn *connection), (connection))
FORWARD (PGVerbosity, PQsetErrorVerbosity, (PGconn *connection, PGVerbosity verbosity), (connection, verbosity))
FORWARD (PQnoticeReceiver, PQsetNoticeReceiver, (PGconn *connection, PQnoticeReceiver receiver, void *data),
         (connection, receiver, data))

FORWARD (ConnStatusType, PQstatus, (const PGconn *connection), (connection))
FORWARD (int, PQsocket, (const PGconn *connection), (connection))
FORWARD (char *, PQhostaddr, (const PGconn *connection), (connection))
FORWARD (char *, PQerrorMessage, (const PGconn *connection), (connection))
FORWARD (const char *, PQparameterStatus, (const PGconn *connection, const char *name), (connection, name))
FORWARD (int, PQconnectionNeedsPassword, (const PGconn *connection), (connection))
FORWARD (int, PQconnectionUsedPassword, (const PGconn *connection), (connection))
FORWARD (int, PQsslInUse, (PGconn *connection), (connection))
FORWARD (void *, PQsslStruct, (PGconn *connection, const char *name), (connection, name))
FORWARD (const char *, PQsslAttribute, (PGconn *connection, const char *name), (connection, name))
