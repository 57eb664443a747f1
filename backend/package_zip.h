#ifndef BACKEND_PACKAGE_ZIP_H
#define BACKEND_PACKAGE_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/err.h"

/* An encrypted ZIP that is written from front to end. libarchive stays behind this door. */
struct package_zip;

struct package_zip *package_zip_open(int fd, const char *passphrase, struct err *err);
/* Copies a stretch of a file into an entry of that name. */
bool package_zip_add(struct package_zip *z, const char *name, int from, int64_t at, int64_t size, struct err *err);
/* An entry of a size that is not known yet, written in pieces; there is one at a time. */
bool package_zip_begin(struct package_zip *z, const char *name, struct err *err);
int package_zip_write(struct package_zip *z, const void *data, size_t n); /* 0, or an errno */
bool package_zip_end(struct package_zip *z, struct err *err);
bool package_zip_finish(struct package_zip *z, struct err *err);
void package_zip_close(struct package_zip *z);

#endif
