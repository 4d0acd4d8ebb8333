import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { usualCosts } from '../../src/cost/model.ts';
import { fixAll } from '../../src/fix/fix.ts';
import { lint } from '../../src/lint.ts';
import { loadCompose } from '../../src/load/compose/load-compose.ts';
import { loadRun } from '../../src/load/run/load-run.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { ProjectReader } from '../../src/model/reader.ts';
import { randomFile } from './random-compose.ts';

const nothing: ProjectReader = { read: () => ({ ok: false, why: 'missing' }), kind: () => 'missing', list: () => null };
const ids = rules.filter(({ review }) => review === undefined).map(({ meta }) => meta.id);

interface Placed {
  readonly line: number;
  readonly behind: boolean;
  readonly rules: readonly string[];
  readonly end: number | null;
}

/** Where comments are put: behind a line, above it, or above it and with an end further down. */
const comments = fc.array(
  fc.record({ line: fc.nat(40), behind: fc.boolean(), rules: fc.subarray(ids, { minLength: 0, maxLength: 2 }), end: fc.option(fc.nat(6), { nil: null }) }),
  { minLength: 1, maxLength: 4 },
);

function commented(text: string, placed: readonly Placed[]): string {
  const lines = text.split('\n');
  for (const { line, behind, rules: names, end } of placed) {
    const at = line % lines.length;
    const here = lines[at] ?? '';
    const said = `${names.join(', ')}${names.length === 0 ? '' : ' '}-- ${at}`;
    const indent = /^ */.exec(here)?.[0] ?? '';
    if (behind) lines[at] = `${here} # zlm-lint-disable-line ${said}`;
    else if (end === null) lines[at] = `${indent}# zlm-lint-disable-next-line ${said}\n${here}`;
    else {
      const last = Math.min(lines.length - 1, at + end);
      lines[last] = `${lines[last] ?? ''}\n${indent}# zlm-lint-enable`;
      lines[at] = `${indent}# zlm-lint-disable ${said}\n${lines[at] ?? ''}`;
    }
  }
  return lines.join('\n');
}

function holds(file: string, load: (text: string) => Deployment, text: string): void {
  const check = (deployment: Deployment): Finding[] => lint(deployment, rules, { strategy: 'auto', engine: 'linux', costs: usualCosts, zlmServices: [], named: true, settingOf: () => ({ options: { max: 8 } }) });
  const before = load(text);
  const silenced = check(before).filter(({ suppressed }) => suppressed !== null);
  const result = fixAll({ texts: new Map([[file, text]]), load: (texts) => load(texts.get(file) ?? ''), lint: check, options: { strategy: 'auto', engine: 'linux', costs: usualCosts, streams: { count: 50, given: false }, unsafe: true } });
  const after = result.texts.get(file) ?? '';
  const still = check(load(after)).filter(({ suppressed }) => suppressed !== null);
  const told = (from: string) => ({ rule, at, suppressed }: Finding): string => JSON.stringify([rule, from.slice(at.start, at.end).replace(/^ *# zlm-lint-.*\n/gm, ''), withoutDirective(lineOf(from, at.start)), suppressed?.reason]);
  expect(still.map(told(after)).sort()).toEqual(silenced.map(told(text)).sort());
  const again = fixAll({ texts: result.texts, load: (texts) => load(texts.get(file) ?? ''), lint: check, options: { strategy: 'auto', engine: 'linux', costs: usualCosts, streams: { count: 50, given: false }, unsafe: true } });
  expect(again.texts.get(file)).toBe(after);
}

function lineOf(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset));
}

/** Which rules a comment names may change, and another comment of the line may be unused. */
function withoutDirective(line: string): string {
  return line.replace(/ # zlm-lint-.*$/, '');
}

it('what a comment silences in a Compose file is still there after --fix --unsafe-fixes, on its line and with its comment', () => {
  const load = (text: string): Deployment => loadCompose({ file: 'random.yml', text, reader: nothing });
  fc.assert(fc.property(randomFile, comments, (file, placed) => holds('random.yml', load, commented(file.text, placed))), { seed: 20261123, numRuns: 200, interruptAfterTimeLimit: 10_000 });
});

it('and in a script', () => {
  const load = (text: string): Deployment => loadRun({ file: 'x.sh', text, reader: nothing, shown: (path) => path, directory: () => null, commandLine: false });
  const command = fc.array(fc.constantFrom('-p 80:80', '-p 81:81', '-p 82:82 -p 80:80', '-p 1000-1010:1000-1010', '-e A=1', '--network=x'), { minLength: 1, maxLength: 6 }).map((flags) => ['docker run -d', ...flags, 'zlmediakit/zlmediakit:master'].join(' \\\n  '));
  const script = fc.array(command, { minLength: 1, maxLength: 3 }).map((commands) => `#!/bin/sh\n${commands.join('\n\n')}\n`);
  // A comment between continued lines would end the command.
  const outside = (text: string, placed: readonly Placed[]): Placed[] => {
    const lines = text.split('\n');
    return placed.filter(({ line, behind, end }) => {
      const at = line % lines.length;
      const apart = (index: number): boolean => !(lines[index] ?? '').endsWith('\\');
      return behind ? apart(at) : at > 0 && apart(at - 1) && (end === null || apart(Math.min(lines.length - 1, at + end)));
    });
  };
  fc.assert(fc.property(script, comments, (text, placed) => holds('x.sh', load, commented(text, outside(text, placed)))), { seed: 20261124, numRuns: 200, interruptAfterTimeLimit: 10_000 });
});
