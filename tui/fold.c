#include "tui/text.h"

#include <string.h>
#include <wctype.h>

/* Letters without their diacritics, '.' where there is no such letter. */
static const char latin[] = /* U+00C0 to U+024F */
    "aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllll"
    "lllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "bbbb...ccdddd....ffg...ikkl..nn.oo..pp.....ttttuu.vyyzz........."
    ".............aaiioouuuuuuuuuu.aaaa..ggggkkoooo..j...gg..nnaa...."
    "aaaaeeeeiiiioooorrrruuuusstt..hhnd..zzaaeeooooooooyylntj..acclts"
    "z..bu.eejjqqrryy";
static const char latin_additional[] = /* U+1E00 to U+1EFF */
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy.sss..aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy....yy";

static const struct {
	uint32_t c;
	const char *letters;
} ligatures[] = {
	{ 0xc6, "ae" },
	{ 0xde, "th" },
	{ 0xdf, "ss" },
	{ 0xe6, "ae" },
	{ 0xfe, "th" },
	{ 0x132, "ij" },
	{ 0x133, "ij" },
	{ 0x152, "oe" },
	{ 0x153, "oe" },
	{ 0x1c4, "dz" },
	{ 0x1c5, "dz" },
	{ 0x1c6, "dz" },
	{ 0x1c7, "lj" },
	{ 0x1c8, "lj" },
	{ 0x1c9, "lj" },
	{ 0x1ca, "nj" },
	{ 0x1cb, "nj" },
	{ 0x1cc, "nj" },
	{ 0x1e2, "ae" },
	{ 0x1e3, "ae" },
	{ 0x1f1, "dz" },
	{ 0x1f2, "dz" },
	{ 0x1f3, "dz" },
	{ 0x1fc, "ae" },
	{ 0x1fd, "ae" },
	{ 0x1e9e, "ss" },
	{ 0xfb00, "ff" },
	{ 0xfb01, "fi" },
	{ 0xfb02, "fl" },
	{ 0xfb03, "ffi" },
	{ 0xfb04, "ffl" },
	{ 0xfb05, "st" },
	{ 0xfb06, "st" },
};

static uint32_t base_letter(uint32_t c)
{
	char letter = '.';

	if (c >= 0xc0 && c <= 0x24f)
		letter = latin[c - 0xc0];
	else if (c >= 0x1e00 && c <= 0x1eff)
		letter = latin_additional[c - 0x1e00];
	if (letter != '.')
		return (uint32_t)letter;
	if (c >= 0xff01 && c <= 0xff5e) /* full width forms of ASCII */
		c = c - 0xff01 + 0x21;
	if (c == 0xa0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f)
		return ' ';
	return (uint32_t)towlower((wint_t)c);
}

/* Folds one character into at most 4 bytes; returns how many. */
static size_t fold_char(uint32_t c, char *out)
{
	if (text_char_width(c) == 0)
		return 0;
	for (size_t i = 0; c >= ligatures[0].c && i < sizeof(ligatures) / sizeof(ligatures[0]); i++) {
		if (c == ligatures[i].c) {
			size_t length = strlen(ligatures[i].letters);

			memcpy(out, ligatures[i].letters, length);
			return length;
		}
	}
	return text_encode(base_letter(c), out);
}

size_t text_fold(const char *s, char *out, size_t size)
{
	size_t n = strlen(s), used = 0;

	if (size == 0)
		return 0;
	for (size_t at = 0; at < n;) {
		uint32_t c = 0xfffd;
		size_t length = text_decode(s + at, n - at, &c), folded;
		char bytes[4];

		folded = fold_char(c, bytes);
		if (used + folded >= size)
			break;
		memcpy(out + used, bytes, folded);
		used += folded;
		at += length > 0 ? length : 1;
	}
	out[used] = '\0';
	return used;
}

enum { PATTERN_MAX = 64, LABEL_MAX = 256 };
/* Weights of the fuzzy match: a run or the start of a word beats scattered letters, a short label beats a long one. */
enum { SCORE_LETTER = 16, SCORE_RUN = 24, SCORE_WORD = 20, SCORE_FIRST = 12, SCORE_GAP = 1, SCORE_NONE = -1000000 };

static int fold_letters(const char *s, uint32_t *out, int max, bool spaces)
{
	char folded[LABEL_MAX * 4];
	size_t n = text_fold(s, folded, sizeof(folded)), length;
	int count = 0;

	for (size_t at = 0; at < n && count < max; at += length) {
		length = text_decode(folded + at, n - at, &out[count]);
		if (length == 0)
			break;
		if (spaces || out[count] != ' ')
			count++;
	}
	return count;
}

static int letter_score(const uint32_t *label, int at)
{
	if (at == 0)
		return SCORE_LETTER + SCORE_WORD + SCORE_FIRST;
	if (iswalnum((wint_t)label[at]) && !iswalnum((wint_t)label[at - 1]))
		return SCORE_LETTER + SCORE_WORD;
	return SCORE_LETTER;
}

int text_fuzzy(const char *pattern, const char *label)
{
	uint32_t p[PATTERN_MAX], l[LABEL_MAX];
	int best[2][LABEL_MAX]; /* best score of the pattern so far whose last letter stands at this place */
	int n = fold_letters(pattern, p, PATTERN_MAX, false), m = fold_letters(label, l, LABEL_MAX, true), top = SCORE_NONE;

	if (n == 0)
		return 1;
	for (int i = 0; i < n; i++) {
		int *now = best[i % 2], *before = best[(i + 1) % 2], reach = SCORE_NONE;

		for (int j = 0; j < m; j++) {
			int run = i > 0 && j > 0 ? before[j - 1] + SCORE_RUN : SCORE_NONE, skip = i > 0 ? reach : 0, from;

			if (i > 0 && j > 0) {
				/* reach: the best end of the pattern so far, less one for each letter skipped since */
				int kept = before[j - 1] - SCORE_GAP;

				reach = reach - SCORE_GAP > kept ? reach - SCORE_GAP : kept;
			}
			from = run > skip ? run : skip;
			now[j] = l[j] == p[i] && from > SCORE_NONE / 2 ? from + letter_score(l, j) : SCORE_NONE;
		}
	}
	for (int j = 0; j < m; j++)
		if (best[(n - 1) % 2][j] > top)
			top = best[(n - 1) % 2][j];
	if (top <= SCORE_NONE / 2)
		return 0;
	top = top * 4 - m;
	return top > 1 ? top : 1;
}
