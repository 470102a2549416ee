/*
 * Machine-readable zones made at random in all five sizes, each single wrong
 * character in them, and zones broken in other ways.
 */
#include "tests/unit/vietnamese_zone.h"

#include <stdio.h>
#include <time.h>

static const char *const kinds[] = {
	"mrz-td1", "mrz-td2", "mrz-td3", "mrv-a", "mrv-b"
};

static void
random_text(char *out, size_t n, const char *letters)
{
	for (size_t i = 0; i < n; i++)
		out[i] = letters[(size_t)rand() % strlen(letters)];
	out[n] = '\0';
}

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static void
random_name(char *out, size_t room, char *surname, char *given)
{
	size_t parts = 1 + (size_t)rand() % 4, n;

	random_text(surname, 2 + (size_t)rand() % 6, LETTERS);
	*given = '\0';
	for (size_t i = 0; i < parts; i++) {
		char part[8];

		random_text(part, 1 + (size_t)rand() % 4, LETTERS);
		n = strlen(given);
		if (strlen(surname) + n + strlen(part) + 3 >= room)
			break;
		snprintf(given + n, 64 - n, "%s%s", i > 0 ? " " : "", part);
	}
	snprintf(out, 96, "%s<<%s", surname, given);
	for (char *at = out; *at != '\0'; at++)
		if (*at == ' ')
			*at = '<';
}

/* What the zone must be read as; the text goes to *m. */
static json_t *
random_zone(struct made *m, size_t kind)
{
	static const char *const codes[] = { "UTO", "D", "GBD", "XXA", "XXB",
	    "XXC", "KHM", "LAO", "CHN", "THA", "RKS" };
	struct person p = { .sex = "MF"[rand() % 2] };
	char surname[16], given[64], birth[11], expiry[11];
	struct civil b = { 1930 + rand() % 96, 1 + rand() % 12,
	    1 + rand() % 28 };
	struct civil x = { 2027 + rand() % 40, 1 + rand() % 12,
	    1 + rand() % 28 };

	/* 2026-03-02 is today; below 1927 the century would be the next. */
	snprintf(p.type, sizeof(p.type), "%s",
	    kind >= 3 ? "V" : kind == 2 ? "P" : "I");
	snprintf(p.issuer, sizeof(p.issuer), "%s", codes[rand() % 11]);
	snprintf(p.nationality, sizeof(p.nationality), "%s",
	    codes[rand() % 11]);
	random_text(p.number, 1 + (size_t)rand() % 9, LETTERS DIGITS);
	random_text(p.optional, 1 + (size_t)rand() % 7, LETTERS DIGITS);
	random_text(p.optional2, (size_t)rand() % 12, LETTERS DIGITS);
	random_name(p.name, 30, surname, given);
	if (b.year == 2026 && b.month >= 3)
		b.month = 1;
	snprintf(p.birth, sizeof(p.birth), "%02u%02u%02u",
	    (unsigned)b.year % 100, (unsigned)b.month % 100,
	    (unsigned)b.day % 100);
	snprintf(p.expiry, sizeof(p.expiry), "%02u%02u%02u",
	    (unsigned)x.year % 100, (unsigned)x.month % 100,
	    (unsigned)x.day % 100);
	day_format(day_from_civil(b), birth);
	day_format(day_from_civil(x), expiry);
	memset(m, 0, sizeof(*m));
	if (kind == 0)
		make_td1(m, &p);
	else
		make_two(m, &p, kind == 2 || kind == 3 ? 44 : 36);
	return json_pack("{ss ss ss ss ss ss ss ss ss ss* ss}", "kind",
	    kinds[kind], "issuer", p.issuer, "nationality", p.nationality,
	    "number", p.number, "surname", surname, "given_names", given,
	    "sex", p.sex == 'M' ? "male" : "female", "birth_date", birth,
	    "expiry_date", expiry, "optional_data_2",
	    kind == 0 && p.optional2[0] != '\0' ? p.optional2 : NULL,
	    "optional_data", p.optional);
}

static void
test_generated(void)
{
	unsigned seed = (unsigned)time(NULL);

	printf("# seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 2000; round++) {
		struct made m;
		json_t *want = random_zone(&m, (size_t)round % 5), *o, *value;
		const char *key;

		o = paper(m.text);
		json_object_foreach(want, key, value)
			T_STR(said(o, key), json_string_value(value));
		T_INT(failed_checks(o), 0);
		T_INT(warnings(o), 0);
		T_INT(json_object_size(json_object_get(o, "checks")),
		    round % 5 == 2 ? 5 : round % 5 < 2 ? 4 : 3);
		if (t_bad > 0)
			printf("# %s\n", m.text);
		json_decref(o);
		json_decref(want);
	}
}

/* ---- every single wrong character ---- */

#define ALPHABET LETTERS DIGITS "<"

static int
value_mod_10(char c)
{
	char s[2] = { c, '\0' };

	/* 7 has an inverse modulo 10: the digit tells the value. */
	return slow_digit(s) * 3 % 10;
}

/*
 * The exceptions: fields that no check digit covers (type, issuer, names,
 * nationality, sex, optional data of visas), and in fields that allow
 * letters those of the same value modulo 10 (0, A, K, U and < ...).
 */
static bool
may_be_quiet(const struct made *m, size_t at, char to)
{
	return m->watch[at] == W_NONE || (m->watch[at] == W_VALUE &&
	    value_mod_10(m->text[at]) == value_mod_10(to));
}

static void
corrupt_all(const struct made *m, size_t *quiet, size_t *all)
{
	size_t n = strlen(m->text);
	char text[100];

	memcpy(text, m->text, n + 1);
	for (size_t at = 0; at < n; at++) {
		for (const char *to = ALPHABET; *to != '\0'; to++) {
			json_t *o;
			bool is_quiet;

			if (*to == m->text[at])
				continue;
			text[at] = *to;
			o = paper(text);
			is_quiet = o != NULL && warnings(o) == 0;
			*quiet += is_quiet;
			*all += 1;
			T_CHECK(!is_quiet || may_be_quiet(m, at, *to));
			T_CHECK(failed_checks(o) <= warnings(o));
			if (is_quiet && !may_be_quiet(m, at, *to))
				printf("# %s at %zu: %c\n", m->text, at, *to);
			json_decref(o);
		}
		text[at] = m->text[at];
	}
}

static void
test_each_wrong_character(void)
{
	unsigned seed = (unsigned)time(NULL);
	size_t quiet = 0, all = 0;
	struct made m;

	printf("# seed %u\n", seed);
	srand(seed);
	for (size_t kind = 0; kind < 5; kind++) {
		json_decref(random_zone(&m, kind));
		corrupt_all(&m, &quiet, &all);
	}
	printf("# %zu of %zu wrong characters pass unseen\n", quiet, all);
}

/*
 * The Vietnamese card watches better: its two numbers must agree, only
 * digits may stand in them, and sex and year stand in the number again.
 */
static void
test_each_wrong_character_of_the_card(void)
{
	struct made m = { { 0 }, { 0 } };
	size_t quiet = 0, all = 0;
	const char *at = VN_CARD;

	for (size_t n = 0; *at != '\0'; at++) {
		bool names = n >= 60 || (n >= 2 && n < 5) ||
		    (n >= 45 && n < 48) || n < 2;

		if (*at == '\n')
			continue;
		m.text[n] = *at;
		m.watch[n++] = names ? W_NONE : W_DIGIT;
	}
	/* X is a sex that the number says nothing about. */
	m.watch[37] = W_NONE;
	/* Fillers of the same value: the card does not use that room. */
	for (size_t n = 48; n < 59; n++)
		m.watch[n] = W_VALUE;
	corrupt_all(&m, &quiet, &all);
	printf("# %zu of %zu wrong characters pass unseen\n", quiet, all);
}

/* Zones with characters changed, lost, doubled and moved: never a crash. */
static void
test_hostile_zones(void)
{
	static const char *const from[] = { VN_CARD, VN_PASS, UTO1, UTO2 };
	unsigned seed = (unsigned)time(NULL);
	size_t read = 0;

	printf("# seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 6000; round++) {
		char text[128];
		size_t n = strlen(from[round % 4]);
		enum err_code code = ERR_NONE;
		json_t *o;

		memcpy(text, from[round % 4], n + 1);
		for (int i = rand() % 8; i > 0; i--)
			text[(size_t)rand() % n] = rand() % 3 == 0 ?
			    (char)rand() : ALPHABET "\n  "[rand() % 40];
		if (rand() % 8 == 0)
			n = (size_t)rand() % (n + 1);
		o = read_on(text, n, on(1 + rand() % 9999, 1, 1), &code);
		T_CHECK((o == NULL) == (code != ERR_NONE));
		T_CHECK(code != ERR_COUNT);
		read += o != NULL;
		json_decref(o);
	}
	printf("# read: %zu of 6000\n", read);
}

int
main(void)
{
	T_RUN(test_generated);
	T_RUN(test_each_wrong_character);
	T_RUN(test_each_wrong_character_of_the_card);
	T_RUN(test_hostile_zones);
	return t_done();
}
