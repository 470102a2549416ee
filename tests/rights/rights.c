/*
 * The rights of forms/rights.yaml against the second text (second.h): roles
 * and pairs of roles, kinds of units, relations and pairs of them, provinces,
 * states, every command and query, every class at every place (S-35).
 */
#include "core/procedure/rights.h"
#include "tests/rights/second.h"

#include <stdlib.h>

#define SHOWN_MOST 20

/* An operation, or a class at a place. */
struct cell {
	char name[64];
	int op;
	enum form_class class;
	enum right_place place;
};

struct state_of { const char *code; bool final; };

static struct procedure *p;
static struct cell *cell;
static size_t n_cell;
static struct state_of *state;
static size_t n_state;
static long compared, differ;

static const char letters[] = "ocvsta";
static const char *const roles[] = { "officer", "commander", "verifier",
	"supervisor", "trainer", "administrator" };

static void
make_cells(void)
{
	cell = xcalloc((size_t)rights_ops() + FORM_CLASSES * RIGHT_PLACES,
	    sizeof(*cell));
	for (int op = 0; op < rights_ops(); op++) {
		bool query;
		const char *code = rights_op(op, &query);

		cell[n_cell].op = op;
		snprintf(cell[n_cell++].name, sizeof(cell->name), "%s%s",
		    query ? "?" : "", code);
	}
	for (unsigned c = 0; c < FORM_CLASSES; c++)
		for (unsigned at = 0; at < RIGHT_PLACES; at++) {
			struct cell *x = &cell[n_cell++];

			x->op = RIGHTS_SEE(at);
			x->class = (enum form_class)c;
			x->place = (enum right_place)at;
			snprintf(x->name, sizeof(x->name), "%s in %s",
			    form_class_name(x->class),
			    right_place_word(x->place));
		}
}

static void
add_state(const char *code, bool final)
{
	for (size_t i = 0; i < n_state; i++)
		if (state[i].final == final && str_eq(state[i].code, code))
			return;
	state = xrealloc(state, (n_state + 1) * sizeof(*state));
	state[n_state++] = (struct state_of){ code, final };
}

static void
make_states(void)
{
	add_state(NULL, false);
	for (size_t i = 0; i < p->n_regime; i++)
		for (size_t k = 0; k < p->regime[i].n_path; k++) {
			const struct path *path = &p->regime[i].path[k];

			for (size_t s = 0; s < path->n_state; s++)
				add_state(path->state[s].code,
				    path->state[s].final);
		}
}

/* What the second text says, of the most of all roles and relations. */
static int
second_says(unsigned who, const struct unit_kind *kind, unsigned relation,
    bool final, const struct cell *x)
{
	const char *ministry = kind->ministry == NULL ? "" :
	    kind->ministry->code;
	int best = SECOND_HIDDEN;

	for (unsigned r = 0; r < 8; r++)
		for (unsigned i = 0; i < ARRAY_LEN(roles); i++) {
			const char *as = relation_word(1u << r);
			int one;

			if ((relation >> r & 1) == 0 || (who >> i & 1) == 0)
				continue;
			if (x->op >= 0)
				one = second_may(as, letters[i], kind->code,
				    x->name) ? SECOND_WHOLE : SECOND_HIDDEN;
			else
				one = second_sees(as, letters[i], kind->code,
				    ministry, form_class_name(x->class),
				    right_place_word(x->place), final);
			best = one > best ? one : best;
		}
	return best;
}

static void
tell(unsigned who, const struct unit_kind *kind, unsigned relation,
    const struct state_of *st, const struct cell *x, int got, int want)
{
	static const char *const word[] = { "hidden", "masked", "whole" };

	if (differ++ >= SHOWN_MOST)
		return;
	printf("# roles");
	for (unsigned i = 0; i < ARRAY_LEN(roles); i++)
		if ((who >> i & 1) != 0)
			printf(" %s", roles[i]);
	printf(", %s, relation", kind->code);
	for (unsigned r = 0; r < 8; r++)
		if ((relation >> r & 1) != 0)
			printf(" %s", relation_word(1u << r));
	printf(", state %s, %s: rights.yaml says %s, the second text %s\n",
	    st->code == NULL ? "none" : st->code, x->name, word[got],
	    word[want]);
}

/* All cells of one subject and relation; `few`: not in every state. */
static void
compare(unsigned who, const struct unit_kind *kind, unsigned relation,
    bool few)
{
	static const char *const of[] = { NULL, "22", "40" };
	struct rights_subject s = rights_subject_of(p, NULL, kind);

	for (unsigned i = 0; i < ARRAY_LEN(roles); i++)
		if ((who >> i & 1) != 0)
			s.roles |= UINT64_C(1) <<
			    (procedure_role(p, roles[i]) - p->role);
	s.province = "22";
	for (size_t c = 0; c < n_cell; c++)
		for (int final = 0; final < 2; final++) {
			int want = second_says(who, kind, relation, final != 0,
			    &cell[c]), left = few ? 2 : (int)n_state;

			for (size_t i = 0; i < n_state && left > 0; i++) {
				struct rights_object o = { relation, NULL,
				    state[i].code, state[i].final };

				if (state[i].final != (final != 0))
					continue;
				left--;
				for (size_t k = 0; k < (few ? 1u : 3u); k++) {
					int got;

					o.province = of[k];
					got = (int)rights_of(p->rights, &s,
					    &o, cell[c].op, cell[c].class);
					compared++;
					if (got != want)
						tell(who, kind, relation,
						    &state[i], &cell[c], got,
						    want);
				}
			}
		}
}

static void
compare_all(void)
{
	for (size_t k = 0; k < p->n_unit_kind; k++)
		for (unsigned a = 0; a < ARRAY_LEN(roles); a++)
			for (unsigned r = 0; r < 8; r++)
				compare(1u << a, &p->unit_kind[k], 1u << r,
				    false);
	for (size_t k = 0; k < p->n_unit_kind; k++)
		for (unsigned a = 0; a < ARRAY_LEN(roles); a++)
			for (unsigned b = a; b < ARRAY_LEN(roles); b++)
				for (unsigned r = 0; r < 8; r++)
					for (unsigned q = r; q < 8; q++)
						compare(1u << a | 1u << b,
						    &p->unit_kind[k],
						    1u << r | 1u << q, true);
}

/* Nobody at all: no roles, no relation. */
static bool
is_refused_by_default(void)
{
	struct rights_subject s = rights_subject_of(p, NULL, &p->unit_kind[0]);
	struct rights_object o = { .relation = RELATION_ANY };

	for (size_t c = 0; c < n_cell; c++)
		if (rights_of(p->rights, &s, &o, cell[c].op, cell[c].class) !=
		    RIGHT_NONE)
			return false;
	s.roles = UINT64_MAX;
	o.relation = 0;
	for (size_t c = 0; c < n_cell; c++)
		if (rights_of(p->rights, &s, &o, cell[c].op, cell[c].class) !=
		    RIGHT_NONE)
			return false;
	return rights_of(p->rights, &s, &o, -1000, FORM_PLAIN) == RIGHT_NONE &&
	    rights_of(p->rights, &s, &o, rights_ops(), FORM_PLAIN) ==
	    RIGHT_NONE;
}

int
main(int argc, char **argv)
{
	struct findings found = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct files files;
	bool refused;

	if (!files_posix(&files, argc > 1 ? argv[1] : "forms", &e) ||
	    (p = procedure_load(&files, &found)) == NULL) {
		printf("Bail out! forms/ cannot be read\n");
		return 1;
	}
	files_done(&files);
	make_cells();
	make_states();
	refused = is_refused_by_default();
	compare_all();
	printf("# %ld combinations compared, %zu operations and classes, "
	    "%zu states\n", compared, n_cell, n_state);
	printf("%sok 1 - rights.yaml and the second text agree (%ld differ)\n",
	    differ == 0 && compared > 1000000 ? "" : "not ", differ);
	printf("%sok 2 - without role or relation all is refused\n",
	    refused ? "" : "not ");
	printf("1..2\n");
	procedure_free(p);
	findings_done(&found);
	free(cell);
	free(state);
	return differ != 0 || compared <= 1000000 || !refused;
}
