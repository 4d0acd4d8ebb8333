import type { Rule } from '../src/rule.ts';
import contiguousPorts from './contiguous-ports/check.ts';
import hostNetworkWorks from './host-network-works/check.ts';
import noHostPortCollision from './no-host-port-collision/check.ts';
import noPortsWithHostNetwork from './no-ports-with-host-network/check.ts';
import noPublishAll from './no-publish-all/check.ts';
import noWidePortRange from './no-wide-port-range/check.ts';
import preferHostNetwork from './prefer-host-network/check.ts';
import serviceNamesResolve from './service-names-resolve/check.ts';
import validCompose from './valid-compose/check.ts';
import validRun from './valid-run/check.ts';

/** Every rule, in the order of its id; a test proves that this equals the folders. */
export const rules: readonly Rule[] = [contiguousPorts, hostNetworkWorks, noHostPortCollision, noPortsWithHostNetwork, noPublishAll, noWidePortRange, preferHostNetwork, serviceNamesResolve, validCompose, validRun];
