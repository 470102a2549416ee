/* The words of a form's YAML, and what they are called on the screen. */
#include "core/form/form.h"

#include <string.h>

static const char *const types[FORM_TYPES] = {
	[FORM_TEXT] = "text", [FORM_INTEGER] = "integer",
	[FORM_DECIMAL] = "decimal", [FORM_DATE] = "date",
	[FORM_SELECT_ONE] = "select_one",
	[FORM_SELECT_MULTIPLE] = "select_multiple",
	[FORM_YES_NO] = "yes_no", [FORM_NOTE] = "note",
	[FORM_GROUP] = "group", [FORM_REPEAT] = "repeat",
	[FORM_CALCULATE] = "calculate", [FORM_HIDDEN] = "hidden",
	[FORM_TIME] = "time", [FORM_DATE_TIME] = "date_time",
	[FORM_RANGE] = "range", [FORM_RANK] = "rank",
	[FORM_ACKNOWLEDGE] = "acknowledge", [FORM_BARCODE] = "barcode",
	[FORM_FILE] = "file", [FORM_GEO] = "geo", [FORM_META] = "meta",
};

static const char *const classes[FORM_CLASSES] = {
	[FORM_IDENTITY] = "identity", [FORM_CONTACT] = "contact",
	[FORM_NARRATIVE] = "narrative", [FORM_MEDICAL] = "medical",
	[FORM_INVESTIGATION] = "investigation", [FORM_PLAIN] = "plain",
};

static const struct {
	unsigned status;
	const char *word, *vi, *en;
} statuses[] = {
	{ FORM_REFUSED, "refused", "Từ chối trả lời", "Refused to answer" },
	{ FORM_UNKNOWN, "unknown", "Không biết", "Does not know" },
	{ FORM_NOT_ASKED, "not_asked", "Chưa hỏi", "Not asked" },
	{ FORM_CONTRADICTED, "contradicted", "Có mâu thuẫn", "Contradicted" },
};

static const char *const medias[FORM_MEDIAS] = {
	[FORM_ANY_FILE] = "file", [FORM_IMAGE] = "image",
	[FORM_AUDIO] = "audio", [FORM_VIDEO] = "video",
};

static const char *const shapes[FORM_SHAPES] = {
	[FORM_POINT] = "point", [FORM_TRACE] = "trace", [FORM_AREA] = "shape",
};

static const char *const metas[FORM_METAS] = {
	[FORM_META_START] = "start", [FORM_META_END] = "end",
	[FORM_META_TODAY] = "today", [FORM_META_USERNAME] = "username",
	[FORM_META_DEVICEID] = "deviceid",
	[FORM_META_INSTANCE_ID] = "instance_id",
	[FORM_META_PHONENUMBER] = "phonenumber",
	[FORM_META_EMAIL] = "email", [FORM_META_AUDIT] = "audit",
};

struct said {
	const char *word, *vi, *en;
};

static const struct said sources[FORM_SOURCES] = {
	[FORM_FROM_PERSON] = { "person", "Chính người đó nói",
	    "The person said so" },
	[FORM_FROM_PAPER] = { "paper", "Giấy tờ", "A paper" },
	[FORM_FROM_AGENCY] = { "agency", "Cơ quan khác", "Another agency" },
	[FORM_FROM_RELATIVE] = { "relative", "Người thân", "A relative" },
	[FORM_FROM_INTERPRETER] = { "interpreter", "Người phiên dịch",
	    "The interpreter" },
	[FORM_OBSERVED] = { "observed", "Cán bộ quan sát thấy",
	    "Seen by the officer" },
	[FORM_FROM_OTHER] = { "other", "Nguồn khác", "Another source" },
};

static const struct said reliabilities[FORM_RELIABILITIES] = {
	[FORM_CONFIRMED] = { "confirmed", "Đã được xác nhận", "Confirmed" },
	[FORM_LIKELY] = { "likely", "Có vẻ đúng", "Likely" },
	[FORM_DOUBTFUL] = { "doubtful", "Đáng ngờ", "Doubtful" },
	[FORM_UNSURE] = { "unknown", "Chưa đánh giá được",
	    "Cannot be judged yet" },
};

/* In the order of the bits of enum form_look. */
static const char *const looks[] = {
	"field-list", "table-list", "list-nolabel", "label", "minimal",
	"columns", "likert", "autocomplete", "multiline", "masked",
	"month-year", "year", "no-calendar", "hidden", "numbers",
	"thousands-sep",
};

static int
word_find(const char *const *words, int n, const char *word)
{
	for (int i = 0; word != NULL && i < n; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

const char *
form_type_name(enum form_type type)
{
	return types[type];
}

int
form_type_find(const char *word)
{
	return word_find(types, FORM_TYPES, word);
}

const char *
form_class_name(enum form_class class)
{
	return classes[class];
}

int
form_class_find(const char *word)
{
	return word_find(classes, FORM_CLASSES, word);
}

const char *
form_media_name(enum form_media media)
{
	return medias[media];
}

int
form_media_find(const char *word)
{
	return word_find(medias, FORM_MEDIAS, word);
}

const char *
form_shape_name(enum form_shape shape)
{
	return shapes[shape];
}

int
form_shape_find(const char *word)
{
	return word_find(shapes, FORM_SHAPES, word);
}

const char *
form_meta_name(enum form_meta meta)
{
	return metas[meta];
}

int
form_meta_find(const char *word)
{
	return word_find(metas, FORM_METAS, word);
}

static int
said_find(const struct said *said, int n, const char *word)
{
	for (int i = 0; word != NULL && i < n; i++)
		if (strcmp(said[i].word, word) == 0)
			return i;
	return -1;
}

const char *
form_source_name(enum form_source source)
{
	return sources[source].word;
}

int
form_source_find(const char *word)
{
	return said_find(sources, FORM_SOURCES, word);
}

const char *
form_source_text(enum form_source source, enum lang lang)
{
	return lang == LANG_EN ? sources[source].en : sources[source].vi;
}

const char *
form_reliability_name(enum form_reliability reliability)
{
	return reliabilities[reliability].word;
}

int
form_reliability_find(const char *word)
{
	return said_find(reliabilities, FORM_RELIABILITIES, word);
}

const char *
form_reliability_text(enum form_reliability reliability, enum lang lang)
{
	return lang == LANG_EN ? reliabilities[reliability].en :
	    reliabilities[reliability].vi;
}

unsigned
form_look_find(const char *word)
{
	int i = word_find(looks, (int)ARRAY_LEN(looks), word);

	return i < 0 ? 0 : 1u << i;
}

unsigned
form_status_find(const char *word)
{
	for (size_t i = 0; word != NULL && i < ARRAY_LEN(statuses); i++)
		if (strcmp(statuses[i].word, word) == 0)
			return statuses[i].status;
	return 0;
}

const char *
form_status_text(unsigned status, enum lang lang)
{
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
		if (statuses[i].status == status)
			return lang == LANG_EN ? statuses[i].en :
			    statuses[i].vi;
	return "";
}
