import type { Severity } from '../model/finding.ts';
import type { WordData } from '../model/source.ts';
import { masked } from '../text/secrets.ts';
import { visible } from '../text/width.ts';
import { yamlReasonZh } from './yaml-reasons.ts';

export type Language = 'en' | 'zh';

export const severityWords: Readonly<Record<Severity, Readonly<Record<Language, string>>>> = {
  error: { en: 'error', zh: '错误' },
  warning: { en: 'warning', zh: '警告' },
  info: { en: 'info', zh: '提示' },
};

/**
 * A sentence in both languages; `{name}` is filled in, `{name|size}` in megabytes, `{name|time}` in seconds, `{name|unless}` as a condition, `{name|yaml}` is why a text is
 * no YAML, `{name|said}` stands as it is: a sentence, or several, that `fill` has made.
 */
export interface Sentence {
  readonly en: string;
  readonly zh: string;
}

/** More than this of a list is counted, not named; `{name|short}` names half as many, `{name|all}` every one. */
const LISTED = 8;

/** Fills a sentence; what came from a file is made visible, so that it cannot steer a terminal, and what is a secret by the text itself is stars. */
export function fill(sentence: Sentence, data: WordData, language: Language): string {
  return sentence[language].replace(/\{(\w+)(?:\|(\w+))?\}/g, (whole, name: string, format: string | undefined) => {
    const value = data[name];
    if (value === undefined) return whole;
    if (format === 'said') return typeof value === 'string' ? value : (value as readonly string[]).join(comma[language]);
    if (Array.isArray(value) && format === 'command') return value.map((one) => toShow(String(one)).replaceAll(' ', UNBROKEN)).join('; ');
    if (Array.isArray(value)) return list(value as readonly string[], language, format === 'short' ? LISTED / 2 : format === 'all' ? Infinity : LISTED);
    if (format === 'figures') return value === '' ? '' : figures[language].replace('{engine}', String(value));
    if (format === 'engine') return engines[String(value)]?.[language] ?? String(value);
    if (format === 'unless') return value === '' ? '' : fill(unless, { value }, language);
    if (format === 'yaml') return toShow(cut(language === 'zh' ? yamlReasonZh(String(value)) : String(value)));
    if (typeof value === 'string') return format === 'command' ? toShow(value).replaceAll(' ', UNBROKEN) : toShow(cut(value));
    return number(value as number, format, language);
  });
}

function number(value: number, format: string | undefined, language: Language): string {
  if (format === 'size') return size(value);
  if (format === 'time') return time(value, language);
  if (format === 'extrapolated') return value === 0 ? '' : (value === 2 ? tooMany : extrapolated)[language];
  const shown = grouped(value);
  if (format === 'setUp') return (value === 0 ? rulesOnly : proxies)[language];
  if (format === 'pairs') return language === 'zh' ? `${grouped(value)} 个端口×协议对` : `${grouped(value)} port-protocol ${value === 1 ? 'pair' : 'pairs'}`;
  if (format === 'atLeast') return value === 0 ? '' : language === 'zh' ? '至少 ' : 'at least ';
  if (format === 'hugePages' || format === 'hugePagesBeyond') return value === 0 ? '' : (format === 'hugePages' ? hugePages : hugePagesBeyond)[language].replace('{n}', size(value));
  const counted = format === undefined ? undefined : counts[format];
  return counted === undefined ? shown : (value === 0 ? withoutProxy : counted)[language].replace('{n}', shown);
}

/** A whole number with its thousands apart, as both languages write them. Node's Intl would take 8 ms to load for it. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function toShow(text: string): string {
  return visible(masked(text));
}

/** What came from a file may be of any length. */
function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

const MOST_CHARACTERS = 1000;

/** Between items of a list. */
const comma: Readonly<Record<Language, string>> = { en: ', ', zh: '、' };

/** Stands for a space inside a command until the line is wrapped. */
export const UNBROKEN = '\u00a0';

const figures: Sentence = { en: ' (figures of {engine})', zh: '（以 {engine} 计）' };

/** What is not a rootful Docker Engine on Linux, as a sentence names it. */
const engines: Readonly<Record<string, Sentence>> = {
  desktop: { en: 'Docker Desktop', zh: 'Docker Desktop' },
  rootless: { en: 'a rootless engine', zh: 'rootless 引擎' },
};

const proxies: Sentence = { en: 'docker-proxy processes', zh: ' docker-proxy 进程' };
const rulesOnly: Sentence = { en: 'firewall rules', zh: '防火墙规则' };
const withoutProxy: Sentence = { en: 'no docker-proxy process (userland-proxy is off)', zh: '没有 docker-proxy 进程（userland-proxy 已关闭）' };

/** A number of docker-proxy processes, by format; none are there where the engine is told to start none. */
const counts: Readonly<Record<string, Sentence>> = {
  proxies: { en: '{n} docker-proxy processes', zh: '{n} 个 docker-proxy 进程' },
  aboutProxies: { en: 'about {n} docker-proxy processes', zh: '约 {n} 个 docker-proxy 进程' },
  someProxies: { en: '{n} docker-proxy processes or more', zh: '不少于 {n} 个 docker-proxy 进程' },
};

const hugePages: Sentence = { en: ' ({n} with transparent huge pages on)', zh: '（透明大页开启时 {n}）' };

const hugePagesBeyond: Sentence = { en: ' ({n} with transparent huge pages on, extrapolated)', zh: '（透明大页开启时 {n}，外推值）' };

const unless: Sentence = { en: 'Unless {value} makes the network host or none: ', zh: '除非 {value} 把网络设为 host 或 none：' };

const tooMany: Sentence = {
  en: ' (extrapolated; the default pid_max of 32,768 does not allow so many processes)',
  zh: '（外推值；默认的 pid_max 32,768 容不下这么多进程）',
};

const extrapolated: Sentence = { en: ' (extrapolated: more pairs than were measured)', zh: '（超出实测范围，为外推值）' };

/** Megabytes of 1,048,576 bytes in the unit a person would use. */
export function size(megabytes: number): string {
  if (megabytes < 1000) return `${Math.max(1, Math.round(megabytes))} MB`;
  const gigabytes = megabytes / 1024;
  return `${gigabytes < 10 ? gigabytes.toFixed(1) : Math.round(gigabytes)} GB`;
}

export function time(seconds: number, language: Language): string {
  const units = language === 'zh' ? ([' 秒', ' 分钟', ' 小时'] as const) : ([' s', ' min', ' h'] as const);
  if (seconds < 120) return `${seconds < 2 ? seconds.toFixed(1) : Math.round(seconds)}${units[0]}`;
  if (seconds < 5400) return `${Math.round(seconds / 60)}${units[1]}`;
  return `${(seconds / 3600).toFixed(1)}${units[2]}`;
}

function list(items: readonly string[], language: Language, most: number): string {
  const shown = items.slice(0, most).map((item) => toShow(cut(item))).join(comma[language]);
  const more = items.length - most;
  if (more <= 0) return shown;
  if (more === 1) return [shown, toShow(items.at(-1) ?? '')].join(comma[language]);
  return language === 'zh' ? `${shown} 等 ${items.length} 项` : `${shown} and ${more} more`;
}
