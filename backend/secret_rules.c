#include "backend/secret.h"

#include <stdint.h>
#include <string.h>

#include "backend/secret_words.h"
#include "backend/words.h"

enum {
	PASSWORD_MIN = 15,
	PASSWORD_MAX = 128, /* characters */
	PIN_MIN = 6,
	PIN_MAX = 12,
	RUN_MIN = 4, /* neighbours on the keyboard, the alphabet or the digits that count as one */
	REPEAT_MIN = 4, /* bytes said before that count as one */
	OWN_MIN = 3, /* shortest word of the person's own that counts */
	PIECES_MIN = 8, /* what must be left when each of these counts as one character */
};

/*
 * Ranges in which every assigned character is in form NFC by itself, composes with nothing before it, and shows: Latin, Greek,
 * Cyrillic, Armenian, Hebrew, Arabic, Georgian and Thai letters, punctuation, currencies, arrows, symbols, kana, bopomofo, CJK,
 * Hangul syllables, emoji.
 */
static const struct {
	uint32_t first, last;
} stable[] = {
	{ 0x20, 0x7e },
	{ 0xa1, 0xac },
	{ 0xae, 0x2ff },
	{ 0x370, 0x373 },
	{ 0x376, 0x377 },
	{ 0x37b, 0x37d },
	{ 0x386, 0x386 },
	{ 0x388, 0x482 },
	{ 0x48a, 0x52f },
	{ 0x531, 0x556 },
	{ 0x561, 0x587 },
	{ 0x5d0, 0x5ea },
	{ 0x620, 0x64a },
	{ 0x660, 0x66d },
	{ 0x10d0, 0x10fa },
	{ 0xe01, 0xe30 },
	{ 0x1e00, 0x1f15 },
	{ 0x2010, 0x2015 },
	{ 0x2018, 0x2027 },
	{ 0x2030, 0x205e },
	{ 0x20a0, 0x20bf },
	{ 0x2190, 0x22ff },
	{ 0x2460, 0x27bf },
	{ 0x3041, 0x3096 },
	{ 0x30a1, 0x30fe },
	{ 0x3105, 0x312f },
	{ 0x4e00, 0x9fff },
	{ 0xac00, 0xd7a3 },
	{ 0x1f300, 0x1f64f },
	{ 0x1f680, 0x1f6d7 },
	{ 0x1f900, 0x1f9ff },
};

/* Decodes one character of an ended string; 0 if it is not well-formed. */
static size_t decode(const char *s, uint32_t *ret_c)
{
	const unsigned char *b = (const unsigned char *)s;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = b[0] < 0x80 ? 1 : (b[0] & 0xe0) == 0xc0 ? 2 : (b[0] & 0xf0) == 0xe0 ? 3 : (b[0] & 0xf8) == 0xf0 ? 4 : 0;
	uint32_t c;

	if (n < 2) {
		*ret_c = b[0];
		return n;
	}
	c = b[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (b[i] & 0x3fu);
	}
	*ret_c = c;
	return c < least[n] || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff ? 0 : n;
}

static bool is_stable(uint32_t c)
{
	for (size_t i = 0; i < sizeof stable / sizeof *stable; i++)
		if (c >= stable[i].first && c <= stable[i].last)
			return true;
	return false;
}

/* Counts characters; -1 when one of them may not stand in a secret. */
static int characters(const char *s)
{
	int count = 0;
	uint32_t c;

	while (*s) {
		size_t n = decode(s, &c);

		if (!n || !is_stable(c))
			return -1;
		s += n;
		count++;
	}
	return count;
}

bool secret_text_ok(const char *secret, struct err *err)
{
	if (strlen(secret) >= SECRET_TEXT)
		return err_set(err, ERR_INPUT, _("It is too long: at most %d bytes."), SECRET_TEXT - 1);
	if (characters(secret) < 0)
		return err_set(err, ERR_INPUT, "%s",
		    _("It has a character that keyboards write in several ways; use letters, digits and signs only."));
	return true;
}

/* A byte as guessers see it: lower case, the usual stand-ins undone. */
static char plain(char c)
{
	static const char from[] = "013457@$!|8", to[] = "oleastasllb";
	const char *at = c ? strchr(from, c) : NULL;

	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return at ? to[at - from] : c;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Length of word if s begins with it, as guessers see it; 0 otherwise. */
static size_t begins(const char *s, const char *word)
{
	size_t n = 0;

	for (; word[n]; n++)
		if (lower(s[n]) != lower(word[n]) && plain(s[n]) != plain(word[n]))
			return 0;
	return n;
}

static size_t common_word(const char *s)
{
	size_t best = 0;

	for (const char *const *w = secret_words; *w; w++) {
		size_t n = begins(s, *w);

		if (n > best)
			best = n;
	}
	return best;
}

/* The longest of the words in words (separated by anything but letters and digits) with which s begins. */
static size_t own_word(const char *s, const char *const *words)
{
	size_t best = 0;

	for (; words && *words; words++) {
		const char *at = *words;

		while (*at) {
			char one[64];
			size_t n = 0, hit;

			while ((unsigned char)at[n] >= 0x80 || (lower(at[n]) >= 'a' && lower(at[n]) <= 'z') ||
			       (at[n] >= '0' && at[n] <= '9'))
				n++;
			if (n >= OWN_MIN && n < sizeof one) {
				memcpy(one, at, n);
				one[n] = '\0';
				hit = begins(s, one);
				if (hit > best)
					best = hit;
			}
			at += n ? n : 1;
		}
	}
	return best;
}

/* Bytes of s that follow each other, forwards or backwards, in one of the rows. */
static size_t run(const char *s)
{
	static const char *const rows[] = { "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
		"azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop", "yxcvbnm", "qazwsxedcrfvtgbyhnujmikolp",
		"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "!@#$%^&*()", NULL };
	size_t best = 1;

	for (const char *const *row = rows; *row; row++) {
		const char *at = s[0] ? strchr(*row, lower(s[0])) : NULL;
		size_t up = 1, down = 1;

		if (!at)
			continue;
		while (s[up] && at[up] && lower(s[up]) == at[up])
			up++;
		while (s[down] && at >= *row + down && lower(s[down]) == at[-(ptrdiff_t)down])
			down++;
		if (up > best)
			best = up;
		if (down > best)
			best = down;
	}
	return best >= RUN_MIN ? best : 0;
}

/* Bytes at s that stand before it in the same text already; includes one character again and again. */
static size_t repeat(const char *text, const char *s)
{
	size_t best = 0;

	for (const char *at = text; at < s; at++) {
		size_t n = 0;

		while (s[n] && lower(at[n]) == lower(s[n]))
			n++;
		if (n > best)
			best = n;
	}
	/* Whole characters only. */
	while (best > 0 && ((unsigned char)s[best] & 0xc0) == 0x80)
		best--;
	return best >= REPEAT_MIN ? best : 0;
}

/* Digits alone are soon tried: years, dates, telephone numbers. */
static size_t digits(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n >= 3 ? n : 0;
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Characters that are left to guess when everything well known counts as one. */
static int pieces(const char *text, const char *const *words)
{
	int count = 0;
	uint32_t c;

	for (const char *s = text; *s; count++) {
		size_t n = larger(larger(common_word(s), own_word(s, words)), larger(larger(run(s), repeat(text, s)), digits(s)));

		s += n ? n : decode(s, &c);
	}
	return count;
}

bool secret_password_ok(const char *password, const char *const *words, struct err *err)
{
	int n;

	if (!secret_text_ok(password, err))
		return false;
	n = characters(password);
	if (n < PASSWORD_MIN)
		return err_set(err, ERR_INPUT,
		    _("The password is too short: at least %d characters. A sentence of a few words is easy to remember."),
		    PASSWORD_MIN);
	if (n > PASSWORD_MAX)
		return err_set(err, ERR_INPUT, _("The password is too long: at most %d characters."), PASSWORD_MAX);
	if (pieces(password, words) < PIECES_MIN)
		return err_set(err, ERR_INPUT, "%s",
		    _("The password is easy to guess: it is made of common words, names, repeats, numbers or neighbouring keys. "
		      "Add words of your own."));
	return true;
}

static int number(const char *s, int n)
{
	int value = 0;

	while (n-- > 0)
		value = value * 10 + (*s++ - '0');
	return value;
}

static bool is_day(int day, int month)
{
	return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

static bool is_year(int year)
{
	return year >= 1900 && year <= 2099;
}

/* Day, month and year in each order in which people write them, with two or four digits of year. */
static bool is_date(const char *pin, size_t n)
{
	int a = number(pin, 2), b = number(pin + 2, 2), c = number(pin + 4, 2);

	if (n == 6)
		return is_day(a, b) || is_day(b, a) || is_day(c, b);
	if (n != 8)
		return false;
	return (is_year(number(pin + 4, 4)) && (is_day(a, b) || is_day(b, a))) ||
	       (is_year(number(pin, 4)) && is_day(number(pin + 6, 2), c));
}

/* Steps of one and the same size, as 123456, 975310 or 000000: 9 is followed by 0. */
static bool is_row(const char *pin, size_t n)
{
	int step = (pin[1] - pin[0] + 10) % 10;

	for (size_t i = 1; i < n; i++)
		if ((pin[i] - pin[i - 1] + 10) % 10 != step)
			return false;
	return step <= 2 || step >= 8;
}

/* The same group again and again (121212, 123123), or never more than two different digits. */
static bool is_repeat(const char *pin, size_t n)
{
	bool seen[10] = { false };
	int different = 0;

	for (size_t i = 0; i < n; i++) {
		different += !seen[pin[i] - '0'];
		seen[pin[i] - '0'] = true;
	}
	if (different <= 2)
		return true;
	for (size_t period = 1; period <= n / 2; period++)
		if (n % period == 0 && memcmp(pin, pin + period, n - period) == 0)
			return true;
	return false;
}

bool secret_pin_ok(const char *pin, struct err *err)
{
	size_t n = strlen(pin);

	if (n < PIN_MIN || n > PIN_MAX || strspn(pin, "0123456789") != n)
		return err_set(err, ERR_INPUT, _("The PIN must be %d to %d digits."), PIN_MIN, PIN_MAX);
	if (is_row(pin, n))
		return err_set(err, ERR_INPUT, "%s", _("The PIN is a row of digits such as 123456: take another."));
	if (is_repeat(pin, n))
		return err_set(err, ERR_INPUT, "%s", _("The PIN repeats itself, as 121212 does: take another."));
	if (is_date(pin, n) || is_year(number(pin, 4)) || is_year(number(pin + n - 4, 4)))
		return err_set(err, ERR_INPUT, "%s", _("The PIN looks like a date or a year: take another."));
	return true;
}
