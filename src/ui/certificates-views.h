#pragma once

#include "choosing.h"
#include "entry.h"
#include "page.h"

G_BEGIN_DECLS

#define VF_TYPE_CERTIFICATES_VIEWS (vf_certificates_views_get_type ())

/**
 * VfCertificatesViews:
 *
 * The views inside the Certificates page: its overview, a list of authorities or of everything, and one certificate.
 * Lists and certificate are made when they are first needed.  The page owns it and outlives it.
 *
 * Signal: `changed` after another view is shown.
 */
G_DECLARE_FINAL_TYPE (VfCertificatesViews, vf_certificates_views, VF, CERTIFICATES_VIEWS, GObject)

/* (transfer full); @stack has the overview, named so */
VfCertificatesViews *vf_certificates_views_new              (VfPage              *page,
                                                             GtkStack            *stack,
                                                             VfChoosing          *choosing);
gboolean             vf_certificates_views_is_overview      (VfCertificatesViews *self);
void                 vf_certificates_views_show_overview    (VfCertificatesViews *self);
void                 vf_certificates_views_show_authorities (VfCertificatesViews *self);
void                 vf_certificates_views_show_everything  (VfCertificatesViews *self);
/* from the overview, to which Back leads then */
void                 vf_certificates_views_show_certificate (VfCertificatesViews *self,
                                                             VfEntry             *entry);
/* another choice is shown in the list */
void                 vf_certificates_views_update           (VfCertificatesViews *self);
/* FALSE: it is the overview that is left */
gboolean             vf_certificates_views_back             (VfCertificatesViews *self);

G_END_DECLS
