/** Where a text may name a secret. */
export const SECRET_WORD = /secret|passw(?:or)?d|passphrase|token|pwd|credential|ice[-_.]?ufrag|(?:private|access|api|auth|encryption|signing)[-_.]?key|requirepass/i;

const LAST = 'ports?|host(?:name)?|addr(?:ess)?|ips?|range|ur[il]|endpoint|files?|paths?|dir(?:ectory)?|ttl|expir(?:e|es|y|ation)|timeout|lifetime|age|time|seconds?|minutes?|hours?|days?|interval|length|size|count|limit|enabled?|disabled?|required|types?|algorithm|plugin|policy|version|header|prefix|issuer';

/** How the name of something about a secret ends, such as `TOKEN_PORT`, `DB_PASSWORD_FILE` or `tokenExpireTime`: a finding may be about it. */
const ABOUT = new RegExp(`[-_.](?:${LAST})$`);

/** Whether what a name stands for is a secret. Compose's `secrets` are names of files. */
export function isSecretName(name: string): boolean {
  if (!SECRET_WORD.test(name)) return false;
  const words = name.replace(/([a-z])(?=[A-Z])/g, '$1_').toLowerCase();
  return words !== 'secrets' && !ABOUT.test(words);
}
