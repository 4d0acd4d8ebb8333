import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { findIn, fixWith, inputOf } from '../rules/harness.ts';

const project = ['services:', '  zlm:', '    image: zlmediakit/zlmediakit:master', '    ports:', '      - 1935:1935', '      - 554:554', '      - 555:555', '      - 8554:8554', '      - 8000:8000/udp', '    restart: always', ''];
const HOST = 'prefer-host-network';
const MERGE = 'contiguous-ports';
const TWIN = 'both-protocols-published';

/** The project with a comment behind a line, or on the next one. */
function commented(line: string, comment: string, end = '\n'): string {
  return project.map((text) => (text.trim() === line ? text + comment.replace('\n', end) : text)).join(end);
}

const beside = (rule: string): string => ` # zlm-lint-disable-line ${rule}`;
const below = (rule: string): string => `\n      # zlm-lint-disable-next-line ${rule}`;

function lineOf(text: string, start: number): number {
  return text.slice(0, start).split(/\r\n|\n|\r/).length;
}

/** By which fix the findings of a rule are answered, or why they are not: what is silenced there, and the line of the comment. */
async function outcomes(text: string): Promise<Record<string, string>> {
  const { found } = findIn(await inputOf(text), rules);
  return Object.fromEntries(found.filter(({ finding }) => [HOST, MERGE, TWIN].includes(finding.rule)).map(({ finding, fix, notFixed }) => {
    if (finding.suppressed !== null) return [finding.rule, 'silenced'];
    return [finding.rule, fix?.title.id ?? `${notFixed?.id ?? '-'} ${String(notFixed?.data?.['rule'])} ${lineOf(text, notFixed?.at?.start ?? -1)}`];
  }));
}

const merged = ['- "554-555:554-555"'];
const apart = ['- 554:554', '- 555:555'];
const twin = '- "8000:8000"';

describe('beside what a comment silences', () => {
  it('nothing is held back where there is no comment', async () => {
    expect(await outcomes(project.join('\n'))).toEqual({ [HOST]: 'title.host-opens', [MERGE]: 'title.merge', [TWIN]: 'title.publish-twin' });
  });

  describe.each([['LF', '\n'], ['CRLF', '\r\n'], ['CR', '\r']])('%s', (_, end) => {
    it.each<[string, string, string, { readonly host: string; readonly merge: string; readonly twin: string }, readonly string[]]>([
      ['the line before the entries that are merged', '- 1935:1935', beside('no-unused-ports'), { host: 'title.host-opens', merge: 'title.merge', twin: 'title.publish-twin' }, []],
      ['the first of them, above it', '- 1935:1935', below(MERGE), { host: `none.suppressed ${MERGE} 6`, merge: 'silenced', twin: 'title.publish-twin' }, [...apart, twin]],
      ['the first of them, beside it', '- 554:554', beside(MERGE), { host: `none.suppressed ${MERGE} 6`, merge: 'silenced', twin: 'title.publish-twin' }, [...apart, twin]],
      ['the second of them, above it', '- 554:554', below('no-unused-ports'), { host: 'none.suppressed no-unused-ports 7', merge: 'none.suppressed no-unused-ports 7', twin: 'title.publish-twin' }, [...apart, twin]],
      ['the second of them, beside it', '- 555:555', beside('no-unused-ports'), { host: 'none.suppressed no-unused-ports 7', merge: 'none.suppressed no-unused-ports 7', twin: 'title.publish-twin' }, [...apart, twin]],
      ['the line behind them', '- 8554:8554', beside('no-unused-ports'), { host: 'none.suppressed no-unused-ports 8', merge: 'title.merge', twin: 'title.publish-twin' }, [...merged, twin]],
      ['the line behind which one is put in', '- 8000:8000/udp', beside('extern-ip-set'), { host: 'none.suppressed extern-ip-set 9', merge: 'title.merge', twin: 'title.publish-twin' }, [...merged, twin]],
      ['the entry that would get a twin', '- 8000:8000/udp', beside(TWIN), { host: `none.suppressed ${TWIN} 9`, merge: 'title.merge', twin: 'silenced' }, merged],
      ['the question itself', 'image: zlmediakit/zlmediakit:master', below(HOST), { host: 'silenced', merge: 'title.merge', twin: 'title.publish-twin' }, [...merged, twin]],
    ])('%s', async (_name, line, comment, { host, merge, twin: second }, entries) => {
      const text = commented(line, comment, end);
      expect(await outcomes(text)).toEqual({ [HOST]: host, [MERGE]: merge, [TWIN]: second });
      const { texts, dropped } = fixWith(await inputOf(text, { unsafe: true }), rules);
      expect(dropped).toEqual([]);
      const lines = ([...texts.values()][0] ?? '').split(end).map((one) => one.trim());
      for (const entry of [...merged, ...apart, twin]) {
        expect([entry, lines.some((one) => one.replace(/ #.*/, '') === entry)]).toEqual([entry, entries.includes(entry)]);
      }
      if (comment !== beside('no-unused-ports') || line !== '- 1935:1935') expect(lines.join('\n')).toContain(comment.trim());
    });
  });
});

describe('of two services', () => {
  const two = (comment: string): string => `services:\n  a:\n    image: zlmediakit/zlmediakit:master\n${comment}    ports:\n      - 1935:1935\n  b:\n    image: zlmediakit/zlmediakit:master\n    ports:\n      - 30000-30500:30000-30500\n`;
  const ofB = async (text: string): Promise<unknown[]> => findIn(await inputOf(text, { unsafe: true }), rules).found.filter(({ finding }) => finding.service?.name === 'b').map(({ finding, fix, notFixed }) => [finding.rule, fix?.title ?? null, notFixed?.id ?? null]);

  it('what is silenced in one does not hold the other back', async () => {
    const silenced = two(`    # zlm-lint-disable-next-line ${HOST}\n`);
    expect(await ofB(silenced)).toEqual(await ofB(two('')));
    expect(await outcomes(silenced)).toMatchObject({ [HOST]: expect.stringMatching(/^(?!none\.suppressed)/) });
    const { texts } = fixWith(await inputOf(silenced, { unsafe: true }), rules);
    expect([...texts.values()][0]).toContain('- 1935:1935');
  });
});
