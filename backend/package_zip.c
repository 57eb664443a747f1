#include "backend/package_zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

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

static bool not_read(struct err *err)
{
	return err_set(err, ERR_SYSTEM, "%s", _("What was written for the package cannot be read back."));
}

static bool copy(struct package_zip *z, int from, off_t at, off_t size, struct err *err)
{
	while (size > 0) {
		size_t most = size < (off_t)sizeof z->block ? (size_t)size : sizeof z->block;
		ssize_t n = pread(from, z->block, most, at);

		if (n <= 0)
			return not_read(err);
		if (archive_write_data(z->archive, z->block, (size_t)n) != n)
			return trouble(z, err);
		at += n;
		size -= n;
	}
	return true;
}

/* size -1: not known */
static bool begin(struct package_zip *z, const char *name, int64_t size, struct err *err)
{
	struct archive_entry *entry = archive_entry_new();
	bool ok;

	if (!entry)
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	archive_entry_set_pathname(entry, name);
	if (size >= 0)
		archive_entry_set_size(entry, size);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0600);
	archive_entry_set_mtime(entry, time(NULL), 0);
	ok = archive_write_header(z->archive, entry) == ARCHIVE_OK || trouble(z, err);
	archive_entry_free(entry);
	return ok;
}

bool package_zip_begin(struct package_zip *z, const char *name, struct err *err)
{
	return begin(z, name, -1, err);
}

int package_zip_write(struct package_zip *z, const void *data, size_t n)
{
	int why;

	if (archive_write_data(z->archive, data, n) == (la_ssize_t)n)
		return 0;
	why = archive_errno(z->archive);
	return why > 0 ? why : EIO;
}

bool package_zip_end(struct package_zip *z, struct err *err)
{
	return archive_write_finish_entry(z->archive) == ARCHIVE_OK || trouble(z, err);
}

bool package_zip_add(struct package_zip *z, const char *name, int from, int64_t at, int64_t size, struct err *err)
{
	return begin(z, name, size, err) && copy(z, from, at, size, err) && package_zip_end(z, err);
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
