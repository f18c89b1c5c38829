/** IBM's mainframes by the type that `/proc/cpuinfo` calls `machine`. */
const machines: Readonly<Record<string, string>> = {
  ...{ '2064': 'z900', '2066': 'z800', '2084': 'z990', '2086': 'z890', '2094': 'z9 EC', '2096': 'z9 BC' },
  ...{ '2097': 'z10 EC', '2098': 'z10 BC', '2817': 'z196', '2818': 'z114', '2827': 'zEC12', '2828': 'zBC12' },
  ...{ '2964': 'z13', '2965': 'z13s', '3906': 'z14', '3907': 'z14 ZR1', '8561': 'z15', '8562': 'z15 T02' },
  ...{ '3931': 'z16', '3932': 'z16 A02', '9175': 'z17' },
};

/** `IBM z13 (2964)`; the type alone of one that is not known here. */
export function s390Machine(type: string): string {
  return Object.hasOwn(machines, type) ? `IBM ${machines[type]} (${type})` : `IBM ${type}`;
}
