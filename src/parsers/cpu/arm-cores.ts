/**
 * The names of Arm cores by who made them and which they are, as the register MIDR_EL1 has both: facts of the makers'
 * manuals and of the kernel's arch/arm64/include/asm/cputype.h. Keys are lower-case hexadecimal digits.
 */
const cores: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Arm
  '41': {
    ...{
      '810': 'ARM810',
      '920': 'ARM920',
      '922': 'ARM922',
      '926': 'ARM926',
      '940': 'ARM940',
      '946': 'ARM946',
    },
    ...{
      '966': 'ARM966',
      a20: 'ARM1020',
      a22: 'ARM1022',
      a26: 'ARM1026',
      b02: 'ARM11 MPCore',
      b36: 'ARM1136',
    },
    ...{
      b56: 'ARM1156',
      b76: 'ARM1176',
      c05: 'Cortex-A5',
      c07: 'Cortex-A7',
      c08: 'Cortex-A8',
      c09: 'Cortex-A9',
    },
    ...{ c0d: 'Cortex-A17', c0e: 'Cortex-A17', c0f: 'Cortex-A15', c14: 'Cortex-R4', c15: 'Cortex-R5' },
    ...{ c17: 'Cortex-R7', c18: 'Cortex-R8', d01: 'Cortex-A32', d02: 'Cortex-A34', d03: 'Cortex-A53' },
    ...{ d04: 'Cortex-A35', d05: 'Cortex-A55', d06: 'Cortex-A65', d07: 'Cortex-A57', d08: 'Cortex-A72' },
    ...{ d09: 'Cortex-A73', d0a: 'Cortex-A75', d0b: 'Cortex-A76', d0c: 'Neoverse-N1', d0d: 'Cortex-A77' },
    ...{ d0e: 'Cortex-A76AE', d13: 'Cortex-R52', d14: 'Cortex-R82AE', d15: 'Cortex-R82', d16: 'Cortex-R52+' },
    ...{ d40: 'Neoverse-V1', d41: 'Cortex-A78', d42: 'Cortex-A78AE', d43: 'Cortex-A65AE', d44: 'Cortex-X1' },
    ...{ d46: 'Cortex-A510', d47: 'Cortex-A710', d48: 'Cortex-X2', d49: 'Neoverse-N2', d4a: 'Neoverse-E1' },
    ...{ d4b: 'Cortex-A78C', d4c: 'Cortex-X1C', d4d: 'Cortex-A715', d4e: 'Cortex-X3', d4f: 'Neoverse-V2' },
    ...{ d80: 'Cortex-A520', d81: 'Cortex-A720', d82: 'Cortex-X4', d83: 'Neoverse-V3AE', d84: 'Neoverse-V3' },
    ...{
      d85: 'Cortex-X925',
      d87: 'Cortex-A725',
      d88: 'Cortex-A520AE',
      d89: 'Cortex-A720AE',
      d8e: 'Neoverse-N3',
    },
    ...{ d8f: 'Cortex-A320' },
  },
  // Broadcom
  '42': { '00f': 'Brahma-B15', '100': 'Brahma-B53', '516': 'ThunderX2' },
  // Cavium and Marvell
  '43': {
    ...{ '0a0': 'ThunderX', '0a1': 'ThunderX-88XX', '0a2': 'ThunderX-81XX', '0a3': 'ThunderX-83XX' },
    ...{ '0af': 'ThunderX2-99xx', '0b0': 'OcteonTX2', '0b1': 'OcteonTX2-98XX', '0b2': 'OcteonTX2-96XX' },
    ...{
      '0b3': 'OcteonTX2-95XX',
      '0b4': 'OcteonTX2-95XXN',
      '0b5': 'OcteonTX2-95XXMM',
      '0b6': 'OcteonTX2-95XXO',
    },
    ...{ '0b8': 'ThunderX3-T110' },
  },
  // Digital
  '44': { a10: 'SA110', a11: 'SA1100' },
  // Fujitsu
  '46': { '001': 'A64FX', '003': 'MONAKA' },
  // HiSilicon; the last calls itself so
  '48': { d01: 'TaiShan-v110', d02: 'TaiShan-v120', d06: 'TaiShan-v200', d40: 'Cortex-A76' },
  // NVIDIA
  '4e': { '000': 'Denver', '003': 'Denver 2', '004': 'Carmel', '010': 'Olympus' },
  // Applied Micro
  '50': { '000': 'X-Gene' },
  // Qualcomm
  '51': {
    ...{
      '001': 'Oryon',
      '002': 'Oryon',
      '00f': 'Scorpion',
      '02d': 'Scorpion',
      '04d': 'Krait',
      '06f': 'Krait',
    },
    ...{ '201': 'Kryo', '205': 'Kryo', '211': 'Kryo', '800': 'Kryo-2XX-Gold', '801': 'Kryo-2XX-Silver' },
    ...{ '802': 'Kryo-3XX-Gold', '803': 'Kryo-3XX-Silver', '804': 'Kryo-4XX-Gold', '805': 'Kryo-4XX-Silver' },
    ...{ c00: 'Falkor', c01: 'Saphira' },
  },
  // Samsung
  '53': { '001': 'Exynos-M1', '002': 'Exynos-M3', '003': 'Exynos-M4', '004': 'Exynos-M5' },
  // Marvell
  '56': { '131': 'Feroceon-88FR131', '581': 'PJ4/PJ4b', '584': 'PJ4B-MP' },
  // Apple
  '61': {
    ...{ '000': 'Swift', '001': 'Cyclone', '002': 'Typhoon', '003': 'Typhoon-A8X', '004': 'Twister' },
    ...{ '020': 'Icestorm-A14', '021': 'Firestorm-A14', '022': 'Icestorm-M1', '023': 'Firestorm-M1' },
    ...{
      '024': 'Icestorm-M1-Pro',
      '025': 'Firestorm-M1-Pro',
      '028': 'Icestorm-M1-Max',
      '029': 'Firestorm-M1-Max',
    },
    ...{ '030': 'Blizzard-A15', '031': 'Avalanche-A15', '032': 'Blizzard-M2', '033': 'Avalanche-M2' },
    ...{
      '034': 'Blizzard-M2-Pro',
      '035': 'Avalanche-M2-Pro',
      '038': 'Blizzard-M2-Max',
      '039': 'Avalanche-M2-Max',
    },
  },
  // Faraday
  '66': { '526': 'FA526', '626': 'FA626' },
  // Intel
  '69': { '411': 'PXA27x', '682': 'PXA32x', '688': 'PXA30x', '689': 'PXA31x' },
  // Microsoft
  '6d': { d49: 'Azure Cobalt 100' },
  // Phytium
  '70': {
    ...{
      '303': 'FTC310',
      '660': 'FTC660',
      '661': 'FTC661',
      '662': 'FTC662',
      '663': 'FTC663',
      '664': 'FTC664',
    },
    ...{ '862': 'FTC862' },
  },
  // Ampere
  c0: { ac3: 'Ampere-1', ac4: 'Ampere-1a', ac5: 'Ampere-1b' },
};

/** The name of an Arm core; null for one that is not known here. */
export function armCore(implementer: number, part: number): string | null {
  const maker = cores[implementer.toString(16).padStart(2, '0')];
  return maker?.[part.toString(16).padStart(3, '0')] ?? null;
}
