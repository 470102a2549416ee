/*
 * The parts of a workbook, from memory to memory.  The only file that knows
 * libzip.  Nothing is believed that an archive says about itself: bytes are
 * counted as they come out.
 */
#include "core/exchange/sheet_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define RATIO_FREE (1u << 20)	/* small parts may be packed tighter */

struct sheet_zip {
	zip_t *zip;
	size_t packed;		/* bytes of the file */
	size_t inflated;	/* so far */
};

static bool
zip_failed(struct err *e, zip_error_t *ze)
{
	err_set(e, ERR_SHEET_ZIP, zip_error_strerror(ze), NULL);
	zip_error_fini(ze);
	return false;
}

struct sheet_zip *
sheet_zip_open(const unsigned char *buf, size_t len, struct err *e)
{
	struct sheet_zip *z = xcalloc(1, sizeof(*z));
	zip_error_t ze;
	zip_source_t *source;
	char max[24];

	zip_error_init(&ze);
	z->packed = len;
	source = zip_source_buffer_create(buf, len, 0, &ze);
	if (source != NULL)
		z->zip = zip_open_from_source(source, ZIP_RDONLY, &ze);
	if (z->zip == NULL) {
		zip_source_free(source);
		zip_failed(e, &ze);
		free(z);
		return NULL;
	}
	zip_error_fini(&ze);
	if (zip_get_num_entries(z->zip, 0) > SHEETS_ENTRIES_MAX) {
		snprintf(max, sizeof(max), "%d", SHEETS_ENTRIES_MAX);
		err_set(e, ERR_SHEET_ZIP_MANY, max, NULL);
		sheet_zip_close(z);
		return NULL;
	}
	return z;
}

void
sheet_zip_close(struct sheet_zip *z)
{
	if (z == NULL)
		return;
	zip_discard(z->zip);
	free(z);
}

/* Names of parts are the same in upper and lower case (OPC). */
static zip_int64_t
locate(const struct sheet_zip *z, const char *part)
{
	zip_int64_t at = zip_name_locate(z->zip, part, 0);

	return at >= 0 ? at : zip_name_locate(z->zip, part, ZIP_FL_NOCASE);
}

bool
sheet_zip_has(const struct sheet_zip *z, const char *part)
{
	return locate(z, part) >= 0;
}

static bool
is_bomb(struct err *e, const char *part)
{
	char mib[24], ratio[24];

	snprintf(mib, sizeof(mib), "%u", SHEETS_INFLATED_MAX >> 20);
	snprintf(ratio, sizeof(ratio), "%d", SHEETS_RATIO_MAX);
	return err_set(e, ERR_SHEET_BOMB, part, mib, ratio, NULL);
}

/* Reads to the end, `most` bytes for this part. */
static bool
inflate(struct sheet_zip *z, zip_file_t *file, const char *part, size_t most,
    struct str *out, struct err *e)
{
	char chunk[16384];
	size_t got = 0;
	zip_int64_t n;

	while ((n = zip_fread(file, chunk, sizeof(chunk))) > 0) {
		got += (size_t)n;
		z->inflated += (size_t)n;
		if (got > most || z->inflated > SHEETS_INFLATED_MAX)
			return is_bomb(e, part);
		str_addn(out, chunk, (size_t)n);
	}
	if (n < 0)
		return err_set(e, ERR_SHEET_ZIP,
		    zip_error_strerror(zip_file_get_error(file)), NULL);
	return true;
}

bool
sheet_zip_part(struct sheet_zip *z, const char *part, struct str *out,
    struct err *e)
{
	zip_int64_t at = locate(z, part);
	zip_stat_t st;
	zip_file_t *file;
	size_t packed;
	bool ok;

	if (at < 0 || zip_stat_index(z->zip, (zip_uint64_t)at, 0, &st) != 0 ||
	    (st.valid & ZIP_STAT_COMP_SIZE) == 0 ||
	    (st.valid & ZIP_STAT_COMP_METHOD) == 0)
		return err_set(e, ERR_SHEET_PART_MISSING, part, NULL);
	if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
	    st.encryption_method != ZIP_EM_NONE)
		return err_set(e, ERR_SHEET_PART_LOCKED, part, NULL);
	if (st.comp_method != ZIP_CM_STORE && st.comp_method != ZIP_CM_DEFLATE)
		return err_set(e, ERR_SHEET_ZIP, part, NULL);
	/* A part cannot be packed into more than the file. */
	packed = st.comp_size < z->packed ? (size_t)st.comp_size : z->packed;
	file = zip_fopen_index(z->zip, (zip_uint64_t)at, 0);
	if (file == NULL)
		return err_set(e, ERR_SHEET_ZIP, zip_strerror(z->zip), NULL);
	ok = inflate(z, file, part, packed * SHEETS_RATIO_MAX + RATIO_FREE,
	    out, e);
	zip_fclose(file);
	return ok;
}

static bool
add_parts(zip_t *zip, const struct sheet_part *part, size_t n, bool store)
{
	for (size_t i = 0; i < n; i++) {
		zip_source_t *source = zip_source_buffer(zip,
		    part[i].text.buf, part[i].text.len, 0);
		zip_int64_t at;

		if (source == NULL)
			return false;
		at = zip_file_add(zip, part[i].name, source,
		    ZIP_FL_ENC_UTF_8);
		if (at < 0) {
			zip_source_free(source);
			return false;
		}
		/* 1980-01-01 00:00, so that no clock gets into the bytes. */
		if (zip_file_set_dostime(zip, (zip_uint64_t)at, 0, 0x21,
		    0) != 0 || (store && zip_set_file_compression(zip,
		    (zip_uint64_t)at, ZIP_CM_STORE, 0) != 0))
			return false;
	}
	return true;
}

static bool
drain(zip_source_t *source, struct str *out)
{
	char chunk[16384];
	zip_int64_t n;

	if (zip_source_open(source) != 0)
		return false;
	while ((n = zip_source_read(source, chunk, sizeof(chunk))) > 0)
		str_addn(out, chunk, (size_t)n);
	zip_source_close(source);
	return n == 0;
}

bool
sheet_zip_write(const struct sheet_part *part, size_t n, bool store,
    struct str *out, struct err *e)
{
	zip_error_t ze;
	zip_source_t *source;
	zip_t *zip;
	bool ok;

	zip_error_init(&ze);
	source = zip_source_buffer_create(NULL, 0, 0, &ze);
	if (source == NULL)
		return zip_failed(e, &ze);
	zip_source_keep(source);
	zip = zip_open_from_source(source, ZIP_TRUNCATE, &ze);
	if (zip == NULL) {
		zip_source_free(source);
		zip_source_free(source);
		return zip_failed(e, &ze);
	}
	ok = add_parts(zip, part, n, store);
	if (!ok)
		err_set(e, ERR_SHEET_ZIP, zip_strerror(zip), NULL);
	else if (zip_close(zip) != 0)
		ok = err_set(e, ERR_SHEET_ZIP, zip_strerror(zip), NULL);
	else
		zip = NULL;
	if (zip != NULL)
		zip_discard(zip);
	if (ok && !drain(source, out))
		ok = err_set(e, ERR_SHEET_ZIP, "read", NULL);
	zip_source_free(source);
	zip_error_fini(&ze);
	return ok;
}
