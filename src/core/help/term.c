#include "config.h"

#include "help/term.h"

#include <glib/gi18n.h>

/* The one glossary: what stands here is shown where a word first appears, and all of it on one page of the help. */
static const struct
{
  const char *id;
  const char *title;
  const char *text;
} terms[VF_N_TERMS] = {
  [VF_TERM_CERTIFICATE] = { "certificate", N_ ("Certificate"),
    N_ ("A small file that says who somebody is, from when until when it is valid, and who vouches for it. "
        "A server shows its certificate at the beginning of every encrypted connection.") },
  [VF_TERM_AUTHORITY] = { "authority", N_ ("Authority"),
    N_ ("Somebody who vouches for servers by signing their certificates; manuals also say CA. "
        "A server is believed only if its certificate leads to an authority that you have imported.") },
  [VF_TERM_ROOT] = { "root", N_ ("Root certificate"),
    N_ ("The certificate of an authority that vouches for itself: every chain ends there. "
        "You believe it because you got it from your provider, and not from the server.") },
  [VF_TERM_INTERMEDIATE] = { "intermediate", N_ ("Intermediate certificate"),
    N_ ("The certificate of an authority that a higher authority vouches for. "
        "It stands between the server’s certificate and the root; the server should send it along.") },
  [VF_TERM_CHAIN] = { "chain", N_ ("Chain of certificates"),
    N_ ("Who vouches for whom: the server’s certificate is signed by an authority, that one perhaps by another. "
        "If no link is missing and the last one is yours, the server is believed.") },
  [VF_TERM_NAMES] = { "names", N_ ("Names in a certificate"),
    N_ ("The host names and addresses that a certificate is for. "
        "Verify-Full works only if the host that you typed is among them, letter by letter.") },
  [VF_TERM_FINGERPRINT] = { "fingerprint", N_ ("Fingerprint"),
    N_ ("A short number that is computed from the whole certificate. "
        "If two fingerprints are the same, so are the certificates; compare it with what your provider shows.") },
  [VF_TERM_PEM] = { "pem", N_ ("PEM"),
    N_ ("A certificate or key as text, between a BEGIN and an END line. "
        "Most programs want it in this form; Verifull converts the other forms by itself.") },
  [VF_TERM_CLIENT_CERTIFICATE] = { "client-certificate", N_ ("Client certificate"),
    N_ ("A certificate that says who you are, so that the server knows it before it asks for a password. "
        "Most servers want none.") },
  [VF_TERM_PRIVATE_KEY] = { "private-key", N_ ("Key"),
    N_ ("The secret half of a certificate: only who has the key can prove that the certificate is theirs. "
        "Never hand it on; Verifull keeps it so that only you can read it.") },
  [VF_TERM_PASSPHRASE] = { "passphrase", N_ ("Passphrase"),
    N_ ("The password of a file with a key. "
        "It is not the password of the database user; whoever gave you the file knows it.") },
  [VF_TERM_KEY_STORE] = { "key-store", N_ ("Key store"),
    N_ ("A file that holds certificates and keys together, often for Java programs. "
        "Its names end in .jks, .p12 or .pfx; Verifull reads it and takes out what is needed.") },
  [VF_TERM_REVOCATION_LIST] = { "revocation-list", N_ ("Revocation list"),
    N_ ("A list, also called CRL, of certificates that an authority has taken back before their time, for example because a key was stolen. "
        "Few providers hand one out, and you need none.") },
  [VF_TERM_VERIFY_FULL] = { "verify-full", "Verify-Full",
    N_ ("The strictest mode: the connection is encrypted, an authority of yours vouches for the server, and the certificate is for the very host that you typed. "
        "Nobody in between can pretend to be the server.") },
  [VF_TERM_VERIFY_CA] = { "verify-ca", "Verify-CA",
    N_ ("Like Verify-Full, but the host is not compared with the names in the certificate. "
        "Good where the server has no name of its own; anybody with a certificate from the same authority could pretend to be it.") },
  [VF_TERM_REQUIRE] = { "require", "Require",
    N_ ("The connection is encrypted, but it is not checked who is at the other end. "
        "It protects from those who only listen, not from those who pretend to be the server.") },
  [VF_TERM_TLS] = { "tls", "TLS",
    N_ ("The method by which connections are encrypted, the same as for web pages; its old name is SSL. "
        "The versions 1.2 and 1.3 are safe, older ones are not.") },
  [VF_TERM_DIRECT_TLS] = { "direct-tls", N_ ("Encryption from the first byte"),
    N_ ("Usually PostgreSQL asks whether it may encrypt, and then begins. "
        "Some servers and proxies expect encryption at once, which is also called direct TLS; PostgreSQL’s programs can do that from version 17 on.") },
  [VF_TERM_CHANNEL_BINDING] = { "channel-binding", N_ ("Channel binding"),
    N_ ("Ties the login to this very encrypted connection, so that a proxy in between cannot pass it on. "
        "It is used by itself where the server offers it.") },
  [VF_TERM_HOST] = { "host", N_ ("Host"),
    N_ ("The name under which the server is found, such as db.example.com; consoles also say endpoint, domain name or address. "
        "Take it from the console as it is: Verify-Full compares it with the certificate.") },
  [VF_TERM_OTHER_ADDRESS] = { "other-address", N_ ("Other address"),
    N_ ("Connects to this numeric address, while the host is still the name that the certificate is compared with. "
        "Good for tunnels and private addresses; PostgreSQL calls it hostaddr.") },
  [VF_TERM_CONNECTION_STRING] = { "connection-string", N_ ("Connection string"),
    N_ ("Host, port, database and user in one line, as consoles offer it for copying: a URI, a JDBC URL, a psql command. "
        "Paste it into any field; Verifull takes it apart.") },
  [VF_TERM_KEYRING] = { "keyring", N_ ("Keyring"),
    N_ ("The place where your desktop keeps passwords, locked with your login. "
        "Verifull puts passwords there and nowhere else.") },
  [VF_TERM_SERVICE] = { "service", N_ ("Service"),
    N_ ("A connection under a name in a file that all of PostgreSQL’s programs read. "
        "With it, “service=” and the name stand for all settings.") },
};

/**
 * vf_term_get_id:
 *
 * Returns: (transfer none): an untranslated word
 */
const char *
vf_term_get_id (VfTerm term)
{
  g_return_val_if_fail ((guint) term < VF_N_TERMS, NULL);

  return terms[term].id;
}

/**
 * vf_term_from_id:
 * @id: (nullable): a word
 * @term: (out): what it stands for
 *
 * Returns: whether @id is the word of a term
 */
gboolean
vf_term_from_id (const char *id, VfTerm *term)
{
  for (guint i = 0; id && i < VF_N_TERMS; i++)
    if (g_str_equal (terms[i].id, id))
      {
        *term = (VfTerm) i;
        return TRUE;
      }
  return FALSE;
}

const char *
vf_term_get_title (VfTerm term)
{
  g_return_val_if_fail ((guint) term < VF_N_TERMS, NULL);

  return _ (terms[term].title);
}

const char *
vf_term_get_text (VfTerm term)
{
  g_return_val_if_fail ((guint) term < VF_N_TERMS, NULL);

  return _ (terms[term].text);
}

/**
 * vf_term_ask:
 *
 * Returns: (transfer full): the question that a "?" beside the word stands for
 */
char *
vf_term_ask (VfTerm term)
{
  /* Translators: %s is a term of the trade, such as "Authority"; what a screen reader says for the button "?" beside it */
  return g_strdup_printf (_ ("What is “%s”?"), vf_term_get_title (term));
}
