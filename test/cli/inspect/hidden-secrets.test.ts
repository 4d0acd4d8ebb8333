import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HiddenSecrets } from '../../../src/cli/inspect/hidden-secrets.ts';
import { usualDefaults } from '../../../src/load/inspect/engine-defaults.ts';
import { commandsOf, type Command } from '../../../src/load/inspect/load-inspect.ts';
import { readInspected } from '../../../src/load/inspect/read-inspected.ts';
import { run } from '../main/run.ts';
import { remedyFor, world, zlm } from './world.ts';

function commandOf(environment: readonly string[], args: readonly string[]): Command {
  const container = zlm();
  const read = readInspected(JSON.stringify([{ ...container, Config: { ...(container['Config'] as object), Env: environment, Cmd: args } }]));
  if (!read.ok) throw new Error(read.error.code);
  const [command] = commandsOf(read.containers, () => null, usualDefaults).commands;
  if (command === undefined) throw new Error('no command');
  return command;
}

/** The words that a shell makes of a command line, after the lines that set its variables; `docker container inspect` prints the environment. */
function wordsOf(line: string, environment: readonly string[], setters: readonly string[]): string[] {
  const docker = `docker() { if [ "$1" = container ]; then printf '%s\\n' "\${ENVIRONMENT[@]}"; else printf '%s\\0' "$@"; fi; }`;
  const given = environment.map((variable) => `'${variable.replaceAll("'", `'\\''`)}'`).join(' ');
  return execFileSync('bash', ['-c', [docker, `ENVIRONMENT=(${given})`, ...setters, line].join('\n')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).split('\0');
}

describe('the command line of a container', () => {
  const value = fc.array(fc.constantFrom('5ecret', 'a', ' ', "'", '"', '$x', '`', '\\', '=', ':', '#', '!', '秘', '{}', '-'), { minLength: 1, maxLength: 8 }).map((parts) => `5ecret${parts.join('')}z`);

  it('makes the same container without its secrets in it, whatever those are', () => {
    fc.assert(
      fc.property(value, value, fc.stringMatching(/^5ecret[a-z0-9]{3,9}$/), (first, second, plain) => {
        const environment = [`ZLM_SECRET=${first}`, 'TZ=UTC', `DB_PASSWORD=${second}`, `DATABASE_URL=mysql://root:${plain}@db/wvp`];
        const command = commandOf(environment, ['MediaServer', '--api-secret', plain, `--token=${plain}`]);
        const hidden = new HiddenSecrets();
        const shown = hidden.in(command.text, command.container);
        const setters = hidden.all.map(({ variable, read }) => (read === null ? `${variable}=${plain}` : `${variable}=$(${read})`));
        expect(shown + JSON.stringify(hidden.all)).not.toContain('5ecret');
        expect(wordsOf(shown, environment, setters)).toEqual(wordsOf(command.text, environment, []));
      }),
      { numRuns: 60 },
    );
  });

  it('stops where a secret is not set', () => {
    const command = commandOf(['ZLM_SECRET=5ecret'], []);
    const shown = new HiddenSecrets().in(command.text, command.container);
    expect(shown).toContain('-e ZLM_SECRET="${secret_1:?}"');
    expect(() => wordsOf(shown, [], [])).toThrow('secret_1');
  });

  it('has no line that reads a value of several lines, which sed would cut', () => {
    const command = commandOf(['ZLM_SECRET=5ecret\n5ecret'], []);
    const hidden = new HiddenSecrets();
    expect(hidden.in(command.text, command.container)).not.toContain('5ecret');
    expect(hidden.all).toEqual([{ variable: 'secret_1', container: 'zlm', of: 'ZLM_SECRET', read: null }]);
  });
});

describe('inspect', () => {
  const secret = (): ReturnType<typeof world> => world({ recorded: 'docker-28', containers: [zlm((text) => text.replace('"TZ=Asia/Shanghai"', '"TZ=Asia/Shanghai","ZLM_SECRET=5ecret value"'))] });

  it('reads secrets out of the container before it makes it anew', async () => {
    const { command, commands, notes, secrets } = await remedyFor(secret());
    const [first = '', second = ''] = commands;
    expect(first).toBe("secret_1=$(docker container inspect --format '{{range .Config.Env}}{{println .}}{{end}}' a25523642067 | sed -n 's/^ZLM_SECRET=//p')");
    expect(second).toContain('-e ZLM_SECRET="${secret_1:?}"');
    expect(command).toContain('-e ZLM_SECRET="${secret_1:?}"');
    expect(secrets).toEqual([{ variable: 'secret_1', container: 'zlm', name: 'ZLM_SECRET', command: first.slice('secret_1=$('.length, -1) }]);
    expect(notes).toContain('Secrets are not printed: the first of these lines read them out of the containers.');
  });

  it.each(['en', 'zh'])('prints no secret, %s', async (lang) => {
    const { stdout, stderr } = await run(['inspect', '--lang', lang], secret());
    expect(stdout + stderr).not.toContain('5ecret');
    expect(stdout).toContain('ZLM_SECRET="${secret_1:?}"');
  });
});
