#include "forms/sales/invoice_commands.h"

#include <stdlib.h>
#include <sysexits.h>

#include "backend/arena.h"
#include "forms/cli.h"
#include "forms/options.h"
#include "forms/sales/bill.h"
#include "tui/text.h"

static void print(struct bill *b)
{
	struct cli *cli = b->cli;

	bill_print(b);
	bill_release(b);
	cli_end(cli, EX_OK);
}

void invoice_show(struct cli *cli)
{
	struct bill *b = calloc(1, sizeof *b);

	cli->data = b;
	if (b)
		b->arena = arena_new(16384);
	if (!b || !b->arena) {
		cli_end(cli, EX_OSERR);
		return;
	}
	b->cli = cli;
	b->number = cli->options->words[2];
	b->read = print;
	bill_read(b);
}
