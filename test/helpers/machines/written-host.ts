import { Failure } from '../../../src/failures.js';
import type { FileSystemSize, Host, Tree } from '../../../src/host/host.js';
import { ownProcess } from '../../../src/host/own-process.js';
import { FakeClock } from '../fake-clock.js';
import { manyFiles } from './many-files.js';
import { notFollowed } from './not-followed.js';
import { wholeTree } from './whole-tree.js';

export interface WrittenFiles {
  proc?: Record<string, string>;
  sys?: Record<string, string>;
  root?: Record<string, string>;
  /** What a container's own `/` holds; made of the others when left out. */
  own?: Record<string, string>;
  /** Size of the file system of a path, and whether it was asked for as one that may hang. */
  fileSystem?: (path: string, mayHang: boolean) => FileSystemSize;
}

/** A Linux machine made of the files written into the test; `files` may be changed between readings. */
export function writtenHost(files: WrittenFiles, changes: Partial<Host> = {}): Host & { clock: FakeClock } {
  const nothing = () => Promise.reject(new Failure('absent', 'not part of this test'));
  const portable = new Proxy({}, { get: () => nothing }) as Host['portable'];
  const [proc, sys, root] = [
    writtenTree('/proc', () => files.proc ?? {}, files),
    writtenTree('/sys', () => files.sys ?? {}, files),
    writtenTree('', () => files.root ?? {}, files),
  ];
  const { own } = files;
  const program = (name: string) => ({ name, run: nothing, follow: notFollowed });
  return {
    platform: 'linux',
    architecture: 'x86_64',
    ...{ proc, sys, root },
    own: own === undefined ? wholeTree(proc, sys, root) : writtenTree('', () => own, files),
    rootPath: '/',
    programs: {
      nvidiaSmi: program('nvidia-smi'),
      rocmSmi: program('rocm-smi'),
      amdSmi: program('amd-smi'),
      tegrastats: program('tegrastats'),
      ioreg: program('ioreg'),
    },
    nvml: { read: nothing },
    ollama: { url: 'http://127.0.0.1:11434', get: nothing },
    ...{ otherOllamas: [], modelServers: [] },
    askLocal: nothing,
    portable,
    historyStore: null,
    ownProcess,
    close: () => undefined,
    ...changes,
    clock: new FakeClock(),
  };
}

function writtenTree(shownAs: string, contents: () => Record<string, string>, files: WrittenFiles): Tree {
  const text = (path: string) => contents()[path] ?? null;
  const one = { optional: text, deviceText: (path: string) => Promise.resolve(text(path)) };
  const list = (path: string) => {
    const folder = path === '' ? '' : `${path}/`;
    const below = Object.keys(contents()).filter((name) => name.startsWith(folder));
    return [...new Set(below.map((name) => name.slice(folder.length).split('/')[0] ?? ''))].sort();
  };
  return {
    ...one,
    required: (path) => {
      const content = text(path);
      if (content === null) throw new Failure('absent', `${shownAs}/${path} is not there`);
      return content;
    },
    requiredList: list,
    ...manyFiles(one),
    deviceBytes: (path) => Promise.resolve(text(path) === null ? null : Buffer.from(text(path) ?? '')),
    list,
    listAnswer: list,
    ...{ linkAnswer: text, textAnswer: text },
    linkName: () => null,
    linkTarget: text,
    // Files with the same content are the same file.
    identity: (path) => {
      const [first] = Object.keys(contents()).filter((name) => name === path || name.startsWith(`${path}/`));
      if (path !== '' && first === undefined) return null;
      const inode = numberOf(text(path) ?? JSON.stringify(contents()));
      return { device: 1, inode, mode: 0o100644, owner: 0, group: 0 };
    },
    fileSystem: (path, { mayHang }) => {
      if (files.fileSystem === undefined) return Promise.reject(new Failure('absent', `there is no ${path}`));
      return Promise.resolve(files.fileSystem(path, mayHang));
    },
  };
}

function numberOf(content: string): number {
  return Buffer.from(content).reduce((sum, byte) => (sum * 31 + byte) % 2 ** 31, 7);
}
