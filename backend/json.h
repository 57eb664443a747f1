#ifndef BACKEND_JSON_H
#define BACKEND_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/*
 * What the calls of the API need of JSON (RFC 8259): a writer, and a reader for one flat object. Running out of memory is
 * remembered and told by json_text, so that a caller checks once, at the end.
 */
struct json {
	char *text;
	size_t used, size;
	bool failed;
	bool comma; /* the next member or element needs one */
};

void json_init(struct json *j);
void json_release(struct json *j);
/* The text so far, NULL when memory ran out. Lives until the next call with j. */
const char *json_text(struct json *j);

/* key is the name of the member inside an object, NULL in an array and at the top. */
void json_open(struct json *j, const char *key, char bracket); /* '{' or '[' */
void json_close(struct json *j, char bracket); /* '}' or ']' */
/* Text in UTF-8; invalid bytes are written as U+FFFD. NULL gives null. */
void json_string(struct json *j, const char *key, const char *value);
void json_number(struct json *j, const char *key, int64_t value);
void json_bool(struct json *j, const char *key, bool value);

/*
 * Reads {"name": "text" | number | true | false | null, ...} into the arena: booleans as t and f, as the database writes them,
 * null as NULL; a nested array or object as its JSON text. Returns the number of members, -1 if it is no such object or memory
 * ran out.
 */
int json_flat(struct arena *a, const char *text, const char *const **ret_names, const char *const **ret_values);

#endif
