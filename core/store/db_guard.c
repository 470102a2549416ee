/*
 * Settings, limits and the authorizer of a connection (reliability rule 1,
 * security part 3).
 */
#include "core/store/db_guard.h"

#include "core/store/limits.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define BUSY_MS 250

/*
 * `want` is what reading back must give.  WAL with FULL is the pair of which
 * 2,000 simulated power cuts lost nothing; it is not a matter of taste.
 */
struct setting {
	const char *set;
	const char *get;
	const char *want;
	const char *name;
};

#ifdef MUTANT_SKIP_FSYNC
#define SYNC_SET "PRAGMA synchronous=OFF"
#define SYNC_WANT "0"
#else
#define SYNC_SET "PRAGMA synchronous=FULL"
#define SYNC_WANT "2"
#endif

static const struct setting settings[] = {
	{ "PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", "0",
	    "trusted_schema" },
	{ "PRAGMA cell_size_check=ON", "PRAGMA cell_size_check", "1",
	    "cell_size_check" },
	/* Before anything else reads pages: a mapped file dies by SIGBUS. */
	{ "PRAGMA mmap_size=0", NULL, NULL, "mmap_size" },
	{ NULL, "PRAGMA journal_mode", "wal", "journal_mode" },
	{ SYNC_SET, "PRAGMA synchronous", SYNC_WANT, "synchronous" },
	{ "PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", "1",
	    "foreign_keys" },
	/* Without this REPLACE would delete entries past their trigger. */
	{ "PRAGMA recursive_triggers=ON", "PRAGMA recursive_triggers", "1",
	    "recursive_triggers" },
	{ "PRAGMA temp_store=MEMORY", "PRAGMA temp_store", "2",
	    "temp_store" },
	{ "PRAGMA secure_delete=ON", "PRAGMA secure_delete", "1",
	    "secure_delete" },
	{ "PRAGMA journal_size_limit=16777216", "PRAGMA journal_size_limit",
	    "16777216", "journal_size_limit" },
	{ "PRAGMA cache_size=-4000", "PRAGMA cache_size", "-4000",
	    "cache_size" },
	{ NULL, "PRAGMA page_size", "4096", "page_size" },
};

void
guard_limits(sqlite3 *raw)
{
	sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, LIMIT_VALUE);
	sqlite3_limit(raw, SQLITE_LIMIT_SQL_LENGTH, 32 << 10);
	sqlite3_limit(raw, SQLITE_LIMIT_COLUMN, 64);
	sqlite3_limit(raw, SQLITE_LIMIT_EXPR_DEPTH, 64);
	sqlite3_limit(raw, SQLITE_LIMIT_COMPOUND_SELECT, 16);
	sqlite3_limit(raw, SQLITE_LIMIT_VDBE_OP, 25000);
	sqlite3_limit(raw, SQLITE_LIMIT_FUNCTION_ARG, 8);
	sqlite3_limit(raw, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(raw, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 64);
	sqlite3_limit(raw, SQLITE_LIMIT_VARIABLE_NUMBER, 32);
	sqlite3_limit(raw, SQLITE_LIMIT_TRIGGER_DEPTH, 8);
	sqlite3_limit(raw, SQLITE_LIMIT_WORKER_THREADS, 0);
}

static bool
pragma_allowed(const struct db_guard *guard, const char *name,
    const char *value)
{
	static const char *const always[] = {
		"integrity_check", "quick_check", "foreign_key_check",
	};

	if (!guard->settled)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(always); i++)
		if (strcmp(name, always[i]) == 0)
			return true;
	if (strcmp(name, "user_version") == 0 ||
	    strcmp(name, "application_id") == 0)
		return value == NULL || guard->phase == DB_SCHEMA;
	return false;
}

static bool
is_append_only(const char *table)
{
	return strcmp(table, "event") == 0 ||
	    strcmp(table, "attachment") == 0 || strcmp(table, "ended") == 0;
}

/* Called while a statement is being prepared, never while it runs. */
static int
authorize(void *ctx, int action, const char *a, const char *b,
    const char *database, const char *trigger)
{
	const struct db_guard *guard = ctx;
	bool allowed = false;

	(void)database;
	(void)trigger;
	switch (action) {
	case SQLITE_READ:
	case SQLITE_SELECT:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
		allowed = true;
		break;
	case SQLITE_FUNCTION:
		allowed = b == NULL || strcmp(b, "load_extension") != 0;
		break;
	case SQLITE_PRAGMA:
		allowed = pragma_allowed(guard, a, b);
		break;
	case SQLITE_INSERT:
		allowed = !is_append_only(a) ||
		    guard->phase == DB_COMMIT || guard->phase == DB_SCHEMA;
		if (strncmp(a, "sqlite_", 7) == 0)
			allowed = guard->phase == DB_SCHEMA;
		break;
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		/* No phase may touch an entry, or a file that one names. */
		allowed = !is_append_only(a);
		if (strncmp(a, "sqlite_", 7) == 0)
			allowed = guard->phase == DB_SCHEMA;
		break;
	case SQLITE_ATTACH:
	case SQLITE_DETACH:
		break;
	default:
		/* Everything that makes, drops or alters. */
		allowed = guard->phase == DB_SCHEMA;
		break;
	}
	return allowed ? SQLITE_OK : SQLITE_DENY;
}

static int
first_column(void *ctx, int n, char **value, char **name)
{
	char **out = ctx;

	(void)name;
	if (n > 0 && *out == NULL)
		*out = xstrdup(value[0] != NULL ? value[0] : "");
	return 0;
}

static int
make_setting(sqlite3 *raw, const struct setting *s, bool *holds)
{
	char *got = NULL;
	int rc = SQLITE_OK;

	*holds = true;
	if (s->set != NULL)
		rc = sqlite3_exec(raw, s->set, NULL, NULL, NULL);
	if (rc == SQLITE_OK && s->get != NULL) {
		rc = sqlite3_exec(raw, s->get, first_column, &got, NULL);
		*holds = got != NULL && strcmp(got, s->want) == 0;
		free(got);
	}
	return rc;
}

static bool
config_holds(sqlite3 *raw, int option, int value)
{
	int now = -1;

	return sqlite3_db_config(raw, option, value, &now) == SQLITE_OK &&
	    now == value;
}

bool
guard_connection(sqlite3 *raw, struct db_guard *guard, const char *path,
    struct err *e)
{
	bool holds;
	int rc;

	guard_limits(raw);
	sqlite3_busy_timeout(raw, BUSY_MS);
	if (sqlite3_db_readonly(raw, "main") != 0)
		return err_set(e, ERR_STORE_READ_ONLY, path, NULL);
	if (!config_holds(raw, SQLITE_DBCONFIG_DEFENSIVE, 1) ||
	    !config_holds(raw, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0) ||
	    /* until the file has proved to be ours, it is not written */
	    !config_holds(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1))
		return err_set(e, ERR_STORE_SETTING, "db_config", NULL);
	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		rc = make_setting(raw, &settings[i], &holds);
		switch (rc & 0xff) {
		case SQLITE_OK:
			break;
		case SQLITE_CORRUPT:
		case SQLITE_NOTADB:
			return err_set(e, ERR_STORE_DAMAGED, path, NULL);
		case SQLITE_BUSY:
			return err_set(e, ERR_STORE_BUSY, path, NULL);
		case SQLITE_FULL:
			return err_set(e, ERR_STORE_FULL, path, NULL);
		case SQLITE_READONLY:
			return err_set(e, ERR_STORE_READ_ONLY, path, NULL);
		default:
			return err_set(e, ERR_STORE_CANNOT_OPEN, path, NULL);
		}
		if (!holds)
			return err_set(e, ERR_STORE_SETTING, settings[i].name,
			    NULL);
	}
	guard->settled = true;
	sqlite3_set_authorizer(raw, authorize, guard);
	return true;
}
