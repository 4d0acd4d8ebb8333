import type { WordData } from '../model/source.ts';
import { nearest } from '../text/nearest.ts';
import { attributeOf, settings, type OptionRow } from './option-table.ts';
import { BadOption, readValue } from './options.ts';

const PREFIX = 'ZLM_LINT_';

/** The variable that says a setting: `ZLM_LINT_MAX_BYTES`. */
export function variableOf(row: OptionRow & { readonly setting: string }): string {
  const words = row.setting.includes('.') ? attributeOf(row) : row.setting;
  return PREFIX + words.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** What the variables of the environment set, by setting; an empty one sets nothing. @throws BadOption */
export function environmentSettings(env: Readonly<Record<string, string | undefined>>): Map<string, unknown> {
  const set = new Map<string, unknown>();
  for (const row of settings) {
    const name = variableOf(row);
    const text = env[name];
    if (text !== undefined && text !== '') set.set(row.setting, valueOf(row, text, name));
  }
  return set;
}

function valueOf(row: OptionRow, text: string, name: string): unknown {
  if (row.repeatable === true) return text.split(',').map((part) => part.trim()).filter((part) => part !== '');
  if (!row.flags.startsWith('--no-')) return readValue(row, text, name);
  if (text !== 'on' && text !== 'off') throw new BadOption('bad-choice', { option: name, choices: ['on', 'off'], value: text });
  return text === 'on';
}

/** A variable that is almost one of ours, so that a slip of the pen is not passed over; others of the prefix may be somebody's. */
export function misspeltVariable(env: Readonly<Record<string, string | undefined>>): WordData | null {
  const known = settings.map(variableOf);
  for (const name of Object.keys(env)) {
    if (!name.startsWith(PREFIX) || known.includes(name)) continue;
    const meant = nearest(name.slice(PREFIX.length), known.map((one) => one.slice(PREFIX.length)), { parts: false });
    if (meant !== null) return { name, meant: PREFIX + meant };
  }
  return null;
}
