/* Reasons as JSON; every sentence whole in both languages. */
#include "core/case/reason.h"

#include <stdarg.h>
#include <stdlib.h>

static json_t *
both_json(const char *vi, const char *en)
{
	json_t *o = json_object();

	json_object_set_new(o, "vi", json_string(vi));
	json_object_set_new(o, "en", json_string(en));
	return o;
}

json_t *
text_json(const struct text *t)
{
	if (t == NULL)
		return json_null();
	return both_json(text_in(t, LANG_VI), text_in(t, LANG_EN));
}

json_t *
basis_json(const struct basis *b)
{
	struct str vi = STR_INIT, en = STR_INIT;
	json_t *o;

	if (b == NULL)
		return json_null();
	basis_text(b, LANG_VI, &vi);
	basis_text(b, LANG_EN, &en);
	o = json_object();
	json_object_set_new(o, "text", both_json(str_text(&vi), str_text(&en)));
	if (b->doc != NULL)
		json_object_set_new(o, "doc", json_string(b->doc->code));
	if (b->article != NULL)
		json_object_set_new(o, "article", json_string(b->article));
	json_object_set_new(o, "status", json_string(sureness_code(b->status)));
	json_object_set_new(o, "status_text",
	    text_json(sureness_text(b->status)));
	if (b->note.vi != NULL)
		json_object_set_new(o, "note", text_json(&b->note));
	if (b->source != NULL)
		json_object_set_new(o, "source", json_string(b->source));
	str_done(&vi);
	str_done(&en);
	return o;
}

json_t *
err_json(const struct err *e)
{
	struct str vi = STR_INIT, en = STR_INIT;
	json_t *o;

	err_text(e, LANG_VI, true, &vi);
	err_text(e, LANG_EN, true, &en);
	o = both_json(str_text(&vi), str_text(&en));
	str_done(&vi);
	str_done(&en);
	return o;
}

json_t *
fix_json(enum fix_kind kind, const char *code, const char *field)
{
	static const char *const name[] = {
		[FIX_NONE] = "none", [FIX_FORM] = "form",
		[FIX_REQUEST] = "request", [FIX_PAPER] = "paper",
		[FIX_SUPPORT] = "support", [FIX_STEP] = "step",
	};
	json_t *o = json_object();

	json_object_set_new(o, "kind", json_string(name[kind]));
	if (code != NULL)
		json_object_set_new(o, "code", json_string(code));
	if (field != NULL)
		json_object_set_new(o, "field", json_string(field));
	return o;
}

static void
add(json_t *reasons, const char *code, json_t *say, const struct basis *basis,
    json_t *fix)
{
	json_t *o = json_object();

	json_object_set_new(o, "code", json_string(code));
	json_object_set_new(o, "say", say);
	json_object_set_new(o, "law", basis_json(basis));
	json_object_set_new(o, "fix",
	    fix != NULL ? fix : fix_json(FIX_NONE, NULL, NULL));
	json_array_append_new(reasons, o);
}

void
reason_add_err(json_t *reasons, const struct basis *basis, json_t *fix,
    const struct err *e)
{
	json_t *args, *last;
	size_t i;

	add(reasons, err_code_name(e->code), err_json(e), basis, fix);
	if (e->code != ERR_AGAIN)
		return;
	/* How far it is, for a program: it does not read sentences. */
	args = json_array();
	for (i = 0; i < ERR_ARGS && e->arg[i] != NULL; i++)
		json_array_append_new(args, json_string(e->arg[i]));
	last = json_array_get(reasons, json_array_size(reasons) - 1);
	json_object_set_new(last, "args", args);
}

/* The sentence of a code in one language, its arguments in the same. */
static char *
sentence(enum err_code code, const struct text *const *arg, size_t n,
    enum lang lang)
{
	const char *in_lang[ERR_ARGS] = { NULL };
	struct str out = STR_INIT;
	size_t i;

	for (i = 0; i < n; i++)
		in_lang[i] = text_in(arg[i], lang);
	text_fill(&out, err_pattern(code, lang), in_lang, ERR_ARGS);
	return str_steal(&out);
}

void
reason_add(json_t *reasons, const struct basis *basis, json_t *fix,
    enum err_code code, ...)
{
	const struct text *arg[ERR_ARGS], *next;
	char *vi, *en;
	va_list ap;
	size_t n = 0;

	va_start(ap, code);
	while (n < ERR_ARGS && (next = va_arg(ap, const struct text *)) != NULL)
		arg[n++] = next;
	va_end(ap);
	vi = sentence(code, arg, n, LANG_VI);
	en = sentence(code, arg, n, LANG_EN);
	add(reasons, err_code_name(code), both_json(vi, en), basis, fix);
	free(vi);
	free(en);
}

void
reasons_about(json_t *reasons, size_t before, enum err_code code,
    const char *which, const char *key, json_t *value)
{
	size_t i;

	for (i = before; i < json_array_size(reasons); i++) {
		json_t *r = json_array_get(reasons, i);
		const json_t *say = json_object_get(r, "say");
		struct text text = {
			(char *)json_string_value(
			    json_object_get(say, "vi")),
			(char *)json_string_value(
			    json_object_get(say, "en")),
		};
		const struct text *const arg[] = { SAME(which), &text };
		char *vi = sentence(code, arg, 2, LANG_VI);
		char *en = sentence(code, arg, 2, LANG_EN);

		json_object_set_new(r, "say", both_json(vi, en));
		json_object_set(json_object_get(r, "fix"), key, value);
		free(vi);
		free(en);
	}
	json_decref(value);
}

void
reason_add_need(json_t *reasons, const struct need *need)
{
	add(reasons, need->code, text_json(&need->say), &need->basis,
	    fix_json(need->fix.kind, need->fix.code, need->fix.field));
}
