import type { Random } from './random.ts';

const PIECES = ['-p 80:80', '-p 30000-35000:30000-35000/udp', '-p30000-30500:30000-30500', '--publish=554:554', '--publish 1935:1935', '-p "$PORT:80"', '-p ${P:-90}:90', '-P', '--network host', '--net=host', '--network=x', '-d', '-it', '--rm', '--name zlm', '-e A=1', '-e "A=$(date)"', '-v "$PWD/config.ini:/opt/media/conf/config.ini"', '--', '-', '--env-file .env', '--expose 90', '--add-host a:1.2.3.4', '$OPTS', '"$@"', '`id`', '$(id)', '${A:-b}', "$'\\n'", '*', '~', '{a,b}', 'zlmediakit/zlmediakit:master', "'a b'", '"a b"', '""', '\\ ', '#x', '# x', '|', '&&', ';', '> /dev/null', '2>&1', '<<EOF', "<<-'E'", '<<< x', '&', '(', ')', '{', '}', '!', '\\', '"', "'", '`', '$(', '${', '^', '\r', '\t', '中', 'if', 'fi', 'for i in 1 2; do', 'done', 'sudo', 'exec', 'docker run', 'docker create', 'podman run', 'docker'];

const LINES = ['EOF', 'E', 'docker run -d -p 80:80 zlmediakit/zlmediakit:master', 'docker run -d \\', '  -p 30000-30500:30000-30500/udp \\', '  zlmediakit/zlmediakit:master', '', '  # why', 'PORT=30000', 'OPTS="-p 80:80 -p 30000-30500:30000-30500"', 'cat <<EOF', 'if true; then', 'fi', 'f() {', '}', '```sh', '```', '# zlm-lint-disable-next-line', 'ExecStart=/usr/bin/docker run --name x \\', '<!-- zlm-lint-disable -->', 'set -e', 'case x in', 'x) ;;', 'esac', '    docker run -p 1:1 zlmediakit/zlmediakit:master', 'RUN ["docker", "run"]', 'PublishPort=30000-30500:30000-30500/udp', '[Container]', 'Image=zlmediakit/zlmediakit:master', '$x = @("-p", "80:80")', 'docker run `', 'docker run ^'];

/** Changes the lines of a script, or of a text with command lines, at one place. */
export function mutateShell(lines: string[], random: Random): void {
  const at = placeIn(lines, random);
  const line = lines[at] ?? '';
  const words = line.split(' ');
  const word = random.below(words.length);
  switch (random.below(10)) {
    case 0:
    case 1:
      words.splice(word, 0, random.pick(PIECES));
      break;
    case 2:
      words.splice(word, 1, random.pick(PIECES));
      break;
    case 3:
      words.splice(word, 1);
      break;
    case 4: {
      const mark = random.pick(['"', "'", '`', '']);
      words[word] = mark + (words[word] ?? '').replace(/^["'`]|["'`]$/g, '') + mark;
      break;
    }
    case 5:
      words.splice(word, 0, `${random.pick(['\\', '`', '^', '\\ ', '\\\r'])}\n`);
      break;
    case 6:
      words.splice(word, 0, words[word] ?? '');
      break;
    case 7:
      return void lines.splice(at, 0, random.pick(LINES));
    case 8:
      words[word] = (words[word] ?? '').replace(/\d+/, (digits) => random.pick([String(Number(digits) + 1), '65536', `${digits}-${Number(digits) + 400}`, '$N']));
      break;
    default:
      return void (lines[at] = random.pick([`${line}\\`, line.replace(/\s*\\$/, ''), `${line} # x`, `${line}\r`, `# ${line}`, ` ${line}`, `$(${line})`, `"${line}"`, `${line} <<EOF\n${line}\nEOF`]));
  }
  lines[at] = words.join(' ');
}

function placeIn(lines: readonly string[], random: Random): number {
  const fitting = lines.flatMap((line, at) => (/docker|podman|-p|\\$|zlm/.test(line) ? [at] : []));
  return fitting.length === 0 || random.chance(4) ? random.below(lines.length) : random.pick(fitting);
}
