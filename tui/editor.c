#include "tui/editor.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/editor_private.h"
#include "tui/text.h"

bool editor_is_secret(const struct editor *e)
{
	return (e->flags & EDITOR_SECRET) != 0;
}

bool editor_has_lines(const struct editor *e)
{
	return (e->flags & EDITOR_LINES) != 0;
}

static int count_characters(const char *s, size_t n)
{
	int count = 0;

	for (size_t i = 0; i < n; i++)
		if (((unsigned char)s[i] & 0xC0) != 0x80)
			count++;
	return count;
}

struct editor *editor_new(int limit, unsigned flags, char *secret, size_t secret_size)
{
	struct editor *e;

	if ((flags & EDITOR_SECRET) && (secret == NULL || secret_size < 2))
		return NULL;
	e = calloc(1, sizeof(*e));
	if (e == NULL)
		return NULL;
	e->limit = limit;
	e->flags = flags;
	e->goal = -1;
	e->columns = 80;
	e->page = 1;
	if (flags & EDITOR_SECRET) {
		e->text = secret;
		e->capacity = secret_size;
		/* What a former editor left in the lent buffer goes on to be edited. */
		e->length = strnlen(secret, secret_size - 1);
		secret[e->length] = '\0';
		e->characters = count_characters(secret, e->length);
		e->cursor = e->length;
		return e;
	}
	e->capacity = 64;
	e->text = calloc(1, e->capacity);
	if (e->text == NULL) {
		free(e);
		return NULL;
	}
	return e;
}

static void drop_change(struct editor *e, int i)
{
	e->undo_bytes -= e->undo[i].removed_length;
	free(e->undo[i].removed);
	memmove(&e->undo[i], &e->undo[i + 1], (size_t)(e->undo_count - i - 1) * sizeof(e->undo[0]));
	e->undo_count--;
}

static void drop_changes(struct editor *e)
{
	while (e->undo_count > 0)
		drop_change(e, e->undo_count - 1);
	e->forgotten = false;
}

void editor_free(struct editor *e)
{
	if (e == NULL)
		return;
	drop_changes(e);
	if (!editor_is_secret(e))
		free(e->text);
	free(e);
}

static bool reserve(struct editor *e, size_t length)
{
	size_t capacity = e->capacity;
	char *text;

	if (length < capacity)
		return true;
	if (editor_is_secret(e) || length > SIZE_MAX / 4)
		return false;
	while (capacity <= length)
		capacity *= 2;
	text = realloc(e->text, capacity);
	if (text == NULL)
		return false;
	e->text = text;
	e->capacity = capacity;
	return true;
}

/* Copies s with every byte that is no UTF-8 as U+FFFD; out has room for 3 bytes a byte, and one. Returns bytes. */
static size_t mend(const char *s, size_t n, char *out)
{
	size_t length = 0;

	for (size_t i = 0; i < n;) {
		uint32_t c;
		size_t step = text_decode(s + i, n - i, &c);

		if (step == 0) {
			length += text_encode(0xFFFD, out + length);
			i++;
			continue;
		}
		memcpy(out + length, s + i, step);
		length += step;
		i += step;
	}
	return length;
}

static void set_plain(struct editor *e, const char *text)
{
	size_t n = strlen(text);

	if (text_is_utf8(text, n)) {
		if (!reserve(e, n))
			n = 0;
		memcpy(e->text, text, n);
		e->length = n;
	} else if (reserve(e, n * 3 + 1)) {
		e->length = mend(text, n, e->text);
	} else {
		e->length = 0;
	}
	e->text[e->length] = '\0';
}

void editor_set(struct editor *e, const char *text)
{
	drop_changes(e);
	e->complaint[0] = '\0';
	e->left = 0;
	e->top = 0;
	e->goal = -1;
	if (text == NULL)
		text = "";
	if (editor_is_secret(e)) {
		size_t n = strlen(text);

		/* A secret that does not fit, or is no text, is not kept in part. */
		if (n >= e->capacity || !text_is_utf8(text, n))
			n = 0;
		memmove(e->text, text, n);
		e->length = n;
		explicit_bzero(e->text + n, e->capacity - n);
	} else {
		set_plain(e, text);
	}
	e->characters = count_characters(e->text, e->length);
	e->cursor = e->length;
}

const char *editor_text(const struct editor *e)
{
	return e->text;
}

bool editor_changed(const struct editor *e)
{
	return e->undo_count > 0 || e->forgotten;
}

const char *editor_complaint(const struct editor *e)
{
	return e->complaint[0] ? e->complaint : NULL;
}

/* Typing goes on where it went on: no change of its own. A new word starts a new one. */
static bool join_typing(struct editor *e, size_t at, const char *insert, size_t length)
{
	struct editor_change *last;

	if (e->undo_count == 0)
		return false;
	last = &e->undo[e->undo_count - 1];
	if (!last->typing || last->at + last->inserted != at)
		return false;
	if (insert[0] == '\n' || (insert[0] != ' ' && at > 0 && e->text[at - 1] == ' '))
		return false;
	last->inserted += length;
	return true;
}

/* Remembers the change for Ctrl-Z. Without memory for it the change happens all the same and cannot be taken back. */
static void record(struct editor *e, size_t at, size_t remove, size_t inserted, bool typing)
{
	struct editor_change *c;
	char *removed = NULL;

	if (editor_is_secret(e)) {
		e->forgotten = true;
		return;
	}
	if (remove > 0) {
		removed = remove <= EDITOR_UNDO_BYTES ? malloc(remove) : NULL;
		if (removed == NULL) {
			drop_changes(e);
			e->forgotten = true;
			return;
		}
		memcpy(removed, e->text + at, remove);
	}
	while (e->undo_count == EDITOR_UNDO_MAX || (e->undo_count > 0 && e->undo_bytes + remove > EDITOR_UNDO_BYTES)) {
		drop_change(e, 0);
		e->forgotten = true;
	}
	c = &e->undo[e->undo_count++];
	*c = (struct editor_change) { .at = at, .inserted = inserted, .removed = removed, .removed_length = remove };
	c->cursor = e->cursor;
	c->typing = typing;
	e->undo_bytes += remove;
}

static void splice(struct editor *e, size_t at, size_t remove, const char *insert, size_t length)
{
	size_t end = e->length - remove + length;

	e->characters -= count_characters(e->text + at, remove);
	e->characters += count_characters(insert, length);
	memmove(e->text + at + length, e->text + at + remove, e->length - at - remove);
	memcpy(e->text + at, insert, length);
	if (editor_is_secret(e) && end < e->length)
		explicit_bzero(e->text + end, e->length - end);
	e->length = end;
	e->text[end] = '\0';
}

bool editor_replace(struct editor *e, size_t at, size_t remove, const char *insert, size_t length, bool typing)
{
	if (!reserve(e, e->length - remove + length))
		return false;
	if (!typing || remove > 0 || !join_typing(e, at, insert, length))
		record(e, at, remove, length, typing);
	splice(e, at, remove, insert, length);
	e->cursor = at + length;
	e->goal = -1;
	return true;
}

bool editor_undo(struct editor *e)
{
	struct editor_change c;

	if (e->undo_count == 0)
		return false;
	c = e->undo[e->undo_count - 1];
	if (!reserve(e, e->length - c.inserted + c.removed_length))
		return false;
	splice(e, c.at, c.inserted, c.removed ? c.removed : "", c.removed_length);
	e->cursor = c.cursor;
	e->goal = -1;
	drop_change(e, e->undo_count - 1);
	return true;
}
