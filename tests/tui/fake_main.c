/*
 * The workstation over the fake door, for screen scripts and pty tests:
 *
 *	fake [--script F] [--out DIR] [--lang L] [--size COLSxROWS] [--log F]
 *	    [--data DIR] [--training] [--sync-fd N]
 *	    [--linear] [--slow] [--letters base|full] [--colour high|no]
 *	    [--key COMMAND=KEY]...
 *	fake --commands
 */
#include "tests/tui/fake_door.h"
#include "tui/commands.h"
#include "tui/workstation.h"

#include <stdlib.h>
#include <string.h>

static bool
train_step(void *ctx, size_t i, struct training_step *out)
{
	static const struct training_step steps[] = {
		{ { "Hai giờ sáng, một xe chở hai người tới cửa khẩu. Người "
		    "thứ nhất còn đi được, người thứ hai sốt cao.",
		    "Two in the morning: a bus brings two people to the gate. "
		    "One can walk, the other has a high fever." },
		    "Luật Thử 1/2026, Điều 8", "an",
		    { "Hỗ trợ trước, giấy tờ sau", "Help first, papers later" } },
		{ { "Công an tỉnh nhận đề nghị xác minh.",
		    "The police receive the request." },
		    "Luật Thử 1/2026, Điều 5", "binh", { NULL, NULL } },
	};

	(void)ctx;
	if (i >= ARRAY_LEN(steps))
		return false;
	*out = steps[i];
	return true;
}

static bool
train_officer(void *ctx, size_t i, struct training_officer *out)
{
	static const struct training_officer officers[] = {
		{ "an", { "An – đồn biên phòng", "An – border post" } },
		{ "binh", { "Bình – công an tỉnh", "Bình – police" } },
	};

	(void)ctx;
	if (i >= ARRAY_LEN(officers))
		return false;
	*out = officers[i];
	return true;
}

static struct session *
train_switch(void *ctx, const char *officer)
{
	return fake_session(ctx, officer);
}

static bool
train_play(void *ctx, size_t i, struct str *msg)
{
	(void)ctx;
	str_printf(msg, "play %zu", i + 1);
	return true;
}

/* "search=<f9>"; what cannot be is not set. */
static void
set_key(struct keymap *m, const char *text)
{
	struct keymap_problem p;
	const char *keys = strchr(text, '=');
	char *name = xstrndup(text, strcspn(text, "="));

	keymap_set(m, name, keys != NULL ? keys + 1 : "", 1, &p);
	keymap_settle(m, &p);
	free(name);
}

int
main(int argc, char **argv)
{
	struct keymap keymap = { { NULL }, { 0 } };
	struct workstation_options o = { .keymap = &keymap, .advance = fake_advance,
	    .demonstration = true, .sync_fd = -1 };
	const char *data = "tests/tui";
	struct training_ops training = { .title = { "Buổi học thử",
	    "Trial lesson" }, .n = 2, .step = train_step,
	    .officer = train_officer, .switch_to = train_switch,
	    .advance = fake_advance, .play = train_play };
	json_t *staff = json_pack("[{s:s, s:s, s:s}, {s:s, s:s, s:s}]",
	    "id", "an", "title", "Đồn Biên phòng Thử", "secret",
	    "tap-huan-an", "id", "binh", "title", "Công an tỉnh Thử Một",
	    "secret", "tap-huan-binh");
	FILE *log = NULL;
	int code;

	for (int i = 1; i < argc; i++) {
		const char *next = i + 1 < argc ? argv[i + 1] : "";

		if (strcmp(argv[i], "--commands") == 0) {
			for (int c = 0; c < CMD_COUNT; c++)
				puts(command_info((enum command)c)->name);
			json_decref(staff);
			return 0;
		}
		if (strcmp(argv[i], "--training") == 0) {
			o.training = &training;
			continue;
		}
		if (strcmp(argv[i], "--linear") == 0) {
			o.linear = true;
			continue;
		}
		if (strcmp(argv[i], "--fast") == 0) {
			o.look.link = LINK_FAST;
			continue;
		}
		if (strcmp(argv[i], "--slow") == 0) {
			o.look.link = LINK_SLOW;
			continue;
		}
		if (strcmp(argv[i], "--script") == 0)
			o.script = next;
		else if (strcmp(argv[i], "--out") == 0)
			o.out_dir = next;
		else if (strcmp(argv[i], "--lang") == 0)
			o.lang = strcmp(next, "en") == 0 ? LANG_EN : LANG_VI;
		else if (strcmp(argv[i], "--size") == 0)
			sscanf(next, "%dx%d", &o.script_cols, &o.script_rows);
		else if (strcmp(argv[i], "--log") == 0)
			log = fopen(next, "w");
		else if (strcmp(argv[i], "--letters") == 0)
			o.look.letters = strcmp(next, "base") == 0 ?
			    LETTERS_BASE : LETTERS_FULL;
		else if (strcmp(argv[i], "--ambiguous") == 0)
			o.look.ambiguous = strcmp(next, "2") == 0 ?
			    AMBIGUOUS_TWO : AMBIGUOUS_ONE;
		else if (strcmp(argv[i], "--colour") == 0)
			o.look.colour = strcmp(next, "high") == 0 ?
			    COLOUR_HIGH : COLOUR_NO;
		else if (strcmp(argv[i], "--key") == 0)
			set_key(&keymap, next);
		else if (strcmp(argv[i], "--data") == 0)
			data = next;
		else if (strcmp(argv[i], "--sync-fd") == 0)
			o.sync = true, o.sync_fd = (int)strtol(next, NULL, 10);
		else
			return 2;
		i++;
	}
	o.demo_staff = staff;
	o.tn = fake_open(data, log);
	if (o.tn == NULL)
		return 1;
	training.ctx = o.advance_ctx = o.tn;
	code = workstation_run(&o);
	tn_close(o.tn);
	keymap_done(&keymap);
	json_decref(staff);
	if (log != NULL)
		fclose(log);
	return code;
}
