import { describe, expect, it } from 'vitest';
import type { Deployment, Service } from '../../src/model/deployment.ts';
import { sharedNetworkOf } from '../../src/zlm/shared-network.ts';
import { located, makeService } from './service.ts';

type Mode = string | null | { readonly unknown: string };

/** Services by name, each with its mode; `x=cx` gives the service x the container name cx. */
function deploymentOf(modes: Readonly<Record<string, Mode>>): { readonly deployment: Deployment; readonly named: (name: string) => Service } {
  const services = Object.entries(modes).map(([key, mode]) => {
    const [name = '', containerName] = key.split('=');
    return { ...makeService({ name, ...(containerName === undefined ? {} : { containerName }) }), networkMode: mode === null ? null : located(mode) };
  });
  return { deployment: { services } as unknown as Deployment, named: (name) => services.find((service) => service.name === name) ?? makeService({ name }) };
}

function sharedBy(modes: Readonly<Record<string, Mode>>): unknown {
  const { deployment, named } = deploymentOf(modes);
  const shared = sharedNetworkOf(named('zlm'), deployment);
  return shared === null ? null : [shared.owner.name, shared.others.map(({ name }) => name)];
}

describe('whose network a service runs in', () => {
  it.each<[string, Readonly<Record<string, Mode>>, unknown]>([
    ['its own', { zlm: null, web: null }, ['zlm', []]],
    ["the host's", { zlm: 'host', web: 'host' }, ['zlm', []]],
    ["another's, which runs there too", { zlm: 'service:gate', gate: null, web: null }, ['gate', ['gate']]],
    ["another's by its container's name", { zlm: 'container:cgate', 'gate=cgate': 'host' }, ['gate', ['gate']]],
    ['its own, which another joins', { zlm: null, wvp: 'service:zlm' }, ['zlm', ['wvp']]],
    ['one that several share', { zlm: 'service:gate', gate: null, wvp: 'service:gate' }, ['gate', ['gate', 'wvp']]],
    ['its own, beside one whose mode is not known', { zlm: null, web: { unknown: '${MODE}' } }, ['zlm', ['web']]],
    ['its own, which a container of a name not at hand may join', { zlm: null, web: 'container:project-zlm-1' }, ['zlm', ['web']]],
    ['its own, beside one that joins a container of another name', { 'zlm=czlm': null, web: 'container:other' }, ['zlm', []]],
    ['one that is not at hand', { zlm: 'container:gate' }, null],
    ['one that is not known', { zlm: { unknown: '${MODE}' } }, null],
    ['a circle', { zlm: 'service:gate', gate: 'service:zlm' }, null],
  ])('is %s', (_, modes, expected) => {
    expect(sharedBy(modes)).toEqual(expected);
  });
});
