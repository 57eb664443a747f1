#ifndef FORMS_STAFF_STAFF_H
#define FORMS_STAFF_STAFF_H

#include "forms/entity.h"

/* Staff: accounts that log in to the console, what they may do, and how they get in. */
extern const struct entity staff_entity, staff_role_entity, staff_right_entity, ssh_key_entity, proposal_entity;

/* staff_actions.c, staff_code.c */
extern const struct action staff_actions[];
bool staff_may_have_code(const struct screen *s);
bool staff_has_code(const struct screen *s);
void staff_give_code(struct app *a, struct screen *s);
void staff_withdraw_code(struct app *a, struct screen *s);

#endif
