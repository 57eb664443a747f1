#include "backend/paper.h"

#include <errno.h>
#include <hpdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/words.h"

/* DejaVu has Latin, Greek and Cyrillic; its licence allows embedding. */
static const char plain_font[] = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
static const char bold_font[] = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";

enum { LEFT = 20, RIGHT = 190, TOP = 275, BOTTOM = 20, TEXT_MAX = 2000 };
static const double mm = 72 / 25.4, line = 4.6;

struct paper {
	HPDF_Doc doc;
	HPDF_Page page;
	HPDF_Font font[2];
	double y; /* millimetres from the lower edge */
	HPDF_STATUS failed; /* the first thing that went wrong, 0 = nothing yet */
};

static void failed(HPDF_STATUS error, HPDF_STATUS detail, void *ctx)
{
	struct paper *p = ctx;

	(void)detail;
	if (!p->failed)
		p->failed = error;
}

static void new_page(struct paper *p)
{
	p->page = HPDF_AddPage(p->doc);
	p->y = TOP;
	if (p->page)
		HPDF_Page_SetSize(p->page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
}

static HPDF_Font load(struct paper *p, const char *file)
{
	const char *name = HPDF_LoadTTFontFromFile(p->doc, file, HPDF_TRUE);

	return name ? HPDF_GetFont(p->doc, name, "UTF-8") : NULL;
}

struct paper *paper_new(struct err *err)
{
	struct paper *p = calloc(1, sizeof *p);

	if (p)
		p->doc = HPDF_New(failed, p);
	if (!p || !p->doc) {
		free(p);
		err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
		return NULL;
	}
	HPDF_UseUTFEncodings(p->doc);
	HPDF_SetCompressionMode(p->doc, HPDF_COMP_ALL);
	p->font[0] = load(p, plain_font);
	p->font[1] = load(p, bold_font);
	if (p->failed || !p->font[0] || !p->font[1]) {
		err_set(err, ERR_SYSTEM, _("The font %s cannot be read: install fonts-dejavu-core."), plain_font);
		paper_free(p);
		return NULL;
	}
	new_page(p);
	return p;
}

void paper_free(struct paper *p)
{
	if (!p)
		return;
	HPDF_Free(p->doc);
	free(p);
}

/* Cuts whole characters off until it fits, with a mark. */
static void fit(struct paper *p, char *text, double width)
{
	size_t n = strlen(text);

	while (n && HPDF_Page_TextWidth(p->page, text) > width) {
		while (n && ((unsigned char)text[n - 1] & 0xc0) == 0x80)
			n--;
		n -= n > 0;
		memcpy(text + n, "…", sizeof "…");
	}
}

void paper_text(struct paper *p, double x, double width, unsigned look, const char *text)
{
	char copy[TEXT_MAX + 4];
	double wide;

	if (!p->page || !text || !text[0])
		return;
	snprintf(copy, TEXT_MAX, "%s", text);
	HPDF_Page_SetFontAndSize(p->page, p->font[(look & PAPER_BOLD) != 0], look & PAPER_BIG ? 15 : 9);
	fit(p, copy, (width > 0 ? width : look & PAPER_RIGHT ? x - LEFT : RIGHT - x) * mm);
	wide = HPDF_Page_TextWidth(p->page, copy);
	HPDF_Page_BeginText(p->page);
	HPDF_Page_TextOut(p->page, (HPDF_REAL)(x * mm - (look & PAPER_RIGHT ? wide : 0)), (HPDF_REAL)(p->y * mm), copy);
	HPDF_Page_EndText(p->page);
}

bool paper_down(struct paper *p, double lines)
{
	p->y -= lines * line;
	if (p->y >= BOTTOM)
		return false;
	new_page(p);
	return true;
}

void paper_rule(struct paper *p)
{
	double y = (p->y + line * 0.95) * mm;

	if (!p->page)
		return;
	HPDF_Page_SetLineWidth(p->page, 0.4f);
	HPDF_Page_MoveTo(p->page, (HPDF_REAL)(LEFT * mm), (HPDF_REAL)y);
	HPDF_Page_LineTo(p->page, (HPDF_REAL)(RIGHT * mm), (HPDF_REAL)y);
	HPDF_Page_Stroke(p->page);
}

static bool write_all(int fd, const unsigned char *data, size_t n)
{
	while (n) {
		ssize_t done = write(fd, data, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		data += done;
		n -= (size_t)done;
	}
	return true;
}

bool paper_write(struct paper *p, int fd, struct err *err)
{
	unsigned char piece[8192];
	HPDF_UINT32 n = sizeof piece;

	if (!p->failed)
		HPDF_SaveToStream(p->doc);
	if (p->failed)
		return err_set(err, ERR_SYSTEM, _("The PDF could not be made (error %lx)."), (unsigned long)p->failed);
	HPDF_ResetStream(p->doc);
	while (n) {
		n = sizeof piece;
		/* At the end it tells so by an error that is none. */
		HPDF_ReadFromStream(p->doc, piece, &n);
		if (n && !write_all(fd, piece, n))
			return err_set(err, ERR_SYSTEM, _("The PDF could not be written: %s."), strerror(errno));
	}
	return true;
}
