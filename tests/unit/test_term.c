#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "tui/draw.h"
#include "tui/key.h"
#include "tui/loop.h"
#include "tui/term.h"
#include "tui/text.h"

/* The terminal under test is a pty on descriptors 0 and 1 of this very program. */
static int master = -1, slave = -1, saved_in, saved_out;
static char shown[1 << 20]; /* what the terminal received */
static size_t shown_length;
static int writes; /* calls of write on descriptor 1 */

/* Stands before libc's: counts, and keeps what the terminal gets, for a pty alone would block. */
ssize_t write(int fd, const void *bytes, size_t n)
{
	if (fd == STDOUT_FILENO && master >= 0) {
		writes++;
		if (shown_length + n < sizeof(shown)) {
			memcpy(shown + shown_length, bytes, n);
			shown_length += n;
		}
		shown[shown_length] = '\0';
		return (ssize_t)n;
	}
	return syscall(SYS_write, fd, bytes, n);
}

static void forget(void)
{
	writes = 0;
	shown_length = 0;
	shown[0] = '\0';
}

static bool open_terminal(const char *type, int rows, int columns, char *why, size_t size)
{
	struct term_options o = { .type = type, .theme = { THEME_DARK, DEPTH_256, false }, .clipboard = true };
	struct winsize w = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };

	fflush(stdout);
	if (openpty(&master, &slave, NULL, NULL, &w) < 0)
		return false;
	saved_in = dup(STDIN_FILENO);
	saved_out = dup(STDOUT_FILENO);
	dup2(slave, STDIN_FILENO);
	dup2(slave, STDOUT_FILENO);
	forget();
	return term_open(&o, why, size);
}

static int set_up(void **state)
{
	char why[256] = "";

	(void)state;
	return open_terminal("xterm-256color", 43, 132, why, sizeof(why)) ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	term_close();
	dup2(saved_in, STDIN_FILENO);
	dup2(saved_out, STDOUT_FILENO);
	close(saved_in);
	close(saved_out);
	close(slave);
	if (master >= 0)
		close(master);
	master = -1;
	return 0;
}

static void type_bytes(const char *bytes, size_t n)
{
	assert_int_equal(syscall(SYS_write, master, bytes, n), n);
}

static struct key next_key(void)
{
	struct key key = { 0 };
	int64_t end = loop_now() + 2000;

	while (!term_key(&key) && loop_now() < end) {
		struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };

		poll(&p, 1, 10);
	}
	return key;
}

/* A list such as the program shows: header, rule, rows, footer; the key columns of the current row are marked. */
static void draw_list(int first, int current)
{
	struct area a = area_screen(), body = area_inside(a, 3, 0, 2, 0);
	static const char *const towns[] = { "Köln", "Utrecht", "Wien", "Łódź", "Groningen", "Ñuñoa", "Malmö" };

	draw_begin();
	draw_text(a, 0, 1, -1, STYLE_HEADER, "Steward  Lumen Picture Library          anna (support)    3 jobs   2 due     14:02");
	draw_text(a, 1, 1, -1, STYLE_STRONG, "Users");
	draw_text(a, 2, 3, -1, STYLE_DIM,
	    "Id        Name                          Company                 City         Last log-in       State");
	for (int row = 0; row < body.rows; row++) {
		int n = first + row;
		bool here = n == current;

		if (here)
			draw_glyph(body, row, 1, STYLE_SELECTED, GLYPH_CURSOR);
		draw_format(body, row, 3, here ? STYLE_SELECTED : STYLE_PLAIN, "%08d", 10000000 + n * 7919 % 999983);
		draw_format(body, row, 13, STYLE_PLAIN, "%s %d", n % 2 ? "Anna Meier" : "Jan van der Berg", n * 31 % 977);
		draw_format(body, row, 43, STYLE_PLAIN, "Company %d & Söhne", n * 17 % 4001);
		draw_text(body, row, 67, 12, STYLE_PLAIN, towns[n % 7]);
		draw_format(body, row, 80, STYLE_PLAIN, "%d days ago", n % 5 + 2);
		draw_glyph(body, row, 98, n % 3 ? STYLE_GOOD : STYLE_DIM, n % 3 ? GLYPH_DOT : GLYPH_RING);
		draw_text(body, row, 100, -1, STYLE_PLAIN, n % 3 ? "active" : "disabled");
	}
	draw_rule(a, a.rows - 2, STYLE_DIM);
	draw_text(a, a.rows - 1, 1, -1, STYLE_FOOTER,
	    "Enter open  / search  f filter  s sort  c columns  n new  Space mark  e export  ? all keys");
	draw_cursor(body, current - first, 1, false);
	draw_end();
}

/* True if there is an "ESC [ … m" with a number of 30 or more. */
static bool sets_colour(const char *s)
{
	while ((s = strstr(s, "\033[")) != NULL) {
		const char *start = s += 2;

		s += strspn(s, "0123456789;");
		for (const char *p = start; *s == 'm' && p < s; p = strchr(p, ';') ? strchr(p, ';') + 1 : s)
			if (strtol(p, NULL, 10) >= 30)
				return true;
	}
	return false;
}

static void test_a_page_is_one_write(void **state)
{
	(void)state;
	forget();
	draw_list(0, 0);
	assert_int_equal(writes, 1);
	assert_true(shown_length > 4000);
	assert_true(sets_colour(shown));
	forget();
	draw_list(500, 520);
	assert_int_equal(writes, 1);
}

/* More bytes than curses keeps together: every cell in another style than its neighbour. */
static void test_a_huge_frame_is_one_write(void **state)
{
	struct area a = area_screen();

	(void)state;
	draw_list(0, 0);
	forget();
	draw_begin();
	for (int y = 0; y < a.rows; y++)
		for (int x = 0; x < a.columns; x++)
			draw_text(a, y, x, 1, (enum style)((x + y) % STYLE_COUNT), "█");
	draw_end();
	assert_int_equal(writes, 1);
	assert_true(shown_length > 43 * 132 * 10);
}

static void test_nothing_changed_nothing_written(void **state)
{
	(void)state;
	draw_list(0, 5);
	forget();
	for (int i = 0; i < 20; i++)
		draw_list(0, 5);
	assert_int_equal(writes, 0);
}

static void test_bytes_of_a_cursor_step(void **state)
{
	size_t most = 0;

	(void)state;
	draw_list(0, 0);
	for (int i = 1; i < 30; i++) {
		forget();
		draw_list(0, i);
		assert_int_equal(writes, 1);
		if (shown_length > most)
			most = shown_length;
	}
	assert_true(most > 0 && most <= 100);
}

static void test_bytes_of_a_scrolled_line(void **state)
{
	size_t most = 0;

	(void)state;
	draw_list(100, 137);
	for (int i = 1; i < 30; i++) {
		forget();
		draw_list(100 + i, 137 + i);
		assert_int_equal(writes, 1);
		if (shown_length > most)
			most = shown_length;
	}
	assert_true(most > 0 && most <= 200);
	draw_list(100, 100);
	for (int i = 1; i < 30; i++) {
		forget();
		draw_list(100 - i, 100 - i);
		if (shown_length > most)
			most = shown_length;
	}
	assert_true(most <= 200);
}

static void test_keys_arrive(void **state)
{
	(void)state;
	assert_false(term_key(&(struct key) { 0 }));
	type_bytes("\x03\x1a\x13\x11\r\033[1;5Aé\033[Z", 16);
	assert_int_equal(next_key().code, K_CTRL('c'));
	assert_int_equal(next_key().code, K_CTRL('z'));
	assert_int_equal(next_key().code, K_CTRL('s'));
	assert_int_equal(next_key().code, K_CTRL('q'));
	assert_int_equal(next_key().code, K_ENTER);
	assert_int_equal(next_key().code, K_CTRL(K_UP));
	assert_int_equal(next_key().code, 0xe9);
	assert_int_equal(next_key().code, K_BACKTAB);
	assert_false(term_key(&(struct key) { 0 }));
}

static void test_escape_comes_soon(void **state)
{
	int64_t start;

	(void)state;
	type_bytes("\033", 1);
	start = loop_now();
	assert_int_equal(next_key().code, K_ESC);
	assert_true(loop_now() - start < 200);
	type_bytes("\033", 1);
	usleep(5000);
	type_bytes("[B", 2);
	assert_int_equal(next_key().code, K_DOWN);
}

static void test_paste_arrives_whole(void **state)
{
	struct key key;

	(void)state;
	type_bytes("\033[200~two\rlines\033[201~x", 23);
	key = next_key();
	assert_int_equal(key.code, K_PASTE);
	assert_int_equal(key.length, 9);
	assert_memory_equal(key.text, "two\nlines", 9);
	assert_int_equal(next_key().code, 'x');
}

static void test_paste_without_end_does_not_hang(void **state)
{
	int64_t start = loop_now();
	struct key key;

	(void)state;
	type_bytes("\033[200~lost", 10);
	key = next_key();
	assert_int_equal(key.code, K_PASTE);
	assert_int_equal(key.length, 4);
	assert_true(loop_now() - start >= 250 && loop_now() - start < 1500);
	type_bytes("q", 1);
	assert_int_equal(next_key().code, 'q');
}

static volatile sig_atomic_t woken;

static void wake(void *ctx)
{
	(void)ctx;
	woken++;
}

static void test_resize(void **state)
{
	static const unsigned short sizes[][2] = { { 1, 1 }, { 24, 80 }, { 100, 300 }, { 5, 20 }, { 43, 132 } };

	(void)state;
	term_on_resize(wake, NULL);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct winsize w = { .ws_row = sizes[i][0], .ws_col = sizes[i][1] };
		int rows, columns;

		woken = 0;
		assert_int_equal(ioctl(master, TIOCSWINSZ, &w), 0);
		raise(SIGWINCH);
		assert_true(woken > 0);
		assert_int_equal(next_key().code, K_RESIZE);
		assert_false(term_key(&(struct key) { 0 }));
		term_size(&rows, &columns);
		assert_true(rows == sizes[i][0] && columns == sizes[i][1]);
		forget();
		draw_list(0, 0);
		assert_true(writes <= 1);
	}
	term_on_resize(NULL, NULL);
}

static void test_hang_up_is_told_once(void **state)
{
	(void)state;
	close(master);
	master = -1;
	assert_int_equal(next_key().code, K_HANGUP);
	for (int i = 0; i < 10; i++)
		assert_false(term_key(&(struct key) { 0 }));
	draw_list(0, 0);
}

static void test_the_terminal_is_given_back(void **state)
{
	struct termios during, after;

	(void)state;
	assert_int_equal(tcgetattr(slave, &during), 0);
	assert_false(during.c_lflag & (ICANON | ECHO | ISIG));
	assert_false(during.c_iflag & (IXON | ICRNL));
	draw_list(0, 0);
	assert_non_null(strstr(shown, "\033[?2004h"));
	assert_non_null(strstr(shown, "\033[?1049h"));
	term_mouse(true);
	draw_list(0, 1);
	assert_non_null(strstr(shown, "\033[?1006h"));
	forget();
	term_close();
	term_close();
	assert_int_equal(tcgetattr(slave, &after), 0);
	assert_true((after.c_lflag & (ICANON | ECHO | ISIG)) == (ICANON | ECHO | ISIG));
	assert_true(after.c_iflag & ICRNL);
	assert_non_null(strstr(shown, "\033[?2004l"));
	assert_non_null(strstr(shown, "\033[?1006l"));
}

static void test_open_again(void **state)
{
	struct term_options o = { .type = "vt100", .theme = { THEME_LIGHT, DEPTH_TRUE, true } };
	char why[256];

	(void)state;
	for (int i = 0; i < 5; i++) {
		term_close();
		assert_true(term_open(&o, why, sizeof(why)));
		assert_false(term_may_copy());
		forget();
		draw_list(0, 0);
		assert_int_equal(writes, 1);
		/* In ASCII nothing else reaches the terminal, and a vt100 is sent no colours. */
		for (size_t k = 0; k < shown_length; k++)
			assert_true((unsigned char)shown[k] < 0x80);
		assert_false(sets_colour(shown));
	}
}

static void test_copying(void **state)
{
	static char large[9000];

	(void)state;
	draw_list(0, 0);
	forget();
	assert_true(term_copy("Müller"));
	assert_string_equal(shown, "\033]52;c;TcO8bGxlcg==\a");
	forget();
	assert_true(term_copy("ab"));
	assert_string_equal(shown, "\033]52;c;YWI=\a");
	memset(large, 'x', sizeof(large) - 1);
	assert_false(term_copy(large));
	large[8192] = '\0';
	assert_true(term_copy(large));
}

static void refuses_type(const char *type, const char *part)
{
	char why[256] = "";
	bool opened = open_terminal(type, 24, 80, why, sizeof(why));

	tear_down(NULL);
	assert_false(opened);
	assert_non_null(strstr(why, part));
	assert_true(text_is_clean(why, strlen(why)));
}

static void test_terminals_that_will_not_do(void **state)
{
	(void)state;
	refuses_type(NULL, "TERM");
	refuses_type("", "TERM");
	refuses_type("no-such-terminal", "unknown");
	refuses_type("dumb", "cannot draw");
}

static void test_without_a_terminal(void **state)
{
	struct term_options o = { .type = "xterm" };
	char why[256] = "";
	int in = dup(STDIN_FILENO), null = open("/dev/null", O_RDWR);
	bool opened;

	(void)state;
	dup2(null, STDIN_FILENO);
	opened = term_open(&o, why, sizeof(why));
	dup2(in, STDIN_FILENO);
	close(in);
	close(null);
	assert_false(opened);
	assert_non_null(strstr(why, "no terminal"));
	term_close();
}

static void test_every_terminal_type(void **state)
{
	static const char *const types[] = {
		"vt100",
		"vt220",
		"linux",
		"xterm",
		"xterm-256color",
		"xterm-direct",
		"screen",
		"screen-256color",
		"tmux",
		"tmux-256color",
		"rxvt",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		char why[256] = "";

		assert_true(open_terminal(types[i], 24, 80, why, sizeof(why)));
		forget();
		draw_list(0, 0);
		assert_int_equal(writes, 1);
		forget();
		draw_list(0, 0);
		assert_int_equal(writes, 0);
		draw_list(0, 1);
		tear_down(NULL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_page_is_one_write, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_huge_frame_is_one_write, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_nothing_changed_nothing_written, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bytes_of_a_cursor_step, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bytes_of_a_scrolled_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_keys_arrive, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_escape_comes_soon, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_paste_arrives_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_paste_without_end_does_not_hang, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_resize, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_hang_up_is_told_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_the_terminal_is_given_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_open_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_copying, set_up, tear_down),
		cmocka_unit_test(test_terminals_that_will_not_do),
		cmocka_unit_test(test_without_a_terminal),
		cmocka_unit_test(test_every_terminal_type),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
