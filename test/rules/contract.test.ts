import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { catalogues } from '../../src/report/sentences.ts';
import { defaultOptions, type Rule, type RuleMeta } from '../../src/rule.ts';
import { asciiPunctuation, placeholders } from './chinese.ts';
import { casesOf, findIn, fixedOf, fixWith, inputOf, load, printed, ruleFolders, RULES, shownChanges, textOf, UPDATE, updateFixed, updateOut, type Input, type RuleCase } from './harness.ts';
import { codeBlocks, headings, section } from './markdown.ts';

const sentences: (typeof catalogues)[number] = Object.assign({}, ...catalogues);

const schema = readJson(join(RULES, 'rule.schema.json')) as object;
const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);
const folders = ruleFolders();
const cases = new Map(await Promise.all(folders.map(async (id) => [id, await casesOf(id)] as const)));
const languages = [['README.md', 'en'], ['README.zh.md', 'zh']] as const;
const examples = { en: ['Bad', 'Good'], zh: ['反例', '正例'] } as const;

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function ruleOf(id: string): Rule {
  const rule = rules.find(({ meta }) => meta.id === id);
  if (rule === undefined) throw new Error(`rules/index.ts does not have ${id}`);
  return rule;
}

describe('the list of rules', () => {
  it('is that of the folders, in the order of their ids', () => {
    expect(rules.map(({ meta }) => meta.id)).toEqual(folders);
  });
});

describe('rule.schema.json', () => {
  const good = readJson(join(RULES, '_template', 'rule.json')) as RuleMeta;
  const sentence = { en: 'A.', zh: '甲。' };

  it('accepts the template', () => {
    validate(good);
    expect(validate.errors).toBeNull();
  });

  it.each<[string, object]>([
    ['a key that is none', { ...good, fix: true }],
    ['an id that is no promise', { ...good, id: 'Ports' }],
    ['a summary that is a sentence', { ...good, summary: { en: 'It reports.', zh: '报告。' } }],
    ['a summary in one language', { ...good, summary: { en: 'what it reports' } }],
    ['an unknown severity', { ...good, severity: 'fatal' }],
    ['a version that is none', { ...good, since: '0.1' }],
    ['no messages', { ...good, messages: {} }],
    ['one language', { ...good, messages: { found: { en: 'A.' } } }],
    ['a third language', { ...good, messages: { found: { ...sentence, fr: 'A.' } } }],
    ['an unknown format', { ...good, messages: { found: { ...sentence, en: '{memory|gigabytes}' } } }],
    ['a brace without an end', { ...good, messages: { found: { ...sentence, en: '{memory' } } }],
    ['options that are no object', { ...good, options: { type: 'integer' } }],
    ['options that take anything', { ...good, options: { type: 'object', properties: { max: { type: 'integer', default: 1, description: 'A.' } } } }],
    ['an option without a default', { ...good, options: { type: 'object', additionalProperties: false, properties: { max: { type: 'integer', description: 'A.' } } } }],
    ['a schema that is none', { ...good, options: { type: 'object', additionalProperties: false, properties: { max: { type: 'port', default: 1, description: 'A.' } } } }],
  ])('refuses %s', (_, bad) => {
    expect(validate(bad)).toBe(false);
  });
});

describe('the template', () => {
  it.each(languages)('%s has one example of each kind', (readme, language) => {
    const page = readFileSync(join(RULES, '_template', readme), 'utf8');
    for (const heading of examples[language]) expect(codeBlocks(section(page, heading))).toHaveLength(1);
  });
});

describe.each(folders)('%s', (id) => {
  const { meta } = ruleOf(id);
  const messages = Object.entries(meta.messages);
  const own = cases.get(id) ?? [];

  it('has a rule.json that follows the schema', () => {
    validate(readJson(join(RULES, id, 'rule.json')));
    expect(validate.errors).toBeNull();
  });

  it('is called as its folder', () => {
    expect(meta.id).toBe(id);
  });

  it.each(messages)('%s says the same in both languages', (_, { en, zh }) => {
    expect(placeholders(zh)).toEqual(placeholders(en));
  });

  it.each(messages)('%s is a statement, not a request', (_, { en, zh }) => {
    expect(en).not.toMatch(/\b(?:please|should)\b/i);
    expect(zh).not.toMatch(/请(?!求)|应该|应当/);
    expect(en).toMatch(/^[A-Z{].*[.}]$/);
    expect(zh).toMatch(/[。}]$/);
  });

  it.each(messages)('%s has full-width punctuation in Chinese', (_, { zh }) => {
    expect(asciiPunctuation(zh)).toEqual([]);
  });

  it('has a summary with full-width punctuation in Chinese', () => {
    expect(asciiPunctuation(meta.summary.zh)).toEqual([]);
  });

  it('is silent on an empty deployment', async () => {
    for (const text of ['name: nothing\n', 'services: {}\n']) {
      const input = await inputOf(text);
      expect([...ruleOf(id).check(load(input), input.options, () => defaultOptions(ruleOf(id).meta))]).toEqual([]);
    }
  });

  it('fires every message in some case, with all that it fills in', () => {
    const fired = new Set<string>();
    for (const { finding } of own.flatMap((one) => findIn(one, [ruleOf(id)]).found)) {
      fired.add(finding.messageId);
      const names = placeholders(meta.messages[finding.messageId]?.en ?? '').map((placeholder) => placeholder.replace(/[{}]|\|.*/g, ''));
      expect(Object.keys(finding.data ?? {})).toEqual(expect.arrayContaining(names));
    }
    expect([...fired].sort()).toEqual(messages.map(([message]) => message).sort());
  });

  it('has a silent case', () => {
    expect(own.filter(({ outFile }) => !existsSync(outFile)).map(({ name }) => name)).not.toEqual([]);
  });

  it('says truly whether it can be fixed', () => {
    expect(own.some((one) => fixWith(one, [ruleOf(id)]).applied.length > 0)).toBe(meta.fixable);
  });

  describe.each(languages)('%s', (readme, language) => {
    const page = (): string => readFileSync(join(RULES, id, readme), 'utf8');
    const [bad, good] = examples[language];

    it("has the template's headings in their order", () => {
      const template = headings(readFileSync(join(RULES, '_template', readme), 'utf8'));
      expect(headings(page())).toEqual(template.map((heading) => (heading === '# my-rule' ? `# ${id}` : heading)));
    });

    it('has something below every heading', () => {
      for (const heading of headings(page())) expect(section(page(), heading.replace(/^#+ /, '')).trim()).not.toBe('');
    });

    it('has the same code as the other language', () => {
      const [other = ''] = languages.map(([name]) => name).filter((name) => name !== readme);
      expect(codeBlocks(page())).toEqual(codeBlocks(readFileSync(join(RULES, id, other), 'utf8')));
    });

    it('shows a bad example that is reported', async () => {
      const { found } = findIn(await exampleIn(section(page(), bad)), [ruleOf(id)]);
      expect(found.length).toBeGreaterThan(0);
    });

    it('shows a good example that is not', async () => {
      const input = await exampleIn(section(page(), good));
      const { deployment, found } = findIn(input, [ruleOf(id)]);
      expect(deployment.problems).toEqual([]);
      expect(deployment.services.some(({ zlm }) => zlm !== null)).toBe(true);
      expect(found).toEqual([]);
    });
  });

  describe.each(own.map((one) => [one.name, one] as const))('%s', (_, one) => {
    it('is reported as its .out says', () => {
      const text = printed(findIn(one, [ruleOf(id)]), rules);
      if (UPDATE) updateOut(one, text === '' ? null : text);
      expect(text).toBe(textOf(one.outFile) ?? '');
    });

    it('is fixed as its .fixed says, and a second --fix changes nothing', () => {
      const result = fixWith(one, [ruleOf(id)]);
      const texts = shownChanges(result, one);
      if (UPDATE) updateFixed(one, texts);
      expect([...texts].sort()).toEqual([...fixedOf(one)].sort());
      expect(result.applied.length > 0).toBe(texts.size > 0);
      expectFinal(one, [ruleOf(id)], result);
    });

    it('can be read and fixed by all rules together', () => {
      expectFinal(one, rules, fixWith(one, rules));
    });
  });
});

describe('what holds a move to the host network back', () => {
  it('is shown by a case, each sentence of it', () => {
    const found = [...cases.values()].flat().flatMap((one) => findIn(one, rules).found);
    const shown = new Set(found.flatMap(({ fix, notFixed }) => [...(fix?.reasons ?? []), ...(notFixed === null ? [] : [notFixed, ...(notFixed.steps ?? [])])]).map(({ id }) => id));
    const ids = Object.keys(sentences).filter((id) => /^(?:host|minimal|zlm-config|unread)\./.test(id));
    expect(ids.filter((id) => !shown.has(id))).toEqual([]);
  });
});

/** The one Compose file or script of a section. */
function exampleIn(text: string): Promise<Input> {
  const blocks = codeBlocks(text).filter(({ language }) => language === 'yaml' || language === 'sh');
  expect(blocks).toHaveLength(1);
  const [{ language, code } = { language: 'yaml', code: '' }] = blocks;
  return inputOf(code, {}, language === 'sh' ? 'example.sh' : 'compose.yml');
}

function expectFinal(one: RuleCase, applied: readonly Rule[], first: ReturnType<typeof fixWith>): void {
  expect(first.dropped.map(({ why }) => why)).toEqual([]);
  const second = fixWith(one, applied, first.texts);
  expect([...second.texts]).toEqual([...first.texts]);
  expect(second.applied).toEqual([]);
}
