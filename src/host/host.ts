import type { Clock } from '../clock.js';
import type { Failure } from '../failures.js';
import type { ProgramName } from '../programs.js';
import type { HistoryStore } from './history/store.js';
import type { NvmlSource } from './nvml/nvml.js';
import type { OwnProcess } from './own-process.js';
import type { PortableFacts } from './portable/portable.js';

/** The only door to the machine: everything a reader may touch. Tests give a recorded one. */
export interface Host {
  readonly platform: NodeJS.Platform;
  /** As uname(1) names it: `x86_64`, `aarch64`. */
  readonly architecture: string;
  readonly clock: Clock;
  /** `/proc`, or where `SYSMON_PROC` says it is mounted. */
  readonly proc: Tree;
  /** `/sys`, or where `SYSMON_SYS` says it is mounted. */
  readonly sys: Tree;
  /** `/`, or where `SYSMON_ROOT` says it is mounted. */
  readonly root: Tree;
  /**
   * This process's own `/`, whatever the settings say: what its container holds, where it runs in one. Only for
   * what is about this process itself: its namespaces, control groups and mounts.
   */
  readonly own: Tree;
  /** Where `root` is in this process's own view: `/`, or what `SYSMON_ROOT` says. */
  readonly rootPath: string;
  readonly programs: Programs;
  readonly nvml: NvmlSource;
  readonly ollama: HttpSource;
  /** Further Ollamas, and other servers of models, that the settings name. */
  readonly otherOllamas: readonly HttpSource[];
  readonly modelServers: readonly HttpSource[];
  /** Asks a server of this machine, whichever was found on it; as `HttpSource.get` answers and fails. */
  askLocal(question: LocalQuestion): Promise<HttpAnswer>;
  readonly portable: PortableFacts;
  /** What this service itself uses. */
  ownProcess(): OwnProcess;
  /** Where history outlives the process; null when it is kept in memory alone. */
  readonly historyStore: HistoryStore | null;
  /** Ends everything this host started; does not wait for what hangs. */
  close(): void;
}

/** What a file behind a driver gave: null when it is not there, else why it could not be read. */
export type DeviceAnswer<T> = T | null | Failure;

/**
 * Files below one root; paths are relative to it, without a leading slash. Only `required` and `requiredList` throw:
 * they are for what a whole domain is made of. All else that cannot be read, whatever the error, is a value the less.
 */
export interface Tree {
  /**
   * A small file of the kernel's own memory (procfs), at once: synchronous reads of procfs never block. Throws a
   * Failure: `absent`, `no_permission`, or `failed` with any other error.
   */
  required(path: string, content?: Content): string;
  /** Names in a folder, sorted; empty when there is no such folder. Throws where it cannot be read, as `required` does. */
  requiredList(path: string): string[];
  /** Such a file that a reading can do without; null when it is not there or cannot be read. */
  optional(path: string, content?: Content): string | null;
  /** The same where no file says something: null when it is not there, else why it could not be read. */
  textAnswer(path: string): DeviceAnswer<string>;
  /**
   * Many such files, one after the other, each given to `visit` (null when it is not there or cannot be read). All
   * else that waits has its turn every few ms.
   */
  visitTexts(paths: readonly string[], visit: (path: string, text: string | null) => void): Promise<void>;
  /** A file behind a driver that may block; a Failure `timeout` after `deadline` ms. */
  deviceText(path: string, deadline: number): Promise<DeviceAnswer<string>>;
  /** The same for a binary file. */
  deviceBytes(path: string, deadline: number): Promise<DeviceAnswer<Uint8Array>>;
  /**
   * Many files behind drivers that may be slow or hang, all at the same time and in a helper process, in the order of
   * `paths`.
   */
  deviceTexts(paths: readonly string[], deadline: number): Promise<DeviceAnswer<string>[]>;
  /** Names in a folder, sorted; empty when there is no such folder or it cannot be read. */
  list(path: string): string[];
  /** The same where an empty folder says something: why it could not be read, where it is there. */
  listAnswer(path: string): string[] | Failure;
  /** The last part of what a symbolic link points to (`amdgpu` of `…/device/driver`); null when it cannot be told. */
  linkName(path: string): string | null;
  /** The whole target of a symbolic link; null when it cannot be told. */
  linkTarget(path: string): string | null;
  /** The same where no link says something: null when there is none, else why it could not be read. */
  linkAnswer(path: string): DeviceAnswer<string>;
  /**
   * Which file this is, by the numbers the kernel knows it by; null when that cannot be told. Files of two places, or
   * of two namespaces, that look alike can be told apart by it.
   */
  identity(path: string): FileIdentity | null;
  /**
   * Size of the file system at `path`. With `mayHang` (network and FUSE file systems) a helper process is asked;
   * a Failure `timeout` when it does not answer.
   */
  fileSystem(path: string, options: { mayHang: boolean }): Promise<FileSystemSize>;
}

/**
 * What a file holds: with `names` also names of files or interfaces, which need not be UTF-8 and stay what they are
 * (src/byte-names.ts).
 */
export type Content = 'text' | 'names';

/** The numbers of stat(2): the inode is one file's within its file system, the device the file system's. */
export interface FileIdentity {
  device: number;
  inode: number;
  /** Type and permissions, as st_mode has them. */
  mode: number;
  owner: number;
  group: number;
}

/** As statfs(2) gives it; sizes in bytes. `available` is what an unprivileged user may still write. */
export interface FileSystemSize {
  total: number;
  free: number;
  available: number;
  inodes: number;
  inodesFree: number;
}

/** The programs a reader may run, each by its place in the settings or PATH. */
export type Programs = Readonly<Record<ProgramName, Program>>;

/** A program of the host. Arguments go as an array; no shell is ever involved. */
export interface Program {
  /** What it is called in messages, e.g. `nvidia-smi`. */
  readonly name: string;
  /**
   * Runs it once. Any exit status is an answer; a Failure means there was none: `absent` (no such program),
   * `no_permission`, `timeout` (killed after `deadline` ms), `too_large`; while an earlier one that was killed has
   * not ended yet, the Failure that it was killed for.
   */
  run(args: readonly string[], options: { deadline: number; maxBytes?: number }): Promise<ProgramOutput>;
  /**
   * The program as one that prints a round every `interval` ms for as long as somebody asks for it, and ends when
   * nobody has for `idle` ms (a minute when left out). Starts nothing by itself.
   */
  follow(args: readonly string[], options: { interval: number; idle?: number; maxBytes?: number }): Following;
}

/** A program that prints over and over. */
export interface Following {
  /**
   * Its newest round; the first is waited for up to `timeout` ms since the start, and so is what follows until `isWhole`
   * has said once of what it has printed that it is enough. A Failure: `absent`, `no_permission`, `timeout` (nothing, or not all,
   * came yet; after 20 s without anything it is killed), `stale` (nothing for three intervals, or for twice as long as it
   * lately took between two rounds or parts of one; after 10 s it is killed), `too_large`, `failed` (it ended by itself; it
   * is started again after a pause).
   */
  latest(timeout: number, isWhole?: (text: string) => boolean): Promise<ProgramRound>;
  /**
   * Ends the program; the next question starts it again. Resolves when it has gone, at the latest after `timeout` ms:
   * meanwhile no other one can be started.
   */
  stop(timeout: number): Promise<void>;
}

/** What was printed in one round, whole lines, and how long ago in ms. */
export interface ProgramRound {
  text: string;
  age: number;
  /** What was printed before it within ten seconds: a round may have paused midway. */
  earlier: string;
}

export interface ProgramOutput {
  /** Null when it was ended by a signal. */
  exitCode: number | null;
  /** How it was ended, `crashed (SIGSEGV)`; null when it ended by itself. */
  crash: string | null;
  stdout: string;
  stderr: string;
}

/** An HTTP service of the host. */
export interface HttpSource {
  /** The address in use, without credentials. */
  readonly url: string;
  /**
   * GET of a path below the address. Any status is an answer; a Failure means there was none: `absent` (nothing
   * listens), `timeout` (`deadline` ms over all), `too_large`, `malformed` (it does not speak HTTP), `failed`.
   */
  get(path: string, options: { deadline: number; maxBytes: number }): Promise<HttpAnswer>;
  /** The same by POST of JSON, where the service takes that. */
  post?(path: string, json: string, options: { deadline: number; maxBytes: number }): Promise<HttpAnswer>;
  /** How many connections have been made so far, where that is known: what answers over another may be another. */
  connections?(): number;
  /** How many of them are open. */
  openConnections?(): number;
}

/** GET of a path, over a connection of its own that is closed with the answer. */
export interface LocalQuestion {
  /** An address in digits: no name is looked up. */
  address: string;
  port: number;
  path: string;
  /** ms over all, from connecting to the last byte. */
  deadline: number;
  maxBytes: number;
}

export interface HttpAnswer {
  status: number;
  body: string;
}
