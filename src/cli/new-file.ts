import { closeSync, constants, fchmodSync, fchownSync, fstatSync, fsyncSync, futimesSync, openSync, rmSync, writeFileSync, type Stats } from 'node:fs';

const PERMISSIONS = 0o7777;

/** Writes a file that must not exist yet, with the mode and, when permitted, the owner of another; all of it or nothing. Whether the owner was permitted. */
export function writeNew(path: string, bytes: Buffer, options: { readonly like: Pick<Stats, 'mode' | 'uid' | 'gid'>; readonly times?: Pick<Stats, 'atimeMs' | 'mtimeMs'> }): boolean {
  const { like, times } = options;
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeFileSync(fd, bytes);
    keepOwner(fd, like);
    // After the owner, a change of which takes bits from the mode; file systems without modes refuse needless changes.
    const mode = like.mode & PERMISSIONS;
    if ((fstatSync(fd).mode & PERMISSIONS) !== mode) fchmodSync(fd, mode);
    if (times !== undefined) futimesSync(fd, times.atimeMs / 1000, times.mtimeMs / 1000);
    fsyncSync(fd);
    const { uid, gid } = fstatSync(fd);
    return uid === like.uid && gid === like.gid;
  } catch (error) {
    remove(path);
    throw error;
  } finally {
    closeSync(fd);
  }
}

function keepOwner(fd: number, like: Pick<Stats, 'uid' | 'gid'>): void {
  const { uid, gid } = fstatSync(fd);
  if (uid === like.uid && gid === like.gid) return;
  for (const owner of [like.uid, uid]) {
    try {
      fchownSync(fd, owner, like.gid);
      return;
    } catch {
      // Only root gives files away; the group alone may still be ours to give.
    }
  }
}

export function syncDirectory(path: string): void {
  try {
    const fd = openSync(path, constants.O_RDONLY);
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // Some systems cannot sync a directory; the files are in place all the same.
  }
}

/** Whether nothing lies there any more. */
export function remove(path: string): boolean {
  try {
    rmSync(path, { force: true });
    return true;
  } catch {
    return false;
  }
}
