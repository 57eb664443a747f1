#ifndef BACKEND_NEW_FILE_H
#define BACKEND_NEW_FILE_H

#include <stdbool.h>

#include "backend/err.h"

struct config;

/*
 * A file that is there when it is complete, and not before: it is written without a name and gets one at the end. So whatever goes wrong, a
 * killed program too, leaves nothing behind. Opened before the sandbox is entered, which then lets it have its name in that folder and
 * nowhere else.
 */
struct new_file {
	int fd; /* where to write; -1 = not open */
	int folder; /* -1: the file system has no nameless files, and it has its name from the beginning */
	char name[256];
};

/* The file must not exist. Standard output for "-". The sandbox learns of it through c (NULL: there is none). False: err says why. */
bool new_file_open(struct new_file *f, const char *path, struct config *c, struct err *err);
/* Complete: on the disk and under its name from here on. False when another file has taken the name meanwhile, or the disk is full. */
bool new_file_keep(struct new_file *f, struct err *err);
void new_file_close(struct new_file *f);

#endif
