#pragma once

#include <glib.h>

#include "finding.h"
#include "import/bundle.h"
#include "import/certificate.h"
#include "import/private-key.h"

G_BEGIN_DECLS

/* The words are the command line's contract. */
typedef enum
{
  VF_KIND_UNKNOWN,
  VF_KIND_CERTIFICATE,
  VF_KIND_PRIVATE_KEY,
  VF_KIND_CRL,
  VF_KIND_KEY_STORE,
  VF_KIND_KEY_PASSPHRASE,
  VF_KIND_SKIPPED,
} VfKind;

typedef enum
{
  VF_FORMAT_NONE,
  VF_FORMAT_PEM,
  VF_FORMAT_DER,
  VF_FORMAT_PKCS7,
  VF_FORMAT_PKCS12,
  VF_FORMAT_JKS,
  VF_FORMAT_JCEKS,
  VF_FORMAT_GAUSSDB,
  VF_FORMAT_GAUSSDB_CM,
} VfFormat;

typedef enum
{
  VF_ROLE_OTHER,
  VF_ROLE_ROOT,
  VF_ROLE_INTERMEDIATE,
  VF_ROLE_CLIENT,
  VF_ROLE_SERVER,
} VfRole;

typedef enum
{
  VF_UNLOCKED_BY_NOTHING,        /* still locked */
  VF_UNLOCKED_BY_NOT_NEEDED,
  VF_UNLOCKED_BY_PASSPHRASE,
  VF_UNLOCKED_BY_GAUSSDB_PAIR,
  VF_UNLOCKED_BY_GAUSSDB_DEFAULT,
  VF_UNLOCKED_BY_KNOWN_PASSPHRASE, /* one that everybody knows, such as Java's "changeit" */
} VfUnlockedBy;

/**
 * VfItem:
 *
 * What one thing in the bundle is.  A certificate that stands in several files is one item; the other places are
 * in vf_item_get_also_in().  Immutable, owned by its inventory.
 */
typedef struct _VfItem VfItem;

const char         *vf_item_get_path        (const VfItem *item);
VfKind              vf_item_get_kind        (const VfItem *item);
VfFormat            vf_item_get_format      (const VfItem *item);
VfRole              vf_item_get_role        (const VfItem *item);
VfCertificate      *vf_item_get_certificate (const VfItem *item);
VfPrivateKey       *vf_item_get_key         (const VfItem *item);
VfUnlockedBy        vf_item_get_unlocked_by (const VfItem *item);
/* path of the certificate of a key, or of the key of a certificate */
const char         *vf_item_get_matches     (const VfItem *item);
const char * const *vf_item_get_also_in     (const VfItem *item);
/* formats of all the places that it stands in, as a set of 1 << VfFormat */
guint               vf_item_get_formats     (const VfItem *item);
/* the name that it has in its key store, or NULL */
const char         *vf_item_get_alias       (const VfItem *item);
/* of an unknown item: one of vf_looks_like_words */
const char         *vf_item_get_looks_like  (const VfItem *item);
VfSkipReason        vf_item_get_skip_reason (const VfItem *item);
guint               vf_item_get_n_entries   (const VfItem *item);
/* secret keys of a key store, which are of no use here */
guint               vf_item_get_n_secrets   (const VfItem *item);
/* a key or a key store that needs a passphrase: vf_inventory_unlock() */
gboolean            vf_item_is_locked       (const VfItem *item);
/* the key of an authority or a server, which is never used */
gboolean            vf_item_is_misplaced_key (const VfItem *item);

/**
 * VfInventory:
 *
 * What everything in a bundle is, what belongs together, and what is wrong with it.  Immutable, reference counted.
 */
typedef struct _VfInventory VfInventory;

VfInventory *vf_inventory_new          (VfBundle     *bundle,
                                        SecretValue **passphrases,
                                        guint         n_passphrases,
                                        gint64        now,
                                        GCancellable *cancellable,
                                        GError      **error);
VfInventory *vf_inventory_unlock       (VfInventory  *inventory,
                                        SecretValue  *passphrase,
                                        GCancellable *cancellable,
                                        GError      **error);
VfInventory *vf_inventory_ref          (VfInventory *inventory);
void         vf_inventory_unref        (VfInventory *inventory);
guint        vf_inventory_get_n_items  (const VfInventory *inventory);
VfItem      *vf_inventory_get_item     (const VfInventory *inventory,
                                        guint              index);
guint        vf_inventory_get_n_findings (const VfInventory *inventory);
VfFinding   *vf_inventory_get_finding  (const VfInventory *inventory,
                                        guint              index);
/* id of the provider whose layout or authority this is, or NULL */
const char  *vf_inventory_get_provider (const VfInventory *inventory);
gboolean     vf_inventory_needs_archive_password (const VfInventory *inventory);
VfBundle    *vf_inventory_get_bundle   (const VfInventory *inventory);
gint64       vf_inventory_get_now      (const VfInventory *inventory);

/* what an unknown item can look like: words of the command line, ended by NULL */
extern const char *const vf_looks_like_words[];

const char  *vf_kind_to_string         (VfKind kind);
const char  *vf_format_to_string       (VfFormat format);
const char  *vf_role_to_string         (VfRole role);
const char  *vf_unlocked_by_to_string  (VfUnlockedBy unlocked_by);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfInventory, vf_inventory_unref)

G_END_DECLS
