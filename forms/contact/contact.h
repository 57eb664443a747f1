#ifndef FORMS_CONTACT_CONTACT_H
#define FORMS_CONTACT_CONTACT_H

#include "forms/entity.h"

/* Contact keeping: moments, tasks, messages, agreements. */
extern const struct entity contact_moment_entity, task_entity, message_entity, agreement_entity, agreement_user_entity,
    agreement_organisation_entity, user_agreement_entity, organisation_agreement_entity, user_event_entity;

#endif
