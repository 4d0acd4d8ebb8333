import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { changed, fakeEngine, recorded, type FakeWorld, type Json } from '../cli/inspect/fake-engine.ts';

const place = mkdtempSync(join(tmpdir(), 'zlm-lint-golden-engine-'));

afterAll(() => rmSync(place, { recursive: true, force: true }));

/** An engine that runs what the example `safe` is, and something else, as a real one would describe it. */
export function safeEngine(directory: string): Pick<FakeWorld, 'env' | 'hostFiles'> {
  const zlm = changed(recorded('docker-28', 'zlm'), (text) => text.replaceAll('/srv/zlm', directory));
  return fakeEngine(place, { recorded: 'docker-28', containers: [publishing(zlm), recorded('docker-28', 'other')] });
}

/** The container with the ports of the example. */
function publishing(container: Json): Json {
  const rtp = Array.from({ length: 501 }, (_, index) => 30_000 + index);
  const ports = [...[80, 554, 1935, 10_000, ...rtp].map((port) => [port, 'tcp'] as const), ...[10_000, ...rtp].map((port) => [port, 'udp'] as const)];
  const named = (value: (port: number) => unknown): object => Object.fromEntries(ports.map(([port, protocol]) => [`${port}/${protocol}`, value(port)]));
  const settings = container['NetworkSettings'] as object;
  const { Volumes: _volumes, ...config } = container['Config'] as Json;
  return {
    ...container,
    Mounts: [],
    HostConfig: { ...(container['HostConfig'] as object), Memory: 0, MemorySwap: 0, Ulimits: [], LogConfig: { Type: 'json-file', Config: {} }, PortBindings: named((port) => [{ HostIp: '', HostPort: String(port) }]) },
    Config: { ...config, ExposedPorts: named(() => ({})) },
    NetworkSettings: { ...settings, Ports: named((port) => ['0.0.0.0', '::'].map((HostIp) => ({ HostIp, HostPort: String(port) }))) },
  };
}
