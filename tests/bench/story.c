/*
 * The case that the large store is made of: lived once through the door, so
 * that every copy of it holds what the domain writes and nothing invented.
 * Twenty events: a woman handed back at the gate, cared for, heard, verified
 * by three offices, identified, handed to health, supported, closed; or the
 * same up to the answers, with notes until there are twenty.
 */
#include "tests/bench/bench.h"

#include "core/case/row.h"
#include "core/staff/keyring.h"
#include "core/store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR ((when_t)3600 * 1000)
#define DAY (24 * HOUR)
#define CASE_EVENTS 20

const char command_declare[] =
    "{'do':'take_step','case':'{1}','with':{'step':'declare','answers':{"
    "'writer':'officer_asked','rights_told':'yes','nationality_class':"
    "'vn_citizen','ethnicity':'01','id_number':{'status':'unknown'},"
    "'residence_province':'40','residence_commune':'16681','left_home_on':"
    "'2024-02','recruited_on':'2024-02','recruit_method':['social_network'],"
    "'recruiter_relation':'online','journey':[{'stop_kind':'transit',"
    "'stop_country':'CN','stop_place':'Không rõ'},{'stop_kind':"
    "'exploitation','stop_country':'CN','stop_place':'Một xưởng may'}],"
    "'acts':['recruit','transport'],'means':['deception'],'purposes':"
    "['forced_labour'],'exploitation':['labour'],'control':['holds_papers',"
    "'no_movement'],'statement':'Lời kể giả định dùng để đo, dài chừng một "
    "đoạn: đi theo lời hứa có việc làm, bị giữ giấy tờ, được đưa ra ngoài.',"
    "'way_out':'rescued_abroad','phone':{'status':'refused'},"
    "'placement_wish':'home','fears_return':'no','consent_share':'yes',"
    "'consent_family':'no'}}}";

struct scene {
	const char *who;
	when_t wait;		/* before it */
	const char *text;	/* {1}: the case, or the act of an acceptance */
};

static const struct scene until_answered[] = {
	{ "an", 0, "{'do':'give_support','case':'{1}','with':{'support':"
	    "'meals_lodging','answers':{'emergency_way':'given',"
	    "'emergency_detail':'1 suất ăn nóng, 1 chỗ nghỉ riêng'}}}" },
	{ "an", 0, "{'do':'give_support','case':'{1}','with':{'support':"
	    "'medical_care','answers':{'medical_given':['examination'],"
	    "'medical_place':'Phòng quân y của đồn'}}}" },
	{ "an", 4 * HOUR, command_declare },
	{ "an", HOUR, "{'do':'record_paper','case':'{1}','with':{'paper':"
	    "'foreign_victim_paper','number':'GIA-DINH-01','answers':{"
	    "'foreign_paper_country':'CN','foreign_paper_issuer':"
	    "'Cơ quan nước ngoài (giả định)','foreign_paper_content':"
	    "'Xác nhận được giải cứu (giả định).'}}}" },
	{ "an", 0, "{'do':'send_request','case':'{1}','with':{'request':"
	    "'consular_information','to':'cuc_ls','answers':{"
	    "'consular_questions':['legalise'],'consular_country':'CN',"
	    "'consular_wanted_by':'2026-03-13'}}}" },
	{ "an", 0, "{'do':'take_step','case':'{1}','with':{'step':"
	    "'request_verification','to':'ca_nghe_an','ask':{"
	    "'verification_questions':['identity','residence','absence',"
	    "'victim_grounds'],'verification_discreet':'yes',"
	    "'verification_wanted_by':'2026-03-20'}}}" },
	{ "an", 0, "{'do':'send_request','case':'{1}','with':{'request':"
	    "'return_certificate','to':'xnc_quang_ninh','answers':{"
	    "'certificate_foreign_file':'yes'}}}" },
	{ "binh", DAY, "{'do':'answer_request','case':'{1}','with':{"
	    "'request':'return_certificate','answers':{'certificate_result':"
	    "'issued','certificate_number':'GIA-DINH-GCN-01'}}}" },
	{ "dung", 3 * DAY, "{'do':'answer_request','case':'{1}','with':{"
	    "'request':'consular_information','answers':{'consular_result':"
	    "'done','consular_answer':'Đã đối chiếu (giả định).',"
	    "'legalisation_reference':'GIA-DINH-HPH-01','legalised_on':"
	    "'2026-03-05'}}}" },
	{ "chi", 6 * DAY, "{'do':'answer_request','case':'{1}','with':{"
	    "'request':'verification','answers':{'identity_finding':'agrees',"
	    "'residence_finding':'agrees','absence_finding':'agrees',"
	    "'verification_findings':'Phù hợp với lời khai (giả định).',"
	    "'evidence_sources':['dd_foreign','e_person'],'sources_decide':"
	    "'yes','verification_conclusion':'victim','verification_signer':"
	    "'Người ký giả định'}}}" },
};

static const struct scene until_closed[] = {
	{ "an", HOUR, "{'do':'take_step','case':'{1}','with':{'step':"
	    "'identify','answers':{'identification_ground':'police_reply',"
	    "'identification_number':'GIA-DINH-XM-01','identified_on':"
	    "'2026-03-12','victim_rights_told':'yes'}}}" },
	{ "an", HOUR, "{'do':'offer_handover','with':{'step':"
	    "'hand_to_health','cases':['{1}'],'to':'" HOUSE_HEALTH "',"
	    "'minutes':{'transfer_place':'Đồn Biên phòng','transfer_giver':"
	    "'Trực ban (giả định)','transfer_health':'Ổn định',"
	    "'transfer_goods':'1 giấy tờ, 2 món đồ'}}}" },
	{ "giang", 2 * HOUR, "{'do':'accept_handover','with':{'act':"
	    "'{1}'}}" },
	{ "giang", DAY, "{'do':'take_step','case':'{1}','with':{'step':"
	    "'place_home','answers':{'placed_on':'2026-03-13','escort':"
	    "'health','home_safe':'yes'}}}" },
	{ "giang", 0, "{'do':'give_support','case':'{1}','with':{'support':"
	    "'travel','answers':{'travel_to':'Phường Thành Vinh, Nghệ An',"
	    "'travel_on':'2026-03-13','travel_paid':500000,'delivery_document':"
	    "'Văn bản giả định'}}}" },
	{ "giang", DAY, "{'do':'take_step','case':'{1}','with':{'step':"
	    "'begin_support'}}" },
	{ "giang", DAY, "{'do':'give_support','case':'{1}','with':{"
	    "'support':'psychological','answers':{'delivery_way':'arranged',"
	    "'delivery_detail':'Ba buổi tham vấn (giả định).'}}}" },
	{ "giang", 30 * DAY, "{'do':'take_step','case':'{1}','with':{'step':"
	    "'close','answers':{'closure_reason':'completed',"
	    "'closure_details':'Đã ổn định (giả định).','closure_told':"
	    "'yes'}}}" },
	{ "giang", DAY, "{'do':'give_support','case':'{1}','with':{"
	    "'support':'meals_lodging','answers':{'emergency_way':'given',"
	    "'emergency_detail':'Một đêm nghỉ trên đường (giả định)'}}}" },
};

static const char note[] = "{'do':'append_note','case':'{1}','with':{'text':"
    "'Ghi chú thử: đã gọi điện hỏi lại nơi cư trú, hẹn trả lời trong tuần; "
    "người được hỏi mệt, đã nghỉ một lúc rồi mới nói tiếp.'}}";

/* ---- living it ---- */

struct play {
	struct house *h;
	struct story *out;
	struct session *session[8];
	const char *name[8];
	size_t n;
};

static struct session *
session_of(struct play *p, const char *who)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (strcmp(p->name[i], who) == 0)
			return p->session[i];
	p->name[p->n] = who;
	p->session[p->n] = house_sign_in(p->h, who);
	return p->session[p->n++];
}

/*
 * A line for each of n persons; the table's own limit is 500.  Neighbours
 * differ in what a list shows of them, or a page down would cost nothing; and
 * in no order, or it would for the program whose page is of the right length.
 */
json_t *
receive_many(struct house *h, struct session *s, int n, bool minors)
{
	static const char *const name[] = {
		"Nguyễn Thị Mẫu", "Trần Văn Thử", "Lò Mẫu", "Hoàng Thị Mẫu Giả",
		"Phạm Thử", "Đỗ Văn Mẫu", "Vi Thị Thử Giả Định",
	};
	struct str persons = STR_INIT;
	json_t *out;
	int i;

	for (i = 0; i < n; i++) {
		uint32_t mixed = (uint32_t)i * 0x7feb352du;

		mixed = (mixed ^ mixed >> 15) * 0x846ca68bu;
		mixed ^= mixed >> 16;
		str_printf(&persons, "%s{'full_name':'%s %d','sex':"
		    "'%s','birth_date':'%s','condition':'%s'%s}",
		    i > 0 ? "," : "", name[(mixed >> 8) % ARRAY_LEN(name)],
		    ++h->received, (mixed >> 16) % 3 == 0 ? "male" : "female",
		    minors ? "2013-06" : "1999-05",
		    (mixed >> 24) % 2 == 0 ? "tired" : "well",
		    minors ? ",'accompanying_minor':'yes'" : "");
	}
	out = house_do(h, s, "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover','minutes':{'reception_gate':'mong_cai',"
	    "'reception_date':'2026-03-02','reception_time':'02:10',"
	    "'foreign_country':'CN','foreign_agency':'Cơ quan giả định',"
	    "'our_head':'Trực ban thử nghiệm','foreign_list_count':1},"
	    "'persons':[{1}]}}", str_text(&persons));
	str_done(&persons);
	return out;
}

static bool
keep_act(struct story *s, const json_t *outcome)
{
	const char *act = jx_text(outcome, "act");

	if (act == NULL || s->n_act == STORY_ACTS)
		return false;
	s->act_id[s->n_act++] = xstrdup(act);
	return true;
}

static bool
act_out(struct play *p, const struct scene *scene)
{
	struct session *session = session_of(p, scene->who);
	struct story *s = p->out;
	bool accepts = strstr(scene->text, "accept_handover") != NULL;
	json_t *out;
	bool ok;

	p->h->now += scene->wait;
	out = house_do(p->h, session, scene->text, accepts ?
	    s->act_id[s->n_act - 1] : s->case_id);
	ok = is_done(out);
	if (ok && strstr(scene->text, "offer_handover") != NULL)
		ok = keep_act(s, out);
	if (!ok) {
		char *said = json_dumps(out, JSON_COMPACT);

		fprintf(stderr, "%.80s: %.600s\n", scene->text, said);
		free(said);
	}
	json_decref(out);
	return ok;
}

static bool
live(struct play *p, bool whole)
{
	struct session *an = session_of(p, "an");
	json_t *out = an != NULL ? receive_many(p->h, an, 1, false) : NULL;
	struct scene writes = { "an", HOUR, note };
	bool ok = is_done(out) && keep_act(p->out, out);
	size_t i;

	p->out->case_id = xstrdup(jx_text(out, "case"));
	json_decref(out);
	for (i = 0; ok && i < ARRAY_LEN(until_answered); i++)
		ok = act_out(p, &until_answered[i]);
	for (i = 0; ok && whole && i < ARRAY_LEN(until_closed); i++)
		ok = act_out(p, &until_closed[i]);
	/* The opening and the answers are there: notes fill the rest. */
	for (i = 1 + ARRAY_LEN(until_answered); ok && !whole &&
	    i < CASE_EVENTS; i++)
		ok = act_out(p, &writes);
	return ok;
}

/* ---- reading it back ---- */

struct reading {
	struct story *s;
	const struct secret *key;
	int act;
	bool ok;
};

static bool
read_part(void *arg, const struct event *ev)
{
	struct reading *r = arg;
	struct story *s = r->s;
	unsigned char *plain = NULL;
	struct part *p;
	size_t len = 0;
	char *about = xasprintf("%s\n%s\n%s\n%d", ev->stream, ev->kind,
	    ev->op_id, ev->op_part);

	s->part = xgrow(s->part, s->n, &s->cap, sizeof(*s->part));
	p = &s->part[s->n++];
	*p = (struct part){
		.act = r->act, .epoch = ev->epoch, .kind = xstrdup(ev->kind),
		.actor = xstrdup(ev->actor), .unit = xstrdup(ev->unit),
		.at = ev->at, .facts = json_deep_copy(ev->facts),
	};
	if (ev->sealed != NULL) {
		r->ok = seal_open(r->key, about, strlen(about), ev->sealed,
		    ev->sealed_len, &plain, &len);
		p->body = r->ok ? xstrndup((char *)plain, len) : NULL;
	}
	s->n_case_part += r->act < 0;
	free(plain);
	free(about);
	return r->ok;
}

static bool
get_blob(void *ctx, const char *name, unsigned char **blob, size_t *len)
{
	const struct journal *j = ctx;

	return j->get_blob(j->ctx, name, blob, len);
}

static bool
put_blob(void *ctx, const char *name, const void *blob, size_t len,
    struct err *e)
{
	const struct journal *j = ctx;

	return j->put_blob(j->ctx, name, blob, len, e);
}

/* Which units keep a key of this stream. */
static size_t
units_of(const struct journal *j, const char *stream,
    const char *out[STORY_UNITS])
{
	const char *const *unit;
	unsigned char *wrap;
	size_t n, len, i, found = 0;

	unit = house_units(&n);
	for (i = 0; i < n && found < STORY_UNITS; i++) {
		if (!j->wrap(j->ctx, stream, unit[i], &wrap, &len))
			continue;
		free(wrap);
		out[found++] = unit[i];
	}
	return found;
}

static bool
read_stream(const struct journal *j, const struct keyring *keys,
    struct story *s, int act)
{
	const char *stream = act < 0 ? s->case_id : s->act_id[act];
	struct secret key = { NULL, 0 };
	struct reading r = { s, &key, act, true };
	unsigned char *wrap = NULL;
	size_t len = 0;
	bool ok;

	ok = j->wrap(j->ctx, stream, HOUSE_POST, &wrap, &len) &&
	    seal_unwrap(keys->unit_public, &keys->unit, wrap, len, &key) &&
	    j->read(j->ctx, stream, 0, read_part, &r, NULL) && r.ok;
	free(wrap);
	secret_free(&key);
	if (act < 0)
		s->n_case_unit = units_of(j, stream, s->case_unit);
	else
		s->n_act_unit[act] = units_of(j, stream, s->act_unit[act]);
	return ok;
}

/* In the order of time; an act's own event before those of its cases. */
static int
by_time(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->act < 0) - (y->act < 0);
}

/* The store is opened beside the door's rooms: the house is closed then. */
static bool
read_back(struct house *h, struct story *s)
{
	struct store *store = store_open(h->store, &case_projector, NULL,
	    NULL);
	struct keyring_store ks = { .get = get_blob, .put = put_blob,
	    .random = seal_random };
	struct sign_in in = { .officer = "an", .unit = HOUSE_POST,
	    .secret = HOUSE_SECRET, .len = strlen(HOUSE_SECRET),
	    .now = h->now };
	const struct journal *j;
	struct keyring keys;
	bool ok;
	int i;

	if (store == NULL)
		return false;
	j = store_journal(store);
	ks.ctx = (void *)(intptr_t)j;
	ok = keyring_open(&ks, &in, &keys, NULL);
	if (ok) {
		ok = read_stream(j, &keys, s, -1);
		for (i = 0; ok && i < s->n_act; i++)
			ok = read_stream(j, &keys, s, i);
		keyring_close(&keys);
		qsort(s->part, s->n, sizeof(*s->part), by_time);
	}
	store_close(store);
	return ok && s->n_case_part == CASE_EVENTS;
}

bool
story_play(struct house *h, bool whole, struct story *out)
{
	struct play p = { .h = h, .out = out };
	bool ok;

	memset(out, 0, sizeof(*out));
	ok = live(&p, whole);
	while (p.n > 0)
		tn_sign_out(p.session[--p.n]);
	house_close(h);
	ok = ok && read_back(h, out);
	return house_open(h) && ok;
}

void
story_done(struct story *s)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		free(s->part[i].kind);
		free(s->part[i].actor);
		free(s->part[i].unit);
		json_decref(s->part[i].facts);
		free(s->part[i].body);
	}
	free(s->part);
	free(s->case_id);
	while (s->n_act > 0)
		free(s->act_id[--s->n_act]);
	memset(s, 0, sizeof(*s));
}
