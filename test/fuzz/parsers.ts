import { parseAmdgpuIds } from '../../src/parsers/amd/gpu-ids.js';
import { parseGpuMetrics } from '../../src/parsers/amd/gpu-metrics.js';
import { parsePpDpm } from '../../src/parsers/amd/pp-dpm.js';
import { parseRocmSmi } from '../../src/parsers/amd/rocm-smi.js';
import { amdSmiCards, block, number, unitOf, words } from '../../src/parsers/amd/smi-json.js';
import { parseAmdSmiList, parseAmdSmiMetric, parseAmdSmiProducts } from '../../src/parsers/amd/smi.js';
import { parseIoregAccelerators } from '../../src/parsers/apple/ioreg-accelerators.js';
import { parsePlist } from '../../src/parsers/apple/plist.js';
import { cgroupFolders, parseCgroupNumber, parseCpuMax, parseProcCgroup } from '../../src/parsers/cgroup.js';
import { hasOwnNamespace, parseContainer } from '../../src/parsers/container.js';
import { parseCpuList } from '../../src/parsers/cpu/cpu-list.js';
import { s390Machine } from '../../src/parsers/cpu/s390-machines.js';
import { processorRank } from '../../src/parsers/cpu/temperature-sensors.js';
import { parseDrmFdinfo } from '../../src/parsers/drm-fdinfo.js';
import { parseDuration } from '../../src/parsers/duration.js';
import { hwmonSensors, parseHwmonValue } from '../../src/parsers/hwmon.js';
import { parseIntelThrottleReason } from '../../src/parsers/intel/throttle-reason.js';
import { parseVramManager } from '../../src/parsers/intel/vram-mm.js';
import { isJsonObject, jsonCount, jsonNumber, jsonText, parsedJson } from '../../src/parsers/json.js';
import { parseLogindSession } from '../../src/parsers/logind-session.js';
import { parseServerAddress } from '../../src/parsers/model-server/address.js';
import { parseModelServerHealth } from '../../src/parsers/model-server/health.js';
import { parseLlamaMetrics } from '../../src/parsers/model-server/llama-metrics.js';
import { parseMlxStatus } from '../../src/parsers/model-server/mlx-status.js';
import { parseOpenAiModels } from '../../src/parsers/model-server/openai-models.js';
import { parseRunnerCommand } from '../../src/parsers/model-server/runner-command.js';
import { parseSlots } from '../../src/parsers/model-server/slots.js';
import { parseVllmMetrics } from '../../src/parsers/model-server/vllm-metrics.js';
import { liesIn, mountOf, parseMountinfo } from '../../src/parsers/mountinfo.js';
import { connectableHost, hostOfUrl, isLoopback } from '../../src/parsers/network-address.js';
import { hasPorts, hasSpeed, kindByName } from '../../src/parsers/network-link.js';
import { parseNvidiaClockReasons } from '../../src/parsers/nvidia/clock-reasons.js';
import { parseNvidiaProcInformation } from '../../src/parsers/nvidia/proc-information.js';
import { parseNvidiaProcVersion } from '../../src/parsers/nvidia/proc-version.js';
import { nvmlCodeOfWords } from '../../src/parsers/nvidia/return-codes.js';
import { parseNvidiaSmiFields } from '../../src/parsers/nvidia/smi-fields.js';
import {
  parseNvidiaSmiFailure,
  parseNvidiaSmiList,
  parseNvidiaSmiLost,
} from '../../src/parsers/nvidia/smi-messages.js';
import { numberCell, parseNvidiaSmiApps, parseNvidiaSmiQuery } from '../../src/parsers/nvidia/smi-query.js';
import { parseNvidiaSmiXml } from '../../src/parsers/nvidia/smi-xml.js';
import { parseOllamaHost } from '../../src/parsers/ollama/host.js';
import { parseOllamaPs } from '../../src/parsers/ollama/ps.js';
import { parseOllamaShow } from '../../src/parsers/ollama/show.js';
import { parseOllamaTags } from '../../src/parsers/ollama/tags.js';
import { parseOllamaVersion } from '../../src/parsers/ollama/version.js';
import { parseOsRelease } from '../../src/parsers/os-release.js';
import { parsePciAddress } from '../../src/parsers/pci/address.js';
import { parsePciIds } from '../../src/parsers/pci/ids.js';
import { parsePcieSpeed, parsePcieWidth } from '../../src/parsers/pci/link.js';
import { parsePciUevent } from '../../src/parsers/pci/uevent.js';
import { parsePowerSupply } from '../../src/parsers/power-supply.js';
import { coresByCpu, meanClock, parseProcCpuinfo } from '../../src/parsers/proc/cpuinfo.js';
import {
  headOf,
  parseProcDiskstats,
  parseProcDiskstatsLine,
  partitionOf,
} from '../../src/parsers/proc/diskstats.js';
import { parseProcFileNr } from '../../src/parsers/proc/file-nr.js';
import { parseLastPid, parseProcLoadavg } from '../../src/parsers/proc/loadavg.js';
import { parseProcMeminfo } from '../../src/parsers/proc/meminfo.js';
import { parseProcNetDev, parseProcNetDevLine } from '../../src/parsers/proc/net-dev.js';
import { parseProcNetIgmp } from '../../src/parsers/proc/net-igmp.js';
import { parseProcNetSockstat } from '../../src/parsers/proc/net-sockstat.js';
import {
  parseCmdline,
  parseEffectiveUser,
  parsePageSize,
  parsePasswd,
  parseThreadGroup,
} from '../../src/parsers/proc/pid-files.js';
import { parseProcNetTcp } from '../../src/parsers/proc/net-tcp.js';
import { parsePidMemory, parsePss } from '../../src/parsers/proc/pid-memory.js';
import { parseProcPidStat } from '../../src/parsers/proc/pid-stat.js';
import { parseProcPressure } from '../../src/parsers/proc/pressure.js';
import { parseProcStat } from '../../src/parsers/proc/stat.js';
import { parseProcStatus } from '../../src/parsers/proc/status.js';
import { parseProcUptime } from '../../src/parsers/proc/uptime.js';
import { parseProcVmstat } from '../../src/parsers/proc/vmstat.js';
import { parseLowWatermark } from '../../src/parsers/proc/zoneinfo.js';
import { parsePrometheusText } from '../../src/parsers/prometheus-text.js';
import { parseRfc3339 } from '../../src/parsers/rfc3339.js';
import { parseSysfsNumber, parseSysfsText } from '../../src/parsers/sysfs-number.js';
import {
  knownLoadAverage,
  knownNumber,
  knownPositive,
  knownText,
} from '../../src/parsers/systeminformation.js';
import { parseTegrastats } from '../../src/parsers/tegrastats.js';
import { isTegraWithNvgpu } from '../../src/parsers/tegra.js';
import { parseUtmp } from '../../src/parsers/utmp.js';
import { xmlTags, xmlText } from '../../src/parsers/xml.js';
import { utmpRecord } from '../helpers/parsers/utmp-record.js';
import type { Seeds } from './seeds.js';

/** A parser and what it is fed with. */
export interface FuzzedParser {
  seeds: Seeds;
  parse: (text: string) => unknown;
  /** Its numbers may be below 0 (temperatures, currents, what a program prints of which a bound judges later). */
  signed?: true;
}

const bytes = (text: string) => Buffer.from(text, 'latin1');
const login = { type: 7, pid: 41, terminal: 'pts/0', user: 'ada', from: '10.0.0.7', since: 1_790_000_000 };
const utmp = (architecture: string) => utmpRecord(architecture, login).toString('latin1').repeat(2);
const auxv = Buffer.alloc(64);
auxv.writeBigUInt64LE(6n, 16);
auxv.writeBigUInt64LE(4096n, 24);

const amdSmi = [
  '[{"gpu": 0, "usage": {"gfx_activity": {"value": 12, "unit": "%"}}, "mem_usage": {"total_vram": "16 GB", "used_vram": {"value": 5, "unit": "MB"}}, "power": {"socket_power": {"value": 40, "unit": "W"}}, "clock": {"gfx_0": {"clk": {"value": 132, "unit": "MHz"}}}}]',
  '{"gpu_data": [{"gpu": 1, "bdf": "0000:83:00.0", "uuid": "a", "partition_id": 0, "asic": {"market_name": "M", "device_id": "0x73bf"}, "fan": {"speed": 12, "max": 255}}]}',
];
const sizes = ['0', '1', '42\n', '-42000\n', '+7', '4294967295\n', '18446744073709551615', '42\0\0', 'max'];
const names = [
  'eth0',
  'nvme0c1n2',
  'nvme0n1p2',
  'sda1',
  'mmcblk0p1',
  'veth12',
  'eth0.12',
  'k10temp',
  'soc_thermal',
];
const hosts = [
  '127.0.0.1',
  '::1',
  'http://[::1]:11434/x',
  '0.0.0.0:80',
  'https://ollama.com',
  'ada@host:99999',
];
const plists = [
  '<?xml version="1.0"?><plist version="1.0"><array><dict><key>IOClass</key><string>AGX &amp; co</string><key>PerformanceStatistics</key><dict><key>Device Utilization %</key><integer>12</integer><key>a</key><true/><key>b</key><array/></dict><key>gpu-core-count</key><integer>16</integer><key>model</key><data>TTMA</data></dict></array></plist>',
];
const files = ['temp1_input', 'temp1_label', 'fan2_input', 'power1_average', 'in0_max', 'humidity1_input'];
const queried = ['index', 'utilization.gpu', 'memory.used', 'name'];

const slots = [
  '[{"id":0,"n_ctx":4096},{"id":1,"n_ctx":4096,"speculative":false,"is_processing":true,"id_task":17,"n_prompt_tokens":32,"n_prompt_tokens_processed":1,"n_prompt_tokens_cache":16,"next_token":[{"n_remain":415,"n_decoded":15}]}]',
  '[{"id":0,"state":1,"task_id":-1,"next_token":{"n_decoded":15}}]',
];
const metrics = [
  'llamacpp:tokens_predicted_total 64\nvllm:num_requests_running{engine="0",model_name="a"} 2.0\nvllm:kv_cache_usage_perc{engine="1"} 0.52 17\n',
];
const commands = [
  '/usr/lib/llama-server\0--model\0/m/a\0--port\x0043827\0-np\x004\0-c\x0016384\0--alias=a,b',
  'ollama\0runner\0--mlx-engine\0--model\0a\0--port\x001',
  'python3\0-X\0dev\0-m\0vllm\0serve\0Qwen/Qwen3-8B\0--served_model_name\0a',
];
const sockets = [
  '   0: 0100007F:AB33 00000000:0000 0A 00000000:00000000 00:00000000 00000000  2001        0 798136 1 0 100 0 0 10 0\n',
  '   0: 00000000000000000000000001000000:AB33 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  2001        0 798136 1 0\n',
];
const shown = [
  '{"modelfile":"FROM /m/a\\n","details":{"family":"a"},"model_info":{"general.architecture":"a","a.block_count":8,"a.attention.head_count_kv":[4,8],"a.context_length":1e400},"capabilities":["completion"]}',
];

const json = (text: string) => {
  const value = parsedJson(text);
  return isJsonObject(value) ? Object.values(value) : [value];
};

/** Every exported function of src/parsers that is given text, bytes or what somebody's JSON holds, by its name. */
export const parsers: Record<string, FuzzedParser> = {
  amdSmiCards: { seeds: amdSmi, parse: (text) => amdSmiCards(text, (gpu) => gpu) },
  block: { seeds: amdSmi, parse: (text) => json(text).map((one) => block({ one }, text)) },
  cgroupFolders: {
    seeds: /proc\/(?:self|1)\/(?:cgroup|mountinfo)$/,
    parse: (text) => cgroupFolders(parseProcCgroup(text), parseMountinfo(text), ''),
  },
  connectableHost: { seeds: hosts, parse: connectableHost },
  coresByCpu: { seeds: /\/cpuinfo$/, parse: coresByCpu },
  hasOwnNamespace: {
    seeds: /self\/ns\//,
    parse: (text) => hasOwnNamespace({ namespaces: new Map([[text, text]]) }, text),
  },
  hasPorts: { seeds: names, parse: hasPorts },
  hasSpeed: { seeds: names, parse: hasSpeed },
  headOf: { seeds: names, parse: headOf },
  hostOfUrl: { seeds: hosts, parse: hostOfUrl },
  hwmonSensors: { seeds: [files.join('\n')], parse: (text) => hwmonSensors(text.split('\n')) },
  isJsonObject: { seeds: amdSmi, parse: (text) => json(text).map(isJsonObject) },
  isLoopback: { seeds: hosts, parse: isLoopback },
  isTegraWithNvgpu: { seeds: ['nvidia,p3767\0nvidia,tegra234\0'], parse: isTegraWithNvgpu },
  jsonCount: { seeds: ['{"a": 1, "b": -1e400}'], parse: (text) => json(text).map(jsonCount) },
  jsonNumber: { seeds: ['{"a": 1, "b": -1e400}'], parse: (text) => json(text).map(jsonNumber), signed: true },
  jsonText: { seeds: ['{"a": 1, "b": ""}'], parse: (text) => json(text).map(jsonText) },
  kindByName: { seeds: names, parse: kindByName },
  knownLoadAverage: { seeds: ['{"a": 1}'], parse: (text) => knownLoadAverage('linux', json(text)) },
  knownNumber: { seeds: ['{"a": 1, "b": -1e400}'], parse: (text) => json(text).map(knownNumber) },
  knownPositive: { seeds: ['{"a": 1, "b": -1e400}'], parse: (text) => json(text).map(knownPositive) },
  knownText: { seeds: ['{"a": "unknown"}'], parse: (text) => json(text).map(knownText) },
  liesIn: { seeds: ['/a/b', '/', '/a'], parse: (text) => liesIn(text, text.slice(0, 3)) },
  meanClock: { seeds: /\/cpuinfo$/, parse: meanClock },
  mountOf: { seeds: /\/mountinfo$/, parse: (text) => mountOf(parseMountinfo(text), text.slice(-9)) },
  number: { seeds: amdSmi, parse: (text) => [number(text), ...json(text).map(number)], signed: true },
  numberCell: {
    seeds: ['0, 12, 1024, NVIDIA A100\n', '1, [N/A], -3, [GPU is lost]\n'],
    parse: (text) =>
      parseNvidiaSmiQuery(text, queried).map((row) => queried.map((field) => numberCell(row, field))),
    signed: true,
  },
  nvmlCodeOfWords: { seeds: ['Not Supported', 'GPU is lost'], parse: nvmlCodeOfWords },
  parseAmdSmiList: { seeds: amdSmi, parse: parseAmdSmiList },
  parseAmdSmiMetric: { seeds: amdSmi, parse: parseAmdSmiMetric, signed: true },
  parseAmdSmiProducts: { seeds: amdSmi, parse: parseAmdSmiProducts },
  parseAmdgpuIds: {
    seeds: ['1309,\t00,\tAMD Radeon R7 Graphics\n73BF,\tC1,\tAMD Radeon RX 6800\n'],
    parse: parseAmdgpuIds,
  },
  parseCgroupNumber: { seeds: /\/memory\.(?:current|max)$/, parse: parseCgroupNumber },
  parseCmdline: { seeds: /\/cmdline$/, parse: parseCmdline },
  parseContainer: {
    seeds: /proc\/(?:self|1)\/(?:cgroup|mountinfo)$/,
    parse: (text) =>
      parseContainer({
        ...{ dockerFile: true, podmanFile: text, systemdFile: text, kubernetesFolder: false, cgroup: text },
        ...{ mounts: parseMountinfo(text), namespaces: new Map([['pid', text]]) },
      }),
  },
  parseCpuList: { seeds: ['0-3,22\n', '0', '0-65535'], parse: parseCpuList },
  parseCpuMax: { seeds: ['max 100000\n', '150000 100000\n'], parse: parseCpuMax },
  parseDrmFdinfo: { seeds: /fdinfo/, parse: parseDrmFdinfo },
  parseDuration: { seeds: ['500ms', '1.5h', '7d', '10'], parse: parseDuration },
  parseEffectiveUser: { seeds: /proc\/\w+\/status$/, parse: parseEffectiveUser },
  parseGpuMetrics: { seeds: /\/gpu_metrics$/, parse: (text) => parseGpuMetrics(bytes(text)) },
  parseHwmonValue: { seeds: sizes, parse: (text) => parseHwmonValue('temperature', text), signed: true },
  parseIntelThrottleReason: {
    seeds: ['reason_pl1', 'throttle_reason_thermal'],
    parse: parseIntelThrottleReason,
  },
  parseIoregAccelerators: { seeds: plists, parse: parseIoregAccelerators },
  parseLlamaMetrics: { seeds: metrics, parse: parseLlamaMetrics },
  parseLogindSession: { seeds: /systemd\/sessions\//, parse: parseLogindSession },
  parseLowWatermark: { seeds: /\/zoneinfo$/, parse: parseLowWatermark },
  parseMlxStatus: {
    seeds: ['{"Status":0,"Progress":100,"ContextLength":32768,"Memory":5368709120}'],
    parse: parseMlxStatus,
  },
  parseServerAddress: {
    seeds: [
      'http://127.0.0.1:8080',
      'https://gpu.example.org/llama/',
      'http://[::1]:8000',
      'http://a:b@c/?d#e',
    ],
    parse: parseServerAddress,
  },
  parseModelServerHealth: {
    seeds: [
      '{"status":"ok"}',
      '{"status":3,"progress":0.25}',
      '{"error":{"message":"Loading model","code":503}}',
    ],
    parse: parseModelServerHealth,
  },
  parseMountinfo: { seeds: /\/mountinfo$/, parse: parseMountinfo },
  parseNvidiaClockReasons: { seeds: ['0x0000000000000004', '0x1ff'], parse: parseNvidiaClockReasons },
  parseNvidiaProcInformation: { seeds: /gpus\/.*\/information$/, parse: parseNvidiaProcInformation },
  parseNvidiaProcVersion: { seeds: /driver\/nvidia\/version$/, parse: parseNvidiaProcVersion },
  parseNvidiaSmiApps: { seeds: ['412, /bin/a,b, 1024, GPU-1\n'], parse: parseNvidiaSmiApps, signed: true },
  parseNvidiaSmiFailure: {
    seeds: /nvidia-smi|\/nvidia\//,
    parse: (text) => parseNvidiaSmiFailure(255, text),
  },
  parseNvidiaSmiFields: {
    seeds: ['"name" or "gpu_name"\nThe name.\n\n"index"\n'],
    parse: parseNvidiaSmiFields,
  },
  parseNvidiaSmiList: { seeds: ['GPU 0: NVIDIA A100 (UUID: GPU-1)\n'], parse: parseNvidiaSmiList },
  parseNvidiaSmiLost: {
    seeds: ['Unable to determine the device handle for gpu 0000:41:00.0: GPU is lost.  Reboot\n'],
    parse: parseNvidiaSmiLost,
  },
  parseNvidiaSmiQuery: {
    seeds: ['0, 12, 1024, NVIDIA A100\n', '1, [N/A], -3, [GPU is lost]\n'],
    parse: (text) => parseNvidiaSmiQuery(text, queried),
  },
  parseNvidiaSmiXml: { seeds: /\.xml$/, parse: parseNvidiaSmiXml, signed: true },
  parseOllamaHost: { seeds: hosts, parse: parseOllamaHost },
  parseOllamaPs: { seeds: /ollama.*ps.*\.json$/, parse: parseOllamaPs, signed: true },
  parseOllamaShow: { seeds: shown, parse: parseOllamaShow },
  parseOllamaTags: { seeds: ['{"models":[{"name":"a:1b","digest":"5219a2bb"}]}'], parse: parseOllamaTags },
  parseOllamaVersion: { seeds: ['{"version": "0.33.0"}'], parse: parseOllamaVersion },
  parseOpenAiModels: {
    seeds: ['{"data":[{"id":"a","meta":{"n_params":97016832,"size":195129344},"max_model_len":40960}]}'],
    parse: parseOpenAiModels,
  },
  parseOsRelease: { seeds: /\/os-release$/, parse: parseOsRelease },
  parsePageSize: { seeds: [auxv.toString('latin1')], parse: (text) => parsePageSize(bytes(text)) },
  parsePasswd: { seeds: /\/passwd$/, parse: parsePasswd },
  parsePciAddress: { seeds: ['0000:01:00.0', '00000000:0C:00.0\n'], parse: parsePciAddress },
  parsePciIds: {
    seeds: ['10de  NVIDIA\n\t2204  GA102\n\t\t1043 87b3  TUF\n1002  AMD\n'],
    parse: (text) => parsePciIds(text, '10de'),
  },
  parsePciUevent: { seeds: /\/uevent$/, parse: parsePciUevent },
  parsePcieSpeed: { seeds: /link_speed$/, parse: parsePcieSpeed },
  parsePcieWidth: { seeds: /link_width$/, parse: parsePcieWidth },
  parseThreadGroup: { seeds: /proc\/\w+\/status$/, parse: parseThreadGroup },
  parseLastPid: { seeds: /proc\/loadavg$/, parse: parseLastPid },
  parsePidMemory: { seeds: /proc\/\w+\/status$/, parse: parsePidMemory },
  parsePlist: { seeds: plists, parse: parsePlist, signed: true },
  parsePowerSupply: { seeds: /power_supply\/.*uevent$/, parse: parsePowerSupply, signed: true },
  parsePpDpm: { seeds: /pp_dpm_[sm]clk$/, parse: parsePpDpm },
  parseProcCgroup: { seeds: /proc\/\w+\/cgroup$/, parse: parseProcCgroup },
  parseProcCpuinfo: { seeds: /\/cpuinfo$/, parse: parseProcCpuinfo },
  parseProcDiskstats: { seeds: /\/diskstats$/, parse: parseProcDiskstats },
  parseProcDiskstatsLine: { seeds: /\/diskstats$/, parse: parseProcDiskstatsLine },
  parseProcFileNr: { seeds: /\/file-nr$/, parse: parseProcFileNr },
  parseProcLoadavg: { seeds: /\/loadavg$/, parse: parseProcLoadavg },
  parseProcMeminfo: { seeds: /\/meminfo$/, parse: parseProcMeminfo },
  parseProcNetDev: { seeds: /net\/dev$/, parse: parseProcNetDev },
  parseProcNetDevLine: { seeds: /net\/dev$/, parse: parseProcNetDevLine },
  parseProcNetIgmp: {
    seeds: ['Idx\tDevice    : Count\n1\tlo        :     1      V3\n\t\t\t\t010000E0     1 0:0\n'],
    parse: parseProcNetIgmp,
  },
  parseProcNetSockstat: {
    seeds: ['sockets: used 9\nTCP: inuse 4 orphan 0 mem 1\n'],
    parse: parseProcNetSockstat,
  },
  parseProcNetTcp: {
    seeds: sockets,
    parse: (text) => [parseProcNetTcp(text), parseProcNetTcp(text, { port: 0xab33, isBigEndian: true })],
  },
  parseProcPidStat: { seeds: /proc\/\d+\/stat$/, parse: parseProcPidStat },
  parseProcPressure: { seeds: /pressure\/\w+$/, parse: parseProcPressure },
  parseProcStat: { seeds: /proc\/stat$/, parse: parseProcStat },
  parseProcStatus: { seeds: /proc\/\w+\/status$/, parse: parseProcStatus },
  parseProcUptime: { seeds: /\/uptime$/, parse: parseProcUptime },
  parseProcVmstat: { seeds: /\/vmstat$/, parse: parseProcVmstat },
  parsePrometheusText: {
    seeds: metrics,
    parse: (text) => parsePrometheusText(text, new Set(['vllm:num_requests_running'])),
    signed: true,
  },
  parsePss: { seeds: ['Rss:   900 kB\nPss:   500 kB\nPss_Dirty:  1 kB\n'], parse: parsePss },
  parseRfc3339: {
    seeds: ['2026-06-22T11:00:04.123456789+02:00', '2024-02-29T23:59:59Z'],
    parse: parseRfc3339,
    signed: true,
  },
  parseRocmSmi: {
    seeds: [
      '{"card0": {"GPU use (%)": "12", "Average Graphics Package Power (W)": "40.5", "sclk clock speed:": "(800Mhz)", "PCI Bus": "0000:03:00.0", "Device ID": "0x73bf"}, "system": {"Driver version": "6.7"}}',
    ],
    parse: parseRocmSmi,
    signed: true,
  },
  parseRunnerCommand: { seeds: commands, parse: (text) => parseRunnerCommand(text.split('\0')) },
  parseSlots: { seeds: slots, parse: parseSlots },
  parseSysfsNumber: { seeds: sizes, parse: parseSysfsNumber, signed: true },
  parseSysfsText: { seeds: sizes, parse: parseSysfsText },
  parseTegrastats: {
    seeds: [
      'RAM 4187/62841MB (lfb 1x4MB) SWAP 0/31420MB CPU [3%@729,off] EMC_FREQ 1%@665 GR3D_FREQ 12%@[305] VDD_GPU_SOC 2171mW/2171mW tj@45.1C gpu@-256C\n',
    ],
    parse: parseTegrastats,
    signed: true,
  },
  parseUtmp: {
    seeds: [utmp('x86_64'), utmp('aarch64')],
    parse: (text) => ['x86_64', 'aarch64'].map((architecture) => parseUtmp(bytes(text), architecture)),
  },
  parseVllmMetrics: { seeds: metrics, parse: parseVllmMetrics },
  parseVramManager: { seeds: ['  size: 8573157376\n  usage: 12345\n'], parse: parseVramManager },
  parsedJson: { seeds: amdSmi, parse: (text) => void parsedJson(text) },
  partitionOf: { seeds: names, parse: (text) => partitionOf(text, { has: () => true }) },
  processorRank: { seeds: names, parse: processorRank },
  s390Machine: { seeds: ['2964', '1'], parse: s390Machine },
  unitOf: { seeds: amdSmi, parse: (text) => [unitOf(text), ...json(text).map(unitOf)] },
  words: { seeds: amdSmi, parse: (text) => json(text).map((one) => words({ one }, 'one')) },
  xmlTags: { seeds: plists, parse: xmlTags },
  xmlText: { seeds: ['a &amp; b &lt;c&gt;'], parse: xmlText },
};
