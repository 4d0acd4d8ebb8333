import type { Costs } from '../cost/model.ts';
import type { Deployment, Edit, Service, ServiceChange } from '../model/deployment.ts';
import type { Answer, Assessed, Finding, Fix, Strategy } from '../model/finding.ts';
import type { Remark, SourceRange } from '../model/source.ts';
import type { Engine } from '../rule.ts';
import { applyAgain } from './form-words.ts';
import { Guard } from './guard.ts';
import { planHost } from './host/plan-host.ts';
import { planMerge } from './merge.ts';
import { planNarrow, type Streams } from './narrow.ts';
import type { Plan } from './plan.ts';
import { surroundingsOf, type Surroundings } from '../zlm/surroundings.ts';

export interface FixOptions {
  readonly strategy: Strategy | 'auto';
  readonly engine: Engine;
  readonly costs: Costs;
  /** What a narrower RTP range has to carry. */
  readonly streams: Streams;
  /** Fixes that are not proven safe may be applied. */
  readonly unsafe: boolean;
  /** The only file that can be changed, where the text came through standard input or as arguments. */
  readonly only?: string;
}

/** The plans of one service, each made when first asked for. */
export class ServicePlans {
  private readonly plans = new Map<Answer, Plan>();

  constructor(
    readonly service: Service,
    private readonly surroundings: Surroundings,
    private readonly options: FixOptions,
    private readonly guard: Guard,
  ) {}

  of(answer: Answer): Plan {
    let plan = this.plans.get(answer);
    if (plan === undefined) {
      plan = this.guarded(this.make(answer), answer);
      this.plans.set(answer, plan);
    }
    return plan;
  }

  /** A plan that would take away or change what a comment silences is none. */
  private guarded(plan: Plan, answer: Answer): Plan {
    if (!('fix' in plan)) return plan;
    const silenced = (answer === 'merge' ? null : this.guard.answeredBy(this.service, answer)) ?? this.guard.touchedBy(plan.fix.edits);
    return silenced === null ? plan : { none: silenced, ...(plan.left === undefined ? {} : { left: plan.left }) };
  }

  private make(answer: Answer): Plan {
    const { service, surroundings, options } = this;
    if (answer === 'host') return planHost(service, surroundings, options);
    return answer === 'merge' ? planMerge(service, surroundings.deployment, this.guard) : planNarrow(service, surroundings.deployment, options.streams);
  }
}

/** The strategy that a fix belongs to. */
export function strategyOf(answer: Answer): Strategy {
  return answer === 'host' ? 'host' : 'minimal';
}

/** Gives every finding the fix that `--fix` with the same options would choose for it; findings of one service share one fix. */
export function assess(deployment: Deployment, findings: readonly Finding[], options: FixOptions): Assessed[] {
  const plans = new Map<Service, ServicePlans>();
  const plansOf = (service: Service): ServicePlans => {
    let found = plans.get(service);
    if (found === undefined) plans.set(service, (found = new ServicePlans(service, surroundings, options, guard)));
    return found;
  };
  const surroundings = surroundingsOf(deployment);
  const guard = new Guard(deployment, findings);
  return findings.map((finding): Assessed => withinReach(assessed(finding), deployment, options));

  function assessed(finding: Finding): Assessed {
    const { service, answers = [], change, edits, title, noFix = null } = finding;
    if (finding.suppressed !== null) return { finding, fix: null, notFixed: null };
    const unfixable = { finding, fix: null, notFixed: noFix };
    if (edits === undefined && (service === null || (answers.length === 0 && change === undefined))) return unfixable;
    const broken = deployment.problems.find(({ within, stage }) => stage !== 'absent' && (within === undefined || meets(within, service?.extent ?? finding.at)));
    if (broken !== undefined) return { finding, fix: null, notFixed: { id: broken.within === undefined ? 'none.broken' : 'none.broken-command', at: broken.at } };
    if (edits !== undefined && title !== undefined) return { finding, fix: { title, safety: 'safe', strategy: null, service: null, changes: [], texts: [], created: [], edits, reasons: [], after: [] }, notFixed: null };
    if (service === null) return unfixable;
    if (change !== undefined) return { finding, ...own(finding, deployment, guard) };
    return { finding, ...choose(finding, answers, plansOf(service), options) };
  }
}

/** What other files would have to follow is not offered where only one can be changed, or where one of them is read in spite of its encoding. */
function withinReach(assessed: Assessed, { files, texts }: Deployment, { only }: FixOptions): Assessed {
  const refused = (id: string, path: string): Assessed => ({ ...assessed, fix: null, notFixed: { id, data: { path }, at: assessed.finding.at } });
  for (const { at } of assessed.fix?.edits ?? []) {
    if (only !== undefined && at.file !== only) return refused('none.other-files', at.file);
    if (!files.includes(at.file) && texts.get(at.file)?.includes('\uFFFD') === true) return refused('none.encoding', at.file);
  }
  return assessed;
}

/** A base file may be used without the override that makes its ports useless. */
function usedAlone({ service, ports }: ServiceChange, edits: readonly Edit[]): Remark[] {
  const mode = service.networkMode?.at.file;
  const elsewhere = ports === 'remove' && mode !== undefined ? edits.find(({ at }) => at.file !== mode) : undefined;
  return elsewhere === undefined ? [] : [{ id: 'unsafe.other-file', data: { file: elsewhere.at.file }, at: elsewhere.at }];
}

function meets(a: SourceRange, b: SourceRange): boolean {
  return a.file === b.file && a.start < b.end && b.start < a.end;
}

type Chosen = Pick<Assessed, 'fix' | 'notFixed'>;

function own({ change, title, unsafe }: Finding, deployment: Deployment, guard: Guard): Chosen {
  if (change === undefined || title === undefined) return { fix: null, notFixed: null };
  const planned = deployment.plan(change);
  if ('refused' in planned) return { fix: null, notFixed: planned.refused };
  const silenced = guard.touchedBy(planned.edits);
  if (silenced !== null) return { fix: null, notFixed: silenced };
  const reasons = [...(unsafe === undefined ? [] : [unsafe]), ...usedAlone(change, planned.edits)];
  const fix: Fix = {
    title,
    safety: reasons.length === 0 ? 'safe' : 'unsafe',
    strategy: null,
    service: change.service,
    changes: [change],
    texts: [],
    created: [],
    edits: planned.edits,
    reasons,
    after: [applyAgain(deployment, change.service)],
  };
  return { fix, notFixed: null };
}

/** Host networking beats merging where it may be applied; where it may not, merging comes first and host networking is shown. */
function choose(finding: Finding, answers: readonly Answer[], plans: ServicePlans, { strategy, unsafe }: FixOptions): Chosen {
  const allowed = answers.filter((one) => strategy === 'auto' || strategy === strategyOf(one));
  const candidates = allowed.map((one) => ({ one, plan: plans.of(one) }));
  const usable = candidates.filter(({ plan }) => 'fix' in plan && !leaves(plan, finding));
  const rank = ({ one, plan }: (typeof usable)[number]): number => {
    const applicable = 'fix' in plan && (plan.fix.safety === 'safe' || unsafe);
    return (applicable ? 0 : 2) + (one === 'host' ? 0 : 1);
  };
  const [best] = usable.sort((a, b) => rank(a) - rank(b));
  if (best !== undefined && 'fix' in best.plan) return { fix: best.plan.fix, notFixed: null };
  for (const { plan } of candidates) {
    const left = leaves(plan, finding);
    if (left !== undefined) return { fix: null, notFixed: left };
    if ('none' in plan) return { fix: null, notFixed: plan.steps === undefined ? plan.none : { ...plan.none, steps: plan.steps } };
  }
  return { fix: null, notFixed: { id: 'none.strategy', data: { strategy, answers: answers.map(strategyOf) }, at: finding.at } };
}

function leaves(plan: Plan, { at }: Finding): Remark | undefined {
  return plan.left?.find(({ of }) => of.start === at.start && of.file === at.file)?.why;
}
