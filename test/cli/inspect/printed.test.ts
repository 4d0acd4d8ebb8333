import { describe, expect, it } from 'vitest';
import { run, type Ran } from '../main/run.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { recorded } from './fake-engine.ts';
import { zlm } from './world.ts';

describe('what docker inspect printed', () => {
  const read = async (text: string, ...words: string[]): Promise<Ran> => run(['inspect', ...(words.length === 0 ? ['-'] : words)], { cwd: temporaryDirectory({ 'zlm.json': text }), stdin: text, env: { PATH: '/nowhere' } });

  it('comes from a file or through standard input, and nothing of this host is read', async () => {
    const text = JSON.stringify([zlm()]);
    for (const words of [[], ['zlm.json'], ['./zlm.json']]) {
      const { code, stdout, stderr } = await read(text, ...words);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      expect(stdout).toContain('Processes and memory are seen only on the host of the engine.');
      expect(stdout).toContain('clients would have to use the container');
    }
  });

  it('one container without its list', async () => {
    expect((await read(JSON.stringify(zlm()))).stdout).toContain('zlm  a25523642067');
  });

  it('podman: not measured', async () => {
    const docker = zlm();
    const words = ['podman', 'run', '-d', '--name', 'zlm', '-p', '30000-30100:30000-30100/udp', 'zlmediakit/zlmediakit:master'];
    const text = JSON.stringify([{ ...docker, OCIRuntime: 'crun', Config: { ...(docker['Config'] as object), CreateCommand: words } }]);
    const { stdout, code } = await read(text);
    expect(code).toBe(1);
    expect(stdout).toContain('not measured');
    expect(stdout).toContain('-p 30000-30100:30000-30100/udp');
    expect(stdout).not.toContain('docker run');
  });

  it('podman, without the command line that it was given', async () => {
    const docker = zlm((json) => json.replace('"Labels":{}', '"Labels":{},"StopSignal":15'));
    const { stdout, stderr } = await read(JSON.stringify([{ ...docker, OCIRuntime: 'crun' }]));
    expect(stderr).toBe('');
    expect(stdout).toContain('not measured');
  });

  it('one odd container beside another, and a second file', async () => {
    const odd = zlm((json) => json.replace('"Memory":536870912', '"Memory":"512m"').replace('"Name":"/zlm"', '"Name":"/odd"'));
    const cwd = temporaryDirectory({ 'a.json': JSON.stringify([odd, zlm()]), 'b.json': '[4]' });
    const { code, stdout, stderr } = await run(['inspect', 'a.json', 'b.json'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('zlm  a25523642067');
    expect(stderr).toBe('zlm-lint: b.json: describes no container; it takes what docker inspect NAME prints\nzlm-lint: a.json: odd: is not as docker inspect prints it: HostConfig.Memory is no number\n');
  });

  it('may be as large as a container with every port published, unless a limit is given', async () => {
    const large = zlm((json) => json.replace('"TZ=Asia/Shanghai"', `"A=${'x'.repeat(11_000_000)}"`));
    expect((await read(JSON.stringify([large]))).stderr).toBe('');
  });

  it('a name that a shell would take apart is quoted where it is to be copied', async () => {
    const { stdout } = await read(JSON.stringify([zlm((json) => json.replaceAll('"/zlm"', '"/z; reboot"').replaceAll('zlmediakit/zlmediakit:master', 'busybox').replaceAll('/opt/media', '/x'))]));
    expect(stdout).toContain("--zlm-service 'z; reboot'");
  });

  it('names that would steer a terminal are made visible', async () => {
    const { stdout } = await read(JSON.stringify([zlm((json) => json.replaceAll('/zlm"', '/z\\u001b[2Jlm"'))]));
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('z\\x1b[2Jlm');
  });

  it.each<[string, string, RegExp]>([
    ['garbage', 'no json', /-: is no JSON \(.*\); it takes what docker inspect NAME prints/],
    ['truncated', JSON.stringify([zlm()]).slice(0, 500), /-: is no JSON/],
    ['nothing', '', /-: is no JSON/],
    ['an empty list', '[]', /-: holds no container/],
    ['images', JSON.stringify(recorded('docker-28', 'images')), /-: describes an image, not a container/],
    ['a network', '[{"Name":"n","IPAM":{},"Driver":"bridge"}]', /-: describes a network/],
    ['a volume', '[{"Name":"v","Mountpoint":"/x"}]', /-: describes a volume/],
    ['a number', '[4]', /-: describes no container/],
    ['ports that are text', JSON.stringify([zlm((json) => json.replace('"PortBindings":{', '"PortBindings":"80","Old":{'))]), /HostConfig\.PortBindings is no object/],
    ['variables that are numbers', JSON.stringify([zlm((json) => json.replace('"Env":[', '"Env":[4,'))]), /Config\.Env\[0\] is no text/],
    ['a switch that is text', JSON.stringify([zlm((json) => json.replace('"Running":true', '"Running":"yes"'))]), /State\.Running is neither true nor false/],
  ])('%s', async (_, text, told) => {
    const { code, stdout, stderr } = await read(text);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(told);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('is too large', async () => {
    const { code, stderr } = await run(['inspect', '--max-bytes', '100', '-'], { cwd: temporaryDirectory(), stdin: JSON.stringify([zlm()]) });
    expect(code).toBe(2);
    expect(stderr).toContain('over the limit of 100 (--max-bytes)');
  });

  it('is not there', async () => {
    const { code, stderr } = await run(['inspect', 'none.json'], { cwd: temporaryDirectory() });
    expect([code, stderr]).toEqual([2, 'zlm-lint: none.json: no such file or directory\n']);
  });
});
