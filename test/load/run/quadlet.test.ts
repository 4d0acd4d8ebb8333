import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';

interface Listed {
  readonly services: readonly { readonly name: string | null; readonly image: string; readonly networkMode: unknown; readonly args: readonly string[]; readonly ports: readonly { readonly host: { readonly from: number } }[] }[];
}

const unit = (...lines: readonly string[]): string => ['[Container]', 'Image=zlmediakit/zlmediakit:master', ...lines, ''].join('\n');

async function read(text: string): Promise<Listed['services'][number] | undefined> {
  const { stdout } = await run(['ports', '--format', 'json', 'zlm.container'], { cwd: temporaryDirectory({ 'zlm.container': text }) });
  return (JSON.parse(stdout) as Listed).services[0];
}

async function fixed(text: string, ...options: readonly string[]): Promise<string> {
  const cwd = temporaryDirectory({ 'zlm.container': text });
  await run(['--fix', '--no-backup', ...options, 'zlm.container'], { cwd });
  return readFileSync(join(cwd, 'zlm.container'), 'utf8');
}

describe('an empty value', () => {
  it.each<[string, readonly string[], readonly number[]]>([
    ['takes all before it away', ['PublishPort=80:80', 'PublishPort=81:81', 'PublishPort=', 'PublishPort=82:82'], [82]],
    ['may be the last', ['PublishPort=80:80', 'PublishPort='], []],
    ['may have blanks', ['PublishPort=80:80', 'PublishPort = \t', 'PublishPort=82:82'], [82]],
    ['takes flags away', ['PodmanArgs=-p 80:80', 'PodmanArgs=', 'PodmanArgs=-p 82:82'], [82]],
    ['stays within its section', ['PublishPort=80:80', '[Service]', 'PublishPort=', '[Container]', 'PublishPort=82:82'], [80, 82]],
  ])('%s', async (_, lines, ports) => {
    expect((await read(unit(...lines)))?.ports.map(({ host }) => host.from)).toEqual(ports);
  });

  it.each<[string, readonly string[], unknown]>([
    ['a network', ['Network=host', 'Network='], null],
    ['a network, for another', ['Network=host', 'Network=', 'Network=none'], 'none'],
  ])('takes %s away', async (_, lines, mode) => {
    expect((await read(unit(...lines)))?.networkMode).toBe(mode);
  });

  it('takes a name and an image away', async () => {
    expect(await read(unit('ContainerName=a', 'ContainerName='))).toMatchObject({ name: null });
    expect(await read(unit('ContainerName=a', 'ContainerName="b"'))).toMatchObject({ name: 'b' });
    expect(await read(unit('Exec=a b', 'Exec='))).toMatchObject({ args: [] });
  });

  it('is not merged across', async () => {
    const kept = unit('PublishPort=80:80', 'PublishPort=81:81', 'PublishPort=', 'PublishPort=82:82');
    expect(await fixed(kept)).toBe(kept);
    const later = ['PublishPort=80:80', 'PublishPort=81:81', 'PublishPort='];
    expect(await fixed(unit(...later, 'PublishPort=82:82', 'PublishPort=83:83'))).toBe(unit(...later, 'PublishPort=82-83:82-83'));
  });

  it('stays where the rest moves to the host', async () => {
    const cleared = ['PublishPort=80:80', 'PublishPort=', '# now'];
    expect(await fixed(unit(...cleared, 'PublishPort=30000-30500:30000-30500'), '--unsafe-fixes')).toBe(unit(...cleared, 'Network=host'));
    const before = unit('PublishPort=30000-30500:30000-30500', 'Network=');
    expect(await fixed(before, '--unsafe-fixes')).toBe(before);
    const flags = unit('PodmanArgs=--rm', 'PodmanArgs=-p 30000-30500:30000-30500');
    expect(await fixed(flags, '--unsafe-fixes')).toBe(flags);
  });
});

describe('a continued value', () => {
  it.each<[string, readonly string[], readonly number[]]>([
    ['goes on in the next line', ['PublishPort=\\', '  80:80'], [80]],
    ['goes on inside a word', ['PublishPort=80\\', '81:8081'], [8081]],
    ['skips comments and empty lines', ['PublishPort=\\', '# the web', '', ' ; and', '80:80'], [80]],
    ['holds flags', ['PodmanArgs=-p 80:80 \\', '# and', '  -p 81:81'], [80, 81]],
    ['takes what looks like an entry', ['Label=a \\', 'PublishPort=80:80'], []],
    ['ends with the file', ['PublishPort=80:80\\'], [80]],
  ])('%s', async (_, lines, ports) => {
    expect((await read(unit(...lines).replace(/\n$/, '')))?.ports.map(({ host }) => host.from)).toEqual(ports);
    expect((await read(unit(...lines).replace(/\n$/, '').replaceAll('\n', '\r\n')))?.ports.map(({ host }) => host.from)).toEqual(ports);
  });

  it('is taken out with all of its lines', async () => {
    const wide = ['PublishPort=\\', '  30000-30500:30000-30500', 'PublishPort=80:80'];
    expect(await fixed(unit(...wide, 'User=root'), '--unsafe-fixes')).toBe(unit('Network=host', 'User=root'));
  });

  it('is left where a comment stands in it, with the reason', async () => {
    const text = unit('PublishPort=\\', '# media', '  30000-30500:30000-30500', 'PublishPort=80:80');
    const { stdout } = await run(['zlm.container'], { cwd: temporaryDirectory({ 'zlm.container': text }) });
    expect(stdout).toContain('No fix: the text is laid out in a way that is not edited');
    expect(await fixed(text, '--unsafe-fixes')).toBe(text);
  });
});
