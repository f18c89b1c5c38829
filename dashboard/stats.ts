import type { components } from '../src/client/api.js';

type Schemas = components['schemas'];

/** The body of `/stats` and its parts, as the document of the API says. */
export type Stats = Schemas['Stats'];
export type Cpu = Schemas['CpuStats'];
export type Memory = Schemas['MemoryStats'];
export type Disk = Schemas['DiskStats'];
export type FileSystem = Schemas['FileSystem'];
export type DiskDevice = Schemas['DiskDevice'];
export type Network = Schemas['NetworkStats'];
export type Interface = Schemas['NetworkInterface'];
export type Gpus = Schemas['GpuStats'];
export type Gpu = Gpus['gpus'][number];
export type GpuProcess = Schemas['GpuProcess'];
export type Ollama = Schemas['OllamaStats'];
export type OllamaModel = Schemas['OllamaModel'];
export type OllamaRunner = Schemas['OllamaRunner'];
export type Runner = Schemas['ModelRunner'];
export type Models = Schemas['ModelsStats'];
export type ServedModel = Schemas['Model'];
export type ModelServer = Schemas['ModelServer'];
export type Host = Schemas['HostStats'];
export type Problem = Schemas['Problem'];
export type History = Schemas['History'];
export type Index = Schemas['ServiceIndex'];
