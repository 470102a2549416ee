#!/bin/sh
# Runs test programs that print TAP, one command a line on stdin, and adds
# them up.  Closes with "N passed, N failed, N skipped"; fails when a test
# failed, when a program died, or when nothing ran.
#
#	tests/tap.sh LOGDIR < commands
set -u
logs=$1
mkdir -p "$logs"
passed=0 failed=0 skipped=0 n=0
while IFS= read -r command; do
	[ -n "$command" ] || continue
	n=$((n + 1))
	log=$logs/$n.tap
	start=$(date +%s)
	sh -c "$command" > "$log" 2>&1 < /dev/null
	status=$?
	# A plan that was not met counts like a failed test, and so does a
	# program that ended badly without saying which test it was.
	counts=$(awk -v status="$status" '
		/^1\.\.[0-9]+/ { plan = substr($1, 4) + 0; has = 1 }
		/^not ok / { bad++; all++ }
		/^ok / { all++; if ($0 ~ /# SKIP/) skip++; else good++ }
		END {
			if (!has || plan != all) bad++
			else if (status != 0 && bad == 0) bad++
			printf "%d %d %d", good, bad, skip
		}' "$log")
	set -- $counts
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
	printf '%s  %s (%s passed, %s failed, %s skipped, %s s)\n' \
		"$([ "$2" = 0 ] && echo ok || echo FAILED)" "$command" \
		"$1" "$2" "$3" "$(($(date +%s) - start))"
	grep -E '# SKIP|^# seed' "$log" | sed 's/^/    /'
	if [ "$2" != 0 ]; then
		grep -vE '^ok ' "$log" | tail -n 60 | sed 's/^/    /'
	fi
done
[ "$n" -gt 0 ] || failed=1
printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" = 0 ]
