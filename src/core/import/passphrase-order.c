#include "config.h"

#include "import/passphrase-order.h"

#include <string.h>

#include <glib/gi18n.h>

#include "import/inventory-private.h"
#include "import/key-cipher.h"

/* Published by the vendor in the guides for GaussDB(DWS), for “client.key” as for “client.key.pk8”. */
#define DEFAULT_PASSPHRASE "Gauss@MppDB"
/* Each costs milliseconds, and an archive of strangers may hold thousands of files. */
#define MAX_PAIRS 16
#define MAX_TRIES 200

/* One of the two files. */
typedef struct
{
  char *stem; /* “folder/client.key” of “folder/client.key.rand” */
  const char *path;
  GBytes *bytes;
  VfKeyCipherPart part;
  gboolean paired;
} Part;

typedef struct
{
  char *stem;
  const char *path;        /* of the cipher file */
  SecretValue *passphrase; /* NULL: the two do not belong together */
  gboolean opened;         /* a key */
} Pair;

struct _VfPassphraseOrder
{
  const VfBundle *bundle;
  GCancellable *cancellable;
  GArray *parts;
  GArray *pairs;
  SecretValue *published; /* NULL: this is not that provider's archive */
  guint n_tries;
};

/* How well a pair fits a key by its name; the best are tried first. */
typedef enum
{
  FIT_SAME_NAME,
  FIT_CLIENT,
  FIT_ANY,
  FIT_NEVER,
} Fit;

static void
part_clear (gpointer data)
{
  g_free (((Part *) data)->stem);
}

static void
pair_clear (gpointer data)
{
  Pair *pair = data;

  g_free (pair->stem);
  g_clear_pointer (&pair->passphrase, secret_value_unref);
}

/* (transfer full): @path in lower case with slashes, as names are compared here */
static char *
plain_path (const char *path)
{
  char *plain = g_ascii_strdown (path, -1);

  return g_strdelimit (plain, "\\", '/');
}

/* Cuts the first ending that fits. */
static gboolean
cut_ending (char *path, const char *const *endings)
{
  for (guint i = 0; endings[i]; i++)
    if (g_str_has_suffix (path, endings[i]))
      {
        path[strlen (path) - strlen (endings[i])] = '\0';
        return TRUE;
      }
  return FALSE;
}

static char *
stem_of_part (const char *path)
{
  static const char *const endings[] = { ".cipher", ".rand", NULL };
  char *stem = plain_path (path);

  cut_ending (stem, endings);
  return stem;
}

static char *
stem_of_key (const char *path)
{
  static const char *const endings[] = { ".pk8", NULL };
  char *stem = plain_path (path);

  cut_ending (stem, endings);
  return stem;
}

static const char *
base_name (const char *stem)
{
  const char *slash = strrchr (stem, '/');

  return slash ? slash + 1 : stem;
}

static gboolean
is_servers (const char *stem)
{
  return g_str_has_prefix (base_name (stem), "server.");
}

/* Whether a name is one that this provider's archives have, and no other's. */
static gboolean
is_telling_name (const char *path)
{
  static const char *const endings[] = { ".key.cipher", ".key.rand", NULL };
  static const char *const names[] = { "client.key.pk8", "sslcert_env.sh", "sslcert_env.bat", NULL };
  g_autofree char *plain = plain_path (path);

  return g_strv_contains (names, base_name (plain)) || cut_ending (plain, endings);
}

/**
 * vf_passphrase_file_find_damage:
 * @path: of any file
 * @bytes: what is in it
 *
 * Returns: (nullable) (transfer none): what is wrong with a file that is half of a passphrase by its name; %NULL for
 *   every other one, and for an empty one, of which is said that it is empty
 */
const char *
vf_passphrase_file_find_damage (const char *path, GBytes *bytes)
{
  g_autofree char *plain = plain_path (path);
  gboolean is_cipher = g_str_has_suffix (plain, ".key.cipher");
  VfKeyCipherPart part;
  VfFormat format;

  if ((!is_cipher && !g_str_has_suffix (plain, ".key.rand")) || g_bytes_get_size (bytes) == 0)
    return NULL;
  if (!vf_key_cipher_recognise (bytes, &part, &format))
    return _("its checksum is wrong: it was changed or cut off");
  return (part == VF_KEY_CIPHER_CIPHER) == is_cipher ? NULL
                                                     : _("it holds what belongs into the other passphrase file");
}

static void
add_part (VfPassphraseOrder *order, const char *path, GBytes *bytes)
{
  Part part = { .path = path, .bytes = bytes };
  VfFormat format;

  if (!vf_key_cipher_recognise (bytes, &part.part, &format) || vf_passphrase_file_find_damage (path, bytes))
    return;
  part.stem = stem_of_part (path);
  g_array_append_val (order->parts, part);
}

static void
add_pair (VfPassphraseOrder *order, Part *cipher, Part *rand, SecretValue *passphrase)
{
  Pair pair = { .stem = g_strdup (cipher->stem), .path = cipher->path, .passphrase = passphrase };

  cipher->paired = TRUE;
  rand->paired = TRUE;
  g_array_append_val (order->pairs, pair);
}

/* Halves that lie side by side under one name are a pair even if they say nothing; others only if they do. */
static void
try_pair (VfPassphraseOrder *order, Part *cipher, Part *rand, gboolean by_name, guint *n_decoded)
{
  gboolean same_name = g_str_equal (cipher->stem, rand->stem);
  SecretValue *passphrase;

  if (cipher->part != VF_KEY_CIPHER_CIPHER || rand->part != VF_KEY_CIPHER_RAND || cipher->paired || rand->paired
      || same_name != by_name || (!by_name && (is_servers (cipher->stem) || is_servers (rand->stem)))
      || *n_decoded >= MAX_PAIRS)
    return;
  *n_decoded += 1;
  passphrase = vf_key_cipher_decode (cipher->bytes, rand->bytes, NULL);
  if (passphrase || by_name)
    add_pair (order, cipher, rand, passphrase);
}

static void
find_pairs (VfPassphraseOrder *order, gboolean by_name)
{
  guint n_decoded = 0;

  for (guint i = 0; n_decoded < MAX_PAIRS && i < order->parts->len; i++)
    for (guint j = 0; n_decoded < MAX_PAIRS && j < order->parts->len; j++)
      try_pair (order, &g_array_index (order->parts, Part, i), &g_array_index (order->parts, Part, j), by_name,
                &n_decoded);
}

/**
 * vf_passphrase_order_new:
 * @bundle: what was opened; it must outlive the order
 * @cancellable: (nullable): looked at before each attempt to open a key
 *
 * Looks for passphrase files in the bundle and decodes them.
 *
 * Returns: (transfer full): an order
 */
VfPassphraseOrder *
vf_passphrase_order_new (const VfBundle *bundle, GCancellable *cancellable)
{
  VfPassphraseOrder *order = g_new0 (VfPassphraseOrder, 1);
  gboolean told = FALSE;

  order->bundle = bundle;
  order->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  order->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  order->pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_array_set_clear_func (order->parts, part_clear);
  g_array_set_clear_func (order->pairs, pair_clear);
  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    {
      told = told || is_telling_name (vf_bundle_get_path (bundle, i));
      /* clouds hand out one pair, not hundreds */
      if (vf_bundle_get_skip_reason (bundle, i) == VF_SKIP_NONE && order->parts->len < 8 * MAX_PAIRS)
        add_part (order, vf_bundle_get_path (bundle, i), vf_bundle_get_bytes (bundle, i));
    }
  find_pairs (order, TRUE);
  find_pairs (order, FALSE);
  if (told || order->parts->len > 0)
    order->published = secret_value_new (DEFAULT_PASSPHRASE, -1, "text/plain");
  return order;
}

void
vf_passphrase_order_free (VfPassphraseOrder *order)
{
  g_array_unref (order->parts);
  g_array_unref (order->pairs);
  g_clear_pointer (&order->published, secret_value_unref);
  g_clear_object (&order->cancellable);
  g_free (order);
}

/* A server's passphrase opens its own key only, and its key is opened by nothing else. */
static Fit
fit (const Pair *pair, const char *key_stem)
{
  if (g_str_equal (pair->stem, key_stem))
    return FIT_SAME_NAME;
  if (is_servers (pair->stem) || is_servers (key_stem))
    return FIT_NEVER;
  return g_str_equal (base_name (pair->stem), "client.key") ? FIT_CLIENT : FIT_ANY;
}

static VfPrivateKey *
try (VfPassphraseOrder *order, VfPrivateKey *key, SecretValue *passphrase)
{
  g_autoptr (VfPrivateKey) open = NULL;

  if (!passphrase || order->n_tries >= MAX_TRIES || g_cancellable_is_cancelled (order->cancellable))
    return NULL;
  order->n_tries++;
  open = vf_private_key_unlock (key, passphrase, NULL);
  return open ? vf_private_key_without_lock (open) : NULL;
}

static VfPrivateKey *
open_with_pair (VfPassphraseOrder *order, const char *stem, VfPrivateKey *key)
{
  for (Fit wanted = FIT_SAME_NAME; wanted < FIT_NEVER; wanted++)
    for (guint i = 0; i < order->pairs->len; i++)
      {
        Pair *pair = &g_array_index (order->pairs, Pair, i);
        VfPrivateKey *open = fit (pair, stem) == wanted ? try (order, key, pair->passphrase) : NULL;

        if (!open)
          continue;
        pair->opened = TRUE;
        return open;
      }
  return NULL;
}

/**
 * vf_passphrase_order_open:
 * @path: where the key stands
 * @key: any key
 * @unlocked_by: (out): what opened it; left alone if nothing did
 *
 * What opens a key here is no secret: it lies in the same archive, or is published.  Such a key counts as one without a
 * passphrase from then on.
 *
 * Returns: (transfer full) (nullable): the open key; %NULL for one that was not locked, and for one that stays so
 */
VfPrivateKey *
vf_passphrase_order_open (VfPassphraseOrder *order, const char *path, VfPrivateKey *key, VfUnlockedBy *unlocked_by)
{
  g_autofree char *stem = NULL;
  VfPrivateKey *open;

  if (!vf_private_key_is_locked (key))
    return NULL;
  stem = stem_of_key (path);
  open = open_with_pair (order, stem, key);
  if (open)
    {
      *unlocked_by = VF_UNLOCKED_BY_GAUSSDB_PAIR;
      return open;
    }
  open = try (order, key, order->published);
  if (open)
    *unlocked_by = VF_UNLOCKED_BY_GAUSSDB_DEFAULT;
  return open;
}

static gboolean
has_locked_key (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (items, i);

      if (item->key && vf_private_key_is_locked (item->key))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_path (const VfBundle *bundle, const char *stem, const char *ending)
{
  g_autofree char *wanted = g_strconcat (stem, ending, NULL);

  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    {
      g_autofree char *path = plain_path (vf_bundle_get_path (bundle, i));

      if (g_str_equal (path, wanted))
        return TRUE;
    }
  return FALSE;
}

/* What is there, but damaged, is told as that. */
static void
find_lone_parts (const VfPassphraseOrder *order, VfSeverity severity, GPtrArray *findings)
{
  for (guint i = 0; i < order->parts->len; i++)
    {
      const Part *part = &g_array_index (order->parts, Part, i);
      gboolean is_cipher = part->part == VF_KEY_CIPHER_CIPHER;

      if (!part->paired && !has_path (order->bundle, part->stem, is_cipher ? ".rand" : ".cipher"))
        g_ptr_array_add (findings, vf_finding_new (VF_CODE_PASSPHRASE_FILES, severity, part->path,
                                                   is_cipher ? "no-rand" : "no-cipher"));
    }
}

/**
 * vf_passphrase_order_find_problems:
 * @items: (element-type VfItem): what became of the keys
 *
 * Passphrase files that are of no use are worth a warning only if a key needed them.
 */
void
vf_passphrase_order_find_problems (const VfPassphraseOrder *order, GPtrArray *items, GPtrArray *findings)
{
  gboolean locked = has_locked_key (items);

  find_lone_parts (order, locked ? VF_SEVERITY_WARNING : VF_SEVERITY_INFO, findings);
  for (guint i = 0; i < order->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (order->pairs, Pair, i);

      if (!pair->passphrase)
        g_ptr_array_add (findings, vf_finding_new (VF_CODE_PASSPHRASE_FILES,
                                                   locked ? VF_SEVERITY_WARNING : VF_SEVERITY_INFO, pair->path,
                                                   "mismatch"));
      else if (!pair->opened && locked)
        g_ptr_array_add (findings, vf_finding_new (VF_CODE_PASSPHRASE_FILES, VF_SEVERITY_WARNING, pair->path, NULL));
    }
}
