/* What a hash costs. */
#include "core/base/jx.h"
#include "core/staff/blob.h"

#include <stdlib.h>

#define COST "cost"
#define WANTED_MS 600		/* within 0.5 to 1 s (security.md 2.3) */
#define OPS_MOST 64
#define SMALL_MEMORY (UINT64_C(1) << 30)

/* The least, for machines of 1 GiB (security.md S-03). */
static const struct seal_cost small_floor = { 2, (uint64_t)19 << 20 };

bool
keyring_set_cost(const struct keyring_store *ks, struct seal_cost cost,
    bool small, struct err *e)
{
	json_t *o = json_pack("{s:I,s:I,s:b}", "ops", (json_int_t)cost.ops,
	    "mem", (json_int_t)cost.mem, "small", small ? 1 : 0);
	bool ok = blob_put_json(ks, COST, o, e);

	json_decref(o);
	return ok;
}

struct seal_cost
keyring_cost(const struct keyring_store *ks)
{
	json_t *o = blob_get_json(ks, COST);
	struct seal_cost least = jx_bool(o, "small", false) ? small_floor :
	    seal_cost_floor(), cost;

	cost.ops = (uint64_t)jx_int(o, "ops", 0);
	cost.mem = (uint64_t)jx_int(o, "mem", 0);
	json_decref(o);
	if (cost.ops < least.ops)
		cost.ops = least.ops;
	if (cost.mem < least.mem)
		cost.mem = least.mem;
	return cost;
}

struct seal_cost
keyring_calibrate(int64_t (*mono)(void *ctx), void *ctx, uint64_t memory,
    bool *small)
{
	static const unsigned char salt[SEAL_SALT_SIZE];
	struct seal_cost cost;
	struct secret key = { 0 };
	int64_t began, took;
	uint64_t ops;

	*small = memory > 0 && memory <= SMALL_MEMORY;
	cost = *small ? small_floor : seal_cost_floor();
	if (mono == NULL)
		return cost;
	began = mono(ctx);
	if (!seal_derive("", 0, salt, cost, &key))
		return cost;
	secret_free(&key);
	took = mono(ctx) - began;
	if (took < 1)
		took = 1;
	ops = cost.ops * (uint64_t)WANTED_MS / (uint64_t)took;
	if (ops > OPS_MOST)
		ops = OPS_MOST;
	if (ops > cost.ops)
		cost.ops = ops;
	return cost;
}
