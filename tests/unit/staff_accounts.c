/*
 * One-time codes by the vectors of RFC 6238, rules for secrets, waiting after
 * wrong ones, one-time secrets in halves, and a unit's keys when somebody
 * leaves.
 */
#include "core/base/jx.h"
#include "core/staff/keyring.h"
#include "core/staff/totp.h"
#include "core/staff/tries.h"
#include "tests/t.h"

#include <stdlib.h>

/* ---- a keyring store in memory ---- */

#define BLOBS 128

struct box {
	struct { char *name; unsigned char *bytes; size_t len; } blob[BLOBS];
	size_t n;
	int64_t mono;
	int derived;			/* hashes that were made */
	struct seal_cost cost;		/* of the last */
};

static size_t
find(struct box *b, const char *name)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		if (strcmp(b->blob[i].name, name) == 0)
			break;
	return i;
}

static bool
get(void *ctx, const char *name, unsigned char **blob, size_t *len)
{
	struct box *b = ctx;
	size_t i = find(b, name);

	*blob = NULL;
	*len = 0;
	if (i == b->n)
		return false;
	*blob = xmalloc(b->blob[i].len + 1);
	memcpy(*blob, b->blob[i].bytes, b->blob[i].len);
	(*blob)[b->blob[i].len] = '\0';
	*len = b->blob[i].len;
	return true;
}

static bool
drop(void *ctx, const char *name, struct err *e)
{
	struct box *b = ctx;
	size_t i = find(b, name);

	(void)e;
	if (i == b->n)
		return true;
	free(b->blob[i].name);
	free(b->blob[i].bytes);
	b->blob[i] = b->blob[--b->n];
	return true;
}

static bool
put(void *ctx, const char *name, const void *bytes, size_t len, struct err *e)
{
	struct box *b = ctx;

	(void)drop(b, name, e);
	if (b->n == BLOBS)
		abort();
	b->blob[b->n].name = xstrdup(name);
	b->blob[b->n].bytes = xmalloc(len + 1);
	memcpy(b->blob[b->n].bytes, bytes, len);
	b->blob[b->n++].len = len;
	return true;
}

static int64_t
mono(void *ctx)
{
	const struct box *b = ctx;

	return b->mono;
}

static struct keyring_store
store_of(struct box *b)
{
	return (struct keyring_store){ .ctx = b, .get = get, .put = put,
	    .drop = drop, .random = seal_random, .mono = mono };
}

static void
box_done(struct box *b)
{
	while (b->n > 0)
		(void)drop(b, b->blob[0].name, NULL);
}

/* ---- codes ---- */

/* RFC 6238, appendix B, the rows of SHA-1. */
static void
test_vectors(void)
{
	static const unsigned char secret[] = "12345678901234567890";
	static const struct { int64_t at; uint32_t code; } row[] = {
		{ 59, 94287082 }, { 1111111109, 7081804 },
		{ 1111111111, 14050471 }, { 1234567890, 89005924 },
		{ 2000000000, 69279037 }, { 20000000000, 65353130 },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(row); i++)
		T_INT(totp_code(secret, 20, totp_step(row[i].at * 1000), 8),
		    row[i].code);
}

/* The code of `at` seconds, as a device shows it. */
static const char *
shown(const unsigned char *secret, int64_t at, char text[8])
{
	snprintf(text, 8, "%06u", (unsigned)totp_code(secret, 20, at / 30, 6));
	return text;
}

static void
test_steps(void)
{
	static const unsigned char secret[] = "12345678901234567890";
	char code[8], spaced[16];
	int64_t now = 1111111111, step = now / 30, at;

	for (at = -3; at <= 3; at++)
		T_INT(totp_check(secret, shown(secret, now + 30 * at, code),
		    now * 1000, TOTP_NEVER), at >= -1 && at <= 1 ? step + at :
		    TOTP_NEVER);
	/* Used: it and those before are refused. */
	T_INT(totp_check(secret, shown(secret, now, code), now * 1000, step),
	    TOTP_NEVER);
	T_INT(totp_check(secret, shown(secret, now - 30, code), now * 1000,
	    step), TOTP_NEVER);
	T_INT(totp_check(secret, shown(secret, now + 30, code), now * 1000,
	    step), step + 1);
	shown(secret, now, code);
	snprintf(spaced, sizeof(spaced), "%.3s %s", code, code + 3);
	T_INT(totp_check(secret, spaced, now * 1000, TOTP_NEVER), step);
	T_INT(totp_check(secret, "", now * 1000, TOTP_NEVER), TOTP_NEVER);
	T_INT(totp_check(secret, NULL, now * 1000, TOTP_NEVER), TOTP_NEVER);
	T_INT(totp_check(secret, "12345x", now * 1000, TOTP_NEVER),
	    TOTP_NEVER);
	T_INT(totp_check(secret, "1234567", now * 1000, TOTP_NEVER),
	    TOTP_NEVER);
}

/* RFC 4648: 20 bytes are 32 letters. */
static void
test_shown(void)
{
	static const unsigned char secret[] = "12345678901234567890";
	struct str text = STR_INIT;

	totp_show(&text, secret);
	T_STR(str_text(&text), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
	str_clear(&text);
	totp_uri(&text, "MC", "an", secret);
	T_STR(str_text(&text), "otpauth://totp/MC:an?secret="
	    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=MC");
	str_done(&text);
}

/* ---- rules ---- */

static enum err_code
judge(const char *secret)
{
	struct err e = ERR_INIT;
	bool fits = keyring_check_secret("lan", "Trần Thị Thử", secret,
	    strlen(secret), &e);
	enum err_code code = e.code;

	T_INT(fits, code == ERR_NONE);
	err_done(&e);
	return code;
}

static void
test_rules(void)
{
	struct str whole = STR_INIT;
	int i;

	T_INT(judge("elevenchars"), ERR_SECRET_SHORT);
	T_INT(judge("mười một ký"), ERR_SECRET_SHORT);
	T_INT(judge("con mèo của lan ngủ"), ERR_SECRET_NAME);
	T_INT(judge("tôi là tran thi thu đây"), ERR_SECRET_NAME);
	T_INT(judge("\xff\xfe bad bytes here"), ERR_SECRET_BYTES);
	for (i = 0; i < 128; i++)
		str_add(&whole, i % 5 == 4 ? " " : i % 3 == 0 ? "ử" :
		    i % 7 == 0 ? "ga" : "ệ");
	T_INT(judge(str_text(&whole)), ERR_NONE);
	str_done(&whole);
	/* No kinds of characters are forced. */
	T_INT(judge("con mèo đi xe đạp"), ERR_NONE);
	T_INT(judge("bốn quả trứng gà lộn xào me"), ERR_NONE);
	T_INT(judge("correct horse battery staple"), ERR_NONE);
}

/* Ten thousand and more that others try first. */
static void
test_common(void)
{
	static const char *const word[] = {
		"matkhau", "Mật khẩu", "password", "P@ssw0rd", "anhyeuem",
		"Em yêu anh", "vietnam", "Việt Nam", "hanoi", "saigon",
		"congan", "Biên phòng", "bodoi", "quantri", "admin",
		"iloveyou", "qwerty", "asdfgh", "tiepnhan", "nannhan",
		"hochiminh", "Độc lập", "giadinh", "haiphong", "quangninh",
	};
	static const char *const tail[] = { "", "!", "@", "!!!", " #", "." };
	int year, refused = 0, all = 0;
	size_t i, k, m;

	for (i = 0; i < ARRAY_LEN(word); i++)
		for (k = 0; k < ARRAY_LEN(tail); k++)
			for (year = 1940; year < 2030; year++)
				for (m = 0; m < 3; m++) {
					char *s = m == 0 ? xasprintf(
					    "%s%d%s0000", word[i], year,
					    tail[k]) : m == 1 ? xasprintf(
					    "%d%s%s1234", year, word[i],
					    tail[k]) : xasprintf("%s%s%s%d",
					    word[i], word[i], tail[k], year);

					all++;
					if (judge(s) == ERR_SECRET_COMMON)
						refused++;
					else if (judge(s) != ERR_SECRET_SHORT)
						printf("# passed: %s\n", s);
					else
						all--;
					free(s);
				}
	printf("# %d common secrets\n", all);
	T_CHECK(all > 10000);
	T_INT(refused, all);
	T_INT(judge("123456789012"), ERR_SECRET_COMMON);
	T_INT(judge("aaaaaaaaaaaaaaaa"), ERR_SECRET_COMMON);
	T_INT(judge("abcdefghijklmnop"), ERR_SECRET_COMMON);
	T_INT(judge("mnbvcxzlkjhgfdsa"), ERR_SECRET_COMMON);
	T_INT(judge("xq7 xq7 xq7 xq7 "), ERR_SECRET_COMMON);
}

/* ---- waiting ---- */

static void
test_waiting(void)
{
	static const int minutes[] = { 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15 };
	struct box b = { .mono = 1000000 };
	struct keyring_store ks = store_of(&b);
	size_t i;
	int known;

	for (known = 0; known < 2; known++) {
		for (i = 0; i < ARRAY_LEN(minutes); i++) {
			T_INT(tries_wait(&ks, "lan", known, 0), 0);
			tries_note(&ks, "lan", known, true, 0);
			T_INT(tries_wait(&ks, "lan", known, 0),
			    minutes[i] * 60000);
			/* The date is set a year on: nothing is gained. */
			T_INT(tries_wait(&ks, "lan", known,
			    INT64_C(365) * 86400000), minutes[i] * 60000);
			b.mono += minutes[i] * 60000;
		}
	}
	tries_note(&ks, "lan", true, false, 0);
	tries_note(&ks, "lan", true, true, 0);
	T_INT(tries_wait(&ks, "lan", true, 0), 0);
	box_done(&b);
}

/* The machine starts anew: what has run since counts, never more. */
static void
test_waiting_after_start(void)
{
	struct box b = { .mono = 500000000 };
	struct keyring_store ks = store_of(&b);
	int i;

	for (i = 0; i < 9; i++)
		tries_note(&ks, "lan", true, true, 0);
	T_INT(tries_wait(&ks, "lan", true, 0), 15 * 60000);
	b.mono = 10000;
	T_INT(tries_wait(&ks, "lan", true, 0), 15 * 60000 - 10000);
	b.mono = 15 * 60000;
	T_INT(tries_wait(&ks, "lan", true, 0), 0);
	box_done(&b);
}

/* ---- keys ---- */

static const struct seal_cost cheap = { 2, (uint64_t)19 << 20 };

static bool
open_as(struct keyring_store *ks, const char *officer, const char *secret,
    struct keyring *k)
{
	struct sign_in in = { .officer = officer, .unit = "gate",
	    .secret = secret, .len = strlen(secret), .now = 1000 };
	struct err e = ERR_INIT;
	bool ok = keyring_open(ks, &in, k, &e);

	err_done(&e);
	return ok;
}

/* A unit with one member, who is signed in. */
static void
found(struct keyring_store *ks, struct keyring *k)
{
	unsigned char pub[SEAL_KEY_SIZE];
	struct secret unit;

	T_CHECK(keyring_set_cost(ks, cheap, true, NULL));
	T_CHECK(keyring_make_unit(ks, "gate", pub, &unit, NULL));
	T_CHECK(keyring_make_officer(ks, "an", "secret of an", 12, cheap,
	    "gate", &unit, pub, NULL));
	secret_free(&unit);
	T_CHECK(open_as(ks, "an", "secret of an", k));
}

static void
test_halves(void)
{
	struct box b = { .mono = 1 };
	struct keyring_store ks = store_of(&b);
	char first[HALF_SIZE], second[HALF_SIZE], *both;
	unsigned char pub[SEAL_KEY_SIZE];
	struct keyring an, lan;

	found(&ks, &an);
	T_CHECK(keyring_begin_once(&ks, "p1", first, NULL));
	T_CHECK(!open_as(&ks, "lan", first, &lan));
	T_CHECK(keyring_end_once(&ks, "p1", "lan", "gate", &an, 5000, second,
	    pub, NULL));
	T_INT(strlen(first), 19);
	T_CHECK(strcmp(first, second) != 0);
	/* Neither half does, nor both the other way round. */
	T_CHECK(!open_as(&ks, "lan", first, &lan));
	T_CHECK(!open_as(&ks, "lan", second, &lan));
	both = xasprintf("%s-%s", second, first);
	T_CHECK(!open_as(&ks, "lan", both, &lan));
	free(both);
	both = xasprintf("%s %s", first, second);
	T_CHECK(open_as(&ks, "lan", both, &lan));
	T_CHECK(lan.once);
	T_CHECK(lan.unit.len == an.unit.len && memcmp(lan.unit.bytes,
	    an.unit.bytes, an.unit.len) == 0);
	/* Its own secret in its place: the one-time one is worth nothing. */
	T_CHECK(keyring_change_secret(&ks, "lan", &lan, "a new secret", 12,
	    NULL));
	keyring_close(&lan);
	T_CHECK(!open_as(&ks, "lan", both, &lan));
	T_CHECK(open_as(&ks, "lan", "a new secret", &lan));
	T_CHECK(!lan.once);
	keyring_close(&lan);
	/* What was proposed is used up. */
	T_CHECK(!keyring_end_once(&ks, "p1", "lan", "gate", &an, 5000, second,
	    pub, NULL));
	free(both);
	keyring_close(&an);
	box_done(&b);
}

/* Too late: `until` has gone by. */
static void
test_halves_too_late(void)
{
	struct box b = { .mono = 1 };
	struct keyring_store ks = store_of(&b);
	char first[HALF_SIZE], second[HALF_SIZE], *both;
	unsigned char pub[SEAL_KEY_SIZE];
	struct keyring an, lan;

	found(&ks, &an);
	T_CHECK(keyring_begin_once(&ks, "p1", first, NULL) &&
	    keyring_end_once(&ks, "p1", "lan", "gate", &an, 999, second, pub,
	    NULL));
	both = xasprintf("%s%s", first, second);
	T_CHECK(!open_as(&ks, "lan", both, &lan));
	free(both);
	keyring_close(&an);
	box_done(&b);
}

/* Somebody leaves: their copy of all keys opens nothing that is new. */
static void
test_leaver(void)
{
	struct box b = { .mono = 1 };
	struct keyring_store ks = store_of(&b);
	struct key_member stay = { .officer = "an" };
	unsigned char pub[SEAL_KEY_SIZE], *old_wrap = NULL, *wrap = NULL;
	struct keyring an, leaver;
	struct secret data = { 0 }, got = { 0 };
	size_t old_len, len;
	bool stale;

	found(&ks, &an);
	T_CHECK(open_as(&ks, "an", "secret of an", &leaver));
	T_CHECK(secret_new(&data, SEAL_KEY_SIZE));
	T_CHECK(seal_wrap(an.unit_public, &data, &old_wrap, &old_len));
	memcpy(stay.public_half, an.officer_public, SEAL_KEY_SIZE);
	T_CHECK(keyring_renew_unit(&ks, "gate", &an, &stay, 1, pub, NULL));
	T_CHECK(keyring_reopen(&ks, "an", "gate", &an));
	T_INT(an.n_old, 1);
	T_CHECK(memcmp(an.unit_public, pub, SEAL_KEY_SIZE) == 0);
	T_CHECK(keyring_unwrap(&an, old_wrap, old_len, &got, &stale) && stale);
	secret_free(&got);
	T_CHECK(seal_wrap(an.unit_public, &data, &wrap, &len));
	T_CHECK(keyring_unwrap(&an, wrap, len, &got, &stale) && !stale);
	secret_free(&got);
	T_CHECK(!keyring_unwrap(&leaver, wrap, len, &got, &stale));
	/* A second time: both old ones still open what they did. */
	T_CHECK(keyring_renew_unit(&ks, "gate", &an, &stay, 1, pub, NULL));
	T_CHECK(keyring_reopen(&ks, "an", "gate", &an));
	T_INT(an.n_old, 2);
	T_CHECK(keyring_unwrap(&an, old_wrap, old_len, &got, &stale));
	secret_free(&got);
	T_CHECK(keyring_remove_officer(&ks, "an", "gate", NULL));
	keyring_close(&leaver);
	T_CHECK(!open_as(&ks, "an", "secret of an", &leaver));
	secret_free(&data);
	free(old_wrap);
	free(wrap);
	keyring_close(&an);
	box_done(&b);
}

/* The key and the number of the account: both, or nothing opens. */
static void
test_account(void)
{
	struct box b = { .mono = 1 };
	struct keyring_store ks = store_of(&b);
	unsigned char pub[SEAL_KEY_SIZE];
	char first[HALF_SIZE], second[HALF_SIZE];
	struct secret key, other;
	struct sign_in in = { .officer = "an", .unit = "gate", .secret = "",
	    .now = 1000, .account_key = &key, .uid = 1001,
	    .by_account = true };
	struct keyring an, got;

	T_CHECK(secret_new(&key, SEAL_KEY_SIZE) &&
	    secret_new(&other, SEAL_KEY_SIZE));
	seal_random(NULL, key.bytes, SEAL_KEY_SIZE);
	found(&ks, &an);
	T_CHECK(!keyring_has_account(&ks, &in));
	T_CHECK(keyring_let_account(&ks, &in, &an, NULL));
	T_CHECK(keyring_has_account(&ks, &in));
	in.uid = 1002;
	T_CHECK(!keyring_open(&ks, &in, &got, NULL));
	in.uid = 1001;
	in.account_key = &other;
	T_CHECK(!keyring_open(&ks, &in, &got, NULL));
	in.account_key = NULL;
	T_CHECK(!keyring_open(&ks, &in, &got, NULL));
	in.account_key = &key;
	/* Without the word that it is by account, the secret is asked. */
	in.by_account = false;
	T_CHECK(!keyring_open(&ks, &in, &got, NULL));
	in.by_account = true;
	T_CHECK(keyring_open(&ks, &in, &got, NULL));
	keyring_close(&got);
	/* New keys after a reset: the old way in is gone with the old keys. */
	T_CHECK(keyring_begin_once(&ks, "p1", first, NULL) &&
	    keyring_end_once(&ks, "p1", "an", "gate", &an, 5000, second, pub,
	    NULL));
	T_CHECK(!keyring_has_account(&ks, &in));
	T_CHECK(keyring_let_account(&ks, &in, &an, NULL));
	T_CHECK(keyring_remove_officer(&ks, "an", "gate", NULL));
	T_CHECK(!keyring_has_account(&ks, &in));
	secret_free(&key);
	secret_free(&other);
	keyring_close(&an);
	box_done(&b);
}

/* A cheaper hash is made anew when somebody signs in. */
static void
test_cost_is_raised(void)
{
	struct box b = { .mono = 1 };
	struct keyring_store ks = store_of(&b);
	struct keyring an;
	unsigned char *blob;
	size_t len;

	found(&ks, &an);
	keyring_close(&an);
	T_CHECK(keyring_set_cost(&ks, (struct seal_cost){ 3, cheap.mem }, true,
	    NULL));
	T_CHECK(open_as(&ks, "an", "secret of an", &an));
	keyring_close(&an);
	T_CHECK(get(&b, "officer/an", &blob, &len));
	T_CHECK(strstr((char *)blob, "\"ops\":3") != NULL);
	free(blob);
	T_CHECK(open_as(&ks, "an", "secret of an", &an));
	keyring_close(&an);
	/* A large machine's floor holds whatever the blob says. */
	T_CHECK(keyring_set_cost(&ks, cheap, false, NULL));
	T_INT(keyring_cost(&ks).mem, (int64_t)64 << 20);
	T_INT(keyring_cost(&ks).ops, 3);
	box_done(&b);
}

/* Counted and not timed: one hash of one cost, whoever is at the door. */
static bool
counted(void *ctx, const char *text, size_t len,
    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost,
    struct secret *key, bool *later)
{
	struct box *b = ctx;

	b->derived++;
	b->cost = cost;
	*later = false;
	return seal_derive(text, len, salt, cost, key);
}

static void
test_all_cost_the_same(void)
{
	static const struct { const char *officer, *unit, *secret, *code; }
	row[] = {
		{ "an", "gate", "secret of an", NULL },
		{ "an", "gate", "wrong", NULL },
		{ "an", NULL, "secret of an", NULL },	/* has ended */
		{ "nobody", NULL, "wrong", NULL },
		{ "", NULL, "", NULL },
		{ "an", "gate", "wrong", "123456" },
	};
	struct box b = { .mono = 1 };
	struct keyring_store ks = store_of(&b);
	struct keyring k;
	size_t i;

	found(&ks, &k);
	keyring_close(&k);
	ks.derive = counted;
	for (i = 0; i < ARRAY_LEN(row); i++) {
		struct sign_in in = { .officer = row[i].officer,
		    .unit = row[i].unit, .secret = row[i].secret,
		    .len = strlen(row[i].secret), .code = row[i].code,
		    .wants_code = row[i].code != NULL, .now = 1000 };
		struct err e = ERR_INIT;
		bool ok = keyring_open(&ks, &in, &k, &e);

		T_INT(ok, i == 0);
		T_INT(e.code, i == 0 ? ERR_NONE : ERR_SIGN_IN);
		T_INT(b.derived, 1);
		T_INT(b.cost.ops, cheap.ops);
		T_INT(b.cost.mem, cheap.mem);
		b.derived = 0;
		keyring_close(&k);
		err_done(&e);
	}
	box_done(&b);
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_vectors);
	T_RUN(test_steps);
	T_RUN(test_shown);
	T_RUN(test_rules);
	T_RUN(test_common);
	T_RUN(test_waiting);
	T_RUN(test_waiting_after_start);
	T_RUN(test_halves);
	T_RUN(test_halves_too_late);
	T_RUN(test_leaver);
	T_RUN(test_account);
	T_RUN(test_cost_is_raised);
	T_RUN(test_all_cost_the_same);
	return t_done();
}
