#include "backend/package_private.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/arena.h"
#include "backend/json.h"
#include "backend/package_zip.h"
#include "backend/secret.h"
#include "backend/words.h"

static const char style[] =
    "body{font:15px/1.45 sans-serif;color:#222;max-width:70em;margin:2em auto;padding:0 1em}h1{font-size:1.6em}"
    "h2{font-size:1.2em;margin-top:2em;border-bottom:1px solid #bbb}table{border-collapse:collapse;width:100%;font-size:.85em}"
    "th,td{border:1px solid #ccc;padding:.25em "
    ".4em;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f2f2f2}"
    "p.why,dl{color:#555;font-size:.85em}dt{font-weight:bold}dd{margin:0 0 0 1em}@media "
    "print{body{margin:0;max-width:none}tr{break-inside:avoid}thead{display:table-header-group}}";

bool package_no_memory(struct err *err)
{
	return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
}

static bool not_written(int why, struct err *err)
{
	return err_set(err, ERR_SYSTEM, _("The package cannot be written: %.200s."), strerror(why));
}

bool package_fine(const struct package *p, struct err *err)
{
	int why = p->json->error ? p->json->error : p->html->error ? p->html->error : p->csv->error;

	return !why || not_written(why, err);
}

static bool open_files(struct package *p, const char *file, struct config *c, struct err *err)
{
	char folder[256];
	const char *slash = strrchr(file, '/');

	snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - file) + 1 : 1, slash ? file : ".");
	if (!new_file_open(&p->out, file, c, err))
		return false;
	p->csv_fd = package_nameless(folder);
	if (p->csv_fd < 0 || !(p->json = package_file_new(NULL)) || !(p->html = package_file_new(folder)) ||
	    !(p->other = package_file_new(folder)))
		return err_set(err, ERR_SYSTEM, _("There is no room for waiting files in %.200s: %s."), folder, strerror(errno));
	return true;
}

bool package_open(struct package **ret, const char *file, const char *passphrase, struct config *c, struct err *err)
{
	struct package *p = calloc(1, sizeof *p);

	if (p) {
		p->out = (struct new_file) { .fd = -1, .folder = -1 };
		p->csv_fd = -1;
		p->passphrase = secret_alloc(SECRET_PASSPHRASE);
		p->csv = malloc(sizeof *p->csv);
		p->row = arena_new(16384);
	}
	if (!p || !p->passphrase || !p->csv || !p->row) {
		package_close(p);
		return package_no_memory(err);
	}
	if (passphrase)
		snprintf(p->passphrase, SECRET_PASSPHRASE, "%s", passphrase);
	else
		secret_passphrase(p->passphrase);
	if (!open_files(p, file, c, err) || !(p->zip = package_zip_open(p->out.fd, p->passphrase, err))) {
		package_close(p);
		return false;
	}
	*ret = p;
	return true;
}

void package_close(struct package *p)
{
	if (!p)
		return;
	package_zip_close(p->zip);
	package_file_free(p->json);
	package_file_free(p->html);
	package_file_free(p->other);
	if (p->csv_fd >= 0)
		close(p->csv_fd);
	if (p->csv)
		secret_wipe(p->csv, sizeof *p->csv);
	free(p->csv);
	arena_free(p->row);
	arena_free(p->part);
	new_file_close(&p->out);
	secret_free(p->passphrase);
	free(p->manifest);
	free(p->left_out);
	free(p->schema);
	free(p);
}

const char *package_passphrase(const struct package *p)
{
	return p->passphrase;
}

static void say(struct package *p, const char *before, const char *text, const char *after)
{
	package_file_say(p->html, before);
	package_file_html(p->html, text, strlen(text));
	package_file_say(p->html, after);
}

static void begin_report(struct package *p, const struct package_about *about)
{
	const char *title = package_word(p->language, N_("Your data"));

	say(p, "<!doctype html><html lang=\"", p->language, "\"><head><meta charset=\"utf-8\">");
	package_file_say(
	    p->html, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
	say(p, "<title>", title, "</title><style>");
	package_file_say(p->html, style);
	say(p, "</style></head><body><h1>", title, "</h1>");
	say(p, "<p>", about->site, "</p>");
	say(p, "<p>", about->person, " · ");
	say(p, "", about->made, "</p>");
	say(p, "<p>",
	    package_word(p->language, N_("You can ask us to correct or erase these data, to restrict or stop their use, and to "
					 "give them to you in a form "
					 "that "
					 "other programs read; and you can complain to the data protection authority. Data of "
					 "other people in your rows are "
					 "masked, "
					 "passwords and keys are left out.")),
	    "</p>\n");
}

bool package_begin(struct package *p, const struct package_about *about, struct err *err)
{
	struct json j;
	const char *text;

	snprintf(p->language, sizeof p->language, "%s", about->language && about->language[0] ? about->language : "en");
	p->left_out = about->left_out ? strdup(about->left_out) : NULL;
	p->schema = about->schema ? strdup(about->schema) : NULL;
	json_init(&j);
	json_open(&j, NULL, '{');
	json_string(&j, "format", "steward export 1");
	json_string(&j, "site", about->site);
	json_string(&j, "kind", about->kind);
	json_string(&j, "person", about->person);
	json_string(&j, "made", about->made);
	text = json_text(&j);
	/* The manifest begins alike, and goes on with the files. */
	p->manifest = text ? strdup(text) : NULL;
	json_release(&j);
	if (!p->manifest)
		return package_no_memory(err);
	if (!package_zip_begin(p->zip, "data.json", err))
		return false;
	p->json->zip = p->zip;
	package_file_say(p->json, p->manifest);
	package_file_say(p->json, ",\n\"parts\":[");
	begin_report(p, about);
	return true;
}

/* A file that is complete: at = where it waits among the CSVs, -1 = it is in the ZIP. */
static bool note_file(
    struct package *p, const char *name, const char *sha256, int64_t rows, int64_t at, int64_t size, struct err *err)
{
	struct package_done *f = &p->files[p->file_count];

	if (p->file_count == PACKAGE_FILES)
		return err_set(err, ERR_BUG, "%s", _("The package would have too many files."));
	snprintf(f->name, sizeof f->name, "%s", name);
	snprintf(f->sha256, sizeof f->sha256, "%s", sha256);
	f->rows = rows;
	f->at = at;
	f->size = size;
	p->file_count++;
	return true;
}

/* A file that waited by itself goes into the ZIP. */
static bool keep_text(struct package *p, const char *name, struct package_file *from, int64_t rows, struct err *err)
{
	char sha256[PACKAGE_SHA256];
	off_t size;

	if (!package_file_end(from, sha256) || (size = lseek(from->fd, 0, SEEK_END)) < 0)
		return not_written(errno, err);
	return package_zip_add(p->zip, name, from->fd, 0, size, err) && note_file(p, name, sha256, rows, -1, size, err);
}

static void say_shown(struct package *p)
{
	char text[512];

	snprintf(text, sizeof text,
	    package_word(p->language, N_("Here are the first %d of %lld rows. All of them are in the file %s beside this one.")),
	    PACKAGE_SHOWN, (long long)p->part_rows, p->csv_name);
	say(p, "<p>", text, "</p>");
}

static bool end_part(struct package *p, struct err *err)
{
	char sha256[PACKAGE_SHA256];
	int64_t at = p->csv_size;

	if (!p->part)
		return true;
	arena_free(p->part);
	p->part = NULL;
	package_file_say(p->json, "]}");
	package_file_say(p->html, "</table>");
	if (p->part_rows > PACKAGE_SHOWN)
		say_shown(p);
	package_file_say(p->html, "</section>\n");
	if (!csv_finish(p->csv, sha256, err))
		return false;
	p->csv_size += (int64_t)p->csv->bytes;
	return note_file(p, p->csv_name, sha256, p->part_rows, at, (int64_t)p->csv->bytes, err) && package_fine(p, err);
}

/* data.json ends, and the CSVs follow it. */
static bool write_waiting(struct package *p, struct err *err)
{
	char sha256[PACKAGE_SHA256];
	int count = p->file_count;

	package_file_say(p->json, "]}\n");
	if (!package_file_end(p->json, sha256))
		return not_written(errno, err);
	if (!package_zip_end(p->zip, err) || !note_file(p, "data.json", sha256, p->rows, -1, 0, err))
		return false;
	for (int i = 0; i < count; i++)
		if (!package_zip_add(p->zip, p->files[i].name, p->csv_fd, p->files[i].at, p->files[i].size, err))
			return false;
	return true;
}

bool package_part(struct package *p, const struct package_part *part, struct err *err)
{
	/* The site's own tables go by their name; two of one name must not become one file. */
	const char *short_name = strncmp(part->label, "site.", 5) == 0 ? part->label + 5 : part->label;

	if (!end_part(p, err))
		return false;
	snprintf(p->csv_name, sizeof p->csv_name, "%02d-%.80s.csv", part->number, short_name);
	if (strchr(p->csv_name, '.') != strrchr(p->csv_name, '.'))
		*strchr(p->csv_name, '.') = '-';
	p->part = arena_new(4096);
	if (!p->part)
		return package_no_memory(err);
	p->part_rows = 0;
	csv_begin(p->csv, p->csv_fd, true, false);
	return package_part_heading(p, part, short_name, err);
}

static bool write_manifest(struct package *p, struct err *err)
{
	char line[PACKAGE_NAME + PACKAGE_SHA256 + 80];

	package_file_say(p->other, p->manifest);
	package_file_say(p->other, ",\"files\":[");
	for (int i = 0; i < p->file_count; i++) {
		snprintf(line, sizeof line, "%s\n{\"name\":\"%s\",\"rows\":%" PRId64 ",\"sha256\":\"%s\"}", i ? "," : "",
		    p->files[i].name, p->files[i].rows, p->files[i].sha256);
		package_file_say(p->other, line);
	}
	package_file_say(p->other, "],\n\"left_out\":");
	package_file_say(p->other, p->left_out ? p->left_out : "[]");
	package_file_say(p->other, "}\n");
	return keep_text(p, "manifest.json", p->other, 0, err);
}

static bool write_schema(struct package *p, struct err *err)
{
	if (!p->schema)
		return true;
	package_file_say(p->other, p->schema);
	package_file_say(p->other, "\n");
	return keep_text(p, "schema.json", p->other, 0, err) && (package_file_again(p->other) || not_written(errno, err));
}

static bool sha_of_file(struct package *p, int64_t *ret_bytes, char sha256[PACKAGE_SHA256], struct err *err)
{
	struct secret_sum h;
	unsigned char out[SECRET_KEY], block[65536];
	off_t at = 0;
	ssize_t n = 0;

	secret_sum_begin(&h);
	while ((n = pread(p->out.fd, block, sizeof block, at)) > 0) {
		secret_sum_add(&h, block, (size_t)n);
		at += n;
	}
	if (n < 0)
		return err_set(err, ERR_SYSTEM, "%s", _("What was written for the package cannot be read back."));
	secret_sum_end(&h, out);
	secret_hex(out, sizeof out, sha256);
	*ret_bytes = at;
	return true;
}

bool package_finish(struct package *p, int64_t *ret_rows, int64_t *ret_bytes, char sha256[PACKAGE_SHA256], struct err *err)
{
	if (!end_part(p, err))
		return false;
	package_file_say(p->html, "</body></html>\n");
	if (!write_waiting(p, err) || !write_schema(p, err) || !keep_text(p, "report.html", p->html, p->rows, err) ||
	    !write_manifest(p, err) || !package_zip_finish(p->zip, err) || !sha_of_file(p, ret_bytes, sha256, err) ||
	    !new_file_keep(&p->out, err))
		return false;
	*ret_rows = p->rows;
	return true;
}
