/** Above 20000 and below Linux' ephemeral ports, which any client may hold. */
const FIRST = 20000;

const range = (first, count) => (count === 1 ? `${first}` : `${first}-${first + count - 1}`);

/** A mapping: host port, container port, how many, protocol, address. */
function mapping(host, container, count, protocol = 'tcp', address = null) {
  const option = `${address === null ? '' : `${address}:`}${range(host, count)}:${range(container, count)}${protocol === 'tcp' ? '' : `/${protocol}`}`;
  return { option, host, count, protocol };
}

/** The mappings of `docker run` in ZLMediaKit's README; on the host's side 10000 higher, where less is in use. */
const readme = [
  ...[1935, 80, 443, 554, 10000].map((port) => mapping({ 80: 18080, 443: 18443, 554: 18554 }[port] ?? port + 10000, port, 1)),
  ...[10000, 8000, 9000].map((port) => mapping(port + 10000, port, 1, 'udp')),
];

const both = (first, count) => [mapping(first, first, count), mapping(first, first, count, 'udp')];

/** What is started and stopped, in this order. `small`: what CI runs. */
export const scenarios = [
  { name: 'host', title: 'host network', network: 'host', mappings: [], small: true },
  { name: 'none', title: 'nothing published', mappings: [] },
  { name: 'eight', title: "the README's eight ports", mappings: readme, small: true },
  { name: 'udp-100', title: '100 udp', mappings: [mapping(FIRST, FIRST, 100, 'udp')], small: true },
  { name: 'udp-100-loopback', title: '100 udp on 127.0.0.1', mappings: [mapping(FIRST, FIRST, 100, 'udp', '127.0.0.1')] },
  { name: 'udp-500', title: '500 udp', mappings: [mapping(FIRST, FIRST, 500, 'udp')] },
  { name: 'both-500', title: '500 tcp + 500 udp', mappings: both(FIRST, 500) },
  { name: 'udp-1000', title: '1,000 udp', mappings: [mapping(FIRST, FIRST, 1000, 'udp')] },
  { name: 'both-501', title: '501 tcp + 501 udp', mappings: both(30000, 501) },
  { name: 'udp-5001', title: '5,001 udp', mappings: [mapping(FIRST, FIRST, 5001, 'udp')], full: true },
].map((scenario) => ({ network: 'bridge', ...scenario, pairs: scenario.mappings.reduce((sum, { count }) => sum + count, 0) }));

/** Not counted: the engine reads its image and makes its chains. */
export const warmUp = { name: 'warm-up', title: 'warm-up', network: 'bridge', mappings: [mapping(FIRST, FIRST, 1)], pairs: 1 };

export function publishing({ network, mappings }) {
  return [...(network === 'host' ? ['--network', 'host'] : []), ...mappings.flatMap(({ option }) => ['-p', option])];
}

/** `20000/udp` for each port of the host that is needed. */
export function* hostPorts({ mappings }) {
  for (const { host, count, protocol } of mappings) for (let port = host; port < host + count; port++) yield `${port}/${protocol}`;
}

/** The first port that something else holds, or `null`. */
export function busyPort(ports, held) {
  for (const port of ports) if (held.has(port)) return port;
  return null;
}
