#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A library that is opened when the first of its functions is called. The functions that forward to it have its own names,
 * so nobody else has to know; a name that is missing is an error of the linker. */
typedef struct
{
  const char *name;            /* as the dynamic linker finds it */
  void (*opened) (gpointer library); /* (nullable): called once, before anything else is */
  gpointer library;
} VfLazyLibrary;

gpointer vf_lazy_library_find (VfLazyLibrary *lazy, const char *function);

#define VF_FORWARD(lazy, type, name, parameters, arguments)                                                            \
  type name parameters                                                                                                 \
  {                                                                                                                    \
    static gsize found;                                                                                                \
                                                                                                                       \
    if (g_once_init_enter (&found))                                                                                    \
      g_once_init_leave (&found, (gsize) vf_lazy_library_find (&(lazy), #name));                                       \
    return ((__typeof__ (&name)) found) arguments;                                                                     \
  }

#define VF_FORWARD_VOID(lazy, name, parameters, arguments)                                                             \
  void name parameters                                                                                                 \
  {                                                                                                                    \
    static gsize found;                                                                                                \
                                                                                                                       \
    if (g_once_init_enter (&found))                                                                                    \
      g_once_init_leave (&found, (gsize) vf_lazy_library_find (&(lazy), #name));                                       \
    ((__typeof__ (&name)) found) arguments;                                                                            \
  }

G_END_DECLS
