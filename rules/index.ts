import type { Rule } from '../src/rule.ts';
import configIsRead from './config-is-read/check.ts';
import contiguousPorts from './contiguous-ports/check.ts';
import externIpSet from './extern-ip-set/check.ts';
import imageIsMaintained from './image-is-maintained/check.ts';
import noPortsWithHostNetwork from './no-ports-with-host-network/check.ts';
import noPublishAll from './no-publish-all/check.ts';
import noUnusedPorts from './no-unused-ports/check.ts';
import noWidePortRange from './no-wide-port-range/check.ts';
import preferHostNetwork from './prefer-host-network/check.ts';
import turnNotOpen from './turn-not-open/check.ts';
import validCompose from './valid-compose/check.ts';
import validRun from './valid-run/check.ts';

/** Every rule, in the order of its id; a test proves that this equals the folders. */
export const rules: readonly Rule[] = [
  configIsRead, contiguousPorts, externIpSet, imageIsMaintained, noPortsWithHostNetwork, noPublishAll, noUnusedPorts, noWidePortRange,
  preferHostNetwork, turnNotOpen, validCompose, validRun,
];
