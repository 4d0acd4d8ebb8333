import type { Deployment, Edit, Service, ServiceChange } from '../model/deployment.ts';
import type { Assessed, Finding, Fix, Strategy } from '../model/finding.ts';
import type { Remark, SourceRange } from '../model/source.ts';
import type { Engine } from '../rule.ts';
import { applyAgain } from './form-words.ts';
import { Guard } from './guard.ts';
import { planHost, type Plan } from './host.ts';
import { planMinimal } from './minimal.ts';
import { surroundingsOf, type Surroundings } from '../zlm/surroundings.ts';

export interface FixOptions {
  readonly strategy: Strategy | 'auto';
  readonly engine: Engine;
  /** Fixes that are not proven safe may be applied. */
  readonly unsafe: boolean;
}

/** Both strategies' plans of one service, each made when first asked for. */
export class ServicePlans {
  private readonly plans = new Map<Strategy, Plan>();

  constructor(
    readonly service: Service,
    private readonly surroundings: Surroundings,
    private readonly engine: Engine,
    private readonly guard: Guard,
  ) {}

  of(strategy: Strategy): Plan {
    let plan = this.plans.get(strategy);
    if (plan === undefined) {
      plan = this.guarded(strategy === 'host' ? planHost(this.service, this.surroundings, this.engine) : planMinimal(this.service, this.surroundings.deployment, this.guard), strategy);
      this.plans.set(strategy, plan);
    }
    return plan;
  }

  /** A plan that would take away or change what a comment silences is none. */
  private guarded(plan: Plan, strategy: Strategy): Plan {
    if (!('fix' in plan)) return plan;
    const silenced = (strategy === 'host' ? this.guard.answeredBy(this.service, strategy) : null) ?? this.guard.touchedBy(plan.fix.edits);
    return silenced === null ? plan : { none: silenced, ...(plan.left === undefined ? {} : { left: plan.left }) };
  }
}

/** Gives every finding the fix that `--fix` with the same options would choose for it; findings of one service share one fix. */
export function assess(deployment: Deployment, findings: readonly Finding[], options: FixOptions): Assessed[] {
  const plans = new Map<Service, ServicePlans>();
  const plansOf = (service: Service): ServicePlans => {
    let found = plans.get(service);
    if (found === undefined) plans.set(service, (found = new ServicePlans(service, surroundings, options.engine, guard)));
    return found;
  };
  const surroundings = surroundingsOf(deployment);
  const guard = new Guard(deployment, findings);
  return findings.map((finding): Assessed => {
    const { service, strategies = [], change, edits, title } = finding;
    const unfixable = { finding, fix: null, notFixed: null };
    if (finding.suppressed !== null) return unfixable;
    if (edits === undefined && (service === null || (strategies.length === 0 && change === undefined))) return unfixable;
    const broken = deployment.problems.find(({ within }) => within === undefined || meets(within, service?.extent ?? finding.at));
    if (broken !== undefined) return { finding, fix: null, notFixed: { id: broken.within === undefined ? 'none.broken' : 'none.broken-command', at: broken.at } };
    if (edits !== undefined && title !== undefined) return { finding, fix: { title, safety: 'safe', strategy: null, change: null, edits, reasons: [], after: [] }, notFixed: null };
    if (service === null) return unfixable;
    if (change !== undefined) return { finding, ...own(finding, deployment, guard) };
    return { finding, ...choose(finding, strategies, plansOf(service), options) };
  });
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
    change,
    edits: planned.edits,
    reasons,
    after: [applyAgain(deployment, change.service)],
  };
  return { fix, notFixed: null };
}

/** Host networking beats merging where it may be applied; where it may not, merging comes first and host networking is shown. */
function choose(finding: Finding, answers: readonly Strategy[], plans: ServicePlans, { strategy, unsafe }: FixOptions): Chosen {
  const allowed = answers.filter((one) => strategy === 'auto' || strategy === one);
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
    if ('none' in plan) return { fix: null, notFixed: plan.none };
  }
  return { fix: null, notFixed: { id: 'none.strategy', data: { strategy, answers }, at: finding.at } };
}

function leaves(plan: Plan, { at }: Finding): Remark | undefined {
  return plan.left?.find(({ of }) => of.start === at.start && of.file === at.file)?.why;
}
