#pragma once

#include <libpq-fe.h>

#include "check/login.h"

G_BEGIN_DECLS

/* The row of the report that libpq is at; @last if libpq does not say. */
VfStage vf_login_stage_of (PGconn *connection,
                           VfStage last);
/* Ends the rows before @stage and begins that one; an earlier one than before begins the next address. */
void    vf_login_reach    (VfLogin         *login,
                           VfStage          stage,
                           PGconn          *connection,
                           VfReportBuilder *builder);

G_END_DECLS
