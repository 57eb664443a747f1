#ifndef FORMS_JOBS_JOBS_H
#define FORMS_JOBS_JOBS_H

#include "forms/entity.h"

/* What workers do, are doing and did, and what is started by the clock. */
extern const struct entity job_entity, job_line_entity, import_row_entity, import_reject_entity, schedule_entity, bulk_row_entity;
extern const struct action job_actions[], job_row_actions[];

/* Lets a person choose a file of the configured folder, and has it tried; tells of the command where there is none. */
void import_choose(struct app *app, struct screen *s);

#endif
