import type { Deployment, Edit, Service } from '../model/deployment.ts';
import type { Applied, Assessed, Dropped, Finding, Fix } from '../model/finding.ts';
import type { Remark, Words } from '../model/source.ts';
import { mayBeAnchored } from '../text/anchors.ts';
import { applyEdits, movedRange } from '../text/edits.ts';
import { assess, type FixOptions } from './assess.ts';
import { isByComment } from './guard.ts';
import { disproofElsewhere, type NeighboursOf } from './neighbours.ts';
import { disproof, pictureOf, type State } from './prove.ts';

/** Fixing stops after this many passes, whatever is left. */
const MAX_PASSES = 10;
/** Each trial reads the whole project again; fixes that would need more than these to be told apart are not offered. */
const MOST_TRIALS = 64;

export type Texts = ReadonlyMap<string, string>;

export interface FixInput {
  readonly texts: Texts;
  /** Reads the project again with these texts in place of those on disk. */
  readonly load: (texts: Texts) => Deployment;
  readonly lint: (deployment: Deployment) => Finding[];
  readonly options: FixOptions;
  /** Other deployments that read the same files: a fix must be right for them, too. */
  readonly neighbours?: NeighboursOf;
}

export interface FixResult {
  readonly texts: Texts;
  /** What was changed was this before; a file that is not here is new. */
  readonly originals: Texts;
  readonly applied: readonly Applied[];
  /** Fixes that did not do what they announced; their text is not in `texts`. */
  readonly dropped: readonly Dropped[];
  /** What is left, with the fix that was held back. */
  readonly deployment: Deployment;
  readonly left: readonly Assessed[];
}

/** Applies every fix that may be applied, proves each by reading the result again, and goes on until nothing changes. */
export function fixAll({ texts, load, lint, options, neighbours = alone }: FixInput): FixResult {
  let applied: readonly Applied[] = [];
  let dropped: readonly Dropped[] = [];
  const read = reading(load, lint);
  let current = texts;
  let state = read(current);
  const originals = new Map<string, string>();
  const made = new Set<string>();
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const claims = applicable(assess(state.deployment, state.findings, options), options.unsafe).filter((claim) => !dropped.some((known) => isSameFix(known.fix, claim.fix)));
    if (claims.length === 0) break;
    const together = attempt(current, state, compatible(claims), read, neighbours);
    const step = 'why' in together ? oneByOne(current, state, claims, read, neighbours) : { ...together, dropped: [] };
    const edits = step.applied.flatMap(({ fix }) => fix.edits);
    for (const { file } of step.applied.flatMap(({ fix }) => fix.created)) made.add(file);
    for (const { at: { file } } of edits) {
      const text = current.get(file) ?? state.deployment.texts.get(file);
      if (!made.has(file) && !originals.has(file) && text !== undefined) originals.set(file, text);
    }
    applied = [...applied, ...step.applied].map((one) => moved(one, edits));
    dropped = [...dropped, ...step.dropped].map((one): Dropped => ('at' in one.why ? { ...one, why: movedRemark(one.why, edits) } : one));
    ({ current, state } = step);
  }
  const left = assess(state.deployment, state.findings, options).map((assessed) => withoutDropped(assessed, dropped));
  return { texts: current, originals, applied, dropped, deployment: state.deployment, left };
}

/** What `fixAll` would drop is not offered: the open fixes are tried. Only anchors, other files and `extends` make an edit reach further than its place. */
export function withoutDisproved(assessed: readonly Assessed[], state: State, { load, lint, neighbours = alone }: Pick<FixInput, 'load' | 'lint' | 'neighbours'>): readonly Assessed[] {
  const { texts } = state.deployment;
  const anchored = isAnchored(assessed, texts);
  const farther = assessed.some(({ fix }) => fix !== null && fix.edits.some(({ at }) => fix.service !== null && at.file !== fix.service.at.file && !isReadByNobody(at.file, fix, state.deployment)));
  const lent = [...texts.values()].some((text) => /\bextends\b/.test(text));
  const shared = assessed.some(({ fix }) => fix !== null && neighbours(new Set(fix.edits.map(({ at }) => at.file))).length > 0);
  const silenced = assessed.some(({ finding }) => isByComment(finding));
  if (!anchored && !farther && !lent && !shared && !silenced) return assessed;
  const read = reading(load, lint);
  const dropped = disproved(applicable(assessed, true).filter(({ fix }) => fix.service !== null), (claims) => {
    const tried = attempt(texts, state, claims, read, neighbours);
    return 'why' in tried ? tried.why : null;
  });
  return assessed.map((one) => withoutDropped(one, dropped));
}

/** Whether an edit may lie within a node that aliases repeat elsewhere. */
function isAnchored(assessed: readonly Assessed[], texts: Texts): boolean {
  const known = new Map<string, ReturnType<typeof mayBeAnchored>>();
  return assessed.some(({ fix }) => fix?.edits.some(({ at: { file, start, end } }) => {
    const anchored = known.get(file) ?? mayBeAnchored(texts.get(file) ?? '');
    known.set(file, anchored);
    return anchored(start, end);
  }));
}

/** A file that the fix makes, where no container gets files of its project: nobody but the mount that comes with it reads it. */
function isReadByNobody(file: string, { created }: Fix, { services, unread }: Deployment): boolean {
  return created.some((one) => one.file === file) && unread.length === 0 && services.every(({ volumes, build }) => volumes.length === 0 && build === null);
}

/** The fixes that do not hold, or of which too many would have to be tried. Those that hold together are not tried one by one. */
function disproved(claims: readonly Applied[], whyNot: (claims: readonly Applied[]) => Words | null): Dropped[] {
  const dropped: Dropped[] = [];
  const groups = [claims];
  for (let trials = 0; trials < MOST_TRIALS; trials++) {
    const group = groups.pop() ?? [];
    const together = compatible(group);
    const [first] = together;
    if (first === undefined) break;
    const tried = new Set(together);
    if (together.length < group.length) groups.push(group.filter((claim) => !tried.has(claim)));
    const why = whyNot(together);
    if (why === null) continue;
    const half = Math.ceil(together.length / 2);
    if (together.length === 1) dropped.push({ ...first, why });
    else groups.push(together.slice(half), together.slice(0, half));
  }
  return [...dropped, ...groups.flat().map(untried)];
}

function untried(claim: Applied): Dropped {
  return { ...claim, why: { id: 'dropped.untried', data: { trials: MOST_TRIALS } } };
}

/** A fix that did not do what it announced is not offered again; its finding says why. */
function withoutDropped(assessed: Assessed, dropped: readonly Dropped[]): Assessed {
  const { fix, finding } = assessed;
  const known = fix === null ? undefined : dropped.find((one) => isSameFix(one.fix, fix));
  return known === undefined ? assessed : { finding, fix: null, notFixed: { ...known.why, at: ('at' in known.why ? known.why.at : null) ?? finding.at } };
}

interface Step {
  readonly current: Texts;
  readonly state: State;
  readonly applied: readonly Applied[];
}

/** `before`: the same deployment before the texts were changed. */
type Read = (texts: Texts, before?: Deployment) => State;

function reading(load: FixInput['load'], lint: FixInput['lint']): Read {
  return (texts, before) => {
    const deployment = load(texts);
    if (before !== undefined) keepKnown(before, deployment);
    return { deployment, findings: lint(deployment) };
  };
}

/** Published ports may have been the sign of ZLMediaKit in an image, and a fix takes them away. */
function keepKnown(before: Deployment, { services }: Deployment): void {
  if (before.services.length !== services.length) return;
  for (const [index, service] of services.entries()) Object.assign(service, { zlm: before.services[index]?.zlm ?? null });
}

const alone: NeighboursOf = () => [];

function attempt(texts: Texts, before: State, claims: readonly Applied[], read: Read, neighbours: NeighboursOf): Step | { readonly why: Words | Remark } {
  const current = edited(texts, before.deployment.texts, claims.flatMap(({ fix }) => fix.edits));
  const state = read(current, before.deployment);
  const changed = new Map([...current].filter(([file, text]) => texts.get(file) !== text));
  const why = disproof(before, state, claims) ?? disproofElsewhere(before.deployment, state.deployment, changed, neighbours);
  return why === null ? { current, state, applied: claims } : { why };
}

/** The first fix that holds is applied; what was disproved before it is dropped, and so is what would need too many trials. */
function oneByOne(texts: Texts, before: State, claims: readonly Applied[], read: Read, neighbours: NeighboursOf): Step & { readonly dropped: readonly Dropped[] } {
  const dropped: Dropped[] = [];
  for (const claim of claims.slice(0, MOST_TRIALS)) {
    const step = attempt(texts, before, [claim], read, neighbours);
    if (!('why' in step)) return { ...step, dropped };
    dropped.push({ ...claim, why: step.why });
  }
  return { current: texts, state: before, applied: [], dropped: [...dropped, ...claims.slice(MOST_TRIALS).map(untried)] };
}

/** The reasons of an applied fix point into the text as it is after the edits; a place that is gone is no longer named. */
function moved(applied: Applied, edits: readonly Edit[]): Applied {
  return { ...applied, fix: { ...applied.fix, reasons: applied.fix.reasons.map((reason) => movedRemark(reason, edits)) } };
}

function movedRemark(remark: Remark, edits: readonly Edit[]): Remark {
  return { ...remark, at: remark.at === null ? null : movedRange(remark.at, edits) };
}

/** Findings grouped by the fix that answers them, as far as it may be applied. */
export function applicable(assessed: readonly Assessed[], unsafe: boolean): Applied[] {
  const claims = new Map<Fix, Finding[]>();
  for (const { finding, fix } of assessed) {
    if (fix === null || (fix.safety === 'unsafe' && !unsafe)) continue;
    const known = claims.get(fix);
    if (known === undefined) claims.set(fix, [finding]);
    else known.push(finding);
  }
  return [...claims].map(([fix, findings]) => ({ fix, findings }));
}

/** Fixes of which no two touch the same text: the first of each clash stays, the others wait for the next pass. */
function compatible(claims: readonly Applied[]): Applied[] {
  const edits = claims.flatMap(({ fix }, claim) => fix.edits.map(({ at }) => ({ at, claim })));
  edits.sort((a, b) => (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : a.at.start - b.at.start || a.claim - b.claim));
  const out = new Set<number>();
  let last: (typeof edits)[number] | undefined;
  for (const edit of edits) {
    if (out.has(edit.claim)) continue;
    if (last !== undefined && last.claim !== edit.claim && last.at.file === edit.at.file && edit.at.start <= last.at.end) {
      out.add(Math.max(last.claim, edit.claim));
      if (edit.claim > last.claim) continue;
    }
    last = edit;
  }
  return claims.filter((_, claim) => !out.has(claim));
}

/** `known` are texts that were read for what they bring into containers; only those that change stand in place of what lies on disk. */
function edited(texts: Texts, known: Texts, edits: readonly Edit[]): Texts {
  const result = new Map(texts);
  for (const file of new Set(edits.map(({ at }) => at.file))) {
    const text = texts.get(file) ?? known.get(file);
    const own = edits.filter(({ at }) => at.file === file);
    if (text === undefined && own.some(({ at }) => at.end > 0)) throw new Error(`a fix edits ${file}, which was not read`);
    result.set(file, applyEdits(text ?? '', own));
  }
  return result;
}

/** Of containers without a name only what is known of them tells one from the next. */
function isSameService(a: Service, b: Service): boolean {
  return a.name === b.name && (a.name !== null || pictureOf(a) === pictureOf(b));
}

function isSameFix(a: Fix, b: Fix): boolean {
  if (a.service === null || b.service === null) return a.service === b.service && JSON.stringify(a.title) === JSON.stringify(b.title);
  return a.strategy === b.strategy && a.title.id === b.title.id && isSameService(a.service, b.service);
}
