/**
 * What may stand where. `number` is any number, `int` and `whole` have no fraction; a `whole` may also be text that is one, and a `switch`
 * is a boolean or text that Compose takes for one.
 */
export type Kind = 'null' | 'text' | 'number' | 'int' | 'whole' | 'bool' | 'switch' | 'list' | 'map';

/** Without `kinds` the value may be of any. */
export interface Shape {
  readonly kinds?: readonly Kind[];
  /** The only texts that there are. */
  readonly choices?: readonly string[];
  readonly items?: Shape;
  /** No text stands twice in the list. */
  readonly unique?: boolean;
  /** The keys that a mapping may have, beside those that begin with `x-`. */
  readonly parts?: Readonly<Record<string, Shape>>;
  /** The message about any other key. */
  readonly other?: string;
  readonly needs?: string;
  /** The values of a mapping whose keys are names. */
  readonly each?: Shape;
  /** What becomes of a key that is no name of a service or network; without it `each` holds for every key. */
  readonly nameless?: 'refused' | 'ignored';
}

const any: Shape = {};
const text: Shape = { kinds: ['text'] };
const whole: Shape = { kinds: ['whole'] };
const amount: Shape = { kinds: ['number', 'text'] };
const onOff: Shape = { kinds: ['switch'] };
const map: Shape = { kinds: ['map'] };
const texts: Shape = { kinds: ['list'], items: text };
const textOrTexts: Shape = { kinds: ['text', 'list'], items: text };
const textsOrMaps: Shape = { kinds: ['list'], items: { kinds: ['text', 'map'] } };
const command: Shape = { kinds: ['null', 'text', 'list'], items: text };
const settings: Shape = { kinds: ['map', 'list'], items: text, each: { kinds: ['text', 'number', 'bool', 'null'] } };
const options: Shape = { kinds: ['map'], each: amount };

/** The keys of each row have the shape before it. */
function table(rows: readonly (readonly [Shape, string])[]): Record<string, Shape> {
  return Object.fromEntries(rows.flatMap(([shape, keys]) => keys.split(' ').map((key) => [key, shape])));
}

const attachment: Shape = {
  kinds: ['map', 'null'],
  parts: table([
    [text, 'interface_name ipv4_address ipv6_address mac_address'],
    [texts, 'aliases link_local_ips'],
    [{ kinds: ['number'] }, 'priority gw_priority'],
    [options, 'driver_opts'],
  ]),
};

const dependency: Shape = {
  kinds: ['map'],
  needs: 'condition',
  parts: {
    condition: { kinds: ['text'], choices: ['service_started', 'service_healthy', 'service_completed_successfully'] },
    restart: onOff,
    required: { kinds: ['bool'] },
  },
};

const deploy: Shape = {
  kinds: ['map', 'null'],
  parts: table([
    [text, 'mode endpoint_mode'],
    [whole, 'replicas'],
    [settings, 'labels'],
    [map, 'rollback_config update_config resources restart_policy placement'],
  ]),
};

/** Of the long syntax; what the others may be, the reading of ports knows. */
const port: Shape = { parts: table([[text, 'name mode host_ip protocol app_protocol'], [any, 'target published']]), other: 'unknown-port-key' };

/** What `.*` stands for in a file that Compose takes. Source: the Compose specification's schema, and Docker Compose 2.40.3 on every key. */
const service: Shape = {
  other: 'unknown-service-key',
  parts: {
    ...table([
      [text, 'cgroup_parent container_name cpuset domainname hostname image ipc isolation mac_address network_mode pid platform'],
      [text, 'pull_policy pull_refresh_after restart runtime stop_grace_period stop_signal user userns_mode uts working_dir'],
      [onOff, 'attach init oom_kill_disable privileged read_only stdin_open tty'],
      [whole, 'cpu_count cpu_percent mem_swappiness oom_score_adj scale'],
      [amount, 'cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus mem_limit memswap_limit pids_limit shm_size'],
      [{ kinds: ['whole', 'text'] }, 'mem_reservation'],
      [command, 'command entrypoint'],
      [textOrTexts, 'dns dns_search tmpfs'],
      [texts, 'cap_add cap_drop dns_opt links profiles'],
      [{ ...texts, unique: true }, 'device_cgroup_rules external_links security_opt volumes_from'],
      [textsOrMaps, 'configs devices secrets volumes'],
      [settings, 'annotations environment labels sysctls'],
      [map, 'blkio_config credential_spec healthcheck logging provider storage_opt ulimits'],
      [{ kinds: ['list'], items: map }, 'post_start pre_start pre_stop'],
      [{ kinds: ['text', 'list'], items: { kinds: ['text', 'map'] } }, 'env_file'],
      [textOrTexts, 'label_file'],
      [any, 'extends'],
    ]),
    build: { kinds: ['text', 'map'] },
    cgroup: { kinds: ['text'], choices: ['host', 'private'] },
    depends_on: { kinds: ['list', 'map'], items: text, unique: true, each: dependency, nameless: 'refused' },
    deploy,
    develop: { kinds: ['map', 'null'] },
    expose: { kinds: ['list'], items: { kinds: ['text', 'int'] } },
    extra_hosts: { kinds: ['list', 'map'], items: text, each: textOrTexts },
    gpus: { kinds: ['text', 'list'] },
    group_add: { kinds: ['list'], items: amount, unique: true },
    models: { kinds: ['list', 'map'], items: text },
    networks: { kinds: ['list', 'map'], items: text, unique: true, each: attachment, nameless: 'refused' },
    ports: { kinds: ['list'], items: port },
    use_api_socket: { kinds: ['bool'] },
  },
};

const pool: Shape = { kinds: ['map'], parts: { ...table([[text, 'subnet ip_range gateway']]), aux_addresses: { kinds: ['map'], each: text } } };

const network: Shape = {
  kinds: ['map', 'null'],
  parts: {
    ...table([
      [text, 'name driver'],
      [onOff, 'internal enable_ipv4 enable_ipv6 attachable'],
    ]),
    external: { kinds: ['switch', 'map'], parts: { name: text } },
    driver_opts: options,
    labels: settings,
    ipam: { kinds: ['map'], parts: { driver: text, config: { kinds: ['list'], items: pool }, options: { kinds: ['map'], each: text } } },
  },
};

/** Of the resources that have nothing to do with ports only the kind. */
export const composeFile: Shape = {
  other: 'unknown-key',
  parts: {
    ...table([[text, 'version name'], [any, 'include']]),
    services: { each: service, nameless: 'refused' },
    networks: { kinds: ['map'], each: network, nameless: 'ignored' },
    volumes: { kinds: ['map'], each: { kinds: ['map', 'null'] }, nameless: 'refused' },
    secrets: { kinds: ['map'], each: map, nameless: 'refused' },
    configs: { kinds: ['map'], each: map, nameless: 'refused' },
    models: { kinds: ['map'], each: map, nameless: 'ignored' },
  },
};
