#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

/* The least that a look-up from the command line can be: lookup LOG-IN connects as the PG* variables say, asks once, prints, ends. */
static const char query[] =
    "SELECT id, full_name, company, city, email FROM site.users WHERE lower(normalize(login, NFC)) = lower($1)";

int main(int argc, char **argv)
{
	const char *values[] = { argc > 1 ? argv[1] : "" };
	PGconn *connection = PQconnectdb("");
	PGresult *rows = PQexecParams(connection, query, 1, NULL, values, NULL, NULL, 0);
	int status = PQresultStatus(rows) == PGRES_TUPLES_OK && PQntuples(rows) == 1 ? EXIT_SUCCESS : EXIT_FAILURE;

	if (status == EXIT_SUCCESS)
		for (int i = 0; i < PQnfields(rows); i++)
			printf("%s%s", PQgetvalue(rows, 0, i), i + 1 < PQnfields(rows) ? "\t" : "\n");
	else
		fprintf(stderr, "lookup: %s\n", PQerrorMessage(connection));
	PQclear(rows);
	PQfinish(connection);
	return status;
}
