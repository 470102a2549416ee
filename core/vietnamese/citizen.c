/*
 * Identity numbers.  Their place codes are those of the 63 provinces before
 * the mergers of 2025; today's table uses some of the same digits for other
 * provinces, so this one stays apart and is never joined to it.
 */
#include "core/vietnamese/citizen.h"

#include "core/base/str.h"
#include "core/vietnamese/paper.h"

#include <stdio.h>
#include <string.h>

#define CITIZEN_DIGITS 12

static const struct place {
	int code;
	const char *name;
} places[] = {
	{ 1, "Hà Nội" }, { 2, "Hà Giang" }, { 4, "Cao Bằng" },
	{ 6, "Bắc Kạn" }, { 8, "Tuyên Quang" }, { 10, "Lào Cai" },
	{ 11, "Điện Biên" }, { 12, "Lai Châu" }, { 14, "Sơn La" },
	{ 15, "Yên Bái" }, { 17, "Hòa Bình" }, { 19, "Thái Nguyên" },
	{ 20, "Lạng Sơn" }, { 22, "Quảng Ninh" }, { 24, "Bắc Giang" },
	{ 25, "Phú Thọ" }, { 26, "Vĩnh Phúc" }, { 27, "Bắc Ninh" },
	{ 30, "Hải Dương" }, { 31, "Hải Phòng" }, { 33, "Hưng Yên" },
	{ 34, "Thái Bình" }, { 35, "Hà Nam" }, { 36, "Nam Định" },
	{ 37, "Ninh Bình" }, { 38, "Thanh Hóa" }, { 40, "Nghệ An" },
	{ 42, "Hà Tĩnh" }, { 44, "Quảng Bình" }, { 45, "Quảng Trị" },
	{ 46, "Thừa Thiên Huế" }, { 48, "Đà Nẵng" }, { 49, "Quảng Nam" },
	{ 51, "Quảng Ngãi" }, { 52, "Bình Định" }, { 54, "Phú Yên" },
	{ 56, "Khánh Hòa" }, { 58, "Ninh Thuận" }, { 60, "Bình Thuận" },
	{ 62, "Kon Tum" }, { 64, "Gia Lai" }, { 66, "Đắk Lắk" },
	{ 67, "Đắk Nông" }, { 68, "Lâm Đồng" }, { 70, "Bình Phước" },
	{ 72, "Tây Ninh" }, { 74, "Bình Dương" }, { 75, "Đồng Nai" },
	{ 77, "Bà Rịa - Vũng Tàu" }, { 79, "Thành phố Hồ Chí Minh" },
	{ 80, "Long An" }, { 82, "Tiền Giang" }, { 83, "Bến Tre" },
	{ 84, "Trà Vinh" }, { 86, "Vĩnh Long" }, { 87, "Đồng Tháp" },
	{ 89, "An Giang" }, { 91, "Kiên Giang" }, { 92, "Cần Thơ" },
	{ 93, "Hậu Giang" }, { 94, "Sóc Trăng" }, { 95, "Bạc Liêu" },
	{ 96, "Cà Mau" },
};

static const char *
place_name(int code)
{
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (places[i].code == code)
			return places[i].name;
	return NULL;
}

bool
citizen_parse(const char *number, struct citizen *out)
{
	const char *n = number;

	if (strlen(n) != CITIZEN_DIGITS ||
	    strspn(n, "0123456789") != CITIZEN_DIGITS)
		return false;
	out->place = (n[0] - '0') * 100 + (n[1] - '0') * 10 + (n[2] - '0');
	out->place_name = place_name(out->place);
	/* 0 and 1 are men and women born in 19xx, 2 and 3 in 20xx, ... */
	out->is_female = (n[3] - '0') % 2 == 1;
	out->birth_year = 1900 + (n[3] - '0') / 2 * 100 + (n[4] - '0') * 10 +
	    (n[5] - '0');
	return true;
}

static void
set_check(json_t *paper, const char *name, bool passed)
{
	json_object_set_new(json_object_get(paper, "checks"), name,
	    json_boolean(passed));
}

static void
compare_place(json_t *paper, const char *number, const struct citizen *c)
{
	char code[4] = { number[0], number[1], number[2], '\0' };
	json_t *place;

	/* Which countries the higher codes stand for is not known here. */
	if (c->place >= CITIZEN_FIRST_COUNTRY)
		return;
	set_check(paper, "number_place", c->place_name != NULL);
	if (c->place_name == NULL) {
		paper_warn(paper, ERR_ID_NUMBER_PLACE, code, NULL);
		return;
	}
	place = json_object();
	paper_set(place, "code", code);
	paper_set(place, "name", c->place_name);
	json_object_set_new(paper, "birth_registration", place);
}

static void
compare_year(json_t *paper, int birth_year, const char *birth_date)
{
	char year[16];
	char said[5] = { 0 };

	snprintf(year, sizeof(year), "%d", birth_year);
	memcpy(said, birth_date, strnlen(birth_date, 4));
	set_check(paper, "number_birth_year", strcmp(year, said) == 0);
	if (strcmp(year, said) != 0)
		paper_warn(paper, ERR_ID_NUMBER_BIRTH_YEAR, year, said, NULL);
}

void
citizen_compare(json_t *paper, const char *number, const char *sex,
    const char *birth_date)
{
	struct citizen c;

	if (!citizen_parse(number, &c))
		return;
	compare_place(paper, number, &c);
	if (str_eq(sex, "male") || str_eq(sex, "female"))
		paper_check(paper, "number_sex",
		    str_eq(sex, "female") == c.is_female, ERR_ID_NUMBER_SEX);
	if (birth_date != NULL)
		compare_year(paper, c.birth_year, birth_date);
}

static void
compare_said_year(json_t *paper, int birth_year, const char *birth_date)
{
	char year[16], said[16];
	int number = 0;

	if (strspn(birth_date, "0123456789") != 4)
		return;
	for (int i = 0; i < 4; i++)
		number = number * 10 + (birth_date[i] - '0');
	if (number == birth_year || (birth_date[4] == '\0' &&
	    (number == birth_year + 1 || number == birth_year - 1)))
		return;
	snprintf(year, sizeof(year), "%d", birth_year);
	snprintf(said, sizeof(said), "%d", number);
	paper_warn(paper, ERR_ID_SAID_BIRTH_YEAR, year, said, NULL);
}

void
citizen_compare_said(json_t *paper, const char *number, const char *sex,
    const char *birth_date)
{
	struct citizen c;

	if (!citizen_parse(number, &c))
		return;
	if ((str_eq(sex, "male") || str_eq(sex, "female")) &&
	    str_eq(sex, "female") != c.is_female)
		paper_warn(paper, ERR_ID_SAID_SEX, NULL);
	if (birth_date != NULL)
		compare_said_year(paper, c.birth_year, birth_date);
}
