/*
 * The reader of reference lists against texts that are wrong on purpose.
 */
#include "core/base/mem.h"
#include "core/base/utf8.h"
#include "core/procedure/list.h"
#include "core/vietnamese/fold.h"
#include "tests/t.h"
#include "tests/unit/procedure_list_help.h"

#include <stdint.h>
#include <stdlib.h>

/* The first finding of a text, as "line:col code", the caller's. */
static char *
refusal(const char *text, size_t len)
{
	struct findings f = FINDINGS_INIT;
	struct list *l = list_load("t.tsv", text, len, &f);
	char *said;

	if (l != NULL)
		said = xstrdup("accepted");
	else if (f.n == 0)
		said = xstrdup("refused in silence");
	else
		said = xasprintf("%d:%d %s", f.item[0].line, f.item[0].col,
		    err_code_name(f.item[0].code));
	list_free(l);
	findings_done(&f);
	return said;
}

static void
test_refusals(void)
{
	static const struct { const char *text, *said; } bad[] = {
		{ HEAD "# rows: 1\n" COLS "\na\tMột\tOne\t\t\n", "accepted" },
		{ HEAD "# rows: 0\n" COLS "\n", "accepted" },
		{ HEAD "# rows: 2\n" COLS "\na\tM\tO\t\t2025-01-01\n"
		    "a\tM\tO\t2025-01-02\t\n", "accepted" },
		{ "", "1:1 list_columns" },
		{ HEAD, "1:1 list_columns" },
		{ HEAD "# rows: 1\n" COLS "\na\tM\tO\t\t", "10:1 list_end" },
		{ HEAD "# rows: 2\n" COLS "\na\tM\tO\t\t\n", "1:1 list_rows" },
		{ HEAD COLS "\n", "1:1 list_head_missing" },
		{ HEAD "# status: reported\n# rows: 0\n" COLS "\n",
		    "8:3 list_head_twice" },
		{ "# status: sure\n", "1:11 list_status" },
		{ "# colour: red\n", "1:3 list_head_unknown" },
		{ "#list: x\n", "1:1 list_head" },
		{ "# list:\n", "1:1 list_head" },
		{ HEAD "# search: vi\n# rows: 0\n" COLS "\n",
		    "1:1 list_head_value" },
		{ HEAD "# rows: 0\ncode\tvi\tvalid_from\n",
		    "9:1 list_columns" },
		{ HEAD "# rows: 0\n" COLS "\tx\tx\n", "9:1 list_columns" },
		{ HEAD "# rows: 1\n" COLS "\na\tM\tO\t\n",
		    "10:1 list_fields" },
		{ HEAD "# rows: 1\n" COLS "\na\tM\tO\t\t\t\n",
		    "10:1 list_fields" },
		{ HEAD "# rows: 1\n" COLS "\nđ\tM\tO\t\t\n",
		    "10:1 list_code" },
		{ HEAD "# rows: 1\n" COLS "\n\tM\tO\t\t\n",
		    "10:1 list_code" },
		{ HEAD "# rows: 1\n" COLS "\na\tMười\t\t\t\n",
		    "10:8 list_label" },
		{ HEAD "# rows: 1\n" COLS "\na\tMười\tO\t2025-02-30\t\n",
		    "10:10 list_date" },
		{ HEAD "# rows: 1\n" COLS "\na\tM\tO\t\t1/2/2025\n",
		    "10:8 list_date" },
		{ HEAD "# rows: 1\n" COLS "\na\tM\tO\t2025-02-02\t"
		    "2025-02-01\n", "10:18 list_date_order" },
		{ HEAD "# rows: 2\n" COLS "\na\tM\tO\t\t2025-01-02\n"
		    "a\tM\tO\t2025-01-02\t\n", "11:1 list_overlap" },
		{ HEAD "# rows: 2\n" COLS "\na\tM\tO\t\t\na\tM\tO\t\t\n",
		    "11:1 list_overlap" },
		{ HEAD "# rows: 1\n" COLS "\tstatus\na\tM\tO\t\t\tsure\n",
		    "10:9 list_status" },
		{ HEAD "# rows: 1\n" COLS "\na\tM\xff\tO\t\t\n",
		    "10:4 list_utf8" },
		{ HEAD "# rows: 1\n" COLS "\na\tM\tO\t\t\r\n",
		    "10:8 list_invisible" },
		{ HEAD "# rows: 1\n" COLS "\na\tM\xe2\x80\xaeN\tO\t\t\n",
		    "10:4 list_invisible" },
		{ HEAD "# rows: 1\n" COLS "\na\tM\xe2\x80\x8bN\tO\t\t\n",
		    "10:4 list_invisible" },
		{ HEAD "# rows: 1\n" COLS "\na\tTa\xcc\x80y\tO\t\t\n",
		    "10:4 list_nfc" },
		{ "\xef\xbb\xbf" HEAD "# rows: 0\n" COLS "\n",
		    "1:1 list_invisible" },
	};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		char *said = refusal(bad[i].text, strlen(bad[i].text));

		if (strcmp(said, bad[i].said) != 0)
			printf("# text %zu\n", i);
		T_STR(said, bad[i].said);
		free(said);
	}
	{
		static const char nul[] = HEAD "# rows: 1\n" COLS
		    "\na\tM\0N\tO\t\t\n";
		char *said = refusal(nul, sizeof(nul) - 1);

		T_STR(said, "10:4 list_invisible");
		free(said);
	}
}

static void
test_bounds(void)
{
	struct str s = STR_INIT;
	struct findings f = FINDINGS_INIT;
	char *said, *big = xcalloc(1, LIST_BYTES_MAX + 1);

	said = refusal(big, LIST_BYTES_MAX + 1);
	T_STR(said, "1:1 list_too_big");
	free(said);
	free(big);

	str_add(&s, HEAD "# rows: 20001\n" COLS "\n");
	for (unsigned i = 0; i < LIST_ROWS_MAX; i++)
		str_printf(&s, "c%u\tM\tO\t\t\n", i);
	str_add(&s, "last\tM\tO\t\t\n");
	said = refusal(s.buf, s.len);
	T_STR(said, "20010:1 list_too_many_rows");
	free(said);

	/* A file of another kind gives a page of findings, not a book. */
	str_clear(&s);
	str_add(&s, HEAD "# rows: 5000\n" COLS "\n");
	for (unsigned i = 0; i < 5000; i++)
		str_add(&s, "x\n");
	T_CHECK(list_load("t", s.buf, s.len, &f) == NULL);
	T_CHECK(f.n >= 50 && f.n < 60);
	findings_done(&f);

	str_clear(&s);
	str_add(&s, HEAD "# rows: 1\n" COLS "\na\t");
	for (unsigned i = 0; i < 401; i++)
		str_addc(&s, 'x');
	str_add(&s, "\tO\t\t\n");
	said = refusal(s.buf, s.len);
	T_STR(said, "10:3 list_label");
	free(said);
	str_done(&s);
}

/* Bytes of a good list changed at random: refused or read, never worse. */
static void
test_damage(void)
{
	uint64_t seed = 20260302, x = seed;
	size_t len;
	char *text = read_all("provinces", &len), *copy = xmalloc(len);
	unsigned taken = 0;

	printf("# seed %llu\n", (unsigned long long)seed);
	for (int round = 0; len > 0 && round < 3000; round++) {
		struct findings f = FINDINGS_INIT;
		struct list *l;

		memcpy(copy, text, len);
		for (int k = 0; k < 1 + round % 3; k++) {
			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
			copy[(x >> 8) % len] = (char)(x >> 40);
		}
		l = list_load(NULL, copy, round % 7 ? len : x % len, &f);
		T_CHECK((l == NULL) == (f.n > 0));
		if (l != NULL) {
			taken++;
			list_search(l, "ha", NULL, NULL, 0);
			list_find(l, "79");
		}
		list_free(l);
		findings_done(&f);
	}
	printf("# %u of 3000 still read\n", taken);
	free(copy);
	free(text);
}

int
main(void)
{
	T_RUN(test_refusals);
	T_RUN(test_bounds);
	T_RUN(test_damage);
	return t_done();
}
