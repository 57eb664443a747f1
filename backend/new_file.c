#include "backend/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/config.h"
#include "backend/words.h"

enum { MODE = 0600 };

static bool cannot(const char *path, struct err *err)
{
	return err_set(err, ERR_INPUT, _("%.200s cannot be made: %s."), path, strerror(errno));
}

/* The folder, and the name in it. */
static bool open_folder(struct new_file *f, const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	char folder[4096];
	struct stat st;

	if (!*name || strlen(name) >= sizeof f->name || (slash && (size_t)(slash - path) + 2 > sizeof folder)) {
		errno = *name ? ENAMETOOLONG : EISDIR;
		return cannot(path, err);
	}
	snprintf(f->name, sizeof f->name, "%s", name);
	snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
	f->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (f->folder < 0)
		return cannot(path, err);
	/* Told now and not after all the work; linking tells it again. */
	if (fstatat(f->folder, f->name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return cannot(path, err);
	}
	return true;
}

bool new_file_open(struct new_file *f, const char *path, struct config *c, struct err *err)
{
	*f = (struct new_file) { .fd = -1, .folder = -1 };
	if (strcmp(path, "-") == 0) {
		f->fd = dup(STDOUT_FILENO);
		return f->fd >= 0 || cannot(path, err);
	}
	if (!open_folder(f, path, err)) {
		new_file_close(f);
		return false;
	}
	f->fd = openat(f->folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, MODE);
	if (f->fd >= 0) {
		if (c)
			c->keeps_in = f->folder;
		return true;
	}
	if (errno == EOPNOTSUPP || errno == EISDIR)
		f->fd = openat(f->folder, f->name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, MODE);
	if (f->fd < 0)
		cannot(path, err);
	close(f->folder);
	f->folder = -1;
	return f->fd >= 0;
}

bool new_file_keep(struct new_file *f, struct err *err)
{
	char self[40];

	/* A pipe cannot be synchronised, and need not. */
	if (fsync(f->fd) != 0 && errno != EINVAL && errno != EROFS)
		return err_set(err, ERR_SYSTEM, _("The file cannot be written: %s."), strerror(errno));
	if (f->folder < 0)
		return true;
	snprintf(self, sizeof self, "/proc/self/fd/%d", f->fd);
	if (linkat(AT_FDCWD, self, f->folder, f->name, AT_SYMLINK_FOLLOW) != 0)
		return cannot(f->name, err);
	if (fsync(f->folder) != 0 && errno != EINVAL)
		return err_set(err, ERR_SYSTEM, _("The file cannot be written: %s."), strerror(errno));
	return true;
}

void new_file_close(struct new_file *f)
{
	if (f->fd >= 0)
		close(f->fd);
	if (f->folder >= 0)
		close(f->folder);
	f->fd = f->folder = -1;
}
