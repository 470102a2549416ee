/*
 * Beside the journal: drafts and the keyring.
 */
#include "tests/t.h"
#include "tests/unit/store_clean.h"

static struct store *s;
static const struct journal *j;
static char *path;

static void
begin(void)
{
	fake_folder();
	path = fake_path("kho.tn");
	if (!store_create(path, "x", &fake_projector, FAKE_NOW, NULL))
		abort();
	s = store_open(path, &fake_projector, NULL, NULL);
	j = store_journal(s);
	store_set_ballast(s, 0);
}

static void
end(void)
{
	store_close(s);
	free(path);
	fake_clean();
}

static bool
list(void *arg, const char *place, when_t at)
{
	struct str *out = arg;

	str_printf(out, "%s@%lld ", place, (long long)at);
	return true;
}

static void
test_drafts(void)
{
	struct err e = ERR_INIT;
	struct str places = STR_INIT;
	unsigned char *blob;
	size_t len;
	when_t at;

	begin();
	T_CHECK(j->put_draft(j->ctx, "an", "form-1", "mot", 3, 10, &e));
	T_CHECK(j->put_draft(j->ctx, "an", "form-2", "hai", 3, 20, &e));
	T_CHECK(j->put_draft(j->ctx, "binh", "form-1", "x", 1, 30, &e));
	T_CHECK(j->put_draft(j->ctx, "an", "form-1", "mot nua", 7, 40, &e));
	T_CHECK(j->get_draft(j->ctx, "an", "form-1", &blob, &len, &at));
	T_INT(len, 7);
	T_INT(at, 40);
	T_CHECK(memcmp(blob, "mot nua", 7) == 0);
	free(blob);
	T_CHECK(j->list_drafts(j->ctx, "an", list, &places));
	T_STR(str_text(&places), "form-1@40 form-2@20 ");
	T_CHECK(!j->get_draft(j->ctx, "chi", "form-1", &blob, &len, &at));
	T_CHECK(blob == NULL);
	T_CHECK(j->drop_draft(j->ctx, "an", "form-1", &e));
	T_CHECK(j->drop_draft(j->ctx, "an", "form-1", &e));
	T_CHECK(!j->get_draft(j->ctx, "an", "form-1", &blob, &len, &at));
	T_CHECK(j->get_draft(j->ctx, "binh", "form-1", &blob, &len, &at));
	free(blob);
	/* an empty one is a draft as well */
	T_CHECK(j->put_draft(j->ctx, "an", "rong", NULL, 0, 50, &e));
	T_CHECK(j->get_draft(j->ctx, "an", "rong", &blob, &len, &at));
	T_INT(len, 0);
	free(blob);
	T_CHECK(!j->put_draft(j->ctx, "", "a", "x", 1, 1, &e));
	T_CHECK(!j->put_draft(j->ctx, "a", "b", "x", (size_t)5 << 20, 1, &e));
	T_INT(e.code, ERR_STORE_TOO_BIG);
	str_done(&places);
	end();
	err_done(&e);
}

static void
test_blobs(void)
{
	struct err e = ERR_INIT;
	unsigned char *blob;
	size_t len;

	begin();
	T_CHECK(!j->get_blob(j->ctx, "officer/an", &blob, &len));
	T_CHECK(j->put_blob(j->ctx, "officer/an", "a\0b", 3, &e));
	T_CHECK(j->put_blob(j->ctx, "officer/an", "c\0de", 4, &e));
	T_CHECK(j->get_blob(j->ctx, "officer/an", &blob, &len));
	T_INT(len, 4);
	T_CHECK(memcmp(blob, "c\0de", 4) == 0);
	free(blob);
	T_CHECK(!j->put_blob(j->ctx, "", "x", 1, &e));
	end();
	err_done(&e);
}

/* What is put is there after a new start, and costs no event. */
static void
test_after_restart(void)
{
	struct store_report r;
	unsigned char *blob;
	size_t len;
	when_t at;

	begin();
	T_CHECK(j->put_draft(j->ctx, "an", "form-1", "mot", 3, 10, NULL));
	store_close(s);
	s = store_open(path, &fake_projector, &r, NULL);
	j = store_journal(s);
	T_INT(r.events, 0);
	T_CHECK(!r.was_unclean);
	T_CHECK(j->get_draft(j->ctx, "an", "form-1", &blob, &len, &at));
	free(blob);
	end();
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_drafts);
	T_RUN(test_blobs);
	T_RUN(test_after_restart);
	return t_done();
}
