#ifndef FORMS_PRIVACY_REGISTERS_H
#define FORMS_PRIVACY_REGISTERS_H

#include "forms/entity.h"

struct cli;
struct console;
struct options;

/* Consents of users and of addresses without an account. */
extern const struct entity consent_entity;
/* For the record of a user: asks how it was said, and a note, then registers. */
void consent_opt_in(struct app *a, struct screen *s);
void consent_opt_out(struct app *a, struct screen *s);

/* Breaches, with their notes, texts and those affected. */
extern const struct entity breach_entity, breach_note_entity, breach_person_entity, breach_list_entity;

/* The compliance check, as a list and as a command. */
extern const struct entity compliance_entity;
void compliance_command(struct cli *cli);

/* steward purge --dry-run tells what a purge would take; purge run asks for it and waits for the worker. Returns the exit status. */
int purge_command(struct console *c, const struct options *o, char *const *arguments, int n);

#endif
