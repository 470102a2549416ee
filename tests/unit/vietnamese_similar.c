/* Likeness: examples, and what must hold for any two names. */
#include "core/vietnamese/similar.h"

#include "core/base/edits.h"
#include "core/base/when.h"
#include "core/vietnamese/fold.h"

#include "tests/t.h"

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS 20000

static unsigned seed;
static uint64_t state;

static uint64_t
rnd(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % below;
}

static int
names(const char *a, const char *b, unsigned *how)
{
	struct similarity s = similar_names(a, b);

	*how = s.how;
	return s.score;
}

static void
test_names(void)
{
	unsigned how;

	T_INT(names("Nguyễn Thị Mẫu", "nguyen thi mau", &how), 100);
	T_INT(how, SIMILAR_FOLDED);
	T_INT(names("Hoà Thuý Mẫu", "Hòa Thúy Mẫu", &how), 100);
	T_INT(how, SIMILAR_FOLDED | SIMILAR_EXACT);
	T_INT(names("Đỗ Thị Mẫu", "DO THI MAU", &how), 100);
	/* Only the tone differs: the same folded, not the same with marks. */
	T_INT(names("Lê Thị Mẫu", "Lê Thị Mậu", &how), 100);
	T_INT(how, SIMILAR_FOLDED);
	T_INT(names("MAU THI NGUYEN", "Nguyễn Thị Mẫu", &how), 95);
	T_INT(how, SIMILAR_FOLDED | SIMILAR_ORDER);
	T_INT(names("Nguyễn Mẫu", "Nguyễn Thị Mẫu", &how), 83);
	T_INT(how, SIMILAR_MIDDLE);
	T_INT(names("Nguyên Thị Mâux", "Nguyễn Thị Mẫu", &how), 92);
	T_INT(how, SIMILAR_TYPED);
	T_INT(names("Nguyenx Thị Thửf", "Nguyễn Thị Thử", &how), 84);
	T_INT(names("Trần Thuhà Mẫu", "Trần Thu Hà Mẫu", &how), 84);
	T_INT(how, SIMILAR_TYPED);
	/* Nobody is like another for the family name alone. */
	T_CHECK(names("Nguyễn Văn Thử", "Nguyễn Thị Mẫu", &how) < 40);
	T_INT(how, SIMILAR_PART);
	T_CHECK(names("Nguyễn Thị", "Nguyễn Thị Mẫu", &how) <= 60);
	T_INT(names("", "", &how), 0);
	T_INT(names(NULL, "Mẫu", &how), 0);
	T_INT(names("Trần Văn Thử", "Lê Mẫu", &how), 0);
}

static void
test_begun(void)
{
	T_CHECK(similar_begun("Nguyễn Thị Mẫu", "ngu ma").score >= 75);
	T_CHECK(similar_begun("Nguyễn Thị Mẫu", "thi m").score >= 75);
	T_INT(similar_begun("Nguyễn Thị Mẫu", "nguyen thi mau").score, 100);
	/* Each typed word needs a word of its own. */
	T_CHECK(similar_begun("Nguyễn Thị Mẫu", "ma ma").score < 75);
	T_CHECK(similar_begun("Nguyễn Thị Mẫu", "xu").score < 40);
	/* A slip in what is not finished yet, and blanks left out. */
	T_INT(similar_begun("Nguyễn Thị Mẫu", "ngyu m").score, 69);
	T_INT(similar_begun("Nguyễn Thị Mẫu", "mua ngyuen").score, 63);
	T_INT(similar_begun("Nguyễn Thị Mẫu", "thimau").score, 72);
	T_INT(similar_begun("Nguyễn Thị Mẫu", "nguyen thim").score, 72);
	T_INT(similar_begun("Nguyễn Thị Mẫu", "nguyenth").score, 72);
	T_CHECK(similar_begun("Nguyễn Thị Mẫu", "guyenthi").score < 60);
	T_CHECK(similar_begun("Lê Thị Hoa", "n").score < 60);
	/* Marks, when some are typed; the tone may sit elsewhere. */
	T_CHECK(similar_marks("Nguyễn Thị Mẫu", "mẫu"));
	T_CHECK(!similar_marks("Nguyễn Thị Mậu", "mẫu"));
	T_CHECK(similar_marks("Lê Thị Hoà", "Hòa"));
	T_CHECK(similar_marks("Đỗ Thử", "đỗ"));
	T_CHECK(!similar_marks("Do Thu", "đỗ"));
	T_CHECK(!similar_marks("Nguyen Thi Mau", "mau"));
	T_CHECK(!similar_marks("", "mẫu"));
	T_CHECK(!similar_marks("Mẫu", ""));
}

static void
test_dates(void)
{
	T_INT(similar_dates("1999-05-02", false, "1999-05-02", false).score, 100);
	T_INT(similar_dates("1999", false, "1999-05-02", false).score, 85);
	T_INT(similar_dates("1999-05", false, "1999-05-02", false).score, 85);
	T_INT(similar_dates("1999-06", false, "1999-05-02", false).score, 0);
	T_INT(similar_dates("1998", false, "1999", false).score, 0);
	T_INT(similar_dates("1998", true, "1999", false).score, 60);
	T_INT(similar_dates("1995", true, "1999", false).score, 60);
	T_INT(similar_dates("1994", true, "1999", false).score, 0);
	T_INT(similar_dates("1999-05-02", false, "1999-02-05", false).score, 40);
	T_INT(similar_dates("1999-05-02", false, "1998-05-02", false).score, 40);
	T_INT(similar_dates("1999-05-02", false, "1988-05-03", false).score, 0);
	T_INT(similar_dates("when young", false, "1999", false).score, 0);
	T_INT(similar_dates(NULL, false, "1999", false).score, 0);
}

static void
test_numbers(void)
{
	T_INT(similar_numbers("001 199.000-123", "001199000123").score, 100);
	T_INT(similar_numbers("001199000123", "001199000124").score, 70);
	T_INT(similar_numbers("001199000123", "001199000132").score, 70);
	T_INT(similar_numbers("199000123", "001199000123").score, 80);
	/* The old number of the same person says nothing either way. */
	T_INT(similar_numbers("012345678", "001199000123").score, 0);
	T_INT(similar_numbers("b1234567", "B1234567").score, 100);
	T_INT(similar_numbers("12", "13").score, 0);
	T_INT(similar_numbers("", "").score, 0);
}

static void
test_ranges(void)
{
	day_t first, last;
	char text[11];

	T_CHECK(day_span("2000-02", &first, &last));
	day_format(last, text);
	T_STR(text, "2000-02-29");
	T_CHECK(day_span("1900-02", &first, &last));
	day_format(last, text);
	T_STR(text, "1900-02-28");
	T_CHECK(day_span("9999", &first, &last));
	day_format(last, text);
	T_STR(text, "9999-12-31");
	T_CHECK(!day_span("199", &first, &last));
	T_CHECK(!day_span("1999-13", &first, &last));
	T_CHECK(!day_span(NULL, &first, &last));
}

static const char *const PART[] = {
	"Nguyễn", "Trần", "Lê", "Đỗ", "Thị", "Văn", "Thu", "Hòa", "Hoà",
	"Mẫu", "Mậu", "Thử", "Thuý", "Thúy", "Nguyen", "MAU", "ĐO", "Ha",
	"Hhà", "Y", "", "  ", "-", "H'Mẫu", "陈", "\xff", "\xcc\x81",
	"Thựcsựdàidàidàidàidàidàidàidàidàidàidàidàidàidàidàidàidàidài",
};

static void
random_name(struct str *out)
{
	size_t n = rnd(6) == 0 ? rnd(20) : rnd(5);

	str_clear(out);
	str_add(out, "");
	for (size_t i = 0; i < n; i++) {
		str_add(out, PART[rnd(ARRAY_LEN(PART))]);
		if (rnd(8) == 0)
			str_addc(out, (char)('a' + rnd(26)));
		str_addc(out, ' ');
	}
}

static void
check_two(const char *a, const char *b)
{
	struct similarity ab = similar_names(a, b), ba = similar_names(b, a);
	struct similarity aa = similar_names(a, a);
	struct str fa = STR_INIT, ka = STR_INIT, kb = STR_INIT;
	bool same;

	vn_fold(&fa, a);
	similar_name_key(&ka, a);
	similar_name_key(&kb, b);
	same = ka.len > 0 && strcmp(str_text(&ka), str_text(&kb)) == 0;
	if (ab.score != ba.score || ab.how != ba.how) {
		printf("# \"%s\" \"%s\"\n", a, b);
		T_INT(ab.score, ba.score);
		T_INT(ab.how, ba.how);
	}
	T_CHECK(ab.score >= 0 && ab.score <= 100);
	T_INT(aa.score, fa.len == 0 ? 0 : 100);
	/* With or without marks, the score is the same. */
	T_INT(similar_names(str_text(&fa), b).score, ab.score);
	/* The key says what 95 says. */
	if (same != (ab.score >= 95))
		printf("# \"%s\" \"%s\" %d\n", a, b, ab.score);
	T_CHECK(same == (ab.score >= 95));
	str_done(&fa);
	str_done(&ka);
	str_done(&kb);
}

static void
test_any_names(void)
{
	struct str a = STR_INIT, b = STR_INIT;

	printf("# seed %u\n", seed);
	for (int i = 0; i < ROUNDS && t_bad < 5; i++) {
		random_name(&a);
		random_name(&b);
		check_two(str_text(&a), str_text(&b));
	}
	str_done(&a);
	str_done(&b);
}

/* Edits, told slowly: all texts one edit away, over and over. */
static size_t
slow_edits(const char *a, const char *b)
{
	size_t best, n;

	if (*a == '\0' || *b == '\0')
		return strlen(a) + strlen(b);
	best = slow_edits(a + 1, b + 1) + (*a != *b);
	n = slow_edits(a + 1, b) + 1;
	best = n < best ? n : best;
	n = slow_edits(a, b + 1) + 1;
	best = n < best ? n : best;
	if (a[1] != '\0' && b[1] != '\0' && a[0] == b[1] && a[1] == b[0]) {
		n = slow_edits(a + 2, b + 2) + 1;
		best = n < best ? n : best;
	}
	return best;
}

static void
test_edits(void)
{
	for (int i = 0; i < 4000 && t_bad < 5; i++) {
		char a[8] = "", b[8] = "";
		size_t na = rnd(6), nb = rnd(6), most = rnd(4), want;

		for (size_t k = 0; k < na; k++)
			a[k] = (char)('a' + rnd(3));
		for (size_t k = 0; k < nb; k++)
			b[k] = (char)('a' + rnd(3));
		want = slow_edits(a, b);
		want = want > most ? most + 1 : want;
		if (edits_between(a, b, most) != want)
			printf("# %s %s %zu\n", a, b, most);
		T_INT(edits_between(a, b, most), want);
	}
}

int
main(void)
{
	const char *fixed = getenv("SEED");

	seed = fixed != NULL ? (unsigned)strtoul(fixed, NULL, 10) :
	    (unsigned)time(NULL);
	state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15);
	T_RUN(test_names);
	T_RUN(test_begun);
	T_RUN(test_dates);
	T_RUN(test_numbers);
	T_RUN(test_ranges);
	T_RUN(test_any_names);
	T_RUN(test_edits);
	return t_done();
}
