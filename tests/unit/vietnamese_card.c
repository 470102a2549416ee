/* The QR code of the identity card: its forms, its doubts, hostile text. */
#include "core/vietnamese/citizen.h"
#include "core/vietnamese/mrz.h"
#include "tests/unit/vietnamese_paper.h"

#include <stdio.h>
#include <time.h>

#define NAME "NGUYỄN THỊ MẪU MỘT"
#define CARD "001190000017|012345678|" NAME "|28021990|Nữ|" \
	"Số 1, Phố Mẫu, Hà Nội|15042021"

/* The card above, however it came. */
static void
expect_card(const char *text, const char *old, const char *issued)
{
	json_t *o = paper(text);

	if (o == NULL)
		printf("# not read: %s\n", text);
	T_STR(said(o, "kind"), "cccd-qr");
	T_STR(said(o, "number"), "001190000017");
	T_STR(said(o, "old_number"), old);
	T_STR(said(o, "full_name"), NAME);
	T_STR(said(o, "sex"), "female");
	T_STR(said(o, "birth_date"), "1990-02-28");
	T_STR(said(o, "issue_date"), issued);
	T_STR(said(o, "address"), "Số 1, Phố Mẫu, Hà Nội");
	T_INT(failed_checks(o), 0);
	T_INT(warnings(o), issued != NULL ? 0 : 1);
	json_decref(o);
}

static void
test_forms_of_the_text(void)
{
	expect_card(CARD, "012345678", "2021-04-15");
	expect_card("\xef\xbb\xbf" CARD "\r\n", "012345678", "2021-04-15");
	expect_card("\r\n  " CARD "  \r", "012345678", "2021-04-15");
	expect_card("\002" CARD "\003\r\n", "012345678", "2021-04-15");
	expect_card("]Q1" CARD, "012345678", "2021-04-15");
	expect_card(CARD "\n" CARD "\n", "012345678", "2021-04-15");
	expect_card(CARD "|NGUYỄN VĂN MẪU|TRẦN THỊ THỬ|x|||", "012345678",
	    "2021-04-15");
	expect_card("001190000017||" NAME "|28021990|Nữ|"
	    "Số 1, Phố Mẫu, Hà Nội|15042021", NULL, "2021-04-15");
	/* The old number left out with its bar. */
	expect_card("001190000017|" NAME "|28021990|Nữ|"
	    "Số 1, Phố Mẫu, Hà Nội|15042021", NULL, "2021-04-15");
	expect_card("001190000017|" NAME "|28/02/1990|Nữ|"
	    "Số 1, Phố Mẫu, Hà Nội|15/04/2021|more", NULL, "2021-04-15");
	expect_card("001190000017|012345678|" NAME "|28/02/1990|NỮ|"
	    "Số 1, Phố Mẫu, Hà Nội|15/4/2021", "012345678", "2021-04-15");
	expect_card("001 190 000 017 | 012 345 678 |  NGUYỄN  THỊ\tMẪU\r\n"
	    "MỘT | 1990-02-28 | nu | Số 1, Phố Mẫu,\xc2\xa0Hà Nội | "
	    "15.04.2021", "012345678", "2021-04-15");
	/* No date of issue. */
	expect_card("001190000017|012345678|" NAME "|28021990|Nữ|"
	    "Số 1, Phố Mẫu, Hà Nội", "012345678", NULL);
	expect_card("001190000017||" NAME "|28-02-1990|Nữ|"
	    "Số 1, Phố Mẫu, Hà Nội|", NULL, NULL);
}

static void
test_marks_apart_become_one(void)
{
	json_t *o = paper("001190000017||NGUYE\xcc\x82\xcc\x83N THI\xcc\xa3 "
	    "MA\xcc\x82\xcc\x83U MO\xcc\xa3\xcc\x82T|28021990|Nu\xcc\x9b"
	    "\xcc\x83|x|15042021");

	T_STR(said(o, "full_name"), NAME);
	T_STR(said(o, "sex"), "female");
	json_decref(o);
}

static void
test_mangled_text_stays(void)
{
	json_t *o = paper("001190000017||NGUYE?N THI? M\xffU|28021990|N?|"
	    "Ha No^i|15042021");

	T_STR(said(o, "full_name"), "NGUYE?N THI? M\xef\xbf\xbdU");
	T_STR(said(o, "address"), "Ha No^i");
	T_STR(said(o, "sex"), NULL);
	T_INT(warned(o, "id_damaged"), 1);
	T_INT(warned(o, "id_sex_unreadable"), 1);
	json_decref(o);
}

static void
expect_sex(const char *text, const char *sex)
{
	char card[256];
	json_t *o;

	snprintf(card, sizeof(card), "001990000017||A|28021990|%s|x|15042021",
	    text);
	o = paper(card);
	T_STR(said(o, "sex"), sex);
	json_decref(o);
}

static void
test_sex(void)
{
	expect_sex("Nam", "male");
	expect_sex("NAM", "male");
	expect_sex("Nữ", "female");
	expect_sex("nu", "female");
	expect_sex("Khác", "other");
	expect_sex("", NULL);
	expect_sex("Nem", NULL);
}

static void
expect_birth(const char *text, const char *date, const char *warning)
{
	char card[256];
	json_t *o;

	snprintf(card, sizeof(card), "001190000017||A|%s|Nữ|x|15042021",
	    text);
	o = paper(card);
	T_STR(said(o, "birth_date"), date);
	if (warning != NULL)
		T_INT(warned(o, warning), 1);
	else
		T_INT(warnings(o), 0);
	json_decref(o);
}

static void
test_dates(void)
{
	expect_birth("00001990", "1990", NULL);
	expect_birth("00/02/1990", "1990-02", NULL);
	expect_birth("1990", "1990", NULL);
	expect_birth("30021990", NULL, "id_birth_date_unreadable");
	expect_birth("29021990", NULL, "id_birth_date_unreadable");
	expect_birth("28131990", NULL, "id_birth_date_unreadable");
	expect_birth("28/02-1990", NULL, "id_birth_date_unreadable");
	expect_birth("280290", NULL, "id_birth_date_unreadable");
	expect_birth("28/02/19901", NULL, "id_birth_date_unreadable");
	expect_birth("", NULL, "id_birth_date_not_stated");
	expect_birth("03032026", "2026-03-03", "id_birth_date_future");
	expect_birth("16042021", "2021-04-16", "id_issue_before_birth");
	expect_birth("28021991", "1991-02-28", "id_number_birth_year");
}

static void
test_doubts_do_not_block(void)
{
	json_t *o = paper("00219000001|1234|" NAME "|28021990|Nữ|x|03032026");

	T_STR(said(o, "number"), "00219000001");
	T_INT(check_of(o, "number_form"), 0);
	T_INT(warned(o, "id_number_form"), 1);
	T_INT(warned(o, "id_old_number_form"), 1);
	T_INT(warned(o, "id_issue_date_future"), 1);
	json_decref(o);

	o = paper("003290000017||" NAME "|28021990|Nữ|x|15042021");
	T_INT(warned(o, "id_number_place"), 1);
	T_INT(warned(o, "id_number_sex"), 1);
	T_INT(warned(o, "id_number_birth_year"), 1);
	T_INT(check_of(o, "number_place"), 0);
	T_INT(check_of(o, "number_sex"), 0);
	T_INT(check_of(o, "number_birth_year"), 0);
	T_STR(said(o, "birth_date"), "1990-02-28");
	T_STR(said(o, "sex"), "female");
	json_decref(o);
}

/* Neither date nor sex can be read: the number of fields decides. */
static void
test_layout_without_help(void)
{
	json_t *o = paper("001190000017|A|?|?|x|15042021");

	T_STR(said(o, "full_name"), "A");
	T_STR(said(o, "address"), "x");
	T_STR(said(o, "issue_date"), "2021-04-15");
	json_decref(o);
	o = paper("001190000017|012345678|A|?|?|x|15042021");
	T_STR(said(o, "full_name"), "A");
	T_STR(said(o, "old_number"), "012345678");
	T_STR(said(o, "issue_date"), "2021-04-15");
	json_decref(o);
}

static void
test_place_is_of_the_old_provinces(void)
{
	json_t *o = paper("072190000017||A|28021990|Nữ|x|15042021");
	const json_t *place = json_object_get(o, "birth_registration");

	T_STR(said(place, "code"), "072");
	T_STR(said(place, "name"), "Tây Ninh");
	json_decref(o);
	/* 080 is Tây Ninh in the new table, but Long An on a card. */
	o = paper("080190000017||A|28021990|Nữ|x|15042021");
	T_STR(said(json_object_get(o, "birth_registration"), "name"),
	    "Long An");
	json_decref(o);
	/* Born abroad: nothing is known of the code, nothing is said. */
	o = paper("142190000017||A|28021990|Nữ|x|15042021");
	T_INT(check_of(o, "number_place"), -1);
	T_INT(warnings(o), 0);
	json_decref(o);
}

static void
test_citizen_numbers(void)
{
	struct citizen c;
	int places = 0, sum = 0;

	for (int place = 0; place < 1000; place++)
		for (int g = 0; g < 10; g++) {
			char number[40];

			snprintf(number, sizeof(number), "%03d%d45123456",
			    place, g);
			T_CHECK(citizen_parse(number, &c));
			T_INT(c.place, place);
			T_INT(c.birth_year, 1945 + g / 2 * 100);
			T_INT(c.is_female, g % 2);
			if (g > 0 || c.place_name == NULL)
				continue;
			places++;
			sum += place;
		}
	/* Of the codes as they are published, added up apart from here. */
	T_INT(places, 63);
	T_INT(sum, 3108);
	T_CHECK(!citizen_parse("00119000001", &c));
	T_CHECK(!citizen_parse("0011900000177", &c));
	T_CHECK(!citizen_parse("00119000001A", &c));
	T_CHECK(!citizen_parse("", &c));
}

static void
expect_said(const char *sex, const char *birth, const char *code)
{
	json_t *o = json_pack("{s:[], s:{}}", "warnings", "checks");

	citizen_compare_said(o, "001190000017", sex, birth);
	T_INT(warnings(o), code != NULL);
	if (code != NULL)
		T_INT(warned(o, code), 1);
	T_INT(failed_checks(o), 0);
	json_decref(o);
}

static void
test_what_was_said(void)
{
	json_t *o = json_pack("{s:[]}", "warnings");

	expect_said("female", "1990-02-28", NULL);
	expect_said(NULL, NULL, NULL);
	expect_said("other", NULL, NULL);
	expect_said("male", NULL, "id_said_sex");
	expect_said(NULL, "1991-02-28", "id_said_birth_year");
	/* out of an age: one year off says nothing, two do */
	expect_said(NULL, "1991", NULL);
	expect_said(NULL, "1989", NULL);
	expect_said(NULL, "1992", "id_said_birth_year");
	expect_said(NULL, "", NULL);
	expect_said(NULL, "199", NULL);
	citizen_compare_said(o, "00119000001", "male", "1950");
	citizen_compare_said(o, "", "male", "1950");
	T_INT(warnings(o), 0);
	json_decref(o);
}

static void
test_refusals(void)
{
	char *big = malloc(CARD_TEXT_MAX + 2);

	T_INT(refused(""), ERR_ID_EMPTY);
	T_INT(refused(" \r\n "), ERR_ID_EMPTY);
	T_INT(refused("\xef\xbb\xbf"), ERR_ID_EMPTY);
	T_INT(refused("xin chào"), ERR_ID_UNREADABLE);
	T_INT(refused("a|b|c"), ERR_ID_FIELDS);
	T_INT(refused("|"), ERR_ID_FIELDS);
	T_INT(refused("a|b|c|d|e|f|g"), ERR_ID_UNREADABLE);
	T_INT(refused("||||||"), ERR_ID_UNREADABLE);
	T_INT(refused(CARD "\n002090000018||B|28021990|Nam|y|15042021"),
	    ERR_ID_TWO_CARDS);
	if (big == NULL)
		return;
	memset(big, '|', CARD_TEXT_MAX + 1);
	big[CARD_TEXT_MAX + 1] = '\0';
	T_INT(refused(big), ERR_ID_TOO_LONG);
	big[CARD_TEXT_MAX] = '\0';
	T_INT(refused(big), ERR_ID_UNREADABLE);
	free(big);
}

/* Any bytes: never a crash, never a refusal without its sentence. */
static void
test_hostile_bytes(void)
{
	static const char bits[] = "|<0129NAMOPV/\r\n \xcc\x81\xff\xc3\xa9";
	unsigned seed = (unsigned)time(NULL);
	size_t read = 0;

	printf("# seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 4000; round++) {
		char text[300];
		size_t len = (size_t)rand() % sizeof(text);
		enum err_code code = ERR_NONE;
		json_t *o;

		for (size_t i = 0; i < len; i++)
			text[i] = round % 2 ? (char)rand() :
			    bits[(size_t)rand() % (sizeof(bits) - 1)];
		o = read_on(text, len, on(2026, 3, 2), &code);
		T_CHECK((o == NULL) == (code != ERR_NONE));
		T_CHECK(code != ERR_COUNT);
		read += o != NULL;
		json_decref(o);
	}
	printf("# read: %zu of 4000\n", read);
}

/* A whole card with a few bytes changed, cut or doubled. */
static void
test_hostile_cards(void)
{
	unsigned seed = (unsigned)time(NULL) ^ 0x5eed;

	printf("# seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 4000; round++) {
		char text[sizeof(CARD)] = CARD;
		size_t len = sizeof(CARD) - 1;
		enum err_code code = ERR_NONE;

		for (int i = rand() % 6; i >= 0; i--)
			text[(size_t)rand() % len] = (char)rand();
		if (rand() % 4 == 0)
			len = (size_t)rand() % len;
		json_decref(read_on(text, len, on(2026, 3, 2), &code));
		T_CHECK(code != ERR_COUNT);
	}
}

int
main(void)
{
	T_RUN(test_forms_of_the_text);
	T_RUN(test_marks_apart_become_one);
	T_RUN(test_mangled_text_stays);
	T_RUN(test_sex);
	T_RUN(test_dates);
	T_RUN(test_doubts_do_not_block);
	T_RUN(test_layout_without_help);
	T_RUN(test_place_is_of_the_old_provinces);
	T_RUN(test_citizen_numbers);
	T_RUN(test_what_was_said);
	T_RUN(test_refusals);
	T_RUN(test_hostile_bytes);
	T_RUN(test_hostile_cards);
	return t_done();
}
