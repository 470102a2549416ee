/*
 * Regular expressions for the form function regex(): literals, . [set] \d \w
 * \s (and capitals), \p{L} \p{Lu}, \b \B, \x41 \u1ea0, ( ) (?: ) | * + ? *?
 * {n,m} ^ $.  The letters of \w are a-z, as in Java: Vietnamese ones are
 * \p{L}.  Refused: looking ahead or behind, \1, (?i), a*+, a set in a set.
 * Works on code points in time bounded by pattern × text, so that no pattern
 * can hang a form.
 */
#ifndef TN_FORM_REGEX_H
#define TN_FORM_REGEX_H

#include <stdbool.h>

#define REGEX_MAX_CODE 2000
#define REGEX_MAX_WORK 20000000L

enum regex_result { REGEX_NO, REGEX_YES, REGEX_BAD };

/*
 * Does the whole text match?  REGEX_BAD: no such pattern, or too much work.
 * *work says how much it was, for whoever matches many times.
 */
enum regex_result regex_match(const char *pattern, const char *text,
    long *work);

/* Is the pattern one we can read? */
bool regex_valid(const char *pattern);

#endif
