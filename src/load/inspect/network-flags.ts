import type { CommandFlags } from './command-flags.ts';
import type { Fields } from './fields.ts';
import { csvText } from './go-text.ts';

/** The engine's own; without a flag a container joins the first two. */
const own = new Set(['', 'default', 'bridge', 'host', 'none', 'nat']);

/** What becomes of `container:ID`, and of the networks that a container has joined. */
export function addNetworks(flags: CommandFlags, container: Fields, host: Fields, config: Fields, nameOf: (id: string) => string): void {
  const mode = host.text('NetworkMode');
  const joined = container.part('NetworkSettings').partMap('Networks');
  const mac = config.text('MacAddress');
  if (mode.startsWith('container:')) {
    flags.add('--network', `container:${nameOf(mode.slice('container:'.length))}`);
    return;
  }
  if (mode === 'host' || mode === 'none') {
    flags.add('--network', mode);
    return;
  }
  const short = container.text('Id').slice(0, 12);
  const users = joined.filter(([name]) => !own.has(name));
  if (own.has(mode)) {
    flags.add('--mac-address', mac);
    // A container on the engine's own bridge that was connected to others later.
    for (const [name] of users) flags.notCarried.push(`NetworkSettings.Networks.${name}`);
    return;
  }
  const first = users.find(([name, network]) => name === mode || network.text('NetworkID') === mode);
  const order: [string, Fields | null][] = [first ?? [mode, null], ...users.filter((one) => one !== first)];
  const long = order.length > 1 || order.some(([, network]) => network !== null && (network.keys('DriverOpts').length > 0 || network.number('GwPriority') !== 0));
  for (const [index, [name, network]] of order.entries()) {
    const address = network?.part('IPAMConfig');
    const fields: [string, string][] = [
      ...(network?.texts('Aliases') ?? []).filter((alias) => alias !== short).map((alias): [string, string] => ['alias', alias]),
      ['ip', address?.text('IPv4Address') ?? ''],
      ['ip6', address?.text('IPv6Address') ?? ''],
      ...(address?.texts('LinkLocalIPs') ?? []).map((ip): [string, string] => ['link-local-ip', ip]),
      ['mac-address', index === 0 ? mac : ''],
      ...(network?.textMap('DriverOpts') ?? []).map(([key, value]): [string, string] => ['driver-opt', `${key}=${value}`]),
      ['gw-priority', String(network?.number('GwPriority') ?? 0).replace(/^0$/, '')],
    ];
    const said = fields.filter(([, value]) => value !== '');
    if (long) flags.add('--network', csvText([`name=${name}`, ...said.map(([key, value]) => `${key}=${value}`)]));
    else {
      flags.add('--network', name);
      for (const [key, value] of said) flags.add(key === 'alias' ? '--network-alias' : `--${key}`, value);
    }
    flags.add('--link', ...(network?.texts('Links') ?? []));
  }
}
