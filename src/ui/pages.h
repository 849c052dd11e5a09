#pragma once

#include "certificates-page.h"
#include "check-page.h"
#include "done-page.h"
#include "import-page.h"
#include "page.h"
#include "renew-page.h"
#include "security-page.h"
#include "server-page.h"
#include "start-page.h"

/* The pages in the order of the wizard, then those that stand beside it.  The window builds each when it is first shown. */
static const struct
{
  const char *name;
  GType (*get_type) (void);
} vf_pages[] = {
  { "start", vf_start_page_get_type },
  { "certificates", vf_certificates_page_get_type },
  { "server", vf_server_page_get_type },
  { "security", vf_security_page_get_type },
  { "check", vf_check_page_get_type },
  { "done", vf_done_page_get_type },
  { "import", vf_import_page_get_type },
  { "renew", vf_renew_page_get_type },
};

/* the last of the wizard; the start page is none */
#define VF_N_STEPS 5
