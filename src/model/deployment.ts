import type { PublishedPort, PortMapping } from './port.ts';
import type { Located, Origin, Remark, SourceRange, Unknown } from './source.ts';

export type Text = string | Unknown;

export interface NamedValue {
  readonly name: string;
  readonly value: Located<Text>;
}

export interface Build {
  readonly context: Located<Text> | null;
  readonly dockerfile: Located<Text> | null;
  /** The Dockerfile's text, when it is written in the file or lies in the project. */
  readonly dockerfileText: string | null;
  /** The text files of the build context, which may all end up in the image. */
  readonly files: () => MountedFiles;
}

/** A text file that a mount brings into a container. */
export interface MountedFile {
  /** As the report calls it; its text stands under this name in the deployment's `texts`, so that places can point into it. */
  readonly path: string;
  /** Where the container sees it. */
  readonly target: string;
  readonly text: string;
  /** What it says as a file of settings (YAML, JSON, TOML, properties); `null` when it is none, or cannot be read as one. */
  readonly settings: () => readonly SettingsDocument[] | null;
}

/** What one document of a file of settings says, by dotted key. */
export type SettingsDocument = ReadonlyMap<string, Located<string>>;

export type UnreadFile = Pick<MountedFile, 'path' | 'target'>;

export type MountedFiles =
  /** `unread`: files of a directory that are no text, or too large. */
  | { readonly known: true; readonly files: readonly MountedFile[]; readonly unread?: readonly UnreadFile[] }
  /** `missing`: nothing lies there. `outside`: an absolute, variable or foreign path. `unreadable`: binary, too large or too many. */
  | { readonly known: false; readonly why: 'missing' | 'outside' | 'unreadable'; readonly path: string };

export interface Mount {
  readonly at: SourceRange;
  readonly kind: 'bind' | 'volume' | 'other';
  readonly source: Text | null;
  readonly target: Text;
  readonly readOnly: boolean;
  /** What lies at the source; read when asked. A named volume is not known. */
  readonly files: () => MountedFiles;
}

export interface NetworkAttachment {
  readonly name: string;
  readonly at: SourceRange;
  readonly aliases: readonly Located<Text>[];
  /** `ipv4_address`, `ipv6_address` or `mac_address`. */
  readonly staticAddress: Located<Text> | null;
}

/** How ZLMediaKit was recognised in a service. */
export interface ZlmFacts {
  readonly reason: Remark;
  /** ZLMediaKit runs beside other programs in this image (gowvp/owl, wvp_pro, AKStreamKeeper). */
  readonly bundled: boolean;
}

/** A setting that only says "this is set", such as `cap_drop` or a Swarm key under `deploy`. */
export interface Setting {
  readonly name: string;
  readonly value: Text;
  readonly at: SourceRange;
}

/** A command line that creates a container, in the words of the tool. */
export interface Invocation {
  readonly tool: string;
  readonly verb: string;
  /** Behind the image. */
  readonly args: readonly Text[];
  /** The first `--network`, as it is given. */
  readonly network: Text | null;
  readonly publishAll: boolean;
}

export interface Service {
  /** `null` for a `docker run` without `--name`. */
  readonly name: string | null;
  /** What the report calls it: its name, or its image, without a secret that a variable brought into it. */
  readonly label: string;
  /** The name, or what stands for it. */
  readonly at: SourceRange;
  /** From the name to the end of the service's text: where comments about it stand. */
  readonly extent: SourceRange;
  readonly image: Located<Text> | null;
  readonly build: Build | null;
  readonly command: readonly Located<Text>[];
  readonly entrypoint: readonly Located<Text>[];
  readonly containerName: Located<Text> | null;
  readonly hostname: Located<Text> | null;
  readonly user: Located<Text> | null;
  /** With what the files of `env_file` and `--env-file` add. */
  readonly environment: readonly NamedValue[];
  /** Such a file that is not at hand: it may set any variable. */
  readonly unseenEnvironment: Located<Text> | null;
  readonly labels: readonly NamedValue[];
  readonly links: readonly Located<Text>[];
  readonly externalLinks: readonly Located<Text>[];
  readonly extraHosts: readonly Located<Text>[];
  readonly volumes: readonly Mount[];
  readonly networkMode: Located<Text> | null;
  readonly networks: readonly NetworkAttachment[];
  /** The `networks` key, when it is written and names a network. */
  readonly networksAt: Located<null> | null;
  readonly ports: readonly PublishedPort[];
  /** The `ports` key; the first port flag of a command line. */
  readonly portsAt: Located<null> | null;
  /** Entries that Compose passes on and the engine refuses. */
  readonly refusedPorts: readonly PublishedPort[];
  /** `-P`: every port that the image exposes is published, each to a free port of the host. */
  readonly publishAll: Located<null> | null;
  /** How it was written, when a command line creates it. */
  readonly invocation: Invocation | null;
  /** Not started: none of its profiles is active. */
  readonly disabled: boolean;
  readonly expose: readonly string[];
  readonly replicas: Located<number | Unknown> | null;
  /** Settings that decide whether host networking can work: `sysctls`, `cap_drop`, `mac_address` and the Swarm keys of `deploy`. */
  readonly settings: readonly Setting[];
  /** Every other text that may name a service: health check, build arguments, `dns`, files of `env_file` that are not at hand. */
  readonly mentions: readonly Located<Text>[];
  readonly zlm: ZlmFacts | null;
  /** Everything else of the service, in rows that can be compared: a fix is proven to have left it alone, but for what it announced. */
  readonly rest: () => readonly RestRow[];
}

/** One value of a service beside its ports and networks; entries of `extra_hosts` and of mounts have no number in their path. */
export interface RestRow {
  readonly path: string;
  readonly value: string;
}

export interface Network {
  readonly name: string;
  readonly external: boolean;
  /** Settings that make it more than a plain bridge: `internal`, a `driver`, `driver_opts`. */
  readonly settings: readonly string[];
  readonly at: SourceRange;
}

/** What is wrong in the text, named by a message of the rule `valid-compose`. */
export interface Problem extends Remark {
  readonly at: SourceRange;
  readonly service: string | null;
  /** Who refuses it: Compose when it reads the project, or the engine when the container is created; `absent`: Compose where a file is not there that may be there when the project is started. */
  readonly stage: 'compose' | 'engine' | 'absent';
  /** The whole file could not be read as what it should be. */
  readonly fatal: boolean;
  /** Nothing else of the deployment is touched by it. */
  readonly within?: SourceRange;
}

/** What a fix wants of one service, in the model's words; the input form turns it into text. */
export interface ServiceChange {
  readonly service: Service;
  readonly networkMode?: 'host';
  readonly networks?: 'remove';
  readonly ports?: 'remove' | readonly PortChange[];
  /** Entries that are added: `NAME:ADDRESS`. */
  readonly extraHosts?: readonly string[];
  /** Mounts that are added: `SOURCE:TARGET`. */
  readonly volumes?: readonly string[];
}

/** A mapping in place of some entries: of none, it is added; `null` in place of some takes them away. */
export interface PortChange {
  readonly from: readonly PublishedPort[];
  readonly into: PortMapping | null;
}

/** A value that is written in some text of the deployment, and what it becomes; at an empty place it is added. */
export interface TextChange {
  readonly at: SourceRange;
  readonly text: string;
  /** The service that says it, when it stands in the deployment's own text and not in a file of its own. */
  readonly service: Service | null;
}

export interface Edit {
  readonly at: SourceRange;
  readonly text: string;
}

export type Planned = { readonly edits: readonly Edit[] } | { readonly refused: Remark };

export type Form = 'compose' | 'docker-run' | 'inspect';

export interface Deployment {
  readonly form: Form;
  /** The main file, as it was asked for. */
  readonly file: string;
  /** The files that are merged, the main one first; what those include and extend is not among them. */
  readonly files: readonly string[];
  /** Words that `docker compose` needs beside the files to see the same, such as `--profile`. */
  readonly options: readonly string[];
  /** Every text that was read, by path; positions point into these. */
  readonly texts: ReadonlyMap<string, string>;
  /** What the environment of the process gave to names of secrets: no text holds it. */
  readonly secrets: readonly string[];
  readonly services: readonly Service[];
  readonly networks: readonly Network[];
  readonly problems: readonly Problem[];
  /** Files that belong to the deployment and were not read, such as an override or an included file. */
  readonly unread: readonly Remark[];
  /** Comments of the file, in order. */
  readonly comments: readonly Located<string>[];
  /** Everything outside the services, as comparable text. */
  readonly rest: () => string;
  readonly plan: (change: ServiceChange) => Planned;
  /** A file that a fix may make beside the main file, and what a service calls it in a mount; `null` where something lies there, or where relative paths start from is not known. */
  readonly newFile: (name: string, service: Service) => { readonly file: string; readonly source: string } | null;
}

export type { Origin };
