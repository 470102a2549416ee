/*
 * The words of XLSForm, with the older ones that pyxform still reads
 * (pyxform: aliases.py, question_type_dictionary.py).
 */
#include "core/exchange/xlsform_priv.h"

#include "core/vietnamese/fold.h"

#include <string.h>

struct heading {
	const char *first, *second;	/* second NULL: whatever it is */
	enum head head;
};

static const struct heading survey[] = {
	{ "type", NULL, HEAD_TYPE }, { "command", NULL, HEAD_TYPE },
	{ "name", NULL, HEAD_NAME }, { "tag", NULL, HEAD_NAME },
	{ "value", NULL, HEAD_NAME },
	{ "label", NULL, HEAD_LABEL }, { "caption", NULL, HEAD_LABEL },
	{ "hint", NULL, HEAD_HINT },
	{ "guidance_hint", NULL, HEAD_GUIDANCE },
	{ "required", NULL, HEAD_REQUIRED },
	{ "required_message", NULL, HEAD_REQUIRED_MESSAGE },
	{ "requiredmsg", NULL, HEAD_REQUIRED_MESSAGE },
	{ "relevant", NULL, HEAD_RELEVANT },
	{ "relevance", NULL, HEAD_RELEVANT },
	{ "constraint", NULL, HEAD_CONSTRAINT },
	{ "constraint_message", NULL, HEAD_CONSTRAINT_MESSAGE },
	{ "constraining_message", NULL, HEAD_CONSTRAINT_MESSAGE },
	{ "calculation", NULL, HEAD_CALCULATION },
	{ "calculate", NULL, HEAD_CALCULATION },
	{ "default", NULL, HEAD_DEFAULT },
	{ "readonly", NULL, HEAD_READONLY },
	{ "read_only", NULL, HEAD_READONLY },
	{ "appearance", NULL, HEAD_APPEARANCE },
	{ "choice_filter", NULL, HEAD_CHOICE_FILTER },
	{ "parameters", NULL, HEAD_PARAMETERS },
	{ "repeat_count", NULL, HEAD_REPEAT_COUNT },
	{ "count", NULL, HEAD_REPEAT_COUNT },
	{ "jr:count", NULL, HEAD_REPEAT_COUNT },
	{ "trigger", NULL, HEAD_TRIGGER },
	{ "rows", NULL, HEAD_ROWS },
	{ "disabled", NULL, HEAD_DISABLED },
	{ "bind", "relevant", HEAD_RELEVANT },
	{ "bind", "required", HEAD_REQUIRED },
	{ "bind", "constraint", HEAD_CONSTRAINT },
	{ "bind", "calculate", HEAD_CALCULATION },
	{ "bind", "readonly", HEAD_READONLY },
	{ "bind", "jr:constraintMsg", HEAD_CONSTRAINT_MESSAGE },
	{ "bind", "jr:requiredMsg", HEAD_REQUIRED_MESSAGE },
	{ "bind", NULL, HEAD_LOST },
	{ "body", "appearance", HEAD_APPEARANCE },
	{ "control", "appearance", HEAD_APPEARANCE },
	{ "body", "jr:count", HEAD_REPEAT_COUNT },
	{ "control", "jr:count", HEAD_REPEAT_COUNT },
	{ "body", "rows", HEAD_ROWS }, { "control", "rows", HEAD_ROWS },
	{ "body", NULL, HEAD_LOST }, { "control", NULL, HEAD_LOST },
	{ "instance", NULL, HEAD_LOST }, { "autoplay", NULL, HEAD_LOST },
	{ "intent", NULL, HEAD_LOST }, { "save_to", NULL, HEAD_LOST },
	{ "noapperrorstring", NULL, HEAD_LOST },
	{ "no_app_error_string", NULL, HEAD_LOST },
	{ "compact_tag", NULL, HEAD_LOST }, { "query", NULL, HEAD_LOST },
	{ "hxl", NULL, HEAD_LOST }, { "sms_field", NULL, HEAD_LOST },
	{ "sms_option", NULL, HEAD_LOST },
	{ "sms_separator", NULL, HEAD_LOST },
	{ "sms_allow_media", NULL, HEAD_LOST },
	{ "sms_date_format", NULL, HEAD_LOST },
	{ "sms_datetime_format", NULL, HEAD_LOST },
	{ "sms_response", NULL, HEAD_LOST },
	{ "note", NULL, HEAD_FREE }, { "notes", NULL, HEAD_FREE },
	{ "comment", NULL, HEAD_FREE }, { "comments", NULL, HEAD_FREE },
};

static const struct heading media[] = {
	{ "media", NULL, HEAD_MEDIA }, { "image", NULL, HEAD_MEDIA },
	{ "big-image", NULL, HEAD_MEDIA }, { "audio", NULL, HEAD_MEDIA },
	{ "video", NULL, HEAD_MEDIA }, { "tn", NULL, HEAD_TN },
};

static const struct heading choices[] = {
	{ "list_name", NULL, HEAD_LIST },
	{ "name", NULL, HEAD_NAME }, { "value", NULL, HEAD_NAME },
	{ "label", NULL, HEAD_LABEL }, { "caption", NULL, HEAD_LABEL },
};

static const struct heading settings[] = {
	{ "form_title", NULL, HEAD_TITLE }, { "title", NULL, HEAD_TITLE },
	{ "set_form_title", NULL, HEAD_TITLE },
	{ "form_id", NULL, HEAD_FORM_ID },
	{ "id_string", NULL, HEAD_FORM_ID },
	{ "set_form_id", NULL, HEAD_FORM_ID },
	{ "version", NULL, HEAD_VERSION },
	{ "default_language", NULL, HEAD_LANGUAGE },
	{ "allow_choice_duplicates", NULL, HEAD_TWICE },
	{ "clean_text_values", NULL, HEAD_FREE },
	{ "tn", NULL, HEAD_TN },
};

static enum head
among(const struct heading *h, size_t n, const char *first,
    const char *second)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(h[i].first, first) == 0 &&
		    (h[i].second == NULL || str_eq(h[i].second, second)))
			return h[i].head;
	return HEAD_NONE;
}

enum head
head_find(enum sheet_kind kind, const char *first, const char *second)
{
	enum head found = HEAD_NONE;

	if (kind == SHEET_SETTINGS) {
		found = among(settings, ARRAY_LEN(settings), first, second);
		/* whatever else is set has no equal */
		return found == HEAD_NONE && *first != '\0' ? HEAD_LOST :
		    found;
	}
	found = kind == SHEET_SURVEY ?
	    among(survey, ARRAY_LEN(survey), first, second) :
	    among(choices, ARRAY_LEN(choices), first, second);
	return found != HEAD_NONE ? found :
	    among(media, ARRAY_LEN(media), first, second);
}

/* "vi", "Tiếng Việt", "Vietnamese (vi)", "vi-VN", ... */
bool
slot_language(const char *language, enum slot slot)
{
	static const char *const words[2][6] = {
		{ "vi", "vie", "vn", "vietnamese", "tieng viet", "viet" },
		{ "en", "eng", "english", "tieng anh", "en us", "en gb" },
	};
	const char *open = strrchr(language, '(');
	struct str folded = STR_INIT;
	bool found = false;

	if (slot != SLOT_VI && slot != SLOT_EN)
		return false;
	vn_fold(&folded, open != NULL && open[1] != '\0' ? open + 1 :
	    language);
	for (size_t i = 0; i < ARRAY_LEN(words[0]) && !found; i++)
		found = strcmp(str_text(&folded), words[slot][i]) == 0;
	if (!found)
		found = strncmp(str_text(&folded), slot == SLOT_VI ? "vi " :
		    "en ", 3) == 0;
	str_done(&folded);
	return found;
}

enum slot
slot_find(const char *language)
{
	if (language == NULL || *language == '\0')
		return SLOT_PLAIN;
	return slot_language(language, SLOT_VI) ? SLOT_VI :
	    slot_language(language, SLOT_EN) ? SLOT_EN : SLOT_OTHER;
}

int
truth_find(const char *word)
{
	static const char *const yes[] = { "yes", "Yes", "YES", "true",
	    "True", "TRUE", "true()" };
	static const char *const no[] = { "no", "No", "NO", "false", "False",
	    "FALSE", "false()" };

	for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
		if (strcmp(yes[i], word) == 0)
			return 1;
		if (strcmp(no[i], word) == 0)
			return 0;
	}
	return -1;
}

#define PLAIN(word, type) { word, type, NULL, NULL, NULL, ERR_NONE }
#define WITH(word, type, key, value) \
	{ word, type, key, value, NULL, ERR_NONE }
#define META(word, value) WITH(word, "meta", "meta", value)
#define FILE_OF(word, value) WITH(word, "file", "media", value)
#define GEO(word, value) WITH(word, "geo", "shape", value)
#define RULE(word, type, rule) \
	{ word, type, NULL, NULL, rule, CHANGED_XLS_RULE }
#define HIDDEN(word) { word, "hidden", NULL, NULL, NULL, LOST_XLS_TYPE }

static const struct kind kinds[] = {
	PLAIN("text", "text"), PLAIN("string", "text"),
	PLAIN("q_string", "text"), PLAIN("add_text_prompt", "text"),
	PLAIN("integer", "integer"), PLAIN("int", "integer"),
	PLAIN("q_int", "integer"), PLAIN("add_integer_prompt", "integer"),
	PLAIN("decimal", "decimal"), PLAIN("q_decimal", "decimal"),
	PLAIN("add_decimal_prompt", "decimal"),
	PLAIN("range", "range"),
	PLAIN("date", "date"), PLAIN("q_date", "date"),
	PLAIN("add_date_prompt", "date"), PLAIN("time", "time"),
	PLAIN("datetime", "date_time"), PLAIN("date_time", "date_time"),
	PLAIN("q_date_time", "date_time"), PLAIN("q_datetime", "date_time"),
	PLAIN("add_date_time_prompt", "date_time"),
	PLAIN("add_datetime_prompt", "date_time"),
	PLAIN("note", "note"), PLAIN("q_note", "note"),
	PLAIN("add_note_prompt", "note"),
	PLAIN("acknowledge", "acknowledge"),
	PLAIN("trigger", "acknowledge"),
	PLAIN("q_acknowledge", "acknowledge"),
	PLAIN("add_acknowledge_prompt", "acknowledge"),
	PLAIN("calculate", "calculate"), PLAIN("q_calculate", "calculate"),
	PLAIN("add_calculate_prompt", "calculate"),
	PLAIN("hidden", "hidden"),
	PLAIN("barcode", "barcode"), PLAIN("q_barcode", "barcode"),
	PLAIN("add_barcode_prompt", "barcode"),
	FILE_OF("image", "image"), FILE_OF("photo", "image"),
	FILE_OF("q_picture", "image"), FILE_OF("q_image", "image"),
	FILE_OF("add_image_prompt", "image"),
	FILE_OF("add_photo_prompt", "image"),
	FILE_OF("audio", "audio"), FILE_OF("q_audio", "audio"),
	FILE_OF("add_audio_prompt", "audio"),
	FILE_OF("video", "video"), FILE_OF("q_video", "video"),
	FILE_OF("add_video_prompt", "video"),
	PLAIN("file", "file"), PLAIN("add_file_prompt", "file"),
	PLAIN("geopoint", "geo"), PLAIN("gps", "geo"),
	PLAIN("location", "geo"), PLAIN("q_geopoint", "geo"),
	PLAIN("q_location", "geo"), PLAIN("add_location_prompt", "geo"),
	GEO("geotrace", "trace"), GEO("geoshape", "shape"),
	META("start", "start"), META("start_time", "start"),
	META("get_start_time", "start"),
	META("end", "end"), META("end_time", "end"),
	META("get_end_time", "end"),
	META("today", "today"), META("get_today", "today"),
	META("deviceid", "deviceid"), META("device_id", "deviceid"),
	META("imei", "deviceid"), META("get_device_id", "deviceid"),
	META("uri:deviceid", "deviceid"),
	META("username", "username"), META("uri:username", "username"),
	META("email", "email"), META("uri:email", "email"),
	META("phonenumber", "phonenumber"),
	META("get_phone_number", "phonenumber"),
	META("uri:phonenumber", "phonenumber"), META("audit", "audit"),
	RULE("phone_number", "text", "regex(., '^\\d*$')"),
	RULE("percentage", "integer", "0 <= . and . <= 100"),
	RULE("number_of_days_in_last_month", "integer",
	    "0 <= . and . <= 31"),
	RULE("number_of_days_in_last_six_months", "integer",
	    "0 <= . and . <= 183"),
	RULE("number_of_days_in_last_year", "integer",
	    "0 <= . and . <= 365"),
	HIDDEN("simserial"), HIDDEN("sim_id"), HIDDEN("get_sim_id"),
	HIDDEN("uri:simserial"), HIDDEN("subscriberid"),
	HIDDEN("subscriber_id"), HIDDEN("get_subscriber_id"),
	HIDDEN("uri:subscriberid"), HIDDEN("start-geopoint"),
	HIDDEN("background-geopoint"), HIDDEN("background-audio"),
	{ "osm", "text", NULL, NULL, NULL, LOST_XLS_TYPE },
	{ "xml-external", NULL, NULL, NULL, NULL, LOST_XLS_EXTERNAL },
	{ "csv-external", NULL, NULL, NULL, NULL, LOST_XLS_EXTERNAL },
};

const struct kind *
kind_find(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strcmp(kinds[i].word, word) == 0)
			return &kinds[i];
	return NULL;
}

static const struct {
	const char *word, *ours;
	bool file, outside;
} selects[] = {
	{ "add select one prompt using ", "select_one", false, false },
	{ "add select multiple prompt using ", "select_multiple", false,
	    false },
	{ "select all that apply from ", "select_multiple", false, false },
	{ "select all that apply ", "select_multiple", false, false },
	{ "select_one_from_file ", "select_one", true, false },
	{ "select_multiple_from_file ", "select_multiple", true, false },
	{ "select one from file ", "select_one", true, false },
	{ "select multiple from file ", "select_multiple", true, false },
	{ "select_one_external ", "select_one", false, true },
	{ "select one external ", "select_one", false, true },
	{ "select one from ", "select_one", false, false },
	{ "select multiple from ", "select_multiple", false, false },
	{ "select one using ", "select_one", false, false },
	{ "select multiple using ", "select_multiple", false, false },
	{ "select_multiple ", "select_multiple", false, false },
	{ "select multiple ", "select_multiple", false, false },
	{ "select_one ", "select_one", false, false },
	{ "select one ", "select_one", false, false },
	{ "select1 ", "select_one", false, false },
	{ "rank ", "rank", false, false },
};

size_t
select_find(const char *type, const char **ours, bool *file, bool *outside)
{
	for (size_t i = 0; i < ARRAY_LEN(selects); i++) {
		size_t n = strlen(selects[i].word);

		if (strncmp(type, selects[i].word, n) != 0)
			continue;
		*ours = selects[i].ours;
		*file = selects[i].file;
		*outside = selects[i].outside;
		return n;
	}
	return 0;
}
