#pragma once

#include <json-glib/json-glib.h>

#include "check/report.h"
#include "finding.h"
#include "import/credentials.h"
#include "import/inventory.h"

G_BEGIN_DECLS

/* The shapes of the contract.  Members are in a fixed order; a member that has no value is null, never absent. */

/* NULL becomes null */
void        cli_json_set_string  (JsonObject         *object,
                                  const char         *name,
                                  const char         *value);
/* seconds since the epoch, as "2031-01-31T00:00:00Z" */
void        cli_json_set_time    (JsonObject         *object,
                                  const char         *name,
                                  gint64              seconds);
JsonArray  *cli_json_strings     (const char * const *strings);
/* as `inspect` has it; @full: also why and the fixes, as `check` has it */
JsonObject *cli_json_finding     (VfFinding          *finding,
                                  gboolean            full);
void        cli_json_print_inventory (VfInventory    *inventory,
                                      VfCredentials  *credentials);
/* adds the members of a report to @object; @extra: (element-type VfFinding): what the command line has to add */
void        cli_json_add_report  (JsonObject         *object,
                                  VfReport           *report,
                                  GPtrArray          *extra);
/* the same members for a check that could not be done */
void        cli_json_add_error   (JsonObject         *object,
                                  const GError       *error);
/* (transfer full) @object: prints it and nothing else */
void        cli_json_print       (JsonObject         *object);

G_END_DECLS
