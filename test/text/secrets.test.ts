import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Lines } from '../../src/text/lines.ts';
import { isSecretName } from '../../src/text/secret-names.ts';
import { masked, secretsIn } from '../../src/text/secrets.ts';

/** A text, in which the secrets stand between « and ». */
function marked(text: string): readonly [text: string, shown: string] {
  return [text.replace(/[«»]/g, ''), text.replace(/«([^»]*)»/g, (_, secret: string) => secret.replace(/[^\r\n]/g, '*'))];
}

describe('a secret is hidden, and nothing beside it', () => {
  test.each([
    ['[api]\nsecret=«035c73f7-bb6b-4889»\nport=80\n'],
    ['[rtc]\niceUfrag=«ZLMediaKit»\nicePwd = «ZLM MediaKit»\nport=8000\n'],
    ['on_publish=http://127.0.0.1/on_publish?secret=«abc»&retry=1\nadmin_params=secret=«abc»\n'],
    ['environment:\n  ZLM_SECRET: «abc def» # why\n  MYSQL_PASSWORD: "«a\\"b»"\n  SIP_PWD: \'«it\'\'s»\'\n  TZ: Asia/Shanghai\n'],
    ['environment:\n  - ZLM_SECRET=«abc def» # why\n  - "DB_PASSWORD=«abc def»"\n  - TZ=UTC\n'],
    ['password: |-\n  «one»\n  «two»\nports:\n  - "80:80"\n'],
    ['password:\n  «one two»\nports: ["80:80"]\n'],
    ['password: «one»\n  «two»\nports: ["80:80"]\n'],
    ['passwords:\n  - «one»\n  - «two»\nports: ["80:80"]\n'],
    ['zlm: { environment: { ZLM_SECRET: «a,b», TZ: UTC }, ports: ["80:80"] }\n'],
    ['environment: [ZLM_SECRET=«abc», TZ=UTC]\n'],
    ['{"Env":["ZLM_SECRET=«abc»","TZ=UTC"],"token":"«abc»","ttl":3,"secret":«1234»}'],
    ['spring:\n  redis:\n    password: «abc»\n    port: 6379\n  datasource:\n    url: jdbc:mysql://root:«a:b»@db:3306/wvp\n'],
    ['docker run -e X_TOKEN=«abc» -p 80:80 -e "A_SECRET=«a b»" -e B_SECRET="«a b»" --env=C_SECRET=«abc» zlm\n'],
    ['docker run \\\n  -e ZLM_SECRET=«abc» \\\n  -p 80:80 zlm\n'],
    ['export A=1 DB_PASSWORD=«abc» C=2\nPGPASSWORD=«abc» psql -p 5432\nset DB_PASSWORD=«a b c»\n'],
    ['ENV ZLM_SECRET «abc»\nARG ZLM_TOKEN=«abc»\nsetx ZLM_TOKEN «abc»\n$env:ZLM_TOKEN = "«abc»"\nEnvironment="ZLM_TOKEN=«abc» TZ"\n'.replace('» TZ', ' TZ»')],
    ['sh -c \'DB_PASSWORD=«abc» exec MediaServer -s x\'\n'],
    ['command: redis-server --requirepass «abc» --port 6379\n'],
    ['command: ["redis-server", "--requirepass", "«abc»", "--port", "6379"]\n'],
    ['command:\n  - --api-secret=«abc»\n  - --requirepass\n  - «abc»\n  - --port\n'],
    ['test: ["CMD", "redis-cli", "-a", "«abc»", "ping"]\ntest: mysqladmin ping -uroot -p«abc»\ntest: curl -u admin:«abc» http://zlm\n'],
    ["test: mysqladmin ping -uroot -p'«a b»'\ntest: mysqladmin ping -uroot -p\"«abc»\" -h x\ntest: 'mysqladmin -p''«abc»'' ping'\n"],
    ['docker exec -it mysql mysql -uroot -p«123456» -e "a; b"\ndocker run --rm mysql:8 mysql -P 3306 -p«abc» db\ndocker run --health-cmd "mysqladmin ping -p«abc»" mysql\nsudo /usr/bin/mysqldump -p«abc» db | gzip -9 > x\n'],
    ['command: [redis-cli, -a, «abc»]\nsudo -n mysqladmin -p«abc» ping\nsudo --preserve-env mysql -p«abc»\nsshpass -p «abc» ssh -p 2222 root@h\n'],
    ["curl -H 'Content-Type: application/json; charset=utf-8' 'http://h/?a=1&b=2' -u admin:«123»\ncurl -f http://h && curl --user a:«b» http://h\n"],
    ['curl -H "Authorization: Bearer «abc»" http://zlm\ngit clone https://«ghp_0123456789abcdef0123»@github.com/a/b\n'],
    ['echo "{\\"token\\":\\"«abc»\\",\\"a\\":1}"\n'],
    ['# ZLM_SECRET=«abc»\n; secret=«abc»\n'],
    ['ZLM_SECRET: ${ZLM_SECRET:-«abc»}\nimage: zlm:${ZLM_TOKEN-«abc»}\nA_SECRET: ${A:-«${B:-c}d»}\n'],
    ['key: |\n  -----BEGIN RSA PRIVATE KEY-----\n  «MIIE\n  oAIB»\n  -----END RSA PRIVATE KEY-----\n'],
    ['command: >\n  redis-server\n  --requirepass\n  «abc»\n  --port 6379\n'],
    ['command: >\r\n  redis-server\r\n  --requirepass\r\n  «abc»\r\n'],
    ['command: ["redis-server", "requirepass", "«abc»", "masterauth", "«b»"]\ncommand:\n  - redis-server\n  - requirepass «abc»\n'],
    ['content: |\n  bind 0.0.0.0\n  requirepass «abc»\n  masterauth "«a b»"\n  port 6379\n'],
    ['secret：«abc»\n# 密码：«abc»\n密码: «abc»\n数据库口令=«abc»\n; 密钥 = «abc»\n'],
    ['env: [{name: DB_PASSWORD, value: «a b»}, {name: A, value: b}]\nenv: [{ "name": "A_TOKEN", "value": "«a, b»" }]\n'],
    ['env:\n  - name: DB_PASSWORD\n    value: «a b» # why\n  - name: A\n    value: b\n  - key: "A_TOKEN"\r\n    value: \'«abc»\'\n'],
    ['env:\n  - name: DB_PASSWORD\n    description: of it\n    type: x\n    value: «a b»\n  - value: «c d»\n    name: A_TOKEN\n  - value: b\n    name: A\n  - value: c\n'],
    ['env: [{value: «a b», type: x, name: DB_PASSWORD}, {value: b, name: A}, {"name": "A_TOKEN", "type": "x", "value": "«c»"}]\n'],
    ['secret:\n  - value: «abc»\n    other: 1\nopenssl rsa -passin pass:«abc» -in x\ncommand: ["openssl", "pkcs12", "-passout", "pass:«abc»", "-out", "x"]\n'],
    ['{\n  "name": "DB_PASSWORD",\n  "value": "«abc»",\n  "a": 1\n}\n'],
    ['secret:\n  # why\n\n  value: «abc»\n  other: 1\ntoken: {value: «abc», other: 1}\ntoken: { default: "«abc»" }\n'],
    ['token: [«abc,\n  def»]\nports: [80]\n'],
    ['token:\n  «[abc,»\n   «def]»\nports: [80]\n'],
    ['? DB_PASSWORD\n: «abc»\n? A\n: b\nenv:\n  ? "A_TOKEN"\n  : "«abc»"\n'],
    ['environment:\n  PASS: «abc»\n  DB_PASS: «abc»\n  REDIS_AUTH: «abc»\n  JWT_KEY: «abc»\n  API_KEY: «abc»\n  appKey: «abc»\nsmtp --pass «abc»\n'],
    ['command: zlm -a «eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.ab_cd-efghij» -b x\n'],
    ['secret=«abc»\r\nport=80\r\n'],
    ['secret=«abc»\rport=80\r'],
  ])('%j', (text) => {
    const [written, shown] = marked(text);
    expect(masked(written)).toBe(shown);
  });
});

test.each([
  'TOKEN_PORT: 8080\nTOKEN_TTL=30\ntokenExpireTime: 60\nDB_PASSWORD_FILE: /run/secrets/db\nPASSWORD_POLICY: strict\n',
  'ZLM_SECRET: ${ZLM_SECRET}\nA_SECRET=$A\nB_SECRET: ${B:?is not set}\nC_SECRET=$(cat /run/secrets/c)\nD_SECRET: "{{ secret }}"\n',
  'enable_token: true\nMYSQL_ALLOW_EMPTY_PASSWORD: "yes"\nsecret=0\nsecret=\npassword: ""\ntoken: null\n',
  'services:\n  token-server:\n    image: a/token-server:1.0\n    secrets:\n      - db_password\n    ports: ["token-server:8080:80"]\nsecrets:\n  db_password:\n    file: ./db_password.txt\n',
  'command: --default-authentication-plugin=mysql_native_password --port 1\ndocker build --secret id=token,src=./t .\n',
  'docker run -d --name zlm -e DB_HOST=mysql -p1935:1935 -p1936:1936 -p8080:80 zlmediakit/zlmediakit:master\n',
  'docker run --link mysql -p80 zlm\npodman run --name mysql -p3306:3306 mysql\n# mysql is at -p3306:3306\ndocker run -h mysql -p${PORT}:80 -p127.0.0.1:30000-30100:30000-30100/udp mysql -p1\n',
  'sshpass -f file ssh -p 2222 root@h\ncurl -f http://h && docker run -u 1000:1000 zlm\ncurl -f http://h; docker run -u a:b zlm\nredis-cli ping || useradd -a abc\nmysql x && ffmpeg -pix_fmt yuv\n',
  'command: ["mysql", "-p", "db"]\ntest: mysqladmin -p"$$MYSQL_ROOT_PASSWORD" ping\n',
  'BYPASS: abc\nCOMPASS: abc\nproxy_pass: http://zlm\nproxy_pass http://zlm:80;\nFTP_PASSIVE=30000\nPASS_THROUGH: x\n密码长度: 8\n[rtsp]\nauthBasic=0\n',
  'command: redis-server --requirepass\nports:\n  - 1\ncommand: >\n  redis-server\n  --requirepass\n  --port 6379\n',
  'password:\nvalue: 80\nenv:\n  - name: TOKEN_PORT\n    value: 80\ntoken:\n  file: x\n  value_of: y\n',
  'env:\n  - value: 80\n    name: A\n  - name: B_TOKEN\n    type: x\n  - name: C\n    value: 81\n- value: 82\n  other: 1\n- name: D_TOKEN\n',
  'a: eyJhbGciOiJIUzI1NiJ9\nb: eyJ.eyJ.abc xeyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.ab_cd-efghij\n',
  'http://host:8080/a@b rtmp://zlm:1935/live ssh://git@host:22 10.0.0.1:30000-30100:30000-30100\n',
])('what is no secret stays: %j', (text) => {
  expect(masked(text)).toBe(text);
});

test('a name is judged by its words', () => {
  expect(['secret', 'rtc.icePwd', 'iceUfrag', 'MYSQL_ROOT_PASSWORD', 'dbPasswd', 'AWS_SECRET_ACCESS_KEY', 'apiKey', 'MY_CREDENTIALS', 'SIP_Password', 'PASS', 'dbPass', 'smtp.pass', 'REDIS_AUTH', 'jwtKey', 'SIGN_KEY', '数据库密码'].filter((name) => !isSecretName(name))).toEqual([]);
  expect(['secrets', 'key', 'http.port', 'tokenPort', 'TOKEN_EXPIRE', 'secretRefreshInterval', 'PASSWORD_FILE', 'streams', 'TZ', 'BYPASS', 'compass', 'NGINX_PROXY_PASS', 'pass_through', 'FTP_PASSIVE', 'passport', 'rtsp.authBasic', 'auth', '密码长度'].filter(isSecretName)).toEqual([]);
});

const pieces = fc.constantFrom('token', 'password', '=', ': ', ':', '"', "'", '\\', ' ', '\n', '\r\n', '\r', '- ', '{', '}', '[', ']', ',', '#', '$', '${', ':-', '|', '--', '://', '@', '?', '&', 'a', 'true', '秘', '\u{1F600}', '-----BEGIN PRIVATE KEY-----', '-----END', 'redis-cli -a ', '：', '密码', 'requirepass', '? ', 'name: ', 'value: ', 'eyJ', '.');
const texts = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));

test('every place of any text stays what it was, and hiding again hides no more', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const shown = masked(text);
      const [before, after] = [new Lines(text), new Lines(shown)];
      expect(shown).toHaveLength(text.length);
      expect(Array.from({ length: before.count }, (_, line) => before.start(line + 1))).toEqual(Array.from({ length: after.count }, (_, line) => after.start(line + 1)));
      let end = 0;
      for (const span of secretsIn(text)) {
        expect(span.start).toBeGreaterThanOrEqual(end);
        expect(span.end).toBeGreaterThan(span.start);
        end = span.end;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 1000 },
  );
});

test.each(['token=', 'token=true ', 'token: [', 'token="', '${token:-', 'token: |\n', 'token=$(', '--token ', '://a:', '-----BEGIN PRIVATE KEY-----', 'redis-cli ', 'mysql ', "mysql -p'", 'curl -u ', 'docker run ', '--a ', 'token:\n  - ', 'token: [a:b', 'token:\n', 'token: { ', '--token\n ', 'requirepass ', 'name: token,\n', 'name: token\n  ', 'name: token, a: ', 'value: a, name: token, ', 'openssl -pass ', '? token\n', 'eyJaaaaa.', 'eyJaaaaa-', '密码', 'pass', 'a_pass.'])('a long text of %j takes time that grows no faster than it', (piece) => {
  const seconds = (length: number): number => {
    const text = piece.repeat(length / piece.length);
    const start = process.cpuUsage().user;
    masked(text);
    return (process.cpuUsage().user - start) / 1e6;
  };
  seconds(1000);
  expect(seconds(400_000)).toBeLessThan(2);
});
