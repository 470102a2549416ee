/*
 * How large anything in the store may be.  Checked before writing and again
 * after reading: a file may have been changed by another hand.
 * Private to core/store.
 */
#ifndef TN_STORE_LIMITS_H
#define TN_STORE_LIMITS_H

#define LIMIT_VALUE (32 << 20)		/* anything at all, in SQLite */
#define LIMIT_FACTS (256 << 10)		/* canonical JSON of one entry */
#define LIMIT_SEALED (16 << 20)
#define LIMIT_ROW (1 << 20)		/* canonical JSON of a projection */
#define LIMIT_ATTACHMENT (16 << 20)	/* one sealed file */
#define LIMIT_ATTACHED 32		/* files of one operation */
#define LIMIT_WRAP (4 << 10)
#define LIMIT_BLOB (4 << 20)		/* keyring blobs, drafts */
#define LIMIT_NAME 128			/* names of blobs, series, places */
#define LIMIT_KIND 64
#define LIMIT_BATCH 10000		/* entries, wraps of one operation */

#endif
