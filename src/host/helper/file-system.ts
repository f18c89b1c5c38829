import { statfs } from 'node:fs/promises';
import { fileName } from '../../byte-names.js';
import { fileSystemSize } from '../files/tree.js';
import type { FileSystemSize } from '../host.js';

export const methods = {
  /** Size of the file system at an absolute path. */
  size: async (path: string): Promise<FileSystemSize> => fileSystemSize(await statfs(fileName(path))),
};
