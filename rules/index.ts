import type { Rule } from '../src/rule.ts';
import bothProtocolsPublished from './both-protocols-published/check.ts';
import configIsRead from './config-is-read/check.ts';
import contiguousPorts from './contiguous-ports/check.ts';
import externIpSet from './extern-ip-set/check.ts';
import hostNetworkWorks from './host-network-works/check.ts';
import imageIsMaintained from './image-is-maintained/check.ts';
import noHostPortCollision from './no-host-port-collision/check.ts';
import noPortsWithHostNetwork from './no-ports-with-host-network/check.ts';
import noPublishAll from './no-publish-all/check.ts';
import noUnusedPorts from './no-unused-ports/check.ts';
import noWidePortRange from './no-wide-port-range/check.ts';
import oneToOnePorts from './one-to-one-ports/check.ts';
import preferHostNetwork from './prefer-host-network/check.ts';
import rtpRangePublished from './rtp-range-published/check.ts';
import rtpRangeValid from './rtp-range-valid/check.ts';
import serviceNamesResolve from './service-names-resolve/check.ts';
import turnNotOpen from './turn-not-open/check.ts';
import validCompose from './valid-compose/check.ts';
import validRun from './valid-run/check.ts';
import validSuppression from './valid-suppression/check.ts';

/** Every rule, in the order of its id; a test proves that this equals the folders. */
export const rules: readonly Rule[] = [
  bothProtocolsPublished,
  configIsRead,
  contiguousPorts,
  externIpSet,
  hostNetworkWorks,
  imageIsMaintained,
  noHostPortCollision,
  noPortsWithHostNetwork,
  noPublishAll,
  noUnusedPorts,
  noWidePortRange,
  oneToOnePorts,
  preferHostNetwork,
  rtpRangePublished,
  rtpRangeValid,
  serviceNamesResolve,
  turnNotOpen,
  validCompose,
  validRun,
  validSuppression,
];
