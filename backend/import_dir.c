#include "backend/import_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/csv_in.h"
#include "backend/spool.h"
#include "backend/words.h"

int import_dir_open(const char *folder, struct err *err)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0) {
		err_set(err, ERR_INPUT, _("The folder %.200s cannot be opened: %s."), folder, strerror(errno));
		return -1;
	}
	if (fstat(fd, &st) == 0 && !(st.st_mode & S_IWOTH))
		return fd;
	err_set(err, ERR_INPUT, _("The folder %.200s can be written by anybody: take that right away (chmod o-w)."), folder);
	close(fd);
	return -1;
}

/* Hidden files are those that are still being copied, with most programs that copy. */
static bool is_name(const char *name)
{
	return name[0] && name[0] != '.' && !strchr(name, '/') && strlen(name) < IMPORT_NAME && csv_is_text(name, strlen(name));
}

static bool is_fit(const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_nlink == 1 && st->st_size <= CSV_FILE_MAX;
}

/* Into its place among the newest; the oldest falls out when there is no room. */
static int insert(struct import_file *files, int n, const struct import_file *f)
{
	int i = n < IMPORT_FILES_MAX ? n : n - 1;

	if (n == IMPORT_FILES_MAX && files[i].at >= f->at)
		return n;
	for (; i > 0 && files[i - 1].at < f->at; i--)
		files[i] = files[i - 1];
	files[i] = *f;
	return n < IMPORT_FILES_MAX ? n + 1 : n;
}

int import_dir_list(int folder, struct import_file files[IMPORT_FILES_MAX], struct err *err)
{
	int again = dup(folder), n = 0;
	DIR *dir = again >= 0 ? fdopendir(again) : NULL;
	struct dirent *entry;
	struct stat st;

	if (!dir) {
		if (again >= 0)
			close(again);
		err_set(err, ERR_SYSTEM, _("The folder of files to import cannot be read: %s."), strerror(errno));
		return -1;
	}
	/* The place in it is shared with the descriptor that stays open. */
	rewinddir(dir);
	while ((entry = readdir(dir)))
		if (is_name(entry->d_name) && fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && is_fit(&st)) {
			struct import_file f = { .bytes = st.st_size, .at = st.st_mtime };

			memcpy(f.name, entry->d_name, strlen(entry->d_name) + 1);
			n = insert(files, n, &f);
		}
	closedir(dir);
	return n;
}

/* Opening waits for nothing: the name might be that of a pipe by now. */
static int open_file(int folder, const char *name, struct err *err)
{
	int fd = is_name(name) ? openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && is_fit(&st))
		return fd;
	if (fd >= 0)
		close(fd);
	err_set(err, ERR_INPUT, _("%.120s is no file of the folder of files to import that can be taken."), name);
	return -1;
}

bool import_dir_take(const char *folder, const char *name, int spool, const char *as, struct err *err)
{
	int dir = folder[0] ? import_dir_open(folder, err) : -1, from, to;

	if (!folder[0])
		err_set(err, ERR_INPUT, "%s", _("No folder of files to import is named in steward.conf (import_dir)."));
	from = dir >= 0 ? open_file(dir, name, err) : -1;
	to = from >= 0 ? spool_create(spool, as, err) : -1;
	if (to >= 0 && !spool_fill(to, from, CSV_FILE_MAX, err)) {
		spool_drop(spool, to, as);
		to = -1;
	} else if (to >= 0 && !spool_keep(spool, to, as, err)) {
		to = -1;
	}
	if (from >= 0)
		close(from);
	if (dir >= 0)
		close(dir);
	return to >= 0;
}
