/* What may be attached: sizes, numbers, names, and what somebody hostile sends. */
#include "tests/unit/attachment_help.h"

static void
test_hostile(void)
{
	static const char *const bad[][2] = {
		{ "{}", "bad_command" },
		{ "{'file_name':'a','media':'file'}", "bad_command" },
		{ "{'media':'file','content':'QQ=='}", "bad_command" },
		{ "{'file_name':'a','content':'QQ=='}", "bad_command" },
		{ "{'file_name':7,'media':'file','content':'QQ=='}",
		    "bad_command" },
		{ "{'file_name':'a','media':'image/png','content':'QQ=='}",
		    "bad_command" },
		{ "{'file_name':'a','media':['file'],'content':'QQ=='}",
		    "bad_command" },
		{ "{'file_name':'a','media':'file','content':{}}",
		    "bad_command" },
		{ "{'file_name':'a','media':'file','content':''}",
		    "attachment_empty" },
		{ "{'file_name':'a','media':'file','content':'QQ='}",
		    "bad_command" },
		{ "{'file_name':'a','media':'file','content':'QR=='}",
		    "bad_command" },
		{ "{'file_name':'a','media':'file','content':'Q Q='}",
		    "bad_command" },
		{ "{'file_name':'a','media':'file','content':'QQ==QQ=='}",
		    "bad_command" },
		{ "{'file_name':'a','media':'file','content':'===='}",
		    "bad_command" },
		{ "{'file_name':'a','media':'file','content':'\\u00e0QQ='}",
		    "bad_command" },
		{ "{'file_name':'a','media':'file','content':'QQ==','note':1}",
		    "bad_command" },
		{ "{'file_name':'a','media':'file','content':'QQ==','name':1}",
		    "bad_command" },
		{ "{'file_name':'a','media':'file','content':'QQ==',"
		    "'name':'full_name'}", "attachment_question" },
		{ "{'file_name':'a','media':'file','content':'QQ==',"
		    "'name':'no_such'}", "attachment_question" },
		{ "{'file_name':'a','media':'audio','content':'QQ==',"
		    "'name':'photo'}", "attachment_media" },
		{ "{'file_name':'a','media':'file','content':'QQ=='}",
		    "done" },
	};
	struct house h;
	struct session *an;
	unsigned char *huge = xcalloc(1, ATTACHMENT_MAX_BYTES + 1);
	json_t *out;
	size_t i;

	regimes_open(&h, OLD_DAY);
	an = house_sign_in(&h, "an");
	expect_attach(&h, an, bad[0][0], "no_such_case");
	HOUSE_EXPECT(&h, an, OPEN, "done");
	for (i = 0; i < ARRAY_LEN(bad); i++)
		expect_attach(&h, an, bad[i][0], bad[i][1]);
	out = attach(&h, an, "a", "file", huge, ATTACHMENT_MAX_BYTES + 1,
	    NULL);
	T_STR(house_result(out), "attachment_too_big");
	json_decref(out);
	/* By its length, before anything is made of it. */
	out = attach(&h, an, "a", "file", huge, ATTACHMENT_MAX_BYTES - 3,
	    NULL);
	T_STR(house_result(out), "done");
	json_decref(out);
	T_INT(listed(an), 2);
	HOUSE_EXPECT(&h, an, "{'do':'read_attachment','case':'" CASE "',"
	    "'with':{'attachment':'../../etc'}}", "no_such_attachment");
	out = read_it(an, "0123456789abcdef0123456789abcdef");
	T_STR(house_result(out), "no_such_attachment");
	json_decref(out);
	T_CHECK(verifies(&h));
	tn_sign_out(an);
	house_close(&h);
	free(huge);
}

static void
test_most(void)
{
	struct house h;
	struct session *an;
	json_t *out;
	int i;

	regimes_open(&h, OLD_DAY);
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, OPEN, "done");
	for (i = 0; i < ATTACHMENTS_MAX; i++)
		T_CHECK(*attached(&h, an, "a", &i, sizeof(i), NULL) != '\0');
	out = attach(&h, an, "a", "file", "x", 1, NULL);
	T_STR(house_result(out), "attachment_too_many");
	json_decref(out);
	T_INT(listed(an), ATTACHMENTS_MAX);
	tn_sign_out(an);
	house_close(&h);
}

/* Names as they come from a telephone, another agency, somebody hostile. */
static void
test_names(void)
{
	static const char *const names[][2] = {
		{ "ảnh.jpg", "ảnh.jpg" },
		{ "a\xcc\x89nh.jpg", "ảnh.jpg" },
		{ "/etc/passwd", "passwd" },
		{ "..\\..\\C:\\x.doc", "x.doc" },
		{ "../..", "_" }, { ".", "_" }, { "a/", "_" },
		{ ".bashrc", "bashrc" }, { "-rf", "rf" }, { " x. ", "x" },
		{ "a\nb\x1b[31m.txt", "a_b_[31m.txt" },
		{ "x\xe2\x80\xaegpj.exe", "x_gpj.exe" },
		{ "a\xe2\x80\x8b" "b", "a_b" },
		{ "a\xc2\x85" "b", "a_b" },
		{ "con?:*.txt", "con___.txt" },
	};
	char longest[600];
	struct house h;
	struct session *an;
	size_t i;

	regimes_open(&h, OLD_DAY);
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, OPEN, "done");
	for (i = 0; i <= ARRAY_LEN(names); i++) {
		const char *name = longest, *want = NULL, *id, *got;
		json_t *out;

		if (i < ARRAY_LEN(names)) {
			name = names[i][0];
			want = names[i][1];
		} else {
			memset(longest, 'd', 500);
			memcpy(longest + 500, ".docx", 6);
		}
		id = attached(&h, an, name, "x", 1, NULL);
		out = read_it(an, id);
		got = jx_text(out, "file_name");
		if (want != NULL) {
			T_STR(got, want);
		} else {
			T_INT(strlen(got), 200);
			T_STR(got + 195, ".docx");
		}
		json_decref(out);
	}
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_hostile);
	T_RUN(test_most);
	T_RUN(test_names);
	return t_done();
}
