#include "backend/package_zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <time.h>

#include "backend/secret.h"
#include "backend/words.h"

enum { BLOCK = 65536 };

struct package_zip {
	struct archive *archive;
	char block[BLOCK];
};

static bool trouble(struct package_zip *z, struct err *err)
{
	const char *why = archive_error_string(z->archive);

	return err_set(err, ERR_SYSTEM, _("The package cannot be written: %.200s."), why ? why : "");
}

struct package_zip *package_zip_open(int fd, const char *passphrase, struct err *err)
{
	struct package_zip *z = calloc(1, sizeof *z);

	if (!z || !(z->archive = archive_write_new())) {
		free(z);
		err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
		return NULL;
	}
	if (archive_write_set_format_zip(z->archive) != ARCHIVE_OK ||
	    archive_write_set_options(z->archive, "zip:encryption=aes256,zip:compression-level=1") != ARCHIVE_OK ||
	    archive_write_set_passphrase(z->archive, passphrase) != ARCHIVE_OK ||
	    archive_write_open_fd(z->archive, fd) != ARCHIVE_OK) {
		trouble(z, err);
		package_zip_close(z);
		return NULL;
	}
	return z;
}

static bool copy(struct package_zip *z, FILE *from, struct secret_sum *hash, struct err *err)
{
	size_t n;

	while ((n = fread(z->block, 1, sizeof z->block, from)) > 0) {
		secret_sum_add(hash, z->block, n);
		if (archive_write_data(z->archive, z->block, n) != (la_ssize_t)n)
			return trouble(z, err);
	}
	return !ferror(from) || err_set(err, ERR_SYSTEM, "%s", _("What was written for the package cannot be read back."));
}

bool package_zip_add(struct package_zip *z, const char *name, FILE *from, unsigned char *ret_sha256, struct err *err)
{
	struct archive_entry *entry = archive_entry_new();
	struct secret_sum hash;
	long size;
	bool ok;

	secret_sum_begin(&hash);
	ok = entry && fflush(from) == 0 && fseek(from, 0, SEEK_END) == 0 && (size = ftell(from)) >= 0;
	if (!ok) {
		err_set(err, ERR_SYSTEM, "%s", _("What was written for the package cannot be read back."));
	} else {
		rewind(from);
		archive_entry_set_pathname(entry, name);
		archive_entry_set_size(entry, size);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_perm(entry, 0600);
		archive_entry_set_mtime(entry, time(NULL), 0);
		ok = archive_write_header(z->archive, entry) == ARCHIVE_OK || trouble(z, err);
		ok = ok && copy(z, from, &hash, err) && (archive_write_finish_entry(z->archive) == ARCHIVE_OK || trouble(z, err));
		secret_sum_end(&hash, ret_sha256);
	}
	archive_entry_free(entry);
	return ok;
}

bool package_zip_finish(struct package_zip *z, struct err *err)
{
	return archive_write_close(z->archive) == ARCHIVE_OK || trouble(z, err);
}

void package_zip_close(struct package_zip *z)
{
	if (!z)
		return;
	archive_write_free(z->archive);
	secret_wipe(z->block, sizeof z->block);
	free(z);
}
