/*
 * A disk that is really full: what was typed stays, who signs in can look,
 * and what must be recorded is refused until there is room.
 */
#include "tests/unit/door_help.h"

#include "core/store/inside.h"
#include "core/door/door.h"

#include <sys/mount.h>

#define NEW_TEXT "Xóm Mẫu, đang nhập dở"

static struct house h;
static char filler[128];

/* As house_open(), on a disk of its own of 5 MiB, with a reserve of 256 KiB. */
static bool
small_house(void)
{
	struct findings found = FINDINGS_INIT;
	json_t *plan = house_plan();
	bool ok;

	memset(&h, 0, sizeof(h));
	snprintf(h.dir, sizeof(h.dir), "/tmp/tn-door-XXXXXX");
	if (mkdtemp(h.dir) == NULL || mount("tmpfs", h.dir, "tmpfs",
	    MS_NOSUID | MS_NODEV, "size=5m,mode=0700") != 0) {
		rmdir(h.dir);
		json_decref(plan);
		return false;
	}
	snprintf(h.store, sizeof(h.store), "%s/store.db", h.dir);
	snprintf(filler, sizeof(filler), "%s/filler", h.dir);
	(void)when_parse("2026-03-02T02:10+07:00", VN_OFFSET_MIN, &h.now);
	ok = files_posix(&h.files, "forms", NULL);
	h.config = (struct tn_config){ .files = &h.files, .store = h.store,
	    .env = { &h, house_now, seal_random } };
	ok = ok && tn_init(&h.config, plan, &found);
	if (ok)
		h.tn = tn_open(&h.config, &found);
	house_say(&found);
	findings_done(&found);
	json_decref(plan);
	T_CHECK(h.tn != NULL);
	return h.tn != NULL &&
	    store_set_ballast(h.tn->store, 256 << 10);
}

static void
leave_small(void)
{
	tn_close(h.tn);
	umount2(h.dir, MNT_DETACH);
	rmdir(h.dir);
	files_done(&h.files);
}

static void
fill_disk(void)
{
	static const char block[1024];
	FILE *f = fopen(filler, "wb");

	setvbuf(f, NULL, _IONBF, 0);
	while (fwrite(block, 1, sizeof(block), f) == sizeof(block))
		continue;
	fclose(f);
}

static void
make_room(void)
{
	T_INT(unlink(filler), 0);
}

static json_t *
save(struct session *s, const char *place, const char *text)
{
	json_t *command = json_pack("{s:s, s:{s:s, s:{s:s}}}", "do",
	    "save_draft", "with", "place", place, "content", "typed", text);
	json_t *o = tn_execute(s, command);

	json_decref(command);
	return o;
}

static bool
has_draft(struct session *s, const char *place, const char *text)
{
	json_t *query = json_pack("{s:s, s:s}", "ask", "draft", "place",
	    place);
	json_t *o = tn_ask(s, query);
	bool has = str_eq(jx_text(json_object_get(o, "content"), "typed"),
	    text);

	json_decref(o);
	json_decref(query);
	return has;
}

static size_t
drafts_listed(struct session *s)
{
	json_t *query = json_pack("{s:s}", "ask", "home");
	json_t *o = tn_ask(s, query);
	size_t n = json_array_size(json_object_get(o, "drafts"));

	json_decref(o);
	json_decref(query);
	return n;
}

static int64_t
sign_ins(void)
{
	struct session *s = house_sign_in(&h, "anh");
	json_t *events = session_events(s, STREAM_SITE), *ev;
	int64_t n = 0;
	size_t i;

	json_array_foreach(events, i, ev)
		n += str_eq(jx_text(ev, "kind"), "signed_in") &&
		    str_eq(jx_text(ev, "actor"), "an");
	json_decref(events);
	tn_sign_out(s);
	return n;
}

/* Locked on a full disk, and opened again before and after there is room. */
static void
a_draft_outlives_the_lock(void)
{
	struct session *s;
	json_t *o;

	if (!small_house())
		T_SKIP("no right to mount a small disk");
	s = house_sign_in(&h, "an");
	o = save(s, "a", "một");
	T_STR(house_result(o), "done");
	json_decref(o);
	fill_disk();
	for (int i = 0; i < 3; i++) {
		o = save(s, "a", i < 2 ? "hai" : NEW_TEXT);
		T_STR(house_result(o), "store_full");
		T_CHECK(jx_bool(o, "held", false));
		json_decref(o);
	}
	T_CHECK(!tn_keep_drafts(h.tn, false));
	T_CHECK(has_draft(s, "a", NEW_TEXT));
	T_INT(drafts_listed(s), 1);
	tn_sign_out(s);
	/* sealed: not a word of it lies in memory in the clear */
	T_INT(h.tn->n_held, 1);
	/* another officer sees nothing of it */
	s = house_sign_in(&h, "anh");
	T_CHECK(s != NULL && !has_draft(s, "a", NEW_TEXT));
	T_INT(drafts_listed(s), 0);
	tn_sign_out(s);
	s = house_sign_in(&h, "an");
	T_CHECK(has_draft(s, "a", NEW_TEXT));
	tn_sign_out(s);
	make_room();
	T_CHECK(tn_keep_drafts(h.tn, false));
	T_INT(h.tn->n_held, 0);
	s = house_sign_in(&h, "an");
	T_CHECK(has_draft(s, "a", NEW_TEXT));
	tn_sign_out(s);
	leave_small();
}

/* The program ends on a full disk: its last words get the reserve. */
static void
the_last_words_get_the_reserve(void)
{
	struct findings found = FINDINGS_INIT;
	struct session *s;

	if (!small_house())
		T_SKIP("no right to mount a small disk");
	s = house_sign_in(&h, "an");
	fill_disk();
	json_decref(save(s, "a", NEW_TEXT));
	tn_sign_out(s);
	T_CHECK(!tn_keep_drafts(h.tn, false));
	T_CHECK(tn_keep_drafts(h.tn, true));
	tn_close(h.tn);
	make_room();
	h.tn = tn_open(&h.config, &found);
	findings_done(&found);
	T_CHECK(h.tn != NULL);
	s = house_sign_in(&h, "an");
	T_CHECK(has_draft(s, "a", NEW_TEXT));
	tn_sign_out(s);
	leave_small();
}

/* Kept elsewhere meanwhile: the newer one stays. */
static void
an_older_draft_never_covers_a_newer(void)
{
	struct session *s;
	json_t *o;

	if (!small_house())
		T_SKIP("no right to mount a small disk");
	s = house_sign_in(&h, "an");
	fill_disk();
	json_decref(save(s, "a", "cũ"));
	make_room();
	/* as another program would: past what this one holds */
	h.now += 5000;
	o = save(s, "a", "mới");
	T_STR(house_result(o), "done");
	json_decref(o);
	T_INT(h.tn->n_held, 0);
	T_CHECK(held_put(h.tn, "an", "a", xcalloc(1, 8), 8, h.now - 4000));
	T_CHECK(tn_keep_drafts(h.tn, false));
	T_CHECK(has_draft(s, "a", "mới"));
	tn_sign_out(s);
	leave_small();
}

static void
what_is_held_is_bounded(void)
{
	char place[16];
	size_t n = 0;

	if (!small_house())
		T_SKIP("no right to mount a small disk");
	for (; n < 1000; n++) {
		snprintf(place, sizeof(place), "p%zu", n);
		if (!held_put(h.tn, "an", place, xcalloc(1, 8), 8, 1))
			break;
	}
	T_INT(n, 64);
	T_CHECK(held_put(h.tn, "an", "p3", xcalloc(1, 9), 9, 1));
	held_drop(h.tn, "an", "p4");
	T_CHECK(!held_put(h.tn, "an", "big", xcalloc(1, 17 << 20), 17 << 20,
	    1));
	leave_small();
}

/* Looking needs no room; what must be recorded does. */
static void
who_signs_in_on_a_full_disk_can_look(void)
{
	struct session *s;
	int64_t before;
	json_t *o;

	if (!small_house())
		T_SKIP("no right to mount a small disk");
	s = house_sign_in(&h, "an");
	o = house_do(&h, s, "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover','persons':[{'answers':{'full_name':"
	    "'Nguyễn Thị Mẫu'}}],'minutes':{}}}");
	printf("# %s\n", house_result(o));
	json_decref(o);
	tn_sign_out(s);
	before = sign_ins();
	fill_disk();
	s = house_sign_in(&h, "an");
	T_CHECK(s != NULL && !tn_is_recorded(s));
	if (s == NULL)
		return leave_small();
	/* the reserve is for what somebody typed */
	T_CHECK(!h.tn->store->ballast_spent);
	T_INT(drafts_listed(s), 0);
	HOUSE_EXPECT(&h, s, "{'do':'append_note','case':'MC-2026-00001',"
	    "'with':{'text':'x'}}", "store_full");
	T_CHECK(!tn_is_recorded(s));
	make_room();
	/* whatever comes first writes the sign-in before it */
	json_decref(house_do(&h, s, "{'do':'append_note','case':"
	    "'MC-2026-00001','with':{'text':'x'}}"));
	T_CHECK(tn_is_recorded(s));
	tn_sign_out(s);
	T_INT(sign_ins(), before + 1);
	/* and who only looked is written down with the reserve in the end */
	fill_disk();
	s = house_sign_in(&h, "an");
	T_CHECK(s != NULL && !tn_is_recorded(s));
	tn_sign_out(s);
	make_room();
	T_INT(sign_ins(), before + 2);
	leave_small();
}

/* Switched on in the morning, and the disk is full. */
static void
it_starts_on_a_full_disk(void)
{
	struct findings found = FINDINGS_INIT;
	struct session *s;

	if (!small_house())
		T_SKIP("no right to mount a small disk");
	tn_close(h.tn);
	fill_disk();
	for (int i = 0; i < 2; i++) {
		h.tn = tn_open(&h.config, &found);
		house_say(&found);
		findings_done(&found);
		T_CHECK(h.tn != NULL);
		if (h.tn == NULL)
			break;
		s = house_sign_in(&h, "an");
		T_CHECK(s != NULL);
		T_INT(drafts_listed(s), 0);
		tn_sign_out(s);
		if (i == 0)
			tn_close(h.tn);
	}
	leave_small();
}

int
main(void)
{
	T_RUN(a_draft_outlives_the_lock);
	T_RUN(the_last_words_get_the_reserve);
	T_RUN(an_older_draft_never_covers_a_newer);
	T_RUN(what_is_held_is_bounded);
	T_RUN(who_signs_in_on_a_full_disk_can_look);
	T_RUN(it_starts_on_a_full_disk);
	return t_done();
}
