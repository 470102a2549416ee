/* Older versions of forms: how they are named, and what may not change. */
#include "tests/unit/procedure_tiny.h"

#define ASK "r1/forms/ask.yaml"
#define ASK_ONE "r1/forms/ask@1.yaml"
#define HEAD(code, version) "form: " code "\nversion: " version "\ntitle: " \
	BOTH("A") "\nstatus: suggested\nitems:\n"
#define DATE "  - {type: date, name: wanted_by, label: " BOTH("W") "}\n"
#define TEXT(class) "  - {type: text, name: told, class: " class ", label: " \
	BOTH("T") "}\n"

/* As EXPECT(), with one more file beside it. */
static void
with_also(const char *path, const char *text, const char *from,
    const char *to, const char *want)
{
	tiny_also = (struct memory_file){ path, text };
	EXPECT(ASK, from, to, want);
	tiny_also = (struct memory_file){ NULL, NULL };
}

static void
test_named(void)
{
	EXPECT(ASK_ONE, "", HEAD("ask", "1") DATE,
	    ASK_ONE ":1:1 proc_older_not");
	EXPECT("r1/forms/ask@3.yaml", "", HEAD("ask", "3") DATE,
	    "r1/forms/ask@3.yaml:1:1 proc_older_not");
	EXPECT("r1/forms/ask@2.yaml", "", HEAD("ask", "1") DATE,
	    "r1/forms/ask@2.yaml:1:1 proc_older_name");
	EXPECT("r1/forms/other@1.yaml", "", HEAD("ask", "1") DATE,
	    "r1/forms/other@1.yaml:1:1 proc_older_name");
	EXPECT("r1/forms/lost@1.yaml", "", HEAD("lost", "1") DATE,
	    "r1/forms/lost@1.yaml:1:1 proc_older_alone");
	/* what is wrong inside one is told as of any form */
	with_also(ASK_ONE, HEAD("ask", "1") "  - {type: odd, name: x}\n",
	    "version: 1", "version: 2", ASK_ONE ":6:12 form_type");
}

static void
test_kept(void)
{
	struct procedure *p = NULL;
	const struct memory_file newer = { ASK, HEAD("ask", "4") DATE
	    TEXT("plain") };
	const struct form *form;
	char *got;

	/* a question more, one that keeps its type: nothing is wrong */
	with_also(ASK_ONE, HEAD("ask", "1") DATE, "version: 1", "version: 2",
	    "");
	tiny_also = (struct memory_file){ ASK_ONE, HEAD("ask", "1") DATE };
	got = tiny_try(&newer, &p);
	T_STR(got, "");
	form = p == NULL ? NULL : regime_form(&p->regime[0], "ask");
	T_CHECK(form != NULL && form->version == 4);
	T_CHECK(form != NULL && form->older != NULL &&
	    form->older->version == 1 && form->older->older == NULL);
	T_CHECK(form_version(form, 1) == form->older);
	T_CHECK(form_version(form, 4) == form);
	T_CHECK(form_version(form, 2) == NULL);
	T_CHECK(form_question(form->older, "told") == NULL);
	tiny_also = (struct memory_file){ NULL, NULL };
	procedure_free(p);
	free(got);
}

/* A name means the same in every version. */
static void
test_same_meaning(void)
{
	with_also(ASK_ONE, HEAD("ask", "1") "  - {type: text, name: wanted_by,"
	    " class: plain, label: " BOTH("W") "}\n", "version: 1",
	    "version: 2", ASK ":6:5 proc_version_type");
	with_also(ASK_ONE, HEAD("ask", "1") DATE TEXT("plain"),
	    "version: 1\ntitle: " BOTH("A") "\nstatus: suggested\nitems:\n",
	    "version: 2\ntitle: " BOTH("A") "\nstatus: suggested\nitems:\n"
	    TEXT("medical"), ASK ":6:5 proc_version_class");
}

int
main(void)
{
	T_RUN(test_named);
	T_RUN(test_kept);
	T_RUN(test_same_meaning);
	return t_done();
}
