/* tiepnhan verify, backup, restore: the file itself, without forms or keys. */
#include "tui/command/command.h"

#include "core/case/row.h"
#include "core/staff/keyring.h"
#include "core/store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct store *
open_store(struct cli *cli)
{
	struct err e = ERR_INIT;
	struct store *s;

	if (!cli_has_store(cli))
		return NULL;
	s = store_open(cli->store, &case_projector, NULL, &e);
	if (s == NULL)
		cli_err(cli, &e, NULL);
	err_done(&e);
	return s;
}

static json_t *
both_of(const struct err *e)
{
	struct str vi = STR_INIT, en = STR_INIT;
	json_t *o = json_object();

	err_text(e, LANG_VI, true, &vi);
	err_text(e, LANG_EN, true, &en);
	json_object_set_new(o, "vi", json_string(str_text(&vi)));
	json_object_set_new(o, "en", json_string(str_text(&en)));
	str_done(&vi);
	str_done(&en);
	return o;
}

/* The same keys as tn_verify(), for scripts. */
static json_t *
verdict_json(const struct store_verdict *v, bool fine, const struct err *e)
{
	char head[2 * HASH_SIZE + 1];
	json_t *o = json_object(), *reason;

	json_object_set_new(o, "outcome", json_string(fine ? "done" :
	    "refused"));
	json_object_set_new(o, "events", json_integer(v->events));
	json_object_set_new(o, "streams",
	    json_integer((json_int_t)v->streams));
	if (fine) {
		hex_from(v->head, HASH_SIZE, head);
		json_object_set_new(o, "head", json_string(head));
		json_object_set_new(o, "signed",
		    json_integer((json_int_t)v->checkpoints));
		json_object_set_new(o, "signed_to",
		    json_integer((json_int_t)v->signed_to));
		json_object_set_new(o, "keys", json_integer(v->keys));
		json_object_set_new(o, "own_key", json_boolean(v->own_key));
		json_object_set_new(o, "clock_jumps",
		    json_integer((json_int_t)v->jumps));
		json_object_set_new(o, "first_jump",
		    json_integer((json_int_t)v->jump));
		return o;
	}
	reason = json_object();
	json_object_set_new(reason, "code",
	    json_string(err_code_name(e->code)));
	json_object_set_new(reason, "say", both_of(e));
	json_object_set_new(o, "reasons", json_array());
	json_array_append_new(json_object_get(o, "reasons"), reason);
	json_object_set_new(o, "seq", json_integer(v->seq));
	json_object_set_new(o, "stream", json_string(v->stream));
	return o;
}

static void
tell_signed(struct cli *cli, const struct store_verdict *v)
{
	char n[32], to[32];

	if (v->checkpoints == 0)
		return;
	snprintf(n, sizeof(n), "%" PRId64, v->checkpoints);
	snprintf(to, sizeof(to), "%" PRId64, v->signed_to);
	cli_tell(cli, W_VERIFIED_SIGNED, n, to, NULL);
	snprintf(n, sizeof(n), "%d", v->keys);
	if (v->keys > 1)
		cli_tell(cli, W_VERIFIED_KEYS, n, NULL);
	if (!v->own_key)
		cli_tell(cli, W_VERIFIED_STRANGE_KEY, NULL);
}

static void
tell_fine(struct cli *cli, const struct store_verdict *v)
{
	char events[32], streams[32];

	snprintf(events, sizeof(events), "%" PRId64, v->events);
	snprintf(streams, sizeof(streams), "%zu", v->streams);
	if (cli->has[OPT_CHAIN])
		cli_tell(cli, W_VERIFIED_CHAIN, cli->store, events, NULL);
	else
		cli_tell(cli, W_VERIFIED, cli->store, events, streams, NULL);
	tell_signed(cli, v);
	snprintf(events, sizeof(events), "%" PRId64, v->jumps);
	snprintf(streams, sizeof(streams), "%" PRId64, v->jump);
	if (v->jumps > 0)
		cli_tell(cli, W_VERIFIED_JUMPS, events, streams, NULL);
}

/* "1234:0123456789abcdef..."; false when it is none. */
static bool
read_head(const char *text, int64_t *seq, const char **hex)
{
	const char *colon = strchr(text, ':');
	char *end;

	if (colon == NULL || colon - text < 1 || colon - text > 15 ||
	    strspn(text, "0123456789") != (size_t)(colon - text))
		return false;
	*seq = strtoll(text, &end, 10);
	*hex = colon + 1;
	return *seq > 0 && strlen(*hex) >= 16 && strlen(*hex) <= 64 &&
	    strspn(*hex, "0123456789abcdef") == strlen(*hex);
}

/* The head that somebody has on paper, after the chain has been proved. */
static bool
check_head(struct cli *cli, struct store *s, struct store_verdict *v,
    struct err *e)
{
	const char *hex;
	char number[24];
	int64_t seq;

	if (!cli->has[OPT_HEAD] ||
	    !read_head(cli->value[OPT_HEAD], &seq, &hex))
		return true;
	if (!store_verify_head(s, seq, hex, v, e))
		return false;
	snprintf(number, sizeof(number), "%" PRId64, seq);
	cli_tell(cli, W_HEAD_HOLDS, number, NULL);
	return true;
}

int
command_verify(struct cli *cli)
{
	struct store_progress progress = cli_progress(cli);
	const struct store_progress *p = progress.tell ? &progress : NULL;
	struct store *s = open_store(cli);
	struct store_verdict v = { 0 };
	struct err e = ERR_INIT;
	const char *hex;
	int64_t seq;
	json_t *o;
	bool fine;

	if (cli->has[OPT_HEAD] &&
	    !read_head(cli->value[OPT_HEAD], &seq, &hex)) {
		store_close(s);
		return cli_misuse(cli, W_HEAD_WRONG, cli->value[OPT_HEAD]);
	}
	if (s == NULL)
		return CLI_REFUSED;
	fine = cli->has[OPT_CHAIN] ? store_verify_chain(s, &v, p, &e) :
	    store_verify(s, &v, p, &e);
	fine = fine && check_head(cli, s, &v, &e);
	store_close(s);
	if (fine)
		tell_fine(cli, &v);
	else
		cli_err(cli, &e, NULL);
	if (cli->has[OPT_JSON]) {
		o = verdict_json(&v, fine, &e);
		cli_print_json(o);
		json_decref(o);
	}
	err_done(&e);
	return fine ? CLI_DONE : CLI_REFUSED;
}

/* {"outcome":"done","file":F}: where the copy lies now. */
static void
print_file(struct cli *cli, const char *file)
{
	json_t *o;

	if (!cli->has[OPT_JSON])
		return;
	o = json_object();
	json_object_set_new(o, "outcome", json_string("done"));
	json_object_set_new(o, "file", json_string(file));
	cli_print_json(o);
	json_decref(o);
}

/*
 * Beside the backup: what must be erased again when it is restored.  Told
 * with the key that signed it, for the paper that is kept with the backup.
 */
static bool
write_list(struct cli *cli, struct store *s, const char *backup,
    struct err *e)
{
	char *path = xasprintf("%s.erased", backup), number[24];
	char key[2 * HASH_SIZE + 1];
	struct ended_list l = { .n = 0 };
	bool ok = store_ended_write(s, path, e) &&
	    store_ended_read(path, &l, e);

	if (ok) {
		snprintf(number, sizeof(number), "%" PRId64, l.number);
		hex_from(l.key, HASH_SIZE, key);
		cli_tell(cli, W_BACKED_UP_LIST, path, number, key, NULL);
	}
	ended_list_done(&l);
	free(path);
	return ok;
}

/* The lists that were named, at most the one beside the backup and another. */
struct lists {
	struct ended_list list[2];
	struct ended_known known;
};

static bool
add_list(struct lists *l, const char *path, struct err *e)
{
	if (!store_ended_read(path, &l->list[l->known.n], e))
		return false;
	l->known.n++;
	return true;
}

static bool
read_lists(struct cli *cli, struct lists *l, struct err *e)
{
	const char *given = cli->has[OPT_ERASED] ? cli->value[OPT_ERASED] :
	    NULL;
	char *beside = xasprintf("%s.erased", cli->arg[0]);
	bool ok;

	memset(l, 0, sizeof(*l));
	l->known.list = l->list;
	l->known.key = cli->has[OPT_KEY] ? cli->value[OPT_KEY] : NULL;
	/* A newer list stands in for one that is missing, not for a bad one. */
	ok = add_list(l, beside, e);
	if (!ok && given != NULL && e->code == ERR_STORE_NO_ENDED_LIST) {
		err_done(e);
		ok = true;
	}
	if (ok && given != NULL && !str_eq(given, "none"))
		ok = add_list(l, given, e);
	free(beside);
	return ok;
}

int
command_backup(struct cli *cli)
{
	struct store_progress progress = cli_progress(cli);
	struct store *s = open_store(cli);
	struct err e = ERR_INIT;
	bool ok;

	if (s == NULL)
		return CLI_REFUSED;
	/* So that the backup knows the key that its list is signed with. */
	(void)store_checkpoint(s, real_now(NULL));
	ok = store_backup(s, cli->arg[0], progress.tell ? &progress : NULL,
	    &e) && write_list(cli, s, cli->arg[0], &e);
	store_close(s);
	if (ok) {
		cli_tell(cli, W_BACKED_UP, cli->arg[0], NULL);
		print_file(cli, cli->arg[0]);
	} else {
		cli_err(cli, &e, NULL);
	}
	err_done(&e);
	return ok ? CLI_DONE : CLI_REFUSED;
}

int
command_restore(struct cli *cli)
{
	struct store_progress progress = cli_progress(cli);
	const char *to = cli->has[OPT_TO] ? cli->value[OPT_TO] : cli->store;
	struct err e = ERR_INIT;
	struct lists l;
	bool ok = read_lists(cli, &l, &e) &&
	    store_restore(cli->arg[0], to, cli->has[OPT_ASIDE], &l.known,
	    &case_projector, real_now(NULL),
	    progress.tell ? &progress : NULL, &e);

	if (ok) {
		cli_tell(cli, W_RESTORED, to, NULL);
		print_file(cli, to);
	} else {
		cli_err(cli, &e, NULL);
	}
	ended_list_done(&l.list[0]);
	ended_list_done(&l.list[1]);
	err_done(&e);
	return ok ? CLI_DONE : CLI_REFUSED;
}
