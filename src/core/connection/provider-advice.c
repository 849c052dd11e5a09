#include "config.h"

#include "connection/provider-advice.h"

#include <string.h>

#include <glib/gi18n.h>

/* Sentences stand here and not in providers.ini, so that they are translated as all others are. */
static const struct
{
  const char *word;
  const char *sentence;
} advice[] = {
  { "one-endpoint",
    N_ ("The certificate protects one endpoint, the internal or the public one, which the console shows as "
        "“Protected Host”: Verify-Full works with that one only.") },
  { "protected-endpoints",
    N_ ("The certificate protects the endpoints that were chosen in the console: Verify-Full works with those only.") },
  { "one-address",
    N_ ("The certificate protects one address, the private or the public one, which was chosen in the console: "
        "Verify-Full works with that one only.") },
  { "dws", N_ ("GaussDB(DWS) does not support Verify-Full; its documentation asks for Verify-CA.") },
  { "address-only", N_ ("The endpoint is usually a bare address that no certificate names: Verify-CA is what works.") },
  { "gaussdb-login",
    N_ ("GaussDB has login methods of its own, and its endpoint is a bare address: Verify-CA is what works.") },
  { "aws-rds",
    N_ ("Import Amazon’s bundle for your region or the global one, and connect to the endpoint itself: an alias of "
        "your own does not stand in the certificate.") },
  { "aws-rds-proxy",
    N_ ("The proxy’s certificate is from Amazon’s public authorities, which your system trusts; the RDS bundle does "
        "not fit it.") },
  { "redshift",
    N_ ("The certificate is from Amazon’s public authorities, which your system trusts; an alias of your own does "
        "not stand in it.") },
  { "azure",
    N_ ("Your system trusts the authorities that Azure uses; a private endpoint under another name does not stand "
        "in the certificate.") },
  { "azure-single",
    N_ ("The authority “Baltimore CyberTrust Root” has ended; look at the server to see which authority it has now.") },
  { "cloudsql",
    N_ ("Each instance has an authority of its own. Where the certificate names another host, connect to the listed "
        "name through the address.") },
  { "provider-archive", N_ ("Import the certificates that the provider’s console hands out.") },
  { "provider-authority",
    N_ ("Import the certificate that the provider’s console hands out; Verify-Full then works.") },
  { "aiven", N_ ("Import the project’s authority, “ca.pem”; Verify-Full then works.") },
  { "supabase",
    N_ ("Import the certificate from the dashboard; the pooler wants the user with the project behind a dot, and "
        "the direct host may need IPv6.") },
  { "public", N_ ("The certificate is from a public authority that your system trusts; nothing has to be imported.") },
  { "heroku",
    N_ ("Unless enhanced certificates are switched on, the server signs its own certificate, and only Require "
        "works.") },
  { "tiger",
    N_ ("A new service signs its own certificate for about half an hour; after that your system trusts it and "
        "Verify-Full works.") },
  { "account-authority", N_ ("Import the authority of your account from the dashboard.") },
  { "cockroach",
    N_ ("Serverless clusters are signed by an authority that your system trusts; a dedicated one has its own, which "
        "the console hands out.") },
  { "look-first", N_ ("Let the server be looked at before you choose a mode.") },
  { "railway", N_ ("The template signs its own certificate, so only Require works unless you import that.") },
  { "scaleway",
    N_ ("Verify-Full works with certificates that were made or renewed after February 2023; renew it after adding "
        "an endpoint.") },
  { "ibm", N_ ("Import the service’s proprietary certificate from the console; the names in it fit Verify-Full.") },
  { "oci", N_ ("Import the authority from the connection details and connect by the full name, not by the address.") },
  { "kubernetes",
    N_ ("The authority is “ca.crt” in the cluster’s secret; never hand out “ca.key”. Through a forwarded port, "
        "connect to the service’s name by the local address.") },
};

/**
 * vf_provider_advice:
 * @word: (nullable): a word of the table, or a sentence that stands there for itself
 *
 * Returns: (nullable): the sentence
 */
const char *
vf_provider_advice (const char *word)
{
  for (guint i = 0; word && i < G_N_ELEMENTS (advice); i++)
    if (g_str_equal (advice[i].word, word))
      return _ (advice[i].sentence);
  return word && strchr (word, ' ') ? _ (word) : NULL;
}
