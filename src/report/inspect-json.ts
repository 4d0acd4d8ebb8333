import { modelVersion } from '../cost/model.ts';
import { LineCache } from './line-cache.ts';
import { findingJson } from './formats/json.ts';
import type { Holds, InspectedContainer, InspectReport } from './inspect-run.ts';
import { jsonText } from './json-text.ts';
import type { RunReport } from './run-report.ts';
import { say } from './sentences.ts';
import { summarise } from './summary.ts';

/** What was inspected, as a contract: version 1. Memory is in kB, an estimate in megabytes and seconds. */
export function inspectJson({ run, engine, host, leftovers, containers }: InspectReport): string {
  const report = {
    version: 1,
    engine: engine === null ? null : { name: engine.name, version: engine.version, userlandProxy: engine.userlandProxy, firewall: engine.firewall, hugePages: engine.hugePages, ipv6: engine.ipv6 },
    host: host === null ? null : { memory: { total: host.total, available: host.available, reclaimable: host.reclaimable } },
    leftovers: leftovers === null ? null : { dead: { ...holdsJson(leftovers.dead), pids: leftovers.pids }, lost: holdsJson(leftovers.lost), others: leftovers.others },
    containers: containers.map((container) => containerJson(container, run)),
    errors: run.errors.map(({ path, say: told }) => ({ path, message: told(run.language) })),
    summary: summarise(run),
  };
  return jsonText(report);
}

function containerJson({ id, name, image, status, zlm, pairs, command, notCarried, secrets, measured, unmeasured, estimated, file, fixed, remedy }: InspectedContainer, run: RunReport): object {
  const lines = new LineCache(file.deployment.texts);
  const words = (id: string, data: Parameters<typeof say>[0]['data'] = {}): string => say({ id, data }, run.language);
  return {
    id,
    name,
    image,
    status,
    zlm,
    pairs,
    command,
    notCarried,
    secrets: secrets.map(({ variable, container, of, read }) => ({ variable, container, name: of, command: read })),
    measured: measured === null ? null : holdsJson(measured),
    notMeasured: unmeasured === null ? null : words(`inspect.unmeasured-${unmeasured}`, { status }),
    estimated: estimated === null ? null : { model: modelVersion, processes: estimated.processes, firewallRules: estimated.firewallRules, memory: estimated.memory, startSeconds: estimated.startSeconds, stopSeconds: estimated.stopSeconds, extrapolated: estimated.extrapolated },
    findings: file.left.map((assessed) => findingJson(assessed, lines, run)),
    safe: fixed === null || fixed.applied.length === 0 ? null : fixed.applied.every(({ fix }) => fix.safety === 'safe'),
    origin: remedy.origin === null ? null : say(remedy.origin, run.language),
    commands: remedy.commands,
    keep: remedy.keep,
    back: remedy.back,
    notes: remedy.notes.map((note) => say(note, run.language)),
  };
}

function holdsJson({ processes, threads, own, kernel }: Holds): object {
  return { processes, threads, memory: own, kernelMemory: kernel };
}
