#include "config.h"

#include "help/help-private.h"

#include <glib/gi18n.h>

/* What is to be done in a provider's console.  Only what its own papers say stands here; names of buttons are given as
 * the English console has them. */
const VfGuide vf_guides_providers[] = {
  { "alibaba-rds", VF_HELP_HEADING, N_ ("Get the archive") },
  { "alibaba-rds", VF_HELP_STEP,
    N_ ("In the console, open the instance and its SSL settings. If SSL is off, switch it on with a cloud certificate and choose the endpoint that you will use; the instance restarts.") },
  { "alibaba-rds", VF_HELP_STEP,
    N_ ("Download the certificates there. You get “ApsaraDB-CA-Chain.zip”, the same archive for every instance.") },
  { "alibaba-rds", VF_HELP_STEP,
    N_ ("Drop the archive on Verifull as it is. It holds the same authorities three times, as PEM, PKCS#7 and JKS; you need not choose among them.") },
  { "alibaba-rds", VF_HELP_HEADING, N_ ("Find the endpoint") },
  { "alibaba-rds", VF_HELP_TEXT,
    N_ ("An instance has an internal and a public endpoint. A computer outside of Alibaba Cloud needs the public one.") },
  { "alibaba-rds", VF_HELP_HEADING, N_ ("Let your computer in") },
  { "alibaba-rds", VF_HELP_STEP,
    N_ ("Add the public address of your computer to the instance’s whitelist. At first it holds only 127.0.0.1, which lets nobody in from outside.") },
  { "alibaba-rds", VF_HELP_STEP, N_ ("Do not add 0.0.0.0/0: that lets everybody in.") },
  { "alibaba-rds", VF_HELP_HEADING, N_ ("What Verify-Full can do there") },
  { "alibaba-rds", VF_HELP_TEXT,
    N_ ("A cloud certificate protects one endpoint, which the console shows as “Protected Host”, and Verify-Full works with that one. With the other endpoint Verify-CA works, or you choose in the console to protect the other one. A custom certificate can protect several.") },
  { "alibaba-rds", VF_HELP_TEXT,
    N_ ("A cloud certificate is valid for 365 days, and Alibaba Cloud renews it. The server knows TLS 1.0 to 1.2, so do not ask for TLS 1.3.") },

  { "alibaba-polardb", VF_HELP_HEADING, N_ ("Get the archive") },
  { "alibaba-polardb", VF_HELP_TEXT,
    N_ ("It is “ApsaraDB-CA-Chain.zip”, the same archive as that of ApsaraDB RDS. Drop it on Verifull as it is.") },
  { "alibaba-polardb", VF_HELP_HEADING, N_ ("What Verify-Full can do there") },
  { "alibaba-polardb", VF_HELP_TEXT,
    N_ ("A cloud certificate protects one or more endpoints of a cluster, such as the primary endpoint and the cluster endpoint. Verify-Full works with those that were chosen.") },

  { "huawei-dws", VF_HELP_HEADING, N_ ("Get the archive") },
  { "huawei-dws", VF_HELP_STEP,
    N_ ("In the GaussDB(DWS) console, open “Client Connections”; older consoles call it “Connections”.") },
  { "huawei-dws", VF_HELP_STEP,
    N_ ("In the area “Driver”, choose “download an SSL certificate”. You get “dws_ssl_cert.zip”.") },
  { "huawei-dws", VF_HELP_STEP,
    N_ ("Drop the archive on Verifull as it is. It holds the authority, a client certificate and its key; the key is locked, and Verifull opens it with the passphrase files that lie beside it.") },
  { "huawei-dws", VF_HELP_HEADING, N_ ("Find the address") },
  { "huawei-dws", VF_HELP_TEXT,
    N_ ("The list of clusters shows the public network address of each.") },
  { "huawei-dws", VF_HELP_HEADING, N_ ("Let your computer in") },
  { "huawei-dws", VF_HELP_TEXT,
    N_ ("Add an inbound rule to the cluster’s security group that allows TCP to the cluster’s port from the address of your computer.") },
  { "huawei-dws", VF_HELP_HEADING, N_ ("What Verify-Full can do there") },
  { "huawei-dws", VF_HELP_TEXT,
    N_ ("By its documentation, GaussDB(DWS) does not support Verify-Full. With Verify-CA an authority vouches for the server, but its name is not compared.") },
  { "huawei-dws", VF_HELP_TEXT,
    N_ ("The client certificate in the archive is the same for all customers. It does not say who you are; your password does.") },
  { "huawei-dws", VF_HELP_HEADING, N_ ("If psql cannot log in") },
  { "huawei-dws", VF_HELP_TEXT,
    N_ ("The server may ask for a login method of its own, which Verifull knows, but psql and other programs that are built on libpq do not. To let them in, the administrator sets password_encryption_type to 1 and then sets your password anew.") },

  { "huawei-rds", VF_HELP_HEADING, N_ ("Get the certificate") },
  { "huawei-rds", VF_HELP_TEXT, N_ ("Download the root certificate, “ca.pem”, from the console, and drop it on Verifull.") },

  { "huawei-gaussdb", VF_HELP_HEADING, N_ ("Get the certificate") },
  { "huawei-gaussdb", VF_HELP_TEXT, N_ ("Download “ca.pem” from the console, and drop it on Verifull.") },

  { NULL },
};
