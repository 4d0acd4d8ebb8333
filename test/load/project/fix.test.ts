import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { report, run, type World } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';
import { bytesIn } from './directory.ts';

type Files = Readonly<Record<string, string>>;
type Rest = Omit<World, 'cwd'>;

const ZLM = 'image: zlmediakit/zlmediakit:master';
const RANGE = '30000-30400:30000-30400/udp';

/** Fixes a project in a directory of its own and gives what is other than before; the second run finds nothing to change. */
async function fixed(files: Files, strategy: 'host' | 'minimal', args: readonly string[] = ['compose.yaml'], world: Rest = {}): Promise<{ changed: Files; code: number; stdout: string; stderr: string }> {
  // Beside a config.ini that no service mounts none is made: what is looked at is where the project's own text changes.
  const occupied = ['.', ...Object.keys(files).map(dirname)].map((directory) => [join(directory, 'config.ini'), '']);
  const cwd = temporaryDirectory({ ...Object.fromEntries(occupied), ...files });
  const words = ['--fix', '--unsafe-fixes', '--no-backup', '--strategy', strategy, ...args];
  const before = bytesIn(cwd);
  const first = await run(words, { ...world, cwd });
  const after = bytesIn(cwd);
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  await run(words, { ...world, cwd });
  expect(bytesIn(cwd)).toEqual(after);
  const changed = Object.fromEntries([...after].filter(([path, bytes]) => bytes !== before.get(path)));
  return { ...first, changed };
}

/** The lines with the ones that start with a minus gone, and with those that start with a plus added. */
function edited(patch: string): { readonly before: string; readonly after: string } {
  const lines = patch.replace(/^\n/, '').split('\n');
  const without = (mark: string): string => lines.filter((line) => !line.startsWith(mark)).map((line) => line.slice(1)).join('\n');
  return { before: without('+'), after: without('-') };
}

/** Runs `fixed` on files written as patches and expects exactly their changes. */
async function expectPatches(patches: Files, strategy: 'host' | 'minimal', args?: readonly string[], world?: Rest): Promise<void> {
  const texts = Object.entries(patches).map(([path, patch]) => [path, edited(patch)] as const);
  const { changed, stdout, stderr } = await fixed(Object.fromEntries(texts.map(([path, { before }]) => [path, before])), strategy, args, world);
  const expected = Object.fromEntries(texts.filter(([, { before, after }]) => before !== after).map(([path, { after }]) => [path, Buffer.from(after).toString('latin1')]));
  expect(changed, stdout + stderr).toEqual(expected);
}

describe('host networking is written where the project says it', () => {
  const base = ` services:\n   zlm:\n     ${ZLM}\n`;

  it('ports in the base and in the override file', () =>
    expectPatches(
      {
        'compose.yaml': `${base}-    ports:\n-      - "${RANGE}"\n+    network_mode: host\n   # 其他\n   web:\n     image: nginx\n`,
        'compose.override.yaml': ` # more ports\n services:\n   zlm:\n-    ports:\n-      - "1935:1935"\n     environment:\n       - TZ=UTC\n`,
      },
      'host',
    ));

  it('a network mode in the override file', () =>
    expectPatches(
      {
        'docker-compose.yml': `${base}-    ports:\n-      - "${RANGE}"\n`,
        'docker-compose.override.yml': ' services:\n   zlm:\n-    network_mode: bridge # for now\n+    network_mode: host # for now\n',
      },
      'host',
      ['docker-compose.yml'],
    ));

  it('!override in the override file', () =>
    expectPatches(
      {
        'compose.yaml': `${base}-    ports: ["1935:1935"]\n+    network_mode: host\n`,
        'compose.override.yaml': ` services:\n   zlm:\n-    ports: !override\n-      - "${RANGE}"\n+    ports: []\n`,
      },
      'host',
    ));

  it('networks in a file of -f, with CRLF and a byte order mark', () =>
    expectPatches(
      {
        'a.yml': `${base}-    ports: ["${RANGE}"]\n+    network_mode: host\n`,
        'b.yml': ' \uFEFFservices:\r\n   zlm:\r\n-    networks:\r\n-      - media\r\n     restart: always\r\n networks:\r\n   media:\r\n',
      },
      'host',
      ['-f', 'a.yml', '-f', 'b.yml'],
    ));

  it('an extended file stays; the extending service resets what it brings', () =>
    expectPatches(
      {
        'compose.yaml': ' services:\n   zlm:\n+    network_mode: host\n+    ports: !reset []\n     extends:\n       file: common.yaml\n       service: base\n',
        'common.yaml': ` services:\n   base:\n     ${ZLM}\n     ports: ["${RANGE}"]\n`,
      },
      'host',
    ));

  it('what the extending service says itself is replaced by the reset', () =>
    expectPatches(
      {
        'compose.yaml': ' services:\n   zlm:\n+    networks: !reset []\n     extends: {file: sub/common.yaml, service: base}\n-    ports:\n-      - "1935:1935"\n+    network_mode: host\n+    ports: !reset []\n   web: {image: nginx}\n networks: {media: }\n',
        'sub/common.yaml': ` services:\n   base:\n     ${ZLM}\n     networks: [media]\n     ports: ["${RANGE}"]\n`,
      },
      'host',
    ));

  it('a service extended in the same file', () =>
    expectPatches(
      {
        'compose.yaml': ` services:\n   base:\n     image: nginx\n     network_mode: none\n     ports: ["${RANGE}"]\n   zlm:\n+    ports: !reset []\n     extends: base\n     ${ZLM}\n-    network_mode: bridge\n+    network_mode: host\n`,
      },
      'host',
    ));

  it('an included file', () =>
    expectPatches(
      {
        'compose.yaml': ' include:\n   - media/zlm.yaml\n services:\n   web:\n     image: nginx\n',
        'media/zlm.yaml': `${base}-    ports: ["${RANGE}"]\n+    network_mode: host\n`,
      },
      'host',
    ));

  it('an override of an included service', () =>
    expectPatches(
      {
        'compose.yaml': ' include:\n   - path: [media/zlm.yaml, media/more.yaml]\n',
        'media/zlm.yaml': `${base}-    ports: ["${RANGE}"]\n+    network_mode: host\n`,
        'media/more.yaml': ' services:\n   zlm:\n-    ports: ["1935:1935"]\n+    ports: []\n',
      },
      'host',
    ));

  it('the second YAML document', () =>
    expectPatches({ 'compose.yaml': ` services:\n   zlm:\n+    network_mode: host\n     ${ZLM}\n ---\n services:\n   zlm:\n-    ports:\n-      - "${RANGE}"\n     restart: always\n` }, 'host'));

  it('JSON stays JSON', () =>
    expectPatches(
      {
        'compose.yaml': ` {\n   "services": {\n     "zlm": {\n       "image": "zlmediakit/zlmediakit:master",\n-      "ports": [\n-        "${RANGE}"\n-      ]\n+      "network_mode": "host"\n     }\n   }\n }\n`,
      },
      'host',
    ));

  it('a file that is included twice', () =>
    expectPatches(
      {
        'compose.yaml': ' include: [a.yaml, b.yaml]\n services: {web: {image: nginx}}\n',
        'a.yaml': ' include: [zlm.yaml]\n',
        'b.yaml': ' include: [zlm.yaml]\n',
        'zlm.yaml': `${base}-    ports: ["${RANGE}"]\n+    network_mode: host\n`,
      },
      'host',
    ));

  it('a file that is named twice', () => expectPatches({ 'a.yml': `${base}-    ports: ["${RANGE}"]\n+    network_mode: host\n` }, 'host', ['-f', 'a.yml', '-f', 'a.yml']));

  it('a file that two projects include', () =>
    expectPatches(
      {
        'a/compose.yaml': ' include: [zlm.yaml]\n services: {web: {image: nginx}}\n',
        'a/compose.prod.yaml': ' include: [zlm.yaml]\n services: {web: {image: nginx, ports: ["8080:80"]}}\n',
        'a/zlm.yaml': `${base}-    ports: ["${RANGE}"]\n+    network_mode: host\n`,
      },
      'host',
      ['.'],
    ));
});

describe('a network mode from a variable is written where its value comes from', () => {
  const service = (mode: string): string => ` services:\n   zlm:\n     ${ZLM}\n     network_mode: ${mode}\n-    ports: ["${RANGE}"]\n`;

  it.each([
    ['${NET:-bridge}', '${NET:-host}'],
    ['"${NET-bridge}"', '"${NET-host}"'],
    ["'${NET:-}'", "'${NET:-}'"],
  ])('the default in %s', async (before, after) => {
    const patch = ` services:\n   zlm:\n     ${ZLM}\n-    network_mode: ${before}\n+    network_mode: ${after}\n-    ports: ["${RANGE}"]\n`;
    // An empty mode is the network `none`: nothing is published, nothing is to be done.
    if (before !== after) await expectPatches({ 'compose.yaml': patch }, 'host');
    else expect((await fixed({ 'compose.yaml': edited(patch).before }, 'host')).changed).toEqual({});
  });

  it('the value in .env', () =>
    expectPatches({ 'compose.yaml': service('${NET:-bridge}'), '.env': ' # networks\n-NET=bridge # now\n+NET=host # now\n OTHER=bridge\n' }, 'host'));

  it('a quoted value in .env', () => expectPatches({ 'compose.yaml': service('"$NET"'), '.env': "-export NET='bridge'\n+export NET='host'\n" }, 'host'));

  it('the file of --env-file, not .env', () =>
    expectPatches({ 'compose.yaml': service('"${NET}"'), 'e.env': '-NET=bridge\n+NET=host\n', '.env': ' NET=none\n' }, 'host', ['--env-file', 'e.env', 'compose.yaml']));

  it('the last file of several --env-file', () =>
    expectPatches({ 'compose.yaml': service('${NET}'), 'a.env': ' NET=none\n', 'b.env': '-NET=bridge\n+NET=host\n' }, 'host', ['--env-file', 'a.env', '--env-file', 'b.env', 'compose.yaml']));

  it('the .env of an included project', () =>
    expectPatches({ 'compose.yaml': ' include: [media/zlm.yaml]\n', 'media/zlm.yaml': service('${NET}'), 'media/.env': '-NET=bridge\n+NET=host\n' }, 'host'));

  it('the process environment is out of reach', async () => {
    const files = { 'compose.yaml': edited(service('${NET}')).before, '.env': 'NET=none\n' };
    const { changed, code } = await fixed(files, 'host', ['--process-env', 'compose.yaml'], { env: { NET: 'bridge' } });
    expect({ changed, code }).toEqual({ changed: {}, code: 1 });
  });

  it('a value that another service uses is left alone', async () => {
    const files = { 'compose.yaml': `${edited(service('${NET}')).before}  web:\n    image: nginx\n    network_mode: \${NET}\n`, '.env': 'NET=bridge\n' };
    const { changed, code, stdout } = await fixed(files, 'host');
    expect({ changed, code }).toEqual({ changed: {}, code: 1 });
    expect(stdout).toContain('web');
  });
});

describe('fewer mappings are written where they stand', () => {
  const two = ['30000:30000/udp', '30001-30400:30001-30400/udp'];
  const block = (indent: string): string => `-${indent}- "${two[0]}"\n-${indent}- "${two[1]}"\n+${indent}- "${RANGE}"\n`;

  it('the override file', () =>
    expectPatches({ 'compose.yaml': ` services:\n   zlm:\n     ${ZLM}\n     ports: ["1935:1935"]\n`, 'compose.override.yaml': ` services:\n   zlm:\n     ports:\n${block('      ')}` }, 'minimal'));

  it('an included file', () =>
    expectPatches({ 'compose.yaml': ' include: [media/zlm.yaml]\n', 'media/zlm.yaml': ` services:\n   zlm:\n     ${ZLM}\n     ports: !override\n${block('      ')}     restart: always\n` }, 'minimal'));

  it('the second YAML document', () =>
    expectPatches({ 'compose.yaml': ` services: {zlm: {${ZLM}}}\n ---\n services:\n   zlm:\n     ports:\n${block('     ')}` }, 'minimal'));

  it('JSON', () =>
    expectPatches(
      { 'compose.yaml': ` {"services": {"zlm": {"image": "zlmediakit/zlmediakit:master", "ports": [\n-  "${two[0]}",\n-  "${two[1]}"\n+  "${RANGE}"\n ]}}}\n` },
      'minimal',
    ));

  it('neighbours in two files are left alone', async () => {
    const files = { 'compose.yaml': `services:\n  zlm:\n    ${ZLM}\n    ports: ["${two[0]}"]\n`, 'compose.override.yaml': `services:\n  zlm:\n    ports: ["${two[1]}"]\n` };
    expect((await fixed(files, 'minimal')).changed).toEqual({});
  });

  it('ports of an extended file are left alone', async () => {
    const files = { 'compose.yaml': 'services:\n  zlm:\n    extends: {file: base.yaml, service: base}\n', 'base.yaml': `services:\n  base:\n    ${ZLM}\n    ports: ["${two.join('", "')}"]\n` };
    const { changed, code } = await fixed(files, 'minimal');
    expect({ changed, code }).toEqual({ changed: {}, code: 1 });
  });

  it('a default inside a port is left alone', async () => {
    const files = { 'compose.yaml': `services:\n  zlm:\n    ${ZLM}\n    ports:\n      - "\${START:-30000}-30400:\${START:-30000}-30400/udp"\n      - "30401:30401/udp"\n` };
    expect((await fixed(files, 'minimal')).changed).toEqual({});
  });
});

describe('text that two services share', () => {
  const shared = `x-ports: &ports\n  - "${RANGE}"\nservices:\n  zlm:\n    ${ZLM}\n    ports: *ports\n  web:\n    image: nginx\n    network_mode: none\n    ports: *ports\n`;

  it('an anchored list stays for the other service', async () => {
    const { changed } = await fixed({ 'compose.yaml': shared }, 'host');
    expect(changed).toEqual({ 'compose.yaml': shared.replace('    ports: *ports\n  web', '    network_mode: host\n  web') });
  });

  it('what a merge key brings is replaced by an empty list', () =>
    expectPatches(
      { 'compose.yaml': ` x-base: &base\n   ${ZLM}\n   ports: ["${RANGE}"]\n services:\n   zlm:\n+    network_mode: host\n+    ports: []\n     <<: *base\n   web:\n     <<: *base\n     image: nginx\n     network_mode: none\n` },
      'host',
    ));

  it('a service that is another by an alias is left alone', async () => {
    const files = { 'compose.yaml': `services:\n  zlm: &zlm\n    ${ZLM}\n    ports: ["${RANGE}"]\n  second: *zlm\n` };
    const { changed, code, stdout } = await fixed(files, 'host');
    expect({ changed, code }).toEqual({ changed: {}, code: 1 });
    expect(stdout).toContain('second');
  });

  it('an included service that another extends: both would listen on the same ports', async () => {
    const files = { 'compose.yaml': `include: [zlm.yaml]\nservices:\n  two:\n    extends: one\n`, 'zlm.yaml': `services:\n  one:\n    ${ZLM}\n    ports: ["${RANGE}"]\n` };
    const { changed } = await fixed(files, 'host');
    expect(changed).toEqual({});
  });
});

interface PortsJson {
  readonly services: readonly { readonly file: string; readonly name: string; readonly ports: readonly { readonly file: string; readonly host: { readonly from: number } | null }[] }[];
  readonly errors: readonly unknown[];
}

async function ports(files: Files, args: readonly string[], world: Rest & { readonly below?: string } = {}): Promise<PortsJson> {
  const cwd = join(temporaryDirectory(files), world.below ?? '.');
  return JSON.parse((await run(['ports', '--format', 'json', ...args], { ...world, cwd })).stdout) as PortsJson;
}

function seen({ services, errors }: PortsJson): object {
  return { errors, services: services.map(({ file, name, ports: list }) => `${file} ${name} ${list.map((port) => port.host?.from).join(' ')}`.trim()) };
}

describe('a file belongs to the project that reads it', () => {
  const files = {
    'compose.yaml': 'include: [media/zlm.yaml]\nservices:\n  web: {image: nginx, ports: ["80:80"]}\n  db: {extends: {file: common/db.yaml, service: db}}\n',
    'compose.override.yaml': 'services: {web: {ports: ["81:80"]}}\n',
    'media/zlm.yaml': `services: {zlm: {${ZLM}, ports: ["1935:1935"]}}\n`,
    'common/db.yaml': 'services: {db: {image: postgres, ports: ["5432:5432"]}}\n',
    'compose.prod.yaml': 'services: {web: {image: nginx, ports: ["82:80"]}}\n',
  };
  const whole = { errors: [], services: ['compose.yaml zlm 1935', 'compose.yaml web 80 81', 'compose.yaml db 5432'] };

  it.each([
    [['compose.yaml']],
    [['compose.override.yaml']],
    [['media/zlm.yaml']],
    [['common/db.yaml']],
    [['./media/zlm.yaml', 'compose.override.yaml', 'common/db.yaml', 'compose.yaml', 'media/zlm.yaml']],
    [[]],
  ])('%j', async (args) => {
    const got = await ports(files, args);
    expect(seen(got)).toMatchObject(whole);
  });

  it('other files are projects of their own', async () => {
    expect(seen(await ports(files, ['compose.prod.yaml']))).toEqual({ errors: [], services: ['compose.prod.yaml web 82'] });
    expect(seen(await ports(files, ['.']))).toMatchObject({ services: expect.arrayContaining([...whole.services, 'compose.prod.yaml web 82']) });
    expect((await ports(files, ['.'])).services).toHaveLength(4);
  });

  it('places are in the file where it is written', async () => {
    const got = await ports(files, ['compose.yaml']);
    expect(got.services.map((service) => service.ports.map(({ file }) => file))).toEqual([['media/zlm.yaml'], ['compose.yaml', 'compose.override.yaml'], ['common/db.yaml']]);
  });

  it('what only the override extends belongs to it, too', async () => {
    const more = { ...files, 'compose.override.yaml': 'services: {web: {extends: {file: common/web.yaml, service: web}}}\n', 'common/web.yaml': 'services: {web: {image: nginx, ports: ["83:80"]}}\n' };
    expect(seen(await ports(more, ['common/web.yaml']))).toMatchObject({ services: ['compose.yaml zlm 1935', 'compose.yaml web 80 83', 'compose.yaml db 5432'] });
  });

  it('a file that COMPOSE_FILE of .env puts behind another is seen with it', async () => {
    const two = { '.env': 'COMPOSE_FILE=a.yml:b.yml\n', 'a.yml': 'services: {web: {image: nginx, ports: ["1:80"]}}\n', 'b.yml': 'services: {web: {ports: ["2:80"]}}\n' };
    expect(seen(await ports(two, ['b.yml']))).toEqual({ errors: [], services: ['a.yml web 1 2'] });
  });

  it('an override without a base is a project of its own', async () => {
    expect(seen(await ports({ 'compose.override.yaml': 'services: {web: {image: nginx, ports: ["81:80"]}}\n' }, ['compose.override.yaml']))).toMatchObject({ services: ['compose.override.yaml web 81'] });
  });

  it('a fix of an override given alone goes to both files, once', async () => {
    const { changed, stdout } = await fixed({ 'compose.yaml': `services:\n  zlm:\n    ${ZLM}\n    ports: ["${RANGE}"]\n`, 'compose.override.yaml': 'services:\n  zlm:\n    ports: ["1935:1935"]\n    restart: always\n' }, 'host', ['compose.override.yaml', 'compose.yaml']);
    expect(changed).toEqual({ 'compose.yaml': `services:\n  zlm:\n    ${ZLM}\n    network_mode: host\n`, 'compose.override.yaml': 'services:\n  zlm:\n    restart: always\n' });
    expect(stdout).toMatch(/Fixed 1\.$/m);
  });
});

describe('options that choose the project', () => {
  const a = 'services: {web: {image: nginx, ports: ["${P:-1}:80"]}}\n';

  it('-f is merged in the order given, and excludes other files', async () => {
    const files = { 'compose.yaml': 'services: {other: {image: x}}\n', 'a.yaml': a, 'b.yaml': 'services: {web: {ports: ["2:80"]}}\n', 'compose.override.yaml': 'services: {web: {ports: ["3:80"]}}\n' };
    expect(seen(await ports(files, ['-f', 'a.yaml', '-f', 'b.yaml']))).toEqual({ errors: [], services: ['a.yaml web 1 2'] });
    const cwd = temporaryDirectory(files);
    for (const command of [[], ['ports'], ['--fix']]) {
      const { code, stdout, stderr } = await run([...command, '-f', 'a.yaml', 'b.yaml'], { cwd });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^zlm-lint: [^\n]*-f[^\n]*b\.yaml[^\n]*\n$/);
    }
  });

  it('a file of -f that is not there', async () => {
    const { code, stderr } = await run(['-f', 'nope.yaml'], { cwd: temporaryDirectory({ 'compose.yaml': a }) });
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'zlm-lint: nope.yaml: no such file or directory\n' });
  });

  it('.env lies beside the first file of -f', async () => {
    expect(seen(await ports({ 'sub/a.yaml': a, 'sub/.env': 'P=5\n', '.env': 'P=6\n' }, ['-f', 'sub/a.yaml']))).toMatchObject({ services: ['sub/a.yaml web 5'] });
  });

  it('--env-file stands in place of .env; of several the last wins', async () => {
    const files = { 'compose.yaml': 'services: {web: {image: nginx, ports: ["${P}:80", "${Q:-9}:81"]}}\n', '.env': 'P=5\nQ=6\n', 'a.env': 'P=7\n', 'b.env': 'P=8\n' };
    expect(seen(await ports(files, ['--env-file', 'a.env', '--env-file', 'b.env', 'compose.yaml']))).toMatchObject({ services: ['compose.yaml web 8 9'] });
  });

  it('an --env-file that is not there', async () => {
    const { code, stderr } = await run(['--env-file', 'nope.env', 'compose.yaml'], { cwd: temporaryDirectory({ 'compose.yaml': a }) });
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'zlm-lint: nope.env: no such file or directory\n' });
  });

  it('--project-directory is where .env and relative paths start from', async () => {
    const files = { 'a.yaml': `include: [inc.yaml]\n${a}`, 'dir/.env': 'P=5\n', '.env': 'P=6\n', 'dir/inc.yaml': 'services: {in: {image: x, ports: ["4:4"]}}\n' };
    expect(seen(await ports(files, ['-f', 'a.yaml', '--project-directory', 'dir']))).toMatchObject({ services: ['a.yaml in 4', 'a.yaml web 5'] });
  });

  it('--project-directory is where the default file is looked for', async () => {
    const files = { 'compose.yaml': a, 'dir/compose.yaml': 'services: {web: {image: nginx, ports: ["4:80"]}}\n' };
    expect(seen(await ports(files, ['--project-directory', 'dir']))).toMatchObject({ services: ['dir/compose.yaml web 4'] });
  });

  it('COMPOSE_FILE in .env, with the separator that .env gives', async () => {
    const files = { 'compose.yaml': 'services: {no: {image: x}}\n', 'a.yaml': a, 'b.yaml': 'services: {web: {ports: ["2:80"]}}\n' };
    expect(seen(await ports({ ...files, '.env': 'COMPOSE_FILE=a.yaml:b.yaml\n' }, []))).toMatchObject({ services: ['a.yaml web 1 2'] });
    expect(seen(await ports({ ...files, '.env': 'COMPOSE_FILE=a.yaml,b.yaml\nCOMPOSE_PATH_SEPARATOR=,\n' }, []))).toMatchObject({ services: ['a.yaml web 1 2'] });
    expect(seen(await ports({ ...files, '.env': 'COMPOSE_FILE=b.yaml\n' }, ['-f', 'a.yaml']))).toMatchObject({ services: ['a.yaml web 1'] });
    expect(seen(await ports({ ...files, '.env': 'COMPOSE_FILE=b.yaml\n' }, ['a.yaml']))).toMatchObject({ services: ['a.yaml web 1'] });
  });

  it('COMPOSE_FILE of the process counts only with --process-env, and wins', async () => {
    const files = { 'compose.yaml': 'services: {web: {image: x}}\n', 'a.yaml': a, '.env': 'COMPOSE_FILE=compose.yaml\n' };
    expect(seen(await ports(files, [], { env: { COMPOSE_FILE: 'a.yaml' } }))).toMatchObject({ services: ['compose.yaml web'] });
    expect(seen(await ports(files, ['--process-env'], { env: { COMPOSE_FILE: 'a.yaml' } }))).toMatchObject({ services: ['a.yaml web 1'] });
  });

  it('the .env of the current directory comes before that of the project', async () => {
    const text = 'services: {web: {image: nginx, ports: ["${P}:80", "${Q}:81"]}}\n';
    expect(seen(await ports({ 'sub/a.yaml': text, '.env': 'COMPOSE_FILE=sub/a.yaml\nP=1\n', 'sub/.env': 'P=2\nQ=3\n' }, []))).toMatchObject({ services: ['sub/a.yaml web 1 3'] });
    expect(seen(await ports({ 'compose.yaml': text, 'sub/.env': 'P=1\n', '.env': 'P=2\nQ=3\n' }, [], { below: 'sub' }))).toMatchObject({ errors: [] });
    expect((await ports({ 'compose.yaml': text, 'sub/.env': 'P=1\n', '.env': 'P=2\nQ=3\n' }, [], { below: 'sub' })).services[0]?.ports.map(({ host }) => host?.from)).toEqual([1, 3]);
  });

  it('the process environment counts only with --process-env, and wins', async () => {
    const files = { 'compose.yaml': 'services: {web: {image: nginx, ports: ["${P}:80"]}}\n', '.env': 'P=5\n' };
    expect(seen(await ports(files, [], { env: { P: '7' } }))).toMatchObject({ services: ['compose.yaml web 5'] });
    expect(seen(await ports(files, ['--process-env'], { env: { P: '7' } }))).toMatchObject({ services: ['compose.yaml web 7'] });
    expect((await ports(files, ['--process-env'], { env: { P: '' } })).services[0]?.ports).toMatchObject([{ host: null }]);
  });
});

describe('profiles', () => {
  const files = { 'compose.yaml': `services:\n  zlm: {${ZLM}, profiles: [media], ports: ["${RANGE}"]}\n  web: {image: nginx, ports: ["80:80"]}\n` };

  it('a disabled service is linted, but its ports are not listed', async () => {
    const { json, code } = await report(['compose.yaml'], { cwd: temporaryDirectory(files) });
    expect(code).toBe(1);
    expect(json.files[0]?.findings.map(({ rule, service }) => `${rule} ${service}`)).toContain('no-wide-port-range zlm');
    expect(seen(await ports(files, ['compose.yaml']))).toMatchObject({ services: ['compose.yaml web 80'] });
    const { stdout } = await run(['ports', 'compose.yaml'], { cwd: temporaryDirectory(files) });
    expect(stdout).not.toContain('30000');
    expect(stdout).toContain('not started, as none of its profiles is active: zlm');
  });

  it.each([
    [['--profile', 'media', 'compose.yaml'], ''],
    [['--profile', 'other', '--profile', 'media', 'compose.yaml'], ''],
    [['--profile', '*', 'compose.yaml'], ''],
    [['compose.yaml'], 'COMPOSE_PROFILES=other,media\n'],
    [['compose.yaml'], 'COMPOSE_PROFILES=other, media\n'],
  ])('%j with .env %j', async (args, env) => {
    expect(seen(await ports({ ...files, '.env': env }, args))).toMatchObject({ services: ['compose.yaml zlm 30000', 'compose.yaml web 80'] });
  });

  it('--profile stands in place of COMPOSE_PROFILES', async () => {
    expect(seen(await ports({ ...files, '.env': 'COMPOSE_PROFILES=media\n' }, ['--profile', 'other', 'compose.yaml']))).toMatchObject({ services: ['compose.yaml web 80'] });
  });

  it('what a disabled service refers to is not looked at', async () => {
    const text = 'services:\n  off: {image: x, profiles: [p], networks: [nope], depends_on: [nope]}\n  also: {profiles: [p], network_mode: "service:nope"}\n  both: {image: x, profiles: [p], network_mode: host, networks: [n]}\nnetworks: {n: }\n';
    expect(seen(await ports({ 'compose.yaml': text }, ['compose.yaml']))).toEqual({ errors: [], services: [] });
    expect((await ports({ 'compose.yaml': text }, ['--profile', 'p', 'compose.yaml'])).errors).not.toEqual([]);
  });
});
