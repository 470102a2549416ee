/*
 * Machine-readable zones: specimens, text as hands and readers give it, and
 * what dates, names, sexes and codes may look like.
 */
#include "core/vietnamese/mrz.h"
#include "tests/unit/vietnamese_zone.h"

#include <stdio.h>

static void
test_vietnamese_card(void)
{
	json_t *o = paper(VN_CARD);

	T_STR(said(o, "kind"), "mrz-td1");
	T_STR(said(o, "document_type"), "ID");
	T_STR(said(o, "issuer"), "VNM");
	T_STR(said(o, "number"), "001199000017");
	T_STR(said(o, "personal_number"), "001199000017");
	T_STR(said(o, "document_number"), "199000017");
	T_STR(said(o, "surname"), "NGUYEN");
	T_STR(said(o, "given_names"), "THI MAU THU");
	T_STR(said(o, "sex"), "female");
	T_STR(said(o, "birth_date"), "1999-01-01");
	T_STR(said(o, "expiry_date"), "2039-01-01");
	T_STR(said(o, "nationality"), "VNM");
	T_STR(said(o, "optional_data"), NULL);
	T_INT(check_of(o, "number"), 1);
	T_INT(check_of(o, "birth_date"), 1);
	T_INT(check_of(o, "expiry_date"), 1);
	T_INT(check_of(o, "composite"), 1);
	T_INT(check_of(o, "personal_number"), 1);
	T_INT(check_of(o, "number_tail"), 1);
	T_INT(check_of(o, "number_sex"), 1);
	T_INT(check_of(o, "number_birth_year"), 1);
	T_INT(check_of(o, "number_place"), 1);
	T_INT(check_of(o, "optional"), -1);
	T_INT(warnings(o), 0);
	json_decref(o);
}

static void
test_vietnamese_card_that_contradicts_itself(void)
{
	/* Another number in front, its own check digits right. */
	json_t *o = paper("IDVNM1990000184001199000017<<4\n"
	    "9901018F3901016VNM<<<<<<<<<<<0\nNGUYEN<<THI<MAU<THU\n");

	T_INT(check_of(o, "number_tail"), 0);
	T_INT(check_of(o, "personal_number"), 1);
	T_INT(warned(o, "id_vn_tail"), 1);
	T_STR(said(o, "number"), "001199000017");
	json_decref(o);
	o = paper("IDVNM1990000173001199000017<<5\n"
	    "9901018M3901016VNM<<<<<<<<<<<0\nNGUYEN<<VAN<MAU<<<<<<<<<<<<<<<\n");
	T_INT(check_of(o, "personal_number"), 0);
	T_INT(warned(o, "id_number_sex"), 1);
	json_decref(o);
	/* No check digit: it is not a number that goes on behind. */
	o = paper("IDVNM199000017<001199000017<<4\n"
	    "9901018F3901016VNM<<<<<<<<<<<0\nNGUYEN<<THI<MAU<<<<<<<<<<<<<<<\n");
	T_STR(said(o, "document_number"), "199000017");
	T_INT(check_of(o, "number"), 0);
	json_decref(o);
	o = paper("IDVNM1990000173<<<<<<<<<<<<<<<\n"
	    "9901018M3901016VNM<<<<<<<<<<<0\nNGUYEN<<VAN<MAU<<<<<<<<<<<<<<<\n");
	T_INT(warned(o, "id_vn_layout"), 1);
	T_STR(said(o, "number"), "199000017");
	json_decref(o);
}

static void
test_vietnamese_passport(void)
{
	json_t *o = paper(VN_PASS);

	T_STR(said(o, "kind"), "mrz-td3");
	T_STR(said(o, "number"), "X0000000");
	T_STR(said(o, "personal_number"), "001199000017");
	T_STR(said(o, "optional_data"), "001199000017");
	T_STR(said(o, "expiry_date"), "2034-01-01");
	T_INT(failed_checks(o), 0);
	T_INT(warnings(o), 0);
	json_decref(o);
}

static void
expect_eriksson(const char *text, const char *kind, const char *number,
    const char *optional)
{
	json_t *o = paper(text);

	T_STR(said(o, "kind"), kind);
	T_STR(said(o, "issuer"), "UTO");
	T_STR(said(o, "nationality"), "UTO");
	T_STR(said(o, "number"), number);
	T_STR(said(o, "surname"), "ERIKSSON");
	T_STR(said(o, "given_names"), "ANNA MARIA");
	T_STR(said(o, "sex"), "female");
	T_STR(said(o, "birth_date"), "1974-08-12");
	T_STR(said(o, "expiry_date"), "2012-04-15");
	T_STR(said(o, "optional_data"), optional);
	T_INT(failed_checks(o), 0);
	T_INT(check_of(o, "composite"), 1);
	T_INT(warnings(o), 1);
	T_INT(warned(o, "id_expired"), 1);
	json_decref(o);
}

static void
test_specimens(void)
{
	json_t *o;

	expect_eriksson(UTO1, "mrz-td1", "D23145890", NULL);
	expect_eriksson(UTO2, "mrz-td2", "D23145890", NULL);
	expect_eriksson(UTO3, "mrz-td3", "L898902C3", "ZE184226B");
	o = paper("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
	    "L8988901C4XXX4009078F96121096ZE184226B<<<<<<\n");
	T_STR(said(o, "kind"), "mrv-a");
	T_STR(said(o, "number"), "L8988901C");
	T_STR(said(o, "nationality"), "XXX");
	T_STR(said(o, "birth_date"), "1940-09-07");
	T_STR(said(o, "expiry_date"), "1996-12-10");
	T_STR(said(o, "optional_data"), "6ZE184226B");
	T_INT(failed_checks(o), 0);
	T_INT(check_of(o, "composite"), -1);
	json_decref(o);
	o = paper("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
	    "L8988901C4XXX4009078F9612109<<<<<<<<\n");
	T_STR(said(o, "kind"), "mrv-b");
	T_INT(failed_checks(o), 0);
	json_decref(o);
}

static void
test_long_number(void)
{
	json_t *o = paper("I<UTOD23145890<7349<<<<<<<<<<<\n"
	    "3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<\n");

	T_STR(said(o, "number"), "D23145890734");
	T_STR(said(o, "optional_data"), NULL);
	T_STR(said(o, "birth_date"), "1934-07-12");
	T_INT(failed_checks(o), 0);
	json_decref(o);
	o = paper("I<UTOD23145890<7348<XY<<<<<<<<\n"
	    "3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<\n");
	T_STR(said(o, "number"), "D23145890734");
	T_STR(said(o, "optional_data"), "XY");
	T_INT(check_of(o, "number"), 0);
	T_INT(warned(o, "id_check_number"), 1);
	json_decref(o);
	/* TD2, with the check digit misread as a letter. */
	o = paper("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\n"
	    "D23145890<UTO3407127M95071227349<<<2\n");
	T_STR(said(o, "number"), "D23145890734");
	T_INT(check_of(o, "number"), 1);
	json_decref(o);
}

/* ---- text as it comes ---- */

static void
expect_same(const char *text, const char *want, size_t more)
{
	json_t *o = paper(text), *w = paper(want);

	if (o == NULL)
		printf("# not read: %s\n", text);
	T_INT(warnings(o), warnings(w) + more);
	json_object_del(o, "warnings");
	json_object_del(w, "warnings");
	T_CHECK(json_equal(o, w));
	json_decref(o);
	json_decref(w);
}

static void
test_text_as_it_comes(void)
{
	expect_same("IDVNM1990000173001199000017<<4"
	    "9901018F3901016VNM<<<<<<<<<<<0"
	    "NGUYEN<<THI<MAU<THU<<<<<<<<<<<", VN_CARD, 0);
	expect_same("\r\nidvnm1990000173001199000017<<4\r\n\r\n"
	    "  9901018f3901016vnm<<<<<<<<<<<0  \r\n"
	    "nguyen<<thi<mau<thu<<<<<<<<<<<\r\n", VN_CARD, 0);
	expect_same("IDVNM 199000017 3 001199000017 << 4\n"
	    "990101 8 F 390101 6 VNM <<<<<<<<<<< 0\n"
	    "NGUYEN << THI < MAU < THU <<<<<<<<<<<\n", VN_CARD, 0);
	/* A reader that gives fillers as blanks, or two as one sign. */
	expect_same("IDVNM1990000173001199000017  4\n"
	    "9901018F3901016VNM           0\nNGUYEN  THI MAU THU\n",
	    VN_CARD, 1);
	expect_same("IDVNM1990000173001199000017«4\n"
	    "9901018F3901016VNM«««««<0\nNGUYEN«THI<MAU<THU\n", VN_CARD, 1);
	/* Fillers at the end of the name too few or too many. */
	expect_same("IDVNM1990000173001199000017<<4\n"
	    "9901018F3901016VNM<<<<<<<<<<<0\n"
	    "NGUYEN<<THI<MAU<THU<<<<<<<<<<<<<<\n", VN_CARD, 1);
	expect_same("IDVNM1990000173001199000017<<4"
	    "9901018F3901016VNM<<<<<<<<<<<0NGUYEN<<THI<MAU<THU", VN_CARD, 1);
	/* 72 characters, the size of TD2. */
	expect_same("I<UTOD231458907<<<<<<<<<<<<<<<"
	    "7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<AN",
	    "I<UTOD231458907<<<<<<<<<<<<<<<\n"
	    "7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<AN<<<<<<<<<<<<<<<<<<",
	    1);
	expect_same("P<VNMNGUYEN<<THI<MAU<THU\n"
	    "X0000000<1VNM9901018F3401011001199000017<<42", VN_PASS, 1);
	expect_same("P<VNMNGUYEN<<THI<MAU<THU<<<<<<<<<<<<<<<<<<<<"
	    "X0000000<1VNM9901018F3401011001199000017<<42", VN_PASS, 0);
	expect_same("P<VNMNGUYEN<<THI<MAU<\nTHU<<<<<<<<<<<<<<<<<<<<\n"
	    "X0000000<1VNM9901018F34\n01011001199000017<<42", VN_PASS, 0);
	expect_same("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
	    "L8988901C4XXX4009078F9612109\n",
	    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
	    "L8988901C4XXX4009078F9612109<<<<<<<<<<<<<<<<\n", 1);
}

static void
test_refusals(void)
{
	T_INT(refused("P<VNMNGUYEN<<THI\nX0000000<1VNM9901018F34010\n"),
	    ERR_ID_MRZ_SIZE);
	T_INT(refused("P<VNMNGUYEN<<TH&\nX0000000<1VNM\n"),
	    ERR_ID_MRZ_CHARACTER);
	T_INT(refused("P<VNMNGUYỄN<<THỊ\nX0000000<1VNM\n"),
	    ERR_ID_MRZ_TYPED);
	T_INT(refused("<"), ERR_ID_MRZ_SIZE);
	T_INT(refused("<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"
	    "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
	    ERR_ID_UNREADABLE);
	/* As long as a zone, but words. */
	T_INT(refused("ngoi nha nho tren thao nguyen menh mong co mot "
	    "nguoi dan ba gia ngoi lam rang hoa mai cho ai tro ve lang "
	    "xa"), ERR_ID_UNREADABLE);
	T_INT(refused("P<VNMNGUYEN<<THI<MAU<THU<<<<<<<<<<<<<<<<<<<<\n"
	    "XAAAAAAA<XVNMXXXXXXXFXXXXXXXXXXXXXXXXXXXX<XX"),
	    ERR_ID_UNREADABLE);
}

/* ---- confusions ---- */

/* Each look-alike where it cannot be, one at a time. */
static void
test_each_confusion(void)
{
	static const char *const digits = "01852", *const letters = "OIBSZ";
	struct person p = { "I", "UTO", "UTO", "D23145890", "", "", "850212",
	    "381205", "SOBIZ<<ZIBOS", 'F' };
	struct made m = { { 0 }, { 0 } };
	size_t tried = 0;

	make_td1(&m, &p);
	for (size_t i = 30; i < 90; i++) {
		char text[100];
		const char *d = strchr(digits, m.text[i]);
		const char *l = strchr(letters, m.text[i]);

		if ((i < 45 && d == NULL) || (i >= 45 && l == NULL) ||
		    (i > 44 && i < 59))
			continue;
		memcpy(text, m.text, sizeof(text));
		text[i] = d != NULL ? letters[d - digits] :
		    digits[l - letters];
		expect_same(text, m.text, 1);
		tried++;
	}
	/* In dates, in two check digits, in the name. */
	T_INT(tried, 11 + 2 + 10);
}

static void
test_confusions(void)
{
	json_t *o = paper("1DVNMI99000017300II990000I7<<4\n"
	    "990IOI8F39O1O16VNM<<<<<<<<<<<O\nNGUYEN<<TH1<MAU<THU<<<<<<<<<<<\n");
	T_STR(said(o, "number"), "001199000017");
	T_STR(said(o, "given_names"), "THI MAU THU");
	T_STR(said(o, "birth_date"), "1999-01-01");
	T_INT(failed_checks(o), 0);
	T_INT(warned(o, "id_ocr_digit"), 10);
	T_INT(warned(o, "id_ocr_letter"), 2);
	T_INT(warnings(o), 12);
	json_decref(o);
	o = paper("P<VNMNGUYEN<<7HI<MAU<THU<<<<<<<<<<<<<<<<<<<<\n"
	    "XO000000<1VNM9901018X34B1011001199000017<<42");
	/* Letters may stand in the number: it is left as it is. */
	T_STR(said(o, "number"), "XO000000");
	T_INT(check_of(o, "number"), 0);
	T_STR(said(o, "expiry_date"), NULL);
	T_STR(said(o, "sex"), "other");
	T_INT(warned(o, "id_ocr_digit"), 1);
	T_INT(warned(o, "id_expiry_date_unreadable"), 1);
	T_INT(warned(o, "id_name_digit"), 1);
	T_STR(said(o, "given_names"), "7HI MAU THU");
	json_decref(o);
}

/* ---- dates, sexes, names, codes ---- */

/* TD1 of UTO with these six characters, check digits right. */
static json_t *
dated(const char *birth, const char *expiry, day_t today)
{
	struct person p = { "I", "UTO", "UTO", "D23145890", "", "", "", "",
	    "ERIKSSON<<ANNA", 'F' };
	struct made m = { { 0 }, { 0 } };
	enum err_code code = ERR_NONE;

	memcpy(p.birth, birth, 7);
	memcpy(p.expiry, expiry, 7);
	make_td1(&m, &p);
	return read_on(m.text, strlen(m.text), today, &code);
}

static void
expect_dates(const char *birth, const char *expiry, day_t today,
    const char *born, const char *expires)
{
	json_t *o = dated(birth, expiry, today);

	T_STR(said(o, "birth_date"), born);
	T_STR(said(o, "expiry_date"), expires);
	json_decref(o);
}

static void
test_centuries(void)
{
	day_t today = on(2026, 3, 2);
	json_t *o;

	expect_dates("260302", "260302", today, "2026-03-02", "2026-03-02");
	expect_dates("260303", "260301", today, "1926-03-03", "2026-03-01");
	expect_dates("271231", "751231", today, "1927-12-31", "2075-12-31");
	expect_dates("000229", "760101", today, "2000-02-29", "2076-01-01");
	expect_dates("740812", "760101", today, "1974-08-12", "1976-01-01");
	expect_dates("990101", "010101", on(1999, 6, 1), "1999-01-01",
	    "2001-01-01");
	/* A card cannot run out before its holder was born. */
	expect_dates("990102", "980101", today, "1999-01-02", "2098-01-01");
	o = dated("740812", "260301", today);
	T_INT(warned(o, "id_expired"), 1);
	json_decref(o);
	o = dated("740812", "260302", today);
	T_INT(warned(o, "id_expired"), 0);
	json_decref(o);
	/* Born 1920: only the number of the card knows it. */
	o = paper("IDVNM1200000184001120000018<<5\n"
	    "2001012F9901018VNM<<<<<<<<<<<2\nNGUYEN<<THI<MAU<THU<<<<<<<<<<<\n");
	T_STR(said(o, "number"), "001120000018");
	T_INT(check_of(o, "personal_number"), 1);
	T_STR(said(o, "birth_date"), "1920-01-01");
	T_STR(said(o, "expiry_date"), "2099-01-01");
	json_decref(o);
}

static void
test_dates_in_part(void)
{
	day_t today = on(2026, 3, 2);
	json_t *o;

	expect_dates("74<<<<", "3901<<", today, "1974", "2039-01");
	expect_dates("7408<<", "39<<<<", today, "1974-08", "2039");
	expect_dates("740000", "<<<<<<", today, "1974", NULL);
	expect_dates("2603<<", "260300", today, "2026-03", "2026-03");
	expect_dates("2604<<", "2602<<", today, "1926-04", "2026-02");
	expect_dates("27<<<<", "390101", today, "1927", "2039-01-01");
	expect_dates("<<<<<<", "390101", today, NULL, "2039-01-01");
	o = dated("<<<<<<", "390101", today);
	T_INT(warned(o, "id_birth_date_not_stated"), 1);
	json_decref(o);
	/* What cannot be: half a pair, a day without its month, 30 February. */
	expect_dates("740<<<", "39<<01", today, NULL, NULL);
	expect_dates("<<0812", "390230", today, NULL, NULL);
	expect_dates("741312", "390132", today, NULL, NULL);
	o = dated("010229", "390101", today);
	T_INT(warned(o, "id_birth_date_unreadable"), 1);
	T_INT(failed_checks(o), 0);
	json_decref(o);
}

static void
expect_name(const char *line, const char *surname, const char *given,
    const char *warning)
{
	char text[128];
	json_t *o;

	snprintf(text, sizeof(text), "I<UTOD231458907<<<<<<<<<<<<<<<\n"
	    "7408122F4204150UTO<<<<<<<<<<<0\n%.30s\n", line);
	o = paper(text);
	T_STR(said(o, "surname"), surname);
	T_STR(said(o, "given_names"), given);
	if (warning != NULL)
		T_INT(warned(o, warning), 1);
	T_INT(warnings(o), warning != NULL);
	json_decref(o);
}

static void
test_names(void)
{
	expect_name("VAN<DER<BERG<<ANNA<MARIA<<<<<<", "VAN DER BERG",
	    "ANNA MARIA", NULL);
	expect_name("ARKFREITH<<<<<<<<<<<<<<<<<<<<<", "ARKFREITH", NULL, NULL);
	expect_name("<<ANNA<MARIA<<<<<<<<<<<<<<<<<<", NULL, "ANNA MARIA", NULL);
	expect_name("NGUYEN<<THI<MAU<THU<HAI<BA<BON", "NGUYEN",
	    "THI MAU THU HAI BA BON", "id_name_truncated");
	expect_name("NGUYEN<<THI<<MAU<<<<<<<<<<<<<<", "NGUYEN", "THI MAU",
	    "id_name_fillers");
	expect_name("NGUYEN<<<THI<<<<<<<<<<<<<<<<<<", "NGUYEN", "THI",
	    "id_name_fillers");
	expect_name("<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", NULL, NULL,
	    "id_name_missing");
}

static void
expect_sex(char c, const char *sex, const char *warning)
{
	char text[] = UTO3;
	json_t *o;

	*strchr(strchr(text, '\n'), 'F') = c;
	o = paper(text);
	T_STR(said(o, "sex"), sex);
	T_INT(failed_checks(o), 0);
	if (warning != NULL)
		T_INT(warned(o, warning), 1);
	T_INT(warnings(o), warning != NULL ? 2 : 1);
	json_decref(o);
}

static void
test_sexes(void)
{
	expect_sex('M', "male", NULL);
	expect_sex('F', "female", NULL);
	expect_sex('X', "other", NULL);
	expect_sex('<', NULL, "id_sex_not_stated");
	expect_sex('N', NULL, "id_sex_unreadable");
}

/* The list that the forms offer must hold nothing that is unknown here. */
static void
test_codes(void)
{
	FILE *f = fopen("forms/lists/countries.tsv", "r");
	char line[1024];
	int n = 0, known = 0;

	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		char *at = line;
		int tab;

		if (*line == '#' || strncmp(line, "code\t", 5) == 0)
			continue;
		for (tab = 0; tab < 5 && at != NULL; tab++) {
			at = strchr(at, '\t');
			at = at != NULL ? at + 1 : NULL;
		}
		T_CHECK(at != NULL);
		if (at == NULL)
			continue;
		at[strcspn(at, "\t\n")] = '\0';
		n++;
		known += mrz_code_known(at);
	}
	if (f != NULL)
		fclose(f);
	T_CHECK(n > 200);
	T_INT(known, n);
	T_CHECK(mrz_code_known("D"));
	T_CHECK(mrz_code_known("UTO"));
	T_CHECK(mrz_code_known("GBD"));
	T_CHECK(!mrz_code_known("VN"));
	T_CHECK(!mrz_code_known("E"));
	T_CHECK(!mrz_code_known("XYZ"));
	T_CHECK(!mrz_code_known(""));
	T_CHECK(!mrz_code_known("M V"));
	T_CHECK(!mrz_code_known("V<M"));
}

static void
test_strange_codes_warn(void)
{
	json_t *o = paper("A<QQQD231458907<<<<<<<<<<<<<<<\n"
	    "7408122F4204150V<M<<<<<<<<<<<0\nERIKSSON<<ANNA\n");

	T_STR(said(o, "issuer"), "QQQ");
	T_INT(warned(o, "id_issuer_unknown"), 1);
	T_INT(warned(o, "id_nationality_unknown"), 1);
	T_INT(warned(o, "id_mrz_padded"), 1);
	json_decref(o);
	o = paper("Q<UTOD231458907<<<<<<<<<<<<<<<\n"
	    "7408122F4204150UTO<<<<<<<<<<<0\nERIKSSON<<ANNA<<<<<<<<<<<<<<<<\n");
	T_INT(warned(o, "id_type"), 1);
	T_INT(warnings(o), 1);
	json_decref(o);
}

int
main(void)
{
	T_RUN(test_vietnamese_card);
	T_RUN(test_vietnamese_card_that_contradicts_itself);
	T_RUN(test_vietnamese_passport);
	T_RUN(test_specimens);
	T_RUN(test_long_number);
	T_RUN(test_text_as_it_comes);
	T_RUN(test_refusals);
	T_RUN(test_each_confusion);
	T_RUN(test_confusions);
	T_RUN(test_centuries);
	T_RUN(test_dates_in_part);
	T_RUN(test_names);
	T_RUN(test_sexes);
	T_RUN(test_codes);
	T_RUN(test_strange_codes_warn);
	return t_done();
}
