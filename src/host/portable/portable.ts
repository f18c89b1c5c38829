import type { Systeminformation } from 'systeminformation';

/**
 * What systeminformation knows about macOS, Windows and the BSDs, in its own shapes, and the load average of the
 * system (zeros on Windows, which has none). Every call has a deadline and runs in a helper process, because the
 * library runs programs synchronously.
 */
export interface PortableFacts {
  cpu(): Promise<Systeminformation.CpuData>;
  currentLoad(): Promise<Systeminformation.CurrentLoadData>;
  mem(): Promise<Systeminformation.MemData>;
  fsSize(): Promise<Systeminformation.FsSizeData[]>;
  networkInterfaces(): Promise<Systeminformation.NetworkInterfacesData[]>;
  networkStats(): Promise<Systeminformation.NetworkStatsData[]>;
  osInfo(): Promise<Systeminformation.OsData>;
  cpuTemperature(): Promise<Systeminformation.CpuTemperatureData>;
  battery(): Promise<Systeminformation.BatteryData>;
  processes(): Promise<Systeminformation.ProcessesData>;
  time(): Promise<Systeminformation.TimeData>;
  loadAverage(): Promise<number[]>;
  /** The graphics cards; a Failure `unsupported` where the library does not know them. */
  graphics(): Promise<Systeminformation.GraphicsControllerData[]>;
}
