#include "tui/widget/bar.h"

int64_t
bar_step(int64_t most, int width)
{
	return width < 2 || most <= width ? 1 : (most + width - 1) / width;
}

static int64_t
letters(int64_t n, int64_t step)
{
	return (n + step - 1) / step;
}

void
bar_text(struct str *out, int64_t n, int64_t late, int64_t most, int width)
{
	int64_t step = bar_step(most, width), all, bad;

	if (n <= 0 || width < 2)
		return;
	late = late < 0 ? 0 : late > n ? n : late;
	all = letters(n, step);
	all = all > width ? width : all;
	bad = letters(late, step);
	/* Neither part hides the other where there is room for both. */
	if (bad >= all && late < n)
		bad = all > 1 ? all - 1 : all;
	for (int64_t i = 0; i < all; i++)
		str_addc(out, i < bad ? '!' : '#');
}
