#ifndef BACKEND_IMPORT_DIR_H
#define BACKEND_IMPORT_DIR_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/err.h"

/*
 * The folder from which people choose files to import on the screen. Anybody whom its owner lets may put files there, so that nothing in it
 * is trusted: only regular files that have no other name, chosen by a name without a path, links never followed. The console opens it
 * before it closes itself off and lists it; what is in the files only a worker reads.
 */
enum { IMPORT_FILES_MAX = 100, IMPORT_NAME = 121 };

struct import_file {
	char name[IMPORT_NAME];
	int64_t bytes, at; /* size; seconds since the epoch when it was written */
};

/* -1 with err: it is not there, is a link, or anybody can write to it. */
int import_dir_open(const char *folder, struct err *err);
/* The newest files that can be imported, newest first: how many; -1 with err. */
int import_dir_list(int folder, struct import_file files[IMPORT_FILES_MAX], struct err *err);
/* Copies one into the spool folder under that name, on disk for good; nothing is left of a copy that failed. */
bool import_dir_take(const char *folder, const char *name, int spool, const char *as, struct err *err);

#endif
