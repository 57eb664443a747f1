#include "tests/lib/screen/script.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void script_setenv(struct script *s, const char *pair)
{
	size_t name = strcspn(pair, "=");
	for (int i = 0; i < s->env_count; i++)
		if (strncmp(s->env[i], pair, name) == 0 && s->env[i][name] == '=') {
			free(s->env[i]);
			s->env[i] = s->env[--s->env_count];
			s->env[s->env_count] = NULL;
		}
	if (pair[name] == '=' && s->env_count < SCRIPT_ENV - 1)
		s->env[s->env_count++] = strdup(pair);
}

bool script_has(const struct script *s, const char *word)
{
	size_t n = strlen(word);
	for (const char *p = s->variant; p && *p; p = strchr(p, '+') ? strchr(p, '+') + 1 : NULL)
		if (strcspn(p, "+") == n && strncmp(p, word, n) == 0)
			return true;
	return false;
}

/* What the sanitizers and coverage need from outside; nothing else of the caller's environment gets in. */
static void initial_env(struct script *s)
{
	static const char *const passed[] = { "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "GCOV_PREFIX", "TERMINFO_DIRS" };
	char pair[1024];
	script_setenv(s, "PATH=/usr/bin:/bin");
	script_setenv(s, "LANG=C.UTF-8");
	script_setenv(s, "TZ=UTC");
	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++) {
		const char *value = getenv(passed[i]);
		if (value && snprintf(pair, sizeof(pair), "%s=%s", passed[i], value) < (int)sizeof(pair))
			script_setenv(s, pair);
	}
}

void script_init(struct script *s, const char *variant, const char *golden)
{
	int columns, rows;
	memset(s, 0, sizeof(*s));
	s->variant = variant, s->golden = golden;
	s->generate = getenv("GENERATE") && strcmp(getenv("GENERATE"), "1") == 0;
	terminal_init(&s->terminal);
	if (sscanf(variant, "%dx%d", &columns, &rows) == 2 && columns > 0 && rows > 0 && columns < 1000 && rows < 1000)
		s->terminal.columns = columns, s->terminal.rows = rows;
	initial_env(s);
}

void script_free(struct script *s)
{
	terminal_free(&s->terminal);
	free(s->shown);
	while (s->env_count > 0)
		free(s->env[--s->env_count]);
	while (s->mask_count > 0)
		regfree(&s->masks[--s->mask_count]);
}

char *script_row(struct script *s, int row, char *out, size_t size)
{
	regmatch_t m;
	terminal_row(&s->terminal, row, out, size);
	for (int i = 0; i < s->mask_count; i++)
		for (char *p = out; *p && regexec(&s->masks[i], p, 1, &m, p == out ? 0 : REG_NOTBOL) == 0 && m.rm_eo > 0;
		     p += m.rm_eo)
			memset(p + m.rm_so, '~', (size_t)(m.rm_eo - m.rm_so));
	return out;
}

/* What a dying program printed (a sanitizer's report) may have scrolled away: the last of it, without its controls. */
static void show_tail(const struct terminal *t)
{
	size_t from = t->tail_length > 4000 ? t->tail_length - 4000 : 0;
	int status = WIFEXITED(t->status) ? WEXITSTATUS(t->status) : -WTERMSIG(t->status);
	printf("# the program has ended with status %d; its last output:\n# ", status);
	for (size_t i = from; i < t->tail_length; i++) {
		unsigned char c = (unsigned char)t->tail[i];
		if (c == 0x1B && i + 1 < t->tail_length && t->tail[i + 1] == '[')
			for (i += 2; i < t->tail_length && (t->tail[i] < '@' || t->tail[i] > '~'); i++)
				;
		else if (c == '\n')
			printf("\n# ");
		else if (c >= ' ' && c != 0x7F)
			putchar(c);
	}
	putchar('\n');
}

/* The screen, unless it is the one that an earlier failure has shown already. */
static void show_screen(struct script *s)
{
	struct terminal *t = &s->terminal;
	char row[32768], *text = NULL;
	size_t size = 0;
	FILE *f = t->vt ? open_memstream(&text, &size) : NULL;
	if (!f)
		return;
	fprintf(f, "# screen %dx%d, cursor at row %d column %d%s:\n", t->columns, t->rows, t->cursor.row + 1, t->cursor.col + 1,
	    t->cursor_visible ? "" : " (hidden)");
	for (int y = 0; y < t->rows; y++)
		fprintf(f, "# |%s\n", terminal_row(t, y, row, sizeof(row)));
	if (t->exited)
		fprintf(f, "# the program has ended\n");
	fclose(f);
	if (s->shown && strcmp(s->shown, text) == 0) {
		printf("# the screen is still the one above\n");
		free(text);
		return;
	}
	fputs(text, stdout);
	free(s->shown);
	s->shown = text;
	if (t->exited && (!WIFEXITED(t->status) || WEXITSTATUS(t->status) != 0))
		show_tail(t);
}

bool script_test(struct script *s, bool ok, const char *what, const char *format, ...)
{
	printf("%s %d - %s:%d [%s] %s\n", ok ? "ok" : "not ok", ++s->tests, s->file, s->line, s->variant, what);
	if (!ok) {
		va_list args;
		s->failed++;
		printf("# ");
		va_start(args, format);
		vprintf(format, args);
		va_end(args);
		printf("\n");
		show_screen(s);
	}
	fflush(stdout);
	return ok;
}

bool script_break(struct script *s, const char *what, const char *sentence)
{
	s->broken = true;
	return script_test(s, false, what, "%s; the rest of the script is not tried", sentence);
}

bool script_settle(struct script *s, const char *what, bool in_time)
{
	struct scan *scan = &s->terminal.scan;
	if (!in_time)
		return script_break(s, what, "the program did not get idle in time");
	if (scan->trouble[0]) {
		script_test(s, false, what, "forbidden output reached the terminal: %s", scan->trouble);
		scan_clear(scan);
		return false;
	}
	return true;
}

int script_shell(char *const argv[], char *out, size_t size)
{
	int ends[2], status = -1;
	size_t n = 0;
	out[0] = '\0';
	if (pipe(ends))
		return -1;
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		dup2(ends[1], 1);
		dup2(ends[1], 2);
		close(ends[0]);
		close(ends[1]);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(ends[1]);
	for (ssize_t got; n + 1 < size && (got = read(ends[0], out + n, size - n - 1)) != 0;) {
		if (got < 0 && errno != EINTR)
			break;
		n += got > 0 ? (size_t)got : 0;
	}
	close(ends[0]);
	while (n > 0 && out[n - 1] == '\n')
		n--;
	out[n] = '\0';
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool script_run(struct script *s, const char *file)
{
	const char *outer_file = s->file;
	int outer_line = s->line;
	char *line = NULL;
	size_t size = 0;
	FILE *f = fopen(file, "re");
	if (!f)
		return false;
	s->file = file, s->line = 0;
	for (ssize_t n; !s->broken && (n = getline(&line, &size, f)) > 0;) {
		s->line++;
		if (line[n - 1] == '\n')
			line[n - 1] = '\0';
		char *word = line + strspn(line, " \t");
		if (!*word || *word == '#')
			continue;
		char *rest = word + strcspn(word, " \t");
		if (*rest)
			*rest++ = '\0';
		command_run(s, word, rest);
	}
	free(line);
	fclose(f);
	s->file = outer_file, s->line = outer_line;
	return true;
}
