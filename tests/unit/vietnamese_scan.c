/* Scanned text that another keyboard, encoding or input method bent. */
#include "core/vietnamese/scan.h"

#include "core/base/utf8.h"
#include "core/vietnamese/telex.h"
#include "tests/unit/vietnamese_paper.h"

#include <stdio.h>
#include <time.h>

#define NAME "NGUYỄN THỊ MẪU MỘT"
#define CARD "001190000017|012345678|" NAME "|28021990|Nữ|" \
	"Số 12, Phố Mẫu, Hà Nội|15042021"
#define TD1 "IDVNM1990000173001199000017<<4\n" \
	"9901018F3901016VNM<<<<<<<<<<<0\n" \
	"NGUYEN<<THI<MAU<THU<<<<<<<<<<<\n"
#define TD3 "P<VNMNGUYEN<<THI<MAU<THU<<<<<<<<<<<<<<<<<<<<\n" \
	"X0000000<1VNM9901018F3401011001199000017<<42\n"

/* ---- what keyboards make of an American key ---- */

static const char *
vietnamese_key(uint32_t cp)
{
	static const char *const row[] = { "đ", "ă", "â", "ê", "ô",
	    "\u0300", "\u0309", "\u0303", "\u0301", "\u0323" };

	return cp >= '0' && cp <= '9' ? row[cp - '0'] : NULL;
}

static const char *
french_key(uint32_t cp)
{
	static const struct {
		char key;
		const char *made;
	} keys[] = {
		{ '1', "&" }, { '2', "é" }, { '3', "\"" }, { '4', "'" },
		{ '5', "(" }, { '6', "-" }, { '7', "è" }, { '8', "_" },
		{ '9', "ç" }, { '0', "à" }, { 'a', "q" }, { 'q', "a" },
		{ 'z', "w" }, { 'w', "z" }, { 'A', "Q" }, { 'Q', "A" },
		{ 'Z', "W" }, { 'W', "Z" }, { 'm', "," }, { 'M', "?" },
		{ ',', ";" }, { '.', ":" }, { '/', "!" }, { '<', "." },
		{ '|', "µ" },
	};

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if ((uint32_t)keys[i].key == cp)
			return keys[i].made;
	return NULL;
}

/* A scanner strikes the keys; letters with marks come by their codes. */
static char *
typed(const char *text, const char *(*key)(uint32_t cp))
{
	struct str out = STR_INIT;
	uint32_t cp;

	for (size_t i = 0, n, len = strlen(text); i < len; i += n) {
		const char *made;

		n = utf8_decode(text + i, len - i, &cp);
		made = key(cp);
		if (made != NULL)
			str_add(&out, made);
		else
			str_addn(&out, text + i, n);
	}
	return str_steal(&out);
}

/* The paper reads as it does unbent, but for one more warning. */
static void
expect_same(const char *plain, const char *bent, const char *warning)
{
	json_t *a = paper(plain), *b = paper(bent);
	const char *key;
	json_t *value;

	if (b == NULL)
		printf("# not read: %s\n", bent);
	T_INT(warned(a, warning), 0);
	T_INT(warned(b, warning), 1);
	T_INT(warnings(b), warnings(a) + 1);
	T_INT(failed_checks(b), failed_checks(a));
	json_object_foreach(a, key, value) {
		if (str_eq(key, "warnings"))
			continue;
		if (!json_equal(value, json_object_get(b, key)))
			printf("# %s\n", key);
		T_CHECK(json_equal(value, json_object_get(b, key)));
	}
	json_decref(a);
	json_decref(b);
}

static void
expect_typed(const char *plain, const char *(*key)(uint32_t cp))
{
	char *bent = typed(plain, key);

	T_CHECK(scan_likely(bent, strlen(bent)));
	expect_same(plain, bent, "id_layout");
	free(bent);
}

static void
test_vietnamese_keyboard(void)
{
	expect_typed(CARD, vietnamese_key);
	expect_typed(CARD "\r\n", vietnamese_key);
	expect_typed(TD1, vietnamese_key);
	expect_typed(TD3, vietnamese_key);
	expect_typed("001190000017||" NAME "|28/02/1990|Nữ|x|15/04/2021",
	    vietnamese_key);
}

/* On a screen that composes, some order of marks is lost; not of these. */
static void
test_vietnamese_keyboard_composed(void)
{
	char *bent = typed("001290000017||" NAME "|01011990|Nữ|x|10012021",
	    vietnamese_key);
	char *nfc = utf8_nfc(bent, strlen(bent));

	expect_same("001290000017||" NAME "|01011990|Nữ|x|10012021", nfc,
	    "id_layout");
	free(bent);
	free(nfc);
}

static void
test_french_keyboard(void)
{
	expect_typed(CARD, french_key);
	expect_typed(CARD "\r", french_key);
	expect_typed(TD1, french_key);
	expect_typed(TD3, french_key);
	/* only the figures: bars came by their code */
	expect_same("001190000017|012345678|" NAME "|28021990|Nữ|x|15042021",
	    "àà&&çààààà&è|à&é\"'(-è_|" NAME "|é_àé&ççà|Nữ|x|&(à'éàé&",
	    "id_layout");
}

/* Each letter of the alphabet through Windows-1252 and Latin-1. */
static void
test_encoding(void)
{
	static const uint16_t high[32] = {
		0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
		0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
	};
	static const char text[] = "001190000017|012345678|" NAME
	    "|28021990|Nữ|ÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬĐÈẺẼÉẸÊỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ"
	    "ÙỦŨÚỤƯỪỬỮỨỰỲỶỸÝỴ àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡ"
	    "ớợùủũúụưừửữứựỳỷỹýỵ|15042021";

	for (int latin = 0; latin < 2; latin++) {
		struct str bent = STR_INIT;
		char bytes[4];

		for (const char *at = text; *at != '\0'; at++) {
			unsigned char c = (unsigned char)*at;
			uint32_t cp = !latin && c >= 0x80 && c < 0xa0 ?
			    high[c - 0x80] : c;

			str_addn(&bent, bytes, utf8_encode(cp, bytes));
		}
		expect_same(text, str_text(&bent), "id_encoding");
		str_done(&bent);
	}
}

/* What only looks a little like it stays as it is. */
static void
test_left_alone(void)
{
	static const char *const texts[] = {
		CARD, TD1, TD3, "", "|", "ÀÁÂ", "Hà Nội", "ÊÂ",
		"001190000017||A|28-02-1990|Nữ|Ô 5, ngõ ă, đâu ô|15042021",
		"001190000017||A|28/02/1990|Nam|Ã, Â â|15.04.2021",
		"001190000017||A|28021990|Nam|đô|15042021",
		"a.b.c.d.e.f", "(1) & (2) - _ ' \"",
		"ERIKSSON.ANNA.MARIA.X", "µµµ",
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct scan_repair done;
		struct str out = STR_INIT;

		scan_mend(texts[i], strlen(texts[i]), &out, &done);
		T_STR(str_text(&out), texts[i]);
		T_CHECK(!done.encoding && !done.layout);
		str_done(&out);
	}
}

static void
test_likely(void)
{
	static const char *const people[] = {
		"", "Nguyễn Thị Mẫu", "H'Mông", "a|b", "1 < 2", "12.05.1990",
		"Số 5, ngõ 3/2, P. Mẫu, TP. Thử...", "001190000017",
		"......................................................."
		"..........", "Mẫu (con của Thử) & Hai - 'Ba' _ \"Bốn\"",
	};

	for (size_t i = 0; i < ARRAY_LEN(people); i++)
		T_CHECK(!scan_likely(people[i], strlen(people[i])));
	T_CHECK(scan_likely(CARD, strlen(CARD)));
	T_CHECK(scan_likely(TD3, strlen(TD3)));
}

/* A zone struck while an input method was on: its name loses letters. */
static void
test_input_method(void)
{
	static const char zone[] =
	    "P<UTOMAU<<HAAS<JOSEFINE<<<<<<<<<<<<<<<<<<<<<\n"
	    "L898902C36UTO7408122F1204159ZE184226B<<<<<10\n";
	struct str bent = STR_INIT;
	json_t *o;

	telex_type(TELEX_TELEX, TELEX_OLD, zone, sizeof(zone) - 1, &bent);
	T_CHECK(strcmp(str_text(&bent), zone) != 0);
	o = paper(str_text(&bent));
	T_STR(said(o, "number"), "L898902C3");
	T_STR(said(o, "birth_date"), "1974-08-12");
	T_INT(warned(o, "id_mrz_marks"), 1);
	json_decref(o);
	str_done(&bent);
	/* figures of the second line gone: say what to do */
	T_INT(refused("IĐVNM1000017300119900001<<4\n"
	    "9901018F3901016VNM<<<<<<<<<<<0\nNGUYEN<<THI<<<<<<<<<<<<<<<<<<<\n"),
	    ERR_ID_MRZ_TYPED);
}

static void
test_question_marks(void)
{
	json_t *o = paper("001190000017||NGUY?N TH? M?U|28021990|Nữ|x|"
	    "15042021");

	T_STR(said(o, "full_name"), "NGUY?N TH? M?U");
	T_INT(warned(o, "id_damaged"), 1);
	json_decref(o);
	o = paper("001190000017||MẪU|28021990|Nữ|Ph? M?u|15042021");
	T_INT(warned(o, "id_damaged"), 1);
	json_decref(o);
}

/* Any bytes and any code points: valid text, never a crash. */
static void
test_hostile(void)
{
	static const uint32_t likely[] = { '|', '<', '.', 0xb5, 0x103, 0x300,
	    0x301, 0x323, 0xe9, 0xe0, 0x111, 0x1ea7, 0xc3, 0x2026, 'A', '1',
	    0x110, 0, 0x10ffff, 0xfeff };
	unsigned seed = (unsigned)time(NULL);

	printf("# seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 4000; round++) {
		struct str in = STR_INIT, out = STR_INIT;
		struct scan_repair done;
		char bytes[4];

		for (int i = rand() % 300; i > 0; i--) {
			uint32_t cp = likely[(size_t)rand() %
			    ARRAY_LEN(likely)];

			if (round % 4 == 0)
				str_addc(&in, (char)rand());
			else
				str_addn(&in, bytes, utf8_encode(cp, bytes));
		}
		scan_mend(str_text(&in), in.len, &out, &done);
		T_CHECK(utf8_valid(str_text(&out), out.len) ||
		    !utf8_valid(str_text(&in), in.len));
		(void)scan_likely(str_text(&in), in.len);
		json_decref(read_on(str_text(&in), in.len, on(2026, 3, 2),
		    &(enum err_code){ ERR_NONE }));
		str_done(&in);
		str_done(&out);
	}
}

int
main(void)
{
	T_RUN(test_vietnamese_keyboard);
	T_RUN(test_vietnamese_keyboard_composed);
	T_RUN(test_french_keyboard);
	T_RUN(test_encoding);
	T_RUN(test_left_alone);
	T_RUN(test_likely);
	T_RUN(test_input_method);
	T_RUN(test_question_marks);
	T_RUN(test_hostile);
	return t_done();
}
