#pragma once

#include <adwaita.h>

#include "store/store.h"

G_BEGIN_DECLS

#define VF_TYPE_APPLICATION (vf_application_get_type ())

G_DECLARE_FINAL_TYPE (VfApplication, vf_application, VF, APPLICATION, AdwApplication)

/* @store: (nullable): NULL for the person's own */
VfApplication *vf_application_new (VfStore *store);

G_END_DECLS
