#include "backend/migrate_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/secret.h"
#include "backend/words.h"

enum { SIZE_LIMIT = 16 * 1024 * 1024 };

static const struct {
	const char *name;
	bool folder;
} places[PHASES] = {
	[PHASE_ROLES] = { "roles.sql", false },
	[PHASE_MIGRATIONS] = { "migrations", true },
	[PHASE_FUNCTIONS] = { "functions", true },
	[PHASE_POLICIES] = { "policies.sql", false },
	[PHASE_MAP] = { "map", true },
	[PHASE_GRANTS] = { "grants.sql", false },
};

static bool fail(const char *name, struct err *err)
{
	return err_set(err, ERR_SYSTEM, _("The SQL file %.200s cannot be read: %s."), name, strerror(errno));
}

static bool read_text(int fd, char *out, size_t size)
{
	size_t used = 0;
	ssize_t n;

	while (used < size) {
		n = read(fd, out + used, size - used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		used += (size_t)n;
	}
	return true;
}

static bool load(struct migrate_file *file, int fd, struct err *err)
{
	unsigned char hash[SECRET_KEY];
	struct stat st;
	size_t size;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > SIZE_LIMIT)
		return err_set(err, ERR_SYSTEM, _("The SQL file %.200s is not a regular file of at most %d bytes."), file->name,
		    (int)SIZE_LIMIT);
	size = (size_t)st.st_size;
	file->text = calloc(1, size + 1);
	if (!file->text || !read_text(fd, file->text, size))
		return fail(file->name, err);
	if (memchr(file->text, '\0', size))
		return err_set(err, ERR_INPUT, _("The SQL file %.200s is not text."), file->name);
	secret_digest(file->text, size, hash);
	secret_hex(hash, sizeof hash, file->checksum);
	return true;
}

static bool add(struct migrate_files *f, int dir, enum migrate_phase phase, const char *name, struct err *err)
{
	struct migrate_file *list = realloc(f->list, (size_t)(f->count + 1) * sizeof *list), *file;
	int fd;
	bool ok;

	if (!list)
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	f->list = list;
	file = &list[f->count++];
	*file = (struct migrate_file) { .phase = phase };
	if (snprintf(file->name, sizeof file->name, "%s", name) >= (int)sizeof file->name)
		return err_set(err, ERR_INPUT, _("The name of the SQL file %.200s is too long."), name);
	fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return fail(name, err);
	ok = load(file, fd, err);
	close(fd);
	return ok;
}

static int is_sql(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return e->d_name[0] != '.' && n > 4 && strcmp(e->d_name + n - 4, ".sql") == 0;
}

/* By bytes, whatever the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool add_folder(struct migrate_files *f, int dir, enum migrate_phase phase, struct err *err)
{
	struct dirent **entries;
	int n = scandirat(dir, places[phase].name, &entries, is_sql, by_name);
	bool ok = true;

	if (n < 0)
		return fail(places[phase].name, err);
	for (int i = 0; i < n; i++) {
		char name[320];

		snprintf(name, sizeof name, "%s/%s", places[phase].name, entries[i]->d_name);
		ok = ok && add(f, dir, phase, name, err);
		free(entries[i]);
	}
	free(entries);
	return ok;
}

/*
 * migrations/NNNN_name.sql, each number once: two branches that took the same one would be applied in an order that nobody
 * chose.
 */
static bool numbers_are_fit(const struct migrate_files *f, struct err *err)
{
	const struct migrate_file *before = NULL;

	for (const struct migrate_file *file = f->list; file < f->list + f->count; file++) {
		const char *name = strchr(file->name, '/');

		if (file->phase != PHASE_MIGRATIONS)
			continue;
		if (strspn(name + 1, "0123456789") != 4 || name[5] != '_')
			return err_set(err, ERR_INPUT,
			    _("The migration %s must be named by a number of four digits, as 0001_name.sql."), file->name);
		if (before && strncmp(before->name, file->name, (size_t)(name + 5 - file->name)) == 0)
			return err_set(
			    err, ERR_INPUT, _("The migrations %s and %s have the same number."), before->name, file->name);
		before = file;
	}
	return true;
}

bool migrate_files_read(struct migrate_files *f, const char *folder, struct err *err)
{
	int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = true;

	*f = (struct migrate_files) { 0 };
	if (dir < 0)
		return err_set(
		    err, ERR_SYSTEM, _("The folder of the SQL files, %.200s, cannot be read: %s."), folder, strerror(errno));
	for (int phase = 0; phase < PHASES && ok; phase++)
		ok = places[phase].folder ? add_folder(f, dir, (enum migrate_phase)phase, err)
					  : add(f, dir, (enum migrate_phase)phase, places[phase].name, err);
	close(dir);
	return ok && numbers_are_fit(f, err);
}

void migrate_files_release(struct migrate_files *f)
{
	for (int i = 0; i < f->count; i++)
		free(f->list[i].text);
	free(f->list);
	*f = (struct migrate_files) { 0 };
}

static int by_file(const void *a, const void *b)
{
	const struct migrate_file *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

void migrate_files_digest(const struct migrate_files *f, char out[65])
{
	const struct migrate_file **sorted = calloc((size_t)f->count + 1, sizeof *sorted);
	char *text = calloc((size_t)f->count + 1, sizeof f->list->name + sizeof f->list->checksum + 2);
	unsigned char hash[SECRET_KEY];
	size_t used = 0;

	out[0] = '\0';
	if (sorted && text) {
		for (int i = 0; i < f->count; i++)
			sorted[i] = &f->list[i];
		qsort(sorted, (size_t)f->count, sizeof *sorted, by_file);
		for (int i = 0; i < f->count; i++)
			used += (size_t)snprintf(text + used, sizeof f->list->name + sizeof f->list->checksum + 2, "%s %s\n",
			    sorted[i]->name, sorted[i]->checksum);
		secret_digest(text, used, hash);
		secret_hex(hash, sizeof hash, out);
	}
	free(sorted);
	free(text);
}
