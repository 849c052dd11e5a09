#include "config.h"

#include "import/inventory-private.h"

#include <string.h>

#include <glib/gi18n.h>

/* more than a person reads; a hostile file can be damaged in a million places */
#define MAX_FINDINGS 200
/* one of vf_looks_like_words */
#define SSH_KEY "openssh-key"

typedef struct
{
  const VfBundle *bundle;
  GPtrArray *items;
  gint64 now;
  GPtrArray *findings;
} Search;

static void
add (Search *search, VfCode code, VfSeverity severity, const char *subject, const char *detail)
{
  if (search->findings->len < MAX_FINDINGS)
    g_ptr_array_add (search->findings, vf_finding_new (code, severity, subject, detail));
}

static void
add_count (Search *search, VfCode code, VfSeverity severity, const char *subject, guint n)
{
  g_autofree char *detail = g_strdup_printf ("%u", n);

  if (n > 0)
    add (search, code, severity, subject, detail);
}

static gboolean
is_expired (const Search *search, const VfItem *item)
{
  return vf_certificate_get_not_after (item->certificate) < search->now;
}

static gboolean
is_client (const VfItem *item)
{
  return item->certificate && item->role == VF_ROLE_CLIENT;
}

/* Only for clients by its own words, so that a key was meant to come with it. */
static gboolean
is_keyless_client (const VfItem *item)
{
  return item->certificate && item->role == VF_ROLE_OTHER && !item->match
         && vf_certificate_allows_client (item->certificate) && !vf_certificate_is_self_signed (item->certificate);
}

static char *
sources (const VfBundle *bundle)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < vf_bundle_get_n_sources (bundle); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", vf_bundle_get_source (bundle, i));
  if (vf_bundle_get_n_sources (bundle) == 0 && vf_bundle_get_n_entries (bundle) > 0)
    g_string_append (text, vf_bundle_get_path (bundle, 0));
  return g_string_free (text, FALSE);
}

static void
find_nothing_usable (Search *search)
{
  const VfItem *ssh_key = NULL;
  g_autofree char *subject = sources (search->bundle);

  /* what is in a locked key store is not known yet, nor what is in an archive that cannot be opened */
  for (guint i = 0; i < search->items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (search->items, i);

      if (item->certificate || (!item->key && vf_item_is_locked (item))
          || (item->kind == VF_KIND_SKIPPED && item->skip_reason == VF_SKIP_UNSUPPORTED_ENCRYPTION))
        return;
      if (!ssh_key && g_strcmp0 (item->looks_like, SSH_KEY) == 0)
        ssh_key = item;
    }
  /* whoever opens one takes it for the key of the database */
  g_ptr_array_add (search->findings,
                   vf_finding_new_from_spec (&(VfFindingSpec){ .code = VF_CODE_NOTHING_USABLE,
                                                               .severity = VF_SEVERITY_ERROR,
                                                               .subject = ssh_key ? ssh_key->path : subject,
                                                               .variant = ssh_key ? SSH_KEY : NULL }));
}

static void
find_client_problems (Search *search)
{
  const VfItem *chosen = NULL;
  guint n = 0;

  for (guint i = 0; i < search->items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (search->items, i);

      if (!is_client (item))
        continue;
      if (!chosen || vf_item_compare_clients (item, chosen, search->now) < 0)
        chosen = item;
      n++;
    }
  if (n > 1)
    add (search, VF_CODE_SEVERAL_IDENTITIES, VF_SEVERITY_WARNING,
         vf_certificate_get_display_name (chosen->certificate), NULL);
  if (chosen && is_expired (search, chosen))
    {
      g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (vf_certificate_get_not_after (chosen->certificate));
      g_autofree char *date = end ? g_date_time_format_iso8601 (end) : NULL;

      add (search, VF_CODE_CLIENT_EXPIRED, VF_SEVERITY_WARNING,
           vf_certificate_get_display_name (chosen->certificate), date);
    }
}

/* How bad a key is that stays locked: it does not matter much where there is another that is open. */
static VfSeverity
locked_severity (const Search *search)
{
  for (guint i = 0; i < search->items->len; i++)
    if (is_client (g_ptr_array_index (search->items, i)))
      return VF_SEVERITY_INFO;
  return VF_SEVERITY_WARNING;
}

static void
find_key_problems (Search *search, gboolean had_passphrase)
{
  VfSeverity severity = locked_severity (search);

  for (guint i = 0; i < search->items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (search->items, i);

      if (!item->key)
        continue;
      if (vf_private_key_is_locked (item->key))
        add (search, had_passphrase ? VF_CODE_KEY_PASSPHRASE_WRONG : VF_CODE_KEY_LOCKED, severity, item->path, "file");
      else if (!item->match)
        add (search, VF_CODE_KEY_WITHOUT_CERTIFICATE, VF_SEVERITY_WARNING, item->path, NULL);
      else if (item->match->role != VF_ROLE_CLIENT)
        add (search, VF_CODE_AUTHORITY_KEY, VF_SEVERITY_WARNING, item->path, NULL);
    }
}

static void
find_store_problems (Search *search, gboolean had_passphrase)
{
  VfSeverity severity = locked_severity (search);

  for (guint i = 0; i < search->items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (search->items, i);

      if (!item->store)
        continue;
      if (vf_item_is_locked (item))
        add (search, had_passphrase ? VF_CODE_STORE_PASSPHRASE_WRONG : VF_CODE_STORE_LOCKED, severity, item->path, NULL);
      else if (!vf_key_store_is_confirmed (item->store) && vf_key_store_get_n_damages (item->store) == 0)
        add (search, VF_CODE_STORE_UNCONFIRMED, VF_SEVERITY_INFO, item->path, NULL);
    }
}

/* A locked key may be the one, and may be in a locked store, so nothing is said before all is open. */
static void
find_keyless_clients (Search *search)
{
  for (guint i = 0; i < search->items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (search->items, i);

      if (vf_item_is_locked (item))
        return;
    }
  for (guint i = 0; i < search->items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (search->items, i);

      if (is_keyless_client (item))
        add (search, VF_CODE_CERTIFICATE_WITHOUT_KEY, VF_SEVERITY_WARNING, item->path, NULL);
    }
}

static void
find_damages (Search *search, GPtrArray *damages)
{
  for (guint i = 0; i < damages->len; i++)
    {
      const VfItem *item = g_ptr_array_index (damages, i);
      /* Translators: the line of a file, and what is wrong there */
      g_autofree char *detail = item->line > 0 ? g_strdup_printf (_("line %u: %s"), item->line, item->cause)
                                               : g_strdup (item->cause);

      add (search, VF_CODE_DAMAGED_ITEM, VF_SEVERITY_WARNING, item->path, detail);
    }
}

static void
find_odd_files (Search *search)
{
  static const struct
  {
    const char *looks_like;
    VfCode code;
  } rows[] = {
    { "html", VF_CODE_WEB_PAGE },
    { "redirect", VF_CODE_WEB_PAGE },
    { "error-answer", VF_CODE_ERROR_ANSWER },
    { "placeholder", VF_CODE_PLACEHOLDER },
    { "empty", VF_CODE_EMPTY_FILE },
    { "description", VF_CODE_DESCRIPTION_ONLY },
  };

  for (guint i = 0; i < search->items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (search->items, i);

      for (guint j = 0; j < G_N_ELEMENTS (rows); j++)
        if (g_strcmp0 (item->looks_like, rows[j].looks_like) == 0)
          add (search, rows[j].code, VF_SEVERITY_WARNING, item->path, item->title);
    }
}

/* The archive of an entry: the first part of the path, as the person opened it. */
static char *
archive_of (const VfItem *item)
{
  const char *slash = strchr (item->path, '/');

  return slash ? g_strndup (item->path, (gsize) (slash - item->path)) : g_strdup (item->path);
}

/* One finding, however many entries are encrypted. */
static void
find_locked_archives (Search *search)
{
  static const struct
  {
    VfSkipReason reason;
    VfCode code;
  } rows[] = {
    { VF_SKIP_ENCRYPTED, VF_CODE_ARCHIVE_LOCKED },
    { VF_SKIP_WRONG_PASSWORD, VF_CODE_ARCHIVE_PASSWORD_WRONG },
    { VF_SKIP_UNSUPPORTED_ENCRYPTION, VF_CODE_ARCHIVE_UNSUPPORTED },
  };

  for (guint j = 0; j < G_N_ELEMENTS (rows); j++)
    for (guint i = 0; i < search->items->len; i++)
      {
        const VfItem *item = g_ptr_array_index (search->items, i);
        g_autofree char *archive = NULL;

        if (item->kind != VF_KIND_SKIPPED || item->skip_reason != rows[j].reason)
          continue;
        archive = archive_of (item);
        add (search, rows[j].code, VF_SEVERITY_WARNING, archive, NULL);
        break;
      }
}

/* What a Mac adds to every archive is not worth a word, and what is encrypted has a finding of its own. */
static void
find_skipped (Search *search)
{
  const char *first = NULL;
  guint n = 0;

  for (guint i = 0; i < search->items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (search->items, i);

      if (item->kind != VF_KIND_SKIPPED)
        continue;
      switch (item->skip_reason)
        {
        case VF_SKIP_NONE:
        case VF_SKIP_SYSTEM_FILE:
        case VF_SKIP_ENCRYPTED:
        case VF_SKIP_WRONG_PASSWORD:
        case VF_SKIP_UNSUPPORTED_ENCRYPTION:
          break;
        case VF_SKIP_DAMAGED:
          add (search, VF_CODE_DAMAGED_ITEM, VF_SEVERITY_WARNING, item->path, _("it is damaged or was cut off"));
          break;
        case VF_SKIP_UNSAFE_NAME:
        case VF_SKIP_LINK:
        case VF_SKIP_SPECIAL:
        case VF_SKIP_TOO_LARGE:
        case VF_SKIP_TOO_DEEP:
          if (n++ == 0)
            first = item->path;
          break;
        }
    }
  add_count (search, VF_CODE_SKIPPED_ENTRIES, VF_SEVERITY_WARNING, first, n);
}

/* Clouds hand out authorities that are long over beside those in use: information, unless nothing else is left. */
static void
find_old_members (Search *search)
{
  const char *expired = NULL;
  const char *weak = NULL;
  guint n_expired = 0;
  guint n_weak = 0;
  guint n = 0;

  for (guint i = 0; i < search->items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (search->items, i);

      if (!item->certificate)
        continue;
      if (vf_certificate_is_weak (item->certificate) && n_weak++ == 0)
        weak = item->path;
      if (is_client (item))
        continue;
      n++;
      if (is_expired (search, item) && n_expired++ == 0)
        expired = item->path;
    }
  add_count (search, VF_CODE_EXPIRED_MEMBERS, n_expired == n ? VF_SEVERITY_WARNING : VF_SEVERITY_INFO, expired,
             n_expired);
  add_count (search, VF_CODE_WEAK_MEMBERS, VF_SEVERITY_INFO, weak, n_weak);
}

/**
 * vf_inventory_find_problems:
 *
 * Returns: (transfer full) (element-type VfFinding): what is wrong, and what is good to know, the worst first.
 *   Subjects are paths, but of %VF_CODE_SEVERAL_IDENTITIES and %VF_CODE_CLIENT_EXPIRED, where it is the client
 *   certificate's name, and of %VF_CODE_NOTHING_USABLE, where it is what was opened unless it is the key for SSH that
 *   the variant names.  Of those that count, the subject is the first and the detail the number.  The detail of a page
 *   or an error is what it calls itself.  The detail of %VF_CODE_CLIENT_EXPIRED is a date (ISO 8601).
 */
GPtrArray *
vf_inventory_find_problems (const VfBundle *bundle, GPtrArray *items, GPtrArray *damages, gboolean had_passphrase,
                            gint64 now)
{
  Search search = {
    .bundle = bundle,
    .items = items,
    .now = now,
    .findings = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_finding_unref),
  };

  find_nothing_usable (&search);
  find_client_problems (&search);
  find_store_problems (&search, had_passphrase);
  find_key_problems (&search, had_passphrase);
  find_keyless_clients (&search);
  find_old_members (&search);
  find_locked_archives (&search);
  find_skipped (&search);
  find_odd_files (&search);
  find_damages (&search, damages);
  return search.findings;
}
