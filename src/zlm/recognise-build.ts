import facts from '../../rules/_facts/images.json' with { type: 'json' };
import type { Build, Service, Text } from '../model/deployment.ts';
import type { SourceRange } from '../model/source.ts';
import { mentionsZlm, namesCompanion, namesZlm, wordsOf, wordsOfImage } from './image-name.ts';

export interface BuiltFrom {
  readonly path: string;
  readonly at: SourceRange;
  /** The Dockerfile also installs a controller. */
  readonly bundled: boolean;
}

/** What of a build says that ZLMediaKit comes out of it: the Dockerfile or, when it is not at hand, its path; the build's arguments. */
export function builtFrom(service: Service): BuiltFrom | null {
  const { build } = service;
  if (build === null) return null;
  const where = build.dockerfile ?? build.context;
  const at = where?.at ?? service.at;
  const path = where === null ? '' : shown(where.value);
  if (build.dockerfileText !== null) {
    const lines = instructions(build.dockerfileText);
    const says = installsZlm(lines) || (pathNamesZlm(build) && lines.some((line) => /zlmediakit|\bzlm\b|\/opt\/media\b/i.test(line)));
    if (says) return { path, at, bundled: installsController(lines) };
  } else if (pathNamesZlm(build)) {
    return { path, at, bundled: false };
  }
  const cloned = service.mentions.find(({ value }) => REPOSITORY.test(shown(value).trim()));
  return cloned === undefined ? null : { path, at: cloned.at, bundled: false };
}

/** The address of ZLMediaKit's repository or of a copy, as a build argument gives it. */
const REPOSITORY = /^(?:\w+=)?(?:https?:\/\/|git@)\S+\/ZLMediaKit(?:\.git)?\/?$/i;

/** The instructions of a Dockerfile, continued lines joined, comments left out. */
function instructions(text: string): readonly string[] {
  return text
    .split(/\r\n|\r|\n/)
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/[\\`][ \t]*\n/g, ' ')
    .split('\n');
}

function installsZlm(lines: readonly string[]): boolean {
  if (lines.some((line) => /(?:^|[\s"'/=])MediaServer(?=$|[\s"',;&])/.test(line))) return true;
  if (lines.some((line) => /\bgit\b/.test(line) && /\bclone\b/.test(line) && /\/ZLMediaKit(?:\.git)?(?=$|[\s"';&|])/i.test(line))) return true;
  const variables = new Map<string, string>();
  const zlmStages = new Set<string>();
  let last = false;
  for (const line of lines) {
    const argument = /^\s*ARG\s+(\w+)=["']?([^"'\s]*)/i.exec(line);
    if (argument !== null) variables.set(argument[1] ?? '', argument[2] ?? '');
    const stage = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line);
    if (stage !== null) {
      const image = (stage[1] ?? '').replace(/\$\{(\w+)[^}]*\}|\$(\w+)/g, (whole, braced?: string, bare?: string) => variables.get(braced ?? bare ?? '') ?? whole);
      last = zlmStages.has(image.toLowerCase()) || namesZlm(wordsOfImage(image.includes('$') ? { unknown: image } : image));
      if (last && stage[2] !== undefined) zlmStages.add(stage[2].toLowerCase());
    }
    const copied = /^\s*COPY\s+--from=(\S+)\s+(\S+)/i.exec(line);
    if (copied !== null && namesZlm(wordsOfImage(copied[1] ?? '')) && /^\/opt\/media\/bin\/?$/.test(copied[2] ?? '')) return true;
  }
  return last;
}

/** A Java program or a known controller beside it. Source: WVP's all-in-one Dockerfile, gowvp's Dockerfile_full, AKStream. */
function installsController(lines: readonly string[]): boolean {
  return lines.some((line) => (/\bjava\b/.test(line) && /-jar\b/.test(line)) || /wvp-GB28181|\bgowvp\b|AKStreamKeeper/i.test(line));
}

/** Whether the last segment that is named after ZLMediaKit is followed by nothing that names another program. */
function pathNamesZlm({ context, dockerfile }: Build): boolean {
  const base = context === null ? '' : shown(context.value);
  const repository = base.replace(/#.*$/, '').replace(/\.git\/?$/, '');
  const words = `${repository}/${dockerfile === null ? '' : shown(dockerfile.value)}`.split('/').map(wordsOf);
  const at = words.findLastIndex(mentionsZlm);
  const own = words[at];
  if (own === undefined || namesCompanion(own)) return false;
  return words.slice(at + 1).every((later) => later.every(isNeutral));
}

function isNeutral(word: string): boolean {
  const { words } = facts.neutral;
  return words.includes(word) || words.includes(word.replace(/\d+$/, '')) || /^v?\d+$/.test(word);
}

function shown(value: Text): string {
  return typeof value === 'string' ? value : value.unknown;
}
