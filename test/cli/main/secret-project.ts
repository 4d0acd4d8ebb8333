import fc from 'fast-check';
import { temporaryDirectory } from '../temporary-directory.ts';
import { zlm } from '../inspect/world.ts';

/** Every secret begins with it, and it stands nowhere else. */
export const CORE = '5ecret';

/** A secret of letters, digits and what needs no quotes anywhere. */
const simple = fc.stringMatching(/^[A-Za-z0-9_.+-]{4,12}$/).map((text) => `${CORE}${text}z`);
/** What has to stand in quotes. */
const quotedOnly = fc.array(fc.constantFrom('a', '7', ' ', ',', '&', '=', ':', '@', '/', '!', '秘', '[', '}', '%', ';', CORE), { minLength: 1, maxLength: 8 }).map((parts) => `${CORE}${parts.join('')}z`);

type Line = readonly [secret: string, lines: string];

/** Lines with a secret, as they may stand below a key of a service. */
const inService: fc.Arbitrary<Line> = fc.oneof(
  fc.tuple(simple, fc.constantFrom('environment:\n  ZLM_SECRET: %', "environment:\n  SIP_PASSWORD: '%'", 'environment:\n  - DB_PASSWORD=%', 'environment: { A_TOKEN: %, TZ: UTC }', 'environment:\n  ZLM_SECRET: ${ZLM_SECRET:-%}', 'environment:\n  DATABASE_URL: mysql://root:%@db:3306/wvp', 'environment:\n  icePwd: |\n    %', 'command: [MediaServer, --api-secret, %]', 'command: redis-server --requirepass % --port 6379', 'command:\n  - --token\n  - %', 'healthcheck: { test: "curl -f http://127.0.0.1/index/api/getStatistic?secret=%" }', 'labels:\n  app.token: %', 'environment:\n  A_TOKEN: "%${x y}"', '# password: %', 'command: >\n  redis-server\n  --requirepass\n  %', 'command: [redis-server, requirepass, %]', '# 密码：%', 'environment:\n  DB_PASS: %', 'environment:\n  ? JWT_KEY\n  : %', 'x-env:\n  - name: A_TOKEN\n    value: %', 'x-env: [{ name: A_TOKEN, value: % }]', 'x-token:\n  value: %', 'x-token: [a,\n  %]')),
  fc.tuple(quotedOnly, fc.constantFrom('environment:\n  ZLM_SECRET: "%"', "environment:\n  ZLM_SECRET: '%'", 'environment:\n  - "ZLM_SECRET=%"', 'environment: { "A_TOKEN": "%", TZ: UTC }', 'labels: ["app.token=%"]')),
).map(([secret, lines]) => [secret, lines.replace('%', () => secret)]);

const inIni: fc.Arbitrary<Line> = fc.tuple(simple, fc.constantFrom('[api]\nsecret=%\n', '[rtc]\nicePwd=%\nport=8000\n', '[rtp_proxy]\nport_range=31000-31400\nsecret=%\n', '[hook]\nadmin_params=secret=%\n', '[hook]\non_publish=http://127.0.0.1/on_publish?secret=%\n', '; password=%\n')).map(([secret, lines]) => [secret, lines.replace('%', () => secret)]);

const inShell: fc.Arbitrary<Line> = fc.oneof(
  fc.tuple(simple, fc.constantFrom('docker run -d -e ZLM_SECRET=% -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:master', 'docker run -d \\\n  -p 30000-30500:30000-30500/udp \\\n  -e ZLM_SECRET=% \\\n  zlmediakit/zlmediakit:master', 'docker run -d -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:${ZLM_TOKEN:-%}', 'PGPASSWORD=% psql -p 5432', 'export A_TOKEN=%', 'docker run -d -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:master # zlm-lint-disable-line -- token=%', 'docker run -d -p 30000-30500:30000-30500/udp -p 80:abc --token=% zlmediakit/zlmediakit:master ./MediaServer --api-secret %')),
  fc.tuple(quotedOnly, fc.constantFrom("docker run -d -e 'ZLM_SECRET=%' -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:master", 'docker run -d -e ZLM_SECRET="%" -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:master')),
).map(([secret, lines]) => [secret, lines.replaceAll('%', () => secret)]);

const indented = (lines: string): string => lines.replace(/^/gm, '    ');

export interface SecretProject {
  readonly secrets: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

/** Projects with ZLMediaKit in Compose, in a script and as a container, and secrets in every file. */
export const secretProject: fc.Arbitrary<SecretProject> = fc
  .record({ own: inService, other: inService, first: fc.boolean(), ini: inIni, env: simple, shell: fc.array(inShell, { minLength: 1, maxLength: 3 }), readme: inShell, inspected: fc.tuple(quotedOnly, simple, simple), ports: fc.constantFrom('ports:\n  - "30000-30500:30000-30500/udp"\n  - "80:80"', 'ports: ["30000-30500:30000-30500/udp", "80:80", "80:80"]', 'ports:\n  - "30000-30500:30000-30500"\n  - "abc:80"') })
  .map(({ own, other, first, ini, env, shell, readme, inspected: [variable, password, argument], ports }) => ({
    secrets: [own[0], other[0], ini[0], env, ...shell.map(([secret]) => secret), readme[0], variable, password, argument],
    files: {
      'compose.yml': `services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n${(first ? [own[1], ports] : [ports, own[1]]).map(indented).join('\n')}\n    volumes: ["./config.ini:/opt/media/conf/config.ini"]\n    extra_hosts: ["a:\${ENV_TOKEN}"]\n  other:\n    image: mysql:8\n${indented(other[1])}\n`,
      'config.ini': `${ini[1]}[http]\nport=80\n`,
      '.env': `ENV_TOKEN=${env}\n`,
      'run.sh': `#!/bin/sh\n${shell.map(([, lines]) => lines).join('\n')}\n`,
      'README.md': `# ZLMediaKit\n\n\`\`\`sh\n${readme[1]}\n\`\`\`\n`,
      'inspected.json': JSON.stringify([zlm((json) => json.replace('"TZ=Asia/Shanghai"', JSON.stringify(`ZLM_SECRET=${variable}`) + `,"DATABASE_URL=mysql://root:${password}@db/wvp"`).replace(/"Cmd":\[[^\]]*\]/, `"Cmd":["./MediaServer","--api-secret","${argument}"]`))]),
    },
  }));

export function written({ files }: SecretProject): string {
  return temporaryDirectory(files);
}
