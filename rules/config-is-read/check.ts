import type { Deployment, Service } from '../../src/model/deployment.ts';
import type { Report } from '../../src/model/finding.ts';
import { defineRule } from '../../src/rule.ts';
import { droppedRanges, hasNoSecret, inventedKeys, misplacedConfig } from '../../src/zlm/config-mistakes.ts';
import { resolvePath } from '../../src/zlm/container-path.ts';
import { configTargetOf, effectiveConfig, mountAt, targetOf } from '../../src/zlm/effective-config.ts';
import { isUpstream } from '../../src/zlm/image-name.ts';
import { placeIn, type MountedConfig } from '../../src/zlm/located-ini.ts';
import rule from './rule.json' with { type: 'json' };

type Found = Generator<Report<keyof typeof rule.messages>>;

export default defineRule(rule, function* (deployment) {
  for (const service of deployment.services) {
    if (service.zlm === null) continue;
    const config = effectiveConfig(service);
    yield* mountFindings(service, deployment);
    if (config.known && config.kind === 'mounted') yield* textFindings(config, service, deployment);
  }
});

/** What is wrong with how the file comes into the container. */
function* mountFindings(service: Service, { texts }: Deployment): Found {
  const target = configTargetOf(service);
  if (target === null) return;
  const mount = mountAt(service, target);
  const misplaced = mount === null && service.zlm?.bundled === false ? misplacedConfig(service) : null;
  if (misplaced !== null && service.volumes.every((one) => targetOf(one) !== null)) {
    yield { messageId: 'not-read', data: { service: service.label, path: misplaced.path, reads: target }, service, at: misplaced.mount.at };
  }
  if (mount === null) return;
  const read = mount.files();
  const data = { service: service.label, source: typeof mount.source === 'string' ? mount.source : '', target };
  const isFile = targetOf(mount) === target;
  const file = read.known ? read.files.find((one) => resolvePath('/', one.target) === target) : undefined;
  if (isFile && mount.kind === 'bind' && !read.known && read.why === 'missing') yield { messageId: 'missing', data, service, at: mount.at };
  else if (isFile && mount.kind === 'bind' && read.known && file === undefined) yield { messageId: 'directory', data, service, at: mount.at };
  else if (mount.readOnly && (file === undefined || texts.has(file.path))) {
    const config = effectiveConfig(service);
    const renewed = config.known && config.kind === 'mounted' && hasNoSecret(config.ini) && service.image !== null && isUpstream(service.image.value);
    yield { messageId: renewed ? 'read-only-secret' : 'read-only', data, service, at: mount.at };
  }
}

/** What is written in the file and not read as it is meant. */
function* textFindings(config: MountedConfig, service: Service, deployment: Deployment): Found {
  for (const { key, meant, value } of inventedKeys(config.ini)) {
    yield { messageId: 'invented-key', data: { service: service.label, key, meant }, service, at: placeIn(config, value, deployment) };
  }
  const ranges = droppedRanges(config.ini);
  if (ranges === null) return;
  const messageId = !ranges.everybody ? 'cidr' : ranges.meant ? 'cidr-everybody-meant' : 'cidr-everybody';
  yield { messageId, data: { service: service.label, ranges: ranges.dropped }, service, at: placeIn(config, ranges.value, deployment) };
}
