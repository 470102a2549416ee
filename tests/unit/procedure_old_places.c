/*
 * Communes of before 1 July 2025: the shipped list against today's, what is
 * refused, and what an officer types who reads an old identity card.
 */
#include "core/base/files.h"
#include "core/procedure/lists.h"
#include "core/procedure/old_places.h"
#include "core/procedure/procedure.h"
#include "tests/t.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 40

static struct procedure *
shipped(void)
{
	struct findings found = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct procedure *p = NULL;
	struct files files;

	if (files_posix(&files, "forms", &e)) {
		p = procedure_load(&files, &found);
		files_done(&files);
	}
	err_done(&e);
	findings_done(&found);
	return p;
}

static void
test_shipped(void)
{
	struct procedure *p = shipped();
	struct findings found = FINDINGS_INIT;
	struct old_places *o;

	T_CHECK(p != NULL);
	if (p == NULL)
		return;
	o = lists_old_places(p->lists);
	T_CHECK(o != NULL);
	old_places_check(o, p->lists, &found);
	T_INT(found.n, 0);
	T_STR(old_places_head(o, "status"), "reported");
	T_STR(old_places_head(o, "valid_to"), "2025-06-30");
	findings_done(&found);
	procedure_free(p);
}

static size_t
find(struct procedure *p, const char *typed, struct old_place out[MOST])
{
	return old_places_find(lists_old_places(p->lists), p->lists, typed,
	    NULL, NULL, out, MOST);
}

static bool
in_hanoi(void *ctx, const struct old_place *p)
{
	(void)ctx;
	return strcmp(p->province, "001") == 0;
}

static void
test_typed(void)
{
	struct procedure *p = shipped();
	struct old_place at[MOST];
	char code[OLD_CODE_MAX];

	T_CHECK(p != NULL);
	if (p == NULL)
		return;
	/* With and without marks, with and without Xã, within a district. */
	T_INT(find(p, "Xã Ba Trại", at), 1);
	T_STR(at[0].name, "Xã Ba Trại");
	T_STR(old_place_now(&at[0], 0, code), "09694");
	T_CHECK(old_place_now(&at[0], 1, code) == NULL);
	T_CHECK(at[0].rank == OLD_SAME);
	T_INT(find(p, "ba trai", at), 1);
	T_CHECK(at[0].rank == OLD_SAME);
	T_INT(find(p, "XA BA TRAI, huyện ba vì", at), 1);
	T_CHECK(at[0].rank == OLD_SAME_WITHIN);
	T_INT(find(p, "ba trai ba vi ha noi", at), 1);
	T_INT(find(p, "ba trai huyen khac", at), 0);
	/* Many of one name: all are told, in whatever province. */
	T_CHECK(find(p, "Xã Tân Tiến", at) > 3);
	T_CHECK(at[0].rank == OLD_SAME && at[1].rank == OLD_SAME);
	T_CHECK(find(p, "tan tien", at) > 3);
	T_CHECK(old_places_find(lists_old_places(p->lists), p->lists,
	    "tan tien", in_hanoi, NULL, at, MOST) >= 1);
	T_STR(at[0].province, "001");
	/* One divided among several. */
	T_CHECK(find(p, "Phường Dịch Vọng Hậu", at) == 1);
	T_STR(at[0].now, "00160 00166");
	T_STR(old_place_now(&at[0], 1, code), "00166");
	T_CHECK(old_place_now(&at[0], 2, code) == NULL);
	/* A whole district; a part of a name does not give one. */
	T_CHECK(find(p, "huyện Mèo Vạc", at) > 10);
	T_CHECK(at[0].rank == OLD_DISTRICT);
	/* Both places of the tone, and đ. */
	T_CHECK(find(p, "phuong hoa minh lien chieu", at) == 1);
	T_CHECK(find(p, "Phường Hoà Minh", at) >= 1);
	T_CHECK(find(p, "dong sang moc chau", at) >= 1);
	/* Nothing typed is nothing found; nor is rubbish. */
	T_INT(find(p, "", at), 0);
	T_INT(find(p, "...", at), 0);
	T_INT(find(p, "\xff\xfe", at), 0);
	T_INT(find(p, "khong co noi nao nhu the", at), 0);
	procedure_free(p);
}

struct seen {
	size_t n;
	char names[400];
};

static void
see(void *ctx, const struct old_place *p)
{
	struct seen *s = ctx;

	snprintf(s->names + strlen(s->names), sizeof(s->names) -
	    strlen(s->names), "%s%s", s->n++ > 0 ? ", " : "", p->name);
}

/* From a commune of today to those it took in. */
static void
test_of(void)
{
	struct procedure *p = shipped();
	struct seen s = { 0, "" };

	T_CHECK(p != NULL);
	if (p == NULL)
		return;
	old_places_of(lists_old_places(p->lists), p->lists, "00166", see, &s);
	T_CHECK(strstr(s.names, "Phường Dịch Vọng Hậu") != NULL);
	T_CHECK(s.n >= 2 && s.n < 12);
	s = (struct seen){ 0, "" };
	old_places_of(lists_old_places(p->lists), p->lists, "0016", see, &s);
	old_places_of(lists_old_places(p->lists), p->lists, "", see, &s);
	old_places_of(lists_old_places(p->lists), p->lists, "99999", see, &s);
	T_INT(s.n, 0);
	procedure_free(p);
}

/* ---- what is refused ---- */

#define PLACE_HEAD(list) "# list: " list "\n# title_vi: Thử\n# title_en: T\n" \
	"# source: made up\n# source_date: 2026-01-01\n# licence: none\n" \
	"# status: reported\n"
#define LIST_COLS "code\tvi\ten\tvalid_from\tvalid_to\n"
#define OLD_HEAD(rows) "# list: old_communes\n# source: x\n" \
	"# status: reported\n# valid_to: 2025-06-30\n# rows: " rows "\n" \
	"name\tdistrict\tprovince\tnew\n"

static struct lists *
small_lists(void)
{
	static const char provinces[] = PLACE_HEAD("provinces") "# rows: 1\n"
	    LIST_COLS "001\tTỉnh Thử\tThu\t\t2025-06-30\n";
	static const char communes[] = PLACE_HEAD("communes") "# rows: 2\n"
	    LIST_COLS "00001\tXã Mới\tMoi\t2025-07-01\t\n"
	    "00002\tXã Khác\tKhac\t2025-07-01\t\n";
	struct findings found = FINDINGS_INIT;
	struct lists *l = lists_new();

	lists_add_table(l, "lists/provinces.tsv", provinces,
	    sizeof(provinces) - 1, &found);
	lists_add_table(l, "lists/communes.tsv", communes,
	    sizeof(communes) - 1, &found);
	T_INT(found.n, 0);
	findings_done(&found);
	return l;
}

/* The name of the first fault, "" for none. */
static const char *
fault_of(const char *text)
{
	struct findings found = FINDINGS_INIT;
	struct lists *l = small_lists();
	const char *name;

	lists_add_old_places(l, xstrdup(text), strlen(text));
	old_places_check(lists_old_places(l), l, &found);
	name = found.n == 0 ? "" : err_code_name(found.item[0].code);
	findings_done(&found);
	lists_free(l);
	return name;
}

static void
test_refused(void)
{
	T_STR(fault_of(OLD_HEAD("1") "Xã Cũ\tHuyện A\t001\t00001 00002\n"), "");
	T_STR(fault_of(OLD_HEAD("1") "Xã Cũ\tHuyện A\t001\t00003\n"),
	    "old_place_now");
	T_STR(fault_of(OLD_HEAD("1") "Xã Cũ\tHuyện A\t002\t00001\n"),
	    "old_place_province");
	T_STR(fault_of(OLD_HEAD("2") "Xã Cũ\tHuyện A\t001\t00001\n"),
	    "list_rows");
	T_STR(fault_of(OLD_HEAD("1") "Xã Cũ\tHuyện A\t00001\n"),
	    "list_fields");
	T_STR(fault_of(OLD_HEAD("1") "Xã Cũ\t\t001\t00001\n"), "list_label");
	T_STR(fault_of(OLD_HEAD("2") "Xã Cũ\tHuyện A\t001\t00001\n"
	    "Xã Cũ\tHuyện A\t001\t00002\n"), "list_overlap");
	T_STR(fault_of(OLD_HEAD("1") "Xa\xcc\x83 Cu\tHuyện A\t001\t00001\n"),
	    "list_nfc");
	T_STR(fault_of(OLD_HEAD("1") "Xã\x01 Cũ\tHuyện A\t001\t00001\n"),
	    "list_invisible");
	T_STR(fault_of(OLD_HEAD("1") "Xã Cũ\tHuyện A\t001\t00001"),
	    "list_end");
	T_STR(fault_of("\xff\n"), "list_utf8");
	T_STR(fault_of(""), "list_rows");
	T_STR(fault_of("# list: old_communes\n# rows: 0\nname\n"),
	    "list_head_missing");
}

/* Any bytes: nothing found, or something, but never a crash. */
static void
test_hostile(void)
{
	static const char *const texts[] = {
		"", "\n", "#", "# :\n", "\t\t\t\n", "a\tb\tc\td",
		OLD_HEAD("1") "\t\t\t\n", OLD_HEAD("1") "a\tb\tc\t    \n",
		OLD_HEAD("1") "Xã \tHuyện \t001\t00001\n",
		OLD_HEAD("1") "Xã\tb\tlong province code that is none\t"
		    "0000000000000000000000000001\n",
	};
	struct old_place at[MOST];
	char code[OLD_CODE_MAX];

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct lists *l = small_lists();
		struct old_places *o;

		lists_add_old_places(l, xstrdup(texts[i]), strlen(texts[i]));
		o = lists_old_places(l);
		for (int k = 0; k < 2; k++)
			if (old_places_find(o, l, "xã", NULL, NULL, at,
			    MOST) > 0)
				(void)old_place_now(&at[0], 0, code);
		lists_free(l);
	}
	T_INT(ARRAY_LEN(texts), 10);
}

int
main(void)
{
	T_RUN(test_shipped);
	T_RUN(test_typed);
	T_RUN(test_of);
	T_RUN(test_refused);
	T_RUN(test_hostile);
	return t_done();
}
