import { rules } from '../../../rules/index.ts';
import { estimate } from '../../cost/estimate.ts';
import { threads } from '../../cost/model.ts';
import { loadInspect, type Command, type InspectInput } from '../../load/inspect/load-inspect.ts';
import type { Deployment, Service } from '../../model/deployment.ts';
import type { Assessed, Finding } from '../../model/finding.ts';
import type { ProjectReader } from '../../model/reader.ts';
import type { Words } from '../../model/source.ts';
import { isDiscarded } from '../../ports/network-mode.ts';
import { countPairs } from '../../ports/published.ts';
import { identify } from '../../lint.ts';
import type { InspectedContainer } from '../../report/inspect-run.ts';
import type { FileReport } from '../../report/run-report.ts';
import { engineOf, isMeasured } from '../../rule.ts';
import { costsIn, type WorkOptions } from '../options.ts';
import { projectReader } from '../project-reader.ts';
import type { Project } from '../project.ts';
import { Work } from '../work.ts';
import { HiddenSecrets } from './hidden-secrets.ts';
import { nothingToDo, remedyOf } from './remedy.ts';
import type { Source } from './source.ts';

/** Without a host of its own nothing lies at any path. */
const nowhere: ProjectReader = { read: () => ({ ok: false, why: 'outside' }), kind: () => 'outside', list: () => null };

/** All containers that were read as one deployment, and those of them that are to be reported. */
export class Scene {
  private readonly input: InspectInput;
  /** By the name of its text. */
  private readonly services: ReadonlyMap<string, Service>;
  private readonly commands: readonly Command[];
  readonly shown: readonly Command[];
  static readonly metas = new Map(rules.map(({ meta }) => [meta.id, meta]));

  constructor(private readonly source: Source, private readonly options: WorkOptions, private readonly cwd: string) {
    const { commands, asked, whole } = source;
    this.commands = commands;
    const reader = source.host?.local === true ? projectReader('/', { maxBytes: options.maxBytes, allowOutside: true }) : nowhere;
    this.input = { commands, reader, whole };
    const deployment = identify(loadInspect(this.input, new Map()), options.zlmService);
    this.services = new Map(deployment.services.map((service): [string, Service] => [service.at.file, service]));
    this.shown = commands.filter(({ file, container }) => (asked === null ? this.isZlm(file) : asked.has(container.id)));
  }

  containers(): InspectedContainer[] {
    const files = new Set(this.shown.map(({ file }) => file));
    const found = new Work(this.project(files), this.options, false).report;
    const weight = ({ measured, pairs }: InspectedContainer): number => measured?.processes ?? pairs;
    const sorted = this.shown.map((command) => this.container(command, found)).sort((a, b) => weight(b) - weight(a));
    // Each was planned beside the others as they are now.
    const first = sorted.find(({ remedy }) => remedy.commands.length > 0);
    return sorted.map((one): InspectedContainer => (one === first || first === undefined || one.remedy.commands.length === 0 ? one : { ...one, remedy: { ...nothingToDo, origin: { id: 'inspect.after-first', data: { name: first.name } } } }));
  }

  private container(command: Command, { deployment, left }: FileReport): InspectedContainer {
    const { file, text, container, notCarried } = command;
    const own = left.filter(({ finding }) => fileOf(finding) === file);
    const { host } = this.source;
    const measured = container.running ? (host?.measured.get(container.id) ?? null) : null;
    const service = this.services.get(file);
    const count = countPairs(service === undefined || isDiscarded(service) ? [] : service.ports);
    const estimated = service !== undefined && isMeasured(engineOf(service, this.options.engine)) ? estimate(count, costsIn(this.options)) : null;
    const fixing = own.some(({ fix, notFixed }) => fix !== null || notFixed !== null);
    const hidden = new HiddenSecrets();
    const shown = hidden.in(text, container);
    const remedy = fixing ? this.remedy(command, own, hidden) : { fixed: null, remedy: nothingToDo };
    return {
      id: container.id,
      name: file,
      image: container.image,
      status: container.status,
      zlm: this.isZlm(file),
      command: shown,
      notCarried,
      secrets: hidden.all,
      pairs: count.pairs,
      estimated,
      estimatedThreads: (estimated?.processes ?? 0) * threads.perProcess,
      measured,
      unmeasured: measured !== null ? null : estimated === null ? 'engine' : !container.running ? 'stopped' : (host?.unmeasured ?? 'elsewhere'),
      file: { path: file, deployment, left: own, applied: [], dropped: [] },
      ...remedy,
    };
  }

  /** What a fix would make of this container, whether or not it is proven safe: nothing is changed here. */
  private remedy(command: Command, found: readonly Assessed[], hidden: HiddenSecrets): Pick<InspectedContainer, 'fixed' | 'remedy'> {
    if (found.every(({ fix, notFixed }) => fix === null && notFixed === null)) return { fixed: null, remedy: nothingToDo };
    const { report, changes } = new Work(this.project(new Set([command.file])), this.options, true);
    if (changes.length === 0) return { fixed: report, remedy: nothingToDo };
    const unsafe = report.applied.some(({ fix }) => fix.safety === 'unsafe');
    const { commands, source, options, cwd } = this;
    const remedy = remedyOf(command, changes, {
      commands,
      names: source.names,
      local: source.host?.local === true,
      cwd,
      options,
      unsafe,
      hidden,
      isZlm: ({ file }) => this.isZlm(file),
      reads: ({ file }, path) => this.reads(file, path),
      notesOf: (one) => this.notes(one, report.deployment),
    });
    return { fixed: report, remedy };
  }

  private notes({ container, file, notCarried }: Command, fixed: Deployment): Words[] {
    const notes: Words[] = [];
    const name = file;
    if (notCarried.length > 0) notes.push({ id: 'inspect.not-carried', data: { name, keys: notCarried } });
    if (this.source.isMoved(container)) notes.push({ id: 'inspect.image-moved', data: { name, image: container.image, id: container.imageId.replace(/^sha256:/, '').slice(0, 12) } });
    const networks = fixed.services.find((service) => service.at.file === file)?.networks.length ?? 0;
    const major = Number(this.source.host?.facts.version?.split('.')[0] ?? 0);
    if (networks > 1 && major < 25) notes.push({ id: 'inspect.many-networks', data: { name } });
    return notes;
  }

  private project(files: ReadonlySet<string>): Project {
    const [path = ''] = files;
    return {
      path,
      texts: new Map(),
      load: (texts) => loadInspect(this.input, texts),
      locate: () => null,
      real: () => null,
      named: true,
      stdin: false,
      concerns: (finding) => files.has(fileOf(finding)),
    };
  }

  /** Whether a file is mounted into the container, by itself or with its directory. */
  private reads(file: string, path: string): boolean {
    return this.services.get(file)?.volumes.some((mount) => {
      const mounted = mount.files();
      return mounted.known && mounted.files.some((one) => one.path === path);
    }) === true;
  }

  private isZlm(file: string): boolean {
    return (this.services.get(file)?.zlm ?? null) !== null;
  }
}

/** The container that a finding is about; it may point into a file that is mounted. */
function fileOf({ service, at }: Finding): string {
  return service?.at.file ?? at.file;
}
