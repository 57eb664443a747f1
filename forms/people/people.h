#ifndef FORMS_PEOPLE_PEOPLE_H
#define FORMS_PEOPLE_PEOPLE_H

#include "forms/entity.h"

/* People: users and what hangs on them, organisations, permission groups. */
extern const struct entity user_entity, organisation_entity, note_entity, permission_group_entity, user_permission_entity;

/* user_actions.c */
extern const struct action user_actions[];

#endif
