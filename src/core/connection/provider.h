#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VfProvider:
 *
 * What is known of one provider, from the table providers.ini (a resource of the core).  Static, never freed.
 */
typedef struct _VfProvider VfProvider;

/* (element-type VfProvider) (transfer none) */
GPtrArray        *vf_provider_list             (void);
const VfProvider *vf_provider_by_id            (const char *id);
/* by the longest matching host suffix or pattern; NULL if nobody is recognised */
const VfProvider *vf_provider_by_host          (const char *host);
const char       *vf_provider_get_id           (const VfProvider *provider);
const char       *vf_provider_get_name         (const VfProvider *provider);
/* (nullable): suffixes, which begin with a dot, and patterns */
const char *const *vf_provider_get_hosts      (const VfProvider *provider);
/* 0 if none is documented */
guint             vf_provider_get_port         (const VfProvider *provider);
/* 0 if there is one port only */
guint             vf_provider_get_other_port   (const VfProvider *provider);
/* (nullable): what its console calls the list of addresses that may connect */
const char       *vf_provider_get_allow_list   (const VfProvider *provider);
const char       *vf_provider_get_dbname       (const VfProvider *provider);
const char       *vf_provider_get_user         (const VfProvider *provider);
/* the operating system's public authorities suffice for it */
gboolean          vf_provider_is_publicly_trusted (const VfProvider *provider);
gboolean          vf_provider_supports_verify_full (const VfProvider *provider);
gboolean          vf_provider_protects_one_endpoint (const VfProvider *provider);
const char       *vf_provider_get_limit        (const VfProvider *provider);
/* (nullable): one translated sentence of advice */
const char       *vf_provider_get_advice       (const VfProvider *provider);

G_END_DECLS
