import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { usualCosts } from '../../src/cost/model.ts';
import { fixAll, type Texts } from '../../src/fix/fix.ts';
import { lint } from '../../src/lint.ts';
import { loadCompose } from '../../src/load/compose/load-compose.ts';
import { commentsIn } from '../../src/load/comments.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Assessed, Finding } from '../../src/model/finding.ts';
import type { Rule } from '../../src/rule.ts';
import { Lines } from '../../src/text/lines.ts';

/** `UPDATE_CASES=1` writes them anew. */
const update = process.env['UPDATE_CASES'] === '1';
const folder = join(import.meta.dirname, 'ini');
const FILE = 'config.ini';
const before = readFileSync(join(folder, FILE), 'utf8');
const compose = 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    network_mode: none\n';

/** Finds every port, and every secret; which of them is written is all that they differ in. */
const finders = ['ini-port', 'ini-secret'].map((id): Rule => ({
  meta: { id, summary: { en: 'a line', zh: '一行' }, severity: 'warning', fixable: false, since: '0.0.0', options: {}, messages: { found: { en: 'Found.', zh: '有。' } } },
  *check({ texts }) {
    const key = id.slice('ini-'.length);
    for (const { index, 0: found } of (texts.get(FILE) ?? '').matchAll(new RegExp(`^${key}=.*$`, 'gm'))) yield { messageId: 'found', service: null, at: { file: FILE, start: index, end: index + found.length } };
  },
}));
const all = [...rules, ...finders];

/** A deployment to which its config.ini belongs as a file of its own. */
function load(texts: Texts): Deployment {
  const deployment = loadCompose({ file: 'compose.yml', text: compose, reader: { read: () => ({ ok: false, why: 'missing' }), kind: () => 'missing', list: () => null } });
  const text = texts.get(FILE) ?? '';
  return { ...deployment, files: ['compose.yml', FILE], texts: new Map([['compose.yml', compose], [FILE, text]]), comments: commentsIn(FILE, text) };
}

function check(deployment: Deployment): Finding[] {
  return lint(deployment, all, { strategy: 'auto', engine: 'linux', costs: usualCosts, zlmServices: [], named: true, settingOf: () => ({}) });
}

function told(left: readonly Assessed[], { texts }: Deployment): string {
  return left
    .map(({ finding: { at, rule, messageId, suppressed }, fix }) => {
      const lines = new Lines(texts.get(at.file) ?? '');
      const silenced = suppressed?.at == null ? '' : ` silenced by line ${lines.position(suppressed.at.start).line}${suppressed.reason === null ? '' : `: ${suppressed.reason}`}`;
      return `${lines.position(at.start).line} ${rule} ${messageId}${silenced}${fix === null ? '' : ' fixable'}\n`;
    })
    .join('');
}

function golden(name: string, text: string): void {
  if (update) writeFileSync(join(folder, name), text);
  expect(text).toBe(readFileSync(join(folder, name), 'utf8'));
}

it('silences in config.ini, and takes out what is unused', () => {
  const deployment = load(new Map([[FILE, before]]));
  golden('config.ini.out', told(check(deployment).map((finding) => ({ finding, fix: finding.edits === undefined ? null : ({} as Assessed['fix']), notFixed: null })), deployment));
  const result = fixAll({ texts: deployment.texts, load, lint: check, options: { strategy: 'auto', engine: 'linux', costs: usualCosts, streams: { count: 50, given: false }, unsafe: true } });
  golden('config.ini.fixed', result.texts.get(FILE) ?? '');
  expect(result.dropped).toEqual([]);
  expect(fixAll({ texts: result.texts, load, lint: check, options: { strategy: 'auto', engine: 'linux', costs: usualCosts, streams: { count: 50, given: false }, unsafe: true } }).applied).toEqual([]);
});
