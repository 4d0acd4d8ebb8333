import type { Deployment, Service, TextChange } from '../model/deployment.ts';
import type { CreatedFile } from '../model/finding.ts';
import type { Remark } from '../model/source.ts';
import { applyEdits } from '../text/edits.ts';
import { readConfigIni, type ConfigIni } from '../zlm/config-ini.ts';
import { effectiveConfig, type EffectiveConfig } from '../zlm/effective-config.ts';
import { listenersIn, shippedListeners, shippedValues, type Listener } from '../zlm/listeners.ts';

/** Values of config.ini by `section.key`. */
export type ConfigValues = ReadonlyMap<string, string>;

/** How a config.ini comes to hold other values: in the file that is mounted, or in one that is made and mounted. */
export interface ConfigPlan {
  readonly texts: readonly TextChange[];
  readonly created: readonly CreatedFile[];
  readonly volumes: readonly string[];
}

export const NO_CONFIG_CHANGE: ConfigPlan = { texts: [], created: [], volumes: [] };

/** Plans the values into the config.ini that a service reads. */
export function planConfig(service: Service, deployment: Deployment, values: ConfigValues): ConfigPlan | { readonly refused: Remark } {
  if (values.size === 0) return NO_CONFIG_CHANGE;
  const config = effectiveConfig(service);
  if (!config.known) return { refused: { ...config.why, at: service.image?.at ?? service.at } };
  if (config.kind === 'mounted') {
    // What is closed or moved for one of them would be for the other, whom it may serve; of running containers `inspect` says what to do first.
    const other = deployment.form === 'inspect' ? undefined : deployment.services.find((one) => one !== service && one.zlm !== null && isConfigOf(one, config.file.path));
    if (other !== undefined) return { refused: { id: 'refused.config-shared', data: { service: other.label, path: config.file.path }, at: other.at } };
    return inMounted(config, deployment, values);
  }
  return inNew(config.target, service, deployment, values);
}

function isConfigOf(service: Service, path: string): boolean {
  const config = effectiveConfig(service);
  return config.known && config.kind === 'mounted' && config.file.path === path;
}

/** What ZLMediaKit listens on once its config.ini is as planned. */
export function listenersAfter(service: Service, { texts, created: [file] }: ConfigPlan): readonly Listener[] {
  const config = effectiveConfig(service);
  if (file !== undefined) return listenersIn(readConfigIni(file.text), '');
  if (!config.known || config.kind !== 'mounted') return shippedListeners;
  return listenersIn(readConfigIni(applyEdits(config.file.text, texts)), config.file.path);
}

function inMounted({ ini, file }: Extract<EffectiveConfig, { kind: 'mounted' }>, deployment: Deployment, values: ConfigValues): ConfigPlan | { readonly refused: Remark } {
  if (deployment.texts.get(file.path) !== file.text) return { refused: { id: 'refused.config-inline', data: { path: file.path }, at: null } };
  const eol = /\r\n|\n/.exec(file.text)?.[0] ?? '\n';
  const opened = new Set<string>();
  const texts = inSections(values, ini).map(([key, value]): TextChange => {
    const at = assigned(ini, key);
    if (at !== null) return { at: { file: file.path, ...at }, text: value, service: null };
    const section = sectionOf(key);
    const end = ini.endOf(section);
    const row = `${nameOf(key)}=${value}`;
    const place = (offset: number, text: string): TextChange => ({ at: { file: file.path, start: offset, end: offset }, text, service: null });
    if (end !== null) return place(end, eol + row);
    const header = opened.has(section) ? '' : `${opened.size === 0 && /[^\r\n]$/.test(file.text) ? eol : ''}${eol}[${section}]${eol}`;
    opened.add(section);
    return place(file.text.length, `${header}${row}${eol}`);
  });
  return { texts, created: [], volumes: [] };
}

/** The values of a section one after the other; those of new sections last, which may begin where the last section of the file ends. */
function inSections(values: ConfigValues, ini: ConfigIni): [string, string][] {
  const isNew = (section: string): number => Number(ini.endOf(section) === null);
  const sections = [...new Set([...values.keys()].map(sectionOf))].sort((one, other) => isNew(one) - isNew(other));
  return sections.flatMap((section) => [...values].filter(([key]) => sectionOf(key) === section));
}

/** Only what differs from the compiled defaults, so that the rest stays as the image has it. */
function inNew(target: string, service: Service, deployment: Deployment, values: ConfigValues): ConfigPlan | { readonly refused: Remark } {
  const place = deployment.newFile('config.ini', service);
  if (place === null || isMountedByAnyone(place.file, deployment)) return { refused: { id: 'refused.no-config', at: service.image?.at ?? service.at } };
  return { texts: [], created: [{ file: place.file, text: newText(values) }], volumes: [`${place.source}:${target}`] };
}

/** A file that is not here may lie on the machine that runs the deployment. */
function isMountedByAnyone(path: string, { services }: Deployment): boolean {
  return services.some(({ volumes }) => volumes.some(({ files }) => {
    const read = files();
    return !read.known && read.path === path;
  }));
}

function newText(values: ConfigValues): string {
  const sections = new Map<string, string[]>();
  for (const [key, value] of new Map([...shippedValues, ...values])) {
    const rows = sections.get(sectionOf(key)) ?? [];
    rows.push(`${nameOf(key)}=${value}`);
    sections.set(sectionOf(key), rows);
  }
  return [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([section, rows]) => `[${section}]\n${rows.join('\n')}\n`).join('\n');
}

/** Where the value of a key stands; `null` when it is to be added. */
function assigned(ini: ConfigIni, key: string): { readonly start: number; readonly end: number } | null {
  const found = ini.get(sectionOf(key), nameOf(key));
  return found?.assigned === true ? { start: found.start, end: found.end } : null;
}

function sectionOf(key: string): string {
  return key.slice(0, key.indexOf('.'));
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('.') + 1);
}
