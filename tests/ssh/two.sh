#!/bin/sh
# Two officers on one server, over a real sshd with the block of
# tui/command/sshd_config.example: a key opens one account and no other, and
# whoever has taken over the account of one sees nothing of the other's session:
# memory, environment, descriptors, terminal, files, sockets (S-14, S-19).
#
# The accounts live in a mount namespace of the test's own, so that the
# machine's /etc/passwd is not touched; root only.  Prints TAP.
#
#	tests/ssh/two.sh PROGRAM LINE
set -u
case $1 in
/*) program=$1 ;;
*) program=$PWD/$1 ;;
esac
case $2 in
/*) line=$2 ;;
*) line=$PWD/$2 ;;
esac
cd "$(dirname "$0")/../.." || exit 1
n=0 bad=0
pids=

say() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		[ -z "${3:-}" ] || tail -n 12 "$3" | cut -c 1-200 | sed 's/^/# /'
		bad=1
	fi
}
not() { ! "$@"; }
skip_all() {
	echo "ok 1 - two officers on one server # SKIP $1"
	echo "1..1"
	exit 0
}

sshd=$(command -v sshd || echo /usr/sbin/sshd)
[ -x "$sshd" ] && command -v ssh >/dev/null && command -v ssh-keygen >/dev/null ||
	skip_all "openssh-server or openssh-client is not installed"
[ "$(id -u)" = 0 ] || skip_all "accounts of its own take root"
command -v setpriv >/dev/null || skip_all "setpriv is not installed"
if [ -z "${TN_TWO_INSIDE:-}" ]; then
	unshare -m --propagation private true 2>/dev/null ||
		skip_all "this root may make no mount namespace"
	TN_TWO_INSIDE=1 exec unshare -m --propagation private \
		sh tests/ssh/two.sh "$program" "$line"
fi

# ---- accounts, a store process, a sshd ----
d=$(mktemp -d /tmp/tiepnhan-two-XXXXXX) || exit 1
chmod 711 "$d"
trap 'for p in $pids; do kill "$p" 2>/dev/null; done; wait; rm -rf "$d"' EXIT
trap 'exit 1' INT TERM
[ -d /run/sshd ] || mkdir -m 755 /run/sshd || skip_all "/run/sshd cannot be made"
group=tiepnhan-officers
store=64101 lan=64102 chi=64103 gid=64104 store_gid=64105
{
	cat /etc/passwd
	echo "tn-store:*:$store:$store_gid::/nonexistent:/bin/sh"
	echo "tn-lan:*:$lan:$gid::/nonexistent:/bin/sh"
	echo "tn-chi:*:$chi:$gid::/nonexistent:/bin/sh"
} >"$d/passwd"
{
	cat /etc/group
	echo "$group:*:$gid:"
	echo "tn-store:*:$store_gid:"
} >"$d/group"
chmod 644 "$d/passwd" "$d/group"
mount --bind "$d/passwd" /etc/passwd && mount --bind "$d/group" /etc/group &&
	[ "$(id -u tn-chi 2>/dev/null)" = $chi ] ||
	skip_all "no accounts can be added for this test alone"
as() {	# uid command...
	uid=$1 of=$gid
	shift
	[ "$uid" = $store ] && of=$store_gid
	setpriv --reuid="$uid" --regid=$of --clear-groups "$@"
}
TIEPNHAN_SECRET="tiep nhan minh hoa"
export TIEPNHAN_SECRET
cp "$program" "$d/tiepnhan" && cp -r forms "$d/forms" && chmod -R a+rX "$d/forms"
mkdir -m 755 "$d/keys" "$d/run" && mkdir -m 700 "$d/store"
chown $store:$store_gid "$d/store" "$d/run"
cat >"$d/serve.yaml" <<C
store: $d/store/demo/demo.db
socket: $d/run/socket
forms: $d/forms
accounts: {tn-lan: an, tn-chi: chi}
C
printf 'socket: %s\nforms: %s\n' "$d/run/socket" "$d/forms" >"$d/session.yaml"
chmod 644 "$d/serve.yaml" "$d/session.yaml"
as $store "$d/tiepnhan" --config "$d/serve.yaml" init --demo "$d/store/demo" \
	>"$d/log" 2>&1
say $? "a demonstration store of an account of its own" "$d/log"
as $store "$d/tiepnhan" --config "$d/serve.yaml" serve >"$d/serve.log" 2>&1 &
pids="$pids $!"
i=0
while [ ! -S "$d/run/socket" ] && [ $i -lt 300 ]; do
	i=$((i + 1))
	sleep 0.1
done
[ -S "$d/run/socket" ]
say $? "a store process of that account" "$d/serve.log"
for k in host lan chi; do
	ssh-keygen -q -t ed25519 -N '' -f "$d/$k.key"
done
cp "$d/lan.key.pub" "$d/keys/tn-lan"
cp "$d/chi.key.pub" "$d/keys/tn-chi"
cp "$d/lan.key.pub" "$d/keys/tn-store"
cp "$d/lan.key.pub" "$d/keys/root"
port=$("$line" free)
cat >"$d/sshd.conf" <<C
ListenAddress 127.0.0.1
Port $port
HostKey $d/host.key
PidFile none
UsePAM no
StrictModes no
C
sed -e "s|/etc/tiepnhan/keys|$d/keys|" -e "s|/usr/local/bin/tiepnhan|$d/tiepnhan|" \
	-e "s|/etc/tiepnhan/session.yaml|$d/session.yaml|" \
	tui/command/sshd_config.example >>"$d/sshd.conf"
"$sshd" -D -e -f "$d/sshd.conf" 2>"$d/sshd.log" &
pids="$pids $!"
cat >"$d/client" <<C
StrictHostKeyChecking no
UserKnownHostsFile $d/known
IdentitiesOnly yes
LogLevel ERROR
ConnectTimeout 10
BatchMode yes
Host *
	HostName 127.0.0.1
	Port $port
C
"$line" dial "$port" >"$d/log"
grep -q SSH "$d/log" || skip_all "sshd does not start: $(tail -n 1 "$d/sshd.log")"

# ---- a key opens its own account ----
came() {	# account key: is it let in as far as the forced program?
	timeout 20 ssh -F "$d/client" -i "$d/$2.key" "$1@host" </dev/null \
		>"$d/got" 2>"$d/err"
	grep -q 'cần một màn hình' "$d/err"
}
came tn-lan lan
say $? "an officer comes in by their own key" "$d/err"
came tn-chi chi
say $? "and so does another" "$d/err"
for other in tn-chi tn-store root; do
	not came "$other" lan && grep -q 'Permission denied' "$d/err"
	say $? "that key does not open the account $other" "$d/err"
done

# ---- two sessions side by side ----
mkfifo "$d/lan.in" "$d/chi.in"
TERM=xterm-256color
export TERM
"$line" stay an "Bàn làm việc" ssh -F "$d/client" -i "$d/lan.key" -tt \
	tn-lan@host <"$d/lan.in" >"$d/lan.out" 2>&1 &
pids="$pids $!"
"$line" stay chi "Bàn làm việc" ssh -F "$d/client" -i "$d/chi.key" -tt \
	tn-chi@host <"$d/chi.in" >"$d/chi.out" 2>&1 &
pids="$pids $!"
exec 8>"$d/lan.in" 9>"$d/chi.in"
i=0
until grep -q ready "$d/lan.out" && grep -q ready "$d/chi.out" ||
	[ $i -gt 300 ]; do
	i=$((i + 1))
	sleep 0.1
done
grep -q ready "$d/lan.out" && grep -q ready "$d/chi.out"
say $? "two officers have signed in" "$d/lan.out"
session_of() {	# uid: the workstation, not sshd's own process for it
	for p in /proc/[0-9]*; do
		[ "$(stat -c %u "$p/task" 2>/dev/null)" = "$1" ] || [ \
			"$(awk '/^Uid:/ { print $2 }' "$p/status" 2>/dev/null)" = \
			"$1" ] || continue
		tr '\0' ' ' <"$p/cmdline" 2>/dev/null | grep -q ' session' &&
			! tr '\0' ' ' <"$p/cmdline" | grep -q '^sshd' &&
			echo "${p#/proc/}"
	done | tail -n 1
}
victim=$(session_of $lan)
[ -n "$victim" ]
say $? "one of them is a process of that officer's account" "$d/sshd.log"
tty=$(readlink "/proc/$victim/fd/0")

# What an account can do to a process $1, its terminal $2 and the store; each
# thing that works is a line.
cat >"$d/pry" <<'C'
p=$1 tty=$2 d=$3
can() {
	name=$1
	shift
	"$@" >/dev/null 2>&1 && echo "$name"
}
reads() { head -c 1 "$1" | grep -q .; }
can mem dd if="/proc/$p/mem" of=/dev/null bs=1 count=1 skip=1048576
can opens-mem sh -c ": <>/proc/$p/mem"
can environ reads "/proc/$p/environ"
can maps reads "/proc/$p/maps"
can fd ls "/proc/$p/fd/"
can fdinfo ls "/proc/$p/fdinfo/"
can cwd readlink "/proc/$p/cwd"
can exe readlink "/proc/$p/exe"
can io reads "/proc/$p/io"
can stack reads "/proc/$p/stack"
can syscall reads "/proc/$p/syscall"
can map_files ls "/proc/$p/map_files/"
can signal kill -0 "$p"
can input sh -c "exec 3>/proc/$p/fd/0"
can reads-tty sh -c ": <$tty"
can writes-tty sh -c "printf x >$tty"
can lists-store ls "$d/store"
can reads-store cat "$d/store/demo/demo.db"
can writes-store sh -c ": >>$d/store/demo/demo.db"
can moves-socket mv "$d/run/socket" "$d/run/other"
can adds-key sh -c ": >$d/keys/x"
can changes-key sh -c ": >>$d/keys/tn-lan"
can changes-session sh -c ": >>$d/session.yaml"
if command -v strace >/dev/null; then
	timeout 1 strace -o /dev/null -p "$p" >/dev/null 2>&1
	[ $? = 124 ] && echo trace
fi
true
C
chmod 644 "$d/pry"
# The same on an ordinary process of one's own, where it must work.
setpriv --reuid=$chi --regid=$gid --clear-groups sleep 1000 8>&- 9>&- &
pids="$pids $!"
own=$!
as $chi sh "$d/pry" "$own" /dev/null "$d" >"$d/can" 2>"$d/err"
for want in environ maps fd cwd exe signal; do
	grep -qx "$want" "$d/can"
	say $? "one's own ordinary process shows: $want" "$d/can"
done
as $chi sh "$d/pry" "$victim" "$tty" "$d" >"$d/can" 2>"$d/err"
[ ! -s "$d/can" ]
say $? "another officer's account can do nothing to that session" "$d/can"
# The very account it runs under: only to end it, which harms no record.
as $lan sh "$d/pry" "$victim" "$tty" "$d" |
	grep -vxE 'signal|reads-tty|writes-tty' >"$d/can" 2>"$d/err"
[ ! -s "$d/can" ]
say $? "nor can the account itself look into it" "$d/can"

# ---- what a session leaves about ----
tr '\0' '\n' <"/proc/$victim/cmdline" >"$d/cmdline"
printf '%s\n' "$d/tiepnhan" --config "$d/session.yaml" session >"$d/want"
cmp -s "$d/cmdline" "$d/want"
say $? "what everybody sees of it in a list of processes says nothing" "$d/cmdline"
find /tmp /var/tmp /dev/shm /run /home /var/lib /var/mail -xdev \
	\( -uid $lan -o -uid $chi \) >"$d/found" 2>/dev/null
[ ! -s "$d/found" ]
say $? "no file anywhere is of an officer's account" "$d/found"
awk -v a=$lan -v b=$chi 'FNR > 1 { for (i = 1; i <= NF; i++)
	if ($i == a || $i == b) print FILENAME, $0 }' /proc/sysvipc/shm \
	/proc/sysvipc/msg /proc/sysvipc/sem >"$d/found"
[ ! -s "$d/found" ]
say $? "no shared memory and no queue is either" "$d/found"
ls -l "/proc/$victim/fd" | sed -n 's/.* -> //p' |
	grep -vxE "$tty|/dev/null|(socket|pipe):\[[0-9]*\]|/memfd:screen .*|$d/forms" \
	>"$d/found"
[ ! -s "$d/found" ] &&
	[ "$(ls -l "/proc/$victim/fd" | grep -c 'socket:')" = 1 ]
say $? "it has its terminal and one line to the store, nothing else" "$d/found"
grep -E '^(Seccomp|NoNewPrivs|CapEff|Groups):' "/proc/$victim/status" >"$d/status"
grep -q 'NoNewPrivs:[[:space:]]*1' "$d/status" &&
	grep -q 'CapEff:[[:space:]]*0*$' "$d/status" &&
	{ grep -q 'Seccomp:[[:space:]]*2' "$d/status" || [ ! -d /proc/sys/kernel/seccomp ]; }
say $? "its walls stand" "$d/status"

# ---- who one is, the kernel says ----
echo '{"ask":"home"}' >"$d/ask.json"
chmod 644 "$d/ask.json"
ask() { as "$1" "$d/tiepnhan" --config "$d/session.yaml" ask "$d/ask.json" \
	--as "$2" >"$d/got" 2>"$d/err"; }
ask $lan an
say $? "the account of an officer is answered" "$d/err"
cp "$d/got" "$d/an"
ask $chi an
not cmp -s "$d/an" "$d/got"
say $? "another account that claims to be that officer is not" "$d/got"
ask 65534 an
[ $? != 0 ] && not grep -q tn-lan "$d/got"
say $? "nor is an account that is no officer's" "$d/got"
exec 8>&- 9>&-
i=0
while [ -d "/proc/$victim" ] && [ $i -lt 300 ]; do
	i=$((i + 1))
	sleep 0.1
done
[ ! -d "/proc/$victim" ]
say $? "with its line the session goes" "$d/lan.out"
echo "1..$n"
exit $bad
