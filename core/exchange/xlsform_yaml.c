/* Items to YAML; each line knows the cell that it comes from. */
#include "core/exchange/xlsform_priv.h"

#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Keys of an item in the order in which a reader wants them. */
static const char *const order[] = {
	"label", "hint", "guidance", "class", "list", "or_other", "required",
	"required_message", "relevant", "constraint", "constraint_message",
	"readonly", "calculation", "trigger", "default", "choice_filter",
	"appearance", "rows", "start", "end", "step", "media", "shape",
	"meta", "repeat_count",
};

void
yaml_quoted(struct str *out, const char *text)
{
	size_t n = strlen(text), at, len;
	uint32_t cp;

	str_addc(out, '"');
	for (at = 0; at < n; at += len) {
		len = utf8_decode(text + at, n - at, &cp);
		if (cp == '"' || cp == '\\')
			str_printf(out, "\\%c", (char)cp);
		else if (cp == '\n')
			str_add(out, "\\n");
		else if (cp == '\t')
			str_add(out, "\\t");
		else if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
			str_printf(out, "\\x%02x", (unsigned)cp);
		/* line ends of YAML, the byte-order mark, halves of pairs */
		else if (cp == 0x2028 || cp == 0x2029 || cp == 0xfeff ||
		    cp == 0xfffe || cp == 0xffff)
			str_printf(out, "\\u%04x", (unsigned)cp);
		else
			str_addn(out, text + at, len);
	}
	str_addc(out, '"');
}

/* A scalar: plain where nothing could be taken for anything else. */
static void
scalar(struct str *out, const char *text)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR"
	    "STUVWXYZ0123456789_.-");

	if (n > 0 && text[n] == '\0' && text[0] != '-' && text[0] != '.')
		str_add(out, text);
	else
		yaml_quoted(out, text);
}

static void
both(struct str *out, const char *vi, const char *en)
{
	str_add(out, "{vi: ");
	yaml_quoted(out, vi != NULL ? vi : en);
	str_add(out, ", en: ");
	yaml_quoted(out, en != NULL ? en : vi);
	str_addc(out, '}');
}

static void
end_line(struct yaml_out *out, struct origin origin)
{
	str_addc(out->text, '\n');
	out->line = xgrow(out->line, out->n, &out->cap, sizeof(origin));
	out->line[out->n++] = origin;
}

static const char *
key_of(const struct pair *p)
{
	return p->own != NULL ? p->own : p->key;
}

static void
value(struct str *out, const struct pair *p)
{
	switch (p->as) {
	case MADE_BOTH:
		both(out, p->text, p->en);
		break;
	case MADE_LIST:
		str_add(out, p->text);
		break;
	case MADE_EXPR:
		/* yes, no and numbers need no quotes */
		if (strpbrk(p->text, "${('\" ") != NULL)
			yaml_quoted(out, p->text);
		else
			scalar(out, p->text);
		break;
	default:
		scalar(out, p->text);
		break;
	}
}

static void
indent(struct str *out, int depth)
{
	for (int i = 0; i < depth; i++)
		str_add(out, "  ");
}

static void
write_pair(struct yaml_out *out, const struct xls *x, size_t item,
    struct pair *p)
{
	const struct made *m = &x->made[item];

	indent(out->text, 2 * m->depth + 2);
	str_printf(out->text, "%s: ", key_of(p));
	value(out->text, p);
	end_line(out, (struct origin){ x->survey.sheet, m->row, p->col,
	    (int)item, p });
}

static bool
is_among(const char *const *list, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], key) == 0)
			return true;
	return false;
}

/* "valid_from: 2025-07-01, htcds: X": keys of a choice */
static void
choice_pairs(struct str *out, const struct choice *c)
{
	for (size_t i = 0; i < c->pairs; i++) {
		const struct pair *p = &c->pair[i];

		str_printf(out, ", %s: ", key_of(p));
		value(out, p);
	}
	for (size_t i = 0; i < c->columns; i++) {
		str_add(out, i == 0 ? ", columns: {" : ", ");
		scalar(out, c->column[i].own);
		str_add(out, ": ");
		scalar(out, c->column[i].text);
	}
	if (c->columns > 0)
		str_addc(out, '}');
}

static void
write_choices(struct yaml_out *out, const struct xls *x, const struct list *l,
    int depth)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct choice *c = &x->choice[l->first + i];

		if (c->dropped)
			continue;
		indent(out->text, depth);
		str_add(out->text, "- {code: ");
		scalar(out->text, c->code);
		str_add(out->text, ", label: ");
		both(out->text, c->vi, c->en);
		choice_pairs(out->text, c);
		str_addc(out->text, '}');
		end_line(out, (struct origin){ c->sheet, c->row, 0, -1,
		    NULL });
	}
}

static void
write_list_of(struct yaml_out *out, const struct xls *x, size_t item)
{
	const struct made *m = &x->made[item];
	const struct list *l = m->list == NULL ? NULL :
	    xls_list(x, m->list, m->external);
	struct origin origin = { x->survey.sheet, m->row, (int)m->list_col,
	    (int)item, NULL };

	if (l == NULL)
		return;
	indent(out->text, 2 * m->depth + 2);
	if (l->inside) {
		str_add(out->text, "choices:");
		end_line(out, origin);
		write_choices(out, x, l, 2 * m->depth + 3);
	} else {
		str_printf(out->text, "list: %s", l->code);
		end_line(out, origin);
	}
}

static bool
holds_any(const struct xls *x, size_t holder)
{
	for (size_t i = holder + 1; i < x->n; i++)
		if (x->made[i].parent == (int)holder && !x->made[i].dropped)
			return true;
	return false;
}

static void
write_item(struct yaml_out *out, const struct xls *x, size_t item)
{
	const struct made *m = &x->made[item];
	struct origin origin = { x->survey.sheet, m->row, 0, (int)item,
	    NULL };

	indent(out->text, 2 * m->depth + 1);
	str_printf(out->text, "- type: %s", m->type);
	end_line(out, origin);
	indent(out->text, 2 * m->depth + 2);
	str_printf(out->text, "name: %s", m->name);
	end_line(out, origin);
	for (size_t k = 0; k < ARRAY_LEN(order); k++) {
		struct pair *p = made_find(m, order[k]);

		if (strcmp(order[k], "list") == 0)
			write_list_of(out, x, item);
		if (p != NULL)
			write_pair(out, x, item, p);
	}
	for (size_t i = 0; i < m->n; i++) {
		struct pair *p = &m->pair[i];

		if (!p->dropped && !is_among(order, ARRAY_LEN(order),
		    key_of(p)))
			write_pair(out, x, item, p);
	}
	if (!m->holder)
		return;
	indent(out->text, 2 * m->depth + 2);
	str_add(out->text, holds_any(x, item) ? "items:" : "items: []");
	end_line(out, origin);
}

static void
write_lists(struct yaml_out *out, const struct xls *x)
{
	bool any = false;

	for (size_t i = 0; i < x->n_list; i++) {
		const struct list *l = &x->list[i];
		struct origin origin = { x->choice[l->first].sheet,
		    x->choice[l->first].row, 0, -1, NULL };

		if (l->left || l->inside)
			continue;
		if (!any) {
			str_add(out->text, "lists:");
			end_line(out, origin);
		}
		any = true;
		str_printf(out->text, "  %s:", l->code);
		end_line(out, origin);
		write_choices(out, x, l, 2);
	}
}

void
xls_yaml(const struct xls *x, struct yaml_out *out)
{
	const struct origin top = { x->settings.sheet, 1, 0, -1, NULL };

	for (size_t i = 0; i < x->n_head; i++) {
		struct pair *p = &x->head[i];

		if (p->dropped)
			continue;
		str_printf(out->text, "%s: ", key_of(p));
		value(out->text, p);
		end_line(out, (struct origin){ x->settings.sheet, 1, p->col,
		    -1, p });
	}
	write_lists(out, x);
	str_add(out->text, "items:");
	end_line(out, top);
	for (size_t i = 0; i < x->n; i++) {
		int up = (int)i;

		/* what a group left out holds is empty too */
		while (up >= 0 && !x->made[up].dropped)
			up = x->made[up].parent;
		if (up < 0)
			write_item(out, x, i);
	}
}
