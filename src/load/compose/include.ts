import type { Remark, SourceRange } from '../../model/source.ts';
import type { Environment } from '../interpolate.ts';
import { directoryOf, joinPath } from '../paths.ts';
import type { ProjectFiles } from './project-files.ts';
import { mergeMaps, untagged } from './merge.ts';
import { entry, textOf, type MapValue, type Pair, type Value } from './tree.ts';

/** Deeper includes are not followed; a project that needs them has gone wrong. */
const MAX_DEPTH = 100;

/** What an included project may bring along. */
const resources = new Set(['services', 'networks', 'volumes', 'configs', 'secrets', 'models']);

export interface IncludeContext {
  readonly files: ProjectFiles;
  readonly environment: Environment;
  readonly directory: string;
  /** The files that are being included, outermost first. */
  readonly stack: readonly string[];
  readonly unread: Remark[];
  /** Loads files as a model of their own. */
  readonly load: (paths: readonly string[], environment: Environment, directory: string, stack: readonly string[], at: SourceRange) => MapValue | null;
}

/** The root with everything that its `include` names below it; what the root says itself wins. */
export function applyIncludes(root: MapValue, context: IncludeContext): MapValue {
  const value = entry(root, 'include');
  if (value === undefined) return root;
  if (value.kind !== 'list') {
    context.files.report('include-not-a-list', value.at);
    return root;
  }
  let result = root;
  for (const item of value.items) {
    const model = included(item, context);
    if (model !== null) result = { ...mergeMaps(untagged(onlyResources(model)), result, [], true), parts: root.parts };
  }
  return result;
}

function included(item: Value, { files, environment, directory, stack, unread, load }: IncludeContext): MapValue | null {
  const paths = texts(item.kind === 'map' ? entry(item, 'path') : item);
  const [first] = paths;
  if (first === undefined) {
    files.report('include-not-a-list', item.at);
    return null;
  }
  if (isRemote(first)) {
    if (!unread.some(({ id }) => id === 'unread.remote')) unread.push({ id: 'unread.remote', data: { path: first }, at: item.at });
    return null;
  }
  if (stack.length > MAX_DEPTH) {
    files.report('include-too-deep', item.at, { limit: MAX_DEPTH });
    return null;
  }
  const own = textOf(entry(item, 'project_directory'))?.value;
  const found = paths.map((path) => joinPath(directory, path));
  const inner = typeof own === 'string' ? joinPath(directory, own) : directoryOf(found[0] ?? '.');
  const envFiles = texts(entry(item, 'env_file')).map((path) => joinPath(directory, path));
  const scope = files.includedEnvironment(environment, envFiles.length > 0 ? envFiles : [joinPath(inner, '.env')]);
  return load(found, scope, inner, stack, item.at);
}

function texts(value: Value | undefined): string[] {
  const items = value === undefined ? [] : value.kind === 'list' ? value.items : [value];
  return items.flatMap((item) => {
    const text = textOf(item)?.value;
    return typeof text === 'string' ? [text] : [];
  });
}

/** Git and OCI addresses, which Compose would fetch. */
function isRemote(path: string): boolean {
  return /^(?:[a-z][a-z+.-]*:\/\/|git@|oci:|github\.com\/)|\.git(?:#|$)/i.test(path);
}

function onlyResources(model: MapValue): MapValue {
  const pairs = new Map<string, Pair>([...model.pairs].filter(([key]) => resources.has(key)));
  return { ...model, pairs };
}
