#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TestCipherPair:
 *
 * “client.key.cipher” and “client.key.rand”, made from the description of the format.
 */
typedef struct
{
  GBytes *cipher;
  GBytes *rand;
} TestCipherPair;

/* @passphrase: at most 16 bytes; a full block gets no end mark.  @wide: the cluster manager's longer form */
void test_cipher_pair_init  (TestCipherPair *pair,
                             const char     *passphrase,
                             gboolean        wide);
/* (array length=length): the block as it is: 16 bytes that need not be a passphrase */
void test_cipher_pair_init_block (TestCipherPair *pair,
                                  const guint8   *block,
                                  gboolean        wide);
void test_cipher_pair_clear (TestCipherPair *pair);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestCipherPair, test_cipher_pair_clear)

/* (transfer full): a file from tests/fixtures/gaussdb-key */
GBytes *test_gaussdb_file (const char *folder,
                           const char *name);

G_END_DECLS
