#include <curses.h>
#include <libpq-fe.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The least that a list of users on a terminal can be: connect, one query, draw, move a cursor. It checks nothing, records nothing, cleans
 * nothing, and stands on the table itself. What the console costs is measured against it.
 *
 *   floor bar | marker      a bar over the whole line; or one character in front of it, and the terminal scrolls
 *
 * The server is that of the PG* variables. Keys: down, up, page down, page up, q.
 */
enum { ROWS = 500, COLUMNS = 8 };

static const char query[] =
    "SELECT t.id, t.full_name, t.company, t.city, CASE WHEN t.hidden_at IS NOT NULL THEN 'hidden' WHEN t.enabled THEN 'active' "
    "ELSE 'disabled' END, to_char(t.last_login_at, 'YYYY-MM-DD'), t.email, t.country FROM site.users t "
    "WHERE t.id > 10000012 ORDER BY t.id LIMIT $1";
static const int widths[COLUMNS] = { 8, 20, 18, 10, 10, 13, 26, 7 };

struct floor_list {
	PGresult *rows;
	int count, top, cursor;
	bool marker;
};

static void draw_row(const struct floor_list *l, int y, int row)
{
	bool here = row == l->cursor;
	int x = 1;

	move(y, 0);
	clrtoeol();
	if (row >= l->count)
		return;
	if (l->marker)
		addch(here ? '>' : ' ');
	else if (here)
		attron(A_REVERSE), hline(' ', COLS);
	for (int i = 0; i < COLUMNS; x += widths[i++] + 1)
		mvaddnstr(y, x, PQgetvalue(l->rows, row, i), widths[i]);
	attroff(A_REVERSE);
}

static void draw(const struct floor_list *l)
{
	mvaddstr(0, 0, " Users");
	for (int y = 2; y < LINES - 1; y++)
		draw_row(l, y, l->top + y - 2);
	mvaddstr(LINES - 1, 0, " Enter open  / search  q quit");
	refresh();
}

static void go(struct floor_list *l, int rows)
{
	int page = LINES - 3, top = l->top;

	l->cursor += rows;
	if (l->cursor > l->count - 1)
		l->cursor = l->count - 1;
	if (l->cursor < 0)
		l->cursor = 0;
	if (rows == page || rows == -page)
		l->top += rows;
	if (l->top > l->cursor)
		l->top = l->cursor;
	if (l->top < l->cursor - page + 1)
		l->top = l->cursor - page + 1;
	if (l->marker && abs(l->top - top) == 1)
		wscrl(stdscr, l->top - top);
	draw(l);
}

static void run(struct floor_list *l)
{
	int key;

	initscr();
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	curs_set(0);
	set_escdelay(25);
	if (l->marker) {
		idlok(stdscr, TRUE);
		scrollok(stdscr, TRUE);
		setscrreg(2, LINES - 2);
	}
	draw(l);
	while ((key = getch()) != 'q') {
		if (key == KEY_DOWN || key == KEY_UP)
			go(l, key == KEY_DOWN ? 1 : -1);
		else if (key == KEY_NPAGE || key == KEY_PPAGE)
			go(l, key == KEY_NPAGE ? LINES - 3 : 3 - LINES);
	}
	endwin();
}

int main(int argc, char **argv)
{
	struct floor_list list = { .marker = argc > 1 && strcmp(argv[1], "marker") == 0 };
	PGconn *connection;
	char limit[16];
	const char *values[] = { limit };

	setlocale(LC_ALL, "");
	snprintf(limit, sizeof limit, "%d", ROWS);
	connection = PQconnectdb("");
	list.rows = PQexecParams(connection, query, 1, NULL, values, NULL, NULL, 0);
	list.count = PQntuples(list.rows);
	if (PQresultStatus(list.rows) != PGRES_TUPLES_OK)
		fprintf(stderr, "floor: %s\n", PQerrorMessage(connection));
	else
		run(&list);
	PQclear(list.rows);
	PQfinish(connection);
	return EXIT_SUCCESS;
}
