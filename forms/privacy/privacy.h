#ifndef FORMS_PRIVACY_PRIVACY_H
#define FORMS_PRIVACY_PRIVACY_H

#include "forms/entity.h"

/* The register of requests, erasures, holds and the data map, for each other's tabs and actions. */
extern const struct entity request_entity, request_note_entity, letter_text_entity, erasure_entity, erasure_item_entity,
    erasure_row_entity, erasure_blocker_entity, hold_entity, data_map_entity, ledger_entity, export_entity, retention_entity,
    retention_row_entity, processing_entity, recipient_entity, recipient_notice_entity;
extern const struct action request_actions[], erasure_actions[], hold_actions[], request_note_actions[];
/* Have a worker make the package: of the user whose record it is; of the person of a request. */
void package_of_user(struct app *a, struct screen *s);
void package_of_request(struct app *a, struct screen *s);
extern const struct field_choice request_kinds[], request_states[], erasure_states[];

#endif
