#ifndef FORMS_SECURITY_SECURITY_H
#define FORMS_SECURITY_SECURITY_H

#include "forms/entity.h"

/* Access and what was logged of it. */
extern const struct entity ip_rule_entity, login_entity, activity_entity, website_session_entity, staff_session_entity,
    change_entity, look_entity, blocked_entity, mail_entity, mail_kind_entity, door_event_entity, change_line_entity,
    security_setting_entity, seal_entity, keeper_entity;

/* Asks for an address and shows whether it would get in; account is the key of a user, NULL = anybody. */
struct app;
void address_test_open(struct app *app, const char *account);

/* Figures and charts above the watch. */
extern const struct entity_head watch_head;
void watch_head_turn(void *head); /* hours become days, days become hours */

#endif
