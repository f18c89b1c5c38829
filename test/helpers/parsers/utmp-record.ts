/** One record of `/run/utmp` as glibc writes it on this architecture. */
export function utmpRecord(
  architecture: string,
  record: { type: number; pid: number; terminal: string; user: string; from: string; since: number },
): Buffer {
  const long = architecture === 'aarch64';
  const bytes = Buffer.alloc(long ? 400 : 384);
  bytes.writeInt16LE(record.type, 0);
  bytes.writeInt32LE(record.pid, 4);
  bytes.write(record.terminal, 8);
  bytes.write(record.user, 44);
  bytes.write(record.from, 76);
  if (long) bytes.writeBigInt64LE(BigInt(record.since), 344);
  else bytes.writeInt32LE(record.since, 340);
  return bytes;
}
