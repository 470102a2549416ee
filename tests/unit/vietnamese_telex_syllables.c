/* Every syllable of Vietnamese typed, in turns of method and habit. */
#include "core/vietnamese/telex.h"

#include "core/vietnamese/fold.h"
#include "tests/t.h"
#include "tests/unit/vietnamese_rimes.h"

#include <stdlib.h>

static int count;

static void
check_syllable(const char *text, enum telex_style style)
{
	enum telex_method m = (enum telex_method)(1 + count % 3);
	struct habit h = keys_habits[count / 3 % (int)ARRAY_LEN(keys_habits)];
	struct str keys = STR_INIT, out = STR_INIT;

	keys_of(m, h, text, &keys);
	telex_type(m, style, keys.buf, keys.len, &out);
	if (strcmp(str_text(&out), text) != 0)
		printf("# %s: \"%s\" is \"%s\", not \"%s\"\n",
		    telex_method_name(m), str_text(&keys), str_text(&out),
		    text);
	T_CHECK(strcmp(str_text(&out), text) == 0);
	count++;
	str_done(&keys);
	str_done(&out);
}

/* Methods, habits and case turn at different speeds, so all of them meet. */
static void
test_syllables(void)
{
	rimes_each(check_syllable);
	printf("# %d syllables\n", count);
	T_CHECK(count > 50000);
}

int
main(void)
{
	T_RUN(test_syllables);
	return t_done();
}
