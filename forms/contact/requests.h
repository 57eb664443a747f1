#ifndef FORMS_CONTACT_REQUESTS_H
#define FORMS_CONTACT_REQUESTS_H

#include "forms/entity.h"

/* What clients and guests ask for and send; reservations, restrictions, confirmations of use. */
extern const struct entity quote_request_entity, search_request_entity, restriction_entity, usage_confirmation_entity,
    lightbox_send_entity, link_send_entity;

/* Closing and opening again, for the verbs of both kinds of request. */
void site_request_close(struct app *a, struct screen *s);
void site_request_reopen(struct app *a, struct screen *s);

#endif
