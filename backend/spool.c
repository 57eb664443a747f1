#include "backend/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "backend/words.h"

static const char unfinished[] = ".part";

int spool_open(const char *folder, struct err *err)
{
	struct stat st;
	int fd;

	if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
		err_set(err, ERR_SYSTEM, _("The folder %.200s cannot be made: %s."), folder, strerror(errno));
		return -1;
	}
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0) {
		err_set(err, ERR_SYSTEM, _("The folder %.200s cannot be opened: %s."), folder, strerror(errno));
		return -1;
	}
	if (fstat(fd, &st) == 0 && st.st_uid == geteuid() && !(st.st_mode & 077))
		return fd;
	err_set(err, ERR_SYSTEM, _("The folder %.200s must be your own and closed to others (mode 0700)."), folder);
	close(fd);
	return -1;
}

void spool_close(int spool)
{
	close(spool);
}

void spool_name(char out[SPOOL_NAME], const char *job, const char *claim, const char *kind)
{
	snprintf(out, SPOOL_NAME, "job-%.20s-%.8s.%.8s", job, claim, kind);
}

static void part_of(char out[SPOOL_NAME + sizeof unfinished], const char *name)
{
	snprintf(out, SPOOL_NAME + sizeof unfinished, "%.*s%s", SPOOL_NAME - 1, name, unfinished);
}

int spool_create(int spool, const char *name, struct err *err)
{
	char part[SPOOL_NAME + sizeof unfinished];
	int fd;

	part_of(part, name);
	unlinkat(spool, part, 0);
	fd = openat(spool, part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		err_set(err, ERR_SYSTEM, _("The file %s cannot be made: %s."), part, strerror(errno));
	return fd;
}

int spool_take(int spool, const char *name, struct err *err)
{
	int fd = openat(spool, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		err_set(err, ERR_SYSTEM, _("The file %s cannot be made: %s."), name, strerror(errno));
	return fd;
}

bool spool_write(int fd, const char *bytes, size_t n, struct err *err)
{
	ssize_t done;

	for (; n > 0; bytes += done, n -= (size_t)done) {
		done = write(fd, bytes, n);
		if (done < 0 && errno == EINTR)
			done = 0;
		else if (done < 0)
			return err_set(err, ERR_SYSTEM, _("The file cannot be written: %s."), strerror(errno));
	}
	return true;
}

bool spool_fill(int fd, int from, long most, struct err *err)
{
	char buffer[65536];
	long total = 0;
	ssize_t n;

	while ((n = read(from, buffer, sizeof buffer)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(err, ERR_SYSTEM, _("The file cannot be read: %s."), strerror(errno));
		total += n;
		if (total > most)
			return err_set(err, ERR_INPUT, "%s", _("The file is too large."));
		if (!spool_write(fd, buffer, (size_t)n, err))
			return false;
	}
	return true;
}

bool spool_settle(int spool, int fd, struct err *err)
{
	return (fsync(fd) == 0 && fsync(spool) == 0) ||
	       err_set(err, ERR_SYSTEM, _("The file cannot be written: %s."), strerror(errno));
}

void spool_drop(int spool, int fd, const char *name)
{
	char part[SPOOL_NAME + sizeof unfinished];

	part_of(part, name);
	close(fd);
	unlinkat(spool, part, 0);
}

bool spool_keep(int spool, int fd, const char *name, struct err *err)
{
	char part[SPOOL_NAME + sizeof unfinished];
	int error = 0;

	part_of(part, name);
	if (fsync(fd) != 0)
		error = errno;
	if (close(fd) != 0 && !error)
		error = errno;
	if (!error && renameat(spool, part, spool, name) == 0 && fsync(spool) == 0)
		return true;
	if (!error)
		error = errno;
	unlinkat(spool, part, 0);
	return err_set(err, ERR_SYSTEM, _("The file cannot be written: %s."), strerror(error));
}

int spool_read(int spool, const char *name, struct err *err)
{
	int fd = strchr(name, '/') ? -1 : openat(spool, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid())
		return fd;
	if (fd >= 0)
		close(fd);
	err_set(err, ERR_MISSING, _("The file %.60s is not in the spool folder of this machine."), name);
	return -1;
}

bool spool_remove(int spool, const char *name)
{
	return !strchr(name, '/') && unlinkat(spool, name, 0) == 0;
}

bool spool_each(int spool, void (*fn)(void *ctx, const char *name, long age), void *ctx, struct err *err)
{
	int again = openat(spool, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = again >= 0 ? fdopendir(again) : NULL;
	struct dirent *entry;
	struct stat st;

	if (!dir) {
		if (again >= 0)
			close(again);
		return err_set(err, ERR_SYSTEM, _("The spool folder cannot be read: %s."), strerror(errno));
	}
	while ((entry = readdir(dir)))
		if (fstatat(spool, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
			fn(ctx, entry->d_name, (long)(time(NULL) - st.st_mtime));
	closedir(dir);
	return true;
}
