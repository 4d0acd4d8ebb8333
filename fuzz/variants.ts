import { isMap, isScalar, parseDocument, visit, type Document, type Pair } from 'yaml';
import type { Report } from '../src/report/contract.ts';
import { isYaml, type Input } from './input.ts';
import type { Shown } from './invariants.ts';
import { Random } from './random.ts';
import { Broken } from './world.ts';

/** Of a circle the service is told at which it is entered. */
const CIRCLES = new Set(['depends-on-itself', 'include-cycle', 'extends-cycle']);

/** A list of which the first are named. */
const SHORTENED = /\band \d+ more\b|等 ?\d+|另有|\d+ more/;

type Place = 'exact' | 'lines' | 'none';

/** What a report says, without an order. */
function saidIn({ files, errors }: Report, place: Place, services: ReadonlySet<string> = new Set()): string[] {
  const places = ({ line, column, endLine, endColumn }: Report['files'][number]['findings'][number]): number[] => (place === 'exact' ? [line, column, endLine, endColumn] : place === 'lines' ? [line, endLine] : []);
  // Sentences name lines, and of two services that are in each other's way, or share a file, the first or the second one.
  const plain = (word: string): string => (services.has(word.replace(/[.:]$/, '')) ? '§' : word);
  const words = (text = ''): string => (place !== 'none' ? text : SHORTENED.test(text) ? '…' : text.replace(/(\bline |:|第 ?)\d+/g, '$1#').split(/[ ,，、：]+/).map(plain).sort().join(' '));
  const findings = files.flatMap(({ path, findings: all }) => all.filter(({ messageId }) => place !== 'none' || !CIRCLES.has(messageId)).map((finding) => [...(place === 'none' ? [] : [path, finding.service]), finding.rule, finding.severity, words(finding.message), words(finding.fix?.title), finding.fix?.safety, (finding.fix?.reasons ?? []).map(({ message }) => words(message)).sort().join(), words(finding.notFixed?.message), finding.suppressed?.kind, ...places(finding)].join(' | ')));
  return [...findings, ...errors.map(({ path, message }) => `${path} | ${words(message)}`)].sort();
}

function compare(invariant: string, one: readonly string[], other: readonly string[]): void {
  const gone = one.filter((said) => !other.includes(said));
  const come = other.filter((said) => !one.includes(said));
  if (gone.length + come.length > 0) throw new Broken(invariant, `without: ${gone.slice(0, 2).join('\n')}\nnow: ${come.slice(0, 2).join('\n')}`);
  if (one.length !== other.length) throw new Broken(invariant, `${one.length} findings became ${other.length}`);
}

/** The same files, each in other bytes that mean the same, are reported and fixed alike. */
async function sameWith({ input, world, report, fixed }: Bound, invariant: string, change: (name: string, text: string) => string, place: Place): Promise<void> {
  const changed = (files: Input['files']): Map<string, Buffer> => new Map([...files].map(([name, bytes]) => [name, Buffer.from(change(name, bytes.toString('utf8')))]));
  const before = await report();
  const after = await fixed();
  const files = changed(input.files);
  if ([...files].every(([name, bytes]) => input.files.get(name)?.equals(bytes) === true)) return;
  world.put(files);
  compare(invariant, saidIn(before, place), saidIn(await world.report([], input), place));
  await world.report(['--fix', '--no-backup'], input);
  const now = world.files();
  for (const [name, bytes] of changed(after.files)) {
    const is = now.get(name);
    if (is === undefined || !is.equals(bytes)) throw new Broken(invariant, `${name} is fixed otherwise:\n${is?.toString('utf8').slice(0, 400)}\n---\n${bytes.toString('utf8').slice(0, 400)}`);
  }
}

interface Bound {
  readonly input: Input;
  readonly world: Shown['world'];
  readonly report: () => Promise<Report>;
  readonly fixed: () => ReturnType<Shown['fixed']>;
}

function bound(shown: Shown): Bound {
  return { input: shown.input, world: shown.world, report: () => shown.report(), fixed: () => shown.fixed() };
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8')).equals(bytes);
}

export async function checkLineEnds(shown: Shown): Promise<void> {
  if ([...shown.input.files.values()].some((bytes) => bytes.includes(13) || bytes.includes(0) || !isUtf8(bytes))) return;
  // To a shell a CR is a character, and it reads a .yml that holds nothing but its commands.
  const { files } = await shown.report();
  if (files.some(({ form }) => form !== 'compose')) return;
  // How much is read again is counted in characters, of which CRLF has more.
  if (files.some(({ findings }) => findings.some(({ messageId }) => messageId === 'read-too-often'))) return;
  await sameWith(bound(shown), 'line-ends', (name, text) => (isYaml(name) ? text.replaceAll('\n', '\r\n') : text), 'exact');
}

export async function checkByteOrderMark(shown: Shown): Promise<void> {
  // Of bytes that are no text is said where they stand.
  if ([...shown.input.files.values()].some((bytes) => bytes.includes('\uFEFF') || bytes.includes(0) || !isUtf8(bytes))) return;
  await sameWith(bound(shown), 'byte-order-mark', (name, text) => (isYaml(name) ? `\uFEFF${text}` : text), 'lines');
}

/** Every file is named, forwards and backwards. */
export async function checkFileOrder({ input, world }: Shown): Promise<void> {
  const paths = [...input.files.keys()].filter((name) => isYaml(name) || /\.(?:sh|md)$/.test(name)).sort();
  if (paths.length < 2) return;
  const made = [];
  for (const order of [paths, [...paths].reverse()]) {
    world.put(input.files);
    const report = await world.report([], { ...input, paths: order });
    await world.report(['--fix', '--no-backup'], { ...input, paths: order });
    made.push({ said: saidIn(report, 'exact'), files: world.files() });
  }
  const [one, other] = made;
  if (one === undefined || other === undefined) return;
  compare('file-order', one.said, other.said);
  for (const [name, bytes] of one.files) if (other.files.get(name)?.equals(bytes) !== true) throw new Broken('file-order', `${name} is fixed otherwise`);
}

/** Services, and the keys within each, in another order say the same. */
export async function checkKeyOrder({ input, world }: Shown): Promise<void> {
  // A comment that silences stands at one of two that are in each other's way.
  if ([...input.files.values()].some((bytes) => bytes.includes('zlm-lint-'))) return;
  const random = new Random(input.files.size);
  const [asWritten, shuffled] = [new Map(input.files), new Map(input.files)];
  const names = new Set<string>();
  for (const [name, bytes] of input.files) {
    const text = bytes.toString('utf8');
    if (!isYaml(name) || !isUtf8(bytes)) continue;
    const document = reorderable(text);
    if (document === null) continue;
    asWritten.set(name, Buffer.from(document.toString({ lineWidth: 0 })));
    reorder(document, random);
    shuffled.set(name, Buffer.from(document.toString({ lineWidth: 0 })));
    for (const [key] of Object.entries((document.toJS() as { readonly services: object }).services)) names.add(key);
  }
  if (names.size === 0) return;
  world.put(asWritten);
  const one = saidIn(await world.report([], input), 'none', names);
  world.put(shuffled);
  compare('key-order', one, saidIn(await world.report([], input), 'none', names));
}

/** A text in which no order means anything; `null` for another. */
function reorderable(text: string): Document | null {
  let document: Document;
  try {
    document = parseDocument(text);
  } catch {
    return null;
  }
  if (document.errors.length > 0 || document.warnings.length > 0 || /[&*]|<</.test(text)) return null;
  const services = document.get('services');
  if (!isMap(services)) return null;
  let plain = true;
  visit(document, { Pair: (_, { key }) => { plain &&= isScalar(key) && typeof key.value === 'string' && key.value !== ''; }, Scalar: (_, scalar) => { plain &&= scalar.tag === undefined; } });
  return plain ? document : null;
}

function reorder(document: Document, random: Random): void {
  const services = document.get('services');
  if (!isMap(services)) return;
  for (const map of [services, ...services.items.map(({ value }: Pair) => value).filter(isMap)]) map.items = random.shuffled(map.items);
}
