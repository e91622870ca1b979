const words: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links go round in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** Why a file could not be read or written, in words; `undefined` when the error is not one of the file system. */
export function fileProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', syscall = '' } = error as NodeJS.ErrnoException;
  // A socket fails in `listen` with EACCES and in `read` with codes of its own.
  if (!['open', 'read', 'stat', 'lstat', 'scandir', 'mkdir'].includes(syscall)) return undefined;
  // Of a file, whoever makes it wants none to be there.
  if (code === 'EEXIST')
    return syscall === 'mkdir' ? 'a file stands where a folder is needed' : 'it is there already';
  return words[code] ?? (syscall === 'open' || syscall === 'mkdir' ? code : undefined);
}
