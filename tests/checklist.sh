#!/bin/sh
# Prints what tests/CHECKLIST.md names and is not there: rows, files, tests.
awk -F'|' '/^\| S-[0-9]/ {
	gsub(/ /, "", $2)
	row = $2
	seen[row] = 1
	n = split($3, part, " · ")
	for (i = 1; i <= n; i++) {
		gsub(/^ +| +$/, "", part[i])
		if (part[i] == "none" || part[i] == "")
			continue
		file = part[i]
		sub(/:.*/, "", file)
		names = index(part[i], ":") ? part[i] : ""
		sub(/^[^:]*:/, "", names)
		print row, file, names
	}
	if ($3 ~ /^ *none *$/ && $4 !~ /[a-z]/)
		print row, "is-proved-by-nothing-and-does-not-say-why"
}
END {
	for (i = 1; i <= 74; i++)
		if (!(sprintf("S-%02d", i) in seen))
			print sprintf("S-%02d", i), "has-no-row"
}' tests/CHECKLIST.md | while read -r row file names; do
	if [ ! -f "$file" ]; then
		echo "$row: $file"
		continue
	fi
	for name in $names; do
		grep -qE "(T_RUN\(|static void *$|^)$name\b" "$file" ||
			echo "$row: $file: $name"
	done
done
