import type { Deployment, Service } from '../../src/model/deployment.ts';
import type { Report } from '../../src/model/finding.ts';
import { endpointTexts } from '../../src/ports/endpoints.ts';
import { networkModeOf } from '../../src/ports/network-mode.ts';
import { isUnknown } from '../../src/ports/spans.ts';
import { defineRule } from '../../src/rule.ts';
import { effectiveConfig } from '../../src/zlm/effective-config.ts';
import { isOnHost, listening } from '../../src/zlm/host-ports.ts';
import { valueAt } from '../../src/zlm/located-ini.ts';
import rule from './rule.json' with { type: 'json' };

type Found = Report<keyof typeof rule.messages>;

export default defineRule(rule, function* (deployment) {
  for (const service of deployment.services) {
    if (service.zlm === null || isOnHost(service, deployment) !== true) continue;
    if (networkModeOf(service) === 'host') yield* ofItsMode(service);
    yield* lowPorts(service);
    yield* listenIp(service, deployment);
  }
});

/** `links` and `ports` are refused with it by the engine, too: valid-compose and no-ports-with-host-network tell of them. */
function* ofItsMode(service: Service): Generator<Found> {
  const { settings, replicas, label } = service;
  const related = service.networkMode === null ? [] : [service.networkMode.at];
  const swarm = settings.filter(({ name }) => name.startsWith('deploy.'));
  if (swarm[0] !== undefined) yield { messageId: 'swarm', data: { service: label, keys: swarm.map(({ name }) => name) }, service, at: swarm[0].at, related };
  const net = settings.flatMap(({ name, value, at }) => (name === 'sysctls' && !isUnknown(value) && value.startsWith('net.') ? [{ name: value.split('=')[0] ?? '', at }] : []));
  if (net[0] !== undefined) yield { messageId: 'sysctls', data: { service: label, names: net.map(({ name }) => name) }, service, at: net[0].at, related };
  if (replicas !== null && !isUnknown(replicas.value) && replicas.value > 1) yield { messageId: 'replicas', data: { service: label, replicas: replicas.value }, service, at: replicas.at, related };
}

/** A bridge has `net.ipv4.ip_unprivileged_port_start=0`, the host has not. */
function* lowPorts(service: Service): Generator<Found> {
  const { user, label } = service;
  if (user === null || isUnknown(user.value) || /^(?:|0+|root)(?::.*)?$/.test(user.value)) return;
  const low = listening(service).filter(({ span }) => span.from < 1024);
  if (low.length > 0) yield { messageId: 'user', data: { service: label, user: user.value, ports: endpointTexts(low) }, service, at: user.at, related: low.flatMap(({ at }) => (at.file === user.at.file ? [] : [at])) };
}

/** Only an address that this file gives to a container is certainly none of the host. */
function* listenIp(service: Service, deployment: Deployment): Generator<Found> {
  const config = effectiveConfig(service);
  const written = config.known && config.kind === 'mounted' ? valueAt(config, 'general.listen_ip') : null;
  if (written === null || written.value === '') return;
  for (const owner of deployment.services) {
    const address = owner.networks.find(({ staticAddress }) => staticAddress?.value === written.value)?.staticAddress;
    if (address !== undefined && address !== null) yield { messageId: 'listen-ip', data: { service: service.label, ip: written.value, owner: owner.label }, service, at: written.at, related: [address.at] };
  }
}
