#include <string.h>

#include "check/gaussdb-answer.h"
#include "check/gaussdb-message.h"
#include "check/gaussdb-request.h"
#include "check/gaussdb-version.h"
#include "fuzz.h"
#include "laws.h"

static gboolean
is_made_of_password (VfGaussdbMethod method)
{
  return method == VF_GAUSSDB_CLEARTEXT || method == VF_GAUSSDB_MD5 || method == VF_GAUSSDB_SHA256
         || method == VF_GAUSSDB_SHA256_OF_MD5 || method == VF_GAUSSDB_SM3;
}

/* The hashing is left at its first look at the clock: what it asks for may take minutes. */
static void
assert_answer (const VfGaussdbRequest *request)
{
  g_autoptr (SecretValue) password = secret_value_new ("geheim", -1, "text/plain");
  g_autoptr (SecretValue) answer = NULL;
  g_auto (VfWait) wait = { 0 };
  VfGaussdbAnswer result;

  vf_wait_init (&wait, g_get_monotonic_time (), NULL);
  answer = vf_gaussdb_answer (request, "app", password, &wait, &result);
  g_assert_true ((answer != NULL) == (result == VF_GAUSSDB_ANSWER_MADE));
  g_assert_true (!answer || is_made_of_password (request->method));
}

/* What is shown is text, whatever came. */
static void
assert_shown (const guint8 *data, gsize size)
{
  g_autofree char *message = vf_gaussdb_error_field (data, size, 'M');
  g_autofree char *row = vf_gaussdb_row_text (data, size);
  g_autofree char *value = vf_gaussdb_parameter (data, size, "server_version");
  g_autofree char *text = g_utf8_make_valid ((const char *) data, (gssize) size);
  VfProduct product;
  g_autofree char *version = vf_gaussdb_version_read (text, &product);

  g_assert_true (!message || g_utf8_validate (message, -1, NULL));
  g_assert_true (!row || g_utf8_validate (row, -1, NULL));
  g_assert_true (!value || g_utf8_validate (value, -1, NULL));
  g_assert_true (g_utf8_validate (version, -1, NULL));
  g_assert_cmpuint (strlen (version), <=, 200);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  VfGaussdbRequest request;

  vf_gaussdb_request_read (&request, data, size);
  g_assert_false (vf_gaussdb_method_is_own (request.method) && size < 4);
  if (request.has_signature || request.iterations)
    g_assert_true (request.method == VF_GAUSSDB_SHA256 || request.method == VF_GAUSSDB_SM3
                   || request.method == VF_GAUSSDB_STRANGE);
  assert_answer (&request);
  assert_shown (data, size);
  return 0;
}
