#ifndef FORMS_SALES_INVOICE_COMMANDS_H
#define FORMS_SALES_INVOICE_COMMANDS_H

struct cli;
struct console;
struct options;

/* steward invoice show NUMBER, steward invoice pdf NUMBER FILE: the invoice as the buyer sees it; that it was looked at is recorded. */
void invoice_show(struct cli *cli);
int invoice_pdf(struct console *c, const struct options *o, char *const *arguments, int n);

#endif
