import { loadavg } from 'node:os';
import { addedRules, readRules } from './firewall.mjs';
import { hugePages, settledMemory } from './machine.mjs';
import { familyOf, memoryOf, processSeconds, proxiesOf } from './processes.mjs';
import { timed } from './start.mjs';

const mb = (kilobytes) => round(kilobytes / 1024, 2);
export const round = (value, digits = 2) => Number(value.toFixed(digits));

/**
 * What one start and one stop cost; `docker.rest`: seconds before memory is read. `act.start` gives the ids of the containers, `act.stop` stops them, `act.remove` takes them away.
 * Memory is the drop of MemAvailable, which counts what no process shows, and disturbed by whatever else the machine does; Pss is exact.
 */
export async function measure(docker, engine, act) {
  const [load] = loadavg();
  const memoryBefore = await settledMemory(docker.rest);
  const rulesBefore = await readRules(engine.firewall);
  const [pssBefore, cpuBefore] = [memoryOf([engine.pid]), processSeconds(engine.pid)];
  try {
    return await started();
  } finally {
    // Also where the start failed half way: what is left would be in the way of the next.
    await act.remove();
  }

  async function started() {
    const { seconds: startSeconds, result: ids } = await timed(act.start);
    const memoryDuring = await settledMemory(docker.rest);
    const containers = await docker.inspect(ids);
    const rules = addedRules(rulesBefore, await readRules(engine.firewall));
    const proxies = proxiesOf(engine.pid, new Set(containers.flatMap(addressesOf)));
    const processes = memoryOf(proxies.map(({ pid }) => pid));
    const inside = memoryOf(containers.map(({ State: { Pid: pid } }) => pid).filter((pid) => pid > 0).flatMap(familyOf));
    const during = memoryOf([engine.pid]);
    const running = containers.length > 0 && containers.every(({ State: state, RestartCount: restarts }) => state.Running && restarts === 0);
    const { seconds: stopSeconds } = await timed(() => act.stop(ids));
    await act.remove();
    const memoryAfter = await settledMemory(docker.rest);
    return {
      load: round(load),
      hugePages: hugePages(),
      running,
      containers: containers.length,
      processes: proxies.length,
      families: new Set(proxies.map(({ hostIp }) => (hostIp.includes(':') ? 6 : 4))).size,
      rules: rules.total,
      rulesByTable: rules.tables,
      rulesLeft: addedRules(rulesBefore, await readRules(engine.firewall)).total,
      memoryMb: { used: round(memoryBefore - memoryDuring), released: round(memoryAfter - memoryDuring), processes: mb(processes.pss), kernel: mb(processes.kernel), rss: mb(processes.rss), container: mb(inside.pss), engine: mb(during.pss - pssBefore.pss) },
      threads: processes.threads,
      engineThreads: during.threads - pssBefore.threads,
      engineCpuSeconds: round(processSeconds(engine.pid) - cpuBefore),
      startSeconds: round(startSeconds, 3),
      stopSeconds: round(stopSeconds, 3),
    };
  }
}

function addressesOf({ NetworkSettings: { Networks: networks } }) {
  return Object.values(networks).flatMap(({ IPAddress: four, GlobalIPv6Address: six }) => [four, six]).filter(Boolean);
}

/** A start and stop by `docker run`. */
export function byRun(docker, name, args) {
  return {
    start: async () => [await docker.ask('run', '-d', '--name', `${docker.run}-${name}`, '--label', docker.label, ...args, docker.image)],
    stop: (ids) => docker.ask('stop', '-t', '0', ...ids),
    remove: () => docker.ask('rm', '-f', `${docker.run}-${name}`).catch(() => ''),
  };
}

const sorted = (values) => [...values].sort((a, b) => a - b);
export const median = (values) => {
  const [low, high] = [(values.length - 1) >> 1, values.length >> 1].map((index) => sorted(values)[index]);
  return (low + high) / 2;
};
export const least = (values) => Math.min(...values);

/** One figure for several runs: the least of times, which other work can only lengthen, and the median of the rest. */
export function summary(runs) {
  const of = (choose, pick) => round(choose(runs.map(pick)), 3);
  return {
    runs: runs.length,
    processes: of(median, (run) => run.processes),
    families: of(median, (run) => run.families),
    rules: of(median, (run) => run.rules),
    threads: of(median, (run) => run.threads),
    memoryMb: Object.fromEntries(Object.keys(runs[0].memoryMb).map((key) => [key, of(median, (run) => run.memoryMb[key])])),
    startSeconds: of(least, (run) => run.startSeconds),
    stopSeconds: of(least, (run) => run.stopSeconds),
    running: runs.every((run) => run.running),
  };
}
