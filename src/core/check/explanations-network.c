#include "config.h"

#include "check/explanation.h"

#include <glib/gi18n.h>

/* What stands between here and an encrypted connection. */
const VfExplanation vf_explanations_network[] = {
  /* resolve */
  { VF_CODE_HOST_NOT_FOUND, "temporary", N_ ("The name service does not answer"),
    N_ ("The address of “{subject}” could not be looked up, because no name service answered."),
    N_ ("This computer seems to be offline, or a VPN that the server needs is not connected.") },
  { VF_CODE_HOST_NOT_FOUND, NULL, N_ ("The host does not exist"), N_ ("There is no host named “{subject}”."),
    N_ ("Look for a typing mistake. A private host name of a cloud is known only inside that cloud’s network or over its VPN.") },

  /* connect */
  { VF_CODE_REFUSED, NULL, N_ ("Nobody answers on this port"),
    N_ ("“{subject}” was reached, but nothing is listening on port {detail}."),
    N_ ("Compare the port with the one that your provider’s console shows. If it is right, the database is not running.") },
  { VF_CODE_REFUSED, NULL, N_ ("Nobody answers on this port"),
    N_ ("“{subject}” was reached, but nothing is listening on this port."),
    N_ ("Compare the port with the one that your provider’s console shows. If it is right, the database is not running.") },
  { VF_CODE_UNREACHABLE, NULL, N_ ("No way to the server"), N_ ("This computer has no network route to “{subject}”."),
    N_ ("Connect to the network or VPN that the server is in. Some servers have only an IPv6 address, which not every network can reach.") },
  { VF_CODE_TIMED_OUT, "resolve", N_ ("The name service is too slow"),
    N_ ("Looking up the address of “{subject}” took longer than the time allowed."),
    N_ ("This computer’s network or its name service is not working well. Try again, or type the numeric address.") },
  { VF_CODE_TIMED_OUT, "connect", N_ ("The server does not answer"),
    N_ ("“{subject}” did not answer in time; the request was dropped on the way without a word."),
    N_ ("Usually a firewall is in the way: add this computer’s address to the server’s list of allowed addresses (white list, security group), and make sure that public access is switched on.") },
  { VF_CODE_TIMED_OUT, "negotiate", N_ ("The server stays silent"),
    N_ ("“{subject}” accepted the connection and then said nothing."),
    N_ ("Either this is not a PostgreSQL server, or something between here and the server swallows the request. Check the port first.") },
  { VF_CODE_TIMED_OUT, "handshake", N_ ("The server stops while encryption is set up"),
    N_ ("“{subject}” began to set up encryption and then fell silent."),
    N_ ("A firewall or proxy on the way may be holding back encrypted traffic, or the server is overloaded.") },
  { VF_CODE_TIMED_OUT, "login", N_ ("The server stops during the login"),
    N_ ("The encrypted connection to “{subject}” stands, but the server did not finish the login in time."),
    N_ ("The certificate is not the cause. The server may be overloaded or may be waiting for a service of its own, such as a directory of users.") },
  { VF_CODE_TIMED_OUT, NULL, N_ ("The server does not answer in time"),
    N_ ("“{subject}” did not answer in the time allowed."), N_ ("Check the address and the port, then try again.") },

  /* negotiate */
  { VF_CODE_TLS_NOT_OFFERED, NULL, N_ ("The server offers no encryption"),
    N_ ("“{subject}” answers, but it says that it does not encrypt connections."),
    N_ ("Encryption has to be switched on at the server: look for “SSL” in the provider’s console, or ask its administrator. Until then nobody can connect to it safely.") },
  { VF_CODE_NOT_POSTGRESQL, NULL, N_ ("This is not a PostgreSQL server"),
    N_ ("What answers at “{subject}” on this port is not PostgreSQL but {detail}."),
    N_ ("The port is probably wrong. Compare it with the one that the provider’s console shows.") },
  { VF_CODE_NOT_POSTGRESQL, NULL, N_ ("This is not a PostgreSQL server"),
    N_ ("Something answers at “{subject}” on this port, but it does not speak PostgreSQL’s language."),
    N_ ("The port is probably wrong. Compare it with the one that the provider’s console shows.") },
  { VF_CODE_TLS_ONLY_PORT, NULL, N_ ("This port expects encryption at once"),
    N_ ("“{subject}” expects encryption from the first byte on this port, while PostgreSQL asks for it first."),
    N_ ("It is probably a port for something else, or a proxy. Compare the port with the one that the provider’s console shows.") },
  { VF_CODE_SERVER_ERROR, "protocol", N_ ("The server answers nonsense"),
    N_ ("The encrypted connection to “{subject}” stood, but what came during the login is nothing that a PostgreSQL server says."),
    N_ ("The certificate is not the cause. Something else than PostgreSQL may be behind this address, or a proxy that garbles what it passes on; whoever runs the server can say more.") },
  { VF_CODE_SERVER_ERROR, NULL, N_ ("The server reports an error"), N_ ("The server answered with an error: “{detail}”."),
    N_ ("The words are the server’s own. The cause lies at the server; its administrator or provider can say more.") },
  { VF_CODE_SERVER_ERROR, NULL, N_ ("The server reports an error"), N_ ("“{subject}” answered with an error."),
    N_ ("The cause lies at the server; its administrator or provider can say more.") },
  { VF_CODE_CLOSED_EARLY, "login", N_ ("The server hangs up during the login"),
    N_ ("The encrypted connection to “{subject}” stood, but the server closed it during the login."),
    N_ ("The certificate is not the cause. The server may be restarting, or a list of allowed addresses may not contain yours.") },
  { VF_CODE_CLOSED_EARLY, "handshake", N_ ("The server hangs up while encryption is set up"),
    N_ ("“{subject}” closed the connection while encryption was being set up."),
    N_ ("Often a list of allowed addresses (white list, security group) does not contain this computer’s address, or a firewall on the way cuts the connection.") },
  { VF_CODE_CLOSED_EARLY, NULL, N_ ("The server hangs up"),
    N_ ("“{subject}” accepted the connection and closed it at once."),
    N_ ("Often a list of allowed addresses (white list, security group) does not contain this computer’s address. The server may also be restarting, or the port may be wrong.") },

  /* handshake */
  { VF_CODE_TLS_VERSION_MISMATCH, NULL, N_ ("No common version of TLS"),
    N_ ("“{subject}” and this computer have no version of TLS, the encryption protocol, in common."),
    N_ ("If you have set a TLS minimum or maximum, take it back. Otherwise the server is outdated and has to be brought up to TLS 1.2 or newer.") },
  { VF_CODE_HANDSHAKE_REFUSED, NULL, N_ ("The server refuses the encryption"),
    N_ ("“{subject}” broke off while encryption was being set up ({detail})."),
    N_ ("Server and computer could not agree how to encrypt. The server’s administrator can see the reason in its log.") },
  { VF_CODE_HANDSHAKE_REFUSED, NULL, N_ ("The server refuses the encryption"),
    N_ ("“{subject}” broke off while encryption was being set up."),
    N_ ("Server and computer could not agree how to encrypt. The server’s administrator can see the reason in its log.") },

  { VF_CODE_CANCELLED, NULL, N_ ("Cancelled"), N_ ("The check was cancelled before it was finished."), NULL },
  { 0 },
};
