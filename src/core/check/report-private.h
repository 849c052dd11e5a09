#pragma once

#include "check/check.h"
#include "check/report.h"

G_BEGIN_DECLS

/* A report while it is being made.  Only the thread that checks has it; everybody else gets a finished one, or a
 * snapshot.  Inside the check room the fields are filled directly. */
typedef struct
{
  VfState state;
  gint64 start; /* monotonic microseconds; 0: not reached */
  gint64 end;   /* 0: still running */
  char *fact;
} VfStageRecord;

struct _VfReport
{
  VfSslMode mode;
  gboolean look;
  gint64 start;
  gint64 end;
  VfStage failed_stage;
  VfCode code;
  VfStageRecord stages[VF_N_STAGES];
  VfWould would[VF_N_SSL_MODES];
  VfCode would_code[VF_N_SSL_MODES];
  gboolean has_recommended;
  VfSslMode recommended;
  char *host;
  char *address;
  char **addresses;
  VfCode *results; /* as many as addresses, or NULL */
  guint port;
  char **settings;
  char *tls_version;
  char *tls_cipher;
  VfProduct product;
  char *server_version;
  GPtrArray *chain;
  VfCertificate *anchor;
  GPtrArray *trusted;
  VfServerIdentity *remembered; /* only if it is of the server that is asked */
  VfServerIdentity *server;
  gboolean client_certificate_asked;
  GPtrArray *client_authorities;
  gboolean password_used;
  VfBinding binding;
  char *libpq_text;
  GPtrArray *findings;
};

typedef struct
{
  VfReport *report;
  VfCheckProgress progress;
  gpointer user_data;
} VfReportBuilder;

void      vf_report_builder_init  (VfReportBuilder      *builder,
                                   const VfConnection   *connection,
                                   gboolean              look,
                                   const VfCheckOptions *options);
/* the stage runs from now on; the one before it must have ended */
void      vf_report_builder_begin (VfReportBuilder *builder,
                                   VfStage          stage);
/* ends @stage; @fact (transfer full) (nullable) */
void      vf_report_builder_end   (VfReportBuilder *builder,
                                   VfStage          stage,
                                   VfState          state,
                                   char            *fact);
/* the whole check fails, in @stage or before the network; the first failure stays */
void      vf_report_builder_fail  (VfReportBuilder *builder,
                                   VfStage          stage,
                                   VfCode           code);
/* no stage has happened: what a first attempt noted is noted anew */
void      vf_report_builder_forget (VfReportBuilder *builder,
                                    VfStage          from);
/* (transfer full): short translated phrases for the rows */
char     *vf_report_connect_fact (const char *address,
                                  guint       port);
char     *vf_report_tls_fact     (const char *version,
                                  const char *cipher);
char     *vf_report_binding_fact (VfBinding   binding);
/* (transfer full): the finished report; the builder is empty then */
VfReport *vf_report_builder_finish (VfReportBuilder *builder);

G_END_DECLS
