/*
 * The first index of persons is read in slices where others wait: refused and
 * asked again until it is whole, never asked while it is half.
 */
#include "core/door/search_index.h"
#include "core/door/served.h"
#include "tests/unit/door_help.h"

#define MANY 9
#define MINUTES "'minutes':{'reception_gate':'mong_cai'," \
	"'reception_date':'2026-03-02','foreign_country':'CN'," \
	"'foreign_agency':'x','our_head':'y','foreign_list_count':9}"

/* Each look at it takes a millisecond. */
static int64_t
step(void *ctx)
{
	static int64_t now;

	(void)ctx;
	return ++now;
}

/* So many people, "Nguyễn Thị Mẫu" and a letter each. */
static void
receive(struct house *h, struct session *s, int from, int many)
{
	struct str c = STR_INIT;

	str_add(&c, "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover'," MINUTES ",'persons':[");
	for (int i = from; i < from + many; i++)
		str_printf(&c, "%s{'full_name':'Nguyễn Thị Mẫu %c',"
		    "'sex':'female','birth_date':'19%02d-05-02',"
		    "'condition':'well','under_18_observed':'no'}",
		    i > from ? "," : "", 'A' + i, 60 + i);
	str_add(&c, "]}}");
	HOUSE_EXPECT(h, s, str_text(&c), "done");
	str_done(&c);
}

static json_t *
search(struct session *s, const char *name)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "search", "name", name);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static bool
is_again(const json_t *answer)
{
	return str_eq(jx_text(json_array_get(json_object_get(answer,
	    "reasons"), 0), "code"), "again");
}

/* How often it says "again" before it answers; -1: it never does. */
static int
slices(struct session *s, const char *name, size_t *found)
{
	int n;

	for (n = 0; n < 100; n++) {
		json_t *out = search(s, name);
		bool again = is_again(out);

		*found = json_array_size(json_object_get(out, "found"));
		json_decref(out);
		if (!again)
			return n;
	}
	return -1;
}

static void
test_slices(void)
{
	struct session *an, *anh, *binh;
	struct house h;
	size_t found = 0;
	json_t *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	receive(&h, an, 0, MANY);
	anh = house_sign_in(&h, "anh");
	h.tn->env.mono = step;
	tn_set_slice(h.tn, 3);
	/* Half of it is there; what is saved now is not forgotten at the end. */
	out = search(anh, "nguyen thi mau a");
	T_CHECK(is_again(out));
	json_decref(out);
	T_CHECK(anh->search->n > 0 && anh->search->n < MANY);
	tn_set_slice(h.tn, 0);
	receive(&h, an, MANY, 1);
	tn_set_slice(h.tn, 3);
	T_CHECK(slices(anh, "nguyen thi mau j", &found) > 0);
	T_INT(found, MANY + 1);
	/* It is whole now: one slice, for a colleague too. */
	T_INT(slices(anh, "nguyen thi mau a", &found), 0);
	T_INT(found, MANY + 1);
	binh = house_sign_in(&h, "anh");
	T_INT(slices(binh, "nguyen thi mau b", &found), 0);
	T_INT(found, MANY + 1);
	tn_sign_out(an);
	tn_sign_out(anh);
	tn_sign_out(binh);
	house_close(&h);
}

int
main(void)
{
	/* It looks into the door itself. */
	if (getenv("TN_SERVED") != NULL) {
		printf("1..0 # SKIP not over a line\n");
		return 0;
	}
	T_RUN(test_slices);
	return t_done();
}
