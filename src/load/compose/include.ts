import type { Text } from '../../model/deployment.ts';
import type { SourceRange } from '../../model/source.ts';
import { isUnknown } from '../../ports/spans.ts';
import type { Environment } from '../interpolate.ts';
import { directoryOf, isRemote, joinPath } from '../paths.ts';
import type { Environments } from './environments.ts';
import { mergeMaps, untagged } from './merge.ts';
import type { ProjectFiles } from './project-files.ts';
import { entry, type MapValue, type Pair, type Value } from './tree.ts';

/** Deeper includes are not followed; a project that needs them has gone wrong. */
const MAX_DEPTH = 100;

/** What an included project may bring along. */
const resources = new Set(['services', 'networks', 'volumes', 'configs', 'secrets', 'models']);

/** Files that are loaded as a model of their own. */
export interface Inclusion {
  readonly paths: readonly string[];
  readonly environment: Environment;
  readonly directory: string;
  /** The files that are being included, outermost first, by their real paths. */
  readonly stack: readonly string[];
}

export interface IncludeContext extends Omit<Inclusion, 'paths'> {
  readonly files: ProjectFiles;
  readonly environments: Environments;
  readonly load: (inclusion: Inclusion) => MapValue | null;
}

/** The root with everything that its `include` names below it; what the root says itself wins. */
export function applyIncludes(root: MapValue, context: IncludeContext): MapValue {
  const value = entry(root, 'include');
  if (value === undefined || isNothing(value)) return root;
  if (value.kind !== 'list') {
    context.files.report('include-not-a-list', value.at);
    return root;
  }
  const models = new Set(value.items.map((item) => included(item, context)).filter((model) => model !== null));
  let result = root;
  for (const model of models) result = { ...mergeMaps(untagged(onlyResources(model)), result, [], true), parts: root.parts };
  return result;
}

function included(item: Value, context: IncludeContext): MapValue | null {
  const { files, environments, environment, directory, stack, load } = context;
  const paths = pathsIn(item, 'path', files);
  const envFiles = pathsIn(item, 'env_file', files);
  const base = pathsIn(item, 'project_directory', files);
  if (paths === null || envFiles === null || base === null) return null;
  if (paths.length === 0) {
    files.report('include-not-a-list', item.at);
    return null;
  }
  const atHand = paths.filter(({ path, at }) => isAtHand(path, at, files));
  const [first] = atHand;
  const [own] = base;
  if (first === undefined || first !== paths[0] || (own !== undefined && !isAtHand(own.path, own.at, files))) return null;
  if (stack.length > MAX_DEPTH) {
    files.report('include-too-deep', item.at, { limit: MAX_DEPTH }, true);
    return null;
  }
  const named = atHand.map(({ path }) => joinPath(directory, path as string));
  const found = named.filter((path) => isThere(path, item.at, context));
  if (found.length === 0) return null;
  const inner = own === undefined ? directoryOf(named[0] ?? '.') : joinPath(directory, own.path as string);
  const seen = envFiles.filter(({ path, at }) => isAtHand(path, at, files)).map(({ path, at }) => ({ path: path as string, at }));
  // Compose's way to say that there is none.
  const given = seen.filter(({ path }) => path !== '/dev/null').map(({ path, at }) => ({ path: joinPath(directory, path), at, named: true }));
  const ofItsOwn = [{ path: joinPath(inner, '.env'), at: item.at, named: false }];
  const scope = environments.included(environment, envFiles.length > 0 ? given : ofItsOwn, seen.length < envFiles.length);
  return load({ paths: found, environment: scope, directory: inner, stack });
}

function isThere(path: string, at: SourceRange, { files, stack }: IncludeContext): boolean {
  const shown = files.input.shown(path);
  if (stack.includes(files.real(path))) {
    files.report('include-cycle', at, { path: shown });
    return false;
  }
  const read = files.text(path);
  if ('text' in read) return true;
  if (read.why === 'outside') files.leave('unread.outside', path, at);
  else files.report('include-unreadable', at, { path: shown }, true);
  return false;
}

/** Something that is not fetched, or of which only the running machine knows where it lies, is not read. */
function isAtHand(path: Text, at: SourceRange, files: ProjectFiles): boolean {
  if (isUnknown(path)) files.leave('unread.unknown', path.unknown, at);
  else if (isRemote(path)) files.leave('unread.remote', path, at);
  else return true;
  return false;
}

type Path = { readonly path: Text; readonly at: SourceRange };

/** The texts of a key, one or several; `null` when it is of the wrong kind. An item that is text is its `path`. */
function pathsIn(item: Value, key: string, files: ProjectFiles): Path[] | null {
  const value = item.kind === 'map' ? entry(item, key) : key === 'path' ? item : undefined;
  if (value === undefined || isNothing(value)) return [];
  const several = item.kind === 'map' && key !== 'project_directory' && value.kind === 'list';
  const texts = (several ? value.items : [value]).map((one) => (one.kind === 'scalar' && (one.type === 'string' || key === 'project_directory') ? { path: one.text, at: one.at } : null));
  const good = texts.filter((text) => text !== null);
  if (good.length === texts.length) return good;
  if (item.kind === 'map') files.report('include-wrong-kind', value.at, { key });
  else files.report('include-not-a-list', item.at);
  return null;
}

function isNothing(value: Value): boolean {
  return value.kind === 'scalar' && value.type === 'null';
}

function onlyResources(model: MapValue): MapValue {
  const pairs = new Map<string, Pair>([...model.pairs].filter(([key]) => resources.has(key)));
  return { ...model, pairs };
}
