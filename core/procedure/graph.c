/*
 * The procedure of a path or track as Graphviz dot: states as boxes, steps as
 * arrows, hand-overs dashed (dotted to a foreign side), what opens a case
 * again bold, the end doubly framed.
 */
#include "core/procedure/procedure.h"

/* A text between quotes: dot knows no other escapes. */
static void
add_quoted(struct str *out, const char *text)
{
	str_addc(out, '"');
	for (const char *s = text; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			str_addc(out, '\\');
		str_addc(out, *s == '\n' ? ' ' : *s);
	}
	str_addc(out, '"');
}

static void
add_state(const struct state *s, enum lang lang, struct str *out)
{
	str_add(out, "\t");
	add_quoted(out, s->code);
	str_add(out, " [label=");
	add_quoted(out, text_in(&s->title, lang));
	if (s->final)
		str_add(out, ", peripheries=2");
	str_add(out, "];\n");
}

static void
add_step(const struct step *step, enum lang lang, struct str *out)
{
	struct str law = STR_INIT;

	basis_text(&step->basis, lang, &law);
	for (size_t i = 0; i < step->n_from; i++) {
		str_add(out, "\t");
		add_quoted(out, step->from[i]->code);
		str_add(out, " -> ");
		add_quoted(out, step->to->code);
		str_add(out, " [label=");
		add_quoted(out, text_in(&step->title, lang));
		str_add(out, ", tooltip=");
		add_quoted(out, str_text(&law));
		if (step->foreign)
			str_add(out, ", style=dotted");
		else if (step->handover)
			str_add(out, ", style=dashed");
		else if (step->reopens)
			str_add(out, ", style=bold");
		str_add(out, "];\n");
	}
	str_done(&law);
}

void
procedure_dot(const struct path *p, enum lang lang, struct str *out)
{
	str_add(out, "digraph ");
	add_quoted(out, p->code);
	str_add(out, " {\n\tlabel=");
	add_quoted(out, text_in(&p->title, lang));
	str_add(out, ";\n\tnode [shape=box];\n"
	    "\t\"\" [shape=point];\n\t\"\" -> ");
	add_quoted(out, p->entry_state->code);
	str_add(out, ";\n");
	for (size_t i = 0; i < p->n_state; i++)
		add_state(&p->state[i], lang, out);
	for (size_t i = 0; i < p->n_step; i++)
		add_step(&p->step[i], lang, out);
	str_add(out, "}\n");
}
