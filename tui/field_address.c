#include "tui/field_private.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "tui/text.h"

struct address {
	int family; /* AF_INET or AF_INET6 */
	unsigned char bytes[16];
	int bits; /* of the family: 32 or 128 */
	int prefix; /* = bits for a single address */
};

static int read_prefix(const char *s, int bits)
{
	int value = 0;

	if (*s == '\0' || strlen(s) > 3 || s[strspn(s, "0123456789")] != '\0' || (s[0] == '0' && s[1] != '\0'))
		return -1;
	for (; *s; s++)
		value = value * 10 + (*s - '0');
	return value <= bits ? value : -1;
}

/* Clears the bits behind the prefix; true if there were any. */
static bool clear_host_bits(struct address *a)
{
	bool any = false;

	for (int i = a->prefix; i < a->bits; i++) {
		unsigned char bit = (unsigned char)(0x80 >> i % 8);

		any |= (a->bytes[i / 8] & bit) != 0;
		a->bytes[i / 8] = (unsigned char)(a->bytes[i / 8] & ~bit);
	}
	return any;
}

static const char *write_address(const struct address *a, bool prefix, char *out, size_t size)
{
	char host[INET6_ADDRSTRLEN];

	inet_ntop(a->family, a->bytes, host, sizeof(host));
	if (prefix && a->prefix < a->bits)
		snprintf(out, size, "%s/%d", host, a->prefix);
	else
		snprintf(out, size, "%s", host);
	return out;
}

static bool is_mapped(const struct address *a)
{
	static const unsigned char start[12] = { [10] = 0xff, [11] = 0xff };

	return a->family == AF_INET6 && memcmp(a->bytes, start, sizeof(start)) == 0;
}

static bool refuse_mapped(struct parse *p, const struct address *a)
{
	char host[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, a->bytes + 12, host, sizeof(host));
	return field_refuse(p, _("This is an IPv4 address in IPv6 clothes: write it as %s."), host);
}

bool field_parse_address(struct parse *p)
{
	char text[FIELD_WORD], network[FIELD_WORD], host[INET6_ADDRSTRLEN];
	struct address a = { .family = AF_INET, .bits = 32 };
	char *slash;

	memcpy(text, p->text, p->n);
	text[p->n] = '\0';
	slash = strchr(text, '/');
	if (slash)
		*slash++ = '\0';
	if (strchr(text, '%'))
		return field_refuse(p, _("An address with a zone (%%) holds on one machine only: write it without."));
	if (strchr(text, ':')) {
		a.family = AF_INET6;
		a.bits = 128;
	}
	if (inet_pton(a.family, text, a.bytes) != 1)
		return field_refuse(p, _("This is no address: write 192.0.2.7, 192.0.2.0/24, 2001:db8::7 or 2001:db8::/32."));
	if (is_mapped(&a))
		return refuse_mapped(p, &a);
	a.prefix = slash ? read_prefix(slash, a.bits) : a.bits;
	if (a.prefix < 0)
		return field_refuse(p, _("Behind the slash stands how many bits are the network: a number from 0 to %d."), a.bits);
	write_address(&a, false, host, sizeof(host));
	if (clear_host_bits(&a))
		return field_refuse(p,
		    _("This is an address inside a network: write %s for the whole network, or %s for this one address."),
		    write_address(&a, true, network, sizeof(network)), host);
	write_address(&a, true, network, sizeof(network));
	return field_accept(p, network, strlen(network));
}

size_t field_host_length(const char *wire)
{
	const char *slash = strchr(wire, '/');

	if (slash && strcmp(slash, strchr(wire, ':') ? "/128" : "/32") == 0)
		return (size_t)(slash - wire);
	return strlen(wire);
}
