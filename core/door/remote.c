/* The door's functions when another process keeps the store. */
#include "core/door/remote.h"

#include "core/base/jx.h"
#include "core/door/door.h"

#include <stdlib.h>
#include <string.h>

#define FORM_FILE_MAX (1u << 20)	/* as the loader reads them */

/* ---- errors, across ---- */

json_t *
err_parts(const struct err *e)
{
	json_t *args = json_array();
	size_t i;

	for (i = 0; i < ERR_ARGS && e->arg[i] != NULL; i++)
		json_array_append_new(args, json_string(e->arg[i]));
	return json_pack("{s:s,s:o}", "code", err_code_name(e->code),
	    "args", args);
}

bool
err_from_parts(const json_t *o, struct err *e)
{
	const json_t *args = jx_get(o, "args");
	const char *code = jx_text(o, "code"), *arg[ERR_ARGS] = { NULL };
	size_t i;
	int c;

	for (i = 0; i < ERR_ARGS; i++)
		arg[i] = json_string_value(json_array_get(args, i));
	for (c = 1; c < ERR_COUNT; c++)
		if (str_eq(err_code_name((enum err_code)c), code))
			return err_set(e, (enum err_code)c, arg[0], arg[1],
			    arg[2], arg[3], NULL);
	return err_set(e, ERR_SERVE_REPLY, NULL);
}

/* ---- the forms of both sides ---- */

static bool
hash_file(const struct files *files, const char *name, struct seal_hash *h,
    struct err *e)
{
	size_t len = 0;
	char *text = files->read(files->ctx, name, FORM_FILE_MAX, &len, e);

	if (text == NULL)
		return false;
	/* With its NUL and its length, so that no two folders read alike. */
	seal_hash_add(h, name, strlen(name) + 1);
	seal_hash_add(h, &len, sizeof(len));
	seal_hash_add(h, text, len);
	free(text);
	return true;
}

static bool
is_yaml(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && strcmp(name + n - 5, ".yaml") == 0;
}

bool
forms_hash(const struct files *files, char out[FORMS_HASH_SIZE],
    struct err *e)
{
	unsigned char hash[SEAL_HASH_SIZE];
	size_t n = 0, i;
	char **list = files->list(files->ctx, "", &n, e);
	struct seal_hash *h;
	bool ok = list != NULL;

	if (!ok)
		return false;
	h = seal_hash_new();
	for (i = 0; ok && i < n; i++)
		/* Scenarios and notes decide nothing. */
		if (is_yaml(list[i]) && !str_starts(list[i], "scenarios/"))
			ok = hash_file(files, list[i], h, e);
	seal_hash_end(h, hash);
	files_list_free(list, n);
	hex_from(hash, sizeof(hash), out);
	return ok;
}

/* ---- opening ---- */

static void
take_about(struct tn *tn, const json_t *about)
{
	json_t *values = jx_get(about, "values");

	if (jx_get(about, "site") == NULL)
		return;
	tn->site_seq = jx_int(about, "site", 0);
	if (tn->site == NULL)
		tn->site = json_object();
	json_object_set_new(tn->site, "demonstration",
	    json_boolean(jx_bool(about, "demonstration", false)));
	json_object_set_new(tn->site, "training",
	    json_boolean(jx_bool(about, "training", false)));
	json_object_set_new(tn->site, "codes",
	    json_boolean(jx_bool(about, "codes", false)));
	json_object_set_new(tn->site, "values", values != NULL ?
	    json_incref(values) : json_object());
	tn_apply_values(tn);
}

struct tn *
tn_over(const struct tn_config *config, const struct remote *remote,
    const json_t *hello, struct findings *found)
{
	struct tn *tn = xcalloc(1, sizeof(*tn));

	jx_wipe_freed();
	tn->env = config->env;
	tn->remote = remote;
	tn->procedure = procedure_load(config->files, found);
	if (tn->procedure == NULL) {
		tn_close(tn);
		return NULL;
	}
	take_about(tn, hello);
	/* Its word for this connection alone. */
	if (jx_get(hello, "account") != NULL)
		json_object_set(tn->site, "account",
		    jx_get(hello, "account"));
	if (jx_bool(tn->site, "training", false) != config->training) {
		findings_add(found, NULL, 0, 0, config->training ?
		    ERR_STORE_LIVE : ERR_STORE_TRAINING, NULL);
		tn_close(tn);
		return NULL;
	}
	return tn;
}

/* ---- one request, one answer ---- */

static json_t *
request_of(const struct session *s, const char *op)
{
	return json_pack("{s:s,s:I}", "op", op, "session",
	    (json_int_t)s->far);
}

/* The answer to a request (taken over), or NULL and *e. */
static json_t *
call(struct tn *tn, json_t *request, struct err *e)
{
	json_t *reply = tn->remote->call(tn->remote->ctx, request, e);
	json_t *answer = jx_get(reply, "answer");

	json_decref(request);
	if (reply == NULL)
		return NULL;
	if (json_is_object(answer))
		json_incref(answer);
	else
		answer = NULL;
	if (answer == NULL)
		err_from_parts(jx_get(reply, "error"), e);
	json_decref(reply);
	return answer;
}

/*
 * What could not be read on the other side would cost the line: a NUL in a
 * text, a value too deep or too long.  NULL: nothing to read.
 */
static bool
can_cross(const struct tn *tn, const json_t *o)
{
	char *text = jx_canonical(o);
	json_t *back = text == NULL ? NULL : jx_parse_most(text, strlen(text),
	    tn->remote->most, NULL);
	bool ok = back != NULL;

	if (text != NULL)
		seal_wipe(text, strlen(text));
	free(text);
	json_decref(back);
	return ok;
}

/* What an answer says of the session itself is remembered with it. */
static void
note_over(struct session *s, enum err_code code)
{
	static const enum err_code over[] = { ERR_SESSION_ENDED,
	    ERR_SESSION_LONG, ERR_SESSION_CLOSED, ERR_SESSION_IDLE,
	    ERR_SERVE_SESSION };

	for (size_t i = 0; i < ARRAY_LEN(over); i++)
		if (code == over[i])
			s->over = code;
}

static void
note_answer(struct session *s, const json_t *answer)
{
	const json_t *o = json_array_get(jx_get(answer, "reasons"), 0);
	struct err e = ERR_INIT;

	if (o == NULL)
		return;
	err_from_parts(o, &e);
	note_over(s, e.code);
	err_done(&e);
}

bool
remote_alive(struct session *s)
{
	struct err e = ERR_INIT;
	json_t *answer = call(s->tn, request_of(s, "alive"), &e);

	if (answer == NULL)
		note_over(s, e.code);
	json_decref(answer);
	err_done(&e);
	return s->over == ERR_NONE;
}

/* Is the work not done yet, and does whoever waits want it done? */
static bool
goes_on(struct session *s, const json_t *answer, struct err *e)
{
	const json_t *o = json_array_get(jx_get(answer, "reasons"), 0);
	struct err why = ERR_INIT;
	bool again;

	if (o != NULL)
		err_from_parts(o, &why);
	again = why.code == ERR_AGAIN && why.arg[0] != NULL &&
	    why.arg[1] != NULL;
	if (again && !tn_goes_on(s->tn, strtoll(why.arg[0], NULL, 10),
	    strtoll(why.arg[1], NULL, 10)))
		err_set(e, ERR_STOPPED, NULL);
	err_done(&why);
	return again;
}

/*
 * As call().  The other side cuts long work into slices, so that nobody else
 * waits for it: it says how far it is, and is asked again.
 */
static json_t *
call_whole(struct session *s, json_t *request, struct err *e)
{
	json_t *answer;

	s->tn->stopped = false;
	for (;;) {
		answer = call(s->tn, json_incref(request), e);
		if (answer == NULL || !goes_on(s, answer, e))
			break;
		json_decref(answer);
		answer = NULL;
		if (s->tn->stopped)
			break;
	}
	json_decref(request);
	return answer;
}

json_t *
remote_execute(struct session *s, const char *op_id, const json_t *command)
{
	json_t *request = request_of(s, "do"), *answer;
	json_t *own = json_is_object(command) ?
	    json_copy((json_t *)(uintptr_t)command) : json_object();
	struct err e = ERR_INIT;

	/* With its id, so that it can be asked for when the line breaks. */
	json_object_set_new(own, "op_id", json_string(op_id));
	json_object_set_new(request, "command", own);
	if (!can_cross(s->tn, own)) {
		json_decref(request);
		return refuse(op_id, ERR_BAD_COMMAND, "with");
	}
	answer = call_whole(s, request, &e);
	if (answer == NULL)
		answer = e.code == ERR_SERVE_LOST ? outcome_unknown(op_id) :
		    refuse_err(op_id, &e);
	err_done(&e);
	note_answer(s, answer);
	return answer;
}

json_t *
remote_ask(struct session *s, const json_t *query)
{
	json_t *request = request_of(s, "ask"), *answer;
	struct err e = ERR_INIT;

	json_object_set(request, "query", (json_t *)(uintptr_t)query);
	if (!can_cross(s->tn, json_object_get(request, "query"))) {
		json_decref(request);
		return refuse(NULL, ERR_BAD_COMMAND, "ask");
	}
	answer = call_whole(s, request, &e);
	if (answer == NULL)
		answer = refuse_err(NULL, &e);
	err_done(&e);
	note_answer(s, answer);
	return answer;
}

/* Only a process of one's own does that; others have more to do. */
json_t *
remote_verify(struct tn *tn)
{
	struct err e = ERR_INIT;
	json_t *answer = call(tn, json_pack("{s:s}", "op", "verify"), &e);

	if (answer == NULL)
		answer = refuse_err(NULL, &e);
	err_done(&e);
	return answer;
}

/* ---- sessions ---- */

/* As a text that can cross; NULL: no UTF-8 or with a NUL, no secret of ours. */
static json_t *
secret_text(const char *secret, size_t len)
{
	return secret != NULL && memchr(secret, '\0', len) == NULL ?
	    json_stringn(secret, len) : NULL;
}

/* The session that an answer (taken over) opens; NULL for none. */
static struct session *
session_over(struct tn *tn, json_t *answer, const char *officer)
{
	struct session *s;

	if (answer == NULL)
		return NULL;
	s = xcalloc(1, sizeof(*s));
	s->tn = tn;
	s->far = jx_int(answer, "session", 0);
	s->officer = xstrdup(jx_text(answer, "officer") != NULL ?
	    jx_text(answer, "officer") : officer);
	take_about(tn, answer);
	json_decref(answer);
	return s;
}

struct session *
remote_sign_in(struct tn *tn, const char *officer, const char *secret,
    size_t len, const char *code, struct err *e)
{
	json_t *text = secret_text(secret, len), *request, *answer;

	if (text == NULL) {
		err_set(e, ERR_SIGN_IN, NULL);
		return NULL;
	}
	request = json_pack("{s:s,s:s,s:O,s:s*}", "op", "sign_in", "officer",
	    officer, "secret", text, "code", code);
	if (request == NULL)
		request = json_pack("{s:s}", "op", "sign_in");
	answer = call(tn, request, e);
	seal_wipe((void *)(uintptr_t)json_string_value(text), len);
	json_decref(text);
	return session_over(tn, answer, officer);
}

struct session *
remote_sign_in_account(struct tn *tn, const char *code, struct err *e)
{
	json_t *request = json_pack("{s:s,s:b,s:s*}", "op", "sign_in",
	    "account", 1, "code", code);
	struct session *s;

	if (request == NULL)
		request = json_pack("{s:s,s:b}", "op", "sign_in", "account",
		    1);
	s = session_over(tn, call(tn, request, e), "");
	if (s != NULL)
		json_object_del(tn->site, "account");
	return s;
}

bool
remote_change_secret(struct session *s, const char *old, size_t old_len,
    const char *secret, size_t len, struct err *e)
{
	json_t *was = secret_text(old, old_len), *now, *request, *answer;
	bool ok = was != NULL;

	now = secret_text(secret, len);
	if (!ok || now == NULL) {
		json_decref(was);
		json_decref(now);
		return err_set(e, ok ? ERR_SECRET_BYTES : ERR_SIGN_IN, NULL);
	}
	request = request_of(s, "change_secret");
	json_object_set(request, "old", was);
	json_object_set(request, "secret", now);
	answer = call(s->tn, request, e);
	seal_wipe((void *)(uintptr_t)json_string_value(was), old_len);
	seal_wipe((void *)(uintptr_t)json_string_value(now), len);
	json_decref(was);
	json_decref(now);
	ok = answer != NULL;
	if (ok)
		take_about(s->tn, answer);
	json_decref(answer);
	return ok;
}

void
remote_sign_out(struct session *s)
{
	struct err e = ERR_INIT;

	json_decref(call(s->tn, request_of(s, "sign_out"), &e));
	err_done(&e);
}

/* ---- forms ---- */

static const struct form *
form_of(const struct procedure *p, const json_t *data)
{
	const char *regime = jx_text(data, "regime");
	const struct form *form;
	size_t i;

	for (i = 0; i < p->n_regime; i++) {
		if (!str_eq(p->regime[i].code, regime))
			continue;
		form = regime_form(&p->regime[i], jx_text(data, "form"));
		return form == NULL ? NULL : form_version(form,
		    (int)jx_int(data, "version", 0));
	}
	return NULL;
}

static enum form_show
access_of(void *ctx, const struct form_item *item)
{
	const char *text = jx_text(ctx, item->name);

	return str_eq(text, "hide") ? FORM_HIDE :
	    str_eq(text, "mask") ? FORM_MASK : FORM_SHOW;
}

/* As mark_fill() of fill.c, from what the other side says. */
static void
mark(struct fill *fill, const struct form *form, const json_t *data)
{
	const struct form *kept = form_version(form,
	    (int)jx_int(data, "kept", form->version));
	const char *name;
	json_t *pair;

	fill_access(fill, access_of, jx_get(data, "access"));
	if (json_object_size(jx_get(data, "withheld")) > 0)
		fill_withhold(fill, jx_get(data, "withheld"));
	json_object_foreach(jx_get(data, "marks"), name, pair)
		fill_mark(fill, name, (size_t)json_integer_value(
		    json_array_get(pair, 0)), (size_t)json_integer_value(
		    json_array_get(pair, 1)));
	if (kept != NULL && kept->version < form->version)
		fill_mark_added(fill, kept);
}

static struct fill *
fill_from(struct session *s, const json_t *data, bool for_act, struct err *e)
{
	const struct form *form;
	struct fill *fill;

	take_about(s->tn, jx_get(data, "about"));
	form = form_of(s->tn->procedure, data);
	if (form == NULL) {
		err_set(e, ERR_SERVE_REPLY, NULL);
		return NULL;
	}
	fill = fill_of(s, form, jx_get(data, "known"), e);
	if (fill != NULL && for_act)
		fill_begin(fill);
	if (fill != NULL && jx_bool(data, "shown", false))
		mark(fill, form, data);
	return fill;
}

struct fill *
remote_fill(struct session *s, const char *case_id, const char *form_code,
    bool for_act, struct err *e)
{
	json_t *query = json_pack("{s:s,s:s,s:s,s:b,s:I}", "ask", "fill_data",
	    "case", case_id, "form", form_code, "for_act", for_act ? 1 : 0,
	    "site", (json_int_t)s->tn->site_seq);
	json_t *data = remote_ask(s, query);
	struct fill *fill = NULL;

	if (str_eq(jx_text(data, "outcome"), "done"))
		fill = fill_from(s, data, for_act, e);
	else if (jx_get(data, "error") != NULL)
		err_from_parts(jx_get(data, "error"), e);
	else
		err_from_parts(json_array_get(jx_get(data, "reasons"), 0), e);
	json_decref(data);
	json_decref(query);
	return fill;
}
