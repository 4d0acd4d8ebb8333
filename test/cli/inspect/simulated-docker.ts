import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../temporary-directory.ts';

/** Containers that a shell moves about, one file for each: `ID STATUS`, and `rm` where it goes away once it stops. */
const DOCKER = `#!/bin/sh
state=$(dirname "$0")/state
count=$(dirname "$0")/count
n=0
[ -f "$count" ] && read -r n <"$count"
n=$((n + 1))
echo "$n" >"$count"
if [ "$n" = "\${FAIL_AT:-0}" ]; then echo "made to fail: $*" >&2; exit 1; fi
named() {
  for file in "$state"/*; do [ "\${file##*/}" = "$1" ] && return 0; done
  for file in "$state"/*; do
    read -r id rest <"$file"
    case $id in "$1"*) return 0 ;; esac
  done
  echo "no such container: $1" >&2
  return 1
}
status() { read -r id old rm <"$file"; echo "$id $1 $rm" >"$file"; }
verb=$1
shift
case $verb in
create | run)
  status=created keep=
  [ "$verb" = run ] && status=running
  while [ "$1" != --name ]; do shift; done
  name=$2
  case " $* " in *" --rm "*) keep=rm ;; esac
  [ -e "$state/$name" ] && { echo "name is taken: $name" >&2; exit 1; }
  echo "new$n $status $keep" >"$state/$name" ;;
start) named "$1" && status running ;;
restart) named "$1" && status running ;;
update) shift; named "$1" ;;
stop)
  named "$1" || exit 1
  read -r id old rm <"$file"
  if [ "$rm" = rm ]; then rm "$file"; elif [ "$old" = running ]; then status exited; fi ;;
rename)
  named "$1" || exit 1
  [ -e "$state/$2" ] && { echo "name is taken: $2" >&2; exit 1; }
  mv "$file" "$state/$2" ;;
rm)
  force=
  [ "$1" = -f ] && { force=1; shift; }
  for name in "$@"; do
    named "$name" || continue
    read -r id old rm <"$file"
    [ "$old" = running ] && [ -z "$force" ] && { echo "is running: $name" >&2; exit 1; }
    rm "$file"
  done ;;
container) shift; named "$1" ;;
*) echo "unexpected: $verb $*" >&2; exit 125 ;;
esac
`;

/** An engine that does what a sequence of commands asks for, and fails where it is told to. */
export class SimulatedDocker {
  private readonly place = temporaryDirectory({ 'state/.keep': '' });

  /** By name: `ID STATUS`. */
  constructor(containers: Readonly<Record<string, string>>) {
    writeFileSync(join(this.place, 'docker'), DOCKER, { mode: 0o755 });
    for (const [name, text] of Object.entries(containers)) writeFileSync(join(this.place, 'state', name), `${text}\n`);
  }

  /** Pastes a text into a shell; `failAt`: which call of docker fails. Tells how many there were, and how it ended. */
  paste(text: string, failAt = 0): { readonly ok: boolean; readonly calls: number } {
    writeFileSync(join(this.place, 'count'), '0\n');
    let ok = true;
    try {
      execFileSync('/bin/sh', { input: text, env: { PATH: `${this.place}:/usr/bin:/bin`, FAIL_AT: String(failAt) }, stdio: ['pipe', 'ignore', 'ignore'] });
    } catch {
      ok = false;
    }
    return { ok, calls: Number(readFileSync(join(this.place, 'count'), 'utf8')) };
  }

  containers(): Record<string, string> {
    const names = readdirSync(join(this.place, 'state')).filter((name) => !name.startsWith('.'));
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(this.place, 'state', name), 'utf8').trim()]));
  }
}
