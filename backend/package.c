#include "backend/package.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/json.h"
#include "backend/new_file.h"
#include "backend/package_zip.h"
#include "backend/secret.h"
#include "backend/words.h"

enum { FILES_MAX = 200, NAME = 120, CELL = 1024 };

/* A file of the package that is complete. */
struct done_file {
	char name[NAME];
	int64_t rows;
	char sha256[PACKAGE_SHA256];
};

struct package {
	struct new_file out;
	struct package_zip *zip;
	FILE *json, *html, *csv, *manifest;
	char *passphrase; /* locked memory */
	bool begun, part_open;
	char *left_out, *schema; /* JSON; NULL = nothing */
	char csv_name[NAME];
	int64_t rows, part_rows;
	struct done_file files[FILES_MAX];
	int file_count;
	char *cell; /* grows */
	size_t cell_size;
};

static const char style[] =
    "body{font:15px/1.45 sans-serif;color:#222;max-width:70em;margin:2em auto;padding:0 1em}h1{font-size:1.6em}"
    "h2{font-size:1.2em;margin-top:2em;border-bottom:1px solid #bbb}table{border-collapse:collapse;width:100%;font-size:.85em}"
    "th,td{border:1px solid #ccc;padding:.25em "
    ".4em;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f2f2f2}"
    "p.why{color:#555;font-size:.85em}@media "
    "print{body{margin:0;max-width:none}tr{break-inside:avoid}thead{display:table-header-group}}";

/* A file that has no name: it is gone when we are, however we go. */
static FILE *nameless(const char *folder)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	FILE *f = fd >= 0 ? fdopen(fd, "w+") : NULL;

	if (fd >= 0 && !f)
		close(fd);
	return f;
}

static bool open_files(struct package *p, const char *file, struct config *c, struct err *err)
{
	char folder[256];
	const char *slash = strrchr(file, '/');

	snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - file) + 1 : 1, slash ? file : ".");
	if (!new_file_open(&p->out, file, c, err))
		return false;
	p->json = nameless(folder);
	p->html = nameless(folder);
	p->csv = nameless(folder);
	p->manifest = nameless(folder);
	if (!p->json || !p->html || !p->csv || !p->manifest)
		return err_set(err, ERR_SYSTEM, _("There is no room for waiting files in %.200s: %s."), folder, strerror(errno));
	return true;
}

bool package_open(struct package **ret, const char *file, const char *passphrase, struct config *c, struct err *err)
{
	struct package *p = calloc(1, sizeof *p);

	if (p) {
		p->out = (struct new_file) { .fd = -1, .folder = -1 };
		p->passphrase = secret_alloc(SECRET_PASSPHRASE);
		p->cell = malloc(CELL);
		p->cell_size = CELL;
	}
	if (!p || !p->passphrase || !p->cell) {
		package_close(p);
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
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

static void shut(FILE *f)
{
	if (f)
		fclose(f);
}

void package_close(struct package *p)
{
	if (!p)
		return;
	package_zip_close(p->zip);
	shut(p->json);
	shut(p->html);
	shut(p->csv);
	shut(p->manifest);
	new_file_close(&p->out);
	secret_free(p->passphrase);
	free(p->cell);
	free(p->left_out);
	free(p->schema);
	free(p);
}

const char *package_passphrase(const struct package *p)
{
	return p->passphrase;
}

static bool room_for(struct package *p, const char *value, struct err *err)
{
	size_t need = 6 * strlen(value) + 8;
	char *more;

	if (need <= p->cell_size)
		return true;
	more = realloc(p->cell, need);
	if (!more)
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	p->cell = more;
	p->cell_size = need;
	return true;
}

static bool html(struct package *p, const char *before, const char *value, const char *after, struct err *err)
{
	if (!room_for(p, value, err))
		return false;
	package_html_text(value, p->cell);
	fprintf(p->html, "%s%s%s", before, p->cell, after);
	return true;
}

bool package_begin(struct package *p, const struct package_about *about, struct err *err)
{
	struct json j;
	const char *text;

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
	if (!text) {
		json_release(&j);
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	}
	fprintf(p->json, "%s,\n\"parts\":[", text);
	/* The manifest begins alike, and goes on with the files. */
	fprintf(p->manifest, "%s", text);
	json_release(&j);
	fprintf(p->html,
	    "<!doctype html><html><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
	    "'none'; "
	    "style-src 'unsafe-inline'\"><title>%s</title><style>%s</style></head><body>",
	    _("Your data"), style);
	fprintf(p->html, "<h1>%s</h1>", _("Your data"));
	if (!html(p, "<p>", about->site, "</p>", err) || !html(p, "<p>", about->person, " · ", err) ||
	    !html(p, "", about->made, "</p>", err))
		return false;
	fprintf(p->html, "<p>%s</p>",
	    _("You can ask us to correct or erase these data, to restrict or stop their use, and to give them to you in a form "
	      "that "
	      "other programs read; and you can complain to the data protection authority. Data of other people in your rows are "
	      "masked, "
	      "passwords and keys are left out."));
	p->begun = true;
	return true;
}

static bool keep_file(struct package *p, const char *name, FILE *from, int64_t rows, struct err *err)
{
	unsigned char sha[SECRET_KEY];
	struct done_file *f = &p->files[p->file_count];

	if (p->file_count == FILES_MAX)
		return err_set(err, ERR_BUG, "%s", _("The package would have too many files."));
	if (!package_zip_add(p->zip, name, from, sha, err))
		return false;
	snprintf(f->name, sizeof f->name, "%s", name);
	f->rows = rows;
	secret_hex(sha, sizeof sha, f->sha256);
	p->file_count++;
	return true;
}

static bool end_part(struct package *p, struct err *err)
{
	if (!p->part_open)
		return true;
	p->part_open = false;
	fputs("]}", p->json);
	fputs("</tbody></table>", p->html);
	if (!keep_file(p, p->csv_name, p->csv, p->part_rows, err))
		return false;
	rewind(p->csv);
	return ftruncate(fileno(p->csv), 0) == 0 ||
	       err_set(err, ERR_SYSTEM, "%s", _("What was written for the package cannot be read back."));
}

static bool csv_line(struct package *p, const char *const *cells, int n, struct err *err)
{
	for (int i = 0; i < n; i++) {
		const char *value = cells[i] ? cells[i] : "";

		if (!room_for(p, value, err))
			return false;
		package_csv_cell(value, p->cell);
		fprintf(p->csv, "%s%s", i ? "," : "", cells[i] ? p->cell : "");
	}
	fputs("\r\n", p->csv);
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
	fprintf(p->json, "%s{\"table\":\"%s\",\"category\":%d,\"facts\":%s,\"rows\":[", p->rows || p->file_count ? ",\n" : "",
	    part->label, part->number, part->facts);
	if (!html(p, "<h2>", part->category, "</h2>", err) || !html(p, "<p class=\"why\">", short_name, " · ", err) ||
	    !html(p, "", part->facts, "</p><table><thead><tr>", err))
		return false;
	for (int i = 0; i < part->column_count; i++)
		if (!html(p, "<th>", part->columns[i], "</th>", err))
			return false;
	fputs("</tr></thead><tbody>", p->html);
	p->part_open = true;
	p->part_rows = 0;
	return csv_line(p, part->columns, part->column_count, err);
}

bool package_row(struct package *p, const char *json, const char *const *cells, int n, struct err *err)
{
	fprintf(p->json, "%s%s", p->part_rows ? ",\n" : "\n", json);
	fputs("<tr>", p->html);
	for (int i = 0; i < n; i++)
		if (!html(p, "<td>", cells[i] ? cells[i] : "", "</td>", err))
			return false;
	fputs("</tr>\n", p->html);
	p->part_rows++;
	p->rows++;
	if (!csv_line(p, cells, n, err))
		return false;
	return (!ferror(p->json) && !ferror(p->html) && !ferror(p->csv)) ||
	       err_set(err, ERR_SYSTEM, _("The package cannot be written: %.200s."), strerror(errno));
}

static bool write_manifest(struct package *p, struct err *err)
{
	fputs(",\"files\":[", p->manifest);
	for (int i = 0; i < p->file_count; i++)
		fprintf(p->manifest, "%s\n{\"name\":\"%s\",\"rows\":%" PRId64 ",\"sha256\":\"%s\"}", i ? "," : "", p->files[i].name,
		    p->files[i].rows, p->files[i].sha256);
	fprintf(p->manifest, "],\n\"left_out\":%s}\n", p->left_out ? p->left_out : "[]");
	return keep_file(p, "manifest.json", p->manifest, 0, err);
}

/* Through the waiting file of the tables, which is free by now. */
static bool write_schema(struct package *p, struct err *err)
{
	if (!p->schema)
		return true;
	fputs(p->schema, p->csv);
	fputc('\n', p->csv);
	return keep_file(p, "schema.json", p->csv, 0, err);
}

static bool sha_of_file(struct package *p, int64_t *ret_bytes, char sha256[PACKAGE_SHA256], struct err *err)
{
	struct secret_sum h;
	unsigned char out[SECRET_KEY], block[4096];
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
	fputs("]}\n", p->json);
	fputs("</body></html>\n", p->html);
	if (!write_schema(p, err) || !keep_file(p, "data.json", p->json, p->rows, err) ||
	    !keep_file(p, "report.html", p->html, p->rows, err) || !write_manifest(p, err) || !package_zip_finish(p->zip, err) ||
	    !sha_of_file(p, ret_bytes, sha256, err))
		return false;
	if (!new_file_keep(&p->out, err))
		return false;
	*ret_rows = p->rows;
	return true;
}
