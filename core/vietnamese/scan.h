/*
 * What becomes of a scanned text on its way through a keyboard: a scanner
 * strikes keys of an American keyboard, and another layout, an input method
 * or a wrong encoding makes other letters of them.  What can only mean one
 * thing is set right here, before a card or a zone is read of it; every
 * repair is told, so that somebody compares with the paper.
 */
#ifndef TN_VIETNAMESE_SCAN_H
#define TN_VIETNAMESE_SCAN_H

#include "core/base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* What was set right. */
struct scan_repair {
	bool encoding;		/* UTF-8 that was read as Windows-1252 */
	bool layout;		/* figures or signs of another keyboard */
};

/*
 * Adds valid UTF-8 text to out as it was meant; *done says what was done.
 * The text may not be composed yet: a Vietnamese keyboard has marks where
 * figures are, and their order is lost in composing.
 */
void scan_mend(const char *text, size_t n, struct str *out,
    struct scan_repair *done);

/*
 * Could this be a paper, so that reading it is worth while?  What a person
 * types into a field of words is not.
 */
bool scan_likely(const char *text, size_t n);

#endif
