#ifndef BACKEND_CREDENTIALS_H
#define BACKEND_CREDENTIALS_H

#include "backend/err.h"

struct config;

/*
 * Sets password and PIN of a member of staff, over the connection of the database's administrator. Only stored keys reach the
 * database. Takes about a quarter of a second. The passwords that the demo publishes are refused everywhere else.
 */
struct credentials {
	const struct config *config; /* its user must be a superuser of the database */
	const char *database_password; /* NULL = none */
	const char *login;
	const char *password, *pin; /* pin "" = none, for staff who need none */
	const unsigned char *pepper;
};

bool credentials_set(const struct credentials *c, struct err *err);

#endif
