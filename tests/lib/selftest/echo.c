#include <curses.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * A program for the tests of the screen harness: shows what is typed, and on demand does what a console must never do. Keys:
 * b bidi override, c raw C1, t window title, z zero-width character, l loud bell, i invalid UTF-8 · w writes one key in two pieces ·
 * r paints a long line · h never gets idle again · d dies without giving the terminal back · q leaves.
 */
static void bad_output(int key)
{
	static const struct {
		char key;
		const char *bytes;
	} outputs[] = { { 'b', "\xE2\x80\xAE" }, { 'c', "\xC2\x9B" }, { 't', "\033]0;title\007" }, { 'z', "\xE2\x80\x8B" },
		{ 'l', "\007" }, { 'i', "\xFF" }, { 'y', "\033]52;c;YQ==\007" } };
	for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++)
		if (outputs[i].key == key && write(1, outputs[i].bytes, strlen(outputs[i].bytes)) < 0)
			exit(1);
}

static void show(int key, int count)
{
	attrset(A_BOLD | COLOR_PAIR(1));
	mvprintw(1, 2, "Grüße, 世界");
	attrset(A_NORMAL);
	mvprintw(2, 2, "size %dx%d", COLS, LINES);
	if (key == KEY_F(2))
		mvprintw(3, 2, "key F2     ");
	else
		mvprintw(3, 2, "key %d     ", key);
	mvprintw(4, 2, "count %d", count);
	if (key == 'r')
		mvhline(6, 0, '-', COLS);
	move(4, 2);
}

/* A change of size is let in only while waiting, so that none is lost between saying "idle" and waiting. */
static int next_key(void)
{
	struct pollfd p = { .fd = 0, .events = POLLIN };
	sigset_t none;
	sigemptyset(&none);
	ppoll(&p, 1, NULL, &none);
	return getch();
}

int main(int argc, char **argv)
{
	int idle = argc == 3 && strcmp(argv[1], "--idle-fd") == 0 ? (int)strtol(argv[2], NULL, 10) : -1;
	struct pollfd input = { .fd = 0, .events = POLLIN };
	int key = 0;

	sigset_t winch;
	sigemptyset(&winch);
	sigaddset(&winch, SIGWINCH);
	sigprocmask(SIG_BLOCK, &winch, NULL);
	setlocale(LC_ALL, "");
	set_escdelay(25);
	initscr();
	raw();
	noecho();
	nodelay(stdscr, true);
	keypad(stdscr, true);
	start_color();
	use_default_colors();
	init_pair(1, COLOR_GREEN, -1);
	printf("\033[?2004h");
	fflush(stdout);
	for (int count = 0; key != 'q'; count++) {
		show(key, count);
		refresh();
		if (key == 'w') {
			mvaddstr(7, 2, "second piece");
			refresh();
		}
		if (key == 'd')
			_exit(3);
		bad_output(key);
		if (key != 'h' && idle >= 0 && poll(&input, 1, 0) == 0 && write(idle, "", 1) != 1)
			return 1;
		key = next_key();
	}
	printf("\033[?2004l");
	endwin();
	return 0;
}
