#include <string.h>

#include "backend/package.h"

size_t package_html_text(const char *value, char *out)
{
	static const struct {
		char c;
		const char *as;
	} marks[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" } };
	char *at = out;

	for (; *value; value++) {
		const char *as = NULL;

		for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
			if (*value == marks[i].c)
				as = marks[i].as;
		if (as) {
			memcpy(at, as, strlen(as));
			at += strlen(as);
		} else
			*at++ = (unsigned char)*value < ' ' && *value != '\n' && *value != '\t' ? ' ' : *value;
	}
	*at = '\0';
	return (size_t)(at - out);
}

static bool is_number(const char *s)
{
	s += *s == '-' || *s == '+';
	return *s && strspn(s, "0123456789.") == strlen(s);
}

size_t package_csv_cell(const char *value, char *out)
{
	char *at = out;

	*at++ = '"';
	if (strchr("=+-@\t\r", value[0]) && value[0] && !is_number(value))
		*at++ = '\'';
	for (; *value; value++) {
		if (*value == '"')
			*at++ = '"';
		*at++ = *value;
	}
	*at++ = '"';
	*at = '\0';
	return (size_t)(at - out);
}
