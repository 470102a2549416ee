/*
 * Mutations without coverage, for machines without libFuzzer and for `make
 * check`: the same seed gives the same inputs.
 *
 *	fuzz_NAME [--seed N] [--runs N] [--seconds N] [FILE ...]
 *	fuzz_NAME --write DIR		writes its seeds and fuzz_NAME.dict
 *
 * Files are run once as they are.  An input that brings the program down is
 * kept as NAME.crash in the directory of the program.
 */
#include "tests/fuzz/fuzz.h"

#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_SEEDS 200
#define MAX_CHANGES 12

/* AddressSanitizer calls this before it ends the program. */
void __sanitizer_set_death_callback(void (*f)(void)) __attribute__((weak));

static const char *program;
static uint8_t input[FUZZ_MAX_INPUT];
static size_t input_n;
static uint64_t state;
static long run;

struct seed {
	uint8_t *data;
	size_t n;
};

static struct seed seeds[MAX_SEEDS];
static size_t n_seeds;

static void
keep_input(void)
{
	char path[1024];
	FILE *f;

	snprintf(path, sizeof(path), "%s.crash", program);
	f = fopen(path, "wb");
	if (f != NULL) {
		fwrite(input, 1, input_n, f);
		fclose(f);
	}
	printf("# run %ld: the input is in %s\n", run, path);
	fflush(stdout);
}

static void
on_signal(int sig)
{
	keep_input();
	signal(sig, SIG_DFL);
	raise(sig);
}

void
fuzz_fail(const char *what)
{
	printf("# does not hold: %s\n", what);
	fflush(stdout);
	abort();
}

static uint32_t
chance(uint32_t below)
{
	uint64_t z = state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (uint32_t)((z ^ z >> 31) >> 32) % below;
}

/* Makes room for n bytes at `at`, as far as there is room. */
static size_t
open_gap(size_t at, size_t n)
{
	if (n > sizeof(input) - input_n)
		n = sizeof(input) - input_n;
	memmove(input + at + n, input + at, input_n - at);
	input_n += n;
	return n;
}

static void
put_in(size_t at, const void *data, size_t n)
{
	n = open_gap(at, n);
	memcpy(input + at, data, n);
}

static void
cut_out(size_t at, size_t n)
{
	if (n > input_n - at)
		n = input_n - at;
	memmove(input + at, input + at + n, input_n - at - n);
	input_n -= n;
}

static void
put_word(size_t at)
{
	size_t n = 0;
	const char *word;

	while (fuzz_words[n] != NULL)
		n++;
	if (n == 0)
		return;
	word = fuzz_words[chance((uint32_t)n)];
	/* in place of as many bytes, or between them */
	if (chance(2) == 0)
		cut_out(at, strlen(word));
	put_in(at, word, strlen(word));
}

/* A piece of this input or of another seed. */
static void
put_piece(size_t at)
{
	static uint8_t piece[4096];
	const struct seed *s = &seeds[chance((uint32_t)n_seeds)];
	bool own = chance(2) == 0;
	const uint8_t *from = own ? input : s->data;
	size_t n = own ? input_n : s->n, start, len;

	if (n == 0)
		return;
	start = chance((uint32_t)n);
	len = 1 + chance(chance(4) == 0 ? 2048 : 24);
	if (len > n - start)
		len = n - start;
	memcpy(piece, from + start, len);
	put_in(at, piece, len);
}

static void
change(void)
{
	static const uint8_t odd[] = { 0, 1, ' ', '\n', '\t', '"', '\'', '\\',
	    0x7f, 0x80, 0xc3, 0xe1, 0xf4, 0xff, '(', ')', '[', '{', '0' };
	size_t at = input_n > 0 ? chance((uint32_t)input_n) : 0;

	switch (input_n == 0 ? 6 : chance(9)) {
	case 0:
		input[at] ^= (uint8_t)(1u << chance(8));
		break;
	case 1:
		input[at] = odd[chance(sizeof(odd))];
		break;
	case 2:
		put_in(at, &odd[chance(sizeof(odd))], 1);
		break;
	case 3:
		cut_out(at, 1 + chance(8));
		break;
	case 4:
		cut_out(at, 1 + chance((uint32_t)input_n));
		break;
	case 5:
		put_piece(at);
		break;
	case 6:
		put_word(at);
		break;
	case 7:
		input[at] = (uint8_t)('0' + chance(10));
		break;
	case 8:
		/* the same again and again: what is deep, what is long */
		for (uint32_t n = chance(chance(8) == 0 ? 3000 : 20); n > 0;
		    n--)
			put_in(at, &input[at], 1);
		break;
	}
}

static void
read_seeds(void)
{
	while (n_seeds < MAX_SEEDS) {
		size_t n = fuzz_seed(n_seeds, input, sizeof(input));

		if (n == 0)
			return;
		seeds[n_seeds].data = malloc(n);
		if (seeds[n_seeds].data == NULL)
			abort();
		memcpy(seeds[n_seeds].data, input, n);
		seeds[n_seeds++].n = n;
	}
}

static void
mutate(void)
{
	const struct seed *s = &seeds[chance((uint32_t)n_seeds)];

	memcpy(input, s->data, s->n);
	input_n = s->n;
	for (uint32_t n = 1 + chance(MAX_CHANGES); n > 0; n--)
		change();
}

static void
run_file(const char *path)
{
	FILE *f = fopen(path, "rb");

	if (f == NULL) {
		perror(path);
		exit(1);
	}
	input_n = fread(input, 1, sizeof(input), f);
	fclose(f);
	fuzz_one(input, input_n);
	printf("# %s: %zu bytes\n", path, input_n);
}

static void
write_one(const char *dir, const char *name, const void *data, size_t n)
{
	char path[1024];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "wb");
	if (f == NULL || fwrite(data, 1, n, f) != n || fclose(f) != 0) {
		perror(path);
		exit(1);
	}
}

/* The seeds as files, and the words as a dictionary of libFuzzer. */
static void
write_seeds(const char *dir)
{
	static char dict[65536];
	size_t n = 0;
	char name[32];

	for (size_t i = 0; i < n_seeds; i++) {
		snprintf(name, sizeof(name), "seed%zu", i);
		write_one(dir, name, seeds[i].data, seeds[i].n);
	}
	for (size_t i = 0; fuzz_words[i] != NULL; i++) {
		dict[n++] = '"';
		for (const char *p = fuzz_words[i]; *p != '\0' &&
		    n < sizeof(dict) - 8; p++)
			n += (size_t)snprintf(dict + n, 8, "\\x%02X",
			    (unsigned char)*p);
		dict[n++] = '"';
		dict[n++] = '\n';
	}
	write_one(dir, "dict", dict, n);
}

static void
run_all(uint64_t seed, long runs, long seconds)
{
	time_t end = time(NULL) + seconds;
	const char *slash = strrchr(program, '/');

	printf("# seed %" PRIu64 "\n", seed);
	fflush(stdout);
	state = seed;
	for (size_t i = 0; i < n_seeds; i++) {
		input_n = seeds[i].n;
		memcpy(input, seeds[i].data, input_n);
		fuzz_one(input, input_n);
	}
	for (run = 1; run <= runs || (seconds > 0 && time(NULL) < end);
	    run++) {
		mutate();
		fuzz_one(input, input_n);
	}
	printf("ok 1 - %s: %zu seeds and %ld mutations\n1..1\n",
	    slash != NULL ? slash + 1 : program, n_seeds, run - 1);
}

int
main(int argc, char **argv)
{
	uint64_t seed = (uint64_t)time(NULL);
	long runs = 0, seconds = 0;
	int files = 0;

	program = argv[0];
	for (int sig = 0; sig < 3; sig++)
		signal((int[]){ SIGABRT, SIGSEGV, SIGFPE }[sig], on_signal);
	if (__sanitizer_set_death_callback != NULL)
		__sanitizer_set_death_callback(keep_input);
	read_seeds();
	for (int i = 1; i < argc; i++) {
		if (i + 1 < argc && strcmp(argv[i], "--seed") == 0)
			seed = strtoull(argv[++i], NULL, 10);
		else if (i + 1 < argc && strcmp(argv[i], "--runs") == 0)
			runs = strtol(argv[++i], NULL, 10);
		else if (i + 1 < argc && strcmp(argv[i], "--seconds") == 0)
			seconds = strtol(argv[++i], NULL, 10);
		else if (i + 1 < argc && strcmp(argv[i], "--write") == 0) {
			write_seeds(argv[++i]);
			return 0;
		} else {
			run_file(argv[i]);
			files++;
		}
	}
	if (files == 0 && n_seeds > 0)
		run_all(seed, runs, seconds);
	for (size_t i = 0; i < n_seeds; i++)
		free(seeds[i].data);
	return 0;
}
