/**
 * The API as TypeScript knows it, made of openapi.yaml by `npm run openapi`. Do not edit.
 */
export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What this service offers
         * @description To programs: name, version, how a key is given, and every route. To a browser (Accept prefers text/html): Swagger UI, where this API can be read and tried out.
         */
        get: operations["getIndex"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/cpu": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * CPU usage
         * @description Usage is over the time since the previous sample (about a second), true from the first answer: the share of time that was neither idle nor waiting for input and output. On Linux from /proc/stat and /proc/cpuinfo.
         */
        get: operations["getCpu"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/memory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Memory usage
         * @description Main memory as the kernel counts it: `used` is total − available, so caches that are given back on demand do not count as used. On Linux from /proc/meminfo.
         */
        get: operations["getMemory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/disk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Disk usage, file systems and block devices
         * @description First the root file system, or the one that holds SYSMON_DISK_PATH, counted as df counts: blocks reserved for the superuser are neither used nor free; when that one does not answer, a 503. Then all file systems: one that does not answer has the state "timeout" and costs only itself. Then block devices, rates over the time since the previous sample. On Linux by statfs(2), from /proc/self/mountinfo and /proc/diskstats.
         */
        get: operations["getDisk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/network": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Network traffic
         * @description Totals since boot over all interfaces, loopback included, as the original service counts them; rates over the time since the previous sample (about a second), of the interfaces that are `counted` alone: the physical ones, so that a byte that goes through a bond, a bridge and a VLAN is one byte. On Linux from /proc/net/dev.
         */
        get: operations["getNetwork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/ollama": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Running Ollama models
         * @description The models Ollama has loaded, where they lie and how long they stay, from its /api/ps and /api/version; the process of each, and what it does just now, from the process itself (docs/models.md). Always 200: that Ollama is not there, or does not answer rightly, is said by `state`, `reason` and `remedy`.
         */
        get: operations["getOllama"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/host": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Name, system, kernel, uptime and load
         * @description Which machine this is, who is logged in, and what is hidden of it. On Linux from /proc/sys/kernel, /etc/os-release, /proc/uptime, /proc/loadavg and the sessions that systemd-logind or utmp keep.
         */
        get: operations["getHost"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/sensors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Temperatures, fans, voltages, power and batteries
         * @description What every chip says, by chip (Linux hwmon), thermal zones and power supplies. Values are passed on as the driver gives them: a sensor that nothing is connected to may say 0 V, which only the maker of the board can tell from a measurement. Null is what the driver could not read, and what cannot be (65535 °C, −128 °C, 4294967.295 W), with the reason. Some chips are slow to ask, so they are read only while somebody asks, every five seconds at most; a device that is asleep is not woken.
         */
        get: operations["getSensors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/gpu/nvidia": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * NVIDIA cards
         * @description NVIDIA's cards as its driver reports them, through its library NVML where that answers, else through nvidia-smi (`source`). A card that is lost or asleep stays in the list; one that sleeps is not woken.
         */
        get: operations["getGpuNvidia"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/gpu/amd": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * AMD GPUs
         * @description AMD's graphics cards and accelerators as the kernel's driver tells of them in /sys/class/drm; where that is hidden, as rocm-smi or amd-smi does. A suspended card is not woken. The memory of an integrated GPU is a carveout of the system's, and what it uses beyond it stands in `gtt_*`.
         */
        get: operations["getGpuAmd"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/gpu/intel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Intel GPUs
         * @description Intel's GPUs as the kernel's drivers i915 and xe tell of them in /sys/class/drm. Usage is the time the chip was not in its idle state and power the difference of its energy counter, both since the reading before. The same engines encode and decode video: how busy they were is `media_percent`. How much memory a card has and uses is only told by xe, the latter to root; a GPU in the processor has none of its own. A suspended card is not woken.
         */
        get: operations["getGpuIntel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/gpu/apple": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GPUs of a Mac
         * @description The GPUs of a Mac as ioreg prints them from the I/O Registry, which needs no rights. Apple silicon shares the system's memory, and tells neither its temperature nor its power there.
         */
        get: operations["getGpuApple"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/gpu/jetson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GPU of a Jetson
         * @description The GPU of an NVIDIA Jetson up to Orin as its driver and the board's sensors tell of it in /sys; what they leave unknown is told by tegrastats. Later boards answer as NVIDIA's cards do. It shares the system's memory and has none of its own.
         */
        get: operations["getGpuJetson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/gpu/other": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GPUs of other makers
         * @description The GPUs in /sys/class/drm that no other backend reads (Mali, Adreno, Apple silicon under Linux, NVIDIA under nouveau, …): who they are, the programs that have them open, and how busy these keep them where the driver counts that. Display adapters that cannot compute and cards of virtual machines are left out. On Windows the cards of all makers but NVIDIA, with who they are and nothing else.
         */
        get: operations["getGpuOther"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/gpu": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All GPUs
         * @description Every graphics card of every vendor in one form. A backend that is broken is told in `backends`, with what can be done about it; this route answers 200 all the same, because that is a fact about the host.
         */
        get: operations["getGpu"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything in short texts
         * @description The machine at a glance, in the texts of the original service. Numbers stand in their shortest form; what is unknown is "n/a".
         */
        get: operations["getSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every loaded model, whichever serves it
         * @description The servers of models on this machine (Ollama, llama-server, vLLM) and those named in SYSMON_MODEL_SERVERS and SYSMON_OLLAMA_HOSTS, with the models that they have loaded and what the process of each does just now. Found by their processes, on Linux; docs/models.md says what is seen of which, and what never is.
         */
        get: operations["getModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/processes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Processes by CPU, memory or GPU memory
         * @description The greatest processes by what `sort` says. `cpu_usage_percent` is of one CPU, over the time since the previous sample. Command lines are shown only when SYSMON_PROCESS_ARGS is on. Processes are read only while somebody asks, every two seconds at most. On Linux from /proc.
         */
        get: operations["getProcesses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All domains at once
         * @description Each domain exactly as its own route shows it. One that could not be read is null and named in `problems`, with everything else that is broken on the host.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything as metrics, for Prometheus
         * @description In Prometheus's text format or, where Accept prefers it, as OpenMetrics 1.0. The host under the names of node_exporter, GPUs under `sysmon_gpu_…` (and with SYSMON_METRICS_COMPAT under those of other exporters), Ollama under `ollama_…`. What is not known is left out. A domain that does not answer in time is left out too and has `sysmon_domain_up` 0; the answer is 200 all the same.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What /stats shows, again and again
         * @description An endless answer: a frame every `interval`, its data being the body of `/stats` at that moment. Any number of clients costs one reading. A client that reads too slowly loses frames and is told how many; one that does not read for half a minute is cut. As server-sent events, or with `Accept: application/x-ndjson` as one JSON document a line, for `curl -N … >> monitor.log`. With `Accept-Encoding: gzip` a frame takes a tenth of its bytes or less, and comes as soon as any other. While a stream is open its domains are read at their interval. (In Swagger UI, "Execute" shows the first frames.)
         */
        get: operations["getStatsStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The past of any metric
         * @description The smallest, the mean and the greatest value in spans of equal length, of the machine and of every card, disk, interface and file system. `/stats/history/metrics` lists what can be asked for. A span in which nothing was measured is null: nobody asked and the machine was not read, the service was not running, or the value was unknown. With `Accept: text/csv` the same as rows.
         */
        get: operations["getStatsHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/history/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What history is kept, and the energy of every card
         * @description The metrics of `/stats/history` with their units and what they are of, how finely they are kept and how long.
         */
        get: operations["getStatsHistoryMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process answers
         * @description Whether the process answers: 200, else 503. Needs no key.
         */
        get: operations["getHealthLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether there are values to give
         * @description Whether there are values to give: 200, else 503. Needs no key.
         */
        get: operations["getHealthReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A live page
         * @description Everything at a glance in a browser, live and with the past behind it. The page needs no key; it asks for one where the service wants one, and keeps it for its tab.
         */
        get: operations["getDashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * ProblemDetails
         * @description An error answer (RFC 9457).
         */
        ProblemDetails: {
            /**
             * @description Always "about:blank": what happened is told by `code`.
             * @example about:blank
             */
            type: string;
            /**
             * @description The standard phrase of the HTTP status.
             * @example Service Unavailable
             */
            title: string;
            /**
             * Format: int64
             * @description The HTTP status of this answer.
             * @example 503
             */
            status: number;
            /**
             * @description What is wrong with this request or this value, in a sentence.
             * @example the disk did not answer within 1 s
             */
            detail: string;
            /**
             * @description The path that was asked for; empty when that could not be read.
             * @example /stats/disk
             */
            instance: string;
            /**
             * @description A stable word for programs to decide on.
             * @example timeout
             */
            code: string;
            /**
             * @description The domain whose value could not be read.
             * @example disk
             */
            domain?: string;
            /** @description What the operator can do about it; null when nothing is known to help. */
            remedy?: string | null;
        };
        /**
         * Problem
         * @description Something on the host that is broken or could not be read.
         */
        Problem: {
            /**
             * @description The domain or GPU backend that has the problem.
             * @example gpu/nvidia
             */
            domain: string;
            /**
             * @description A stable word for programs to decide on.
             * @example driver_mismatch
             */
            code: string;
            /** @description What is wrong with what, in a sentence. */
            detail: string;
            /** @description Why, in a sentence, as the thing says it of itself; null when no more is known than `detail` says. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is known to help. */
            remedy: string | null;
        };
        /**
         * IndexDocuments
         * @description Where this API is described.
         */
        IndexDocuments: {
            /**
             * @description The OpenAPI document as JSON.
             * @example /openapi.json
             */
            openapi_json: string;
            /**
             * @description The OpenAPI document as YAML.
             * @example /openapi.yaml
             */
            openapi_yaml: string;
            /**
             * @description The same to read and try out in a browser.
             * @example /
             */
            swagger_ui: string;
        };
        /**
         * IndexKey
         * @description Whether and how a key is given.
         */
        IndexKey: {
            /** @description Whether this service asks for a key. */
            needed: boolean;
            /**
             * @description How it is given.
             * @example None is asked for.
             */
            how: string;
            /**
             * @description A command that asks for everything.
             * @example curl http://127.0.0.1:5000/stats
             */
            example: string;
        };
        /**
         * IndexRoute
         * @description One route.
         */
        IndexRoute: {
            /**
             * @description The HTTP method.
             * @example GET
             */
            method: string;
            /**
             * @description The path.
             * @example /stats
             */
            path: string;
            /**
             * @description What it answers.
             * @example All domains at once
             */
            summary: string;
            /** @description The query parameters it takes, none of them required. */
            parameters: string[];
            /** @description Whether it is answered with a key alone, where the service asks for one. */
            guarded: boolean;
        };
        /**
         * ServiceIndex
         * @description What this service is and where to find what.
         */
        ServiceIndex: {
            /**
             * @description The name of this service.
             * @example system-monitor-api
             */
            name: string;
            /**
             * @description Its version.
             * @example 0.1.0
             */
            version: string;
            /** @description What it is, in a sentence. */
            description: string;
            /** @description Where this API is described. */
            documents: components["schemas"]["IndexDocuments"];
            /** @description Whether and how a key is given. */
            key: components["schemas"]["IndexKey"];
            /** @description Every route of this API. */
            routes: components["schemas"]["IndexRoute"][];
        };
        /**
         * CpuTimes
         * @description Where the time of all CPUs went since the previous sample, in percent of it.
         */
        CpuTimes: {
            /**
             * Format: double
             * @description Share of the time spent in programs, without guests, one decimal. In percent, 0–100. Null where the system does not count it.
             */
            user: number | null;
            /**
             * Format: double
             * @description Share of the time spent in programs of low priority, without guests, one decimal. In percent, 0–100. Null where the system does not count it.
             */
            nice: number | null;
            /**
             * Format: double
             * @description Share of the time spent in the kernel, one decimal. In percent, 0–100. Null where the system does not count it.
             */
            system: number | null;
            /**
             * Format: double
             * @description Share of the time spent doing nothing, one decimal. In percent, 0–100. Null where the system does not count it.
             */
            idle: number | null;
            /**
             * Format: double
             * @description Share of the time spent idle while input or output was under way, one decimal. In percent, 0–100. Null where the system does not count it.
             */
            iowait: number | null;
            /**
             * Format: double
             * @description Share of the time spent serving interrupts, one decimal. In percent, 0–100. Null where the system does not count it.
             */
            irq: number | null;
            /**
             * Format: double
             * @description Share of the time spent serving deferred interrupts, one decimal. In percent, 0–100. Null where the system does not count it.
             */
            softirq: number | null;
            /**
             * Format: double
             * @description Share of the time spent waiting because the hypervisor ran something else, one decimal. In percent, 0–100. Null where the system does not count it.
             */
            steal: number | null;
            /**
             * Format: double
             * @description Share of the time spent running virtual machines, one decimal. In percent, 0–100. Null where the system does not count it.
             */
            guest: number | null;
        };
        /**
         * CpuStats
         * @description The processor.
         */
        CpuStats: {
            /**
             * Format: double
             * @description How busy all CPUs together were since the previous sample, one decimal. In percent, 0–100. Null until there is an earlier sample to compare with, and where the system does not tell it.
             * @example 15.2
             */
            usage_percent: number | null;
            /**
             * Format: int64
             * @description Physical cores, over all sockets. Null where the system does not tell them.
             * @example 8
             */
            cores: number | null;
            /**
             * Format: int64
             * @description Logical CPUs that are online. Null where the system does not tell them.
             * @example 16
             */
            threads: number | null;
            /**
             * Format: double
             * @description Mean clock of the CPUs, two decimals. In MHz. Null where the system does not tell it, as in many virtual machines.
             * @example 3600.12
             */
            frequency_mhz: number | null;
            /** @description How busy each logical CPU was, in the order of their numbers; null for one that has just come online. */
            per_core_usage: (number | null)[] | null;
            /**
             * @description The processor. Null where the system does not tell it.
             * @example AMD Ryzen 7 7700X 8-Core Processor
             */
            model: string | null;
            /**
             * @description The instruction set, as uname(1) names it. Null where the system does not tell it.
             * @example x86_64
             */
            architecture: string | null;
            /**
             * Format: double
             * @description Highest clock the processor can run at, mean over the CPUs. In MHz. Null where the system does not tell it, as in many virtual machines.
             */
            max_frequency_mhz: number | null;
            /**
             * @description Mean number of tasks that run or wait to, over 1, 5 and 15 minutes. Null where the system has none, as Windows.
             * @example [
             *       0.52,
             *       0.58,
             *       0.59
             *     ]
             */
            load_average: number[] | null;
            /** @description Where the time of all CPUs went since the previous sample; null when not told. */
            times_percent: components["schemas"]["CpuTimes"] | null;
            /**
             * Format: double
             * @description Temperature of the processor package, the hottest of all sockets. In degrees Celsius. Null where no sensor of the processor is known, as in virtual machines and elsewhere than on Linux and macOS.
             */
            temperature_celsius: number | null;
            /**
             * Format: double
             * @description Share of the last 10 s in which at least one task waited for a CPU (Linux PSI); null where not offered. In percent, 0–100.
             */
            pressure_some_percent: number | null;
            /**
             * Format: double
             * @description How many CPUs' time the control group this service runs in may use; null without a limit.
             * @example 2.5
             */
            quota_cores: number | null;
            /** @description Why `quota_cores` is not known; null when it is, and when there is no limit. */
            quota_reason: string | null;
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * MemoryStats
         * @description Main memory and swap.
         */
        MemoryStats: {
            /**
             * Format: double
             * @description Usable memory of the machine. In GB of 2^30 bytes, two decimals.
             * @example 31.32
             */
            total_gb: number;
            /**
             * Format: double
             * @description Memory that cannot be had without swapping: total − available. In GB of 2^30 bytes, two decimals. Null where the system does not tell what is available.
             * @example 1.65
             */
            used_gb: number | null;
            /**
             * Format: double
             * @description Memory that new programs can have without swapping. In GB of 2^30 bytes, two decimals. Null where the system does not tell it.
             * @example 29.67
             */
            available_gb: number | null;
            /**
             * Format: double
             * @description Share of the memory in use: used ÷ total, one decimal. In percent, 0–100. Null where the system does not tell what is available.
             * @example 5.3
             */
            percent: number | null;
            /**
             * Format: int64
             * @description Exact twin of `total_gb`. In bytes.
             * @example 33629548544
             */
            total_bytes: number;
            /**
             * Format: int64
             * @description Exact twin of `used_gb`. In bytes. Null when that is.
             */
            used_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `available_gb`. In bytes. Null when that is.
             */
            available_bytes: number | null;
            /** @description Whether `available` is reckoned from free memory and caches, as psutil does, because this kernel (before 3.14, or of OpenVZ) does not tell MemAvailable. */
            available_is_estimated: boolean;
            /**
             * Format: int64
             * @description Memory used for nothing at all, not even as a cache. In bytes. Null where the system does not tell it.
             */
            free_bytes: number | null;
            /**
             * Format: int64
             * @description Buffers of block devices. Linux only. In bytes. Null elsewhere, and where the kernel does not tell it.
             */
            buffers_bytes: number | null;
            /**
             * Format: int64
             * @description Page cache and reclaimable kernel memory. Linux only. In bytes. Null elsewhere, and where the kernel does not tell it.
             */
            cached_bytes: number | null;
            /**
             * Format: int64
             * @description Shared memory and tmpfs. Linux only. In bytes. Null elsewhere, and where the kernel does not tell it.
             */
            shared_bytes: number | null;
            /**
             * Format: int64
             * @description Cache of ZFS, which the kernel counts as used although it is given back on demand; null without ZFS, and in a container of LXC, whose memory it is no part of. In bytes.
             */
            zfs_arc_bytes: number | null;
            /**
             * Format: int64
             * @description Swap space; 0 when there is none. In bytes. Null where the system does not tell it.
             */
            swap_total_bytes: number | null;
            /**
             * Format: int64
             * @description Swap space in use. In bytes. Null where the system does not tell it.
             */
            swap_used_bytes: number | null;
            /**
             * Format: int64
             * @description Swap space not in use. In bytes. Null where the system does not tell it.
             */
            swap_free_bytes: number | null;
            /**
             * Format: double
             * @description Share of the swap space in use, one decimal; null when there is none. In percent, 0–100.
             */
            swap_used_percent: number | null;
            /**
             * Format: int64
             * @description The memory limit of the control group this service runs in; null when none holds (or not on Linux). In bytes.
             */
            limit_bytes: number | null;
            /**
             * Format: int64
             * @description Memory counted against that limit; null when none holds. In bytes.
             */
            limit_used_bytes: number | null;
            /** @description Why the limit, or what is counted against it, is not known; null when both are, and when none holds. */
            limit_reason: string | null;
            /**
             * Format: double
             * @description Share of the last 10 s in which at least one task waited for memory (Linux PSI); null where not offered. In percent, 0–100.
             */
            pressure_some_percent: number | null;
            /**
             * Format: double
             * @description Share of the last 10 s in which all tasks waited for memory (Linux PSI); null where not offered. In percent, 0–100.
             */
            pressure_full_percent: number | null;
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * FileSystem
         * @description One mounted file system.
         */
        FileSystem: {
            /**
             * @description Where it is mounted; on the host, when read from inside a container.
             * @example /home
             */
            mount_point: string;
            /** @description Other places that show it or a part of it (bind mounts, subvolumes). */
            other_mount_points: string[];
            /**
             * @description What is mounted: a device, a path of a server, or a name. Null where the system does not tell it.
             * @example /dev/nvme0n1p2
             */
            device: string | null;
            /**
             * @description Kind of file system. Null where the system does not tell it.
             * @example ext4
             */
            type: string | null;
            /**
             * @description The pool whose free space it shares with other file systems (datasets of ZFS, volumes of APFS): `free_bytes` of one pool must not be added up. Null where it has its space to itself.
             * @example tank
             */
            pool: string | null;
            /**
             * Format: int64
             * @description Its size; in a pool what it holds and what is free in the pool. In bytes. Null when its `state` is not "ok".
             */
            total_bytes: number | null;
            /**
             * Format: int64
             * @description Space in use. In bytes. Null when its `state` is not "ok".
             */
            used_bytes: number | null;
            /**
             * Format: int64
             * @description Space an unprivileged user can still write. In bytes. Null when its `state` is not "ok".
             */
            free_bytes: number | null;
            /**
             * Format: double
             * @description How full it is, as df counts: used ÷ (used + free), one decimal. In percent, 0–100. Null when its `state` is not "ok", or when there is neither used nor free space.
             */
            used_percent: number | null;
            /**
             * Format: int64
             * @description Number of files it can hold; null where that is not fixed.
             */
            inodes_total: number | null;
            /**
             * Format: int64
             * @description How many files it holds; null where their number is not fixed.
             */
            inodes_used: number | null;
            /**
             * Format: int64
             * @description How many more files it can hold; null where that is not fixed.
             */
            inodes_free: number | null;
            /** @description Whether nothing can be written at `mount_point`; it may be possible at another place that shows it. Null where the system does not tell it. */
            read_only: boolean | null;
            /**
             * @description Whether its size could be read; anything but "ok" explains the nulls. "timeout": a network or FUSE file system that does not answer. "not_passed_through": the container this service runs in was not given it.
             * @enum {string}
             */
            state: "ok" | "timeout" | "no_permission" | "not_passed_through" | "absent" | "failed";
            /** @description Why the state is not "ok", in a sentence; null when it is. */
            reason: string | null;
        };
        /**
         * DiskDevice
         * @description One block device, or one partition of one.
         */
        DiskDevice: {
            /**
             * @description The kernel's name of the device.
             * @example nvme0n1
             */
            name: string;
            /**
             * @description "disk": a whole device. "partition": a part of one. "stacked": made of other devices (LVM, encryption, RAID), so that what it transfers is also counted there. "path": one of the ways to a disk (NVMe multipath), so that what goes over it is what that disk transfers.
             * @enum {string}
             */
            kind: "disk" | "partition" | "stacked" | "path";
            /**
             * @description The device a partition is part of, or the disk a path leads to; null for others.
             * @example nvme0n1
             */
            parent: string | null;
            /**
             * @description The name it was given (LVM, encryption); null for others.
             * @example vg0-root
             */
            label: string | null;
            /**
             * @description The product; null where it is not told.
             * @example Samsung SSD 990 PRO 2TB
             */
            model: string | null;
            /**
             * Format: int64
             * @description Its size. In bytes. Null where the system does not tell it.
             */
            size_bytes: number | null;
            /**
             * Format: int64
             * @description Read since boot. In bytes. Null when it was told as what cannot be, as `implausible` says.
             */
            read_bytes: number | null;
            /**
             * Format: int64
             * @description Written since boot. In bytes. Null when it was told as what cannot be, as `implausible` says.
             */
            written_bytes: number | null;
            /**
             * Format: int64
             * @description Reads since boot. Null when it was told as what cannot be, as `implausible` says.
             */
            read_operations: number | null;
            /**
             * Format: int64
             * @description Writes since boot. Null when it was told as what cannot be, as `implausible` says.
             */
            written_operations: number | null;
            /**
             * Format: double
             * @description Read since the previous sample. In bytes per second. Null in the first sample of it, and when its counters began anew.
             */
            read_bytes_per_second: number | null;
            /**
             * Format: double
             * @description Written since the previous sample. In bytes per second. Null in the first sample of it, and when its counters began anew.
             */
            written_bytes_per_second: number | null;
            /**
             * Format: double
             * @description Reads since the previous sample. Per second. Null in the first sample of it, and when its counters began anew.
             */
            read_operations_per_second: number | null;
            /**
             * Format: double
             * @description Writes since the previous sample. Per second. Null in the first sample of it, and when its counters began anew.
             */
            written_operations_per_second: number | null;
            /**
             * Format: double
             * @description Mean time from request to answer of the reads since the previous sample; null when there was none. In seconds.
             */
            read_wait_seconds: number | null;
            /**
             * Format: double
             * @description The same of the writes; null when there was none. In seconds.
             */
            written_wait_seconds: number | null;
            /**
             * Format: double
             * @description Share of the time since the previous sample in which at least one request was under way. At 100 % a hard disk is at its limit; an SSD that works on many requests at once need not be. In percent, 0–100. Null in the first sample of it, and when its counters began anew.
             */
            usage_percent: number | null;
            /**
             * Format: double
             * @description Mean number of requests under way since the previous sample. Null in the first sample of it, and when its counters began anew.
             */
            queue_length: number | null;
        };
        /**
         * DiskStats
         * @description The root file system (or that of SYSMON_DISK_PATH), all file systems and all block devices.
         */
        DiskStats: {
            /**
             * Format: double
             * @description Size of the file system. In GB of 2^30 bytes, two decimals.
             * @example 467.89
             */
            total_gb: number;
            /**
             * Format: double
             * @description Space in use. In GB of 2^30 bytes, two decimals.
             * @example 203.12
             */
            used_gb: number;
            /**
             * Format: double
             * @description Space an unprivileged user can still write. In GB of 2^30 bytes, two decimals.
             * @example 240.93
             */
            free_gb: number;
            /**
             * Format: double
             * @description How full it is, as df counts: used ÷ (used + free), one decimal. In percent, 0–100. Null when there is neither used nor free space.
             * @example 45.8
             */
            percent: number | null;
            /**
             * Format: int64
             * @description Exact twin of `total_gb`. In bytes.
             */
            total_bytes: number;
            /**
             * Format: int64
             * @description Exact twin of `used_gb`. In bytes.
             */
            used_bytes: number;
            /**
             * Format: int64
             * @description Exact twin of `free_gb`. In bytes.
             */
            free_bytes: number;
            /**
             * @description Where the file system is mounted.
             * @example /
             */
            mount_point: string;
            /**
             * @description What is mounted there. Null where the system does not tell it.
             * @example /dev/nvme0n1p2
             */
            device: string | null;
            /**
             * @description Kind of file system. Null where the system does not tell it.
             * @example ext4
             */
            type: string | null;
            /** @description Whether nothing can be written at `mount_point`. Null where the system does not tell it. */
            read_only: boolean | null;
            /**
             * Format: int64
             * @description Number of files it can hold; null where that is not fixed.
             */
            inodes_total: number | null;
            /**
             * Format: int64
             * @description How many more files it can hold; null where that is not fixed.
             */
            inodes_free: number | null;
            /**
             * Format: int64
             * @description Read from all whole disks since boot. In bytes. Null where the system does not count it.
             */
            read_bytes: number | null;
            /**
             * Format: int64
             * @description Written to all whole disks since boot. In bytes. Null where the system does not count it.
             */
            written_bytes: number | null;
            /**
             * Format: double
             * @description Read from all whole disks since the previous sample. In bytes per second. Null until there is an earlier sample of every disk, and where the system does not count it.
             */
            read_bytes_per_second: number | null;
            /**
             * Format: double
             * @description Written to all whole disks since the previous sample. In bytes per second. Null until there is an earlier sample of every disk, and where the system does not count it.
             */
            written_bytes_per_second: number | null;
            /**
             * Format: double
             * @description Share of the last 10 s in which at least one task waited for input or output (Linux PSI); null where not offered. In percent, 0–100.
             */
            pressure_some_percent: number | null;
            /**
             * Format: double
             * @description Share of the last 10 s in which all tasks waited for input or output (Linux PSI); null where not offered. In percent, 0–100.
             */
            pressure_full_percent: number | null;
            /** @description Every real file system once, in the order of mounting; those of the network and FUSE at most 10 s old. Null where it cannot be read what is mounted. */
            filesystems: components["schemas"]["FileSystem"][] | null;
            /** @description Every disk, partition and stacked device; null where the system does not tell. */
            devices: components["schemas"]["DiskDevice"][] | null;
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * NetworkInterface
         * @description One network interface.
         */
        NetworkInterface: {
            /**
             * @description Name of the interface.
             * @example enp5s0
             */
            name: string;
            /** @description Whether it is switched on. Null where its link cannot be seen, as in some containers. */
            up: boolean | null;
            /** @description Whether it only reaches this machine itself. */
            loopback: boolean;
            /**
             * @description What it is: physical (a network card, also that of a virtual machine), loopback, bridge, bond, vlan, veth, macvlan, tun, tap, wireguard, tunnel, … or virtual for any other. An open list; null when nothing tells.
             * @example physical
             */
            kind: string | null;
            /**
             * @description The interface that its traffic is also counted at: its bridge or bond, or what it lies on; null for none.
             * @example bond0
             */
            part_of: string | null;
            /** @description Whether its rates are in those of the whole body. The physical ones are; where there is none, as in a container, those that carry nothing that others carry already. */
            counted: boolean;
            /**
             * Format: double
             * @description Speed of the link; null when down or virtual. In megabits per second.
             * @example 1000
             */
            speed_mbps: number | null;
            /**
             * Format: int64
             * @description Largest packet it sends. In bytes. Null where its link cannot be seen, as in some containers.
             * @example 1500
             */
            mtu: number | null;
            /**
             * Format: int64
             * @description Received since boot. In bytes. Null when it was told as what cannot be, as `implausible` says.
             */
            received_bytes: number | null;
            /**
             * Format: int64
             * @description Sent since boot. In bytes. Null when it was told as what cannot be, as `implausible` says.
             */
            sent_bytes: number | null;
            /**
             * Format: int64
             * @description Packets received since boot. Null where the system does not count them.
             */
            received_packets: number | null;
            /**
             * Format: int64
             * @description Packets sent since boot. Null where the system does not count them.
             */
            sent_packets: number | null;
            /**
             * Format: int64
             * @description Faulty packets received since boot. Null where the system does not count them.
             */
            received_errors: number | null;
            /**
             * Format: int64
             * @description Packets that could not be sent since boot. Null where the system does not count them.
             */
            sent_errors: number | null;
            /**
             * Format: int64
             * @description Packets received but dropped since boot. Null where the system does not count them.
             */
            received_drops: number | null;
            /**
             * Format: int64
             * @description Packets dropped instead of sent since boot. Null where the system does not count them.
             */
            sent_drops: number | null;
            /**
             * Format: double
             * @description Received since the previous sample. In bytes per second. Null in the first sample of it, and when its counters began anew.
             */
            received_bytes_per_second: number | null;
            /**
             * Format: double
             * @description Sent since the previous sample. In bytes per second. Null in the first sample of it, and when its counters began anew.
             */
            sent_bytes_per_second: number | null;
        };
        /**
         * NetworkStats
         * @description Network interfaces and their traffic.
         */
        NetworkStats: {
            /**
             * Format: double
             * @description Sent since boot over all interfaces, loopback included. In GB of 2^30 bytes, two decimals. Null when the counter of one of them was told as what cannot be, as `implausible` says.
             * @example 1.23
             */
            bytes_sent_gb: number | null;
            /**
             * Format: double
             * @description Received since boot over all interfaces, loopback included. In GB of 2^30 bytes, two decimals. Null when the counter of one of them was told as what cannot be, as `implausible` says.
             * @example 4.56
             */
            bytes_recv_gb: number | null;
            /**
             * Format: int64
             * @description Packets sent since boot over all interfaces. Null where the system does not count them.
             * @example 1234567
             */
            packets_sent: number | null;
            /**
             * Format: int64
             * @description Packets received since boot over all interfaces. Null where the system does not count them.
             * @example 2345678
             */
            packets_recv: number | null;
            /**
             * Format: int64
             * @description Exact twin of `bytes_sent_gb`. In bytes. Null when the counter of one of them was told as what cannot be, as `implausible` says.
             */
            sent_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `bytes_recv_gb`. In bytes. Null when the counter of one of them was told as what cannot be, as `implausible` says.
             */
            received_bytes: number | null;
            /**
             * Format: double
             * @description Sent since the previous sample over the interfaces that are `counted`, each byte once. In bytes per second. Null until there is an earlier sample.
             */
            sent_bytes_per_second: number | null;
            /**
             * Format: double
             * @description Received since the previous sample over the interfaces that are `counted`, each byte once. In bytes per second. Null until there is an earlier sample.
             */
            received_bytes_per_second: number | null;
            /** @description Every interface, in the order of the system. */
            interfaces: components["schemas"]["NetworkInterface"][];
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * RunnerCard
         * @description What a runner holds of one graphics card.
         */
        RunnerCard: {
            /**
             * @description The `id` of the card in `/stats/gpu`.
             * @example GPU-5b2c1f0e-1111-2222-3333-444455556666
             */
            id: string;
            /**
             * Format: int64
             * @description Its `index` there.
             * @example 0
             */
            index: number;
            /**
             * Format: int64
             * @description What the process holds of the card's memory, as its driver measures it. In bytes. Null where the driver does not tell it.
             * @example 6442450944
             */
            vram_used_bytes: number | null;
        };
        /**
         * ModelRunner
         * @description The process that runs a model, and what it does just now.
         */
        ModelRunner: {
            /**
             * @description What the process does: "loading" its model; "idle"; "prompt" when it reads prompts and generates nothing yet; "generating"; "gone" when it has ended though its server still lists the model; "unreachable" when it cannot be asked, or does not answer; "unsupported" when it answers and does not tell what it does.
             * @enum {string}
             */
            state: "loading" | "idle" | "prompt" | "generating" | "gone" | "unreachable" | "unsupported";
            /** @description Why less is known than could be, a sentence; null when nothing is missing. */
            reason: string | null;
            /** @description What would mend that, a sentence; null when nothing is needed or known. */
            remedy: string | null;
            /** @description Where that is known from: "slots" (counts are lower bounds), "metrics" (counts are exact), "health" or "status" (of older runners, and MLX: no tokens); null when nothing was told. */
            source: ("slots" | "metrics" | "health" | "status") | null;
            /**
             * Format: int64
             * @description Number of the process. Null when it is not seen from here.
             * @example 4711
             */
            pid: number | null;
            /**
             * Format: date-time
             * @description When the process was started. Null when that is not known.
             * @example 2026-01-31T12:00:00.000Z
             */
            started_at: string | null;
            /**
             * Format: double
             * @description How much of the model is loaded. In percent, 0–100. Null unless it is loading and says so.
             * @example 40
             */
            loaded_percent: number | null;
            /**
             * Format: int64
             * @description Requests it works on. Null when that is not told.
             * @example 1
             */
            slots_busy: number | null;
            /**
             * Format: int64
             * @description Requests it can work on at a time. Null when that is not told.
             * @example 4
             */
            slots_total: number | null;
            /**
             * Format: int64
             * @description Requests that wait in this process for a slot; those that wait in Ollama are in `queue_at_most`. Null when that is not told.
             * @example 0
             */
            requests_waiting: number | null;
            /**
             * Format: double
             * @description Tokens it generates for all requests together, over the last 5 s at most. Per second. Null when it is not known, and while it reads prompts alone; 0 when it is idle.
             * @example 41.7
             */
            tokens_per_second: number | null;
            /**
             * Format: double
             * @description Tokens of prompts it reads, over the last 5 s at most. Per second. Null when it is not known; 0 when no prompt is read.
             * @example 950
             */
            prompt_tokens_per_second: number | null;
            /**
             * Format: int64
             * @description Tokens in the fullest of the contexts it works on. Null when that is not told.
             * @example 2048
             */
            context_used: number | null;
            /**
             * Format: int64
             * @description Tokens that the context of one request can hold. Null when that is not told.
             * @example 16384
             */
            context_length: number | null;
            /**
             * Format: int64
             * @description Tokens it has generated, at least: with `source` "slots" since this service first saw it, and without those of requests that came and went between two looks; with "metrics" exactly, since it was started, counted at the end of each request. Null when that is not told.
             * @example 25619
             */
            generated_tokens_at_least: number | null;
            /**
             * Format: int64
             * @description Requests that it has been seen to work on, at least. Null when that is not told.
             * @example 35
             */
            requests_at_least: number | null;
            /**
             * Format: int64
             * @description Requests of which this service knows that it has not seen their tokens. Null when that is not told.
             * @example 4
             */
            missed_requests_at_least: number | null;
            /**
             * Format: int64
             * @description Main memory that the process takes, measured; what Ollama tells is an estimate of before. In bytes. Null when it is not seen from here.
             * @example 714080256
             */
            memory_bytes: number | null;
            /** @description How that was measured: "pss" is its share of what it holds together with others; "rss" all that it holds, which is what another user is told. Null when that is. */
            memory_source: ("pss" | "rss") | null;
            /** @description What it holds of each graphics card, as the drivers measure it; empty when it uses none. Null where a card does not tell which programs use it. */
            cards: components["schemas"]["RunnerCard"][] | null;
        };
        /**
         * OllamaModel
         * @description A model that Ollama has loaded.
         */
        OllamaModel: {
            /**
             * @description Name of the model with its tag. Null when Ollama does not tell it.
             * @example deepseek-r1:14b
             */
            name: string | null;
            /**
             * Format: double
             * @description What Ollama told at loading that the model would take altogether; what it takes is in `runner`. In GB of 2^30 bytes, two decimals. Null when Ollama does not tell it.
             * @example 13.24
             */
            size_gb: number | null;
            /**
             * Format: double
             * @description The part of it in GPU memory, as Ollama told it at loading. In GB of 2^30 bytes, two decimals. Null when Ollama does not tell it.
             * @example 6.83
             */
            vram_gb: number | null;
            /**
             * @description Where the model lies, in the words of `ollama ps`: "100% GPU", "100% CPU", "48%/52% CPU/GPU", or "Unknown" when Ollama tells more GPU memory than the model takes. It is what Ollama expects, not what a graphics card measures. Null when the sizes are not told.
             * @example 48%/52% CPU/GPU
             */
            processor: string | null;
            /**
             * @description When the model will be unloaded unless it is used: RFC 3339 exactly as Ollama writes it, with its own offset and up to nine decimals. For a model that is kept forever, some 292 years ahead. Null when Ollama does not tell it.
             * @example 2025-08-01T18:03:02.3445354+02:00
             */
            expires_at: string | null;
            /**
             * @description The model as Ollama was asked for it; mostly the same as `name`. Null when Ollama does not tell it.
             * @example deepseek-r1:14b
             */
            model: string | null;
            /**
             * @description SHA-256 of its manifest, in hexadecimal. Null when Ollama does not tell it.
             * @example c333b7232bdb521236694ffbb5f5a6b11cc45d98e9142c73123b670fca400b09
             */
            digest: string | null;
            /**
             * @description File format of its weights. Null when Ollama does not tell it.
             * @example gguf
             */
            format: string | null;
            /**
             * @description The architecture it belongs to. Null when Ollama does not tell it.
             * @example qwen2
             */
            family: string | null;
            /** @description All architectures it is made of; null when not told. */
            families: string[] | null;
            /**
             * @description Number of its parameters, as Ollama writes it. Null when Ollama does not tell it.
             * @example 14.8B
             */
            parameter_size: string | null;
            /**
             * @description How its weights are quantized. Null when Ollama does not tell it.
             * @example Q4_K_M
             */
            quantization: string | null;
            /**
             * Format: int64
             * @description Tokens of context it was loaded with; null before Ollama 0.10.0.
             * @example 16384
             */
            context_length: number | null;
            /**
             * Format: int64
             * @description Exact twin of `size_gb`. In bytes. Null when that is.
             * @example 14218500096
             */
            size_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_gb`. In bytes. Null when that is.
             * @example 7330822144
             */
            vram_bytes: number | null;
            /**
             * Format: double
             * @description The share in main memory as `processor` says it, a whole number; null when it says "Unknown". In percent, 0–100.
             * @example 48
             */
            cpu_percent: number | null;
            /**
             * Format: double
             * @description The share in GPU memory as `processor` says it, a whole number; null when it says "Unknown". In percent, 0–100.
             * @example 52
             */
            gpu_percent: number | null;
            /**
             * Format: double
             * @description How long after `sampled_at` the model will be unloaded, by the clock of this machine; 0 when that instant has passed, which means that it is being unloaded or in use just now; null when it is kept forever, is in use (`runner`), or the instant is not told. In seconds.
             * @example 293.344
             */
            expires_in_seconds: number | null;
            /** @description Whether it stays loaded until it is told to go (20 years or more ahead); null when not told. */
            keeps_forever: boolean | null;
            /** @description The process that runs the model, and what it does just now. */
            runner: components["schemas"]["ModelRunner"];
        };
        /**
         * OllamaRunner
         * @description A process that runs a model of Ollama, and is not in its list of loaded models.
         */
        OllamaRunner: {
            /**
             * @description Name of the model, where this service has seen it loaded before. Null when it is not known.
             * @example deepseek-r1:14b
             */
            name: string | null;
            /**
             * @description SHA-256 of the file of its weights, in hexadecimal. Null when its command line does not tell it.
             * @example a97042e481322bd08c33fb015cd8535c7f11fa2c5c048cba071fec17f5fba80d
             */
            digest: string | null;
            /** @description The process itself. */
            runner: components["schemas"]["ModelRunner"];
        };
        /**
         * OllamaStats
         * @description Ollama and the models it has loaded.
         */
        OllamaStats: {
            /**
             * Format: int64
             * @description How many models are loaded; 0 when Ollama is not there, null when it is there and could not be read.
             * @example 1
             */
            running_models: number | null;
            /** @description The loaded models in the order of Ollama, latest expiry first; empty also when they are not known. */
            models: components["schemas"]["OllamaModel"][];
            /** @description Models that are being loaded or let go, which Ollama does not list: their processes. */
            loading: components["schemas"]["OllamaRunner"][];
            /** @description Processes of models whose Ollama has ended: nobody uses or ends them, and they hold their memory. */
            orphans: components["schemas"]["OllamaRunner"][];
            /**
             * Format: int64
             * @description How many requests may wait in Ollama for a slot, at most: its connections without those that are being answered; clients that keep an idle connection count too. Null when that cannot be seen from here.
             * @example 0
             */
            queue_at_most: number | null;
            /** @description Whether Ollama answers and its models could be read. */
            available: boolean;
            /**
             * @description How Ollama answers: "ok"; "absent" when nothing listens there; "timeout"; "unauthorized" when it, or a proxy in front of it, refuses (status 401 or 403); "malformed" when the answer is not that of Ollama; "too_large" when it is longer than 1 MiB; "failed" for anything else.
             * @enum {string}
             */
            state: "ok" | "absent" | "timeout" | "unauthorized" | "failed" | "malformed" | "too_large";
            /** @description Why the state is not "ok", in a sentence; null when it is. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /**
             * @description Version of Ollama; null when it did not tell.
             * @example 0.33.0
             */
            version: string | null;
            /**
             * @description Where Ollama is asked (OLLAMA_HOST), without credentials; null when the asking itself went wrong.
             * @example http://127.0.0.1:11434
             */
            url: string | null;
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * ModelServer
         * @description A server of models on this machine, or named in the settings.
         */
        ModelServer: {
            /**
             * @description What tells it from the others, in `models[].server` too: its address, else its process.
             * @example http://127.0.0.1:11434
             */
            id: string;
            /** @description What serves: "ollama", "llama-server" (of llama.cpp) or "vllm". Null while a server that the settings name has not told yet what it is. */
            kind: ("ollama" | "llama-server" | "vllm") | null;
            /**
             * @description Where it is asked, without credentials. Null when it is not.
             * @example http://127.0.0.1:8080
             */
            url: string | null;
            /**
             * @description How it answers: "ok"; "absent" when nothing listens there; "loading" its model; "gone" when its process has ended; "unreachable" when one that was found cannot be asked; the others as of `/stats/ollama`. A server that the settings name is a problem of `/stats` unless it is "ok" or "loading".
             * @enum {string}
             */
            state: "ok" | "absent" | "loading" | "gone" | "unreachable" | "timeout" | "unauthorized" | "failed" | "malformed" | "too_large";
            /** @description Why the state is not "ok", in a sentence; null when it is. */
            reason: string | null;
            /** @description What can be done about it; null when nothing is needed or known. */
            remedy: string | null;
            /**
             * @description Its version. Null when it does not tell.
             * @example 0.33.0
             */
            version: string | null;
            /**
             * Format: int64
             * @description Requests that wait in it for their turn; of Ollama at most so many. Null when that is not told.
             * @example 0
             */
            requests_waiting: number | null;
        };
        /**
         * Model
         * @description A model that a server has loaded, and the process that runs it.
         */
        Model: {
            /**
             * @description The `id` of its server.
             * @example http://127.0.0.1:11434
             */
            server: string;
            /**
             * @description The kind of its server.
             * @enum {string}
             */
            kind: "ollama" | "llama-server" | "vllm";
            /**
             * @description What the model is asked for by. Null when it is not told.
             * @example deepseek-r1:14b
             */
            name: string | null;
            /**
             * @description SHA-256 of the manifest, in hexadecimal. Null when its server is no Ollama, and while it is being loaded.
             * @example c333b7232bdb521236694ffbb5f5a6b11cc45d98e9142c73123b670fca400b09
             */
            digest: string | null;
            /**
             * @description Number of its parameters, as Ollama writes it. Null when it is not told.
             * @example 14.8B
             */
            parameter_size: string | null;
            /**
             * Format: int64
             * @description Tokens that the context of one request can hold. Null when it is not told.
             * @example 16384
             */
            context_length: number | null;
            /**
             * Format: int64
             * @description What the server says that the model takes altogether. In bytes. Null when it does not say.
             * @example 14218500096
             */
            size_bytes: number | null;
            /**
             * Format: int64
             * @description The part of it in GPU memory, as the server says. In bytes. Null when it does not say.
             * @example 7330822144
             */
            vram_bytes: number | null;
            /** @description The process that runs the model, and what it does just now. */
            runner: components["schemas"]["ModelRunner"];
        };
        /**
         * Login
         * @description One login.
         */
        Login: {
            /**
             * @description Name of the user.
             * @example ada
             */
            user: string;
            /**
             * @description The terminal or display; null when there is none.
             * @example pts/0
             */
            terminal: string | null;
            /**
             * @description Where from, as an address or a name; null when local.
             * @example 192.0.2.7
             */
            from: string | null;
            /**
             * Format: date-time
             * @description Since when, RFC 3339 in UTC. Null where that was not recorded.
             * @example 2026-01-31T12:00:00.000Z
             */
            logged_in_at: string | null;
        };
        /**
         * Container
         * @description The container this service runs in.
         */
        Container: {
            /**
             * @description What runs it: docker, podman, kubernetes, lxc, … An open list; null when nothing tells.
             * @example docker
             */
            runtime: string | null;
            /** @description What shows that this is a container. */
            evidence: string[];
        };
        /**
         * LimitedView
         * @description One thing that is not seen.
         */
        LimitedView: {
            /**
             * @description What is not seen: a domain, or a field of this body. An open list.
             * @example network
             */
            what: string;
            /**
             * @description Why, and what is shown instead.
             * @example the counters are those of this container, …
             */
            reason: string;
            /**
             * @description What would show it.
             * @example docker run --network=host …
             */
            remedy: string;
        };
        /**
         * HostStats
         * @description Which machine this is, and since when it is up.
         */
        HostStats: {
            /**
             * @description Name of the machine. Null where the system does not tell it.
             * @example gpu-box
             */
            hostname: string | null;
            /**
             * @description The operating system with its version. Null where the system does not tell it.
             * @example Debian GNU/Linux 12 (bookworm)
             */
            operating_system: string | null;
            /**
             * @description The family of systems: linux, darwin, win32, freebsd, … An open list.
             * @example linux
             */
            platform: string;
            /**
             * @description Version of the kernel. Null where the system does not tell it.
             * @example 6.1.0-28-amd64
             */
            kernel: string | null;
            /**
             * @description The instruction set, as uname(1) names it. Null where the system does not tell it.
             * @example x86_64
             */
            architecture: string | null;
            /**
             * @description The machine or its main board, as its firmware names it; null where it does not (and elsewhere than on Linux).
             * @example Raspberry Pi 4 Model B Rev 1.5
             */
            board: string | null;
            /**
             * Format: double
             * @description How long the machine has been up. In seconds. Null where the system does not tell it.
             * @example 86400.5
             */
            uptime_seconds: number | null;
            /**
             * Format: date-time
             * @description When the machine was started, RFC 3339 in UTC. Reckoned by its clock: it moves when that is set. Null where the system does not tell it.
             * @example 2026-01-31T12:00:00.000Z
             */
            booted_at: string | null;
            /**
             * @description Mean number of tasks that run or wait to, over 1, 5 and 15 minutes. Null where the system has none, as Windows.
             * @example [
             *       0.52,
             *       0.58,
             *       0.59
             *     ]
             */
            load_average: number[] | null;
            /** @description Who is logged in, one entry a login; null where nobody keeps account of it (and elsewhere than on Linux). */
            users: components["schemas"]["Login"][] | null;
            /** @description The container this service runs in; null outside of one. */
            container: components["schemas"]["Container"] | null;
            /** @description What is hidden of the machine: by a container, or by how /proc is mounted. Empty when nothing is. */
            limited_view: components["schemas"]["LimitedView"][];
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * TemperatureSensor
         * @description The temperature, by one sensor.
         */
        TemperatureSensor: {
            /**
             * @description The driver's own name of the sensor.
             * @example temp1
             */
            name: string;
            /**
             * @description What it measures, as the driver says; null when it does not.
             * @example Package id 0
             */
            label: string | null;
            /**
             * Format: double
             * @description The temperature, as the chip says it, to a thousandth. In degrees Celsius. Null when it could not be read, as `reason` says.
             */
            temperature_celsius: number | null;
            /**
             * Format: double
             * @description The lower limit; null when none is told. In degrees Celsius.
             */
            temperature_min_celsius: number | null;
            /**
             * Format: double
             * @description The upper limit; null when none is told. In degrees Celsius.
             */
            temperature_max_celsius: number | null;
            /**
             * Format: double
             * @description The limit at which the hardware takes measures; null when none is told. In degrees Celsius.
             */
            temperature_critical_celsius: number | null;
            /** @description Why there is no value, in a sentence; null when there is one. */
            reason: string | null;
        };
        /**
         * FanSensor
         * @description The speed of a fan, by one sensor.
         */
        FanSensor: {
            /**
             * @description The driver's own name of the sensor.
             * @example temp1
             */
            name: string;
            /**
             * @description What it measures, as the driver says; null when it does not.
             * @example Package id 0
             */
            label: string | null;
            /**
             * Format: double
             * @description The speed of a fan, as the chip says it, to a thousandth. In revolutions per minute. Null when it could not be read, as `reason` says.
             */
            fan_rpm: number | null;
            /**
             * Format: double
             * @description The lower limit; null when none is told. In revolutions per minute.
             */
            fan_min_rpm: number | null;
            /**
             * Format: double
             * @description The upper limit; null when none is told. In revolutions per minute.
             */
            fan_max_rpm: number | null;
            /**
             * Format: double
             * @description The limit at which the hardware takes measures; null when none is told. In revolutions per minute.
             */
            fan_critical_rpm: number | null;
            /** @description Why there is no value, in a sentence; null when there is one. */
            reason: string | null;
        };
        /**
         * VoltageSensor
         * @description A voltage, by one sensor.
         */
        VoltageSensor: {
            /**
             * @description The driver's own name of the sensor.
             * @example temp1
             */
            name: string;
            /**
             * @description What it measures, as the driver says; null when it does not.
             * @example Package id 0
             */
            label: string | null;
            /**
             * Format: double
             * @description A voltage, as the chip says it, to a thousandth. In volts. Null when it could not be read, as `reason` says.
             */
            voltage_volts: number | null;
            /**
             * Format: double
             * @description The lower limit; null when none is told. In volts.
             */
            voltage_min_volts: number | null;
            /**
             * Format: double
             * @description The upper limit; null when none is told. In volts.
             */
            voltage_max_volts: number | null;
            /**
             * Format: double
             * @description The limit at which the hardware takes measures; null when none is told. In volts.
             */
            voltage_critical_volts: number | null;
            /** @description Why there is no value, in a sentence; null when there is one. */
            reason: string | null;
        };
        /**
         * PowerSensor
         * @description The power drawn, by one sensor.
         */
        PowerSensor: {
            /**
             * @description The driver's own name of the sensor.
             * @example temp1
             */
            name: string;
            /**
             * @description What it measures, as the driver says; null when it does not.
             * @example Package id 0
             */
            label: string | null;
            /**
             * Format: double
             * @description The power drawn, as the chip says it, to a thousandth. In watts. Null when it could not be read, as `reason` says.
             */
            power_watts: number | null;
            /**
             * Format: double
             * @description The lower limit; null when none is told. In watts.
             */
            power_min_watts: number | null;
            /**
             * Format: double
             * @description The upper limit; null when none is told. In watts.
             */
            power_max_watts: number | null;
            /**
             * Format: double
             * @description The limit at which the hardware takes measures; null when none is told. In watts.
             */
            power_critical_watts: number | null;
            /** @description Why there is no value, in a sentence; null when there is one. */
            reason: string | null;
        };
        /**
         * CurrentSensor
         * @description A current, by one sensor.
         */
        CurrentSensor: {
            /**
             * @description The driver's own name of the sensor.
             * @example temp1
             */
            name: string;
            /**
             * @description What it measures, as the driver says; null when it does not.
             * @example Package id 0
             */
            label: string | null;
            /**
             * Format: double
             * @description A current, as the chip says it, to a thousandth. In amperes. Null when it could not be read, as `reason` says.
             */
            current_amperes: number | null;
            /**
             * Format: double
             * @description The lower limit; null when none is told. In amperes.
             */
            current_min_amperes: number | null;
            /**
             * Format: double
             * @description The upper limit; null when none is told. In amperes.
             */
            current_max_amperes: number | null;
            /**
             * Format: double
             * @description The limit at which the hardware takes measures; null when none is told. In amperes.
             */
            current_critical_amperes: number | null;
            /** @description Why there is no value, in a sentence; null when there is one. */
            reason: string | null;
        };
        /**
         * HumiditySensor
         * @description The relative humidity, by one sensor.
         */
        HumiditySensor: {
            /**
             * @description The driver's own name of the sensor.
             * @example temp1
             */
            name: string;
            /**
             * @description What it measures, as the driver says; null when it does not.
             * @example Package id 0
             */
            label: string | null;
            /**
             * Format: double
             * @description The relative humidity, as the chip says it, to a thousandth. In percent, 0–100. Null when it could not be read, as `reason` says.
             */
            humidity_percent: number | null;
            /**
             * Format: double
             * @description The lower limit; null when none is told. In percent, 0–100.
             */
            humidity_min_percent: number | null;
            /**
             * Format: double
             * @description The upper limit; null when none is told. In percent, 0–100.
             */
            humidity_max_percent: number | null;
            /**
             * Format: double
             * @description The limit at which the hardware takes measures; null when none is told. In percent, 0–100.
             */
            humidity_critical_percent: number | null;
            /** @description Why there is no value, in a sentence; null when there is one. */
            reason: string | null;
        };
        /**
         * SensorChip
         * @description One chip that measures (hwmon), and its sensors.
         */
        SensorChip: {
            /**
             * @description The kernel's number of the chip, which may differ after the next start.
             * @example hwmon2
             */
            id: string;
            /**
             * @description The name of the chip or of its driver. Null when it has none.
             * @example coretemp
             */
            name: string | null;
            /**
             * @description The device it belongs to; null when it has none.
             * @example coretemp.0
             */
            device: string | null;
            /**
             * @description Where that device sits; null when it has none.
             * @example platform
             */
            bus: string | null;
            /**
             * @description "asleep": its device is switched off to save power, and is not woken for its sensors.
             * @enum {string}
             */
            state: "ok" | "asleep";
            /** @description Its temperature sensors. */
            temperatures: components["schemas"]["TemperatureSensor"][];
            /** @description Its fans. */
            fans: components["schemas"]["FanSensor"][];
            /** @description Its voltages. */
            voltages: components["schemas"]["VoltageSensor"][];
            /** @description Its power meters. */
            powers: components["schemas"]["PowerSensor"][];
            /** @description Its current sensors. */
            currents: components["schemas"]["CurrentSensor"][];
            /** @description Its humidity sensors. */
            humidities: components["schemas"]["HumiditySensor"][];
        };
        /**
         * ThermalZone
         * @description One place whose temperature the kernel or the firmware watches.
         */
        ThermalZone: {
            /**
             * @description The kernel's name of the zone.
             * @example thermal_zone0
             */
            name: string;
            /**
             * @description What it is. Null when it could not be read.
             * @example x86_pkg_temp
             */
            type: string | null;
            /**
             * Format: double
             * @description Its temperature, as its driver says it, to a thousandth. In degrees Celsius. Null when it could not be read, as `reason` says.
             */
            temperature_celsius: number | null;
            /**
             * Format: double
             * @description The temperature at which the machine is switched off; null when none is told. In degrees Celsius.
             */
            temperature_critical_celsius: number | null;
            /** @description Why there is no value, in a sentence; null when there is one. */
            reason: string | null;
        };
        /**
         * PowerSupply
         * @description One battery, charger or other power supply.
         */
        PowerSupply: {
            /**
             * @description The kernel's name of it.
             * @example BAT0
             */
            name: string;
            /**
             * @description What it is: Battery, Mains, USB, UPS, … An open list. Null when it could not be read, as `reason` says.
             * @example Battery
             */
            type: string | null;
            /** @description "Device" for the battery of a mouse or the like, "System" for that of the machine. Null where its driver does not tell it, as of most batteries of machines. */
            scope: string | null;
            /**
             * @description Charging, Discharging, Full, Not charging, … An open list. Null where its driver does not tell it.
             * @example Discharging
             */
            state: string | null;
            /** @description Whether the battery is in its place. Null where its driver does not tell it. */
            present: boolean | null;
            /** @description Whether the charger gives power; null for batteries. */
            online: boolean | null;
            /**
             * Format: double
             * @description How full the battery is: 100 also where it holds more than its gauge expects. In percent, 0–100. Null for what is no battery, and where its driver does not tell it.
             * @example 84
             */
            charge_percent: number | null;
            /**
             * Format: double
             * @description How fast it is charged or discharged now, never negative. In watts. Null where its driver does not tell it.
             */
            power_watts: number | null;
            /**
             * Format: double
             * @description Its voltage. In volts. Null where its driver does not tell it.
             */
            voltage_volts: number | null;
            /**
             * Format: double
             * @description What it holds now. In watt-hours. Null where its driver does not tell it.
             */
            energy_watt_hours: number | null;
            /**
             * Format: double
             * @description What it holds when full. In watt-hours. Null where its driver does not tell it.
             */
            energy_full_watt_hours: number | null;
            /**
             * Format: double
             * @description What it held when full and new. In watt-hours. Null where its driver does not tell it.
             */
            energy_full_design_watt_hours: number | null;
            /**
             * Format: double
             * @description What it holds when full as a share of what it was built for; a new one may hold more. In percent. Null when one of the two is not known.
             */
            health_percent: number | null;
            /**
             * Format: int64
             * @description How often it was charged; null when not told.
             */
            charge_cycles: number | null;
            /**
             * Format: double
             * @description How long it lasts at this rate; null when it is not discharging. In seconds.
             */
            empty_in_seconds: number | null;
            /**
             * Format: double
             * @description How long it takes to fill at this rate; null when it is not charging. In seconds.
             */
            full_in_seconds: number | null;
            /**
             * @description Its chemistry. Null where its driver does not tell it.
             * @example Li-ion
             */
            technology: string | null;
            /** @description Who made it. Null where its driver does not tell it. */
            manufacturer: string | null;
            /** @description The product. Null where its driver does not tell it. */
            model: string | null;
            /** @description Why there is no value, in a sentence; null when there is one. */
            reason: string | null;
        };
        /**
         * SensorsStats
         * @description Temperatures, fans, voltages, power and batteries.
         */
        SensorsStats: {
            /** @description Every chip that measures; empty where there is none (most virtual machines), null where their list cannot be read. */
            chips: components["schemas"]["SensorChip"][] | null;
            /** @description Temperatures the kernel or the firmware watches; a chip of the same sensor may stand in `chips`, too. Null where their list cannot be read. */
            thermal_zones: components["schemas"]["ThermalZone"][] | null;
            /** @description Batteries and chargers; null where their list cannot be read. */
            power_supplies: components["schemas"]["PowerSupply"][] | null;
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * Process
         * @description One process.
         */
        Process: {
            /**
             * Format: int64
             * @description Process id. A later process may get the same one: `start_ticks` tells them apart.
             * @example 4711
             */
            pid: number;
            /**
             * @description The name of its program, cut off after 15 characters by Linux.
             * @example ollama
             */
            name: string;
            /**
             * @description The user with whose rights it acts; null when that one has no name here.
             * @example ada
             */
            user: string | null;
            /**
             * Format: int64
             * @description The number of that user. Null where the system does not tell it.
             * @example 1000
             */
            user_id: number | null;
            /**
             * Format: double
             * @description Share of one CPU's time since the previous sample, one decimal: a process on four CPUs has up to 400. Null when it is not known yet. In percent.
             * @example 187.5
             */
            cpu_usage_percent: number | null;
            /**
             * Format: double
             * @description CPU time used since it started. In seconds. Null where the system does not tell it.
             */
            cpu_seconds: number | null;
            /**
             * Format: int64
             * @description Memory it holds (resident set), shared memory included. In bytes. Null where the system does not tell it.
             */
            memory_bytes: number | null;
            /**
             * Format: double
             * @description The same as a share of the memory of the machine, one decimal. In percent, 0–100. Null when one of the two is not known, or it is more than there is.
             */
            memory_used_percent: number | null;
            /**
             * Format: int64
             * @description Memory it holds on all graphics cards together; 0 only when every card tells of all its programs, null when that is not known. In bytes.
             */
            gpu_memory_bytes: number | null;
            /**
             * Format: int64
             * @description How many threads it has. Null where the system does not tell it.
             */
            threads: number | null;
            /**
             * @description What it does. "waiting": for a device, and cannot be interrupted.
             * @enum {string}
             */
            state: "running" | "sleeping" | "waiting" | "stopped" | "zombie" | "idle" | "other";
            /**
             * Format: date-time
             * @description When it was started, RFC 3339 in UTC. The kernel knows how long after the start of the machine that was: when the clock of the machine is set, this moves with it. Null where the system does not tell it.
             * @example 2026-01-31T12:00:00.000Z
             */
            started_at: string | null;
            /**
             * Format: int64
             * @description When it was started, in hundredths of a second from the start of the machine. It never moves: with `pid` it names a process for as long as the machine runs. Null elsewhere than on Linux.
             * @example 1234567
             */
            start_ticks: number | null;
            /**
             * Format: int64
             * @description Process id of what started it; null for the first.
             */
            parent_pid: number | null;
            /** @description Whether it is a part of the kernel. */
            kernel_thread: boolean;
            /** @description How it was called; null unless SYSMON_PROCESS_ARGS is on, since command lines may hold secrets. */
            command_line: string[] | null;
        };
        /**
         * ProcessCounts
         * @description How many processes are in which state.
         */
        ProcessCounts: {
            /**
             * Format: int64
             * @description How many run or wait for a CPU.
             */
            running: number;
            /**
             * Format: int64
             * @description How many sleep.
             */
            sleeping: number;
            /**
             * Format: int64
             * @description How many wait for a device and cannot be interrupted.
             */
            waiting: number;
            /**
             * Format: int64
             * @description How many are stopped.
             */
            stopped: number;
            /**
             * Format: int64
             * @description How many have ended but were not yet noticed by their parent.
             */
            zombie: number;
            /**
             * Format: int64
             * @description How many are idle threads of the kernel.
             */
            idle: number;
            /**
             * Format: int64
             * @description How many are in another state.
             */
            other: number;
        };
        /**
         * GpuProcess
         * @description A program that uses a graphics card.
         */
        GpuProcess: {
            /**
             * Format: int64
             * @description Process id, as seen by the driver.
             * @example 4711
             */
            pid: number;
            /**
             * @description Name of the program; null when it cannot be seen from here.
             * @example ollama
             */
            name: string | null;
            /**
             * @description The model that it runs, as `/stats/models` names it. Null when it runs none, or that was not seen in the last minute.
             * @example deepseek-r1:14b
             */
            model: string | null;
            /** @description What it uses the card for; null when not told. */
            kind: ("compute" | "graphics" | "both") | null;
            /**
             * Format: int64
             * @description The card's memory it holds, of a "carveout" also what it holds of the system's beside it; null when not told. In bytes.
             */
            memory_bytes: number | null;
        };
        /**
         * GpuThrottleReason
         * @description A reason that holds the clocks of a graphics card down.
         */
        GpuThrottleReason: {
            /**
             * @description What it comes from, in the same words for every maker: "setting" is what somebody or a program has set.
             * @enum {string}
             */
            class: "heat" | "power" | "current" | "setting" | "other";
            /**
             * @description The reason in the words of the card's maker.
             * @example software power cap
             */
            reason: string;
        };
        /**
         * Gpu
         * @description One graphics card or accelerator of any vendor.
         */
        Gpu: {
            /**
             * @description Who made the card: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * Format: int64
             * @description Place of the card in this list.
             * @example 0
             */
            index: number;
            /**
             * @description What identifies the card for good: its UUID, else its PCI address.
             * @example GPU-5f9e1c2a-0000-0000-0000-000000000000
             */
            id: string;
            /**
             * @description The name as the original service gave it: the product for NVIDIA, the kernel's name for others. Null when the card never told it.
             * @example card0
             */
            name: string | null;
            /**
             * @description The product. Null when nothing tells it.
             * @example NVIDIA GeForce RTX 4090
             */
            model: string | null;
            /**
             * @description Where the card sits: domain:bus:device.function. Null for a card on no PCI bus, and when nothing tells it.
             * @example 0000:01:00.0
             */
            pci_address: string | null;
            /**
             * @description Whether the card can be read; anything but "ok" explains its nulls.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /** @description Why the state is not "ok", in a sentence; null when it is, or no more is known. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /** @description Whether it is part of the processor and shares its memory. Null when nothing tells it. */
            integrated: boolean | null;
            /**
             * Format: double
             * @description How busy the card was. In percent, 0–100. Null where its driver does not tell it, as that of a card that is split (MIG).
             * @example 37
             */
            usage_percent: number | null;
            /**
             * Format: double
             * @description Size of the card's memory. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.92
             */
            vram_total_gb: number | null;
            /**
             * Format: double
             * @description How much of it is in use. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 0.06
             */
            vram_used_gb: number | null;
            /**
             * Format: double
             * @description How much of it is free. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.86
             */
            vram_free_gb: number | null;
            /**
             * Format: double
             * @description How full the memory is: used ÷ total, two decimals. In percent, 0–100. Null when one of the two is not known.
             * @example 0.35
             */
            vram_used_percent: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_total_gb`. In bytes. Null when that is.
             */
            vram_total_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_used_gb`. In bytes. Null when that is.
             */
            vram_used_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_free_gb`. In bytes. Null when that is.
             */
            vram_free_bytes: number | null;
            /** @description "dedicated" memory of its own, "unified" with the system's, or a "carveout" of it. Null when nothing tells it. */
            memory_kind: ("dedicated" | "unified" | "carveout") | null;
            /**
             * Format: int64
             * @description System memory the card may use besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_total_bytes: number | null;
            /**
             * Format: int64
             * @description System memory the card uses besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_used_bytes: number | null;
            /**
             * Format: int64
             * @description The memory that programs on the card, such as a model, can have: its own; for a "carveout" that and what it may take of the system's beside it (`gtt_total_bytes`); for "unified" memory the system's. In bytes. Null where its driver does not tell it.
             * @example 67108864000
             */
            usable_memory_total_bytes: number | null;
            /**
             * Format: int64
             * @description How much of `usable_memory_total_bytes` is in use; of "unified" memory by whomever. In bytes. Null where its driver does not tell it.
             */
            usable_memory_used_bytes: number | null;
            /**
             * Format: double
             * @description Temperature of the chip (AMD: edge). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             * @example 54
             */
            temperature_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of its hottest place (AMD: junction). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it (NVIDIA).
             */
            hotspot_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of the memory. In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             */
            memory_celsius: number | null;
            /**
             * Format: double
             * @description Power drawn. In watts. Null for a card that does not measure it, and where its driver does not tell it.
             * @example 39.32
             */
            power_watts: number | null;
            /**
             * Format: double
             * @description The power limit in force. In watts. Null where its driver does not tell it.
             * @example 250
             */
            power_limit_watts: number | null;
            /**
             * Format: double
             * @description Energy used since the driver was loaded. In joules. Null for a card that does not count it, and where its driver does not tell it.
             */
            energy_joules: number | null;
            /**
             * Format: double
             * @description Fan speed as a share of its maximum, as the driver intends it. In percent, 0–100. Null for a card without a fan, and where its driver does not tell it.
             */
            fan_percent: number | null;
            /**
             * Format: double
             * @description Fan speed as measured. In revolutions per minute. Null for a card without a fan, and where its driver does not tell it (NVIDIA).
             */
            fan_rpm: number | null;
            /**
             * Format: double
             * @description Clock of the graphics or shader engines. In MHz. Null where its driver does not tell it.
             */
            clock_graphics_mhz: number | null;
            /**
             * Format: double
             * @description Clock of the memory. In MHz. Null where its driver does not tell it.
             */
            clock_memory_mhz: number | null;
            /**
             * Format: double
             * @description How busy the video encoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            encoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the video decoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            decoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the memory controller was; not how full the memory is (that is `vram_used_percent`). In percent, 0–100. Null where its driver does not tell it.
             */
            memory_activity_percent: number | null;
            /** @description Why the clocks are held down; empty when they are not (a card at rest is not), null when not told. */
            throttle_reasons: components["schemas"]["GpuThrottleReason"][] | null;
            /**
             * Format: int64
             * @description Generation of the PCIe link in use now: that into the slot. Null where its driver does not tell it.
             * @example 4
             */
            pcie_generation: number | null;
            /**
             * Format: int64
             * @description Lanes of the PCIe link in use now. Null where its driver does not tell it.
             * @example 16
             */
            pcie_width: number | null;
            /**
             * @description Version of the driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description Programs that use the card; null when they cannot be seen (not read, or hidden from here). */
            processes: components["schemas"]["GpuProcess"][] | null;
            /** @description Why `processes` is null or not all of them, a sentence; null when it is complete, or no more is known. */
            processes_reason: string | null;
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: double
             * @description The original's NVIDIA name for `temperature_celsius`. In degrees Celsius. Null when that is.
             */
            temperature: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `usage_percent`. In percent, 0–100. Null when that is.
             */
            gpu_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `memory_activity_percent`: how busy the memory controller was, not how full the memory is. In percent, 0–100. Null when that is.
             */
            memory_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the size of the memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_total_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the memory in use. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_used_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the free memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_free_mb: number | null;
        };
        /**
         * NvidiaEcc
         * @description Errors of an NVIDIA card's memory.
         */
        NvidiaEcc: {
            /**
             * Format: int64
             * @description Errors corrected since the driver was loaded. Null where the driver does not tell it.
             */
            volatile_corrected: number | null;
            /**
             * Format: int64
             * @description Errors that could not be corrected since the driver was loaded. Null where the driver does not tell it.
             */
            volatile_uncorrected: number | null;
            /**
             * Format: int64
             * @description Errors corrected over the card's life. Null where the driver does not tell it.
             */
            aggregate_corrected: number | null;
            /**
             * Format: int64
             * @description Errors that could not be corrected over the card's life. Null where the driver does not tell it.
             */
            aggregate_uncorrected: number | null;
        };
        /**
         * NvidiaMigInstance
         * @description An instance (MIG) of an NVIDIA card.
         */
        NvidiaMigInstance: {
            /**
             * Format: int64
             * @description Its place among the instances of its card. Null where the driver does not tell it.
             * @example 0
             */
            index: number | null;
            /**
             * @description Its UUID; null when not told.
             * @example MIG-6c3d3ae5-5e3f-5c3d-a1b1-000000000000
             */
            id: string | null;
            /**
             * @description The product with its profile; null when not told.
             * @example NVIDIA H100 80GB HBM3 MIG 1g.10gb
             */
            name: string | null;
            /**
             * Format: int64
             * @description The GPU instance it belongs to. Null where the driver does not tell it.
             * @example 7
             */
            gpu_instance_id: number | null;
            /**
             * Format: int64
             * @description The compute instance within that. Null where the driver does not tell it.
             * @example 0
             */
            compute_instance_id: number | null;
            /**
             * Format: int64
             * @description Size of its memory. In bytes. Null where the driver does not tell it.
             * @example 10468982784
             */
            memory_total_bytes: number | null;
            /**
             * Format: int64
             * @description How much of it is in use. In bytes. Null where the driver does not tell it.
             */
            memory_used_bytes: number | null;
            /**
             * Format: int64
             * @description How much of it is free. In bytes. Null where the driver does not tell it.
             */
            memory_free_bytes: number | null;
        };
        /**
         * NvidiaGpu
         * @description One NVIDIA card.
         */
        NvidiaGpu: {
            /**
             * @description Who made the card: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * Format: int64
             * @description Place of the card in this list.
             * @example 0
             */
            index: number;
            /**
             * @description What identifies the card for good: its UUID, else its PCI address.
             * @example GPU-5f9e1c2a-0000-0000-0000-000000000000
             */
            id: string;
            /**
             * @description The name as the original service gave it: the product for NVIDIA, the kernel's name for others. Null when the card never told it.
             * @example card0
             */
            name: string | null;
            /**
             * @description The product. Null when nothing tells it.
             * @example NVIDIA GeForce RTX 4090
             */
            model: string | null;
            /**
             * @description Where the card sits: domain:bus:device.function. Null for a card on no PCI bus, and when nothing tells it.
             * @example 0000:01:00.0
             */
            pci_address: string | null;
            /**
             * @description Whether the card can be read; anything but "ok" explains its nulls.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /** @description Why the state is not "ok", in a sentence; null when it is, or no more is known. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /** @description Whether it is part of the processor and shares its memory. Null when nothing tells it. */
            integrated: boolean | null;
            /**
             * Format: double
             * @description How busy the card was. In percent, 0–100. Null where its driver does not tell it, as that of a card that is split (MIG).
             * @example 37
             */
            usage_percent: number | null;
            /**
             * Format: double
             * @description Size of the card's memory. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.92
             */
            vram_total_gb: number | null;
            /**
             * Format: double
             * @description How much of it is in use. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 0.06
             */
            vram_used_gb: number | null;
            /**
             * Format: double
             * @description How much of it is free. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.86
             */
            vram_free_gb: number | null;
            /**
             * Format: double
             * @description How full the memory is: used ÷ total, two decimals. In percent, 0–100. Null when one of the two is not known.
             * @example 0.35
             */
            vram_used_percent: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_total_gb`. In bytes. Null when that is.
             */
            vram_total_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_used_gb`. In bytes. Null when that is.
             */
            vram_used_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_free_gb`. In bytes. Null when that is.
             */
            vram_free_bytes: number | null;
            /** @description "dedicated" memory of its own, "unified" with the system's, or a "carveout" of it. Null when nothing tells it. */
            memory_kind: ("dedicated" | "unified" | "carveout") | null;
            /**
             * Format: int64
             * @description System memory the card may use besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_total_bytes: number | null;
            /**
             * Format: int64
             * @description System memory the card uses besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_used_bytes: number | null;
            /**
             * Format: int64
             * @description The memory that programs on the card, such as a model, can have: its own; for a "carveout" that and what it may take of the system's beside it (`gtt_total_bytes`); for "unified" memory the system's. In bytes. Null where its driver does not tell it.
             * @example 67108864000
             */
            usable_memory_total_bytes: number | null;
            /**
             * Format: int64
             * @description How much of `usable_memory_total_bytes` is in use; of "unified" memory by whomever. In bytes. Null where its driver does not tell it.
             */
            usable_memory_used_bytes: number | null;
            /**
             * Format: double
             * @description Temperature of the chip (AMD: edge). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             * @example 54
             */
            temperature_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of its hottest place (AMD: junction). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it (NVIDIA).
             */
            hotspot_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of the memory. In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             */
            memory_celsius: number | null;
            /**
             * Format: double
             * @description Power drawn. In watts. Null for a card that does not measure it, and where its driver does not tell it.
             * @example 39.32
             */
            power_watts: number | null;
            /**
             * Format: double
             * @description The power limit in force. In watts. Null where its driver does not tell it.
             * @example 250
             */
            power_limit_watts: number | null;
            /**
             * Format: double
             * @description Energy used since the driver was loaded. In joules. Null for a card that does not count it, and where its driver does not tell it.
             */
            energy_joules: number | null;
            /**
             * Format: double
             * @description Fan speed as a share of its maximum, as the driver intends it. In percent, 0–100. Null for a card without a fan, and where its driver does not tell it.
             */
            fan_percent: number | null;
            /**
             * Format: double
             * @description Fan speed as measured. In revolutions per minute. Null for a card without a fan, and where its driver does not tell it (NVIDIA).
             */
            fan_rpm: number | null;
            /**
             * Format: double
             * @description Clock of the graphics or shader engines. In MHz. Null where its driver does not tell it.
             */
            clock_graphics_mhz: number | null;
            /**
             * Format: double
             * @description Clock of the memory. In MHz. Null where its driver does not tell it.
             */
            clock_memory_mhz: number | null;
            /**
             * Format: double
             * @description How busy the video encoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            encoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the video decoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            decoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the memory controller was; not how full the memory is (that is `vram_used_percent`). In percent, 0–100. Null where its driver does not tell it.
             */
            memory_activity_percent: number | null;
            /** @description Why the clocks are held down; empty when they are not (a card at rest is not), null when not told. */
            throttle_reasons: components["schemas"]["GpuThrottleReason"][] | null;
            /**
             * Format: int64
             * @description Generation of the PCIe link in use now: that into the slot. Null where its driver does not tell it.
             * @example 4
             */
            pcie_generation: number | null;
            /**
             * Format: int64
             * @description Lanes of the PCIe link in use now. Null where its driver does not tell it.
             * @example 16
             */
            pcie_width: number | null;
            /**
             * @description Version of the driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description Programs that use the card; null when they cannot be seen (not read, or hidden from here). */
            processes: components["schemas"]["GpuProcess"][] | null;
            /** @description Why `processes` is null or not all of them, a sentence; null when it is complete, or no more is known. */
            processes_reason: string | null;
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: double
             * @description The original's NVIDIA name for `temperature_celsius`. In degrees Celsius. Null when that is.
             */
            temperature: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `usage_percent`. In percent, 0–100. Null when that is.
             */
            gpu_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `memory_activity_percent`: how busy the memory controller was, not how full the memory is. In percent, 0–100. Null when that is.
             */
            memory_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the size of the memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_total_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the memory in use. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_used_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the free memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_free_mb: number | null;
            /**
             * @description Performance state, from P0 (fastest) to P15 (slowest); null when not told.
             * @example P8
             */
            performance_state: string | null;
            /**
             * Format: double
             * @description Power drawn at this instant; since Ampere `power_watts` is an average over a second. In watts. Null where the driver does not tell it.
             * @example 69.62
             */
            power_instant_watts: number | null;
            /**
             * Format: int64
             * @description Memory the driver keeps for itself, which counts neither as used nor as free; null with older drivers. In bytes.
             * @example 502267904
             */
            memory_reserved_bytes: number | null;
            /** @description Whether the memory corrects errors; null when the card has no such memory. */
            ecc_mode: ("enabled" | "disabled") | null;
            /** @description Whether the card can be split into instances (MIG); then its usage is not told. Null when the card has no MIG. */
            mig_mode: ("enabled" | "disabled") | null;
            /** @description Errors of the memory; null when it corrects none, or when not told (nvidia-smi). */
            ecc_errors: components["schemas"]["NvidiaEcc"] | null;
            /** @description The instances of a card that is split (MIG); empty when it is not, null when not told. */
            mig_instances: components["schemas"]["NvidiaMigInstance"][] | null;
            /**
             * Format: int64
             * @description The system's memory that the card shares; null when it has memory of its own. In bytes.
             * @example 130663165952
             */
            system_memory_total_bytes: number | null;
            /**
             * Format: int64
             * @description How much of that can still be had without swapping; null when the card has memory of its own. In bytes.
             */
            system_memory_available_bytes: number | null;
            /**
             * @description Version of the driver's library; null unless that was asked.
             * @example 13.590.48.01
             */
            nvml_version: string | null;
            /**
             * @description The newest CUDA the driver can run; null unless its library was asked.
             * @example 13.1
             */
            cuda_version: string | null;
        };
        /**
         * NvidiaStats
         * @description The NVIDIA cards of the machine.
         */
        NvidiaStats: {
            /**
             * @description The vendor: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * @description The kind of its cards.
             * @enum {string}
             */
            type: "NVIDIA" | "AMD ROCm" | "Intel" | "Apple" | "Jetson" | "Other" | "None";
            /**
             * @description Whether its cards can be read; "absent" when there are none.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /**
             * @description Where the values come from; null when nothing was read.
             * @example nvidia-smi
             */
            source: string | null;
            /** @description Why the state is not "ok", in a sentence; null when it is. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /**
             * @description Version of the vendor's driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description The vendor's cards. */
            gpus: components["schemas"]["NvidiaGpu"][];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * GpuEngine
         * @description One kind of engine of a graphics card.
         */
        GpuEngine: {
            /**
             * @description The engine as the card's driver calls it.
             * @example render
             */
            name: string;
            /**
             * Format: double
             * @description How busy it was, all programs together. In percent, 0–100. Null when what was told cannot be.
             * @example 12.5
             */
            usage_percent: number | null;
        };
        /**
         * AmdGpu
         * @description A graphics card or accelerator by AMD.
         */
        AmdGpu: {
            /**
             * @description Who made the card: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * Format: int64
             * @description Place of the card in this list.
             * @example 0
             */
            index: number;
            /**
             * @description What identifies the card for good: its UUID, else its PCI address.
             * @example GPU-5f9e1c2a-0000-0000-0000-000000000000
             */
            id: string;
            /**
             * @description The name as the original service gave it: the product for NVIDIA, the kernel's name for others. Null when the card never told it.
             * @example card0
             */
            name: string | null;
            /**
             * @description The product. Null when nothing tells it.
             * @example NVIDIA GeForce RTX 4090
             */
            model: string | null;
            /**
             * @description Where the card sits: domain:bus:device.function. Null for a card on no PCI bus, and when nothing tells it.
             * @example 0000:01:00.0
             */
            pci_address: string | null;
            /**
             * @description Whether the card can be read; anything but "ok" explains its nulls.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /** @description Why the state is not "ok", in a sentence; null when it is, or no more is known. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /** @description Whether it is part of the processor and shares its memory. Null when nothing tells it. */
            integrated: boolean | null;
            /**
             * Format: double
             * @description How busy the card was. In percent, 0–100. Null where its driver does not tell it, as that of a card that is split (MIG).
             * @example 37
             */
            usage_percent: number | null;
            /**
             * Format: double
             * @description Size of the card's memory. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.92
             */
            vram_total_gb: number | null;
            /**
             * Format: double
             * @description How much of it is in use. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 0.06
             */
            vram_used_gb: number | null;
            /**
             * Format: double
             * @description How much of it is free. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.86
             */
            vram_free_gb: number | null;
            /**
             * Format: double
             * @description How full the memory is: used ÷ total, two decimals. In percent, 0–100. Null when one of the two is not known.
             * @example 0.35
             */
            vram_used_percent: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_total_gb`. In bytes. Null when that is.
             */
            vram_total_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_used_gb`. In bytes. Null when that is.
             */
            vram_used_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_free_gb`. In bytes. Null when that is.
             */
            vram_free_bytes: number | null;
            /** @description "dedicated" memory of its own, "unified" with the system's, or a "carveout" of it. Null when nothing tells it. */
            memory_kind: ("dedicated" | "unified" | "carveout") | null;
            /**
             * Format: int64
             * @description System memory the card may use besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_total_bytes: number | null;
            /**
             * Format: int64
             * @description System memory the card uses besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_used_bytes: number | null;
            /**
             * Format: int64
             * @description The memory that programs on the card, such as a model, can have: its own; for a "carveout" that and what it may take of the system's beside it (`gtt_total_bytes`); for "unified" memory the system's. In bytes. Null where its driver does not tell it.
             * @example 67108864000
             */
            usable_memory_total_bytes: number | null;
            /**
             * Format: int64
             * @description How much of `usable_memory_total_bytes` is in use; of "unified" memory by whomever. In bytes. Null where its driver does not tell it.
             */
            usable_memory_used_bytes: number | null;
            /**
             * Format: double
             * @description Temperature of the chip (AMD: edge). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             * @example 54
             */
            temperature_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of its hottest place (AMD: junction). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it (NVIDIA).
             */
            hotspot_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of the memory. In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             */
            memory_celsius: number | null;
            /**
             * Format: double
             * @description Power drawn. In watts. Null for a card that does not measure it, and where its driver does not tell it.
             * @example 39.32
             */
            power_watts: number | null;
            /**
             * Format: double
             * @description The power limit in force. In watts. Null where its driver does not tell it.
             * @example 250
             */
            power_limit_watts: number | null;
            /**
             * Format: double
             * @description Energy used since the driver was loaded. In joules. Null for a card that does not count it, and where its driver does not tell it.
             */
            energy_joules: number | null;
            /**
             * Format: double
             * @description Fan speed as a share of its maximum, as the driver intends it. In percent, 0–100. Null for a card without a fan, and where its driver does not tell it.
             */
            fan_percent: number | null;
            /**
             * Format: double
             * @description Fan speed as measured. In revolutions per minute. Null for a card without a fan, and where its driver does not tell it (NVIDIA).
             */
            fan_rpm: number | null;
            /**
             * Format: double
             * @description Clock of the graphics or shader engines. In MHz. Null where its driver does not tell it.
             */
            clock_graphics_mhz: number | null;
            /**
             * Format: double
             * @description Clock of the memory. In MHz. Null where its driver does not tell it.
             */
            clock_memory_mhz: number | null;
            /**
             * Format: double
             * @description How busy the video encoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            encoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the video decoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            decoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the memory controller was; not how full the memory is (that is `vram_used_percent`). In percent, 0–100. Null where its driver does not tell it.
             */
            memory_activity_percent: number | null;
            /** @description Why the clocks are held down; empty when they are not (a card at rest is not), null when not told. */
            throttle_reasons: components["schemas"]["GpuThrottleReason"][] | null;
            /**
             * Format: int64
             * @description Generation of the PCIe link in use now: that into the slot. Null where its driver does not tell it.
             * @example 4
             */
            pcie_generation: number | null;
            /**
             * Format: int64
             * @description Lanes of the PCIe link in use now. Null where its driver does not tell it.
             * @example 16
             */
            pcie_width: number | null;
            /**
             * @description Version of the driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description Programs that use the card; null when they cannot be seen (not read, or hidden from here). */
            processes: components["schemas"]["GpuProcess"][] | null;
            /** @description Why `processes` is null or not all of them, a sentence; null when it is complete, or no more is known. */
            processes_reason: string | null;
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: double
             * @description The original's NVIDIA name for `temperature_celsius`. In degrees Celsius. Null when that is.
             */
            temperature: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `usage_percent`. In percent, 0–100. Null when that is.
             */
            gpu_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `memory_activity_percent`: how busy the memory controller was, not how full the memory is. In percent, 0–100. Null when that is.
             */
            memory_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the size of the memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_total_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the memory in use. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_used_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the free memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_free_mb: number | null;
            /**
             * @description The kernel's driver of the card; null when not seen.
             * @example amdgpu
             */
            kernel_driver: string | null;
            /**
             * @description PCI ids of vendor and device. Null for a card on no PCI bus.
             * @example 1002:744c
             */
            pci_id: string | null;
            /** @description How busy each engine was over the last seconds; null when not told, or when not every program can be seen. */
            engines: components["schemas"]["GpuEngine"][] | null;
            /**
             * @description The chip's own serial number; null on cards that have none.
             * @example 946d7e1ef9b172dd
             */
            unique_id: string | null;
            /**
             * @description Version of the card's firmware. Null where the driver does not tell it.
             * @example 113-D4121EXT-CO1
             */
            vbios_version: string | null;
            /**
             * Format: double
             * @description The power limit the card starts with. In watts. Null where the driver does not tell it.
             * @example 289
             */
            power_limit_default_watts: number | null;
            /**
             * Format: double
             * @description The lowest power limit that can be set. In watts. Null where the driver does not tell it.
             */
            power_limit_min_watts: number | null;
            /**
             * Format: double
             * @description The highest power limit that can be set. In watts. Null where the driver does not tell it.
             * @example 332
             */
            power_limit_max_watts: number | null;
            /**
             * Format: int64
             * @description The part of the card's memory that the processor can address; all of it with resizable BAR. In bytes. Null where the driver does not tell it.
             */
            visible_vram_total_bytes: number | null;
            /**
             * Format: int64
             * @description How much of that part is in use. In bytes. Null where the driver does not tell it.
             */
            visible_vram_used_bytes: number | null;
            /**
             * Format: double
             * @description Voltage of the graphics part; null when it is switched off. In volts.
             * @example 0.775
             */
            graphics_voltage_volts: number | null;
            /**
             * Format: double
             * @description How busy the video engine was, encoding and decoding together; null when not told. In percent, 0–100.
             */
            media_percent: number | null;
            /**
             * @description How an accelerator is divided for computing; null on cards that cannot be.
             * @example SPX
             */
            compute_partition: string | null;
            /**
             * @description How the memory of an accelerator is divided; null on cards that cannot be.
             * @example NPS1
             */
            memory_partition: string | null;
            /**
             * @description Version of the driver's table of measurements: 1 for cards of their own, 2 and 3 for processors. Null where the driver has no such table.
             * @example 1.3
             */
            gpu_metrics_version: string | null;
        };
        /**
         * AmdStats
         * @description The AMD graphics cards of the machine.
         */
        AmdStats: {
            /**
             * @description The vendor: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * @description The kind of its cards.
             * @enum {string}
             */
            type: "NVIDIA" | "AMD ROCm" | "Intel" | "Apple" | "Jetson" | "Other" | "None";
            /**
             * @description Whether its cards can be read; "absent" when there are none.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /**
             * @description Where the values come from; null when nothing was read.
             * @example nvidia-smi
             */
            source: string | null;
            /** @description Why the state is not "ok", in a sentence; null when it is. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /**
             * @description Version of the vendor's driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description The vendor's cards. */
            gpus: components["schemas"]["AmdGpu"][];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * IntelGpu
         * @description A GPU by Intel, in the processor or on a card.
         */
        IntelGpu: {
            /**
             * @description Who made the card: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * Format: int64
             * @description Place of the card in this list.
             * @example 0
             */
            index: number;
            /**
             * @description What identifies the card for good: its UUID, else its PCI address.
             * @example GPU-5f9e1c2a-0000-0000-0000-000000000000
             */
            id: string;
            /**
             * @description The name as the original service gave it: the product for NVIDIA, the kernel's name for others. Null when the card never told it.
             * @example card0
             */
            name: string | null;
            /**
             * @description The product. Null when nothing tells it.
             * @example NVIDIA GeForce RTX 4090
             */
            model: string | null;
            /**
             * @description Where the card sits: domain:bus:device.function. Null for a card on no PCI bus, and when nothing tells it.
             * @example 0000:01:00.0
             */
            pci_address: string | null;
            /**
             * @description Whether the card can be read; anything but "ok" explains its nulls.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /** @description Why the state is not "ok", in a sentence; null when it is, or no more is known. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /** @description Whether it is part of the processor and shares its memory. Null when nothing tells it. */
            integrated: boolean | null;
            /**
             * Format: double
             * @description How busy the card was. In percent, 0–100. Null where its driver does not tell it, as that of a card that is split (MIG).
             * @example 37
             */
            usage_percent: number | null;
            /**
             * Format: double
             * @description Size of the card's memory. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.92
             */
            vram_total_gb: number | null;
            /**
             * Format: double
             * @description How much of it is in use. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 0.06
             */
            vram_used_gb: number | null;
            /**
             * Format: double
             * @description How much of it is free. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.86
             */
            vram_free_gb: number | null;
            /**
             * Format: double
             * @description How full the memory is: used ÷ total, two decimals. In percent, 0–100. Null when one of the two is not known.
             * @example 0.35
             */
            vram_used_percent: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_total_gb`. In bytes. Null when that is.
             */
            vram_total_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_used_gb`. In bytes. Null when that is.
             */
            vram_used_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_free_gb`. In bytes. Null when that is.
             */
            vram_free_bytes: number | null;
            /** @description "dedicated" memory of its own, "unified" with the system's, or a "carveout" of it. Null when nothing tells it. */
            memory_kind: ("dedicated" | "unified" | "carveout") | null;
            /**
             * Format: int64
             * @description System memory the card may use besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_total_bytes: number | null;
            /**
             * Format: int64
             * @description System memory the card uses besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_used_bytes: number | null;
            /**
             * Format: int64
             * @description The memory that programs on the card, such as a model, can have: its own; for a "carveout" that and what it may take of the system's beside it (`gtt_total_bytes`); for "unified" memory the system's. In bytes. Null where its driver does not tell it.
             * @example 67108864000
             */
            usable_memory_total_bytes: number | null;
            /**
             * Format: int64
             * @description How much of `usable_memory_total_bytes` is in use; of "unified" memory by whomever. In bytes. Null where its driver does not tell it.
             */
            usable_memory_used_bytes: number | null;
            /**
             * Format: double
             * @description Temperature of the chip (AMD: edge). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             * @example 54
             */
            temperature_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of its hottest place (AMD: junction). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it (NVIDIA).
             */
            hotspot_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of the memory. In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             */
            memory_celsius: number | null;
            /**
             * Format: double
             * @description Power drawn. In watts. Null for a card that does not measure it, and where its driver does not tell it.
             * @example 39.32
             */
            power_watts: number | null;
            /**
             * Format: double
             * @description The power limit in force. In watts. Null where its driver does not tell it.
             * @example 250
             */
            power_limit_watts: number | null;
            /**
             * Format: double
             * @description Energy used since the driver was loaded. In joules. Null for a card that does not count it, and where its driver does not tell it.
             */
            energy_joules: number | null;
            /**
             * Format: double
             * @description Fan speed as a share of its maximum, as the driver intends it. In percent, 0–100. Null for a card without a fan, and where its driver does not tell it.
             */
            fan_percent: number | null;
            /**
             * Format: double
             * @description Fan speed as measured. In revolutions per minute. Null for a card without a fan, and where its driver does not tell it (NVIDIA).
             */
            fan_rpm: number | null;
            /**
             * Format: double
             * @description Clock of the graphics or shader engines. In MHz. Null where its driver does not tell it.
             */
            clock_graphics_mhz: number | null;
            /**
             * Format: double
             * @description Clock of the memory. In MHz. Null where its driver does not tell it.
             */
            clock_memory_mhz: number | null;
            /**
             * Format: double
             * @description How busy the video encoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            encoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the video decoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            decoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the memory controller was; not how full the memory is (that is `vram_used_percent`). In percent, 0–100. Null where its driver does not tell it.
             */
            memory_activity_percent: number | null;
            /** @description Why the clocks are held down; empty when they are not (a card at rest is not), null when not told. */
            throttle_reasons: components["schemas"]["GpuThrottleReason"][] | null;
            /**
             * Format: int64
             * @description Generation of the PCIe link in use now: that into the slot. Null where its driver does not tell it.
             * @example 4
             */
            pcie_generation: number | null;
            /**
             * Format: int64
             * @description Lanes of the PCIe link in use now. Null where its driver does not tell it.
             * @example 16
             */
            pcie_width: number | null;
            /**
             * @description Version of the driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description Programs that use the card; null when they cannot be seen (not read, or hidden from here). */
            processes: components["schemas"]["GpuProcess"][] | null;
            /** @description Why `processes` is null or not all of them, a sentence; null when it is complete, or no more is known. */
            processes_reason: string | null;
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: double
             * @description The original's NVIDIA name for `temperature_celsius`. In degrees Celsius. Null when that is.
             */
            temperature: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `usage_percent`. In percent, 0–100. Null when that is.
             */
            gpu_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `memory_activity_percent`: how busy the memory controller was, not how full the memory is. In percent, 0–100. Null when that is.
             */
            memory_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the size of the memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_total_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the memory in use. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_used_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the free memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_free_mb: number | null;
            /**
             * @description The kernel's driver of the card; null when not seen.
             * @example amdgpu
             */
            kernel_driver: string | null;
            /**
             * @description PCI ids of vendor and device. Null for a card on no PCI bus.
             * @example 1002:744c
             */
            pci_id: string | null;
            /** @description How busy each engine was over the last seconds; null when not told, or when not every program can be seen. */
            engines: components["schemas"]["GpuEngine"][] | null;
            /** @description What `usage_percent` is: the time the chip was not in its idle state, or how busy its busiest engine was. Null when its usage is. */
            usage_source: ("idle residency" | "engines") | null;
            /**
             * Format: double
             * @description How busy the media part was, encoding and decoding together: the time it was not in its idle state, or where it has none of its own how busy its engine was; null when not told. In percent, 0–100.
             */
            media_percent: number | null;
            /**
             * Format: double
             * @description The clock the driver asked for; `clock_graphics_mhz` is what the chip runs at, 0 when it idles. In MHz. Null where the driver does not tell it.
             */
            clock_requested_mhz: number | null;
            /**
             * Format: double
             * @description The highest clock that is allowed. In MHz. Null where the driver does not tell it.
             * @example 2450
             */
            clock_max_mhz: number | null;
            /**
             * @description What `power_watts` and `energy_joules` are of: "card" is all of it, "pkg" the chip with its memory; null when not told.
             * @example card
             */
            power_sensor: string | null;
            /**
             * Format: double
             * @description The draw the card is built for; null when not told. In watts.
             */
            power_rated_watts: number | null;
            /**
             * Format: double
             * @description The draw at which the card protects itself. In watts. Null for a card that tells no such limit.
             * @example 380
             */
            power_critical_watts: number | null;
            /**
             * Format: double
             * @description Voltage of the chip. In volts. Null where the driver does not tell it.
             * @example 0.603
             */
            graphics_voltage_volts: number | null;
        };
        /**
         * IntelStats
         * @description The Intel GPUs of the machine.
         */
        IntelStats: {
            /**
             * @description The vendor: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * @description The kind of its cards.
             * @enum {string}
             */
            type: "NVIDIA" | "AMD ROCm" | "Intel" | "Apple" | "Jetson" | "Other" | "None";
            /**
             * @description Whether its cards can be read; "absent" when there are none.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /**
             * @description Where the values come from; null when nothing was read.
             * @example nvidia-smi
             */
            source: string | null;
            /** @description Why the state is not "ok", in a sentence; null when it is. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /**
             * @description Version of the vendor's driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description The vendor's cards. */
            gpus: components["schemas"]["IntelGpu"][];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * AppleGpu
         * @description A GPU of a Mac.
         */
        AppleGpu: {
            /**
             * @description Who made the card: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * Format: int64
             * @description Place of the card in this list.
             * @example 0
             */
            index: number;
            /**
             * @description What identifies the card for good: its UUID, else its PCI address.
             * @example GPU-5f9e1c2a-0000-0000-0000-000000000000
             */
            id: string;
            /**
             * @description The name as the original service gave it: the product for NVIDIA, the kernel's name for others. Null when the card never told it.
             * @example card0
             */
            name: string | null;
            /**
             * @description The product. Null when nothing tells it.
             * @example NVIDIA GeForce RTX 4090
             */
            model: string | null;
            /**
             * @description Where the card sits: domain:bus:device.function. Null for a card on no PCI bus, and when nothing tells it.
             * @example 0000:01:00.0
             */
            pci_address: string | null;
            /**
             * @description Whether the card can be read; anything but "ok" explains its nulls.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /** @description Why the state is not "ok", in a sentence; null when it is, or no more is known. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /** @description Whether it is part of the processor and shares its memory. Null when nothing tells it. */
            integrated: boolean | null;
            /**
             * Format: double
             * @description How busy the card was. In percent, 0–100. Null where its driver does not tell it, as that of a card that is split (MIG).
             * @example 37
             */
            usage_percent: number | null;
            /**
             * Format: double
             * @description Size of the card's memory. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.92
             */
            vram_total_gb: number | null;
            /**
             * Format: double
             * @description How much of it is in use. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 0.06
             */
            vram_used_gb: number | null;
            /**
             * Format: double
             * @description How much of it is free. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.86
             */
            vram_free_gb: number | null;
            /**
             * Format: double
             * @description How full the memory is: used ÷ total, two decimals. In percent, 0–100. Null when one of the two is not known.
             * @example 0.35
             */
            vram_used_percent: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_total_gb`. In bytes. Null when that is.
             */
            vram_total_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_used_gb`. In bytes. Null when that is.
             */
            vram_used_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_free_gb`. In bytes. Null when that is.
             */
            vram_free_bytes: number | null;
            /** @description "dedicated" memory of its own, "unified" with the system's, or a "carveout" of it. Null when nothing tells it. */
            memory_kind: ("dedicated" | "unified" | "carveout") | null;
            /**
             * Format: int64
             * @description System memory the card may use besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_total_bytes: number | null;
            /**
             * Format: int64
             * @description System memory the card uses besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_used_bytes: number | null;
            /**
             * Format: int64
             * @description The memory that programs on the card, such as a model, can have: its own; for a "carveout" that and what it may take of the system's beside it (`gtt_total_bytes`); for "unified" memory the system's. In bytes. Null where its driver does not tell it.
             * @example 67108864000
             */
            usable_memory_total_bytes: number | null;
            /**
             * Format: int64
             * @description How much of `usable_memory_total_bytes` is in use; of "unified" memory by whomever. In bytes. Null where its driver does not tell it.
             */
            usable_memory_used_bytes: number | null;
            /**
             * Format: double
             * @description Temperature of the chip (AMD: edge). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             * @example 54
             */
            temperature_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of its hottest place (AMD: junction). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it (NVIDIA).
             */
            hotspot_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of the memory. In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             */
            memory_celsius: number | null;
            /**
             * Format: double
             * @description Power drawn. In watts. Null for a card that does not measure it, and where its driver does not tell it.
             * @example 39.32
             */
            power_watts: number | null;
            /**
             * Format: double
             * @description The power limit in force. In watts. Null where its driver does not tell it.
             * @example 250
             */
            power_limit_watts: number | null;
            /**
             * Format: double
             * @description Energy used since the driver was loaded. In joules. Null for a card that does not count it, and where its driver does not tell it.
             */
            energy_joules: number | null;
            /**
             * Format: double
             * @description Fan speed as a share of its maximum, as the driver intends it. In percent, 0–100. Null for a card without a fan, and where its driver does not tell it.
             */
            fan_percent: number | null;
            /**
             * Format: double
             * @description Fan speed as measured. In revolutions per minute. Null for a card without a fan, and where its driver does not tell it (NVIDIA).
             */
            fan_rpm: number | null;
            /**
             * Format: double
             * @description Clock of the graphics or shader engines. In MHz. Null where its driver does not tell it.
             */
            clock_graphics_mhz: number | null;
            /**
             * Format: double
             * @description Clock of the memory. In MHz. Null where its driver does not tell it.
             */
            clock_memory_mhz: number | null;
            /**
             * Format: double
             * @description How busy the video encoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            encoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the video decoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            decoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the memory controller was; not how full the memory is (that is `vram_used_percent`). In percent, 0–100. Null where its driver does not tell it.
             */
            memory_activity_percent: number | null;
            /** @description Why the clocks are held down; empty when they are not (a card at rest is not), null when not told. */
            throttle_reasons: components["schemas"]["GpuThrottleReason"][] | null;
            /**
             * Format: int64
             * @description Generation of the PCIe link in use now: that into the slot. Null where its driver does not tell it.
             * @example 4
             */
            pcie_generation: number | null;
            /**
             * Format: int64
             * @description Lanes of the PCIe link in use now. Null where its driver does not tell it.
             * @example 16
             */
            pcie_width: number | null;
            /**
             * @description Version of the driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description Programs that use the card; null when they cannot be seen (not read, or hidden from here). */
            processes: components["schemas"]["GpuProcess"][] | null;
            /** @description Why `processes` is null or not all of them, a sentence; null when it is complete, or no more is known. */
            processes_reason: string | null;
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: double
             * @description The original's NVIDIA name for `temperature_celsius`. In degrees Celsius. Null when that is.
             */
            temperature: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `usage_percent`. In percent, 0–100. Null when that is.
             */
            gpu_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `memory_activity_percent`: how busy the memory controller was, not how full the memory is. In percent, 0–100. Null when that is.
             */
            memory_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the size of the memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_total_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the memory in use. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_used_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the free memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_free_mb: number | null;
            /**
             * @description Class of its driver in the I/O Registry. Null when the I/O Registry does not tell it.
             * @example AGXAcceleratorG15X
             */
            kernel_driver: string | null;
            /**
             * Format: int64
             * @description Number of its cores; null where not told.
             * @example 16
             */
            cores: number | null;
            /**
             * Format: double
             * @description How busy the part was that draws pixels. In percent, 0–100. Null when the I/O Registry does not tell it.
             */
            renderer_percent: number | null;
            /**
             * Format: double
             * @description How busy the part was that sorts geometry. In percent, 0–100. Null when the I/O Registry does not tell it.
             */
            tiler_percent: number | null;
            /**
             * Format: int64
             * @description The system's memory that it uses. In bytes. Null when the I/O Registry does not tell it.
             * @example 1154580480
             */
            system_memory_used_bytes: number | null;
            /**
             * Format: int64
             * @description The system's memory that is set aside for it. In bytes. Null when the I/O Registry does not tell it.
             */
            system_memory_allocated_bytes: number | null;
        };
        /**
         * AppleStats
         * @description The GPUs of a Mac.
         */
        AppleStats: {
            /**
             * @description The vendor: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * @description The kind of its cards.
             * @enum {string}
             */
            type: "NVIDIA" | "AMD ROCm" | "Intel" | "Apple" | "Jetson" | "Other" | "None";
            /**
             * @description Whether its cards can be read; "absent" when there are none.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /**
             * @description Where the values come from; null when nothing was read.
             * @example nvidia-smi
             */
            source: string | null;
            /** @description Why the state is not "ok", in a sentence; null when it is. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /**
             * @description Version of the vendor's driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description The vendor's cards. */
            gpus: components["schemas"]["AppleGpu"][];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * JetsonGpu
         * @description The GPU of an NVIDIA Jetson.
         */
        JetsonGpu: {
            /**
             * @description Who made the card: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * Format: int64
             * @description Place of the card in this list.
             * @example 0
             */
            index: number;
            /**
             * @description What identifies the card for good: its UUID, else its PCI address.
             * @example GPU-5f9e1c2a-0000-0000-0000-000000000000
             */
            id: string;
            /**
             * @description The name as the original service gave it: the product for NVIDIA, the kernel's name for others. Null when the card never told it.
             * @example card0
             */
            name: string | null;
            /**
             * @description The product. Null when nothing tells it.
             * @example NVIDIA GeForce RTX 4090
             */
            model: string | null;
            /**
             * @description Where the card sits: domain:bus:device.function. Null for a card on no PCI bus, and when nothing tells it.
             * @example 0000:01:00.0
             */
            pci_address: string | null;
            /**
             * @description Whether the card can be read; anything but "ok" explains its nulls.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /** @description Why the state is not "ok", in a sentence; null when it is, or no more is known. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /** @description Whether it is part of the processor and shares its memory. Null when nothing tells it. */
            integrated: boolean | null;
            /**
             * Format: double
             * @description How busy the card was. In percent, 0–100. Null where its driver does not tell it, as that of a card that is split (MIG).
             * @example 37
             */
            usage_percent: number | null;
            /**
             * Format: double
             * @description Size of the card's memory. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.92
             */
            vram_total_gb: number | null;
            /**
             * Format: double
             * @description How much of it is in use. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 0.06
             */
            vram_used_gb: number | null;
            /**
             * Format: double
             * @description How much of it is free. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.86
             */
            vram_free_gb: number | null;
            /**
             * Format: double
             * @description How full the memory is: used ÷ total, two decimals. In percent, 0–100. Null when one of the two is not known.
             * @example 0.35
             */
            vram_used_percent: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_total_gb`. In bytes. Null when that is.
             */
            vram_total_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_used_gb`. In bytes. Null when that is.
             */
            vram_used_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_free_gb`. In bytes. Null when that is.
             */
            vram_free_bytes: number | null;
            /** @description "dedicated" memory of its own, "unified" with the system's, or a "carveout" of it. Null when nothing tells it. */
            memory_kind: ("dedicated" | "unified" | "carveout") | null;
            /**
             * Format: int64
             * @description System memory the card may use besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_total_bytes: number | null;
            /**
             * Format: int64
             * @description System memory the card uses besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_used_bytes: number | null;
            /**
             * Format: int64
             * @description The memory that programs on the card, such as a model, can have: its own; for a "carveout" that and what it may take of the system's beside it (`gtt_total_bytes`); for "unified" memory the system's. In bytes. Null where its driver does not tell it.
             * @example 67108864000
             */
            usable_memory_total_bytes: number | null;
            /**
             * Format: int64
             * @description How much of `usable_memory_total_bytes` is in use; of "unified" memory by whomever. In bytes. Null where its driver does not tell it.
             */
            usable_memory_used_bytes: number | null;
            /**
             * Format: double
             * @description Temperature of the chip (AMD: edge). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             * @example 54
             */
            temperature_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of its hottest place (AMD: junction). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it (NVIDIA).
             */
            hotspot_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of the memory. In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             */
            memory_celsius: number | null;
            /**
             * Format: double
             * @description Power drawn. In watts. Null for a card that does not measure it, and where its driver does not tell it.
             * @example 39.32
             */
            power_watts: number | null;
            /**
             * Format: double
             * @description The power limit in force. In watts. Null where its driver does not tell it.
             * @example 250
             */
            power_limit_watts: number | null;
            /**
             * Format: double
             * @description Energy used since the driver was loaded. In joules. Null for a card that does not count it, and where its driver does not tell it.
             */
            energy_joules: number | null;
            /**
             * Format: double
             * @description Fan speed as a share of its maximum, as the driver intends it. In percent, 0–100. Null for a card without a fan, and where its driver does not tell it.
             */
            fan_percent: number | null;
            /**
             * Format: double
             * @description Fan speed as measured. In revolutions per minute. Null for a card without a fan, and where its driver does not tell it (NVIDIA).
             */
            fan_rpm: number | null;
            /**
             * Format: double
             * @description Clock of the graphics or shader engines. In MHz. Null where its driver does not tell it.
             */
            clock_graphics_mhz: number | null;
            /**
             * Format: double
             * @description Clock of the memory. In MHz. Null where its driver does not tell it.
             */
            clock_memory_mhz: number | null;
            /**
             * Format: double
             * @description How busy the video encoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            encoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the video decoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            decoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the memory controller was; not how full the memory is (that is `vram_used_percent`). In percent, 0–100. Null where its driver does not tell it.
             */
            memory_activity_percent: number | null;
            /** @description Why the clocks are held down; empty when they are not (a card at rest is not), null when not told. */
            throttle_reasons: components["schemas"]["GpuThrottleReason"][] | null;
            /**
             * Format: int64
             * @description Generation of the PCIe link in use now: that into the slot. Null where its driver does not tell it.
             * @example 4
             */
            pcie_generation: number | null;
            /**
             * Format: int64
             * @description Lanes of the PCIe link in use now. Null where its driver does not tell it.
             * @example 16
             */
            pcie_width: number | null;
            /**
             * @description Version of the driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description Programs that use the card; null when they cannot be seen (not read, or hidden from here). */
            processes: components["schemas"]["GpuProcess"][] | null;
            /** @description Why `processes` is null or not all of them, a sentence; null when it is complete, or no more is known. */
            processes_reason: string | null;
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: double
             * @description The original's NVIDIA name for `temperature_celsius`. In degrees Celsius. Null when that is.
             */
            temperature: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `usage_percent`. In percent, 0–100. Null when that is.
             */
            gpu_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `memory_activity_percent`: how busy the memory controller was, not how full the memory is. In percent, 0–100. Null when that is.
             */
            memory_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the size of the memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_total_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the memory in use. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_used_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the free memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_free_mb: number | null;
            /**
             * Format: double
             * @description The highest clock that is allowed. In MHz. Null where the driver does not tell it.
             * @example 1300.5
             */
            clock_max_mhz: number | null;
            /**
             * @description The supply rail that `power_watts` is of; most feed more than the GPU. Null when none is known.
             * @example VDD_GPU_SOC
             */
            power_rail: string | null;
            /**
             * Format: int64
             * @description The system's memory, which the GPU shares. In bytes. Null where the system does not tell it.
             */
            system_memory_total_bytes: number | null;
            /**
             * Format: int64
             * @description How much of that can still be had without swapping. In bytes. Null where the system does not tell it.
             */
            system_memory_available_bytes: number | null;
        };
        /**
         * JetsonStats
         * @description The GPU of an NVIDIA Jetson.
         */
        JetsonStats: {
            /**
             * @description The vendor: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * @description The kind of its cards.
             * @enum {string}
             */
            type: "NVIDIA" | "AMD ROCm" | "Intel" | "Apple" | "Jetson" | "Other" | "None";
            /**
             * @description Whether its cards can be read; "absent" when there are none.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /**
             * @description Where the values come from; null when nothing was read.
             * @example nvidia-smi
             */
            source: string | null;
            /** @description Why the state is not "ok", in a sentence; null when it is. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /**
             * @description Version of the vendor's driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description The vendor's cards. */
            gpus: components["schemas"]["JetsonGpu"][];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * OtherGpu
         * @description A GPU of another maker, as far as Linux tells of it.
         */
        OtherGpu: {
            /**
             * @description Who made the card: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * Format: int64
             * @description Place of the card in this list.
             * @example 0
             */
            index: number;
            /**
             * @description What identifies the card for good: its UUID, else its PCI address.
             * @example GPU-5f9e1c2a-0000-0000-0000-000000000000
             */
            id: string;
            /**
             * @description The name as the original service gave it: the product for NVIDIA, the kernel's name for others. Null when the card never told it.
             * @example card0
             */
            name: string | null;
            /**
             * @description The product. Null when nothing tells it.
             * @example NVIDIA GeForce RTX 4090
             */
            model: string | null;
            /**
             * @description Where the card sits: domain:bus:device.function. Null for a card on no PCI bus, and when nothing tells it.
             * @example 0000:01:00.0
             */
            pci_address: string | null;
            /**
             * @description Whether the card can be read; anything but "ok" explains its nulls.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /** @description Why the state is not "ok", in a sentence; null when it is, or no more is known. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /** @description Whether it is part of the processor and shares its memory. Null when nothing tells it. */
            integrated: boolean | null;
            /**
             * Format: double
             * @description How busy the card was. In percent, 0–100. Null where its driver does not tell it, as that of a card that is split (MIG).
             * @example 37
             */
            usage_percent: number | null;
            /**
             * Format: double
             * @description Size of the card's memory. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.92
             */
            vram_total_gb: number | null;
            /**
             * Format: double
             * @description How much of it is in use. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 0.06
             */
            vram_used_gb: number | null;
            /**
             * Format: double
             * @description How much of it is free. In GB of 2^30 bytes, two decimals. Null for a card without memory of its own, and where its driver does not tell it.
             * @example 15.86
             */
            vram_free_gb: number | null;
            /**
             * Format: double
             * @description How full the memory is: used ÷ total, two decimals. In percent, 0–100. Null when one of the two is not known.
             * @example 0.35
             */
            vram_used_percent: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_total_gb`. In bytes. Null when that is.
             */
            vram_total_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_used_gb`. In bytes. Null when that is.
             */
            vram_used_bytes: number | null;
            /**
             * Format: int64
             * @description Exact twin of `vram_free_gb`. In bytes. Null when that is.
             */
            vram_free_bytes: number | null;
            /** @description "dedicated" memory of its own, "unified" with the system's, or a "carveout" of it. Null when nothing tells it. */
            memory_kind: ("dedicated" | "unified" | "carveout") | null;
            /**
             * Format: int64
             * @description System memory the card may use besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_total_bytes: number | null;
            /**
             * Format: int64
             * @description System memory the card uses besides its own (AMD GTT). In bytes. Null for cards of other makers.
             */
            gtt_used_bytes: number | null;
            /**
             * Format: int64
             * @description The memory that programs on the card, such as a model, can have: its own; for a "carveout" that and what it may take of the system's beside it (`gtt_total_bytes`); for "unified" memory the system's. In bytes. Null where its driver does not tell it.
             * @example 67108864000
             */
            usable_memory_total_bytes: number | null;
            /**
             * Format: int64
             * @description How much of `usable_memory_total_bytes` is in use; of "unified" memory by whomever. In bytes. Null where its driver does not tell it.
             */
            usable_memory_used_bytes: number | null;
            /**
             * Format: double
             * @description Temperature of the chip (AMD: edge). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             * @example 54
             */
            temperature_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of its hottest place (AMD: junction). In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it (NVIDIA).
             */
            hotspot_celsius: number | null;
            /**
             * Format: double
             * @description Temperature of the memory. In degrees Celsius. Null for a card without this sensor, and where its driver does not tell it.
             */
            memory_celsius: number | null;
            /**
             * Format: double
             * @description Power drawn. In watts. Null for a card that does not measure it, and where its driver does not tell it.
             * @example 39.32
             */
            power_watts: number | null;
            /**
             * Format: double
             * @description The power limit in force. In watts. Null where its driver does not tell it.
             * @example 250
             */
            power_limit_watts: number | null;
            /**
             * Format: double
             * @description Energy used since the driver was loaded. In joules. Null for a card that does not count it, and where its driver does not tell it.
             */
            energy_joules: number | null;
            /**
             * Format: double
             * @description Fan speed as a share of its maximum, as the driver intends it. In percent, 0–100. Null for a card without a fan, and where its driver does not tell it.
             */
            fan_percent: number | null;
            /**
             * Format: double
             * @description Fan speed as measured. In revolutions per minute. Null for a card without a fan, and where its driver does not tell it (NVIDIA).
             */
            fan_rpm: number | null;
            /**
             * Format: double
             * @description Clock of the graphics or shader engines. In MHz. Null where its driver does not tell it.
             */
            clock_graphics_mhz: number | null;
            /**
             * Format: double
             * @description Clock of the memory. In MHz. Null where its driver does not tell it.
             */
            clock_memory_mhz: number | null;
            /**
             * Format: double
             * @description How busy the video encoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            encoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the video decoder was. In percent, 0–100. Null for a card on which one engine does both, and where its driver does not tell it.
             */
            decoder_percent: number | null;
            /**
             * Format: double
             * @description How busy the memory controller was; not how full the memory is (that is `vram_used_percent`). In percent, 0–100. Null where its driver does not tell it.
             */
            memory_activity_percent: number | null;
            /** @description Why the clocks are held down; empty when they are not (a card at rest is not), null when not told. */
            throttle_reasons: components["schemas"]["GpuThrottleReason"][] | null;
            /**
             * Format: int64
             * @description Generation of the PCIe link in use now: that into the slot. Null where its driver does not tell it.
             * @example 4
             */
            pcie_generation: number | null;
            /**
             * Format: int64
             * @description Lanes of the PCIe link in use now. Null where its driver does not tell it.
             * @example 16
             */
            pcie_width: number | null;
            /**
             * @description Version of the driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description Programs that use the card; null when they cannot be seen (not read, or hidden from here). */
            processes: components["schemas"]["GpuProcess"][] | null;
            /** @description Why `processes` is null or not all of them, a sentence; null when it is complete, or no more is known. */
            processes_reason: string | null;
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: double
             * @description The original's NVIDIA name for `temperature_celsius`. In degrees Celsius. Null when that is.
             */
            temperature: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `usage_percent`. In percent, 0–100. Null when that is.
             */
            gpu_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for `memory_activity_percent`: how busy the memory controller was, not how full the memory is. In percent, 0–100. Null when that is.
             */
            memory_utilization: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the size of the memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_total_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the memory in use. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_used_mb: number | null;
            /**
             * Format: double
             * @description The original's NVIDIA name for the free memory. In MB of 2^20 bytes, two decimals. Null when that is not known.
             */
            memory_free_mb: number | null;
            /**
             * @description The kernel's driver of the card; null when not seen.
             * @example amdgpu
             */
            kernel_driver: string | null;
            /**
             * @description PCI ids of vendor and device. Null for a card on no PCI bus.
             * @example 1002:744c
             */
            pci_id: string | null;
            /** @description How busy each engine was over the last seconds; null when not told, or when not every program can be seen. */
            engines: components["schemas"]["GpuEngine"][] | null;
        };
        /**
         * OtherStats
         * @description The GPUs of all other makers.
         */
        OtherStats: {
            /**
             * @description The vendor: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * @description The kind of its cards.
             * @enum {string}
             */
            type: "NVIDIA" | "AMD ROCm" | "Intel" | "Apple" | "Jetson" | "Other" | "None";
            /**
             * @description Whether its cards can be read; "absent" when there are none.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /**
             * @description Where the values come from; null when nothing was read.
             * @example nvidia-smi
             */
            source: string | null;
            /** @description Why the state is not "ok", in a sentence; null when it is. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
            /**
             * @description Version of the vendor's driver. Null when no driver is loaded, or it has no version of its own.
             * @example 590.48.01
             */
            driver_version: string | null;
            /** @description The vendor's cards. */
            gpus: components["schemas"]["OtherGpu"][];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * GpuBackend
         * @description One vendor's way of being read, and whether it works.
         */
        GpuBackend: {
            /**
             * @description The vendor: nvidia, amd, intel, … An open list.
             * @example nvidia
             */
            vendor: string;
            /**
             * @description The kind of its cards.
             * @enum {string}
             */
            type: "NVIDIA" | "AMD ROCm" | "Intel" | "Apple" | "Jetson" | "Other" | "None";
            /**
             * @description Whether its cards can be read; "absent" when there are none.
             * @enum {string}
             */
            state: "ok" | "absent" | "disabled" | "asleep" | "lost" | "driver_mismatch" | "no_permission" | "not_passed_through" | "timeout" | "failed";
            /**
             * @description Where the values come from; null when nothing was read.
             * @example nvidia-smi
             */
            source: string | null;
            /** @description Why the state is not "ok", in a sentence; null when it is. */
            reason: string | null;
            /** @description What the operator can do about it; null when nothing is needed or known. */
            remedy: string | null;
        };
        /**
         * GpuStats
         * @description All graphics cards of the machine.
         */
        GpuStats: {
            /**
             * @description The kind of the first card; "None" when there is no card and no broken backend. A broken backend keeps its type.
             * @enum {string}
             */
            type: "NVIDIA" | "AMD ROCm" | "Intel" | "Apple" | "Jetson" | "Other" | "None";
            /** @description Every card: dedicated before integrated, NVIDIA, AMD, others, then by bus address; one without comes last of its maker. */
            gpus: components["schemas"]["Gpu"][];
            /** @description All kinds present, in the same order. */
            types: ("NVIDIA" | "AMD ROCm" | "Intel" | "Apple" | "Jetson" | "Other" | "None")[];
            /** @description How each vendor was read, and whether that works. */
            backends: components["schemas"]["GpuBackend"][];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * SummaryGpu
         * @description One card in words.
         */
        SummaryGpu: {
            /**
             * Format: int64
             * @description Place of the card in `gpus` of `/stats/gpu`.
             * @example 0
             */
            index: number;
            /** @description What identifies the card: its UUID, else its PCI address. */
            id: string;
            /**
             * @description Name of the card. Null when the card never told it.
             * @example NVIDIA GeForce RTX 4090
             */
            name: string | null;
            /**
             * @description How busy it was, or "n/a".
             * @example 0%
             */
            usage: string;
            /**
             * @description The memory that programs on it can have (`usable_memory_…_bytes` of `/stats/gpu`), or "n/a".
             * @example 0.06 GB / 15.92 GB (0.35%)
             */
            vram: string;
        };
        /**
         * Summary
         * @description The machine in short texts. Besides the properties listed here, every card i (its place in `gpus` of `/stats/gpu`) has `gpu_<i>_usage` ("0%") and `gpu_<i>_vram` ("0.06 GB / 15.92 GB (0.35%)").
         */
        Summary: {
            /**
             * @description How busy the processor was, or "n/a".
             * @example 15.2%
             */
            cpu_usage: string;
            /**
             * @description Memory in use, or "n/a".
             * @example 1.65 GB / 31.32 GB (5.3%)
             */
            ram_usage: string;
            /**
             * @description How full the root file system is, or "n/a".
             * @example 45.8%
             */
            disk_usage: string;
            /**
             * Format: int64
             * @description How many models Ollama has loaded; null when it does not answer rightly.
             * @example 1
             */
            ollama_models: number | null;
            /** @description The texts of every card, for typed clients. */
            gpus: components["schemas"]["SummaryGpu"][];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ModelsStats
         * @description Every server of models, whichever it is, and the models that they have loaded.
         */
        ModelsStats: {
            /** @description The servers: Ollama first, then those named in the settings, then those found. */
            servers: components["schemas"]["ModelServer"][];
            /** @description Their models, in the order of the servers. */
            models: components["schemas"]["Model"][];
            /** @description Why servers may be missing, a sentence; null when all processes were seen. */
            reason: string | null;
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * ProcessesStats
         * @description The processes of the machine.
         */
        ProcessesStats: {
            /**
             * Format: int64
             * @description How many processes are seen, shown or not.
             * @example 412
             */
            total: number;
            /**
             * @description Why not all processes of the machine are seen; null when they are.
             * @example only the programs of this service’s own user are seen: /proc is mounted with hidepid=invisible
             */
            reason: string | null;
            /**
             * Format: int64
             * @description How many threads they have together. Null when that of one is not known.
             */
            threads: number | null;
            /** @description How many processes are in which state. */
            states: components["schemas"]["ProcessCounts"];
            /** @description The processes asked for, the greatest first; what is not known stands last. */
            processes: components["schemas"]["Process"][];
            /** @description What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be. */
            implausible: string[];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * Stats
         * @description All domains at once, each exactly as its own route shows it.
         */
        Stats: {
            /** @description As `/stats/cpu`; null when it could not be read or was not asked for. */
            cpu: components["schemas"]["CpuStats"] | null;
            /** @description As `/stats/memory`; null when it could not be read or was not asked for. */
            memory: components["schemas"]["MemoryStats"] | null;
            /** @description As `/stats/disk`; null when it could not be read or was not asked for. */
            disk: components["schemas"]["DiskStats"] | null;
            /** @description As `/stats/gpu`; null when it could not be read or was not asked for. */
            gpu: components["schemas"]["GpuStats"] | null;
            /** @description As `/stats/network`; null when it could not be read or was not asked for. */
            network: components["schemas"]["NetworkStats"] | null;
            /** @description As `/stats/ollama`; null when it could not be read or was not asked for. */
            ollama: components["schemas"]["OllamaStats"] | null;
            /** @description As `/stats/host`; null when it could not be read or was not asked for. */
            host: components["schemas"]["HostStats"] | null;
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
            /** @description What is broken on the host or could not be read; empty when all is well. */
            problems: components["schemas"]["Problem"][];
        };
        /**
         * StreamLag
         * @description Frames are missing: this client reads too slowly, or came back after more than is kept.
         */
        StreamLag: {
            /**
             * Format: int64
             * @description How many frames are missing between the last one and the next.
             * @example 3
             */
            missed_frames: number;
            /**
             * Format: date-time
             * @description When the last frame before the gap was made.
             * @example 2026-01-31T12:00:00.000Z
             */
            last_frame_at: string;
        };
        /**
         * HistorySeries
         * @description One metric over time.
         */
        HistorySeries: {
            /**
             * @description The metric, as it was asked for.
             * @example gpu.usage_percent
             */
            metric: string;
            /** @description The card it is of, by its `id`; null for what is of no card. */
            gpu: string | null;
            /**
             * @description What it is of: the `id` of a card, the name of a disk or an interface, the mount point of a file system; null for what is of the machine.
             * @example eth0
             */
            instance: string | null;
            /**
             * @description The unit of the values.
             * @example percent
             */
            unit: string;
            /** @description The smallest value in each span of `at`; null is a gap. */
            min: (number | null)[];
            /** @description The mean over time in each span of `at`; null is a gap. */
            avg: (number | null)[];
            /** @description The greatest value in each span of `at`; null is a gap. */
            max: (number | null)[];
        };
        /**
         * History
         * @description The past: the smallest, the mean and the greatest value in spans of equal length.
         */
        History: {
            /**
             * Format: date-time
             * @description When the first span begins.
             * @example 2026-01-31T12:00:00.000Z
             */
            starts_at: string;
            /**
             * Format: date-time
             * @description When the last span ends.
             * @example 2026-01-31T12:00:00.000Z
             */
            ends_at: string;
            /**
             * Format: double
             * @description Length of a span. It may be longer than was asked for: the past is kept in coarser spans. In seconds.
             * @example 15
             */
            step_seconds: number;
            /** @description When each span begins; shared by all series. */
            at: string[];
            /** @description The metrics, one series for each thing that has it. */
            series: components["schemas"]["HistorySeries"][];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * HistoryMetric
         * @description A metric that is kept.
         */
        HistoryMetric: {
            /**
             * @description What to ask for.
             * @example cpu.usage_percent
             */
            metric: string;
            /**
             * @description The unit of its values.
             * @example percent
             */
            unit: string;
            /** @description What it is. */
            description: string;
            /**
             * @description What its series are of: the machine, or each thing of a kind.
             * @enum {string}
             */
            kind: "machine" | "gpu" | "device" | "interface" | "file_system" | "model";
            /** @description The cards that have values, by `id`; empty for what is of no card. */
            gpus: string[];
            /** @description The things that have values, at most 32, by `id`, name or mount point; empty for what is of the machine. */
            instances: string[];
            /**
             * Format: date-time
             * @description When it was last measured; null when it never was.
             * @example 2026-01-31T12:00:00.000Z
             */
            last_at: string | null;
        };
        /**
         * HistoryTier
         * @description How finely the past is kept, and how long.
         */
        HistoryTier: {
            /**
             * Format: double
             * @description Length of a span. In seconds.
             */
            step_seconds: number;
            /**
             * Format: double
             * @description How far back it reaches. In seconds.
             */
            span_seconds: number;
        };
        /**
         * HistoryEnergy
         * @description The energy of one card.
         */
        HistoryEnergy: {
            /** @description The card, by its `id`. */
            gpu: string;
            /**
             * Format: double
             * @description What it has used since `first_seen_at`: from its own counter where it has one, else from its power over the time that passed. Never falls, also over restarts where there is a history file. Null until that file is read, and for a new card until it is in the file, which takes half a minute. In watt-hours.
             */
            energy_watt_hours: number | null;
            /**
             * Format: date-time
             * @description When this service first saw the card.
             * @example 2026-01-31T12:00:00.000Z
             */
            first_seen_at: string;
        };
        /**
         * HistoryIndex
         * @description What history is kept.
         */
        HistoryIndex: {
            /**
             * @description Where history is kept: a file outlives the process.
             * @enum {string}
             */
            kept_in: "memory" | "file";
            /** @description From fine to coarse. */
            tiers: components["schemas"]["HistoryTier"][];
            /**
             * Format: int64
             * @description How many series there are.
             * @example 42
             */
            series_total: number;
            /** @description What can be asked for. */
            metrics: components["schemas"]["HistoryMetric"][];
            /** @description The energy of every card. */
            energy: components["schemas"]["HistoryEnergy"][];
            /**
             * Format: date-time
             * @description When these values were read from the machine, RFC 3339 in UTC.
             * @example 2026-01-31T12:00:00.000Z
             */
            sampled_at: string;
        };
        /**
         * Liveness
         * @description The process answers.
         */
        Liveness: {
            /**
             * @description Always "ok": the process answers.
             * @enum {string}
             */
            state: "ok";
            /**
             * @description Version of the service.
             * @example 0.1.0
             */
            version: string;
            /**
             * Format: double
             * @description How long this process has been running. In seconds.
             */
            uptime_seconds: number;
        };
        /**
         * DomainReadiness
         * @description Whether one domain has values to give.
         */
        DomainReadiness: {
            /**
             * @description Name of the domain.
             * @example cpu
             */
            name: string;
            /** @description Whether its last reading gave values. */
            readable: boolean;
            /**
             * @description "ok" when its last reading gave values, else why it did not, in the words of `code` of a problem; null before the first. The sentence is in the log and, with a key, at its own route.
             * @example no_permission
             */
            state: string | null;
            /**
             * Format: double
             * @description Age of its last reading; null before the first. In seconds.
             */
            age_seconds: number | null;
        };
        /**
         * Readiness
         * @description Whether the service has values to give.
         */
        Readiness: {
            /**
             * @description "ok" while sampling runs; with a 503 "starting", "stalled", or "unreadable" where cpu, memory or disk has no values: `domains` says which and why.
             * @enum {string}
             */
            state: "ok" | "starting" | "stalled" | "unreadable";
            /** @description The domains that are read all the time. */
            domains: components["schemas"]["DomainReadiness"][];
        };
    };
    responses: {
        /** @description The request is not understood; `detail` names what is wrong and what is allowed. */
        BadRequest: {
            headers: {
                "ratelimit-limit": components["headers"]["ratelimit-limit"];
                "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                "ratelimit-reset": components["headers"]["ratelimit-reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Bad Request",
                 *       "status": 400,
                 *       "detail": "there is no query parameter \"onyl\"; known are: only",
                 *       "instance": "/stats",
                 *       "code": "bad_request"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description What can happen to any request: 405 for another method (`Allow` lists those there are), 413 and 414 for a body or a URL that is too long, 500 for a fault of the service. */
        Default: {
            headers: {
                "ratelimit-limit": components["headers"]["ratelimit-limit"];
                "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                "ratelimit-reset": components["headers"]["ratelimit-reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "URI Too Long",
                 *       "status": 414,
                 *       "detail": "a URL has at most 4096 characters here",
                 *       "instance": "/stats",
                 *       "code": "url_too_long"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description The address or the host name is not allowed, or a proxy stands before a service without keys. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Forbidden",
                 *       "status": 403,
                 *       "detail": "the host name \"example.org\" is not allowed; the operator can add it to SYSMON_ALLOWED_HOSTS",
                 *       "instance": "/stats",
                 *       "code": "host_not_allowed"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description History is switched off (SYSMON_HISTORY=off). */
        NotFound: {
            headers: {
                "ratelimit-limit": components["headers"]["ratelimit-limit"];
                "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                "ratelimit-reset": components["headers"]["ratelimit-reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not Found",
                 *       "status": 404,
                 *       "detail": "history is switched off; SYSMON_HISTORY=24h switches it on",
                 *       "instance": "/stats",
                 *       "code": "history_off"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description What If-None-Match names is still right. */
        NotModified: {
            headers: {
                "ratelimit-limit": components["headers"]["ratelimit-limit"];
                "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                "ratelimit-reset": components["headers"]["ratelimit-reset"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The value could not be read just now; `code` and `detail` say why. */
        ServiceUnavailable: {
            headers: {
                "retry-after": components["headers"]["retry-after"];
                "ratelimit-limit": components["headers"]["ratelimit-limit"];
                "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                "ratelimit-reset": components["headers"]["ratelimit-reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Service Unavailable",
                 *       "status": 503,
                 *       "detail": "the disk did not answer within 1 s",
                 *       "instance": "/stats/disk",
                 *       "code": "timeout",
                 *       "domain": "disk"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description Too many requests; `code` says of which kind. */
        TooManyRequests: {
            headers: {
                "retry-after": components["headers"]["retry-after"];
                "ratelimit-limit": components["headers"]["ratelimit-limit"];
                "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                "ratelimit-reset": components["headers"]["ratelimit-reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Too Many Requests",
                 *       "status": 429,
                 *       "detail": "this key may ask 600 times a minute; ask again in 12 s",
                 *       "instance": "/stats",
                 *       "code": "rate_limited"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description There is no key, or it is not one of this service. */
        Unauthorized: {
            headers: {
                "www-authenticate": components["headers"]["www-authenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unauthorized",
                 *       "status": 401,
                 *       "detail": "a key is needed, in the header X-API-Key or as Authorization: Bearer, never in the URL",
                 *       "instance": "/stats",
                 *       "code": "no_key"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description How many requests a minute this key, else this address, may make. */
        "ratelimit-limit": number;
        /** @description How many of them are left. */
        "ratelimit-remaining": number;
        /** @description In how many seconds the minute is over. */
        "ratelimit-reset": number;
        /** @description In how many seconds to ask again. */
        "retry-after": number;
        /** @description How to give a key: `Bearer`. */
        "www-authenticate": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getIndex: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The index, or Swagger UI. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceIndex"];
                    "text/html": string;
                };
            };
            /** @description To a browser that asks with a query: the page is at the address without one. */
            302: {
                headers: {
                    /** @description The page, relative to this address. */
                    location?: string;
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            /** @description The request is not understood; `detail` names what is wrong and what is allowed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "detail": "there is no query parameter \"onyl\"; known are: only",
                     *       "instance": "/stats",
                     *       "code": "bad_request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getCpu: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The processor. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CpuStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Default"];
        };
    };
    getMemory: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Main memory and swap. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemoryStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Default"];
        };
    };
    getDisk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The root file system (or that of SYSMON_DISK_PATH), all file systems and all block devices. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiskStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Default"];
        };
    };
    getNetwork: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Network interfaces and their traffic. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Default"];
        };
    };
    getOllama: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ollama and the models it has loaded. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OllamaStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getHost: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Which machine this is, and since when it is up. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Default"];
        };
    };
    getSensors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Temperatures, fans, voltages, power and batteries. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SensorsStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Default"];
        };
    };
    getGpuNvidia: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The NVIDIA cards of the machine. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NvidiaStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getGpuAmd: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The AMD graphics cards of the machine. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AmdStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getGpuIntel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Intel GPUs of the machine. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntelStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getGpuApple: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The GPUs of a Mac. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppleStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getGpuJetson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The GPU of an NVIDIA Jetson. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JetsonStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getGpuOther: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The GPUs of all other makers. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtherStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getGpu: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All graphics cards of the machine. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GpuStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getSummary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The machine in short texts. Besides the properties listed here, every card i (its place in `gpus` of `/stats/gpu`) has `gpu_<i>_usage` ("0%") and `gpu_<i>_vram` ("0.06 GB / 15.92 GB (0.35%)"). */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every server of models, whichever it is, and the models that they have loaded. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelsStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getProcesses: {
        parameters: {
            query?: {
                /** @description By what the greatest stand first: cpu, memory or gpu_memory. */
                sort?: "cpu" | "memory" | "gpu_memory";
                /** @description How many processes are shown at most: 1 to 10000. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The processes of the machine. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessesStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Default"];
        };
    };
    getStats: {
        parameters: {
            query?: {
                /**
                 * @description The domains wanted, separated by commas: cpu, memory, disk, gpu, network, ollama, host. The others are null.
                 * @example cpu,gpu
                 */
                only?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All domains at once, each exactly as its own route shows it. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/openmetrics-text": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getStatsStream: {
        parameters: {
            query?: {
                /**
                 * @description How often a frame is sent: 500ms, 1s, 2m, up to 1h. One shorter than SYSMON_INTERVAL (1 s unless it was set) gets that, because the machine is not read more often; left out, the same.
                 * @example 5s
                 */
                interval?: string;
                /**
                 * @description The domains wanted, separated by commas: cpu, memory, disk, gpu, network, ollama, host. The others are null.
                 * @example cpu,gpu
                 */
                only?: string;
            };
            header?: {
                /** @description The `id` of the last frame seen, sent by EventSource itself when it comes back: what was missed is sent first, as far as it is kept (the last minutes); what is gone is told by a `lag` event. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Frames without end. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                    "application/x-ndjson": string;
                    "application/jsonl": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            /** @description As many streams are open as are served. */
            503: {
                headers: {
                    "retry-after": components["headers"]["retry-after"];
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "detail": "2000 requests of this kind are going on already; ask again in a moment",
                     *       "instance": "/stats",
                     *       "code": "busy"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            default: components["responses"]["Default"];
        };
    };
    getStatsHistory: {
        parameters: {
            query: {
                /**
                 * @description The metrics wanted, separated by commas; `/stats/history/metrics` lists them. One at least must be named.
                 * @example cpu.usage_percent,gpu.usage_percent
                 */
                metric: string;
                /** @description Only these cards, by `id`, separated by commas; all when left out. */
                gpu?: string;
                /** @description Only these things, by the `id` of a card, the name of a disk or an interface, or a mount point, separated by commas; all when left out. What is of the machine is always there. */
                instance?: string;
                /**
                 * @description Where to begin: an instant (2026-01-31T12:00:00Z), seconds since 1970, or a time before now (-2h). An hour before `to` when left out.
                 * @example -2h
                 */
                from?: string;
                /**
                 * @description Where to end, in the same forms; now when left out.
                 * @example -15m
                 */
                to?: string;
                /**
                 * @description Length of a span: 1s, 15s, 5m, 1h. It becomes the next that is kept so far back. About 300 spans when left out, of those that are kept: at least 1 s each.
                 * @example 15s
                 */
                step?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The past: the smallest, the mean and the greatest value in spans of equal length. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getStatsHistoryMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What history is kept. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryIndex"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
    getHealthLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            /** @description The request is not understood; `detail` names what is wrong and what is allowed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "detail": "there is no query parameter \"onyl\"; known are: only",
                     *       "instance": "/stats",
                     *       "code": "bad_request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Default"];
        };
    };
    getHealthReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the service has values to give. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description The request is not understood; `detail` names what is wrong and what is allowed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "detail": "there is no query parameter \"onyl\"; known are: only",
                     *       "instance": "/stats",
                     *       "code": "bad_request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            403: components["responses"]["Forbidden"];
            /** @description Not ready; `state` and `domains` say why. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            default: components["responses"]["Default"];
        };
    };
    getDashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "ratelimit-limit": components["headers"]["ratelimit-limit"];
                    "ratelimit-remaining": components["headers"]["ratelimit-remaining"];
                    "ratelimit-reset": components["headers"]["ratelimit-reset"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Default"];
        };
    };
}
