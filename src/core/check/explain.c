#include "config.h"

#include "check/explain.h"

#include <glib/gi18n.h>

/* One row says one thing about one code.  "{subject}" and "{detail}" stand for what the finding is about, "{date}" for
 * a detail that is a moment.  Several rows of a code: the first whose @detail is the finding's, or that has none and
 * needs none that is missing, is taken. */
typedef struct
{
  VfCode code;
  const char *detail; /* only for this detail; NULL: for any */
  const char *title;
  const char *sentence;
  const char *why; /* NULL: the sentence says it all */
} Explanation;

static const Explanation explanations[] = {
  { VF_CODE_NONE, NULL, N_ ("Nothing is wrong"), N_ ("Nothing is wrong with {subject}."), NULL },

  /* before the network */
  { VF_CODE_BAD_TARGET, NULL, N_ ("The address cannot be used"), N_ ("{detail}"),
    N_ ("Correct the address, then check again.") },
  { VF_CODE_BAD_TARGET, NULL, N_ ("The address cannot be used"), N_ ("The address of the server is not complete."),
    N_ ("Type at least the server’s host name, then check again.") },
  { VF_CODE_MODE_NEEDS_ROOT, NULL, N_ ("No authority to compare with"),
    N_ ("This mode compares the server’s certificate with an authority, and none has been imported."),
    N_ ("Open the certificate archive of your provider. If the server has a certificate that every browser would accept, use the system’s authorities instead.") },
  { VF_CODE_MODE_NEEDS_NEWER_LIBPQ, NULL, N_ ("The PostgreSQL library is too old for this"),
    N_ ("The PostgreSQL library on this computer does not know a setting that this connection uses ({detail})."),
    N_ ("Choose another mode or take the option away, or install a newer PostgreSQL client library.") },
  { VF_CODE_MODE_NEEDS_NEWER_LIBPQ, NULL, N_ ("The PostgreSQL library is too old for this"),
    N_ ("The PostgreSQL library on this computer is too old for this mode."),
    N_ ("Choose another mode, or install a newer PostgreSQL client library.") },
  { VF_CODE_KEY_MISSING, NULL, N_ ("The key is missing"),
    N_ ("The client certificate “{subject}” has no private key, so it cannot be shown to a server."),
    N_ ("Add the key that belongs to it; it usually comes in the same archive. Or leave the client certificate away, most servers need none.") },
  { VF_CODE_KEY_MISMATCH, NULL, N_ ("The key belongs to another certificate"),
    N_ ("The private key does not belong to the client certificate “{subject}”."),
    N_ ("Certificate and key are made as a pair. Add the key that was made with this certificate.") },
  { VF_CODE_KEY_LOCKED, NULL, N_ ("The key is locked"),
    N_ ("The private key of the client certificate “{subject}” needs a passphrase."),
    N_ ("Type the passphrase that you got with the key. It is not the password of the database user.") },
  { VF_CODE_KEY_PASSPHRASE_WRONG, NULL, N_ ("The passphrase does not open the key"),
    N_ ("The passphrase does not open the private key of the client certificate “{subject}”."),
    N_ ("Type the passphrase of the key. It is not the password of the database user.") },

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
  { VF_CODE_CLIENT_CERTIFICATE_REQUIRED, NULL, N_ ("The server wants a client certificate"),
    N_ ("“{subject}” lets in only those who show a certificate of their own, and this connection has none."),
    N_ ("Add your client certificate and its key. You get both from the provider’s console or from the administrator.") },
  { VF_CODE_CLIENT_CERTIFICATE_REJECTED, "expired", N_ ("Your client certificate has expired"),
    N_ ("“{subject}” does not accept your client certificate, because it has expired."),
    N_ ("Get a new client certificate from the provider’s console or from the administrator.") },
  { VF_CODE_CLIENT_CERTIFICATE_REJECTED, "revoked", N_ ("Your client certificate has been revoked"),
    N_ ("“{subject}” does not accept your client certificate, because it has been revoked."),
    N_ ("Get a new client certificate from the provider’s console or from the administrator.") },
  { VF_CODE_CLIENT_CERTIFICATE_REJECTED, "unknown-authority", N_ ("The server does not know your client certificate"),
    N_ ("“{subject}” does not know the authority that signed your client certificate."),
    N_ ("The certificate may be for another server, or an intermediate certificate is missing beside it. If the server needs no client certificate, leave it away.") },
  { VF_CODE_CLIENT_CERTIFICATE_REJECTED, NULL, N_ ("The server rejects your client certificate"),
    N_ ("“{subject}” does not accept your client certificate."),
    N_ ("It may be for another server. If the server needs no client certificate, leave it away; otherwise get the right one from the provider’s console.") },

  /* chain */
  { VF_CODE_UNTRUSTED_AUTHORITY, NULL, N_ ("Signed by an authority that you have not imported"),
    N_ ("The server’s certificate is signed by “{detail}”, which is not among the authorities that you imported."),
    N_ ("Either the archive belongs to another server or is out of date, or this is not the server that you mean. Download the archive for this very server again.") },
  { VF_CODE_UNTRUSTED_AUTHORITY, NULL, N_ ("Signed by an authority that you have not imported"),
    N_ ("The certificate of “{subject}” is signed by an authority that you have not imported."),
    N_ ("Either the archive belongs to another server or is out of date, or this is not the server that you mean. Download the archive for this very server again.") },
  { VF_CODE_SELF_SIGNED, NULL, N_ ("The server vouches only for itself"),
    N_ ("The server made its certificate “{subject}” itself; no authority vouches for it."),
    N_ ("That is common for servers that somebody set up by hand. Ask the administrator for the certificate’s fingerprint; if it is the same as here, you can trust exactly this certificate.") },
  { VF_CODE_INTERMEDIATE_MISSING, NULL, N_ ("A link in the chain is missing"),
    N_ ("The server does not send the certificate of “{detail}”, which stands between its own certificate and your authorities."),
    N_ ("The server is set up incompletely. Adding the missing certificate on this side helps as well.") },
  { VF_CODE_INTERMEDIATE_MISSING, NULL, N_ ("A link in the chain is missing"),
    N_ ("A certificate that stands between the certificate of “{subject}” and your authorities is missing."),
    N_ ("The server is set up incompletely. Adding the missing certificate on this side helps as well.") },
  { VF_CODE_ROOT_MISSING, NULL, N_ ("The top of the chain is missing"),
    N_ ("The chain of the server’s certificate leads up to “{detail}”, which you have not imported."),
    N_ ("What you imported is only a part of the chain. Add the root authority; it is usually in the same archive.") },
  { VF_CODE_ROOT_MISSING, NULL, N_ ("The top of the chain is missing"),
    N_ ("You imported only a part of the chain that the certificate of “{subject}” belongs to."),
    N_ ("Add the root authority; it is usually in the same archive.") },
  { VF_CODE_EXPIRED, NULL, N_ ("The certificate has expired"),
    N_ ("The certificate “{subject}” was valid until {date}; that is over."),
    N_ ("It has to be renewed at the server; many consoles have a button for it. If the date looks right to you, this computer’s clock may be wrong.") },
  { VF_CODE_EXPIRED, NULL, N_ ("The certificate has expired"), N_ ("The certificate “{subject}” has expired."),
    N_ ("It has to be renewed at the server; many consoles have a button for it. This computer’s clock may also be wrong.") },
  { VF_CODE_NOT_YET_VALID, NULL, N_ ("The certificate is not valid yet"),
    N_ ("The certificate “{subject}” is valid only from {date} on."),
    N_ ("Most likely this computer’s clock is behind. Set it, then check again.") },
  { VF_CODE_NOT_YET_VALID, NULL, N_ ("The certificate is not valid yet"),
    N_ ("The certificate “{subject}” is not valid yet."),
    N_ ("Most likely this computer’s clock is behind. Set it, then check again.") },
  { VF_CODE_WEAK_CERTIFICATE, NULL, N_ ("The certificate is too weak"),
    N_ ("The certificate “{subject}” uses {detail}, which this computer no longer accepts as safe."),
    N_ ("Such certificates can be forged. The server or its authority needs a new one; ask the provider or the administrator.") },
  { VF_CODE_WEAK_CERTIFICATE, NULL, N_ ("The certificate is too weak"),
    N_ ("The certificate “{subject}” uses a method that this computer no longer accepts as safe."),
    N_ ("Such certificates can be forged. The server or its authority needs a new one; ask the provider or the administrator.") },
  { VF_CODE_REVOKED, NULL, N_ ("The certificate has been revoked"),
    N_ ("The authority has revoked the certificate “{subject}”."),
    N_ ("Do not connect. The server’s administrator has to install a new certificate.") },
  { VF_CODE_CRL_PROBLEM, NULL, N_ ("The revocation list does not fit"),
    N_ ("The list of revoked certificates says nothing valid about “{subject}”."),
    N_ ("The list may be out of date or from another authority. Get a new one, or check without a list.") },
  { VF_CODE_WRONG_PURPOSE, NULL, N_ ("The certificate is not meant for a server"),
    N_ ("The certificate “{subject}” is not meant for proving who a server is."),
    N_ ("The server has been given the wrong kind of certificate, for instance one for a client. Its administrator has to replace it.") },

  /* name */
  { VF_CODE_NAME_MISMATCH, NULL, N_ ("The certificate is for another name"),
    N_ ("You asked for “{subject}”, but the server’s certificate is for {detail}."),
    N_ ("Often it is the right server under another of its names. If a name in the certificate is the server that you mean, use that name.") },
  { VF_CODE_NAME_MISMATCH, NULL, N_ ("The certificate is for another name"),
    N_ ("The server’s certificate is not for “{subject}”."),
    N_ ("Often it is the right server under another of its names. If a name in the certificate is the server that you mean, use that name.") },
  { VF_CODE_NO_NAMES, NULL, N_ ("The certificate names no host"),
    N_ ("The server’s certificate names no host at all, so it cannot be compared with “{subject}”."),
    N_ ("Verify-CA still proves that your authority vouches for the server. For Verify-Full the server needs a new certificate with its name in it.") },

  /* login */
  { VF_CODE_WRONG_PASSWORD, NULL, N_ ("The password is not right"),
    N_ ("The server does not accept the password for the user “{subject}”."),
    N_ ("The encrypted connection itself works. Some servers say the same when the user does not exist or its password has run out.") },
  { VF_CODE_PASSWORD_NEEDED, NULL, N_ ("The server wants a password"),
    N_ ("The server asks for the password of the user “{subject}”, and none was given."),
    N_ ("The encrypted connection itself works. Type the password, then check again.") },
  { VF_CODE_CERTIFICATE_USER_MISMATCH, NULL, N_ ("The client certificate is for another user"),
    N_ ("You want to log in as “{subject}”, but your client certificate is for “{detail}”."),
    N_ ("This server takes the user from the client certificate. Log in as the user that the certificate names, or use that user’s certificate.") },
  { VF_CODE_CERTIFICATE_USER_MISMATCH, NULL, N_ ("The client certificate is for another user"),
    N_ ("Your client certificate does not allow you to log in as “{subject}”."),
    N_ ("This server takes the user from the client certificate. Log in as the user that the certificate names, or use that user’s certificate.") },
  { VF_CODE_NOT_ALLOWED, NULL, N_ ("The server does not let you in from here"),
    N_ ("The encrypted connection works, but the server does not allow the user “{subject}” to use the database “{detail}” from this computer."),
    N_ ("The server’s rules decide who may connect from where. Check user and database, and ask the administrator to allow this computer’s address.") },
  { VF_CODE_NOT_ALLOWED, NULL, N_ ("The server does not let you in from here"),
    N_ ("The encrypted connection works, but the server does not allow the user “{subject}” to connect from this computer."),
    N_ ("The server’s rules decide who may connect from where. Check user and database, and ask the administrator to allow this computer’s address.") },
  { VF_CODE_LOGIN_METHOD_UNSUPPORTED, "gaussdb", N_ ("The server uses GaussDB’s own way to log in"),
    N_ ("“{subject}” wants GaussDB’s own kind of login, which PostgreSQL programs do not know."),
    N_ ("The encrypted connection itself works. The administrator can let this user log in the PostgreSQL way as well (password_encryption_type = 1, then set the password anew), or you use the provider’s own driver.") },
  { VF_CODE_LOGIN_METHOD_UNSUPPORTED, NULL, N_ ("The server wants another kind of login"),
    N_ ("“{subject}” wants a kind of login that the PostgreSQL library on this computer does not know."),
    N_ ("The encrypted connection itself works. A newer PostgreSQL library may know it; otherwise the provider’s own driver does.") },
  { VF_CODE_CHANNEL_BINDING, NULL, N_ ("The password cannot be tied to the connection"),
    N_ ("Channel binding is required, but “{subject}” does not offer it for this login."),
    N_ ("Something between here and the server may be ending the encryption, such as a connection pooler; or the server stores the password in an old form.") },
  { VF_CODE_DATABASE_MISSING, NULL, N_ ("The database does not exist"),
    N_ ("The server has no database named “{subject}”."),
    N_ ("Encryption, certificate and password are fine. Correct the name of the database.") },
  { VF_CODE_ROLE_MISSING, NULL, N_ ("The user does not exist or may not log in"),
    N_ ("The server has no user named “{subject}” who may log in."),
    N_ ("The encrypted connection and the certificate are fine. Correct the name of the user.") },
  { VF_CODE_PERMISSION_DENIED, NULL, N_ ("The user may not use this database"),
    N_ ("The user “{subject}” may not use the database “{detail}”."),
    N_ ("Encryption, certificate and password are fine. Ask the administrator for the right to connect to this database.") },
  { VF_CODE_PERMISSION_DENIED, NULL, N_ ("The user may not use this database"),
    N_ ("The user “{subject}” may not use this database."),
    N_ ("Encryption, certificate and password are fine. Ask the administrator for the right to connect to this database.") },
  { VF_CODE_TOO_MANY_CONNECTIONS, NULL, N_ ("The server is full"),
    N_ ("“{subject}” has no room for another connection just now."),
    N_ ("Encryption and certificate are fine. Try again later, or close connections that are no longer needed.") },
  { VF_CODE_STARTING_UP, NULL, N_ ("The server is not ready yet"),
    N_ ("“{subject}” is starting up or shutting down."),
    N_ ("Encryption and certificate are fine. Wait a minute, then check again.") },

  { VF_CODE_CANCELLED, NULL, N_ ("Cancelled"), N_ ("The check was cancelled before it was finished."), NULL },

  /* inspect */
  { VF_CODE_NOTHING_USABLE, NULL, N_ ("No certificate found"), N_ ("There is no certificate in {subject}."),
    N_ ("Download the certificate archive from your provider’s console and open it here. If it was an archive, look whether the download was complete.") },
  { VF_CODE_DAMAGED_ITEM, NULL, N_ ("A part is damaged"), N_ ("A part of {subject} cannot be read: {detail}."),
    N_ ("It was left out; everything else is used. If something is missing afterwards, download the file again.") },
  { VF_CODE_DAMAGED_ITEM, NULL, N_ ("A part is damaged"), N_ ("A part of {subject} cannot be read."),
    N_ ("It was left out; everything else is used. If something is missing afterwards, download the file again.") },
  { VF_CODE_WEB_PAGE, NULL, N_ ("This is a web page"), N_ ("{subject} is a web page (“{detail}”), not a certificate."),
    N_ ("It was probably saved from a log-in page or an error page. Log in to the console and download the file again.") },
  { VF_CODE_WEB_PAGE, NULL, N_ ("This is a web page"), N_ ("{subject} is a web page, not a certificate."),
    N_ ("It was probably saved from a log-in page or an error page. Log in to the console and download the file again.") },
  { VF_CODE_ERROR_ANSWER, NULL, N_ ("An error instead of the file"),
    N_ ("{subject} is the error message of a server (“{detail}”), not a certificate."),
    N_ ("The link was wrong, has expired or needs a log-in. Download the file again from the console.") },
  { VF_CODE_ERROR_ANSWER, NULL, N_ ("An error instead of the file"),
    N_ ("{subject} is the error message of a server, not a certificate."),
    N_ ("The link was wrong, has expired or needs a log-in. Download the file again from the console.") },
  { VF_CODE_PLACEHOLDER, NULL, N_ ("Only a placeholder"),
    N_ ("{subject} says where a certificate should be put, but there is none in it."),
    N_ ("Download the certificate from your provider’s console and open it instead.") },
  { VF_CODE_ARCHIVE_LOCKED, NULL, N_ ("The archive has a password"),
    N_ ("{subject} is encrypted and needs its password."),
    N_ ("Whoever gave you the archive knows the password.") },
  { VF_CODE_ARCHIVE_PASSWORD_WRONG, NULL, N_ ("Wrong archive password"),
    N_ ("The password does not open {subject}."),
    N_ ("Type it again, or ask whoever gave you the archive.") },
  { VF_CODE_ARCHIVE_UNSUPPORTED, NULL, N_ ("An encrypted archive"),
    N_ ("{subject} is an encrypted 7z or RAR archive. Those cannot be opened here."),
    N_ ("Unpack it with the program that made it, then open the folder.") },
  { VF_CODE_EMPTY_FILE, NULL, N_ ("The file is empty"), N_ ("{subject} is empty."),
    N_ ("The download was probably interrupted. Download the file again.") },
  { VF_CODE_DESCRIPTION_ONLY, NULL, N_ ("Only a description"),
    N_ ("{subject} describes a certificate but does not contain it."),
    N_ ("The certificate itself begins with the line -----BEGIN CERTIFICATE-----. Ask for that part.") },
  { VF_CODE_KEY_WITHOUT_CERTIFICATE, NULL, N_ ("A key without its certificate"),
    N_ ("{subject} is a private key, but the client certificate that belongs to it is not here."),
    N_ ("If your server needs a client certificate, add it; otherwise the key is simply not used.") },
  { VF_CODE_CERTIFICATE_WITHOUT_KEY, NULL, N_ ("A client certificate without its key"),
    N_ ("{subject} is a client certificate, but the private key that belongs to it is not here."),
    N_ ("Without its key it cannot be used. If your server needs a client certificate, add the key.") },
  { VF_CODE_AUTHORITY_KEY, NULL, N_ ("A key that should not be here"),
    N_ ("{subject} is the private key of an authority or of a server."),
    N_ ("Whoever has it can pretend to be the server. It is not used and not copied; tell the person who gave it to you.") },
  { VF_CODE_CLIENT_EXPIRED, NULL, N_ ("Your client certificate has expired"),
    N_ ("Your client certificate “{subject}” was valid until {date}; that is over."),
    N_ ("Servers will refuse it. Get a new one from the provider’s console or from the administrator.") },
  { VF_CODE_CLIENT_EXPIRED, NULL, N_ ("Your client certificate has expired"),
    N_ ("Your client certificate “{subject}” has expired."),
    N_ ("Servers will refuse it. Get a new one from the provider’s console or from the administrator.") },
  { VF_CODE_SEVERAL_IDENTITIES, NULL, N_ ("More than one client certificate"),
    N_ ("There is more than one client certificate with its key; “{subject}” is used."),
    N_ ("Choose another one if it is not the one for this server.") },
  { VF_CODE_STORE_LOCKED, NULL, N_ ("The key store is locked"),
    N_ ("The key store {subject} needs a passphrase before anything in it can be read."),
    N_ ("Type the passphrase that you got with the file. It is not the password of the database user.") },
  { VF_CODE_STORE_PASSPHRASE_WRONG, NULL, N_ ("The passphrase does not open the key store"),
    N_ ("The passphrase does not open the key store {subject}."),
    N_ ("Type the passphrase that you got with the file. It is not the password of the database user.") },
  { VF_CODE_STORE_UNCONFIRMED, NULL, N_ ("The key store was read without its passphrase"),
    N_ ("The key store {subject} was read without its passphrase."),
    N_ ("Only with the passphrase could it be said that nobody has changed the file since it was made. Certificates in it are used all the same, like those of every file without a passphrase.") },
  { VF_CODE_PASSPHRASE_FILES, "mismatch", N_ ("The passphrase files do not belong together"),
    N_ ("{subject} and the file beside it do not belong together, so they are no passphrase."),
    N_ ("Download the archive again, or type the passphrase of the key if you know it.") },
  { VF_CODE_PASSPHRASE_FILES, NULL, N_ ("The passphrase files do not open the key"),
    N_ ("The passphrase in {subject} and the file beside it does not open the key."),
    N_ ("The key and its passphrase files are made together. Use those from one archive, or type the passphrase of the key if you know it.") },

  /* environment and saving */
  { VF_CODE_ENVIRONMENT_LEAK, NULL, N_ ("Something else on this computer plays a part"),
    N_ ("{subject} on this computer changes what psql does: {detail}"),
    N_ ("Verifull keeps it away from its own check, so psql may behave differently.") },
  { VF_CODE_ENVIRONMENT_LEAK, NULL, N_ ("Something else on this computer plays a part"),
    N_ ("{subject} on this computer changes what psql does."),
    N_ ("Verifull keeps it away from its own check, so psql may behave differently.") },
  { VF_CODE_KEYRING_ABSENT, "command-line", N_ ("No keyring on this computer"),
    N_ ("The password was not saved, because no keyring answers here."),
    N_ ("Everything else has been saved. Hand the password in with --password-file the next time.") },
  { VF_CODE_KEYRING_LOCKED, "command-line", N_ ("The keyring is locked"),
    N_ ("The password was not saved, because the keyring stayed locked."),
    N_ ("Everything else has been saved. Unlock the keyring and save again, or hand the password in with --password-file.") },
  { VF_CODE_KEYRING_ABSENT, NULL, N_ ("No keyring on this computer"),
    N_ ("The password is kept only until Verifull is closed, because no keyring answers on this computer."),
    N_ ("Everything else has been saved. You will be asked for the password the next time.") },
  { VF_CODE_KEYRING_LOCKED, NULL, N_ ("The keyring is locked"),
    N_ ("The password is kept only until Verifull is closed, because the keyring stayed locked."),
    N_ ("Everything else has been saved. Unlock the keyring and save again, or type the password the next time.") },
};

/**
 * vf_explain_date:
 * @seconds: since the epoch
 *
 * Returns: (transfer full): the day in UTC, as people write it
 */
char *
vf_explain_date (gint64 seconds)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (seconds);

  /* Translators: a date such as "3 November 2027"; see g_date_time_format(). */
  return moment ? g_date_time_format (moment, _ ("%-d %B %Y")) : g_strdup (_ ("an impossible date"));
}

static gboolean
fits (const Explanation *row, VfCode code, const char *detail)
{
  if (row->code != code)
    return FALSE;
  if (row->detail)
    return g_strcmp0 (row->detail, detail) == 0;
  return detail || (!strstr (row->sentence, "{detail}") && !strstr (row->sentence, "{date}"));
}

/* test-explain walks every code, so there always is a row. */
static const Explanation *
find (VfCode code, const char *detail)
{
  for (guint i = 0; i < G_N_ELEMENTS (explanations); i++)
    if (fits (&explanations[i], code, detail))
      return &explanations[i];
  return &explanations[0];
}

static const char *
subject_of (const VfFinding *finding)
{
  const char *subject = vf_finding_get_subject (finding);

  if (subject)
    return subject;
  return vf_finding_get_code (finding) < VF_CODE_NOTHING_USABLE ? _ ("the server") : _ ("the file");
}

static char *
date_of (const char *detail)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (detail, NULL);

  return moment ? vf_explain_date (g_date_time_to_unix (moment)) : g_strdup (detail);
}

/* One walk over the template, so that a subject that contains "{detail}" stays what it is. */
static char *
expand (const char *template, const VfFinding *finding)
{
  const char *detail = vf_finding_get_detail (finding);
  GString *text = g_string_new (NULL);

  for (const char *p = template; *p; p++)
    if (g_str_has_prefix (p, "{subject}"))
      {
        g_string_append (text, subject_of (finding));
        p += strlen ("{subject}") - 1;
      }
    else if (detail && g_str_has_prefix (p, "{detail}"))
      {
        g_string_append (text, detail);
        p += strlen ("{detail}") - 1;
      }
    else if (detail && g_str_has_prefix (p, "{date}"))
      {
        g_autofree char *date = date_of (detail);

        g_string_append (text, date);
        p += strlen ("{date}") - 1;
      }
    else
      g_string_append_c (text, *p);
  return g_string_free (text, FALSE);
}

/* The codes that count: their plural needs the number.  NULL: not one of them. */
static char *
explain_count (const VfFinding *finding)
{
  const char *detail = vf_finding_get_detail (finding);
  guint n = detail ? (guint) g_ascii_strtoull (detail, NULL, 10) : 1;
  VfCode code = vf_finding_get_code (finding);

  if (code == VF_CODE_EXPIRED_MEMBERS)
    return g_strdup_printf (ngettext ("%u certificate here has expired.", "%u certificates here have expired.", n), n);
  if (code == VF_CODE_WEAK_MEMBERS)
    return g_strdup_printf (ngettext ("%u certificate here is too weak for this computer.",
                                      "%u certificates here are too weak for this computer.", n), n);
  if (code == VF_CODE_SKIPPED_ENTRIES)
    return g_strdup_printf (ngettext ("%u entry of the archive was not opened.",
                                      "%u entries of the archive were not opened.", n), n);
  return NULL;
}

static const char *
explain_count_why (VfCode code)
{
  if (code == VF_CODE_EXPIRED_MEMBERS)
    return _ ("That matters only if your server’s certificate is signed by one of them; looking at the server will tell.");
  if (code == VF_CODE_WEAK_MEMBERS)
    return _ ("They are signed in a way that can be forged. That matters only if your server uses one of them; looking at the server will tell.");
  if (code == VF_CODE_SKIPPED_ENTRIES)
    return _ ("They are links, have unsafe names, are too large, or belong to the system that packed the archive. Certificates do not come that way.");
  return NULL;
}

/**
 * vf_explain_code_title:
 * @code: a code
 *
 * Returns: (transfer full): a heading of a few words
 */
char *
vf_explain_code_title (VfCode code)
{
  const Explanation *row;

  if (code == VF_CODE_EXPIRED_MEMBERS)
    return g_strdup (_ ("Some have expired"));
  if (code == VF_CODE_WEAK_MEMBERS)
    return g_strdup (_ ("Some are too weak"));
  if (code == VF_CODE_SKIPPED_ENTRIES)
    return g_strdup (_ ("Some entries were not opened"));
  for (row = explanations + G_N_ELEMENTS (explanations) - 1; row > explanations && row->code != code; row--)
    continue;
  return g_strdup (_ (row->title));
}

/**
 * vf_explain_finding:
 * @finding: a finding
 *
 * Returns: (transfer full): what happened, in one sentence; plain text that may quote the server
 */
char *
vf_explain_finding (const VfFinding *finding)
{
  char *counted = explain_count (finding);

  if (counted)
    return counted;
  return expand (_ (find (vf_finding_get_code (finding), vf_finding_get_detail (finding))->sentence), finding);
}

/**
 * vf_explain_finding_why:
 * @finding: a finding
 *
 * Returns: (transfer full) (nullable): whose fault it is and what to do; %NULL if the first sentence said it all
 */
char *
vf_explain_finding_why (const VfFinding *finding)
{
  const char *counted = explain_count_why (vf_finding_get_code (finding));
  const Explanation *row = find (vf_finding_get_code (finding), vf_finding_get_detail (finding));

  if (counted)
    return g_strdup (counted);
  return row->why ? expand (_ (row->why), finding) : NULL;
}
