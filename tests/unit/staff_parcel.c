#define _GNU_SOURCE 1
/* Files sealed to one receiver: each bit counts, hostile ones are refused. */
#include "core/staff/parcel.h"

#include "core/base/jx.h"
#include "core/staff/keyring.h"
#include "tests/t.h"

#include <stdlib.h>
#include <string.h>

struct made {
	struct secret key;
	struct parcel to;
	unsigned char *file;
	size_t len;
};

#define TEXT "Nguyễn Thị Mẫu Một"

static void
make(struct made *m)
{
	struct err e = ERR_INIT;

	memset(m, 0, sizeof(*m));
	T_CHECK(seal_pair(m->to.public_half, &m->key));
	memcpy(m->to.number, "MC-2026-X00001", 15);
	memcpy(m->to.receiver, "iom_thu", 8);
	memcpy(m->to.site, "MC", 3);
	T_CHECK(parcel_close(&m->to, TEXT, strlen(TEXT), &m->file, &m->len,
	    &e));
	err_done(&e);
}

static void
unmake(struct made *m)
{
	free(m->file);
	secret_free(&m->key);
}

/* ERR_NONE when it opens to the very text. */
static enum err_code
open_it(const struct made *m, const unsigned char *file, size_t len)
{
	struct err e = ERR_INIT;
	enum err_code code;
	struct parcel p;
	char *plain = NULL;
	size_t n = 0;

	if (parcel_read(file, len, &p, &e) &&
	    parcel_open(&p, &m->key, &plain, &n, &e))
		T_CHECK(n == strlen(TEXT) && memcmp(plain, TEXT, n) == 0);
	code = e.code;
	free(plain);
	err_done(&e);
	return code;
}

static void
test_round(void)
{
	struct err e = ERR_INIT;
	struct made m, other;
	struct parcel p;

	make(&m);
	T_INT(open_it(&m, m.file, m.len), ERR_NONE);
	T_CHECK(parcel_read(m.file, m.len, &p, &e));
	T_STR(p.number, "MC-2026-X00001");
	T_STR(p.receiver, "iom_thu");
	T_CHECK(memmem(m.file, m.len, "Nguy", 4) == NULL);
	make(&other);
	T_INT(open_it(&other, m.file, m.len), ERR_PARCEL_DAMAGED);
	unmake(&other);
	unmake(&m);
	err_done(&e);
}

/* One bit anywhere, one byte less or more: never the text. */
static void
test_bits(void)
{
	unsigned char *copy;
	struct made m;
	size_t i;

	make(&m);
	copy = malloc(m.len + 1);
	for (i = 0; i < m.len; i++) {
		memcpy(copy, m.file, m.len);
		copy[i] ^= (unsigned char)(1u << (i % 8));
		if (open_it(&m, copy, m.len) == ERR_NONE) {
			printf("# byte %zu does not count\n", i);
			t_bad++;
		}
	}
	memcpy(copy, m.file, m.len);
	for (i = 0; i < m.len; i++)
		T_CHECK(open_it(&m, copy, i) != ERR_NONE);
	copy[m.len] = 0;
	T_CHECK(open_it(&m, copy, m.len + 1) != ERR_NONE);
	free(copy);
	unmake(&m);
}

#define FRONT(text) "TNEXPORT1\n" text

static void
test_hostile(void)
{
	static const struct { const char *bytes; size_t len; } bad[] = {
		{ "", 0 }, { "TNEXPORT1\n", 10 },
		{ FRONT("\xff\xff\xff\xff{}"), 16 },
		{ FRONT("\0\0\0\2{}"), 16 },
		{ FRONT("\0\0\0\2[]"), 16 },
		{ FRONT("\0\0\0\4{\"a\""), 18 },
		{ "PK\3\4 a workbook, not ours", 24 },
	};
	struct err e = ERR_INIT;
	unsigned char *big;
	struct parcel p;
	size_t i;

	for (i = 0; i < ARRAY_LEN(bad); i++) {
		T_CHECK(!parcel_read((const unsigned char *)bad[i].bytes,
		    bad[i].len, &p, &e));
		T_INT(e.code, ERR_PARCEL_KIND);
		err_done(&e);
	}
	big = calloc(1, PARCEL_MAX + 1);
	T_CHECK(!parcel_read(big, PARCEL_MAX + 1, &p, &e));
	T_INT(e.code, ERR_PARCEL_BIG);
	err_done(&e);
	free(big);
}

static void
test_key_file(void)
{
	char hex[2 * SEAL_KEY_SIZE + 1], back[2 * SEAL_KEY_SIZE + 1];
	static const char secret[] = "con mèo đi xe đạp";
	unsigned char public_half[SEAL_KEY_SIZE];
	struct secret key = { NULL, 0 };
	struct err e = ERR_INIT;
	char *file = NULL;

	T_CHECK(!parcel_key_make("ngắn", strlen("ngắn"), &file, hex, &e));
	err_done(&e);
	T_CHECK(parcel_key_make(secret, strlen(secret), &file, hex, &e));
	T_CHECK(parcel_key_open(file, strlen(file), secret, strlen(secret),
	    &key, &e));
	T_CHECK(seal_public_of(&key, public_half));
	hex_from(public_half, SEAL_KEY_SIZE, back);
	T_STR(back, hex);
	secret_free(&key);
	T_CHECK(!parcel_key_open(file, strlen(file), "con chó đi xe đạp",
	    strlen("con chó đi xe đạp"), &key, &e));
	T_INT(e.code, ERR_PARCEL_SECRET);
	err_done(&e);
	free(file);
	/* A file may not ask for all the memory there is. */
	file = xstrdup("{\"kind\":\"tiepnhan receiver key 1\",\"salt\":"
	    "\"00000000000000000000000000000000\",\"ops\":3,"
	    "\"mem\":9000000000000,\"key\":\"00\"}");
	T_CHECK(!parcel_key_open(file, strlen(file), secret, strlen(secret),
	    &key, &e));
	T_INT(e.code, ERR_PARCEL_KEY);
	err_done(&e);
	free(file);
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_round);
	T_RUN(test_bits);
	T_RUN(test_hostile);
	T_RUN(test_key_file);
	return t_done();
}
