/* Names of keys from a configuration, and bytes from a terminal: no crash, no loop, and nothing typed that was not typed. */
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/input.h"
#include "tui/key.h"
#include "tui/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		abort();
	return 0;
}

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_names(const uint8_t *data, size_t size)
{
	char name[64], again[64];
	uint32_t code = 0;

	if (size >= sizeof(name))
		size = sizeof(name) - 1;
	memcpy(name, data, size);
	name[size] = '\0';
	code = key_parse(name);
	/* What is a key has a name that is that key. */
	if (code != 0)
		must(key_parse(key_name(code, again, sizeof(again))) == code);
	if (size >= sizeof(code))
		memcpy(&code, data, sizeof(code));
	key_name(code, again, sizeof(again));
	must(text_is_clean(again, strlen(again)));
}

static void check_key(const struct key *key, size_t fed)
{
	if (key->code == K_PASTE)
		must(key->text && key->length <= fed);
	else if (key->code == K_MOUSE)
		must(key->x >= 0 && key->y >= 0);
	else
		must(key->code >= 0x20 && key->code != 0x7f && !(key->code >= 0x80 && key->code < 0xa0));
}

static void check_input(const uint8_t *data, size_t size)
{
	static struct input in;
	struct key key;
	size_t at = 0, keys = 0;

	input_init(&in);
	while (at < size) {
		size_t room, part = 1 + data[at] % 64;
		char *space = input_space(&in, &room);

		must(room > 0);
		if (part > size - at)
			part = size - at;
		if (part > room)
			part = room;
		memcpy(space, data + at, part);
		input_add(&in, part);
		at += part;
		while (input_next(&in, false, &key) == INPUT_KEY) {
			check_key(&key, at);
			must(++keys <= 2 * at);
		}
	}
	for (enum input_state state; (state = input_next(&in, true, &key)) != INPUT_NONE;) {
		/* A paste may begin in what was taken for something else. */
		must(state == INPUT_KEY || state == INPUT_PASTE);
		if (state == INPUT_KEY)
			check_key(&key, at);
		must(++keys <= 2 * at);
	}
	must(in.start == in.end);
	input_release(&in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_names(data, size);
	check_input(data, size);
	return 0;
}
