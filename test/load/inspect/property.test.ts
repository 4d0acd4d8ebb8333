import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PublishedPort } from '../../../src/model/port.ts';
import { isUnknown } from '../../../src/ports/spans.ts';
import { commandOf, containerJson, type Parts } from './container-json.ts';

interface Asked {
  readonly ip: string;
  readonly host: number | null;
  readonly container: number;
  readonly width: number;
  readonly protocol: string;
}

const asked: fc.Arbitrary<Asked> = fc.record({
  ip: fc.constantFrom('', '127.0.0.1', '::1'),
  host: fc.option(fc.integer({ min: 1, max: 60_000 }), { nil: null }),
  container: fc.integer({ min: 1, max: 60_000 }),
  width: fc.integer({ min: 1, max: 12 }),
  protocol: fc.constantFrom('tcp', 'udp', 'sctp'),
});
// Texts that a terminal would not show as they are do not become a command that can be copied.
const text = fc.stringMatching(/^[ -~\n媒体]{0,20}$/);
const word = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
const options = fc.record({
  name: fc.stringMatching(/^[a-z][a-z0-9_.-]{1,10}$/),
  image: fc.stringMatching(/^[a-z]{1,8}\/[a-z]{1,8}:[a-z0-9]{1,5}$/),
  ports: fc.array(asked, { maxLength: 6 }),
  env: fc.uniqueArray(fc.tuple(word, text), { selector: ([name]) => name, maxLength: 4 }),
  binds: fc.uniqueArray(fc.tuple(fc.stringMatching(/^\/[a-z $']{1,8}[a-z]$/), fc.stringMatching(/^\/[a-z]{1,8}$/), fc.boolean()), { selector: ([, target]) => target, maxLength: 4 }),
  args: fc.array(text, { minLength: 1, maxLength: 3 }),
});

/** As the engine writes them: each port singly. */
function bindings(ports: readonly Asked[]): Record<string, { HostIp: string; HostPort: string }[]> {
  const written: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { ip, host, container, width, protocol } of ports) {
    for (let step = 0; step < width; step++) (written[`${container + step}/${protocol}`] ??= []).push({ HostIp: ip, HostPort: host === null ? '' : String(host + step) });
  }
  return written;
}

function singly({ hostIp, host, container, protocol }: PublishedPort): string[] {
  if (isUnknown(container.value) || isUnknown(hostIp.value) || isUnknown(protocol.value) || (host !== null && isUnknown(host.value))) throw new Error('a port is not known');
  const { from, to } = container.value;
  const first = host === null || isUnknown(host.value) ? null : host.value.from;
  const [ip, name] = [hostIp.value, protocol.value];
  return Array.from({ length: to - from + 1 }, (_, step) => `${ip} ${first === null ? '' : first + step} ${from + step}/${name}`);
}

test('a command line says what the JSON says', () => {
  fc.assert(
    fc.property(options, ({ name, image, ports, env, binds, args }) => {
      const parts: Parts = {
        top: { Name: `/${name}` },
        config: { Image: image, Env: env.map(([key, value]) => `${key}=${value}`), Cmd: args },
        host: { PortBindings: bindings(ports), Binds: binds.map(([source, target, readOnly]) => `${source}:${target}${readOnly ? ':ro' : ''}`) },
      };
      const { load, notCarried } = commandOf(containerJson(parts), { image: null });
      const { services, problems } = load();
      const [service] = services;
      expect(problems).toEqual([]);
      expect(notCarried).toEqual([]);
      expect(services).toHaveLength(1);
      expect([service?.name, service?.image?.value]).toEqual([name, image]);
      expect(service?.command.map(({ value }) => value)).toEqual(args);
      expect(service?.environment.map(({ name: key, value }) => [key, value.value])).toEqual(env);
      expect(service?.volumes.map(({ source, target, readOnly }) => [source, target, readOnly])).toEqual(binds);
      const wanted = Object.entries(bindings(ports)).flatMap(([port, hosts]) => hosts.map(({ HostIp, HostPort }) => `${HostIp} ${HostPort} ${port}`));
      expect(service?.ports.flatMap(singly).sort()).toEqual(wanted.sort());
    }),
    { numRuns: 200 },
  );
});

test('as many ports as there are take the time of reading them, and one flag', () => {
  const ports = [{ ip: '', host: 1, container: 1, width: 65_535, protocol: 'udp' }];
  const began = performance.now();
  const { flags, load } = commandOf(containerJson({ host: { PortBindings: bindings(ports) } }));
  expect(flags).toContain('-p 1-65535:1-65535/udp');
  expect(load().services[0]?.ports).toHaveLength(1);
  expect(performance.now() - began).toBeLessThan(5000);
});
