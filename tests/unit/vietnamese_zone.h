/* Zones for tests: specimens, and a maker with its own check digits. */
#ifndef TN_TESTS_VIETNAMESE_ZONE_H
#define TN_TESTS_VIETNAMESE_ZONE_H

#include "tests/unit/vietnamese_paper.h"

#include <stdio.h>

#define VN_CARD "IDVNM1990000173001199000017<<4\n" \
	"9901018F3901016VNM<<<<<<<<<<<0\n" \
	"NGUYEN<<THI<MAU<THU<<<<<<<<<<<\n"
#define VN_PASS "P<VNMNGUYEN<<THI<MAU<THU<<<<<<<<<<<<<<<<<<<<\n" \
	"X0000000<1VNM9901018F3401011001199000017<<42\n"
#define UTO1 "I<UTOD231458907<<<<<<<<<<<<<<<\n" \
	"7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<\n"
#define UTO2 "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n" \
	"D231458907UTO7408122F1204159<<<<<<<6\n"
#define UTO3 "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" \
	"L898902C36UTO7408122F1204159ZE184226B<<<<<10\n"

static inline int
slow_digit(const char *s)
{
	static const char *const order =
	    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	int sum = 0;

	for (size_t i = 0; s[i] != '\0'; i++)
		sum += s[i] == '<' ? 0 : (int)(strchr(order, s[i]) - order) *
		    (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
	return sum % 10;
}

struct person {
	char type[3], issuer[4], nationality[4], number[10], optional[17];
	char optional2[12], birth[7], expiry[7], name[96], sex;
};

struct made {
	char text[100];
	/* Where no check digit watches, and where values of letters count. */
	char watch[100];
};

#define W_DIGIT 'd'	/* only digits: all is seen */
#define W_VALUE 'v'	/* seen unless the value is the same modulo 10 */
#define W_NONE '-'

static inline void
put(struct made *m, const char *text, size_t width, char watch)
{
	size_t at = strlen(m->text);

	for (size_t i = 0; i < width; i++) {
		m->text[at + i] = i < strlen(text) ? text[i] : '<';
		m->watch[at + i] = watch;
	}
	m->text[at + width] = m->watch[at + width] = '\0';
}

static inline void
put_digit(struct made *m, const char *of, char watch)
{
	char digit[2] = { (char)('0' + slow_digit(of)), '\0' };

	put(m, digit, 1, watch);
}

static inline void
put_field(struct made *m, const char *text, size_t width, char watch)
{
	size_t at = strlen(m->text);

	put(m, text, width, watch);
	put_digit(m, m->text + at, watch);
}

static inline void
composite(struct made *m, size_t a, size_t an, size_t b, size_t bn, size_t c,
    size_t cn, size_t d, size_t dn)
{
	char all[100];

	snprintf(all, sizeof(all), "%.*s%.*s%.*s%.*s", (int)an, m->text + a,
	    (int)bn, m->text + b, (int)cn, m->text + c, (int)dn,
	    m->text + d);
	put_digit(m, all, W_DIGIT);
}

static inline void
make_td1(struct made *m, const struct person *p)
{
	put(m, p->type, 2, W_NONE);
	put(m, p->issuer, 3, W_NONE);
	put_field(m, p->number, 9, W_VALUE);
	put(m, p->optional, 15, W_VALUE);
	put_field(m, p->birth, 6, W_DIGIT);
	put(m, (char[2]){ p->sex, '\0' }, 1, W_NONE);
	put_field(m, p->expiry, 6, W_DIGIT);
	put(m, p->nationality, 3, W_NONE);
	put(m, p->optional2, 11, W_VALUE);
	composite(m, 5, 25, 30, 7, 38, 7, 48, 11);
	put(m, p->name, 30, W_NONE);
}

/* TD2, TD3 and visas have one order of fields. */
static inline void
make_two(struct made *m, const struct person *p, size_t width)
{
	bool visa = p->type[0] == 'V';

	put(m, p->type, 2, W_NONE);
	put(m, p->issuer, 3, W_NONE);
	put(m, p->name, width - 5, W_NONE);
	put_field(m, p->number, 9, W_VALUE);
	put(m, p->nationality, 3, W_NONE);
	put_field(m, p->birth, 6, W_DIGIT);
	put(m, (char[2]){ p->sex, '\0' }, 1, W_NONE);
	put_field(m, p->expiry, 6, W_DIGIT);
	if (visa) {
		put(m, p->optional, width - 28, W_NONE);
	} else if (width == 36) {
		put(m, p->optional, 7, W_VALUE);
		composite(m, 36, 10, 49, 7, 57, 14, 0, 0);
	} else {
		put_field(m, p->optional, 14, W_VALUE);
		composite(m, 44, 10, 57, 7, 65, 22, 0, 0);
	}
}

#endif
