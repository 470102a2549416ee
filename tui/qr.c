#include "tui/qr.h"

#include "core/base/mem.h"
#include "tui/widget/secret.h"

#include <qrencode.h>
#include <stdlib.h>

#define EDGE 2		/* modules of white around; readers take two */

struct qr {
	QRcode *code;
};

struct qr *
qr_new(const char *text)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);
	struct qr *q;

	if (code == NULL)
		return NULL;
	q = xcalloc(1, sizeof *q);
	q->code = code;
	return q;
}

void
qr_free(struct qr *q)
{
	if (q == NULL)
		return;
	secret_wipe(q->code->data, (size_t)q->code->width *
	    (size_t)q->code->width);
	QRcode_free(q->code);
	free(q);
}

int
qr_cols(const struct qr *q)
{
	return q->code->width + 2 * EDGE;
}

int
qr_rows(const struct qr *q)
{
	return (qr_cols(q) + 1) / 2;
}

/* Is the module light?  What lies outside is. */
static bool
is_light(const struct qr *q, int y, int x)
{
	int w = q->code->width;

	y -= EDGE;
	x -= EDGE;
	return y < 0 || x < 0 || y >= w || x >= w ||
	    (q->code->data[y * w + x] & 1) == 0;
}

void
qr_paint(const struct qr *q, struct canvas *c, int y, int x, bool dark)
{
	/* Which halves are in the colour of letters: none, lower, upper. */
	static const char *const half[] = { " ", "▄", "▀", "█" };

	for (int i = 0; i < qr_rows(q); i++) {
		for (int k = 0; k < qr_cols(q); k++) {
			bool up = is_light(q, 2 * i, k) != dark;
			bool low = is_light(q, 2 * i + 1, k) != dark;

			canvas_text(c, y + i, x + k, 1, ATTR_PLAIN,
			    half[2 * up + low]);
		}
	}
}
