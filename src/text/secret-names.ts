/** What says of a name that it stands for a secret. */
const SECRET =
  /secret|passw(?:or)?d|passphrase|token|pwd|credential|ice[-_.]?ufrag|(?:private|access|api|app|auth|encrypt(?:ion)?|sign(?:ing)?|jwt|aes|hmac|master|session)[-_.]?key|requirepass|masterauth|(?:redis|neo4j)[-_.]?auth|密码|口令|密钥/i;

/** `DB_PASS`, and neither `BYPASS` nor the `proxy_pass` of nginx, which is an address. */
const PASS = /(?<!(?:^|[-_.])(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached|by))(?:^|[-_.])pass$/;

/** Where a text may name a secret. */
export const SECRET_WORD = new RegExp(`${SECRET.source}|pass(?![a-z])`, 'i');

const LAST = 'ports?|host(?:name)?|addr(?:ess)?|ips?|range|ur[il]|endpoint|files?|paths?|dir(?:ectory)?|ttl|expir(?:e|es|y|ation)|timeout|lifetime|age|time|seconds?|minutes?|hours?|days?|interval|length|size|count|limit|enabled?|disabled?|required|types?|algorithm|plugin|policy|version|header|prefix|issuer';

/** How the name of something about a secret ends, such as `TOKEN_PORT`, `DB_PASSWORD_FILE` or `tokenExpireTime`: a finding may be about it. */
const ABOUT = new RegExp(`[-_.](?:${LAST})$|(?:文件|路径|目录|端口|地址|长度|类型|有效期|时间|策略)$`);

/** Whether what a name stands for is a secret. Compose's `secrets` are names of files. */
export function isSecretName(name: string): boolean {
  if (!SECRET_WORD.test(name)) return false;
  const words = name.replace(/([a-z])(?=[A-Z])/g, '$1_').toLowerCase();
  return (SECRET.test(words) || PASS.test(words)) && words !== 'secrets' && !ABOUT.test(words);
}
