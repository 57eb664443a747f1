#include "forms/sales/invoice_commands.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "backend/arena.h"
#include "backend/paper.h"
#include "forms/cli.h"
#include "forms/options.h"
#include "forms/sales/bill.h"
#include "tui/text.h"

static void draw(struct bill *b)
{
	struct cli *cli = b->cli;
	struct err err = { 0 };

	bill_draw(b, b->paper);
	cli_end(cli, paper_write(b->paper, b->fd, &err) ? EX_OK : cli_fail(&err));
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
	struct bill b = { .number = arguments[0], .read = draw, .arena = arena_new(16384), .fd = -1 };
	struct cli cli = { .console = c, .options = o, .start = pdf_start, .data = &b };
	struct err err = { 0 };
	int status = EX_CANTCREAT;

	(void)n;
	b.paper = b.arena ? paper_new(&err) : NULL;
	if (b.paper)
		b.fd = strcmp(arguments[1], "-") == 0
			   ? dup(STDOUT_FILENO)
			   : open(arguments[1], O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (b.fd >= 0) {
		status = cli_session(&cli);
		/* Half a file is no invoice. */
		if (status != EX_OK && strcmp(arguments[1], "-") != 0)
			unlink(arguments[1]);
		close(b.fd);
	} else {
		if (b.paper)
			err_set(&err, ERR_SYSTEM, _("The file %s cannot be made: %s."), arguments[1], strerror(errno));
		status = cli_fail(&err);
	}
	paper_free(b.paper);
	bill_release(&b);
	return status;
}
