import { describe, expect, it } from 'vitest';
import { loaded, picture } from './loaded.ts';

const base = 'services: {z: {image: q, ports: ["1:1"]}}\nnetworks: {a: }\n';

type Pictured = Readonly<Record<string, { readonly ports: readonly string[]; readonly networkMode: string | null; readonly networks: readonly string[] }>>;

/** A service in a word: what is not the default of it, the ports last. */
function shown(files: Readonly<Record<string, string>>, main: readonly string[]): Record<string, string> {
  const deployment = loaded(files, main);
  expect(deployment.problems).toEqual([]);
  return Object.fromEntries(
    Object.entries(picture(deployment) as Pictured).map(([name, { ports, networkMode, networks }]) => {
      const published = ports.map((port) => port.trim().split(' ').slice(0, 2).join('>'));
      return [name, [networkMode ?? '', ...networks.filter((network) => network !== 'default'), ...published].filter(Boolean).join(' ')];
    }),
  );
}

/** What Docker Compose 2.40.3 made of each override beside the base above. */
const rows: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['services: {y: {image: q, network_mode: !reset host}}', { z: '1>1', y: '' }],
  ['services: {y: {image: q, ports: !reset ["9:9"]}}', { z: '1>1', y: '' }],
  ['services: {z: {networks: {a: !reset }}}', { z: '1>1' }],
  ['services: {y: {image: q, depends_on: {nope: !reset {condition: service_started}}}}', { z: '1>1', y: '' }],
  ['services: {y: {image: q, ports: [{target: 80, published: !reset "5"}]}}', { z: '1>1', y: '80>tcp' }],
  ['services: {z: {ports: ["5:5", !reset "6:6"]}}', { z: '1>1 5>5' }],
  ['services: {z: {ports: !override ["7:7", !reset "8:8"]}}', { z: '7>7 8>8' }],
  ['services: {z: !override {image: q, ports: !reset ["8:8"]}}', { z: '8>8' }],
  ['services: {y: !override {image: q, ports: !reset ["8:8"]}}', { z: '1>1', y: '8>8' }],
  ['services: {b: {image: q, ports: !reset ["8:8"]}, z: {extends: b}}', { z: '1>1', b: '' }],
  ['x-s: &s {ports: !reset []}\nservices: {z: {<<: *s}}', { z: '1>1' }],
  ['x-s: &s {ports: !reset []}\nservices: {z: *s}', { z: '1>1' }],
  ['x-s: &s {ports: !override ["5:5"]}\nservices: {z: {<<: *s}}', { z: '5>5' }],
  ['x-s: &s {ports: !override ["5:5"]}\nservices: {z: {<<: [*s]}}', { z: '1>1 5>5' }],
  ['x-s: &s {ports: !override ["5:5"]}\nservices: {z: {<<: *s, ports: ["6:6"]}}', { z: '6>6' }],
  ['x-s: &s !reset []\nservices: {z: {ports: *s}}', { z: '' }],
  ['services: {z: {<<: {ports: !reset []}}}', { z: '' }],
  ['services: {y: &s {image: q, ports: !reset ["8:8"]}, z: {<<: *s}}', { z: '1>1', y: '' }],
];

describe('!reset and !override', () => {
  it.each(rows)('in a second file: %s', (override, expected) => {
    expect(shown({ 'a.yml': base, 'b.yml': override }, ['a.yml', 'b.yml'])).toEqual(expected);
  });

  it.each(rows)('in a second document: %s', (override, expected) => {
    expect(shown({ 'a.yml': `${base}---\n${override}\n` }, ['a.yml'])).toEqual(expected);
  });
});
