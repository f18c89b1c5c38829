import { Type } from '@sinclair/typebox';

/** The text of `/metrics`. */
export const MetricsText = Type.String({
  description: 'Metrics with their meaning (HELP) and type (TYPE), one value a line.',
  examples: [
    '# HELP node_load1 1m load average.\n# TYPE node_load1 gauge\nnode_load1 0.42\n' +
      '# HELP sysmon_gpu_usage_ratio Share of the time in which the GPU was busy.\n# TYPE sysmon_gpu_usage_ratio gauge\n' +
      'sysmon_gpu_usage_ratio{uuid="GPU-5f1c…",vendor="nvidia",model="NVIDIA GeForce RTX 4070 SUPER"} 0.37\n',
  ],
});
