/*
 * Rules for a new secret (security.md S-04).  Length counts, kinds of
 * characters do not, and nobody is made to change it every month.  What is
 * refused is what others try first: everyday words, names of places, rows of
 * keys and of digits, alone or strung together.
 *
 * A secret is read as the fewest pieces that make it up: a common word, a run
 * of digits, a row of keys, one letter again and again, or else single
 * letters.  Below PIECES_LEAST it is common.  So the list below stands for
 * many thousands: "matkhau" also catches "Mật khẩu 2026!!", "MatKhau@123".
 */
#include "core/staff/keyring.h"

#include "core/base/str.h"
#include "core/base/utf8.h"
#include "core/vietnamese/fold.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SECRET_MIN_LETTERS 12
#define SECRET_MAX_BYTES 1024
#define PIECES_LEAST 6
#define RUN_LEAST 3

static const char *const common[] = {
	/* what a secret is called */
	"matkhau", "matma", "dangnhap", "taikhoan", "nguoidung", "khongbiet",
	"quantri", "quantrivien", "maytinh", "vanphong", "khongco", "chaomung",
	"password", "passwd", "pass", "passphrase", "secret", "login", "admin",
	"administrator", "root", "user", "welcome", "letmein", "changeme",
	"default", "guest", "system", "server", "master", "access", "computer",
	"internet", "google", "facebook", "zalo", "windows", "linux",
	/* what people say */
	"anhyeuem", "emyeuanh", "toiyeu", "yeuem", "yeuanh", "iloveyou",
	"love", "you", "iloveu", "nhoem", "nhoanh", "minhyeunhau", "mayman",
	"hanhphuc", "giadinh", "bame", "concung", "contrai", "congai",
	"vochong", "vo", "chong", "me", "bo", "con", "anh", "em", "chi", "toi",
	"yeu", "thuong", "xinchao", "camon", "trandoi", "motdoi", "suot",
	"phatdat", "phattai", "lockhi", "vuive", "tinhyeu", "sunshine",
	"princess", "dragon", "monkey", "football", "baseball", "superman",
	"batman", "shadow", "michael", "hello", "freedom", "whatever",
	"trustno", "starwars", "abc", "xyz", "test", "demo", "thunghiem",
	"minhhoa", "mau", "thu",
	/* the country, its symbols */
	"vietnam", "nuocviet", "tovietnam", "toquoc", "bacho", "hochiminh",
	"doclap", "tudo", "conghoa", "xahoi", "chunghia", "quyetthang",
	"saovang", "codo", "songnui", "nguyen", "tran", "le", "pham", "hoang",
	"thi", "van",
	/* the work */
	"bienphong", "bodoi", "donbienphong", "congan", "canhsat", "xuatnhap",
	"canh", "nannhan", "tiepnhan", "hotro", "muaban", "nguoi", "canbo",
	"dongchi", "chihuy", "donvi", "cuakhau", "biengioi", "hoso", "suquan",
	"laodong", "yte",
	/* provinces and towns */
	"hanoi", "saigon", "haiphong", "danang", "cantho", "hue", "quangninh",
	"caobang", "langson", "laocai", "dienbien", "laichau", "sonla",
	"tuyenquang", "hagiang", "yenbai", "phutho", "thainguyen", "backan",
	"bacninh", "bacgiang", "hungyen", "thaibinh", "ninhbinh", "namdinh",
	"thanhhoa", "nghean", "hatinh", "quangtri", "quangbinh", "quangngai",
	"kontum", "gialai", "binhdinh", "khanhhoa", "nhatrang", "lamdong",
	"dalat", "daklak", "buonmethuot", "dongnai", "binhduong", "tayninh",
	"longan", "vungtau", "dongthap", "angiang", "kiengiang", "camau",
	"baclieu", "soctrang", "travinh", "vinhlong", "bentre", "tiengiang",
	"haugiang", "mongcai", "vinh", "halong",
	/* months, days, seasons */
	"thang", "ngay", "nam", "mot", "hai", "ba", "bon", "sau", "bay",
	"tam", "chin", "muoi", "tet", "xuan", "ha", "thu", "dong", "january",
	"february", "march", "april", "june", "july", "august", "september",
	"october", "november", "december", "monday", "friday", "sunday",
	"summer", "winter", "spring", "autumn", "chunhat",
};

static const char *const rows[] = {
	"qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertyasdfgh",
	"abcdefghijklmnopqrstuvwxyz", "qazwsxedcrfvtgbyhnujmikolp",
};

/* How many letters at s are one piece; 0: only the letter itself. */
static size_t
run_at(const char *s)
{
	size_t n = 1;

	if (isdigit((unsigned char)*s))
		return strspn(s, "0123456789");
	while (s[n] == s[0])
		n++;
	return n >= RUN_LEAST ? n : 0;
}

static size_t
row_from(const char *row, const char *at, const char *s, int way)
{
	size_t n = 0;

	while (s[n] != '\0' && at >= row && *at == s[n]) {
		at += way;
		n++;
	}
	return n;
}

static size_t
row_at(const char *s)
{
	size_t best = 0, i;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		const char *at = strchr(rows[i], *s);
		size_t n = at == NULL ? 0 : row_from(rows[i], at, s, 1);
		size_t back = at == NULL ? 0 : row_from(rows[i], at, s, -1);

		best = n > best ? n : best;
		best = back > best ? back : best;
	}
	return best > RUN_LEAST ? best : 0;
}

static bool
is_letter(char typed, char letter)
{
	static const char digit[] = "01134571", meant[] = "oileastl";
	size_t i;

	if (typed == letter)
		return true;
	for (i = 0; digit[i] != '\0'; i++)
		if (typed == digit[i] && letter == meant[i])
			return true;
	return false;
}

/* Does s begin with the word, digits standing for letters? */
static bool
word_at(const char *s, const char *word)
{
	while (*word != '\0' && is_letter(*s, *word)) {
		s++;
		word++;
	}
	return *word == '\0';
}

static void
offer(size_t *least, size_t from, size_t to)
{
	if (least[from] + 1 < least[to])
		least[to] = least[from] + 1;
}

/* The fewest pieces of a folded text without spaces. */
static size_t
pieces(const char *s)
{
	size_t n = strlen(s), i, k, result;
	size_t *least = xmalloc((n + 1) * sizeof(*least));

	for (i = 0; i <= n; i++)
		least[i] = i;
	for (i = 0; i < n; i++) {
		size_t run = run_at(s + i), row = row_at(s + i);

		offer(least, i, i + 1);
		for (k = 2; k <= run; k++)
			offer(least, i, i + k);
		for (k = 2; k <= row; k++)
			offer(least, i, i + k);
		for (k = 0; k < ARRAY_LEN(common); k++)
			if (word_at(s + i, common[k]))
				offer(least, i, i + strlen(common[k]));
	}
	result = least[n];
	seal_wipe(least, (n + 1) * sizeof(*least));
	free(least);
	return result;
}

/* Lower case without marks and without anything between letters. */
static char *
folded(const char *secret)
{
	struct str out = STR_INIT;
	char *text, *from, *to;

	vn_fold(&out, secret);
	text = xstrdup(str_text(&out));
	seal_wipe(out.buf, out.len);
	str_done(&out);
	for (from = to = text; *from != '\0'; from++)
		if (*from != ' ')
			*to++ = *from;
	*to = '\0';
	return text;
}

/* "P@ssw0rd" is read as "password" too: signs here, digits in word_at(). */
static void
plain_letters(char *s)
{
	for (; *s != '\0'; s++)
		*s = *s == '@' ? 'a' : *s == '$' ? 's' : *s;
}

/* A text said twice is no longer than said once. */
static size_t
once(const char *s)
{
	size_t n = strlen(s), len;

	for (len = 1; len <= n / 2; len++)
		if (n % len == 0 && strncmp(s, s + len, n - len) == 0)
			return len;
	return n;
}

static bool
is_common(const char *secret)
{
	char *copy = xstrdup(secret), *text;
	bool found = false;
	int i;

	for (i = 0; i < 2 && !found; i++) {
		text = folded(copy);
		text[once(text)] = '\0';
		found = pieces(text) < PIECES_LEAST;
		seal_wipe(text, strlen(text));
		free(text);
		plain_letters(copy);
	}
	seal_wipe(copy, strlen(copy));
	free(copy);
	return found;
}

bool
keyring_check_secret(const char *officer, const char *name,
    const char *secret, size_t len, struct err *e)
{
	if (len > SECRET_MAX_BYTES || !utf8_valid(secret, len) ||
	    memchr(secret, '\0', len) != NULL)
		return err_set(e, ERR_SECRET_BYTES, NULL);
	if (utf8_letters(secret, len) < SECRET_MIN_LETTERS)
		return err_set(e, ERR_SECRET_SHORT, NULL);
	if (vn_fold_contains(secret, officer) ||
	    (name != NULL && *name != '\0' && vn_fold_contains(secret, name)))
		return err_set(e, ERR_SECRET_NAME, NULL);
	if (is_common(secret))
		return err_set(e, ERR_SECRET_COMMON, NULL);
	return true;
}
