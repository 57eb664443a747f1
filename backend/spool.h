#ifndef BACKEND_SPOOL_H
#define BACKEND_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/err.h"

/*
 * The folder in which workers leave the files of jobs and consoles leave those that are to be read: ours alone (0700), its files 0600,
 * their names given by the program. Nothing in it is followed that is a link.
 */
enum { SPOOL_NAME = 64 };

/* Opens the folder, and makes it when it is not there. -1 with err: it is somebody else's, or open to others. */
int spool_open(const char *folder, struct err *err);
void spool_close(int spool);
/* job-NUMBER-CLAIM.KIND from the job's number and the first letters of its claim, so that two workers never write one file. */
void spool_name(char out[SPOOL_NAME], const char *job, const char *claim, const char *kind);
/* A new file beside the one it will become; -1 with err. */
int spool_create(int spool, const char *name, struct err *err);
/* On disk for good and under its name; closes fd. On failure nothing is left of it. */
bool spool_keep(int spool, int fd, const char *name, struct err *err);
/* What is brought in is made under its name at once, before the process closes itself off; no job names it until it is whole. */
int spool_take(int spool, const char *name, struct err *err);
/* Writes all of the n bytes, into whatever file. */
bool spool_write(int fd, const char *bytes, size_t n, struct err *err);
/* Copies what can be read, `most` bytes of it and no more: a longer one is an error. */
bool spool_fill(int fd, int from, long most, struct err *err);
/* On disk for good; leaves fd open. */
bool spool_settle(int spool, int fd, struct err *err);
/* Forgets what spool_create began; closes fd. */
void spool_drop(int spool, int fd, const char *name);
/* Opens a file to be read: a regular one of ours that is no link; -1 with err. */
int spool_read(int spool, const char *name, struct err *err);
bool spool_remove(int spool, const char *name);
/* Calls fn for each file, with how many seconds ago it was written. */
bool spool_each(int spool, void (*fn)(void *ctx, const char *name, long age), void *ctx, struct err *err);

#endif
