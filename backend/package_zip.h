#ifndef BACKEND_PACKAGE_ZIP_H
#define BACKEND_PACKAGE_ZIP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "backend/err.h"

/* An encrypted ZIP that is written from front to end. libarchive stays behind this door. */
struct package_zip;

struct package_zip *package_zip_open(int fd, const char *passphrase, struct err *err);
/* Copies the whole of the file into an entry of that name and gives its SHA-256 (32 bytes). */
bool package_zip_add(struct package_zip *z, const char *name, FILE *from, unsigned char *ret_sha256, struct err *err);
bool package_zip_finish(struct package_zip *z, struct err *err);
void package_zip_close(struct package_zip *z);

#endif
