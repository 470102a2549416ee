/*
 * Identity papers as a scanner or a hand types them: the QR code of a
 * Vietnamese identity card here, machine-readable zones in mrz.h.
 */
#ifndef TN_VIETNAMESE_CARD_H
#define TN_VIETNAMESE_CARD_H

#include "core/base/err.h"
#include "core/base/when.h"

#include <jansson.h>
#include <stddef.h>

/* No paper says more; what is longer is refused unread. */
#define CARD_TEXT_MAX 4096

/*
 * Reads a paper from any `len` bytes.  `today` tells past from future and
 * settles centuries.  A new object, the caller's:
 *
 *	kind		cccd-qr, mrz-td1, mrz-td2, mrz-td3, mrv-a, mrv-b
 *	number		as the paper has it, without blanks and fillers; of a
 *			Vietnamese TD1 card the 12 digits
 *	sex		male, female, other (the form list `sexes`)
 *	birth_date	"1990-02-28"; "1990-02" or "1990" where the paper
 *			leaves the rest open
 *	checks		{name: true or false}, what was compared
 *	warnings	[{code, say: {vi, en}}], also one for each false check
 *	birth_registration	{code, name}, from a 12-digit number: the
 *			province before the mergers; absent when not known
 *
 * and of a card's QR code old_number, full_name, address, issue_date; of a
 * machine-readable zone what mrz.h lists.  What the paper does not say or
 * what cannot be read is null.  NULL and *e when the text is no such paper.
 */
json_t *card_read(const char *text, size_t len, day_t today,
    struct err *e) TN_MUST_USE;

#endif
