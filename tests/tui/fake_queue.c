/* Queues behind the fake door. */
#include "tests/tui/fake_door.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

json_t *
fake_long_queue(const json_t *query, json_t *queue)
{
	json_t *o = json_deep_copy(queue), *rows = json_array();
	const char *after = jx_text(query, "after");
	int i = after != NULL ? (int)strtol(after, NULL, 10) : 0;
	int end = i + (int)jx_int(query, "limit", 50);

	for (; i < end && i < 250; i++) {
		char *id = xasprintf("TN-%04d", i + 1);
		char *due = xasprintf("%02d/03/2026", 1 + i % 28);

		json_array_append_new(rows, json_pack(
		    "{s:s, s:[s, s, {s:s, s:s}, s], s:b, s:b, s:s}", "case",
		    id, "cells", id, "N\u2022\u2022\u2022 T\u2022\u2022\u2022",
		    "vi", "Đang xác minh", "en", "Being verified", due, "late",
		    i % 7 == 0, "soon", i % 5 == 0, "relation", "holder"));
		free(id);
		free(due);
	}
	json_object_set_new(o, "rows", rows);
	if (i < 250) {
		char *next = xasprintf("%d", i);

		json_object_set_new(o, "next", json_string(next));
		free(next);
	}
	return o;
}

json_t *
fake_sifted_queue(const json_t *query, const json_t *queue)
{
	json_t *o = json_deep_copy(queue), *rows = json_array(), *row;
	const char *words = jx_text(jx_get(query, "filter"), "words");
	size_t i;

	json_array_foreach(jx_get(o, "rows"), i, row) {
		char *text = json_dumps(jx_get(row, "cells"), 0);

		if (words != NULL && strstr(text, words) == NULL)
			;
		else if (jx_bool(query, "descending", false))
			json_array_insert(rows, 0, row);
		else
			json_array_append(rows, row);
		free(text);
	}
	json_object_set_new(o, "total", json_integer((json_int_t)
	    json_array_size(rows)));
	json_object_set_new(o, "rows", rows);
	json_object_set_new(o, "facets", json_pack("{s:[{s:s,s:i,s:{s:s,s:s}},"
	    "{s:s,s:i,s:{s:s,s:s}}]}", "state", "code", "received", "count",
	    2, "title", "vi", "Đã tiếp nhận", "en", "Received", "code",
	    "declared", "count", 1, "title", "vi", "Đã khai", "en",
	    "Declared"));
	return o;
}
