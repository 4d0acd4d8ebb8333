import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { report, run } from './run.ts';

const IMAGE = 'zlmediakit/zlmediakit:master';
const WIDE = `docker run -d --name zlm -p 30000-30500:30000-30500/udp ${IMAGE}\n`;

describe('zlm-lint run', () => {
  it('prints the corrected command line alone on stdout', async () => {
    const { code, stdout, stderr } = await run(['run', '--fix', '--unsafe-fixes', '--', 'docker', 'run', '-d', '-e', 'A=b c', '-p', '30000-30500:30000-30500/udp', IMAGE, 'sh', '-c', 'x; y'], { cwd: temporaryDirectory({}) });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `docker run -d -e 'A=b c' --network=host ${IMAGE} sh -c 'x; y'\n` });
    expect(stderr).toContain('Fixed');
  });

  it('needs no -- before the tool', async () => {
    const { code, stdout } = await run(['run', 'docker', 'run', '-p', '30000-30500:30000-30500/udp', IMAGE], { cwd: temporaryDirectory({}) });
    expect(code).toBe(1);
    expect(stdout).toContain('no-wide-port-range');
  });

  it('reads what lies in the current directory', async () => {
    const closed = '[rtp_proxy]\nport=0\nport_range=30000-30500\n[rtmp]\nport=1935\nsslport=0\n[rtsp]\nport=0\nsslport=0\n[http]\nport=0\nsslport=0\n[rtc]\nport=0\ntcpPort=0\nsignalingPort=0\nsignalingSslPort=0\nicePort=0\niceTcpPort=0\n[srt]\nport=0\n[shell]\nport=0\n[onvif]\nport=0\n';
    const cwd = temporaryDirectory({ 'config.ini': closed });
    const words = ['docker', 'run', '-v', './config.ini:/opt/media/conf/config.ini', '-p', '1935:1935', '-p', '30000-30500:30000-30500', '-p', '30000-30500:30000-30500/udp', IMAGE];
    const { stdout } = await run(['run', '--fix', '--', ...words], { cwd });
    expect(stdout).toBe(`docker run -v ./config.ini:/opt/media/conf/config.ini --network=host ${IMAGE}\n`);
  });

  it.each([
    [['run'], 'no command line was given'],
    [['run', '--fix', '--nope', '--', 'docker'], 'unknown option --nope'],
  ])('%j is a bad request', async (args, message) => {
    const { code, stdout, stderr } = await run(args, { cwd: temporaryDirectory({}) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('says what docker would refuse', async () => {
    const { code, stdout } = await run(['run', '--', 'docker', 'run', '--nope', IMAGE], { cwd: temporaryDirectory({}) });
    expect(code).toBe(1);
    expect(stdout).toContain('--nope is no flag of docker');
  });
});

describe('files with command lines', () => {
  it('are found by a search', async () => {
    const files = {
      'start.sh': WIDE,
      'docs/README.md': `\`\`\`sh\n${WIDE}\`\`\`\n`,
      Makefile: `start:\n\t${WIDE}`,
      'zlm.container': `[Container]\nImage=${IMAGE}\nPublishPort=30000-30500:30000-30500/udp\n`,
      '.github/workflows/ci.yml': `jobs:\n  a:\n    steps:\n      - run: ${WIDE}`,
      'bin/start': `#!/bin/sh\n${WIDE}`,
      'nothing.sh': 'echo hello\n',
      'start.tpl': WIDE,
      'node_modules/x/start.sh': WIDE,
      'compose.yml': 'services: {web: {image: nginx}}\n',
    };
    const { json } = await report(['.'], { cwd: temporaryDirectory(files) });
    const found = (paths: readonly { path: string; findings: readonly unknown[] }[]): string[] => paths.filter(({ findings }) => findings.length > 0).map(({ path }) => path).sort();
    const usual = ['.github/workflows/ci.yml', 'Makefile', 'bin/start', 'docs/README.md', 'start.sh', 'zlm.container'];
    expect(found(json.files)).toEqual(usual);
    const more = await report(['--include', '*.tpl', '.'], { cwd: temporaryDirectory(files) });
    expect(found(more.json.files)).toEqual([...usual, 'start.tpl'].sort());
  });

  it.each([['start.tpl'], ['notes'], ['deploy.cfg']])('%s is read when it is named', async (name) => {
    const { json } = await report([name], { cwd: temporaryDirectory({ [name]: WIDE }) });
    expect(json.files[0]?.findings.map(({ rule }) => rule)).toContain('no-wide-port-range');
  });

  it('come through standard input', async () => {
    const { code, stdout } = await run(['--fix', '--unsafe-fixes', '-'], { cwd: temporaryDirectory({}), stdin: `# now\n${WIDE}` });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `# now\ndocker run -d --name zlm --network=host ${IMAGE}\n` });
  });

  it('keep their mode when they are fixed', async () => {
    const cwd = temporaryDirectory({ 'start.sh': WIDE });
    expect((await run(['--fix', '--unsafe-fixes', '--no-backup', 'start.sh'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'start.sh'), 'utf8')).toBe(`docker run -d --name zlm --network=host ${IMAGE}\n`);
  });
});

interface Listed {
  readonly services: readonly { readonly form: string; readonly name: string | null; readonly image: unknown; readonly networkMode: unknown; readonly args: readonly string[]; readonly publishAll: boolean; readonly tool: string; readonly verb: string; readonly ports: readonly { readonly host: { readonly from: number } | null; readonly container: { readonly from: number } }[] }[];
  readonly errors: readonly { readonly line: number; readonly message: string }[];
}

describe('ports of a command line', () => {
  const listed = async (line: string): Promise<Listed> => JSON.parse((await run(['ports', '--format', 'json', 'x.sh'], { cwd: temporaryDirectory({ 'x.sh': line }) })).stdout) as Listed;

  it.each<[string, string, string]>([
    ['clusters', 'docker run -itdp 8080:80 -p8081:81 -p=8082:82 img', '8080:80 8081:81 8082:82'],
    ['a flag that eats the next', 'docker run --name --rm -p 80:80 img', '80:80'],
    ['behind the image', 'docker run img -p 80:80', ''],
    ['behind --', 'docker run -p 1:1 -- img -p 80:80', '1:1'],
    ['global flags', 'docker -H tcp://x:2375 --log-level debug container run -p 1:1 img', '1:1'],
    ['prefixes', 'A=b sudo -E -u me env X=y nohup docker run -p 1:1 img', '1:1'],
    ['fields', 'docker run -p target=80,published=8080 img', '8080:80'],
    ['lists of podman', 'podman run -p 1:1,2:2 img', '1:1 2:2'],
    ['a variable', 'P=80\ndocker run -p $P:$P img', '80:80'],
    ['a free port', 'docker run -p 80 img', '*:80'],
    ['nested', 'ssh h "docker run -p 1:1 img"; bash -c \'docker run -p 2:2 img\'', '1:1'],
  ])('%s', async (_, line, expected) => {
    const { services, errors } = await listed(`${line}\n`);
    expect(errors).toEqual([]);
    expect(services[0]?.ports.map(({ host, container }) => `${host?.from ?? '*'}:${container.from}`).join(' ')).toBe(expected);
  });

  it('says what only a command line says', async () => {
    const { services } = await listed('nerdctl create -P --net mine img MediaServer -c x\n');
    expect(services).toMatchObject([{ form: 'docker-run', name: null, image: 'img', networkMode: 'mine', args: ['MediaServer', '-c', 'x'], publishAll: true, tool: 'nerdctl', verb: 'create' }]);
  });

  it('lists what is refused', async () => {
    const { errors } = await listed('echo\ndocker run --nope img\ndocker run -p a:b img\n');
    expect(errors).toMatchObject([{ line: 2 }, { line: 3 }]);
  });
});

it('what is left to do by hand is listed by --fix, and --fix is named where it is not', async () => {
  const cwd = temporaryDirectory({ 'a.sh': `for i in 1 2; do docker run -d -p 80:80 ${IMAGE}; done\n` });
  const said = async (...words: string[]): Promise<string> => (await run([...words, 'a.sh'], { cwd })).stdout.replace(/\s+/g, ' ');
  expect(await said()).toContain('No fix: host: these files alone cannot keep it working. zlm-lint --fix lists what to do by hand.');
  expect(await said('--fix')).toContain('host: these files alone cannot keep it working (line 1); by hand: - there may be several copies');
});
