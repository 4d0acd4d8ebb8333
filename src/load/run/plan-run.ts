import type { Edit, Planned, PortChange, ServiceChange } from '../../model/deployment.ts';
import type { PortMapping, PublishedPort } from '../../model/port.ts';
import type { Remark, SourceRange } from '../../model/source.ts';
import { mappingText } from '../../ports/published.ts';
import { lineStartAt } from '../../text/lines.ts';
import type { Flag } from './flags.ts';
import type { ContainerRead } from './read-container.ts';

class Refused extends Error {
  constructor(readonly remark: Remark) {
    super(remark.id);
  }
}

/** Turns what a fix wants of a container into edits of its command line, or says why it cannot be edited. */
export function planChange(change: ServiceChange, read: ContainerRead | undefined, text: string): Planned {
  if (read === undefined) return { refused: { id: 'refused.no-source', at: null } };
  if (read.doubt !== null) return { refused: read.doubt };
  try {
    return { edits: new CommandText(read, text).change(change) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.remark };
    throw error;
  }
}

/** Flags that the engine refuses beside the host's network, where they have no meaning. */
const ofNetwork = ['network-alias', 'ip', 'ip6', 'link-local-ip'];

/** The text of one command line, and how flags are taken out of it. */
class CommandText {
  private readonly gone = new Set<Flag>();
  private readonly edits: Edit[] = [];
  private counts: Map<Flag, number> | undefined;

  constructor(
    private readonly read: ContainerRead,
    private readonly text: string,
  ) {}

  change({ ports, networkMode, networks, extraHosts = [], volumes = [] }: ServiceChange): Edit[] {
    const added = [...extraHosts.map((entry) => `--add-host=${entry}`), ...volumes.map((entry) => `-v ${entry}`)];
    for (const { from, into } of Array.isArray(ports) ? (ports as readonly PortChange[]) : []) {
      if (into === null) for (const flag of this.whole(from)) this.gone.add(flag);
      else if (from.length === 0) added.push(`-p ${mappingText(into)}`);
      else this.merge(from, into);
    }
    if (added.length > 0) this.add(added);
    if (ports === 'remove') for (const flag of this.flags('publish', 'publish-all')) this.gone.add(flag);
    if (networks === 'remove') for (const flag of this.flags('network', ...ofNetwork)) this.gone.add(flag);
    if (networkMode !== undefined) for (const flag of this.flags('publish-all', ...ofNetwork)) this.gone.add(flag);
    if (networkMode !== undefined) this.host(networkMode);
    this.remove();
    return this.edits.sort((a, b) => a.at.start - b.at.start);
  }

  private flags(...names: string[]): Flag[] {
    return this.read.found.read.flags.filter(({ name, value }) => names.includes(name) && !(name === 'publish-all' && value !== null && value !== 'true'));
  }

  /** One `--network=host`: in place of the network that is given, otherwise of the first port. */
  private host(mode: string): void {
    const given = this.flags('network');
    const [network] = given;
    if (network !== undefined && typeof network.value !== 'string') throw this.refusal(network);
    if (network !== undefined) {
      for (const flag of given) this.gone.add(flag);
      this.gone.delete(network);
      const named = network.valueEditable && !this.shares(network);
      this.edits.push(named ? { at: network.valueAt, text: mode } : this.instead(network, `${this.read.found.networkFlag}${mode}`));
      return;
    }
    const [first] = together(new Set([...this.gone].filter(({ name }) => !ofNetwork.includes(name))));
    if (first === undefined) {
      this.add([`${this.read.found.networkFlag}${mode}`]);
      return;
    }
    for (const flag of this.gone) if (flag.at.start === first.at.start) this.gone.delete(flag);
    this.edits.push(this.instead(first, (first.others === '' ? '' : `${first.others} `) + this.read.found.networkFlag + mode));
  }

  private shares({ name, value }: Flag): boolean {
    return name === 'network' && typeof value === 'string' && value.includes('=');
  }

  private instead(flag: Flag, text: string): Edit {
    this.refuseUnlessAlone(flag);
    return { at: flag.at, text };
  }

  private merge(from: readonly PublishedPort[], into: PortMapping): void {
    const [first, ...others] = this.whole(from);
    if (first === undefined) return;
    if (!first.valueEditable) throw this.refusal(first);
    this.edits.push({ at: first.valueAt, text: mappingText(into) });
    for (const flag of others) this.gone.add(flag);
  }

  /** The flags that say these ports and nothing else. */
  private whole(ports: readonly PublishedPort[]): Flag[] {
    const flags = ports.map((port) => {
      const flag = this.read.ports.get(port);
      if (flag === undefined) throw new Refused({ id: 'refused.variable', at: port.at });
      return flag;
    });
    const [first] = flags;
    if (first !== undefined && (!flags.every((flag) => this.portsOf(flag) === 1) || new Set(flags).size < flags.length)) throw new Refused({ id: 'refused.layout', at: first.at });
    return flags;
  }

  /** New flags stand right behind `run`. */
  private add(flags: readonly string[]): void {
    const { file, end } = this.read.found.head;
    this.edits.push({ at: { file, start: end, end }, text: flags.map((flag) => ` ${flag}`).join('') });
  }

  /** How many ports the value of a flag says. */
  private portsOf(flag: Flag): number {
    this.counts ??= [...this.read.ports.values()].reduce((counts, one) => counts.set(one, (counts.get(one) ?? 0) + 1), new Map<Flag, number>());
    return this.counts.get(flag) ?? 0;
  }

  /** Not in one piece: a shell fills something in, or it is escaped, or goes on in another line. */
  private refusal({ value, at, valueAt }: Flag): Refused {
    const filledIn = (value !== null && typeof value !== 'string') || /[$`%]|!\w+!/.test(this.text.slice(Math.min(at.start, valueAt.start), Math.max(at.end, valueAt.end)));
    return new Refused({ id: filledIn ? 'refused.variable' : 'refused.layout', at });
  }

  private refuseUnlessAlone(flag: Flag): void {
    if (!flag.removable) throw this.refusal(flag);
    const between = flag.gap === null ? '' : this.text.slice(flag.gap.start, flag.gap.end);
    if (!/^[ \t]*(?:(?:\\{1,2}|\^|`)?[ \t]*(?:\r\n|\n|\r)[ \t>#]*)*$/.test(between)) throw new Refused({ id: 'refused.layout', at: flag.at });
  }

  /** Takes the flags out, with their lines where nothing else stands in them. */
  private remove(): void {
    const ranges: SourceRange[] = [];
    for (const flag of together(this.gone)) {
      this.refuseUnlessAlone(flag);
      if (flag.others !== '') {
        this.edits.push({ at: flag.at, text: flag.others });
        continue;
      }
      const last = ranges.at(-1);
      if (last !== undefined && /^[ \t]*$/.test(this.text.slice(last.end, flag.at.start))) ranges[ranges.length - 1] = { ...last, end: flag.at.end };
      else ranges.push(flag.at);
    }
    for (const range of ranges) this.edits.push({ at: this.withBlanks(range), text: '' });
  }

  private withBlanks(range: SourceRange): SourceRange {
    const lineStart = lineStartAt(this.text, range.start);
    const behind = /^[ \t]*(?:\\{1,2}|\^|`)?[ \t]*(?:\r\n|\n|\r|$)/.exec(this.text.slice(range.end, range.end + LONGEST_END));
    const first = /^[\s>#*/;|]*$/.test(this.text.slice(lineStart, range.start));
    if (first && behind !== null && behind[0] !== '') return { ...range, start: lineStart, end: range.end + behind[0].length };
    if (first) return { ...range, end: range.end + (/^[ \t]*/.exec(this.text.slice(range.end, range.end + LONGEST_END))?.[0].length ?? 0) };
    const before = /[ \t]*$/.exec(this.text.slice(lineStart, range.start))?.[0].length ?? 0;
    return { ...range, start: range.start - before };
  }
}

/** Blanks behind a flag; more are left where they are. */
const LONGEST_END = 1000;

/** The flags in the order of the text; those that share a word as one, with the switches that none of them is. */
function together(flags: ReadonlySet<Flag>): Flag[] {
  const byWord = new Map<number, Flag>();
  for (const flag of [...flags].sort((a, b) => a.at.start - b.at.start || b.at.end - a.at.end)) {
    const known = byWord.get(flag.at.start);
    const others = known === undefined ? flag.others : [...known.others].filter((letter) => flag.others.includes(letter)).join('');
    byWord.set(flag.at.start, { ...(known ?? flag), others: others === '-' ? '' : others });
  }
  return [...byWord.values()];
}
