type End = (exitCode: number) => void;

/**
 * What ends this process without waiting for its threads, as `process.exit()` does: one that reads a file which does
 * not answer would never let it go. Without koffi the kernel ends it: the exit code is lost, and a container's first
 * process lives on.
 */
export async function endingAtOnce(): Promise<End> {
  return (await libraryExit()) ?? (() => process.kill(process.pid, 'SIGKILL'));
}

/** From now on the end of this process does not wait for what still waits for the machine. */
export async function neverWaitAtTheEnd(): Promise<void> {
  const end = await endingAtOnce();
  process.on('exit', (exitCode) => {
    if (process.getActiveResourcesInfo().some(hasThread)) end(exitCode);
  });
}

/** Files, and names of hosts: each holds a thread of libuv. */
function hasThread(resource: string): boolean {
  return /^(FSReq|GetAddrInfoReq|GetNameInfoReq)/.test(resource);
}

async function libraryExit(): Promise<End | null> {
  if (process.platform === 'win32') return null;
  try {
    const { default: koffi } = await import('koffi');
    return koffi.load(null).func('_exit', 'void', ['int']);
  } catch (thrown) {
    // Not installed, or not for this system.
    if (thrown instanceof Error) return null;
    throw thrown;
  }
}
