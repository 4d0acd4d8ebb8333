/** A path with `.` and `..` resolved as text, as Compose does; never above `/`. */
export function normalPath(path: string): string {
  const absolute = path.startsWith('/');
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '..' || !absolute) steps.push(step);
  }
  return (absolute ? '/' : '') + steps.join('/') || (absolute ? '/' : '.');
}

/** What `path` means in a directory. */
export function joinPath(directory: string, path: string): string {
  return normalPath(path.startsWith('/') ? path : `${directory}/${path}`);
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}

/** Git and OCI addresses, which Compose would fetch. */
export function isRemote(path: string): boolean {
  return /^(?:[a-z][a-z+.-]*:\/\/|git@|oci:|github\.com\/)|\.git(?:#|$)/i.test(path);
}
