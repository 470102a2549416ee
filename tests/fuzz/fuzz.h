/*
 * Fuzzing: one file a harness, tests/fuzz/fuzz_NAME.c, which defines what is
 * declared here.  It is found by its name: nothing else is to be changed.
 *
 *	make fuzz			builds build/fuzz/fuzz_* with clang's
 *					libFuzzer (driver.c without clang)
 *	make fuzz-run FUZZ=expr SECONDS=600
 *
 * `make check` links each harness with driver.c, which needs no clang, and
 * runs its seeds and some thousand mutations of them.
 */
#ifndef TN_TESTS_FUZZ_H
#define TN_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#define FUZZ_MAX_INPUT 65536

/*
 * Takes any bytes.  What is wrong shows as a crash, a report of a sanitizer,
 * or fuzz_fail().
 */
void fuzz_one(const uint8_t *data, size_t size);

/* One input to begin with, of at most `max` bytes; 0 past the last. */
size_t fuzz_seed(size_t i, uint8_t *out, size_t max);

/* Words of the language, NULL-terminated; mutations put them in. */
extern const char *const fuzz_words[];

/* Says what does not hold and aborts, so that the input is kept. */
_Noreturn void fuzz_fail(const char *what);

#endif
