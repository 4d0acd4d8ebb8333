import { describe, expect, it } from 'vitest';
import { visible } from '../../../src/text/width.ts';
import { clean, wide } from '../../cli/main/files.ts';
import { run } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';
import { hostile, quoted } from '../hostile.ts';
import { readXml, type Read } from './read-xml.ts';

async function checkstyle(args: readonly string[], files: Readonly<Record<string, string>>): Promise<{ readonly files: readonly Read[]; readonly stdout: string }> {
  const { stdout } = await run(['--format', 'checkstyle', ...args], { cwd: temporaryDirectory(files) });
  return { files: readXml(stdout, 'checkstyle').children, stdout };
}

describe('--format checkstyle', () => {
  it('names every file, those without findings too, and what could not be done without a line', async () => {
    const { files } = await checkstyle(['wide.yml', 'clean.yml', 'missing.yml'], { 'wide.yml': wide, 'clean.yml': clean });
    expect(files.map(({ attributes: { name }, children }) => [name, children.length])).toEqual([['wide.yml', 2], ['clean.yml', 0], ['missing.yml', 1]]);
    const { line, severity, source, message } = files[2]?.children[0]?.attributes ?? {};
    expect([line, severity, source]).toEqual([undefined, 'error', 'zlm-lint']);
    expect(message).toMatch(/\S/);
  });

  it('says of a finding what, what to do, and where to read on', async () => {
    const { files: [file] } = await checkstyle(['wide.yml'], { 'wide.yml': wide });
    const { line, column, severity, source, message } = file?.children[0]?.attributes ?? {};
    expect([line, column, severity, source]).toEqual(['4', '5', 'warning', 'zlm-lint.prefer-host-network']);
    expect(message?.split('\n')).toEqual([expect.stringMatching(/^zlm publishes /), expect.stringMatching(/^Fix, not proven safe: /), 'https://example.org/zlm-lint/blob/v9.9.9/rules/prefer-host-network/README.md']);
  });

  it('leaves out what is silenced', async () => {
    const { files: [file] } = await checkstyle(['a.yml'], { 'a.yml': wide.replace('    ports:', '    # zlm-lint-disable-next-line prefer-host-network -- why\n    ports:') });
    expect(file?.children.map(({ attributes: { source } }) => source)).toEqual(['zlm-lint.no-wide-port-range']);
  });

  it.each(hostile)('is not broken by a file or a service called %j', async (text) => {
    const name = `${text.replace(/[/\0]/g, '')}.yml`;
    const { files, stdout } = await checkstyle([`./${name}`], { [name]: wide.replace('  zlm:', () => `  ${quoted(text)}:`) });
    expect(files.map(({ attributes }) => attributes['name'])).toEqual([visible(name)]);
    expect(files[0]?.children.map(({ attributes: { message } }) => message?.slice(0, visible(text).length))).toContain(visible(text));
    expect(stdout).not.toMatch(/^\s*::|##\[|##vso/m);
  });

  it.each<[string, string, RegExp]>([
    ['a line that is none', '<file name="a"><error line="0" severity="info" message="a" source="a"/></file>', /positiveInteger/],
    ['an unknown severity', '<file name="a"><error severity="notice" message="a" source="a"/></file>', /enumeration/],
    ['a file that is named twice', '<file name="a"/><file name="a"/>', /[Dd]uplicate/],
    ['markup in an attribute', '<file name="<a"/>', /Unescaped/],
  ])('the schema notices %s', (_, files, why) => {
    expect(() => readXml(`<checkstyle version="4.3">${files}</checkstyle>`, 'checkstyle')).toThrow(why);
  });
});
