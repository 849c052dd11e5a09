#pragma once

#include "check/diagnose.h"

G_BEGIN_DECLS

/* A list of fixes while it is being made. */
typedef struct
{
  VfFix *list[8];
  guint n;
} VfFixes;

void vf_fixes_add    (VfFixes    *fixes,
                      VfFixId     id,
                      const char *argument,
                      GBytes     *der);
/* the modes below the chosen one that would work, strongest first */
void vf_fixes_add_weaker_modes (VfFixes         *fixes,
                                const VfVerdict *verdict,
                                VfSslMode        mode);
/* one fix that adds all of @certificates (element-type VfCertificate), if there are any */
void vf_fixes_add_certificates (VfFixes   *fixes,
                                VfFixId    id,
                                GPtrArray *certificates);
/* what can be done about a client certificate that the server does not accept */
void vf_fixes_add_for_client   (VfFixes            *fixes,
                                const VfConnection *connection);
/* what can be done where the password would go to a server that has not proven who it is */
void vf_fixes_add_consent      (VfFixes        *fixes,
                                const VfReport *report);
/* ends the report with @code in @stage; takes the fixes */
void vf_diagnose_end (VfReportBuilder *builder,
                      VfStage          stage,
                      VfCode           code,
                      const char      *subject,
                      const char      *detail,
                      VfFixes         *fixes);
/* the same for a code with variants; @spec needs neither severity nor fixes */
void vf_diagnose_end_with (VfReportBuilder *builder,
                           VfStage          stage,
                           VfFindingSpec    spec,
                           VfFixes         *fixes);

/* The two halves of vf_diagnose_certificate(). */
void vf_diagnose_chain (VfReportBuilder    *builder,
                        const VfConnection *connection,
                        const VfVerdict    *verdict,
                        VfStage             stage,
                        VfCode              code,
                        GPtrArray          *chain,
                        gint64              now);
void vf_diagnose_name  (VfReportBuilder     *builder,
                        const VfConnection  *connection,
                        const VfVerdict     *verdict,
                        VfCode               code,
                        const VfCertificate *leaf);

G_END_DECLS
