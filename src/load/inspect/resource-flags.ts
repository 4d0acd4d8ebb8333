import type { CommandFlags } from './command-flags.ts';
import type { Fields } from './fields.ts';
import { bytesText, csvText } from './go-text.ts';

const SHM = 64 * 2 ** 20;

const numbers = [
  ['--cpu-shares', 'CpuShares'],
  ['--cpu-period', 'CpuPeriod'],
  ['--cpu-quota', 'CpuQuota'],
  ['--cpu-rt-period', 'CpuRealtimePeriod'],
  ['--cpu-rt-runtime', 'CpuRealtimeRuntime'],
  ['--blkio-weight', 'BlkioWeight'],
] as const;

const deviceRates = [
  ['--device-read-bps', 'BlkioDeviceReadBps'],
  ['--device-write-bps', 'BlkioDeviceWriteBps'],
  ['--device-read-iops', 'BlkioDeviceReadIOps'],
  ['--device-write-iops', 'BlkioDeviceWriteIOps'],
] as const;

/** Limits and devices. */
export function addResources(flags: CommandFlags, host: Fields): void {
  const memory = host.number('Memory');
  flags.add('--memory', memory === 0 ? '' : bytesText(memory));
  const reserved = host.number('MemoryReservation');
  flags.add('--memory-reservation', reserved === 0 ? '' : bytesText(reserved));
  const swap = host.number('MemorySwap');
  // The engine adds as much again by itself.
  if (swap !== 0 && swap !== 2 * memory) flags.add('--memory-swap', swap < 0 ? String(swap) : bytesText(swap));
  if (host.has('MemorySwappiness') && host.number('MemorySwappiness') >= 0) flags.set('--memory-swappiness', String(host.number('MemorySwappiness')));
  host.ignore('MemorySwappiness');
  const kernel = host.number('KernelMemory');
  flags.add('--kernel-memory', kernel === 0 ? '' : bytesText(kernel));
  const cpus = host.number('NanoCpus');
  flags.add('--cpus', cpus === 0 ? '' : String(cpus / 1e9));
  for (const [flag, key] of numbers) flags.number(flag, host.number(key));
  flags.add('--cpuset-cpus', host.text('CpusetCpus'));
  flags.add('--cpuset-mems', host.text('CpusetMems'));
  const pids = host.number('PidsLimit');
  if (pids > 0) flags.number('--pids-limit', pids);
  for (const device of host.parts('BlkioWeightDevice')) flags.add('--blkio-weight-device', `${device.text('Path')}:${device.number('Weight')}`);
  for (const [flag, key] of deviceRates) {
    for (const device of host.parts(key)) flags.add(flag, `${device.text('Path')}:${device.number('Rate')}`);
  }
  const shm = host.number('ShmSize');
  flags.add('--shm-size', shm === 0 || shm === SHM ? '' : bytesText(shm));
  for (const limit of host.parts('Ulimits')) flags.add('--ulimit', `${limit.text('Name')}=${limit.number('Soft')}:${limit.number('Hard')}`);
  flags.add('--cgroup-parent', host.text('CgroupParent'));
  flags.switch('--oom-kill-disable', host.flag('OomKillDisable'));
  flags.number('--oom-score-adj', host.number('OomScoreAdj'));
  for (const device of host.parts('Devices')) {
    const [from, to, rights] = [device.text('PathOnHost'), device.text('PathInContainer'), device.text('CgroupPermissions')];
    flags.add('--device', rights !== 'rwm' && rights !== '' ? `${from}:${to}:${rights}` : from === to ? from : `${from}:${to}`);
  }
  flags.add('--device-cgroup-rule', ...host.texts('DeviceCgroupRules'));
  for (const request of host.parts('DeviceRequests')) addDevices(flags, request);
}

/** `--gpus`, and `--device` for what CDI names. Source: docker/cli opts/gpus.go. */
function addDevices(flags: CommandFlags, request: Fields): void {
  const ids = request.texts('DeviceIDs');
  const driver = request.text('Driver');
  if (driver === 'cdi') {
    flags.add('--device', ...ids);
    return;
  }
  const [capabilities = [], ...others] = request.textLists('Capabilities');
  const wanted = capabilities.filter((one) => one !== 'gpu');
  if (others.length > 0 || !capabilities.includes('gpu')) flags.notCarried.push('HostConfig.DeviceRequests.Capabilities');
  const count = request.number('Count');
  const options = request.textMap('Options');
  const fields = [
    ...(driver === '' ? [] : [`driver=${driver}`]),
    ...(ids.length > 0 ? [`device=${ids.join(',')}`] : [`count=${count < 0 ? 'all' : count}`]),
    ...(wanted.length > 0 ? [`capabilities=${wanted.join(',')}`] : []),
    ...(options.length > 0 ? [`options=${csvText(options.map(([key, value]) => `${key}=${value}`))}`] : []),
  ];
  const [only = ''] = fields;
  flags.add('--gpus', fields.length === 1 && only.startsWith('count=') ? only.slice('count='.length) : csvText(fields));
}
