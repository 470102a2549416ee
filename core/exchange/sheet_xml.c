/*
 * XML of a workbook's part as events.  The only file that knows expat.
 *
 * A DOCTYPE is refused, and with it every entity that is not XML's own five;
 * nothing outside is ever looked up.  A part is given to expat in one piece:
 * its cost for a token that spans many pieces is quadratic (CVE-2023-52425).
 */
#include "core/exchange/sheet_priv.h"

#include <expat.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_MAX_LEN 200

struct reading {
	struct sheet_xml *x;
	XML_Parser parser;
	const char *part;
	struct err *e;
	bool stopped;		/* by us: *e says why */
	unsigned depth;
	char path[PATH_MAX_LEN + 1];
	size_t path_len;
	unsigned beyond;	/* elements that found no room in path */
};

static const char *
local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

static void
stop(struct reading *r)
{
	r->stopped = true;
	XML_StopParser(r->parser, XML_FALSE);
}

static void XMLCALL
on_doctype(void *ctx, const XML_Char *name, const XML_Char *sysid,
    const XML_Char *pubid, int has_subset)
{
	struct reading *r = ctx;

	(void)name;
	(void)sysid;
	(void)pubid;
	(void)has_subset;
	err_set(r->e, ERR_SHEET_XML_DOCTYPE, r->part, NULL);
	stop(r);
}

/* Goes into the element; the path keeps its own end for the way back. */
static void
enter(struct reading *r, const char *name)
{
	size_t n = strlen(name);

	if (r->beyond > 0 || r->path_len + n + 1 > PATH_MAX_LEN) {
		r->beyond++;
		return;
	}
	if (r->path_len > 0)
		r->path[r->path_len++] = '/';
	memcpy(r->path + r->path_len, name, n + 1);
	r->path_len += n;
}

static void
leave(struct reading *r)
{
	char *slash;

	if (r->beyond > 0) {
		r->beyond--;
		return;
	}
	slash = strrchr(r->path, '/');
	r->path_len = slash != NULL ? (size_t)(slash - r->path) : 0;
	r->path[r->path_len] = '\0';
}

static void XMLCALL
on_start(void *ctx, const XML_Char *name, const XML_Char **attr)
{
	struct reading *r = ctx;
	char max[24];

	if (r->stopped)
		return;
	if (++r->depth > SHEET_XML_DEPTH) {
		snprintf(max, sizeof(max), "%d", SHEET_XML_DEPTH);
		err_set(r->e, ERR_SHEET_XML_DEEP, r->part, max, NULL);
		stop(r);
		return;
	}
	enter(r, local(name));
	r->x->attr = attr;
	if (r->beyond == 0 && r->x->on_start != NULL && !r->x->on_start(r->x))
		stop(r);
	r->x->attr = NULL;
}

static void XMLCALL
on_end(void *ctx, const XML_Char *name)
{
	struct reading *r = ctx;

	(void)name;
	if (r->stopped)
		return;
	if (r->beyond == 0 && r->x->on_end != NULL && !r->x->on_end(r->x))
		stop(r);
	leave(r);
	r->depth--;
}

static void XMLCALL
on_text(void *ctx, const XML_Char *s, int n)
{
	struct reading *r = ctx;

	if (r->stopped || r->beyond > 0 || r->x->on_text == NULL)
		return;
	if (!r->x->on_text(r->x, s, (size_t)n))
		stop(r);
}

bool
sheet_xml_read(struct sheet_xml *x, const char *part, const char *text,
    size_t len, struct err *e)
{
	struct reading r = { .x = x, .part = part, .e = e };
	bool ok = false;

	r.parser = XML_ParserCreate(NULL);
	if (r.parser == NULL || len > INT_MAX)
		goto out;
	x->e = e;
	x->path = r.path;
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, on_start, on_end);
	XML_SetCharacterDataHandler(r.parser, on_text);
	XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
	ok = XML_Parse(r.parser, text, (int)len, 1) == XML_STATUS_OK &&
	    !r.stopped;
out:
	if (!ok && !r.stopped)
		err_set(e, ERR_SHEET_XML, part, r.parser == NULL ? "" :
		    XML_ErrorString(XML_GetErrorCode(r.parser)), NULL);
	XML_ParserFree(r.parser);
	x->path = NULL;
	return ok;
}

static const char *
find_attr(const struct sheet_xml *x, const char *name, bool prefixed)
{
	for (size_t i = 0; x->attr != NULL && x->attr[i] != NULL; i += 2) {
		const char *plain = local(x->attr[i]);

		if ((plain != x->attr[i]) == prefixed &&
		    strcmp(plain, name) == 0)
			return x->attr[i + 1];
	}
	return NULL;
}

const char *
sheet_xml_attr(const struct sheet_xml *x, const char *name)
{
	return find_attr(x, name, false);
}

const char *
sheet_xml_attr_prefixed(const struct sheet_xml *x, const char *name)
{
	return find_attr(x, name, true);
}

bool
sheet_xml_at(const struct sheet_xml *x, const char *path)
{
	return strcmp(x->path, path) == 0;
}

void
sheet_xml_escape(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&':
			str_add(out, "&amp;");
			break;
		case '<':
			str_add(out, "&lt;");
			break;
		case '>':
			str_add(out, "&gt;");
			break;
		case '"':
			str_add(out, "&quot;");
			break;
		case '\n':
			str_add(out, "&#10;");
			break;
		case '\t':
			str_add(out, "&#9;");
			break;
		default:
			str_addc(out, *text);
		}
	}
}
