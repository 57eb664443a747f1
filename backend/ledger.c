#include "backend/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/arena.h"
#include "backend/json.h"
#include "backend/words.h"

const char ledger_standard[] = "/var/lib/steward/ledger";
const char *const ledger_names[LEDGER_FIELDS + 1] = { "no", "erasure_id", "stamp", "user_id", "fingerprint", "scope", "certificate",
	"previous", "hash", NULL };

static const char words[] = "steward erasure certificate 1\n";

static const char *value_of(const struct ledger_line *line, enum ledger_field f)
{
	return line->values[f] ? line->values[f] : "";
}

/* The text that privacy.ledger_hash hashes behind the hash of the line before. */
bool ledger_hash_fits(const struct ledger_line *line)
{
	unsigned char previous[SECRET_KEY], certificate[SECRET_KEY], hash[SECRET_KEY];
	char certificate_hex[2 * SECRET_KEY + 1], hex[2 * SECRET_KEY + 1], text[600];
	const char *body = value_of(line, LEDGER_CERTIFICATE);
	struct secret_sum h;

	if (!secret_unhex(value_of(line, LEDGER_PREVIOUS), previous, sizeof previous))
		return false;
	secret_digest(body, strlen(body), certificate);
	secret_hex(certificate, sizeof certificate, certificate_hex);
	snprintf(text, sizeof text, "%.20s|%.20s|%.30s|%.20s|%.70s|%.20s|%s", value_of(line, LEDGER_NO),
	    value_of(line, LEDGER_ERASURE), value_of(line, LEDGER_AT), value_of(line, LEDGER_USER),
	    value_of(line, LEDGER_FINGERPRINT), value_of(line, LEDGER_SCOPE), certificate_hex);
	secret_sum_begin(&h);
	secret_sum_add(&h, previous, sizeof previous);
	secret_sum_add(&h, text, strlen(text));
	secret_sum_end(&h, hash);
	secret_hex(hash, sizeof hash, hex);
	return strcmp(hex, value_of(line, LEDGER_HASH)) == 0;
}

/* What is signed: our words, the hash that covers the line, and the certificate itself. */
static char *signed_text(const struct ledger_line *line, size_t *ret_size)
{
	const char *body = value_of(line, LEDGER_CERTIFICATE);
	size_t size = sizeof words + 2 * SECRET_KEY + strlen(body) + 2;
	char *text = malloc(size);

	if (text)
		*ret_size = (size_t)snprintf(text, size, "%s%.64s\n%s", words, value_of(line, LEDGER_HASH), body);
	return text;
}

bool ledger_sign(const struct ledger *l, struct ledger_line *line, struct err *err)
{
	unsigned char signature[SECRET_SIGNATURE];
	size_t size = 0;
	char *text = signed_text(line, &size);
	bool ok = text && secret_sign(l->private_key, text, size, signature, err);

	free(text);
	if (!ok)
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	secret_hex(signature, sizeof signature, line->signature);
	snprintf(line->key, sizeof line->key, "%s", l->public_key);
	return true;
}

bool ledger_check(const struct ledger_line *line, const char *previous, const char *key, struct err *err)
{
	unsigned char public_key[SECRET_PUBLIC], signature[SECRET_SIGNATURE];
	size_t size = 0;
	char *text;
	bool ok;

	if (!ledger_hash_fits(line))
		return err_set(err, ERR_INPUT, _("Line %.20s was changed: its hash is another."), value_of(line, LEDGER_NO));
	if (previous && previous[0] && strcmp(previous, value_of(line, LEDGER_PREVIOUS)) != 0)
		return err_set(
		    err, ERR_INPUT, _("Line %.20s does not follow the one before: a line is missing."), value_of(line, LEDGER_NO));
	if (key && strcmp(key, line->key) != 0)
		return err_set(err, ERR_INPUT, _("Line %.20s is signed with another key."), value_of(line, LEDGER_NO));
	text = signed_text(line, &size);
	ok = text && secret_unhex(line->key, public_key, sizeof public_key) &&
	     secret_unhex(line->signature, signature, sizeof signature) && secret_verify(public_key, text, size, signature);
	free(text);
	return ok || err_set(err, ERR_INPUT, _("The signature of line %.20s is wrong."), value_of(line, LEDGER_NO));
}

static void take(struct ledger_line *line, const char *name, const char *value)
{
	for (int i = 0; i < LEDGER_FIELDS; i++)
		if (strcmp(name, ledger_names[i]) == 0)
			line->values[i] = value;
	if (strcmp(name, "signature") == 0)
		snprintf(line->signature, sizeof line->signature, "%s", value ? value : "");
	if (strcmp(name, "key") == 0)
		snprintf(line->key, sizeof line->key, "%s", value ? value : "");
}

int ledger_next(FILE *file, struct arena *arena, struct ledger_line *ret)
{
	const char *const *names, *const *values;
	char *line = NULL;
	size_t size = 0;
	ssize_t n = getline(&line, &size, file);
	int members = n > 1 && n < LEDGER_LINE ? json_flat(arena, line, &names, &values) : -1;

	*ret = (struct ledger_line) { 0 };
	for (int i = 0; i < members; i++)
		take(ret, names[i], values[i]);
	free(line);
	if (n <= 0)
		return 0;
	return members > 0 && ret->values[LEDGER_NO] && ret->values[LEDGER_HASH] ? 1 : -1;
}

static bool read_to_end(struct ledger *l, struct err *err)
{
	struct arena *arena = arena_new(65536);
	struct ledger_line line;
	int got = 0;
	bool ok = arena != NULL;

	rewind(l->file);
	while (ok && (got = ledger_next(l->file, arena, &line)) == 1) {
		ok = ledger_check(&line, l->hash, NULL, err);
		l->last = strtoll(value_of(&line, LEDGER_NO), NULL, 10);
		snprintf(l->hash, sizeof l->hash, "%s", value_of(&line, LEDGER_HASH));
		if (!l->first[0])
			snprintf(l->first, sizeof l->first, "%s", value_of(&line, LEDGER_PREVIOUS));
	}
	arena_free(arena);
	if (ok && got < 0)
		return err_set(err, ERR_INPUT, _("The ledger %.200s has a line that is none."), l->name);
	return ok;
}

static bool private_key(struct ledger *l, const char *file, struct err *err)
{
	unsigned char public_key[SECRET_PUBLIC];
	struct stat st;
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok;

	l->private_key = secret_alloc(SECRET_KEY);
	if (!l->private_key)
		return err_set(err, ERR_SYSTEM, "%s", _("There is no locked memory left for secrets."));
	l->fresh = fd < 0 && errno == ENOENT;
	if (l->fresh) {
		fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
		secret_random(l->private_key, SECRET_KEY);
		ok = fd >= 0 && write(fd, l->private_key, SECRET_KEY) == SECRET_KEY && fsync(fd) == 0;
	} else {
		ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == SECRET_KEY &&
		     !(st.st_mode & (S_IRWXG | S_IRWXO)) && read(fd, l->private_key, SECRET_KEY) == SECRET_KEY;
	}
	if (fd >= 0)
		close(fd);
	if (!ok)
		return err_set(
		    err, ERR_SYSTEM, _("The key of the ledger, %.200s, must be a file of 32 bytes that nobody else reads."), file);
	secret_public_key(l->private_key, public_key);
	secret_hex(public_key, sizeof public_key, l->public_key);
	return true;
}

bool ledger_open(struct ledger *l, const char *file, const char *key_file, struct err *err)
{
	int fd;

	*l = (struct ledger) { 0 };
	snprintf(l->name, sizeof l->name, "%s", file);
	if (key_file && !private_key(l, key_file, err))
		return false;
	fd = open(file, key_file ? O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW : O_RDONLY | O_CLOEXEC, 0600);
	l->file = fd >= 0 ? fdopen(fd, key_file ? "a+" : "r") : NULL;
	if (!l->file) {
		err_set(err, ERR_SYSTEM, _("The ledger %.200s cannot be opened: %s."), file, strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	return read_to_end(l, err);
}

void ledger_close(struct ledger *l)
{
	if (l->file)
		fclose(l->file);
	secret_free(l->private_key);
	*l = (struct ledger) { 0 };
}

bool ledger_append(struct ledger *l, const struct ledger_line *line, struct err *err)
{
	struct json j;
	const char *text;
	bool ok;

	json_init(&j);
	json_open(&j, NULL, '{');
	for (int i = 0; i < LEDGER_FIELDS; i++)
		json_string(&j, ledger_names[i], value_of(line, (enum ledger_field)i));
	json_string(&j, "signature", line->signature);
	json_string(&j, "key", line->key);
	json_close(&j, '}');
	text = json_text(&j);
	ok = text && fprintf(l->file, "%s\n", text) > 0 && fflush(l->file) == 0 && fsync(fileno(l->file)) == 0;
	json_release(&j);
	if (!ok)
		return err_set(err, ERR_SYSTEM, _("The ledger %.200s cannot be written: %s."), l->name, strerror(errno));
	l->last = strtoll(value_of(line, LEDGER_NO), NULL, 10);
	snprintf(l->hash, sizeof l->hash, "%s", value_of(line, LEDGER_HASH));
	if (!l->first[0])
		snprintf(l->first, sizeof l->first, "%s", value_of(line, LEDGER_PREVIOUS));
	return true;
}
