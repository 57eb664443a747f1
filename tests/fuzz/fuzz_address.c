/* Addresses and networks as they stand in rules and blocks: what is taken is an address for the C library too, and nothing else is. */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/field.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

struct network {
	unsigned char bytes[16];
	int size, prefix;
};

/* The strict reading, by other code than the program's: a whole address, and a prefix in decimal without leading zeros. */
static bool read_network(const char *text, struct network *ret)
{
	const char *slash = strchr(text, '/');
	char host[64], *end;

	if ((slash ? (size_t)(slash - text) : strlen(text)) >= sizeof(host))
		return false;
	snprintf(host, sizeof(host), "%.*s", slash ? (int)(slash - text) : (int)strlen(text), text);
	ret->size = strchr(host, ':') ? 16 : 4;
	if (inet_pton(ret->size == 16 ? AF_INET6 : AF_INET, host, ret->bytes) != 1)
		return false;
	ret->prefix = 8 * ret->size;
	if (!slash)
		return true;
	if (slash[1] < '0' || slash[1] > '9' || (slash[1] == '0' && slash[2]))
		return false;
	ret->prefix = (int)strtol(slash + 1, &end, 10);
	return strlen(slash + 1) <= 3 && !*end && ret->prefix <= 8 * ret->size;
}

static bool has_host_bits(const struct network *n)
{
	for (int bit = n->prefix; bit < 8 * n->size; bit++)
		if (n->bytes[bit / 8] & 0x80 >> bit % 8)
			return true;
	return false;
}

static bool is_mapped(const struct network *n)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

	return n->size == 16 && memcmp(n->bytes, mapped, sizeof(mapped)) == 0;
}

static void check(const char *typed)
{
	static const struct field f = { .name = "network", .label = "Network", .kind = FIELD_ADDRESS };
	static const struct field_env env = { LANGUAGE_EN, 1795442531, NULL };
	struct network in, out;
	char wire[256] = "", again[256] = "", shown[256], why[256] = "";
	bool known = read_network(typed, &in);

	if (!field_parse(&f, &env, typed, wire, sizeof(wire), why, sizeof(why))) {
		must(why[0] != '\0');
		/* A sound network in plain writing is never refused. */
		must(!known || has_host_bits(&in) || is_mapped(&in));
		return;
	}
	if (!wire[0])
		return;
	must(read_network(wire, &out) && !has_host_bits(&out) && !is_mapped(&out));
	/* It is the network that was written, no other and no wider one. */
	must(!known || (in.size == out.size && in.prefix == out.prefix && memcmp(in.bytes, out.bytes, (size_t)in.size) == 0));
	must(field_parse(&f, &env, wire, again, sizeof(again), why, sizeof(why)) && strcmp(wire, again) == 0);
	field_format(&f, &env, wire, shown, sizeof(shown));
	must(field_parse(&f, &env, shown, again, sizeof(again), why, sizeof(why)) && strcmp(wire, again) == 0);
}

/* The bytes as they are; and an address of both families made of them, which random text would seldom be. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[128], host[64];
	unsigned char bytes[16] = { 0 };

	if (size >= sizeof(text))
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	check(text);
	if (size < 2)
		return 0;
	memcpy(bytes, data + 1, size - 1 < sizeof(bytes) ? size - 1 : sizeof(bytes));
	for (int i = 0; i < 2; i++) {
		inet_ntop(i ? AF_INET6 : AF_INET, bytes, host, sizeof(host));
		snprintf(text, sizeof(text), "%s/%u", host, data[0]);
		check(data[0] == 255 ? host : text);
	}
	return 0;
}
