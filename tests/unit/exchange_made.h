/* Forms made at random, as YAML, for import and export. */
#ifndef TN_TESTS_EXCHANGE_MADE_H
#define TN_TESTS_EXCHANGE_MADE_H

#include "core/base/mem.h"
#include "core/base/str.h"
#include "core/base/yaml.h"

#include <stdint.h>
#include <string.h>

/* Two trees with the same in them; the order of keys says nothing. */
static inline bool
same(const struct yaml_node *a, const struct yaml_node *b)
{
	if (a == NULL || b == NULL || a->kind != b->kind)
		return false;
	if (a->kind == YAML_TEXT)
		return strcmp(a->text, b->text) == 0;
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!same(a->item[i], a->kind == YAML_LIST ? b->item[i] :
		    yaml_get(b, a->key[i]->text)))
			return false;
	return true;
}

static uint64_t state;

static inline unsigned
roll(unsigned n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state % n);
}

struct maker {
	struct str *out;
	unsigned names, repeats;
};

/* Words that YAML, sheets, csv and Markdown have their own plans with. */
static inline void
words(struct str *out)
{
	static const char *const part[] = { "Người", "được hỏi", "yes", "null",
	    "- a", ": b", "#c", "|", "\\\\|", "\\\"", "'", "=1+1", "{x}", "%",
	    "&amp;", "<b>", "~", "01", "1.0", "ỡ", "\\n", ",", ";", "@", "*",
	    "\\\\n", "``", "__", "TRUE", "中", "\\t." };
	unsigned n = 1 + roll(5);

	str_add(out, "\"w");
	for (unsigned i = 0; i < n; i++)
		str_printf(out, "%s%s", roll(2) ? " " : "",
		    part[roll(ARRAY_LEN(part))]);
	str_add(out, "w\"");
}

static inline void
both(struct maker *m, const char *key, int depth)
{
	str_printf(m->out, "%*s%s: {vi: ", 2 * depth, "", key);
	words(m->out);
	str_add(m->out, ", en: ");
	words(m->out);
	str_add(m->out, "}\n");
}

static inline void
line(struct maker *m, int depth, const char *text)
{
	str_printf(m->out, "%*s%s\n", 2 * depth, "", text);
}

static inline void
choices(struct maker *m, int depth)
{
	unsigned n = 1 + roll(4);

	for (unsigned i = 0; i < n; i++) {
		str_printf(m->out, "%*s- {code: \"%s%u\", label: {vi: ",
		    2 * depth, "", roll(3) ? "c" : "mã-", i);
		words(m->out);
		str_add(m->out, ", en: ");
		words(m->out);
		str_add(m->out, "}");
		if (roll(3) == 0)
			str_printf(m->out, ", columns: {%s: %s}", roll(2) ?
			    "region" : roll(2) ? "Label" : "\"a b\"",
			    roll(2) ? "north" : "\"x y\"");
		if (roll(4) == 0)
			str_add(m->out, ", valid_from: 2025-07-01");
		if (roll(4) == 0)
			str_add(m->out, ", valid_to: 2030-07-01");
		if (roll(4) == 0)
			str_add(m->out, ", htcds: Other");
		str_add(m->out, "}\n");
	}
}

/* A select's choices: its own, the form's, or a list of forms/lists. */
static inline void
any_list(struct maker *m, int depth)
{
	switch (roll(3)) {
	case 0:
		line(m, depth, "choices:");
		choices(m, depth + 1);
		break;
	case 1:
		line(m, depth, roll(2) ? "list: made_a" : "list: made_b");
		break;
	default:
		line(m, depth, roll(2) ? "list: sex" : "list: communes");
		break;
	}
}

static inline void
rules(struct maker *m, int depth)
{
	if (roll(3) == 0)
		line(m, depth, roll(2) ? "required: yes" :
		    "required: \"true()\"");
	if (roll(4) == 0)
		both(m, "required_message", depth);
	if (m->names > 1 && roll(3) == 0)
		line(m, depth, "relevant: \"${base} != '“x”' and "
		    "string-length(${base}) > 2\"");
	if (roll(5) == 0)
		line(m, depth, "constraint: \"string-length(.) < 90\"");
	if (roll(5) == 0)
		both(m, "constraint_message", depth);
	if (roll(6) == 0)
		line(m, depth, "readonly: \"${base} = 'r'\"");
	if (roll(4) == 0)
		line(m, depth, "class: identity");
	if (roll(5) == 0)
		line(m, depth, roll(2) ? "statuses: []" :
		    "statuses: [refused, unknown]");
	if (roll(6) == 0)
		line(m, depth, "anew: yes");
	if (roll(6) == 0)
		line(m, depth, "law: \"Luật 53/2024, Đ.1 | k.2\"");
	if (roll(6) == 0)
		line(m, depth, "htcds: prs_FirstName");
	if (roll(6) == 0)
		line(m, depth, "suggested: yes");
}

static const char *const plain[] = { "integer", "decimal", "time",
    "date_time", "acknowledge", "yes_no" };

static inline void
question(struct maker *m, int depth)
{
	switch (roll(14)) {
	case 0:
		line(m, depth, "type: select_one");
		any_list(m, depth);
		if (roll(4) == 0)
			line(m, depth, "or_other: yes");
		break;
	case 1:
		line(m, depth, "type: select_multiple");
		any_list(m, depth);
		break;
	case 2:
		line(m, depth, "type: rank");
		any_list(m, depth);
		break;
	case 3:
		line(m, depth, "type: date");
		if (roll(2))
			line(m, depth, "precision: [day, month, year]");
		if (roll(2))
			line(m, depth, "estimated: yes");
		break;
	case 4:
		line(m, depth, "type: range");
		line(m, depth, "start: 0");
		line(m, depth, "end: 10");
		line(m, depth, "step: 0.5");
		break;
	case 5:
		line(m, depth, "type: file");
		if (roll(2))
			line(m, depth, roll(2) ? "media: image" :
			    "media: file");
		break;
	case 6:
		line(m, depth, "type: geo");
		if (roll(2))
			line(m, depth, roll(2) ? "shape: trace" :
			    "shape: point");
		break;
	case 7:
		line(m, depth, "type: barcode");
		if (roll(2))
			line(m, depth, "masked: yes");
		break;
	case 8:
	case 9:
		str_printf(m->out, "%*stype: %s\n", 2 * depth, "",
		    plain[roll(ARRAY_LEN(plain))]);
		break;
	default:
		line(m, depth, "type: text");
		if (roll(3) == 0)
			line(m, depth, "max_length: 70");
		if (roll(3) == 0)
			line(m, depth, "appearance: \"multiline w2\"");
		if (roll(3) == 0)
			line(m, depth, "rows: 4");
		if (roll(4) == 0)
			line(m, depth, roll(2) ? "default: \"concat('a', "
			    "\\\"b\\\")\"" : "default: \"x = y, 1 + 2\"");
		if (roll(5) == 0)
			line(m, depth, "calculation: \"concat(${base}, "
			    "'“')\"");
		break;
	}
	both(m, "label", depth);
	if (roll(3) == 0)
		both(m, "hint", depth);
	if (roll(4) == 0)
		both(m, "guidance", depth);
	rules(m, depth);
}

static inline void
item(struct maker *m, int depth, int levels)
{
	unsigned kind = roll(9), n;

	str_printf(m->out, "%*s- name: %s%u\n", 2 * depth, "",
	    roll(2) ? "q" : "Q_x-", m->names++);
	depth++;
	if (kind == 0 && levels > 0) {
		bool repeat = roll(3) == 0 && m->repeats == 0;

		line(m, depth, repeat ? "type: repeat" : "type: group");
		both(m, "label", depth);
		if (repeat && roll(2))
			both(m, "item_label", depth);
		if (repeat && roll(2))
			line(m, depth, "min: 1");
		if (repeat && roll(2))
			line(m, depth, "max: 4");
		if (roll(3) == 0)
			line(m, depth, "appearance: field-list");
		line(m, depth, "items:");
		m->repeats += repeat;
		n = 1 + roll(3);
		for (unsigned i = 0; i < n; i++)
			item(m, depth + 1, levels - 1);
		m->repeats -= repeat;
	} else if (kind == 1) {
		line(m, depth, "type: note");
		both(m, "label", depth);
	} else if (kind == 2) {
		line(m, depth, "type: calculate");
		line(m, depth, "calculation: \"${base}\"");
	} else if (kind == 3) {
		line(m, depth, "type: meta");
		line(m, depth, roll(2) ? "meta: start" : "meta: instance_id");
	} else {
		question(m, depth);
	}
}

static inline void
make_form(struct str *out)
{
	struct maker m = { .out = out };
	unsigned n = 1 + roll(12);

	str_add(out, "form: made-form\nversion: 3\n");
	both(&m, "title", 0);
	if (roll(2))
		str_add(out, "basis: \"Điều 3\"\n");
	if (roll(2))
		str_add(out, "status: suggested\n");
	if (roll(3) == 0)
		str_add(out, "anew: yes\n");
	str_add(out, "lists:\n  made_a:\n");
	choices(&m, 2);
	str_add(out, "  made_b:\n");
	choices(&m, 2);
	str_add(out, "items:\n  - name: base\n    type: text\n");
	both(&m, "label", 2);
	for (unsigned i = 0; i < n; i++)
		item(&m, 1, 3);
}

#endif
