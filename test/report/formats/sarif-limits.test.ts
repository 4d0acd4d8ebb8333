import type { Result } from 'sarif';
import { afterEach, expect, it, vi } from 'vitest';
import { codeScanning, withinLimits } from '../../../src/report/formats/sarif-limits.ts';
import { safe, wide } from '../../cli/main/files.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';
import { sarif } from './sarif-log.ts';

afterEach(() => void vi.restoreAllMocks());

const found = (text: string, level: Result.level, silenced = false): Result => ({ message: { text }, level, suppressions: silenced ? [{ kind: 'inSource' }] : [] });
const textsOf = (results: readonly Result[]): (string | undefined)[] => results.map(({ message }) => message.text);

it('leaves out what weighs least, the last of it first, and keeps the order', () => {
  const results = [found('a', 'note'), found('b', 'error', true), found('c', 'warning'), found('d', 'note'), found('e', 'error')];
  const kept = (most: number): unknown => textsOf(withinLimits(results, { results: most, characters: Infinity }));
  expect(kept(5)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(kept(4)).toEqual(['a', 'c', 'd', 'e']);
  expect(kept(3)).toEqual(['a', 'c', 'e']);
  expect(kept(1)).toEqual(['e']);
});

it('keeps within a number of characters', () => {
  const results = [found('a', 'note'), found('b'.repeat(500), 'warning'), found('c', 'error')];
  const one = JSON.stringify(results[0]).length;
  expect(textsOf(withinLimits(results, { results: 9, characters: one * 4 }))).toEqual(['c']);
  expect(withinLimits(results, { results: 9, characters: one * 4 + 1000 })).toEqual(results);
});

it('a report says how many are left out', async () => {
  expect(codeScanning).toEqual({ results: 25_000, characters: 40_000_000 });
  vi.spyOn(codeScanning, 'results', 'get').mockReturnValue(3);
  const cwd = temporaryDirectory({ 'a.yml': safe, 'b.yml': wide });
  const left = async (...args: string[]): Promise<unknown> => {
    const { results, invocations } = await sarif([...args, 'a.yml', 'b.yml'], { cwd });
    return [results.length, invocations?.[0]?.executionSuccessful, invocations?.[0]?.toolExecutionNotifications];
  };
  expect(await left()).toEqual([3, true, [{ level: 'warning', message: { text: expect.stringMatching(/^\d more findings are left out/) } }]]);
  expect(await left('--lang', 'zh')).toEqual([3, true, [{ level: 'warning', message: { text: expect.stringMatching(/^另有 \d 项/) } }]]);
  expect(await left('--only', 'no-wide-port-range')).toEqual([2, true, []]);
});
