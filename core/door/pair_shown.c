/*
 * The content of an act of two persons in words, a line a member, so that who
 * approves reads what it is about.  What is not known by name is shown as it
 * stands: nothing of what is approved is left out.
 */
#include "core/door/door.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

struct teller {
	struct session *s;
	const char *kind;
};

static json_t *
both(const char *vi, const char *en)
{
	return json_pack("{s:s,s:s}", "vi", vi, "en", en);
}

static json_t *
as_it_is(const json_t *value)
{
	char *text = json_is_string(value) ?
	    xstrdup(json_string_value(value)) : jx_canonical(value);
	json_t *o = text == NULL ? both("?", "?") : both(text, text);

	free(text);
	return o;
}

static json_t *
tell_officer(struct teller *t, const json_t *value)
{
	const char *id = json_string_value(value);
	const char *name = id == NULL ? NULL : session_officer_name(t->s, id);
	char *text = name == NULL || str_eq(name, id) ? NULL :
	    xasprintf("%s (%s)", name, id);
	json_t *o = text == NULL ? as_it_is(value) : both(text, text);

	free(text);
	return o;
}

static json_t *
tell_unit(struct teller *t, const json_t *value)
{
	const struct unit *u = json_is_string(value) ?
	    procedure_unit(t->s->tn->procedure, json_string_value(value)) :
	    NULL;

	return u == NULL ? as_it_is(value) : text_json(&u->title);
}

static json_t *
tell_role(struct teller *t, const json_t *value)
{
	const struct role *r = json_is_string(value) ?
	    procedure_role(t->s->tn->procedure, json_string_value(value)) :
	    NULL;

	return r == NULL ? as_it_is(value) : text_json(&r->title);
}

/* Several of them, one after the other. */
static json_t *
tell_list(struct teller *t, const json_t *value,
    json_t *(*tell)(struct teller *t, const json_t *value))
{
	struct str vi = STR_INIT, en = STR_INIT;
	const json_t *item;
	json_t *o;
	size_t i;

	json_array_foreach(value, i, item) {
		o = tell(t, item);
		str_printf(&vi, "%s%s", i > 0 ? ", " : "", jx_text(o, "vi"));
		str_printf(&en, "%s%s", i > 0 ? ", " : "", jx_text(o, "en"));
		json_decref(o);
	}
	o = both(str_text(&vi), str_text(&en));
	str_done(&vi);
	str_done(&en);
	return o;
}

static json_t *
tell_roles(struct teller *t, const json_t *value)
{
	return json_is_array(value) ? tell_list(t, value, tell_role) :
	    as_it_is(value);
}

static json_t *
tell_plain(struct teller *t, const json_t *value)
{
	(void)t;
	return as_it_is(value);
}

static json_t *
tell_cases(struct teller *t, const json_t *value)
{
	return json_is_array(value) ? tell_list(t, value, tell_plain) :
	    as_it_is(value);
}

/* A class of questions, in words. */
static json_t *
tell_class(struct teller *t, const json_t *value)
{
	static const char *const words[FORM_CLASSES][2] = {
		[FORM_IDENTITY] = { "danh tính", "identity" },
		[FORM_CONTACT] = { "liên lạc, nơi ở", "contact" },
		[FORM_NARRATIVE] = { "lời khai", "narrative" },
		[FORM_MEDICAL] = { "sức khoẻ", "medical" },
		[FORM_INVESTIGATION] = { "điều tra", "investigation" },
		[FORM_PLAIN] = { "thông tin chung", "plain" },
	};
	int class = json_is_string(value) ?
	    form_class_find(json_string_value(value)) : -1;

	(void)t;
	return class < 0 ? as_it_is(value) : both(words[class][0],
	    words[class][1]);
}

static json_t *
tell_classes(struct teller *t, const json_t *value)
{
	return json_is_array(value) ? tell_list(t, value, tell_class) :
	    as_it_is(value);
}

static json_t *
tell_ground(struct teller *t, const json_t *value)
{
	const char *code = json_string_value(value);

	(void)t;
	if (str_eq(code, "retention_end"))
		return both("đã hết thời hạn lưu giữ",
		    "the term for keeping has ended");
	if (str_eq(code, "person_request"))
		return both("người có dữ liệu yêu cầu",
		    "the person asked for it");
	if (str_eq(code, "order"))
		return both("theo lệnh của cơ quan có thẩm quyền",
		    "an authority has ordered it");
	if (str_eq(code, "consent"))
		return both("người có dữ liệu đồng ý",
		    "the person has agreed");
	if (str_eq(code, "law"))
		return both("theo quy định của pháp luật, có văn bản",
		    "under the law, on a document");
	return as_it_is(value);
}

/* A day where it ends a role, else whoever gets what leaves the house. */
static json_t *
tell_to(struct teller *t, const json_t *value)
{
	return str_eq(t->kind, "grant_role") ? as_it_is(value) :
	    tell_unit(t, value);
}

/* Who approves reads what it costs. */
static json_t *
tell_by(struct teller *t, const json_t *value)
{
	(void)t;
	if (str_eq(json_string_value(value), "unix"))
		return both("bằng tài khoản máy, không mật khẩu; ai lấy được "
		    "cả kho và tệp khóa đăng nhập thì mở được hồ sơ",
		    "by the Unix account, without a secret; who gets both the "
		    "store and the sign-in key file opens cases");
	if (str_eq(json_string_value(value), "secret"))
		return both("bằng mật khẩu; lối vào bằng tài khoản máy bị hủy",
		    "by the secret; the way in by account is destroyed");
	return as_it_is(value);
}

static const struct {
	const char *key, *vi, *en;
	json_t *(*tell)(struct teller *t, const json_t *value);
} known[] = {
	{ "case", "Hồ sơ", "Case", tell_plain },
	{ "cases", "Các hồ sơ", "Cases", tell_cases },
	{ "classes", "Loại thông tin", "Classes", tell_classes },
	{ "receiver", "Nơi nhận", "Receiver", tell_unit },
	{ "purpose", "Để làm gì", "Purpose", tell_plain },
	{ "why", "Để làm gì", "Purpose", tell_plain },
	{ "ground", "Căn cứ", "Ground", tell_ground },
	{ "document", "Theo văn bản", "Document", tell_plain },
	{ "officer", "Cán bộ", "Officer", tell_officer },
	{ "name", "Họ tên", "Name", tell_plain },
	{ "unit", "Đơn vị", "Unit", tell_unit },
	{ "role", "Vai trò", "Role", tell_role },
	{ "roles", "Các vai trò", "Roles", tell_roles },
	{ "from", "Từ", "From", tell_plain },
	{ "to", "Đến", "To", tell_to },
	{ "country", "Nước nhận", "Country", tell_plain },
	{ "code", "Mã", "Code", tell_plain },
	{ "by", "Đăng nhập", "Sign-in", tell_by },
	{ "public", "Khoá của nơi nhận", "Key of the receiver", tell_plain },
};

static json_t *
line(struct teller *t, const char *key, const json_t *value)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(known[i].key, key) == 0)
			return json_pack("{s:s,s:o,s:o}", "key", key,
			    "label", both(known[i].vi, known[i].en),
			    "text", known[i].tell(t, value));
	return json_pack("{s:s,s:o,s:o}", "key", key, "label", both(key, key),
	    "text", as_it_is(value));
}

json_t *
pair_shown_json(struct session *s, const char *kind, const json_t *content)
{
	struct teller t = { s, kind };
	json_t *list = json_array();
	const json_t *value;
	const char *key;
	size_t i;

	/* Those with names first, in their order; then whatever else there is. */
	for (i = 0; i < ARRAY_LEN(known); i++) {
		value = json_object_get(content, known[i].key);
		if (value != NULL)
			json_array_append_new(list, line(&t, known[i].key,
			    value));
	}
	json_object_foreach((json_t *)(uintptr_t)content, key, value) {
		for (i = 0; i < ARRAY_LEN(known); i++)
			if (strcmp(known[i].key, key) == 0)
				break;
		if (i == ARRAY_LEN(known))
			json_array_append_new(list, line(&t, key, value));
	}
	return list;
}
