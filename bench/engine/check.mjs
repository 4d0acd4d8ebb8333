/** What an engine did that the model does not say, a line each. Memory of the whole machine is not judged: others use it, too. */
export function judge({ scenarios, examples }, wanted = []) {
  const there = new Set([...scenarios, ...examples].map(({ name }) => name));
  const failures = wanted.filter((name) => !there.has(name)).map((name) => `${name}: was not started`);
  let compared = 0;
  for (const { name, summary, predicted, skipped } of scenarios) {
    if (skipped !== undefined) failures.push(`${name}: skipped, ${skipped}`);
    if (summary === undefined) continue;
    if (!summary.running) failures.push(`${name}: the container does not run`);
    if (name === 'host') failures.push(...freeOf(name, summary));
    compared += compare(name, summary, predicted, failures);
    // A container on a bridge has a rule of its own with some engines, whether it publishes anything or not; Compose makes a network with more.
    const said = predicted?.now?.firewallRules ?? summary.rules;
    if (said > 0 && summary.rules !== said) failures.push(`${name}: ${summary.rules} firewall rules, and the model says ${said}`);
  }
  for (const [name, { summary, predicted, skipped, error }] of examples.flatMap(({ name, before, after }) => [[name, before], [`${name}, fixed`, after]])) {
    if (skipped !== undefined) failures.push(`${name}: skipped, ${skipped}`);
    else if (error !== undefined) failures.push(`${name}: it does not start: ${error}`);
    else if (!summary.running) failures.push(`${name}: a container does not run`);
    else compared += compare(name, summary, predicted, failures);
  }
  if (compared === 0) failures.push('nothing was compared');
  return failures;
}

function freeOf(name, { processes, rules }) {
  return [
    ...(processes === 0 ? [] : [`${name}: ${processes} docker-proxy processes, and host networking needs none`]),
    ...(rules === 0 ? [] : [`${name}: ${rules} firewall rules were added, and host networking needs none`]),
  ];
}

function compare(name, { processes, memoryMb }, predicted, failures) {
  if (!predicted?.now) {
    failures.push(`${name}: nothing to compare with: ${predicted?.note ?? 'no prediction'}`);
    return 0;
  }
  if (processes !== predicted.now.processes) failures.push(`${name}: ${processes} docker-proxy processes, and the model says ${predicted.now.processes}`);
  const said = predicted.now.memory.processes;
  if (Math.abs(memoryMb.processes - said) > said / 2) failures.push(`${name}: its docker-proxy processes hold ${memoryMb.processes} MB, and the model says ${said} MB`);
  return 1;
}
