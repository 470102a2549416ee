/* The Telex engine: rules one by one, words left alone, backspace, chance. */
#include "core/vietnamese/telex.h"

#include "core/base/utf8.h"
#include "core/vietnamese/fold.h"
#include "tests/t.h"

#include <stdlib.h>
#include <time.h>

struct pair {
	const char *keys, *text;
};

static void
check_typed(enum telex_method m, enum telex_style style, const char *keys,
    const char *want)
{
	struct str out = STR_INIT;

	telex_type(m, style, keys, strlen(keys), &out);
	if (strcmp(str_text(&out), want) != 0)
		printf("# keys \"%s\"\n", keys);
	T_STR(str_text(&out), want);
	str_done(&out);
}

static void
check_pairs(enum telex_method m, const struct pair *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check_typed(m, TELEX_OLD, p[i].keys, p[i].text);
}

static void
test_telex_marks(void)
{
	static const struct pair pairs[] = {
		{ "truwowngf", "trường" }, { "truowngf", "trường" },
		{ "truongwf", "trường" }, { "truongfw", "trường" },
		{ "truwfong", "trường" }, { "trwowngf", "trường" },
		{ "tuongwf", "tường" }, { "dduowcj", "được" },
		{ "duowcjd", "được" }, { "nguwowif", "người" },
		{ "khuyur", "khuỷu" }, { "quaanf", "quần" },
		{ "vieetj", "việt" }, { "viejet", "việt" },
		{ "vietje", "việt" }, { "thuowr", "thuở" },
		{ "huow", "huơ" }, { "huowng", "hương" }, { "uow", "ươ" },
		{ "w", "ư" }, { "tw", "tư" }, { "nhwngx", "những" },
		{ "giwx", "giữ" }, { "muaw", "mưa" }, { "luuw", "lưu" },
		{ "huouw", "hươu" }, { "hoacwj", "hoặc" },
		{ "aaw", "ă" }, { "aanaw", "aanaw" }, { "awa", "â" },
		{ "oow", "ơ" }, { "owo", "ô" }, { "uowo", "uô" },
		{ "xooong", "xoong" }, { "rooongf", "roòng" },
		{ "deeee", "dêê" }, { "aaaa", "aaaa" },
		{ "toanfs", "toán" }, { "toanfz", "toan" },
		{ "zalo", "zalo" }, { "dd", "đ" }, { "dand", "đan" },
		{ "quwow", "quwow" }, { "twoo", "twoo" }, { "quow", "quơ" }, { "gif", "gì" },
		{ "giuongwf", "giường" }, { "giowf", "giờ" },
		{ "ngoeof", "ngoèo" }, { "ana", "ana" }, { "ongo", "ông" },
	};

	check_pairs(TELEX_TELEX, pairs, ARRAY_LEN(pairs));
}

static void
test_taking_back(void)
{
	static const struct pair pairs[] = {
		{ "aaa", "aa" }, { "eee", "ee" }, { "ooo", "oo" },
		{ "aww", "aw" }, { "uoww", "uow" }, { "uwoww", "uow" },
		{ "ddd", "dd" }, { "ww", "w" }, { "www", "www" },
		{ "ass", "as" }, { "aff", "af" }, { "arr", "ar" },
		{ "axx", "ax" }, { "ajj", "aj" }, { "tesst", "test" },
		{ "toansss", "toanss" }, { "boook", "book" },
		{ "toorr", "tôr" }, { "wwaw", "wă" }, { "wwerr", "wer" },
		{ "hwwing", "hwing" }, { "vissa", "visa" },
		{ "visssa", "vissa" }, { "passs", "pass" },
		{ "presss", "press" }, { "dddd", "ddd" },
		{ "tests", "tests" },
	};

	check_pairs(TELEX_TELEX, pairs, ARRAY_LEN(pairs));
}

static void
test_vni_and_viqr(void)
{
	static const struct pair vni[] = {
		{ "tru7o7ng2", "trường" }, { "truong27", "trường" },
		{ "truong72", "trường" }, { "d9uong72", "đường" },
		{ "duong729", "đường" }, { "nguye64n", "nguyễn" },
		{ "nguyen46", "nguyễn" }, { "d9a8k1 la8k1", "đắk lắk" },
		{ "de6e6", "dêê" }, { "hoa81c", "hoắc" }, { "a11", "a1" },
		{ "toan10", "toan" }, { "thuo73", "thuở" },
		{ "mp3 QL1A B12 2025 win10 H5N1 covid19",
		    "mp3 QL1A B12 2025 win10 H5N1 covid19" },
		{ "HD9ND", "HĐND" }, { "d99", "d9" }, { "o66", "o6" },
		{ "123a1", "123á" }, { "cri1t", "crít" },
	};
	static const struct pair viqr[] = {
		{ "tru+o+`ng", "trường" }, { "truo`ng+", "trường" },
		{ "Vie^.t Nam", "Việt Nam" }, { "dda(\\'k", "đă'k" },
		{ "dda('k", "đắk" }, { "xong.. Ai??", "xong. Ai?" },
		{ "ta\\.", "ta." }, { "(anh) m' \\", "(anh) m' \\" },
		{ "H'Mo^ng", "H'Mông" }, { "ngu*o*`i", "người" },
	};

	check_pairs(TELEX_VNI, vni, ARRAY_LEN(vni));
	check_pairs(TELEX_VIQR, viqr, ARRAY_LEN(viqr));
	check_typed(TELEX_OFF, TELEX_OLD, "truongwf a1", "truongwf a1");
}

static void
test_capitals(void)
{
	static const struct pair pairs[] = {
		{ "DDIEENJ BIEEN", "ĐIỆN BIÊN" }, { "DDieenj", "Điện" },
		{ "Ddieenj", "Điện" }, { "Dieenjd", "Điện" },
		{ "Aan", "Ân" }, { "aAn", "ân" }, { "W", "Ư" },
		{ "OW DDU", "Ơ ĐU" }, { "SRos", "SRó" },
		{ "THUYR", "THỦY" }, { "HDDND LDDTBXH CSDDT BDDBP",
		    "HĐND LĐTBXH CSĐT BĐBP" },
	};

	check_pairs(TELEX_TELEX, pairs, ARRAY_LEN(pairs));
}

static void
test_styles(void)
{
	static const char *const words[][3] = {
		{ "hoaf", "hòa", "hoà" }, { "khoer", "khỏe", "khoẻ" },
		{ "thuys", "thúy", "thuý" }, { "hoanf", "hoàn", "hoàn" },
		{ "quys", "quý", "quý" }, { "giaf", "già", "già" },
		{ "mias", "mía", "mía" }, { "cuar", "của", "của" },
		{ "hoais", "hoái", "hoái" }, { "huynhf", "huỳnh", "huỳnh" },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		check_typed(TELEX_TELEX, TELEX_OLD, words[i][0], words[i][1]);
		check_typed(TELEX_TELEX, TELEX_NEW, words[i][0], words[i][2]);
	}
}

/* As typed: what no Vietnamese syllable and no name looks like. */
static void
test_left_alone(void)
{
	static const char words[] =
	    "windows email passport facebook internet web website app chat "
	    "video camera laptop tiktok messenger instagram online telegram "
	    "wechat viber whatsapp google gmail yahoo bitcoin crypto dollar "
	    "casino karaoke massage tourist agent company manager office "
	    "service hotel password class address access message tests asks "
	    "works work world word window crew power browser download school "
	    "meeting friend user house their years keys sorry banana haha "
	    "died adding cartoon tele solo polo first next text left part art port "
	    "sport export case nurse person mother arrow yellow below agreed "
	    "tomorrow student staff standard process project interpol asean "
	    "singapore malaysia philippines indonesia cambodia bangkok "
	    "sihanoukville poipet vientiane savannakhet myawaddy laukkai "
	    "mandalay guangxi dongxing yunnan kunming macau taiwan";
	char word[32];
	size_t n;

	for (const char *at = words; *at != '\0'; at += n + (at[n] == ' ')) {
		n = strcspn(at, " ");
		memcpy(word, at, n);
		word[n] = '\0';
		check_typed(TELEX_TELEX, TELEX_OLD, word, word);
		check_typed(TELEX_VNI, TELEX_OLD, word, word);
	}
	check_typed(TELEX_TELEX, TELEX_OLD, "www.bqp.vn, 2ss, A4s, don't",
	    "www.bqp.vn, 2ss, A4s, don't");
}

/* What could be a syllable is one: structure, not a dictionary. */
static void
test_not_left_alone(void)
{
	static const struct pair pairs[] = {
		{ "test", "tét" }, { "visa", "vía" }, { "data", "dât" },
		{ "book", "bôk" }, { "taxi", "tãi" }, { "these", "thế" },
		{ "here", "hể" }, { "laos", "láo" }, { "kings", "kíng" },
	};

	check_pairs(TELEX_TELEX, pairs, ARRAY_LEN(pairs));
}

static void
test_finished_letters(void)
{
	static const struct pair pairs[] = {
		{ "tiếng việts", "tiếng việts" },
		{ "tooiđs", "tôiđs" }, { "a\u0302\u0301s", "\u1ea5s" },
		{ "Nguye\u0302\u0303n", "Nguyễn" },
		{ "u\u031bo\u031b\u0300", "ườ" }, { "ñuoolw", "ñuoolw" },
		{ "\u0301as", "\u0301as" }, { "x\u0301 as", "x\u0301 á" },
		{ "ж as", "ж á" }, { "á\bas", "á" },
		{ "a\xff" "as", "a\ufffd\u00e1" },
	};

	check_pairs(TELEX_TELEX, pairs, ARRAY_LEN(pairs));
}

static void
test_back(void)
{
	static const struct pair pairs[] = {
		{ "toans\b", "tóa" }, { "toans\bn", "toán" },
		{ "truowngf\b\b", "trườ" }, { "truowngf\b\b\b", "trừ" },
		{ "truowngf\b\bng", "trường" }, { "uow\b", "ư" },
		{ "thuow\b", "thu" }, { "truowngg\b", "trương" },
		{ "tesst\b\b", "te" }, { "tas\b\bas", "á" }, { "tas\bas", "tá" },
		{ "toan\xc3\xa1\b\bs", "toas" }, { "cuoor\bsi", "cúi" },
		{ "dd\b", "" }, { "dd\bd", "d" },
		/* The word before a space stands; its letters are no keys. */
		{ "a b\b\bs", "as" }, { "a \b\b\b", "" },
		{ "vieetj\177", "việ" },
		{ "tieengs \b\b", "tiến" }, { "\b\bas", "á" },
		{ "deeee\b", "dê" },
		{ "deeee\bs", "dês" }, { "windows\b\b\b\b\b", "wi" },
	};

	check_pairs(TELEX_TELEX, pairs, ARRAY_LEN(pairs));
}

/* ---- what always holds ---- */

static uint64_t chance;

static unsigned
below(unsigned n)
{
	chance = chance * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(chance >> 33) % n;
}

static void
sow(void)
{
	const char *given = getenv("SEED");

	chance = given != NULL ? strtoull(given, NULL, 10) :
	    (uint64_t)time(NULL);
	printf("# seed %llu\n", (unsigned long long)chance);
}

static bool
is_nfc(const char *s)
{
	char *nfc = utf8_nfc(s, strlen(s));
	bool same = nfc != NULL && strcmp(nfc, s) == 0;

	free(nfc);
	return same;
}

static uint32_t
random_key(void)
{
	static const char likely[] =
	    "aaeeioouuwyddnnghctpkqrsfxjzmvlAEOUWDSF0123456789`?~'.^+*(\\ ";

	switch (below(40)) {
	case 0:
		return below(0x250);
	case 1:
		return 0x300 + below(0x24);
	case 2:
		return 0x1ea0 + below(0x5a);
	case 3:
		return below(0x110400);
	default:
		return (unsigned char)likely[below(sizeof(likely) - 1)];
	}
}

/* Any keys at all: the word stays bounded, valid and composed. */
static void
test_any_keys(void)
{
	sow();
	for (int round = 0; round < 3000; round++) {
		struct telex t;

		telex_start(&t, (enum telex_method)below(4),
		    (enum telex_style)below(2));
		for (int i = 0; i < 60; i++) {
			bool took = below(8) == 0 ? telex_back(&t) :
			    telex_key(&t, random_key());

			(void)took;
			T_CHECK(strlen(telex_text(&t)) < TELEX_BYTES);
			T_CHECK(is_nfc(telex_text(&t)));
		}
	}
}

/* The case of keys changes the case of letters and nothing else. */
static void
test_case_is_apart(void)
{
	static const char letters[] = "aeiouywdnghctprsfxjkm";

	sow();
	for (int round = 0; round < 20000; round++) {
		struct str low = STR_INIT, mixed = STR_INIT, a = STR_INIT,
		    b = STR_INIT;
		char small[12] = "", any[12] = "";
		unsigned n = 1 + below(10);

		for (unsigned i = 0; i < n; i++) {
			small[i] = letters[below(sizeof(letters) - 1)];
			any[i] = (char)(small[i] - (below(2) ? 32 : 0));
		}
		telex_type(TELEX_TELEX, TELEX_OLD, small, n, &low);
		telex_type(TELEX_TELEX, TELEX_OLD, any, n, &mixed);
		T_INT(utf8_letters(low.buf, low.len),
		    utf8_letters(mixed.buf, mixed.len));
		vn_fold(&a, str_text(&low));
		vn_fold(&b, str_text(&mixed));
		T_STR(str_text(&b), str_text(&a));
		str_done(&low);
		str_done(&mixed);
		str_done(&a);
		str_done(&b);
	}
}

/*
 * Backspace after any keys: either one letter less, base letters kept, or
 * the word stood as typed and is again what it was a key ago.
 */
static void
check_back(struct telex *t, const char *before)
{
	struct str was = STR_INIT, now = STR_INIT;
	char last[TELEX_BYTES];
	size_t n = strlen(telex_text(t));

	memcpy(last, telex_text(t), n + 1);
	vn_fold(&was, last);
	T_CHECK(telex_back(t));
	vn_fold(&now, telex_text(t));
	if (strcmp(telex_text(t), before) != 0) {
		T_INT(utf8_letters(telex_text(t), strlen(telex_text(t))),
		    utf8_letters(last, n) - 1);
		T_CHECK(now.len + 1 == was.len);
		T_CHECK(str_starts(str_text(&was), str_text(&now)));
	}
	str_done(&was);
	str_done(&now);
}

static void
test_back_takes_a_letter(void)
{
	static const char letters[] = "aaeeiouuowwyddnghctprsfxjk";

	sow();
	for (int round = 0; round < 20000; round++) {
		char before[TELEX_BYTES] = "";
		struct telex t;
		unsigned n = 1 + below(9);

		telex_start(&t, TELEX_TELEX, TELEX_OLD);
		for (unsigned i = 0; i < n; i++) {
			memcpy(before, telex_text(&t), sizeof(before));
			T_CHECK(telex_key(&t, (unsigned char)
			    letters[below(sizeof(letters) - 1)]));
		}
		check_back(&t, before);
		for (unsigned i = 0; i < 2 * n && telex_back(&t); i++)
			T_CHECK(is_nfc(telex_text(&t)));
		T_STR(telex_text(&t), "");
		T_CHECK(!telex_back(&t));
	}
}

static void
test_long_words(void)
{
	struct str keys = STR_INIT, out = STR_INIT;

	for (int i = 0; i < 5000; i++)
		str_add(&keys, "as");
	telex_type(TELEX_TELEX, TELEX_OLD, keys.buf, keys.len, &out);
	T_STR(str_text(&out), str_text(&keys));
	str_clear(&keys);
	str_clear(&out);
	for (int i = 0; i < TELEX_BYTES; i++)
		str_addc(&keys, 'b');
	str_add(&keys, "toans");
	telex_type(TELEX_TELEX, TELEX_OLD, keys.buf, keys.len, &out);
	T_STR(str_text(&out), str_text(&keys));
	str_clear(&out);
	str_add(&keys, " as");
	telex_type(TELEX_TELEX, TELEX_OLD, keys.buf, keys.len, &out);
	T_STR(str_text(&out) + out.len - 3, " á");
	str_done(&keys);
	str_done(&out);
}

static void
test_names_of_settings(void)
{
	enum telex_method m;
	enum telex_style s;

	for (int i = TELEX_OFF; i <= TELEX_VIQR; i++) {
		T_CHECK(telex_method_find(
		    telex_method_name((enum telex_method)i), &m));
		T_INT(m, i);
	}
	T_CHECK(telex_style_find("new", &s) && s == TELEX_NEW);
	T_CHECK(telex_style_find("old", &s) && s == TELEX_OLD);
	T_CHECK(!telex_method_find("Telex", &m));
	T_CHECK(!telex_method_find("", &m) && !telex_method_find(NULL, &m));
	T_CHECK(!telex_style_find("modern", &s));
}

int
main(void)
{
	T_RUN(test_telex_marks);
	T_RUN(test_taking_back);
	T_RUN(test_vni_and_viqr);
	T_RUN(test_capitals);
	T_RUN(test_styles);
	T_RUN(test_left_alone);
	T_RUN(test_not_left_alone);
	T_RUN(test_finished_letters);
	T_RUN(test_back);
	T_RUN(test_any_keys);
	T_RUN(test_case_is_apart);
	T_RUN(test_back_takes_a_letter);
	T_RUN(test_long_words);
	T_RUN(test_names_of_settings);
	return t_done();
}
