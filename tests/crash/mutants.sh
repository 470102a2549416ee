#!/bin/sh
# A test that has never failed is not a test: builds the store once for
# each fault planted in it, and shows that the crash tests find each.
#
#	tests/crash/mutants.sh [ROUNDS] [SEED]
#
# Uses $MAKE, and a build folder of its own that is removed afterwards.
set -eu

rounds=${1:-60}
seed=${2:-20260302}
make=${MAKE:-make}
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
bad=0
n=0

# build NAME FLAGS: the crash tests with these flags, under $build/NAME
build() {
	$make -s -j2 ROOMS="base staff store" B="$build/$1" EXTRA_CFLAGS="$2" \
	    "$build/$1/tests/crash/worker" "$build/$1/tests/crash/crash" \
	    >"$build/$1.log" 2>&1 || { cat "$build/$1.log"; exit 1; }
}

# run NAME: status of its crash tests
run() {
	status=0
	"$build/$1/tests/crash/crash" "$build/$1/tests/crash/worker" \
	    "$rounds" "$seed" >"$build/$1.out" 2>&1 || status=$?
	return "$status"
}

ok() {
	n=$((n + 1))
	echo "ok $n - $1"
}

not_ok() {
	n=$((n + 1))
	bad=1
	echo "not ok $n - $1"
	sed 's/^/# /' "$2"
}

echo "# seed $seed"
build plain ""
if run plain; then
	ok "without a fault the crash tests pass"
else
	not_ok "without a fault the crash tests pass" "$build/plain.out"
fi

for mutant in SKIP_FSYNC ACK_BEFORE_COMMIT FORGET_OP_ID FILE_APART; do
	build "$mutant" "-DMUTANT_$mutant"
	if run "$mutant"; then
		not_ok "mutant $mutant is found" "$build/$mutant.out"
	elif grep -q '^not ok' "$build/$mutant.out"; then
		ok "mutant $mutant is found"
		grep '^not ok' "$build/$mutant.out" | sed 's/^not ok/#  /'
	else
		# Failed to run is not the same as found.
		not_ok "mutant $mutant is found" "$build/$mutant.out"
	fi
	rm -rf "${build:?}/$mutant"
done
echo "1..$n"
exit "$bad"
