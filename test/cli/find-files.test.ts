import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultComposeFile, findFiles } from '../../src/cli/find-files.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const maxBytes = 1000;

function found(dir: string): string[] {
  const { files, errors } = findFiles(dir, { maxBytes, include: [] });
  expect(errors).toEqual([]);
  return files.map((file) => relative(dir, file));
}

describe('findFiles', () => {
  it('finds Compose files by name, in order', () => {
    const names = [
      'compose.yaml', 'compose.dev.yml', 'compose-include.yaml', 'compose_x.yml', 'docker-compose.yml',
      'docker-compose-local.yaml', 'b/docker-compose.yml', 'a/c/compose.yml', '.hidden/compose.yml',
    ];
    const others = ['composer.yml', 'my-compose.yml', 'compose.json', 'compose.yml.bak', 'compose.yml.zlm-lint.bak', 'a.yaml'];
    const dir = temporaryDirectory(Object.fromEntries([...names, ...others].map((name) => [name, ''])));
    expect(found(dir)).toEqual([
      '.hidden/compose.yml', 'a/c/compose.yml', 'b/docker-compose.yml', 'compose-include.yaml', 'compose.dev.yml',
      'compose.yaml', 'compose_x.yml', 'docker-compose-local.yaml', 'docker-compose.yml',
    ]);
  });

  it('finds other YAML files with services at the top', () => {
    const dir = temporaryDirectory({
      'bom.yml': '\uFEFFservices:\n',
      'buildingos.vision.yml': '# x\r\nversion: "3"\r\nservices:\r\n  a:\r\n',
      'double.yaml': '"services" : {}\n',
      'gbk.yml': Buffer.from([0x23, 0xd6, 0xd0, 0x0a, ...Buffer.from('services:\n')]),
      'single.yml': "---\n'services': {}\n",
      'utf16.yml': Buffer.from('\uFEFFservices:\n', 'utf16le'),
      'zlm.compose.yml': 'services:\n',
      'x-mixed.yml': '"services\': {}\n',
      'x-nested.yml': 'jobs:\n  services:\n',
      'x-long.yml': `services:\n${'#'.repeat(maxBytes)}`,
      'x-other.yml': 'services-x:\nservices:x\n',
      'x.json': 'services:\n',
    });
    expect(found(dir)).toEqual([
      'bom.yml', 'buildingos.vision.yml', 'double.yaml', 'gbk.yml', 'single.yml', 'utf16.yml', 'zlm.compose.yml',
    ]);
  });

  it('leaves out node_modules, .git, linked directories and what is no regular file', () => {
    const dir = temporaryDirectory({ 'node_modules/x/compose.yml': '', '.git/compose.yml': '', 'a/compose.yml': '' });
    symlinkSync('a', join(dir, 'b'));
    symlinkSync('.', join(dir, 'round'));
    symlinkSync('compose.yml', join(dir, 'compose.yml'));
    symlinkSync('nowhere', join(dir, 'docker-compose.yml'));
    mkdirSync(join(dir, 'compose.yaml'));
    execFileSync('mkfifo', [join(dir, 'docker-compose.yaml'), join(dir, 'x.yml')]);
    expect(found(dir)).toEqual(['a/compose.yml']);
  });

  it('takes a linked file inside the directory, once', () => {
    const outside = temporaryDirectory({ 'compose.yml': '' });
    const dir = temporaryDirectory({ 'a/base.txt': 'services:\n', 'z/compose.yml': '' });
    symlinkSync(join(outside, 'compose.yml'), join(dir, 'compose.yml'));
    symlinkSync('a/base.txt', join(dir, 'docker-compose.yml'));
    symlinkSync('a/base.txt', join(dir, 'second.yml'));
    symlinkSync('z/compose.yml', join(dir, 'compose.dev.yml'));
    expect(found(dir)).toEqual(['docker-compose.yml', 'z/compose.yml']);
  });

  it('searches a directory that is itself reached through a link, and names files by it', () => {
    const dir = temporaryDirectory({ 'real/compose.yml': '' });
    symlinkSync('real', join(dir, 'link'));
    symlinkSync('compose.yml', join(dir, 'real/docker-compose.yml'));
    expect(findFiles(join(dir, 'link'), { maxBytes, include: [] }).files).toEqual([join(dir, 'link/compose.yml')]);
  });

  it('gives an error for a directory that is not there', () => {
    const dir = temporaryDirectory({ a: '' });
    expect(findFiles(join(dir, 'b'), { maxBytes, include: [] })).toEqual({
      files: [],
      errors: [{ path: join(dir, 'b'), code: 'missing' }],
    });
    expect(findFiles(join(dir, 'a'), { maxBytes, include: [] }).errors).toEqual([{ path: join(dir, 'a'), code: 'not-a-directory' }]);
  });

  it.skipIf(process.getuid?.() === 0)('reports a directory that cannot be read and goes on', () => {
    const dir = temporaryDirectory({ 'a/compose.yml': '', 'b/compose.yml': '' });
    chmodSync(join(dir, 'a'), 0);
    const result = findFiles(dir, { maxBytes, include: [] });
    chmodSync(join(dir, 'a'), 0o700);
    expect(result).toEqual({
      files: [join(dir, 'b/compose.yml')],
      errors: [{ path: join(dir, 'a'), code: 'not-permitted' }],
    });
  });
});

describe('defaultComposeFile', () => {
  it('takes the names in the order of Docker Compose, regular files only', () => {
    const dir = temporaryDirectory({ 'docker-compose.yaml': '' });
    const name = () => relative(dir, defaultComposeFile(dir) ?? '');
    expect(name()).toBe('docker-compose.yaml');
    symlinkSync('docker-compose.yaml', join(dir, 'docker-compose.yml'));
    expect(name()).toBe('docker-compose.yml');
    symlinkSync('docker-compose.yaml', join(dir, 'compose.yml'));
    expect(name()).toBe('compose.yml');
    mkdirSync(join(dir, 'compose.yaml'));
    expect(name()).toBe('compose.yml');
  });

  it('gives null where there is none', () => {
    expect(defaultComposeFile(temporaryDirectory({ 'zlm.yml': 'services:\n' }))).toBeNull();
    expect(defaultComposeFile('/does/not/exist')).toBeNull();
  });
});
