import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { single, wide } from './files.ts';
import { run, type JsonReport } from './run.ts';

const CHINESE = /[\u4e00-\u9fff]/;
const speaks = (text: string): string => (CHINESE.test(text) ? 'zh' : 'en');
const files = { 'compose.yml': wide };

describe('the language of the report', () => {
  it.each<[string[], NodeJS.ProcessEnv, string]>([
    [[], {}, 'en'],
    [[], { LANG: 'zh_CN.UTF-8' }, 'zh'],
    [[], { LANG: 'zh' }, 'zh'],
    [[], { LANG: 'zh-TW' }, 'zh'],
    [[], { LANG: 'zha_CN' }, 'en'],
    [[], { LANG: 'en_US.UTF-8' }, 'en'],
    [[], { LANG: 'de_DE.UTF-8' }, 'en'],
    [[], { LANG: 'C' }, 'en'],
    [[], { LC_ALL: 'en_US', LC_MESSAGES: 'zh_CN', LANG: 'zh_CN' }, 'en'],
    [[], { LC_ALL: '', LC_MESSAGES: 'zh_CN', LANG: 'en_US' }, 'zh'],
    [[], { LC_MESSAGES: 'en_US', LANG: 'zh_CN' }, 'en'],
    [[], { LC_CTYPE: 'zh_CN' }, 'en'],
    [['--lang', 'zh'], { LANG: 'en_US' }, 'zh'],
    [['--lang=zh'], {}, 'zh'],
    [['--lang', 'en'], { LC_ALL: 'zh_CN' }, 'en'],
    [['--lang', 'zh', '--lang', 'en'], {}, 'en'],
  ])('%j in %j is %s', async (args, env, language) => {
    const cwd = temporaryDirectory(files);
    expect(speaks((await run(args, { cwd, env })).stdout)).toBe(language);
    expect(speaks((await run([...args, '--fix'], { cwd, env })).stdout)).toBe(language);
    expect(speaks((await run([...args, 'ports'], { cwd, env })).stdout)).toBe(language);
    expect(speaks((await run([...args, '--help'], { cwd, env })).stdout)).toBe(language);
    expect(speaks((await run([...args, 'missing.yml'], { cwd, env })).stderr)).toBe(language);
  });

  it.each([
    [['--fxi'], '未知选项 --fxi'],
    [['--strategy', 'x'], '--strategy 只能取 host'],
    [['--strategy'], '--strategy 需要一个值'],
    [['--max-ports', '0'], '--max-ports 须为不小于 1 的整数'],
    [['--check', '--diff'], '--check 与 --diff'],
    [['missing.yml'], 'missing.yml: 文件或目录不存在'],
    [['--max-bytes', '5', 'compose.yml'], '超过上限 5'],
    [['empty'], 'empty: 此处没有找到 Compose 文件'],
    [['binary.yml'], 'binary.yml: 是二进制数据'],
    [['--zlm-service', 'nobody'], '没有这个服务'],
  ])('%j is told in Chinese', async (args, words) => {
    const cwd = temporaryDirectory({ ...files, 'empty/a.txt': '', 'binary.yml': new Uint8Array([0]) });
    const { stderr } = await run(['--lang', 'zh', ...args], { cwd });
    expect(stderr).toContain(words);
    expect(stderr.split('\n').filter(Boolean).every((line) => line.startsWith('zlm-lint: ') && CHINESE.test(line))).toBe(true);
  });
});

describe('machines read English', () => {
  const env = { LANG: 'zh_CN.UTF-8' };

  it('in the findings, titles and reasons of --format json', async () => {
    const { stdout } = await run(['--format', 'json'], { cwd: temporaryDirectory(files), env });
    expect(speaks(stdout)).toBe('en');
    const fixed = await run(['--format', 'json', '--fix'], { cwd: temporaryDirectory(files), env });
    expect(speaks(fixed.stdout)).toBe('en');
  });

  it('in zlmReason of ports --format json', async () => {
    expect(speaks((await run(['ports', '--format', 'json'], { cwd: temporaryDirectory(files), env })).stdout)).toBe('en');
  });

  it('in errors of --format json', async () => {
    const { stdout } = await run(['--format', 'json', 'missing.yml'], { cwd: temporaryDirectory(files), env });
    expect((JSON.parse(stdout) as JsonReport).errors.map(({ message }) => speaks(message))).toEqual(['en']);
  });

  it('in errors of ports --format json', async () => {
    const { stdout } = await run(['ports', '--format', 'json', 'compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': `${single}      - 99999\n` }), env });
    expect((JSON.parse(stdout) as JsonReport).errors.map(({ message }) => speaks(message))).toEqual(['en']);
  });

  it('unless --lang asks for another language', async () => {
    const cwd = temporaryDirectory(files);
    for (const asked of [['--lang', 'zh'], ['--lang=zh']]) {
      const { stdout } = await run([...asked, '--format', 'json', 'compose.yml', 'missing.yml'], { cwd });
      const { files: reported, errors } = JSON.parse(stdout) as JsonReport;
      expect([reported[0]?.findings[0]?.message, reported[0]?.findings[0]?.fix?.title, errors[0]?.message].map((text) => speaks(text ?? ''))).toEqual(['zh', 'zh', 'zh']);
    }
  });
});
