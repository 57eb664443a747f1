/*
 * The whole screen loop on a pseudo-terminal: a list and a form over records as hostile as the input, bytes typed at it, and sizes that
 * change. No crash, and nothing goes to the terminal but text that is clean and the few sequences that drawing takes.
 */
#include "tests/lib/screen_unit.h"

#include "tests/lib/made_up.h"
#include "tui/app.h"
#include "tui/form.h"
#include "tui/input.h"
#include "tui/list.h"
#include "tui/loop.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

enum { ROWS = 24, COLUMNS = 80, KEYS = 2000, TYPED = 3000, HOSTILE = 100 };

static const struct field_choice states[] = { { "active", "active" }, { "disabled", "disabled" }, { 0 } };
static const struct field fields[] = {
	{ .name = "id", .label = "Id", .kind = FIELD_NUMBER, .flags = FIELD_READONLY | FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER },
	{ .name = "name",
	    .label = "Name",
	    .kind = FIELD_TEXT,
	    .flags = FIELD_SORTABLE | FIELD_FILTER,
	    .limit = 40,
	    .help = "A name." },
	{ .name = "state", .label = "State", .kind = FIELD_CHOICE, .flags = FIELD_STATE | FIELD_FILTER, .choices = states },
	{ .name = "credit", .label = "Credit", .kind = FIELD_MONEY, .flags = FIELD_FILTER, .help = "Euros." },
	{ .name = "born", .label = "Born", .kind = FIELD_DATE, .help = "A day." },
	{ .name = "seen", .label = "Seen", .kind = FIELD_TIME, .flags = FIELD_READONLY | FIELD_FILTER },
	{ .name = "agent", .label = "Agent", .kind = FIELD_TRISTATE },
	{ .name = "org", .label = "Organisation", .kind = FIELD_REFERENCE, .source = "organisations", .flags = FIELD_HIDDEN },
	{ .name = "from", .label = "From", .kind = FIELD_ADDRESS, .flags = FIELD_HIDDEN },
	{ .name = "notes", .label = "Notes", .kind = FIELD_LINES, .limit = 2000, .flags = FIELD_HIDDEN },
	{ .name = "secret", .label = "Password", .kind = FIELD_SECRET, .limit = 64, .flags = FIELD_HIDDEN },
	{ 0 },
};
static const struct list_spec spec = { .name = "rows",
	.fields = fields,
	.flags = LIST_SEARCH | LIST_FILTER | LIST_SORT | LIST_MARK | LIST_COLUMNS,
	.empty = "Nothing here." };

struct world {
	struct loop *loop;
	struct app *app;
	struct made_up source;
	struct list_source calls;
	struct list *list;
	char hostile[HOSTILE + 1];
};

/* ---- what goes to the terminal ---- */

static struct screen_pty pty;
static size_t seen; /* bytes that came through, in all */

static void must(bool holds, const char *what)
{
	if (!holds) {
		fprintf(stderr, "to the terminal: %s\n", what);
		abort();
	}
}

/* After ESC: a sequence that drawing takes, and its length. Operating system commands: only the clipboard's. */
static size_t sequence(const char *s, size_t n)
{
	size_t at = 2;

	must(n >= 2, "an escape without an end");
	if (s[1] == ']') {
		must(n > 6 && memcmp(s + 2, "52;", 3) == 0, "an operating system command");
		while (at < n && s[at] != '\a' && s[at] != '\033')
			at++;
		must(at < n, "a command without an end");
		return s[at] == '\a' ? at + 1 : at + 2;
	}
	if (s[1] == '(' || s[1] == ')')
		return 3;
	if (s[1] != '[') {
		must(strchr("78=>M", s[1]) != NULL, "an unknown escape");
		return 2;
	}
	while (at < n && s[at] >= 0x20 && s[at] < 0x40)
		at++;
	must(at < n && s[at] >= 0x40 && s[at] < 0x7f, "a control sequence without an end");
	must(!strchr("nc", s[at]), "a request to report");
	return at + 1;
}

static void check_output(const char *s, size_t n)
{
	for (size_t at = 0, end; at < n;) {
		if (s[at] == '\033') {
			at += sequence(s + at, n - at);
			continue;
		}
		if (s[at] && strchr("\r\n\b\t\016\017", s[at])) {
			at++;
			continue;
		}
		for (end = at; end < n && (unsigned char)s[end] >= 0x20; end++)
			;
		must(end > at, "a control character");
		must(text_is_clean(s + at, end - at), "text that is not clean");
		at = end;
	}
}

/* All that one frame wrote: it lies in the pseudo-terminal before app_draw comes back. */
static void look(void)
{
	static char bytes[1 << 18];
	size_t n = 0;
	struct pollfd ready = { .fd = pty.master, .events = POLLIN };

	while (n < sizeof(bytes) && poll(&ready, 1, 0) == 1 && (ready.revents & POLLIN)) {
		ssize_t got = read(pty.master, bytes + n, sizeof(bytes) - n);

		if (got <= 0)
			break;
		n += (size_t)got;
	}
	check_output(bytes, n);
	seen += n;
}

/* ---- the program under test ---- */

static bool may(void *ctx, const char *right)
{
	(void)ctx;
	(void)right;
	return true;
}

static void header(void *ctx, char *site, size_t site_size, char *who, size_t who_size, char *state, size_t state_size)
{
	struct world *w = ctx;

	snprintf(site, site_size, "%s", w->hostile);
	snprintf(who, who_size, "%s", w->hostile);
	snprintf(state, state_size, "2 due");
}

static void ask(void *ctx, struct form *f, const struct field *field, const char *typed)
{
	struct world *w = ctx;
	const char *values[] = { "7", typed }, *labels[] = { w->hostile, "Meier" };

	form_choices(f, field, values, labels, 2, false);
}

static void draw_form_screen(struct screen *s, struct area a)
{
	form_draw(s->data, a, true);
}

static bool key_form_screen(struct screen *s, const struct key *k)
{
	struct form *f = s->data;

	if (k->code != K_F2)
		return form_key(f, k);
	if (!form_editing(f))
		form_edit(f, NULL);
	else if (form_check(f))
		form_read(f);
	return true;
}

static void close_form_screen(struct screen *s)
{
	form_free(s->data);
}

static const struct screen_class form_screen = { .name = "record",
	.title = "Record",
	.extra = form_actions,
	.draw = draw_form_screen,
	.key = key_form_screen,
	.close = close_form_screen };

static void draw_list_screen(struct screen *s, struct area a)
{
	list_draw(((struct world *)s->data)->list, a);
}

static bool key_list_screen(struct screen *s, const struct key *k)
{
	return list_key(((struct world *)s->data)->list, k);
}

static void status_of_list(const struct screen *s, char *out, size_t size)
{
	list_status(((const struct world *)s->data)->list, out, size);
}

static const struct action *inside_list(const struct screen *s, bool *ret_typing)
{
	const struct list *l = ((const struct world *)s->data)->list;

	*ret_typing = list_typing(l);
	return list_inside(l);
}

static struct list *list_of(const struct screen *s)
{
	return ((const struct world *)s->data)->list;
}

static const struct screen_class list_screen = { .name = "rows",
	.title = "Rows",
	.extra = list_actions,
	.draw = draw_list_screen,
	.key = key_list_screen,
	.status = status_of_list,
	.inside = inside_list,
	.list = list_of };

/* Every field holds the hostile text, whatever its kind. */
static void open_row(void *ctx, struct list *l, const struct list_row *row)
{
	struct world *w = (struct world *)((char *)ctx - offsetof(struct world, source));
	const struct form_spec form = { .fields = fields, .ask_choices = ask, .ctx = w };
	struct form *f = form_new(w->app, &form);

	(void)l;
	form_load(f, "id", row->key);
	for (const struct field *field = fields + 1; field->name; field++)
		form_load(f, field->name, w->hostile);
	app_push(w->app, &form_screen, f);
}

static void world_open(struct world *w, const char *hostile, size_t n)
{
	static struct app_host host;
	static const struct field_env env = { LANGUAGE_EN, 1795435200, NULL };

	memset(w, 0, sizeof(*w));
	memcpy(w->hostile, hostile, n);
	w->source.rows = 5000;
	w->source.text = w->hostile;
	host = (struct app_host) { .ctx = w, .may = may, .header = header };
	w->loop = loop_new();
	w->app = app_new(w->loop, &host, &env);
	app_fix_clock(w->app, env.now);
	w->calls = made_up_source(&w->source);
	w->calls.open = open_row;
	w->list = list_new(w->app, &spec, &w->calls);
	app_push(w->app, &list_screen, w);
	list_reload(w->list);
}

static void world_close(struct world *w)
{
	app_clear(w->app);
	list_free(w->list);
	must(w->source.made == w->source.released && w->source.live == 0, "(pages were lost)");
	app_free(w->app);
	loop_free(w->loop);
}

static void frame(struct world *w)
{
	app_draw(w->app);
	look();
}

/* Byte 0xff, which no text has, is a new size: two bytes follow. */
static void resize(struct world *w, const uint8_t *size)
{
	struct key k = { .code = K_RESIZE };

	screen_resize(1 + size[0] % 60, 1 + size[1] % 200);
	app_feed(w->app, &k);
	frame(w);
}

static void type_bytes(struct world *w, struct input *in, const uint8_t *data, size_t size)
{
	struct key k;
	size_t room;
	char *space = input_space(in, &room);

	size = size < room ? size : room;
	memcpy(space, data, size);
	input_add(in, size);
	for (int n = 0; n < KEYS && input_next(in, true, &k) != INPUT_NONE && app_top(w->app); n++) {
		app_feed(w->app, &k);
		if (!app_top(w->app))
			return;
		frame(w);
	}
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	pty = screen_open_pty(ROWS, COLUMNS);
	return 0;
}

/* The first byte: how long the hostile text is that follows it; the rest is typed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world w;
	static struct input in;
	size_t hostile;

	if (size < 1 || size > TYPED)
		return 0;
	hostile = data[0] % HOSTILE < size - 1 ? data[0] % HOSTILE : size - 1;
	world_open(&w, (const char *)data + 1, hostile);
	input_init(&in);
	screen_resize(ROWS, COLUMNS);
	frame(&w);
	must(seen > 0, "(nothing comes)");
	for (size_t at = 1 + hostile, end; at < size && app_top(w.app); at = end) {
		if (data[at] == 0xff && at + 2 < size) {
			resize(&w, data + at + 1);
			end = at + 3;
			continue;
		}
		for (end = at + 1; end < size && data[end] != 0xff; end++)
			;
		type_bytes(&w, &in, data + at, end - at);
	}
	input_release(&in);
	world_close(&w);
	return 0;
}
