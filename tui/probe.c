#include "tui/probe.h"

#include <string.h>

/* "ESC [ row ; column R": which part of it comes next. */
enum { AT_START, AT_BRACKET, AT_ROW, AT_COLUMN };

#define COLUMN_MOST 1000

void
probe_begin(struct probe *p)
{
	memset(p, 0, sizeof *p);
	p->asked = 2;
}

static enum probe_found
decide(const struct probe *p)
{
	if (p->col[0] == 2)
		return PROBE_ONE;
	if (p->col[0] != 3)
		return PROBE_NOTHING;
	/* Two bytes and three are what one sees who knows no UTF-8. */
	return p->col[1] == 2 ? PROBE_TWO : p->col[1] == 4 ? PROBE_BYTES :
	    PROBE_TWO_BARE;
}

static enum probe_found
note(struct probe *p)
{
	p->col[2 - p->asked] = p->number;
	p->asked--;
	return p->asked == 0 ? decide(p) : PROBE_NOTHING;
}

enum probe_found
probe_hear(struct probe *p, unsigned char byte)
{
	if (p->asked == 0)
		return PROBE_NOTHING;
	if (byte == 0x1b) {
		p->state = AT_BRACKET;
	} else if (p->state == AT_BRACKET && byte == '[') {
		p->state = AT_ROW;
	} else if (p->state == AT_ROW && byte == ';') {
		p->state = AT_COLUMN;
		p->number = 0;
	} else if (p->state == AT_COLUMN && byte == 'R') {
		p->state = AT_START;
		return note(p);
	} else if (byte < '0' || byte > '9' || p->state < AT_ROW) {
		p->state = AT_START;
	} else if (p->state == AT_COLUMN && p->number < COLUMN_MOST) {
		p->number = p->number * 10 + (byte - '0');
	}
	return PROBE_NOTHING;
}
