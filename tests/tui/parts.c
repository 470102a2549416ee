/* The parts of the screens that need no screen: keys, text, canvas, tables. */
#include "core/base/str.h"
#include "core/base/utf8.h"
#include "tests/t.h"
#include "tests/tui/parts_csv.h"
#include "tests/tui/parts_file.h"
#include "tests/tui/parts_keys.h"
#include "tests/tui/parts_progress.h"
#include "tui/canvas.h"
#include "tui/commands.h"
#include "tui/key.h"
#include "tui/keymap.h"
#include "tui/messages.h"
#include "tui/widget/edit.h"
#include "tui/widget/rows.h"

#include <stdlib.h>
#include <time.h>

/* Feeds bytes; how many keys came, the last of them in *out. */
static int
feed(struct key_reader *r, const char *bytes, size_t n, struct key *out)
{
	struct key k = { .code = K_NONE };
	int keys = 0;

	for (size_t i = 0; i < n; i++) {
		if (key_feed(r, (unsigned char)bytes[i], &k)) {
			*out = k;
			keys++;
		}
	}
	return keys;
}

static void
keys_are_read(void)
{
	static const struct {
		const char *bytes;
		enum key_code code;
	} cases[] = {
		{ "\033[A", K_UP }, { "\033OA", K_UP }, { "\033[B", K_DOWN },
		{ "\033[5~", K_PGUP }, { "\033[6~", K_PGDN },
		{ "\033[1~", K_HOME }, { "\033[H", K_HOME },
		{ "\033OF", K_END },
		{ "\033[3~", K_DELETE }, { "\033[Z", K_BACKTAB },
		{ "\033OP", K_F1 }, { "\033[11~", K_F1 }, { "\033[[A", K_F1 },
		{ "\033[15~", K_F5 }, { "\033[[E", K_F5 }, { "\0335", K_F5 },
		{ "\0339", K_F9 }, { "\0330", K_F10 }, { "\033-", K_F11 },
		{ "\033[24~", K_F12 }, { "\033[1;5A", K_UP },
		{ "\033[1;5D", K_WORD_LEFT }, { "\033[1;2B", K_SHIFT_DOWN },
		{ "\r", K_ENTER },
		{ "\t", K_TAB }, { "\177", K_BACKSPACE }, { "\b", K_BACKSPACE },
		{ "a", K_TEXT }, { "\xe1\xbb\x87", K_TEXT }, { "\023", K_CTRL },
	};
	struct key k = { .code = K_NONE };

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct key_reader r = KEY_READER_INIT;

		T_INT(feed(&r, cases[i].bytes, strlen(cases[i].bytes), &k), 1);
		T_INT(k.code, cases[i].code);
		T_CHECK(!key_begun(&r));
	}
}

static void
unknown_sequences_are_swallowed(void)
{
	static const char *const cases[] = { "\033[999~", "\033[<0;1;2M",
	    "\033[?25h", "\xff\xfe", "\xc3", "\033[I" };
	struct key k = { .code = K_NONE };

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct key_reader r = KEY_READER_INIT;

		feed(&r, cases[i], strlen(cases[i]), &k);
		T_INT(feed(&r, "x", 1, &k), 1);
		T_STR(k.text, "x");
	}
}

static void
a_lone_escape_is_a_key(void)
{
	struct key_reader r = KEY_READER_INIT;
	struct key k = { .code = K_NONE };

	T_INT(feed(&r, "\033", 1, &k), 0);
	T_CHECK(key_begun(&r));
	T_CHECK(key_flush(&r, &k));
	T_INT(k.code, K_ESC);
	T_CHECK(!key_flush(&r, &k));
	/* a scanner's return and line feed are one Enter, in a row are two */
	T_INT(feed(&r, "\r\n", 2, &k), 1);
	T_INT(k.code, K_ENTER);
	T_INT(feed(&r, "\r\r\n\n", 4, &k), 3);
	T_INT(feed(&r, "\n", 1, &k), 1);
	/* twice: the first is certain, the second is begun */
	T_INT(feed(&r, "\033\033", 2, &k), 1);
	T_INT(k.code, K_ESC);
	T_CHECK(key_flush(&r, &k));
}

static void
a_paste_is_one_key(void)
{
	struct key_reader r = KEY_READER_INIT;
	struct str big = STR_INIT;
	struct key k = { .code = K_NONE };

	T_INT(feed(&r, "\033[200~a\033[20b\r\nc\033[201~", 21, &k), 1);
	T_INT(k.code, K_PASTE);
	T_INT(k.paste_len, 9);
	str_add(&big, "\033[200~");
	for (int i = 0; i < 3 * PASTE_MOST / 2; i++)
		str_addc(&big, 'x');
	str_add(&big, "\033[201~");
	T_INT(feed(&r, big.buf, big.len, &k), 1);
	T_INT(k.paste_len, PASTE_MOST);
	T_INT(feed(&r, "y", 1, &k), 1);
	T_STR(k.text, "y");
	/* A paste whose end is lost ends by itself; then keys work again. */
	T_INT(feed(&r, "\033[200~dở\033[", 12, &k), 0);
	T_CHECK(key_begun(&r));
	T_CHECK(key_flush(&r, &k));
	T_INT(k.code, K_PASTE);
	T_STR(k.paste, "dở");
	T_CHECK(!key_begun(&r));
	T_INT(feed(&r, "q", 1, &k), 1);
	T_INT(k.code, K_TEXT);
	str_done(&big);
	key_reader_done(&r);
}

static void
any_bytes_are_survived(void)
{
	unsigned long seed = (unsigned long)time(NULL);
	struct key_reader r = KEY_READER_INIT;
	struct key k = { .code = K_NONE };

	printf("# seed %lu\n", seed);
	srand((unsigned)seed);
	for (int i = 0; i < 300000; i++) {
		if (key_feed(&r, (unsigned char)(rand() >> 7), &k) &&
		    k.code == K_TEXT)
			T_CHECK(utf8_valid(k.text, strlen(k.text)));
		if (rand() % 50 == 0)
			key_flush(&r, &k);
	}
	key_reader_done(&r);
}

static void
type(struct edit *e, const char *s)
{
	while (*s != '\0') {
		struct key k = { .code = K_TEXT };
		uint32_t cp;
		size_t n = utf8_decode(s, strlen(s), &cp);

		memcpy(k.text, s, n);
		edit_key(e, &k, 40);
		s += n;
	}
}

static void
press(struct edit *e, enum key_code code)
{
	struct key k = { .code = code };

	edit_key(e, &k, 40);
}

/* What a scanner typed through Telex is still there as it was struck. */
static void
keys_are_kept_as_struck(void)
{
	static const struct typing telex = { TELEX_TELEX, TELEX_OLD };
	struct edit e;

	edit_init(&e, false, 0);
	edit_vietnamese(&e, &telex);
	e.keep_struck = true;
	edit_set(&e, "");
	type(&e, "<<HAAS<A\u0323\u0301");
	T_CHECK(strstr(str_text(&e.text), "HAAS") == NULL);
	T_STR(edit_struck(&e), "<<HAAS<A\u0323\u0301");
	/* what is no key of the text changes nothing in it */
	press(&e, K_ENTER);
	press(&e, K_TAB);
	T_STR(edit_struck(&e), "<<HAAS<A\u0323\u0301");
	/* a letter taken back, or put in the middle: the text is what counts */
	press(&e, K_BACKSPACE);
	T_STR(edit_struck(&e), str_text(&e.text));
	type(&e, "DD");
	T_STR(edit_struck(&e), str_text(&e.text));
	/* once it is empty, it begins anew */
	while (e.text.len > 0)
		press(&e, K_BACKSPACE);
	type(&e, "DD");
	T_STR(str_text(&e.text), "Đ");
	T_STR(edit_struck(&e), "DD");
	press(&e, K_LEFT);
	type(&e, "x");
	T_STR(edit_struck(&e), "xĐ");
	edit_set(&e, "Mẫu");
	type(&e, "s");
	T_STR(edit_struck(&e), str_text(&e.text));
	/* and only where it was asked for */
	e.keep_struck = false;
	edit_set(&e, "");
	type(&e, "DD");
	T_STR(edit_struck(&e), "Đ");
	T_INT(e.struck.len, 0);
	edit_done(&e);
}

static void
letters_compose_and_delete_whole(void)
{
	struct edit e;

	edit_init(&e, false, 0);
	type(&e, "Vie\xcc\xa3\xcc\x82t");		/* e, dot below, ^ */
	T_STR(str_text(&e.text), "Vi\xe1\xbb\x87t");
	press(&e, K_LEFT);
	press(&e, K_BACKSPACE);
	T_STR(str_text(&e.text), "Vit");
	/* a letter that has no composed form stays one letter */
	type(&e, "x\xcc\x82");
	T_STR(str_text(&e.text), "Vix\xcc\x82t");
	press(&e, K_BACKSPACE);
	T_STR(str_text(&e.text), "Vit");
	/* a mark typed back onto a letter in the middle */
	press(&e, K_HOME);
	press(&e, K_RIGHT);
	press(&e, K_RIGHT);
	type(&e, "\xcc\x81");
	T_STR(str_text(&e.text), "V\xc3\xadt");
	edit_done(&e);
}

static void
undo_goes_back_by_runs(void)
{
	struct edit e;

	edit_init(&e, false, 0);
	type(&e, "một hai");
	press(&e, K_BACKSPACE);
	T_CHECK(edit_undo(&e));
	T_STR(str_text(&e.text), "một hai");
	T_CHECK(edit_undo(&e));
	T_STR(str_text(&e.text), "");
	T_CHECK(!edit_undo(&e));
	T_CHECK(edit_redo(&e));
	T_STR(str_text(&e.text), "một hai");
	T_CHECK(edit_redo(&e));
	T_STR(str_text(&e.text), "một ha");
	edit_done(&e);
}

static void
what_comes_in_is_bounded_and_seen(void)
{
	struct edit e;

	edit_init(&e, false, 5);
	T_CHECK(edit_insert(&e, "một hai", strlen("một hai")));
	T_STR(str_text(&e.text), "một h");
	T_CHECK(e.cut);
	/* No room for a letter: its mark does not go to the one before. */
	type(&e, "e\xcc\x82\xcc\x81");
	T_STR(str_text(&e.text), "một h");
	edit_set(&e, "");
	edit_insert(&e, "a\033[2J\nb", 7);
	T_CHECK(strchr(str_text(&e.text), '\033') == NULL);
	T_CHECK(strchr(str_text(&e.text), '\n') == NULL);
	edit_done(&e);
	edit_init(&e, true, 0);
	edit_insert(&e, "a\r\nb\xe2\x80\xae", 7);
	T_STR(str_text(&e.text), "a\nb\\u{202e}");
	edit_done(&e);
}

static void
typing_over_is_one_step(void)
{
	struct key letter = { .code = K_TEXT, .text = "a" };
	struct key paste = { .code = K_PASTE, .paste = "xin chào",
	    .paste_len = strlen("xin chào") };
	struct edit e;

	edit_init(&e, false, 0);
	edit_set(&e, "Mẫu Một");
	edit_type_over(&e, &letter, 20);
	type(&e, "nh");
	T_STR(str_text(&e.text), "anh");
	/* The letters that follow belong to the same step. */
	T_CHECK(edit_undo(&e));
	T_STR(str_text(&e.text), "Mẫu Một");
	T_CHECK(edit_redo(&e));
	T_STR(str_text(&e.text), "anh");
	edit_set(&e, "Mẫu Một");
	edit_type_over(&e, &paste, 20);
	T_STR(str_text(&e.text), "xin chào");
	T_CHECK(edit_undo(&e));
	T_STR(str_text(&e.text), "Mẫu Một");
	edit_set(&e, "");
	edit_type_over(&e, &letter, 20);
	T_CHECK(edit_undo(&e));
	T_STR(str_text(&e.text), "");
	edit_done(&e);
}

/* Telex in a field: by letters, with undo, bounds and the user's own marks. */
static void
vietnamese_is_typed(void)
{
	struct typing t = { TELEX_TELEX, TELEX_OLD };
	const struct key left = { .code = K_LEFT };
	struct edit e;

	edit_init(&e, false, 12);
	edit_vietnamese(&e, &t);
	type(&e, "Nguyeenx Maaux");
	T_STR(str_text(&e.text), "Nguyễn Mẫu");
	press(&e, K_BACKSPACE);
	T_STR(str_text(&e.text), "Nguyễn Mẫ");
	press(&e, K_BACKSPACE);
	press(&e, K_BACKSPACE);
	type(&e, "DDof");
	T_STR(str_text(&e.text), "Nguyễn Đò");
	T_CHECK(edit_undo(&e));
	T_STR(str_text(&e.text), "Nguyễn ");
	/* full: a mark needs no room, one more letter does */
	edit_set(&e, "");
	type(&e, "thoong tin ddaay");
	T_STR(str_text(&e.text), "thông tin đâ");
	T_CHECK(e.cut);
	type(&e, "s");
	T_STR(str_text(&e.text), "thông tin đấ");
	/* in the middle, after a move, the word before is left alone */
	edit_set(&e, "an");
	edit_key(&e, &left, 40);
	type(&e, "s");
	T_STR(str_text(&e.text), "asn");
	/* the user's own input method sends finished letters, or marks apart */
	edit_set(&e, "");
	type(&e, "Mẫu");
	T_STR(str_text(&e.text), "Mẫu");
	edit_set(&e, "");
	type(&e, "Ma\xcc\x82\xcc\x83u");
	T_STR(str_text(&e.text), "Mẫu");
	t.method = TELEX_VNI;
	edit_set(&e, "");
	type(&e, "Nguye64n");
	T_STR(str_text(&e.text), "Nguyễn");
	t.method = TELEX_OFF;
	edit_set(&e, "");
	type(&e, "tieengs");
	T_STR(str_text(&e.text), "tieengs");
	edit_done(&e);
}

static void
a_big_paste_is_quick(void)
{
	char *big = xmalloc(PASTE_MOST);
	struct edit e;
	clock_t from = clock();

	memset(big, 'x', PASTE_MOST);
	edit_init(&e, true, 0);
	edit_insert(&e, big, PASTE_MOST);
	T_INT(e.text.len, 20000);
	T_CHECK(e.cut);
	T_CHECK(clock() - from < 5 * CLOCKS_PER_SEC);
	edit_done(&e);
	free(big);
}

/* A short line between two long ones does not lose the column. */
static void
the_column_is_kept(void)
{
	struct edit e;
	const struct key up = { .code = K_UP }, left = { .code = K_WORD_LEFT },
	    right = { .code = K_WORD_RIGHT }, home = { .code = K_PGUP };

	edit_init(&e, true, 0);
	edit_set(&e, "một hai ba\nbốn\nnăm sáu bảy");
	edit_key(&e, &up, 40);
	T_INT(e.at, strlen("một hai ba\nbốn"));
	edit_key(&e, &up, 40);
	T_INT(e.at, strlen("một hai ba"));
	edit_key(&e, &left, 40);
	T_INT(e.at, strlen("một hai "));
	edit_key(&e, &right, 40);
	edit_key(&e, &right, 40);
	T_INT(e.at, strlen("một hai ba\nbốn"));
	e.height = 10;
	edit_key(&e, &home, 40);
	T_INT(e.at, 0);
	edit_done(&e);
	/* A line of one knows no other, so that the form can go on. */
	edit_init(&e, false, 0);
	T_CHECK(!edit_key(&e, &up, 40));
	T_CHECK(!edit_key(&e, &home, 40));
	edit_done(&e);
}

static void
lines_are_moved_in(void)
{
	struct canvas c = CANVAS_INIT;
	struct edit e;
	struct key up = { .code = K_UP }, down = { .code = K_DOWN };

	edit_init(&e, true, 0);
	edit_set(&e, "một hai ba bốn\nnăm");
	canvas_resize(&c, 4, 8);
	edit_paint(&e, &c, (struct area){ 0, 0, 4, 8 }, true);
	T_INT(c.cursor_y, 2);
	T_INT(c.cursor_x, 3);
	edit_key(&e, &up, 8);
	edit_paint(&e, &c, (struct area){ 0, 0, 4, 8 }, true);
	T_INT(c.cursor_y, 1);
	T_INT(c.cursor_x, 3);
	edit_key(&e, &up, 8);
	edit_key(&e, &up, 8);
	T_INT(e.at, 0);
	edit_key(&e, &down, 8);
	edit_key(&e, &down, 8);
	edit_key(&e, &down, 8);
	T_INT(e.at, e.text.len);
	edit_done(&e);
	canvas_done(&c);
}

static void
text_is_clipped_by_columns(void)
{
	struct canvas c = CANVAS_INIT;
	char *row;

	canvas_resize(&c, 2, 10);
	T_INT(canvas_text(&c, 0, 0, 6, ATTR_PLAIN, "Nguyễn Thị"), 6);
	row = canvas_row(&c, 0);
	T_STR(row, "Nguyễ…");
	free(row);
	/* a wide letter never hangs over the edge, nor leaves half behind */
	T_INT(canvas_text(&c, 1, 0, 4, ATTR_PLAIN, "a\xe4\xb8\xad\xe6\x96\x87"),
	    4);
	canvas_text(&c, 1, 2, 1, ATTR_PLAIN, "b");
	row = canvas_row(&c, 1);
	T_STR(row, "a b…");
	free(row);
	T_INT(canvas_text(&c, 5, 0, 4, ATTR_PLAIN, "x"), 0);
	T_INT(canvas_text(&c, 0, -1, 4, ATTR_PLAIN, "x"), 0);
	canvas_text(&c, 0, 0, 10, ATTR_PLAIN, "\033]0;x\007");
	for (int x = 0; x < 10; x++)
		T_CHECK((unsigned char)c.cell[x].text[0] >= 0x20);
	canvas_done(&c);
}

static void
a_list_keeps_its_place(void)
{
	struct rows r = { 0 };
	struct canvas c = CANVAS_INIT;

	canvas_resize(&c, 3, 20);
	for (int pass = 0; pass < 2; pass++) {
		rows_begin(&r);
		if (pass == 1)
			rows_item(&r, "new", 0, NULL, 2, 10, ATTR_PLAIN, "new");
		rows_item(&r, "a", 0, NULL, 2, 10, ATTR_PLAIN, "a");
		rows_item(&r, "b", 0, NULL, 2, 10, ATTR_PLAIN, "b");
		rows_item(&r, "c", 0, NULL, 2, 10, ATTR_PLAIN, "c");
		rows_end(&r);
		if (pass == 0)
			rows_command(&r, CMD_DOWN);
		T_STR(rows_chosen(&r)->key, "b");
	}
	rows_command(&r, CMD_LAST);
	rows_paint(&r, &c, (struct area){ 0, 0, 3, 20 }, true);
	T_INT(c.cursor_y, 2);
	T_INT(c.cursor_x, 0);
	T_INT(r.top, 1);
	/* what was chosen is gone: its neighbour is */
	rows_begin(&r);
	rows_item(&r, "a", 0, NULL, 2, 10, ATTR_PLAIN, "a");
	rows_end(&r);
	T_STR(rows_chosen(&r)->key, "a");
	rows_done(&r);
	canvas_done(&c);
}

static void
messages_are_whole(void)
{
	for (int i = 0; i < MSG_COUNT; i++) {
		const char *vi = msg_text((enum msg)i, LANG_VI);
		const char *en = msg_text((enum msg)i, LANG_EN);

		T_CHECK(*vi != '\0' && *en != '\0');
		T_CHECK(utf8_valid(vi, strlen(vi)));
		/* the same arguments in both */
		for (char n = '1'; n <= '4'; n++) {
			char arg[4] = { '{', n, '}', '\0' };

			T_INT(strstr(vi, arg) != NULL, strstr(en, arg) != NULL);
		}
	}
}

int
main(void)
{
	T_RUN(keys_are_kept_as_struck);
	T_RUN(keys_are_read);
	T_RUN(unknown_sequences_are_swallowed);
	T_RUN(a_lone_escape_is_a_key);
	T_RUN(a_paste_is_one_key);
	T_RUN(any_bytes_are_survived);
	T_RUN(letters_compose_and_delete_whole);
	T_RUN(undo_goes_back_by_runs);
	T_RUN(what_comes_in_is_bounded_and_seen);
	T_RUN(typing_over_is_one_step);
	T_RUN(vietnamese_is_typed);
	T_RUN(a_big_paste_is_quick);
	T_RUN(the_column_is_kept);
	T_RUN(lines_are_moved_in);
	T_RUN(text_is_clipped_by_columns);
	T_RUN(a_list_keeps_its_place);
	T_RUN(every_command_is_whole);
	T_RUN(no_key_means_two_things);
	T_RUN(no_letter_hides_a_move);
	T_RUN(keys_are_ones_own);
	T_RUN(keys_that_cannot_be);
	T_RUN(keys_that_clash);
	T_RUN(any_keys_leave_a_way);
	T_RUN(long_work_is_said);
	T_RUN(escape_ends_it_and_the_rest_waits);
	T_RUN(the_end_of_the_terminal_ends_it);
	T_RUN(messages_are_whole);
	T_RUN(rows_come_apart);
	T_RUN(pastes_are_told_from_words);
	T_RUN(too_many_rows_are_said);
	T_RUN(any_rows_come_back);
	T_RUN(any_paste_is_survived);
	T_RUN(paths_complete);
	T_RUN(files_are_kept_safe);
	return t_done();
}
