import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from '../lint.ts';
import type { Service } from '../model/deployment.ts';
import type { Language, Sentence } from '../report/language.ts';
import { isUnknown } from '../ports/spans.ts';
import { configurationNames, inDirectory } from './find-configuration.ts';
import { errnoOf, readErrorOf } from './read-text.ts';
import { engineSettings, isSwitch, meaningOf, plainSettings, type OptionRow, type settings } from './option-table.ts';
import { projectOptions, type SharedOptions } from './options.ts';
import { readProjects } from './projects.ts';
import { sayError } from './sentences.ts';
import { visible } from '../text/width.ts';
import { complain, type Terminal } from './terminal.ts';

const FILE = configurationNames[0] ?? '';

const words: Readonly<Record<'head' | 'rules' | 'overrides' | 'found' | 'like' | 'none', Sentence>> = {
  head: { en: 'Configuration of zlm-lint. Every line that is commented out shows the default or an example.', zh: 'zlm-lint 的配置。注释掉的各行是默认值或示例。' },
  found: { en: 'Recognised here: {services}.', zh: '已在此识别：{services}。' },
  none: { en: 'Nothing here was recognised as ZLMediaKit.', zh: '此处没有识别出 ZLMediaKit。' },
  like: { en: 'Not recognised, but called like it; take those that are ZLMediaKit:', zh: '未识别，但名称相似；若确实是 ZLMediaKit 请启用：' },
  rules: { en: 'A severity (off, info, warning, error), or the options of a rule', zh: '级别（off、info、warning、error），或规则的选项' },
  overrides: { en: 'Another setting for some files or services; the last one that fits counts', zh: '对部分文件或服务另行设置，后面的优先' },
};

const EXAMPLE = ['rules:', '  no-wide-port-range:', '    max: 256', '  prefer-host-network: info'];
const OVERRIDE = ['overrides:', '  - files: ["test/**"]', '    services: ["zlm-*"]', '    rules:', '      no-wide-port-range: off'];

/** Writes a configuration that changes nothing and says what may be changed; resolves to the exit code. */
export async function initCommand(options: SharedOptions, language: Language, terminal: Terminal): Promise<number> {
  const { cwd } = terminal;
  const fail = (path: string, message: string): number => {
    complain(terminal, `${path}: ${message}`);
    return 2;
  };
  const known = inDirectory(cwd, cwd);
  if (known !== null) return fail('error' in known ? known.error.path : known.path, sayError('already-configured', {}, language));
  const services = await servicesHere(options, terminal);
  const text = configurationText(services, language);
  try {
    // A link that leads nowhere is something that lies here, too.
    const file = openSync(join(cwd, FILE), 'wx');
    writeSync(file, text);
    closeSync(file);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return fail(FILE, sayError('already-configured', {}, language));
    const { code, path: _path, ...data } = readErrorOf(FILE, error);
    return fail(FILE, sayError(code === 'io' ? 'not-written' : code, data, language));
  }
  terminal.stdout.tell(`${sayError('configuration-written', { path: FILE }, language)}\n`);
  return 0;
}

interface Here {
  readonly service: Service;
  readonly path: string;
}

async function servicesHere(options: SharedOptions, terminal: Terminal): Promise<Here[]> {
  const { projects } = await readProjects(['.'], projectOptions(options, terminal));
  return projects.flatMap((project) => {
    const deployment = identify(project.load(project.texts), []);
    return deployment.services.map((service) => ({ service, path: project.path }));
  });
}

function configurationText(here: readonly Here[], language: Language): string {
  const recognised = here.filter(({ service }) => service.zlm !== null);
  const like = here.filter(({ service }) => service.zlm === null && service.name !== null && isLike(service));
  const found = recognised.map(({ service, path }) => `${service.label} (${path})`).join(language === 'zh' ? '、' : ', ');
  const comment = (text: string): string => `# ${visible(text)}`;
  const simple = plainSettings.filter(({ setting }) => setting !== 'zlmService');
  const rows = (row: (typeof settings)[number]): string[] => [comment(meaningOf(row)[language]), comment(`${row.setting}: ${example(row)}`), ''];
  return [
    comment(words.head[language]),
    'version: 1',
    '',
    comment(found === '' ? words.none[language] : words.found[language].replace('{services}', () => found)),
    ...(like.length === 0 ? [comment(`zlmService: []`)] : [comment(words.like[language]), comment('zlmService:'), ...like.map(({ service, path }) => comment(`  - ${plain(service.name ?? '')} # ${path}`))]),
    '',
    ...simple.flatMap(rows),
    '# engine:',
    ...engineSettings.flatMap((row) => [comment(`  # ${row.help[language]}`), comment(`  ${row.key}: ${example(row)}`)]),
    '',
    comment(words.rules[language]),
    ...EXAMPLE.map(comment),
    '',
    comment(words.overrides[language]),
    ...OVERRIDE.map(comment),
    '',
  ].join('\n');
}

function example(row: OptionRow): string {
  const { flags, choices, fallback, number, repeatable, pattern } = row;
  if (isSwitch(row)) return 'true';
  if (repeatable === true) return '[]';
  if (pattern !== undefined) return '"28"';
  if (flags.endsWith('<file>')) return 'zlm-lint-baseline.json';
  return String(fallback ?? choices?.[0] ?? number ?? '');
}

/** A name as YAML writes it. */
function plain(name: string): string {
  return /^[a-z][\w.-]*$/i.test(name) ? name : JSON.stringify(name);
}

/** Its own words speak of it; that alone makes nothing ZLMediaKit. */
function isLike({ name, containerName, image }: Service): boolean {
  const said = [name, containerName?.value, image?.value].map((text) => (text === null || text === undefined || isUnknown(text) ? '' : text));
  return said.some((text) => /zlm|media-?(?:kit|server)/i.test(text));
}
