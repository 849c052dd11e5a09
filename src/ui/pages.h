#pragma once

#include "page.h"
#include "start-page.h"

/* The pages in the order of the wizard.  The window builds each when it is first shown. */
static const struct
{
  const char *name;
  GType (*get_type) (void);
} vf_pages[] = {
  { "start", vf_start_page_get_type },
};
