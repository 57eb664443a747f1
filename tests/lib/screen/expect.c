#include "tests/lib/screen/script.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* The commands that look: each is one test. */

enum { ROW_SIZE = 32768 };

/* First row (from 0) that contains text, -1 if none; column gets the cell where it begins. */
static int find_text(struct script *s, const char *text, int *column)
{
	char row[ROW_SIZE];
	for (int y = 0; y < s->terminal.rows && s->terminal.screen; y++) {
		const char *found = strstr(script_row(s, y, row, sizeof(row)), text);
		if (!found)
			continue;
		/* Cells are counted by walking the same row again: wide characters take two. */
		size_t bytes = 0;
		int x = 0;
		for (; x < s->terminal.columns && bytes < (size_t)(found - row); x++) {
			VTermScreenCell cell;
			vterm_screen_get_cell(s->terminal.screen, (VTermPos) { y, x }, &cell);
			for (int i = 0; cell.chars[0] != (uint32_t)-1 && i < VTERM_MAX_CHARS_PER_CELL && (i == 0 || cell.chars[i]);
			     i++)
				bytes += cell.chars[i] < 0x80 ? 1 : cell.chars[i] < 0x800 ? 2 : cell.chars[i] < 0x10000 ? 3 : 4;
		}
		if (column)
			*column = x;
		return y;
	}
	return -1;
}

void cmd_expect(struct script *s, char *rest)
{
	char what[512];
	snprintf(what, sizeof(what), "expect %s", rest);
	script_test(s, find_text(s, rest, NULL) >= 0, what, "the screen does not show: %s", rest);
}

void cmd_expect_not(struct script *s, char *rest)
{
	char what[512];
	snprintf(what, sizeof(what), "expect-not %s", rest);
	script_test(s, s->terminal.screen && find_text(s, rest, NULL) < 0, what, "the screen shows: %s", rest);
}

void cmd_expect_row(struct script *s, char *rest)
{
	char row[ROW_SIZE], what[512], *text;
	long y = strtol(rest, &text, 10);
	text += *text == ' ';
	snprintf(what, sizeof(what), "expect-row %ld %s", y, text);
	if (y < 0)
		y += s->terminal.rows + 1; /* -1 is the last row */
	bool ok = y >= 1 && y <= s->terminal.rows && strstr(script_row(s, (int)y - 1, row, sizeof(row)), text);
	script_test(s, ok, what, "row %ld does not show: %s", y, text);
}

/* expect-look LOOK TEXT: the first cell of TEXT has this attribute or colour; LOOK "plain" = none at all, "!bold" = not bold */
void cmd_expect_look(struct script *s, char *rest)
{
	char look[80] = "", what[512];
	int x = 0;
	char *text = rest + strcspn(rest, " ");
	if (*text)
		*text++ = '\0';
	snprintf(what, sizeof(what), "expect-look %s %s", rest, text);
	int y = find_text(s, text, &x);
	if (y < 0) {
		script_test(s, false, what, "the screen does not show: %s", text);
		return;
	}
	terminal_look(&s->terminal, y, x, look, sizeof(look));
	bool ok = strcmp(rest, "plain") == 0 ? !look[0] : *rest == '!' ? !strstr(look, rest + 1) : strstr(look, rest) != NULL;
	script_test(s, ok, what, "it looks: %s", look[0] ? look : "plain");
}

/* The real cursor sits on the first cell of TEXT, or on ROW COLUMN */
void cmd_expect_cursor(struct script *s, char *rest)
{
	char what[512];
	int row, column;
	VTermPos at = s->terminal.cursor;
	snprintf(what, sizeof(what), "expect-cursor %s", rest);
	if (sscanf(rest, "%d %d", &row, &column) == 2)
		row--, column--;
	else
		row = find_text(s, rest, &column);
	script_test(s, row == at.row && column == at.col, what, "the cursor is at row %d column %d", at.row + 1, at.col + 1);
}

static bool each_cell(struct script *s, bool (*good)(const VTermScreenCell *), VTermPos *ret)
{
	for (ret->row = 0; ret->row < s->terminal.rows; ret->row++)
		for (ret->col = 0; ret->col < s->terminal.columns; ret->col++) {
			VTermScreenCell cell;
			if (vterm_screen_get_cell(s->terminal.screen, *ret, &cell) && !good(&cell))
				return false;
		}
	return true;
}

static bool is_ascii(const VTermScreenCell *c)
{
	return c->chars[0] < 0x80 && (c->chars[0] == 0 || c->chars[1] == 0);
}

static bool is_colourless(const VTermScreenCell *c)
{
	return VTERM_COLOR_IS_DEFAULT_FG(&c->fg) && VTERM_COLOR_IS_DEFAULT_BG(&c->bg);
}

void cmd_expect_ascii(struct script *s, char *rest)
{
	VTermPos at = { 0, 0 };
	(void)rest;
	bool ok = s->terminal.screen && each_cell(s, is_ascii, &at);
	script_test(s, ok, "expect-ascii", "another character at row %d column %d", at.row + 1, at.col + 1);
}

void cmd_expect_mono(struct script *s, char *rest)
{
	VTermPos at = { 0, 0 };
	(void)rest;
	bool ok = s->terminal.screen && each_cell(s, is_colourless, &at);
	script_test(s, ok, "expect-mono", "a colour at row %d column %d", at.row + 1, at.col + 1);
}

static bool shows(struct terminal *t, void *ctx)
{
	(void)t;
	const void **pair = ctx;
	return find_text((struct script *)(uintptr_t)pair[0], pair[1], NULL) >= 0;
}

/* For what comes by itself: a notice, a reconnected line. */
void cmd_wait_for(struct script *s, char *rest)
{
	char what[512];
	const void *pair[] = { s, rest };
	snprintf(what, sizeof(what), "wait-for %s", rest);
	bool ok = terminal_wait_until(&s->terminal, shows, pair);
	if (script_test(s, ok, what, "it did not come: %s", rest))
		script_settle(s, what, true);
	else
		s->broken = true;
}

/* After something outside (a signal, a statement) woke the program. */
void cmd_wait_idle(struct script *s, char *rest)
{
	(void)rest;
	script_settle(s, "wait-idle", terminal_wait_idle(&s->terminal));
}

void cmd_bytes_max(struct script *s, char *rest)
{
	char what[128];
	long most = strtol(rest, NULL, 10);
	snprintf(what, sizeof(what), "bytes-max %ld (%ld)", most, s->terminal.bytes);
	script_test(s, s->terminal.bytes <= most, what, "%ld bytes since the last key", s->terminal.bytes);
}

void cmd_writes_max(struct script *s, char *rest)
{
	char what[128];
	long most = strtol(rest, NULL, 10), n = terminal_writes(&s->terminal);
	snprintf(what, sizeof(what), "writes-max %ld (%ld)%s", most, n, n < 0 ? " # SKIP nobody counts them in this build" : "");
	script_test(s, n <= most, what, "%ld writes since the last key", n);
}

static bool same_line(const struct terminal *t)
{
	struct termios now;
	return t->slave >= 0 && tcgetattr(t->slave, &now) == 0 && now.c_lflag == t->before.c_lflag &&
	       now.c_iflag == t->before.c_iflag && now.c_oflag == t->before.c_oflag;
}

/* The program ends with this status (or "SIGNAL n") and leaves the terminal as it found it. */
void cmd_wait_exit(struct script *s, char *rest)
{
	struct terminal *t = &s->terminal;
	char what[128];
	long want = strtol(strncmp(rest, "SIGNAL ", 7) == 0 ? rest + 7 : rest, NULL, 10);
	snprintf(what, sizeof(what), "wait-exit %s", rest);
	if (!s->started || !terminal_wait_exit(t)) {
		script_break(s, what, "the program did not end in time");
		return;
	}
	bool by_signal = WIFSIGNALED(t->status);
	int status = by_signal ? WTERMSIG(t->status) : WEXITSTATUS(t->status);
	script_test(
	    s, by_signal == (*rest == 'S') && status == want, what, "it ended by %s %d", by_signal ? "signal" : "status", status);
	if (!by_signal && t->slave >= 0)
		script_test(s, same_line(t) && !t->alternate && t->cursor_visible && !t->mouse && !t->paste,
		    "the terminal is given back", "modes of the line %s, alternate screen %d, cursor %d, mouse %d, paste %d",
		    same_line(t) ? "right" : "changed", t->alternate, t->cursor_visible, t->mouse, t->paste);
	script_settle(s, what, true);
}

static int psql(const char *statement, char *out, size_t size)
{
	char copy[8192];
	char *const argv[] = { "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", copy, NULL };
	snprintf(copy, sizeof(copy), "%s", statement);
	return script_shell(argv, out, size);
}

void cmd_sql(struct script *s, char *rest)
{
	char out[8192];
	if (psql(rest, out, sizeof(out)) != 0)
		script_test(s, false, "sql", "%s", out);
}

/* expect-sql VALUE | STATEMENT */
void cmd_expect_sql(struct script *s, char *rest)
{
	char out[8192], what[512];
	char *bar = strstr(rest, " | ");
	if (!bar) {
		script_break(s, "expect-sql", "expect-sql wants VALUE | STATEMENT");
		return;
	}
	*bar = '\0';
	snprintf(what, sizeof(what), "expect-sql %s", rest);
	int status = psql(bar + 3, out, sizeof(out));
	script_test(s, status == 0 && strcmp(out, rest) == 0, what, "the server answers: %s", out);
}

/* A command line of bash that must succeed: "do tests/lib/cluster restart \"$CLUSTER\"" */
void cmd_do(struct script *s, char *rest)
{
	char out[8192];
	char *const argv[] = { "bash", "-euc", rest, NULL };
	int status = script_shell(argv, out, sizeof(out));
	if (status != 0)
		script_test(s, false, "do", "status %d: %s", status, out);
}
