#include "config.h"

#include "connection/provider-words.h"

#include <glib/gi18n.h>

/* Words of providers.ini whose providers have other ones in other languages: the names in brochures and the headings of
 * consoles.  What is not here is the same everywhere, or belongs to a console that speaks English only. */
static const char *const words[] = {
  /* Translators: the product as the provider calls it in your language; if it does not, leave it as it is */
  N_ ("Alibaba Cloud ApsaraDB RDS for PostgreSQL"),
  /* Translators: the product as the provider calls it in your language; if it does not, leave it as it is */
  N_ ("Alibaba Cloud PolarDB for PostgreSQL"),
  /* Translators: the product as the provider calls it in your language; if it does not, leave it as it is */
  N_ ("Huawei Cloud GaussDB(DWS)"),
  /* Translators: the product as the provider calls it in your language; if it does not, leave it as it is */
  N_ ("Huawei Cloud RDS for PostgreSQL"),
  /* Translators: the product as the provider calls it in your language; if it does not, leave it as it is */
  N_ ("Huawei Cloud GaussDB"),
  /* Translators: the product as the provider calls it in your language; if it does not, leave it as it is */
  N_ ("TencentDB for PostgreSQL"),
  /* Translators: the product as the provider calls it in your language; if it does not, leave it as it is */
  N_ ("Volcengine RDS PostgreSQL"),
  /* Translators: the two products as the provider calls them in your language */
  N_ ("Amazon RDS and Aurora"),
  /* Translators: the product as the provider calls it in your language; if it does not, leave it as it is */
  N_ ("Azure Database for PostgreSQL, single server"),
  /* Translators: a heading in the console of Alibaba Cloud, as that console says it in your language */
  N_ ("Whitelist"),
  /* Translators: a heading in the console of Huawei Cloud and Tencent Cloud, as it says it in your language */
  N_ ("Security Group"),
  /* Translators: a heading in the console of Yandex Cloud, as that console says it in your language */
  N_ ("Security groups"),
  /* Translators: a heading in the console of Amazon Web Services, as that console says it in your language */
  N_ ("VPC security group"),
  /* Translators: a heading in the console of Azure, as that console says it in your language */
  N_ ("Firewall rules"),
  /* Translators: a heading in the console of Google Cloud, as that console says it in your language */
  N_ ("Authorized networks"),
};

/**
 * vf_provider_word:
 * @english: (nullable): a name or a heading, as providers.ini has it
 *
 * Returns: (nullable) (transfer none): the same in the reader's language
 */
const char *
vf_provider_word (const char *english)
{
  for (guint i = 0; english && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i], english))
      return _ (words[i]);
  return english;
}
