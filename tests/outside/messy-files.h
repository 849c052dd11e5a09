#pragma once

#include "live-server.h"

G_BEGIN_DECLS

#define PASSPHRASE "geheim"
#define OTHER_PASSPHRASE "ganz geheim"

typedef enum
{
  ROOT_PEM,
  ROOT_REVERSED,
  ROOT_CRLF,
  ROOT_BOM,
  ROOT_TEXT,
  ROOT_WITH_KEY,
  ROOT_DER,
  ROOT_P7B_PEM,
  ROOT_P7B_DER,
  ROOT_P12,
  ROOT_P12_RC2,
  ROOT_JKS,
  ROOT_EMPTY,
  ROOT_UTF16,
  ROOT_ONE_LINE,
  ROOT_BASE64,
  ROOT_BROKEN_TAIL,
  ROOT_TRUSTED,
  ROOT_TRUSTED_CLIENTS,
} RootForm;

/* of the key; the last two of its certificate */
typedef enum
{
  KEY_PEM,
  KEY_TRADITIONAL,
  KEY_CRLF,
  KEY_BOM,
  KEY_DER,
  KEY_DER_TRADITIONAL,
  KEY_LOCKED,
  KEY_LOCKED_TRADITIONAL,
  KEY_LOCKED_WRONG,
  KEY_LOCKED_DER,
  KEY_UTF16,
  KEY_P12,
  KEY_P12_RC2,
  KEY_JKS,
  KEY_LINK,
  KEY_GROUP_READABLE,
  KEY_UNREADABLE,
  KEY_FOLDER,
  KEY_MISSING,
  KEY_FOREIGN,
  CERTIFICATE_DER,
  CERTIFICATE_CRLF,
} ClientForm;

/* (transfer full) (nullable): the root file of the server in that form; %NULL if this OpenSSL cannot make it */
GBytes *messy_root        (const LiveServer *live,
                           RootForm          form);
/* (transfer full) (nullable): the key of ssltestuser, or a store with its certificate; %NULL as above, and where there
 * is no such file */
GBytes *messy_key         (const LiveServer *live,
                           ClientForm        form);
/* (transfer full): what belongs to it */
GBytes *messy_certificate (const LiveServer *live,
                           ClientForm        form);

G_END_DECLS
