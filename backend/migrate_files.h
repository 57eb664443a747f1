#ifndef BACKEND_MIGRATE_FILES_H
#define BACKEND_MIGRATE_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/err.h"

/* In the order in which they are applied. */
enum migrate_phase { PHASE_ROLES, PHASE_MIGRATIONS, PHASE_FUNCTIONS, PHASE_POLICIES, PHASE_MAP, PHASE_GRANTS, PHASES };

struct migrate_file {
	enum migrate_phase phase;
	char name[160]; /* below the folder: migrations/0001_extensions.sql */
	char checksum[65]; /* SHA-256 in hexadecimal */
	char *text;
};

struct migrate_files {
	struct migrate_file *list; /* in order */
	int count;
};

/* Reads them all: an installer must not find half-way that a file is missing. Release in any case. */
bool migrate_files_read(struct migrate_files *f, const char *dir, struct err *err);
void migrate_files_release(struct migrate_files *f);

/* SHA-256 over "name checksum\n" of every file: one line that tells whether a database has these. */
void migrate_files_digest(const struct migrate_files *f, char out[65]);

#endif
