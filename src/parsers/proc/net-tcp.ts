/** One TCP socket of a network namespace. */
export interface NetTcpSocket {
  /** IPv4 with dots; IPv6 as eight groups of hexadecimal digits, none left out, but ::, ::1 and those that hold IPv4. */
  localAddress: string;
  localPort: number;
  remotePort: number;
  /** By the kernel's numbers (include/net/tcp_states.h): 1 is established, 10 is listening. */
  state: number;
  /** Who opened it; 0 also where nobody has it any more. */
  uid: number;
  /** 0 where no process has it any more. */
  inode: number;
}

/** Which sockets are wanted, and how the machine orders bytes. */
export interface NetTcpOptions {
  /** Only those with this port at either end: the other lines are not even looked at. */
  port?: number;
  /** On s390x and some others the words of addresses stand the other way around. */
  isBigEndian?: boolean;
}

/**
 * `/proc/net/tcp` and `tcp6` (https://docs.kernel.org/networking/proc_net_tcp.html). There may be ten thousands of lines, of
 * which mostly those of one port are wanted. Lines that are cut off are left out.
 */
export function parseProcNetTcp(
  text: string,
  { port, isBigEndian = false }: NetTcpOptions = {},
): NetTcpSocket[] {
  const sockets: NetTcpSocket[] = [];
  const wanted = port === undefined ? '' : `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  for (let from = 0; from < text.length;) {
    const at = text.indexOf(wanted, from);
    if (at === -1) break;
    const next = text.indexOf('\n', at);
    const end = next === -1 ? text.length : next;
    const socket = socketOf(text.slice(text.lastIndexOf('\n', at - 1) + 1, end), isBigEndian);
    if (socket !== null && (port === undefined || port === socket.localPort || port === socket.remotePort)) {
      sockets.push(socket);
    }
    // Both ends of a line may have the port.
    from = end + 1;
  }
  return sockets;
}

const form =
  /^ *\d{1,9}: ([\dA-F]{8}|[\dA-F]{32}):([\dA-F]{4}) (?:[\dA-F]{8}|[\dA-F]{32}):([\dA-F]{4}) ([\dA-F]{2}) [\dA-F]{8}:[\dA-F]{8} [\dA-F]{2}:[\dA-F]{8} [\dA-F]{8} +(\d{1,10}) +\d+ (\d{1,15}) /;

function socketOf(line: string, isBigEndian: boolean): NetTcpSocket | null {
  const [, address, localPort = '', remotePort = '', state = '', uid = '', inode = ''] =
    form.exec(line) ?? [];
  if (address === undefined) return null;
  return {
    localAddress: addressOf(address, isBigEndian),
    localPort: parseInt(localPort, 16),
    remotePort: parseInt(remotePort, 16),
    state: parseInt(state, 16),
    uid: Number(uid),
    inode: Number(inode),
  };
}

/** The kernel prints each word of four bytes as a number, in the order of the machine. */
function addressOf(hex: string, isBigEndian: boolean): string {
  const bytes: number[] = [];
  for (let word = 0; word < hex.length; word += 8) {
    const four = [0, 2, 4, 6].map((place) => parseInt(hex.slice(word + place, word + place + 2), 16));
    bytes.push(...(isBigEndian ? four : four.reverse()));
  }
  if (bytes.length === 4) return bytes.join('.');
  const groups = [0, 2, 4, 6, 8, 10, 12, 14].map(
    (place) => (bytes[place] ?? 0) * 256 + (bytes[place + 1] ?? 0),
  );
  const isZeroUpTo = (end: number) => groups.slice(0, end).every((group) => group === 0);
  if (isZeroUpTo(5) && groups[5] === 0xffff) return `::ffff:${bytes.slice(12).join('.')}`;
  if (isZeroUpTo(7)) return groups[7] === 0 ? '::' : `::${(groups[7] ?? 0).toString(16)}`;
  return groups.map((group) => group.toString(16)).join(':');
}
