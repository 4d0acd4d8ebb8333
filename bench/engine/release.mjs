/** Distributions add words of their own: 28.5.2+dfsg4 is 28.5.2 to everybody else. */
export const release = (version) => /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? version;
