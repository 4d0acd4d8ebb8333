import { expect, it } from 'vitest';
import { isRolling, upkeepOf } from '../../src/zlm/image-name.ts';

it.each<[string, ReturnType<typeof upkeepOf>, boolean]>([
  ['zlmediakit/zlmediakit:master', 'upstream', true],
  ['docker.io/zlmediakit/zlmediakit:master_py', 'upstream', true],
  ['zlmediakit/zlmediakit:feature-rtc', 'upstream', false],
  ['zlmediakit/zlmediakit:release-12.0.0', 'upstream', false],
  ['zlmediakit/zlmediakit', 'unbuilt', false],
  ['zlmediakit/zlmediakit:latest', 'unbuilt', false],
  ['zlmediakit/zlmediakit:Release.last', 'unbuilt', false],
  ['zlmediakit/zlmediakit:8.0', 'unbuilt', false],
  ['zlmediakit/zlmediakit:master@sha256:0123', 'unknown', false],
  ['registry.example.com/zlmediakit/zlmediakit:latest', 'unknown', false],
  ['registry.example.com:5000/team/zlmediakit/zlmediakit:latest', 'unknown', false],
  ['zlmediakit:latest', 'unknown', false],
  ['panjjo/zlmediakit', 'stale', false],
  ['registry.example.com/gemfield/zlmediakit:centos7-runtime', 'stale', false],
  ['polaris-media:latest', 'unknown', false],
])('%s is %s', (image, upkeep, rolling) => {
  expect([upkeepOf(image), isRolling(image)]).toEqual([upkeep, rolling]);
});

it.each(['zlmediakit/zlmediakit:${TAG}', '${OWNER}/zlmediakit:master', '${IMAGE}'])('%s may be any', (unknown) => {
  expect([upkeepOf({ unknown }), isRolling({ unknown })]).toEqual(['unknown', false]);
});
