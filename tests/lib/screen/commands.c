#include "tests/lib/screen/script.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/screen/keys.h"

static void cmd_size(struct script *s, char *rest)
{
	int rows, columns;
	if (sscanf(rest, "%d %d", &rows, &columns) == 2 && rows > 0 && columns > 0)
		s->terminal.rows = rows, s->terminal.columns = columns;
	else
		script_break(s, "size", "size wants ROWS COLUMNS");
}

static void cmd_term(struct script *s, char *rest)
{
	static char type[64];
	snprintf(type, sizeof(type), "%s", rest);
	s->terminal.type = type;
}

static void cmd_env(struct script *s, char *rest)
{
	script_setenv(s, rest);
}

/* Splits at spaces; "..." keeps words together. */
static int split(char *text, char **words, int room)
{
	int n = 0;
	while (n < room) {
		text += strspn(text, " ");
		if (!*text)
			break;
		char end = *text == '"' ? '"' : ' ';
		words[n++] = end == '"' ? ++text : text;
		text += strcspn(text, end == '"' ? "\"" : " ");
		if (!*text)
			break;
		*text++ = '\0';
	}
	return n;
}

/* COUNT_WRITES_LIBRARY is set where the library can be loaded: not under sanitizers and valgrind, which bring their own. */
static void count_writes(struct script *s, char *path, size_t size)
{
	const char *library = getenv("COUNT_WRITES_LIBRARY");
	char pair[600];
	path[0] = '\0';
	if (!library || !terminal_count_writes(&s->terminal, path, size))
		return;
	snprintf(pair, sizeof(pair), "LD_PRELOAD=%s", library);
	script_setenv(s, pair);
	snprintf(pair, sizeof(pair), "COUNT_WRITES=%s", path);
	script_setenv(s, pair);
}

static void start(struct script *s, char **words, int n, bool idle_fd)
{
	char pair[128], counter[64];
	snprintf(pair, sizeof(pair), "TERM=%s", s->terminal.type);
	script_setenv(s, pair);
	terminal_free(&s->terminal);
	count_writes(s, counter, sizeof(counter));
	s->env[s->env_count] = NULL;
	words[n] = NULL;
	s->started = terminal_start(&s->terminal, words, s->env, idle_fd);
	if (!s->started)
		script_break(s, "run", "the program could not be started");
	else if (idle_fd)
		script_settle(s, "run", terminal_wait_idle(&s->terminal));
	if (counter[0])
		unlink(counter);
}

/* What the variant and the runner add to the console's command line. SCREEN_WRAP is a program that runs it: valgrind and its options. */
static int console_words(struct script *s, char **words)
{
	static char wrap[512];
	static char *const options[][4] = {
		{ "ascii", "--ascii", NULL },
		{ "mono", "--colours", "mono" },
		{ "16", "--colours", "16" },
		{ "256", "--colours", "256" },
		{ "true", "--colours", "true" },
		{ "light", "--theme", "light" },
		{ "nl", "--language", "nl" },
	};
	int n = 0;
	snprintf(wrap, sizeof(wrap), "%s", getenv("SCREEN_WRAP") ? getenv("SCREEN_WRAP") : "");
	n += split(wrap, words, 16);
	words[n++] = getenv("STEWARD") ? getenv("STEWARD") : "build/steward";
	if (getenv("STEWARD_CONFIG_FILE")) {
		words[n++] = "--config";
		words[n++] = getenv("STEWARD_CONFIG_FILE");
	}
	words[n++] = "--clock";
	words[n++] = "2026-11-23T14:02:00Z";
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		for (int j = 1; script_has(s, options[i][0]) && options[i][j]; j++)
			words[n++] = options[i][j];
	return n;
}

static void cmd_run(struct script *s, char *rest)
{
	char *words[64];
	int n = console_words(s, words);
	n += split(rest, words + n, 60 - n);
	start(s, words, n, true);
}

/* A program of another kind: "exec FILE ARGS" with --idle-fd, "exec-plain FILE ARGS" without. */
static void cmd_exec(struct script *s, char *rest)
{
	char *words[64];
	int n = split(rest, words, 60);
	start(s, words, n, true);
}

static void cmd_exec_plain(struct script *s, char *rest)
{
	char *words[64];
	int n = split(rest, words, 60);
	start(s, words, n, false);
}

/* Sends what is one keypress, waits, checks. Returns false when the script should not go on. */
static bool press(struct script *s, const char *what, const char *bytes, size_t n)
{
	terminal_mark(&s->terminal);
	return script_settle(s, what, terminal_send(&s->terminal, bytes, n) && terminal_wait_idle(&s->terminal));
}

static void cmd_keys(struct script *s, char *rest)
{
	char *words[256], bytes[64];
	int n = split(rest, words, 256);
	for (int i = 0; i < n && !s->broken; i++) {
		size_t length = keys_encode(s->terminal.type, words[i], bytes, sizeof(bytes));
		if (length == 0)
			script_break(s, words[i], "this terminal has no such key");
		else
			press(s, words[i], bytes, length);
	}
}

/* One character at a time, each when the program is idle. */
static void cmd_type(struct script *s, char *rest)
{
	size_t length = keys_unescape(rest);
	for (size_t i = 0, n; i < length && !s->broken; i += n) {
		for (n = 1; i + n < length && (rest[i + n] & 0xC0) == 0x80; n++)
			;
		press(s, "type", rest + i, n);
	}
}

/* All at once, as typed ahead: keys by name within <>, as in "burst abc<Enter>def". */
static void cmd_burst(struct script *s, char *rest)
{
	char bytes[4096];
	size_t n = 0;
	keys_unescape(rest);
	for (char *p = rest; *p && n + 64 < sizeof(bytes);) {
		char *end = *p == '<' ? strchr(p, '>') : NULL;
		if (end) {
			*end = '\0';
			n += keys_encode(s->terminal.type, p + 1, bytes + n, sizeof(bytes) - n);
			p = end + 1;
		} else {
			bytes[n++] = *p++;
		}
	}
	press(s, "burst", bytes, n);
}

static void paste(struct script *s, const char *text, size_t length, long times)
{
	size_t total = length * (size_t)times, n = 0;
	char *bytes = malloc(total + 16);
	if (!bytes || !s->terminal.paste) {
		free(bytes);
		script_break(s, "paste", "the program has not asked for bracketed paste");
		return;
	}
	memcpy(bytes, "\033[200~", 6), n = 6;
	for (long i = 0; i < times; i++, n += length)
		memcpy(bytes + n, text, length);
	memcpy(bytes + n, "\033[201~", 6), n += 6;
	press(s, "paste", bytes, n);
	free(bytes);
}

static void cmd_paste(struct script *s, char *rest)
{
	size_t length = keys_unescape(rest);
	paste(s, rest, length, 1);
}

static void cmd_paste_times(struct script *s, char *rest)
{
	char *text;
	long times = strtol(rest, &text, 10);
	text += *text == ' ';
	size_t length = keys_unescape(text);
	paste(s, text, length, times);
}

/* mouse left|wheel-up|wheel-down ROW COLUMN, counted from 1 */
static void cmd_mouse(struct script *s, char *rest)
{
	char button[16], bytes[64];
	int row, column;
	if (sscanf(rest, "%15s %d %d", button, &row, &column) != 3) {
		script_break(s, "mouse", "mouse wants BUTTON ROW COLUMN");
		return;
	}
	int code = strcmp(button, "wheel-up") == 0 ? 64 : strcmp(button, "wheel-down") == 0 ? 65 : 0;
	int n = snprintf(bytes, sizeof(bytes), "\033[<%d;%d;%dM", code, column, row);
	if (code == 0)
		n += snprintf(bytes + n, sizeof(bytes) - (size_t)n, "\033[<0;%d;%dm", column, row);
	press(s, "mouse", bytes, (size_t)n);
}

static void cmd_resize(struct script *s, char *rest)
{
	int rows, columns;
	if (sscanf(rest, "%d %d", &rows, &columns) != 2) {
		script_break(s, "resize", "resize wants ROWS COLUMNS");
		return;
	}
	terminal_mark(&s->terminal);
	if (terminal_resize(&s->terminal, rows, columns))
		script_settle(s, "resize", terminal_wait_idle(&s->terminal));
}

static void cmd_signal(struct script *s, char *rest)
{
	static const struct {
		const char *name;
		int number;
	} signals[] = { { "HUP", SIGHUP }, { "INT", SIGINT }, { "TERM", SIGTERM }, { "KILL", SIGKILL }, { "STOP", SIGSTOP },
		{ "CONT", SIGCONT }, { "TSTP", SIGTSTP }, { "WINCH", SIGWINCH } };
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (strcmp(rest, signals[i].name) == 0 && s->terminal.pid > 0) {
			kill(s->terminal.pid, signals[i].number);
			return;
		}
	script_break(s, "signal", "no such signal, or no program");
}

static void cmd_hangup(struct script *s, char *rest)
{
	(void)rest;
	terminal_hangup(&s->terminal);
}

static void cmd_mask(struct script *s, char *rest)
{
	if (s->mask_count < SCRIPT_MASKS && regcomp(&s->masks[s->mask_count], rest, REG_EXTENDED) == 0)
		s->mask_count++;
	else
		script_break(s, "mask", "no regular expression, or too many");
}

static void cmd_golden(struct script *s, char *rest)
{
	golden_compare(s, rest, false);
}

static void cmd_look(struct script *s, char *rest)
{
	golden_compare(s, rest, true);
}

static void cmd_include(struct script *s, char *rest)
{
	char path[512];
	const char *slash = strrchr(s->file, '/');
	snprintf(path, sizeof(path), "%.*s%s", slash ? (int)(slash - s->file) + 1 : 0, s->file, rest);
	if (!script_run(s, path))
		script_break(s, path, "cannot read this file");
}

/* only WORD COMMAND ...: the rest of the line holds in variants with this word; "only !WORD" in those without. */
static void cmd_only(struct script *s, char *rest)
{
	char *word = rest + strcspn(rest, " ");
	if (*word)
		*word++ = '\0';
	bool not = *rest == '!';
	char *arguments = word + strcspn(word, " ");
	if (*arguments)
		*arguments++ = '\0';
	if (script_has(s, rest + not ) != not )
		command_run(s, word, arguments);
}

static const struct {
	const char *word;
	void (*run)(struct script *s, char *rest);
	bool wants_program;
} commands[] = {
	{ "size", cmd_size, false },
	{ "term", cmd_term, false },
	{ "env", cmd_env, false },
	{ "run", cmd_run, false },
	{ "exec", cmd_exec, false },
	{ "exec-plain", cmd_exec_plain, false },
	{ "keys", cmd_keys, true },
	{ "type", cmd_type, true },
	{ "burst", cmd_burst, true },
	{ "paste", cmd_paste, true },
	{ "paste-times", cmd_paste_times, true },
	{ "mouse", cmd_mouse, true },
	{ "resize", cmd_resize, true },
	{ "signal", cmd_signal, true },
	{ "hangup", cmd_hangup, true },
	{ "expect", cmd_expect, true },
	{ "expect-not", cmd_expect_not, true },
	{ "expect-row", cmd_expect_row, true },
	{ "expect-look", cmd_expect_look, true },
	{ "expect-cursor", cmd_expect_cursor, true },
	{ "expect-ascii", cmd_expect_ascii, true },
	{ "expect-mono", cmd_expect_mono, true },
	{ "golden", cmd_golden, true },
	{ "look", cmd_look, true },
	{ "bytes-max", cmd_bytes_max, true },
	{ "writes-max", cmd_writes_max, true },
	{ "wait-for", cmd_wait_for, true },
	{ "wait-idle", cmd_wait_idle, true },
	{ "wait-exit", cmd_wait_exit, true },
	{ "sql", cmd_sql, false },
	{ "expect-sql", cmd_expect_sql, false },
	{ "do", cmd_do, false },
	{ "mask", cmd_mask, false },
	{ "include", cmd_include, false },
	{ "only", cmd_only, false },
};

void command_run(struct script *s, const char *word, char *rest)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(word, commands[i].word) != 0)
			continue;
		if (commands[i].wants_program && !s->started)
			script_break(s, word, "no program has been started");
		else
			commands[i].run(s, rest);
		return;
	}
	script_break(s, word, "there is no such command");
}
