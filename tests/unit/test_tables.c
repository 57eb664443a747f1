/* The tables of the screens check themselves: what they name exists, keys do not clash, nothing lacks its sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "forms/commands.h"
#include "forms/entity.h"
#include "forms/entity_private.h"
#include "forms/options.h"
#include "forms/screens.h"
#include "tui/record.h"

static void fields_are_whole(void **state)
{
	char why[256];

	(void)state;
	for (const struct entity *const *e = entities; *e; e++) {
		if (!field_table_check((*e)->fields, why, sizeof why))
			fail_msg("%s: %s", (*e)->name, why);
		if ((*e)->create && !field_table_check((*e)->create, why, sizeof why))
			fail_msg("%s, new: %s", (*e)->name, why);
		for (const struct entity_tab *t = (*e)->tabs; t && t->name; t++)
			if (t->fields && !field_table_check(t->fields, why, sizeof why))
				fail_msg("%s, %s: %s", (*e)->name, t->name, why);
	}
}

static void actions_are_whole(void **state)
{
	char why[256];

	(void)state;
	assert_true(action_table_check(global_actions, why, sizeof why));
	for (const struct screen_class *const *c = screen_classes; *c; c++)
		if ((*c)->actions && !action_table_check((*c)->actions, why, sizeof why))
			fail_msg("%s: %s", (*c)->name, why);
	for (const struct entity *const *e = entities; *e; e++)
		if ((*e)->actions && !action_table_check((*e)->actions, why, sizeof why))
			fail_msg("%s: %s", (*e)->name, why);
}

static const struct action *with_key(const struct action *table, uint32_t key)
{
	for (const struct action *a = table; a && a->name; a++)
		if (key && a->key == key)
			return a;
	return NULL;
}

/* A record's own verbs never take a key from the generic ones, nor from moving about in it. */
static void keys_do_not_clash(void **state)
{
	(void)state;
	for (const struct entity *const *e = entities; *e; e++)
		for (const struct action *a = (*e)->actions; a && a->name; a++) {
			if (with_key(entity_record_class.actions, a->key) || with_key(record_actions, a->key))
				fail_msg("%s: the key of %s is taken by the record", (*e)->name, a->name);
			if (with_key(global_actions, a->key) || with_key(app_actions, a->key))
				fail_msg("%s: the key of %s is taken everywhere", (*e)->name, a->name);
		}
}

static void entities_are_whole(void **state)
{
	(void)state;
	for (const struct entity *const *e = entities; *e; e++) {
		const struct entity *one = *e;

		assert_ptr_equal(entity_find(one->name), one);
		assert_non_null(one->title);
		assert_non_null(one->one);
		assert_non_null(one->empty);
		assert_non_null(one->right_view);
		assert_int_equal((one->flags & ENTITY_OPENS) != 0, one->tabs != NULL);
		if (one->create)
			assert_non_null(one->right_create);
		if (one->sort && !field_find(one->fields, one->sort))
			fail_msg("%s: it is sorted by %s, which it does not have", one->name, one->sort);
		if (one->sort)
			assert_true(field_find(one->fields, one->sort)->flags & FIELD_SORTABLE);
		if (!(one->fields[0].flags & FIELD_KEY))
			fail_msg("%s: its first column is not marked as the key", one->name);
	}
	assert_null(entity_find("no such thing"));
}

static void tabs_are_whole(void **state)
{
	(void)state;
	for (const struct entity *const *e = entities; *e; e++) {
		int n = 0;

		for (const struct entity_tab *t = (*e)->tabs; t && t->name; t++, n++) {
			bool form = t->fields || t->fields_of;

			assert_true(form != (t->related != NULL));
			assert_true((t->related != NULL) == (t->column != NULL));
		}
		assert_true(n <= RECORD_TABS_MAX);
	}
}

static void commands_and_options_have_sentences(void **state)
{
	(void)state;
	for (const struct command *c = commands; c->words; c++) {
		assert_non_null(c->help);
		assert_true((c->start != NULL) != (c->run != NULL));
		assert_true(c->least <= c->most);
	}
	for (const struct option_row *r = option_rows; r->name; r++)
		assert_non_null(r->help);
}

static void count_row(void *ctx, const char *line)
{
	int tabs = 0;

	for (const char *at = line; *at; at++)
		tabs += *at == '\t';
	assert_int_equal(tabs, 4);
	++*(int *)ctx;
}

static void every_key_is_told(void **state)
{
	int rows = 0;

	(void)state;
	commands_keys(NULL, count_row, &rows);
	assert_true(rows > 50);
}

/* As a row of sql/map/shapes.sql writes it: what a list asks for before anybody chose columns. */
static void shape_of(const struct entity *e, char *out, size_t size)
{
	size_t n = (size_t)snprintf(out, size, "('%s', '{%s", e->name, e->flags & ENTITY_VERSION ? "version," : "");

	for (const struct field *f = e->fields; f->name; f++)
		if (!(f->flags & FIELD_HIDDEN) && n < size)
			n += (size_t)snprintf(out + n, size - n, "%s,", f->name);
	if (n < size)
		snprintf(out + n - 1, size - n + 1, "}', false)");
}

static void shape_add(char *out, size_t size, const char *name)
{
	char item[100], whole[8192];
	size_t n = strlen(out);

	snprintf(item, sizeof item, ",%s,", name);
	snprintf(whole, sizeof whole, ",%s,", strchr(out, '{') + 1);
	if (!strstr(whole, item))
		snprintf(out + n, size - n, "%s%s", out[n - 1] == '{' ? "" : ",", name);
}

/* As record_parts_build puts it together for somebody with all rights. */
static void record_shape_of(const struct entity *e, char *out, size_t size)
{
	snprintf(out, size, "('%s', '{", e->name);
	if (e->heading)
		shape_add(out, size, e->heading);
	if (e->state)
		shape_add(out, size, e->state);
	for (const char *const *f = e->facts; f && *f; f++)
		shape_add(out, size, *f);
	for (const char *const *l = e->links; l && *l; l += 2)
		shape_add(out, size, *l);
	for (const struct entity_tab *t = e->tabs; t && t->name; t++) {
		if (t->key_from)
			shape_add(out, size, t->key_from);
		if (!t->fields || t->of)
			continue;
		for (const struct field *f = t->fields; f->name; f++) {
			shape_add(out, size, f->name);
			if (f->currency)
				shape_add(out, size, f->currency);
		}
		for (const struct field *f = t->fields; f->name; f++)
			if (f->kind == FIELD_REFERENCE)
				shape_add(out, size, record_label_column(f));
	}
	snprintf(out + strlen(out), size - strlen(out), "}', true)");
}

/* A shape that nothing asks for would be generated for nothing, and its list or record would be slow. */
static void shapes_are_asked_for(void **state)
{
	char rows[8192] = "", shape[4096];
	FILE *f = fopen("sql/map/shapes.sql", "re");
	int given = 0, asked = 0;

	(void)state;
	assert_non_null(f);
	rows[fread(rows, 1, sizeof rows - 1, f)] = '\0';
	fclose(f);
	for (const char *at = rows; (at = strstr(at, "\n\t('")); at++)
		given++;
	for (const struct entity *const *e = entities; *e; e++) {
		shape_of(*e, shape, sizeof shape);
		asked += strstr(rows, shape) != NULL;
		record_shape_of(*e, shape, sizeof shape);
		asked += strstr(rows, shape) != NULL;
	}
	assert_true(given > 0);
	assert_int_equal(asked, given);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_whole),
		cmocka_unit_test(shapes_are_asked_for),
		cmocka_unit_test(actions_are_whole),
		cmocka_unit_test(keys_do_not_clash),
		cmocka_unit_test(entities_are_whole),
		cmocka_unit_test(tabs_are_whole),
		cmocka_unit_test(commands_and_options_have_sentences),
		cmocka_unit_test(every_key_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
