#include "forms/sales/invoice_commands.h"

#include <stdlib.h>
#include <sysexits.h>

#include "backend/arena.h"
#include "backend/paper.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/options.h"
#include "forms/sales/bill.h"
#include "tui/text.h"

static void draw(struct bill *b)
{
	struct cli *cli = b->cli;
	struct err err = { 0 };

	bill_draw(b, b->paper);
	cli_end(cli, paper_write(b->paper, b->file.fd, &err) && new_file_keep(&b->file, &err) ? EX_OK : cli_fail(&err));
}

static void pdf_start(struct cli *cli)
{
	struct bill *b = cli->data;

	b->cli = cli;
	bill_read(b);
}

/* The font is read and the file opened before the log-in: afterwards the process can do neither. */
int invoice_pdf(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct bill b = { .number = arguments[0], .read = draw, .arena = arena_new(16384), .file = { .fd = -1, .folder = -1 } };
	struct cli cli = { .console = c, .options = o, .start = pdf_start, .data = &b };
	struct err err = { 0 };
	int status = EX_CANTCREAT;

	(void)n;
	b.paper = b.arena ? paper_new(&err) : NULL;
	if (b.paper && new_file_open(&b.file, arguments[1], &c->config, &err))
		status = cli_session(&cli);
	else
		cli_fail(&err);
	new_file_close(&b.file);
	paper_free(b.paper);
	bill_release(&b);
	return status;
}
