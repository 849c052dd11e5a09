#pragma once

#include "finding.h"

G_BEGIN_DECLS

/**
 * VfExplanation:
 * @code: the code
 * @variant: (nullable): only for findings of this variant, or if they have none, of this detail; %NULL: for any
 * @title: a heading of a few words
 * @sentence: what happened
 * @why: (nullable): whose fault it is and what to do; %NULL: the sentence says it all
 *
 * One row says one thing about one code, in untranslated text that is marked with N_().  "{subject}", "{detail}" and
 * "{measure}" stand for what the finding is about, "{date}" for a detail that is a moment, "{clock}" for a measure that
 * is one, "{allow-list}" for a sentence on where the subject's provider keeps it.  Several rows of a code: the first whose @variant is the finding's, or that has none and needs nothing that is
 * missing, is taken; the last gives the title where there is no finding.
 */
typedef struct
{
  VfCode code;
  const char *variant;
  const char *title;
  const char *sentence;
  const char *why;
} VfExplanation;

/* each ends with a row without a title; all rows of a code are in one table */
extern const VfExplanation vf_explanations_offline[];
extern const VfExplanation vf_explanations_network[];
extern const VfExplanation vf_explanations_certificate[];
extern const VfExplanation vf_explanations_login[];
extern const VfExplanation vf_explanations_import[];
extern const VfExplanation vf_explanations_keeping[];
/* all of them, with %NULL at the end */
extern const VfExplanation *const vf_explanation_tables[];

G_END_DECLS
