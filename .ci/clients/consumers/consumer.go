// Calls every route of the API at os.Args[1] with the key os.Args[2], and prints what it found as JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"consumer/monitor"
)

func main() {
	configuration := monitor.NewConfiguration()
	configuration.Servers = monitor.ServerConfigurations{{URL: os.Args[1]}}
	configuration.AddDefaultHeader("X-API-Key", os.Args[2])
	api := monitor.NewAPIClient(configuration)
	ctx := context.Background()

	gpu := read(api.GPUAPI.GetGpu(ctx).Execute())
	memory := read(api.HostAPI.GetMemory(ctx).Execute())
	summary := read(api.OverviewAPI.GetSummary(ctx).Execute())
	read(api.GPUAPI.GetGpuNvidia(ctx).Execute())
	read(api.GPUAPI.GetGpuAmd(ctx).Execute())
	read(api.GPUAPI.GetGpuIntel(ctx).Execute())
	read(api.GPUAPI.GetGpuApple(ctx).Execute())
	read(api.GPUAPI.GetGpuJetson(ctx).Execute())
	read(api.GPUAPI.GetGpuOther(ctx).Execute())
	read(api.HostAPI.GetCpu(ctx).Execute())
	read(api.HostAPI.GetDisk(ctx).Execute())
	read(api.HostAPI.GetHost(ctx).Execute())
	read(api.HostAPI.GetNetwork(ctx).Execute())
	read(api.HostAPI.GetSensors(ctx).Execute())
	read(api.HostAPI.GetProcesses(ctx).Sort("memory").Limit(5).Execute())
	read(api.OllamaAPI.GetOllama(ctx).Execute())
	read(api.OllamaAPI.GetModels(ctx).Execute())
	read(api.OverviewAPI.GetIndex(ctx).Execute())
	read(api.OverviewAPI.GetStats(ctx).Execute())
	read(api.OverviewAPI.GetStatsHistory(ctx).Metric("cpu.usage_percent").Execute())
	read(api.OverviewAPI.GetStatsHistoryMetrics(ctx).Execute())
	read(api.HealthAPI.GetHealthLive(ctx).Execute())
	read(api.HealthAPI.GetHealthReady(ctx).Execute())

	cards := []string{}
	for _, card := range gpu.Gpus {
		cards = append(cards, fmt.Sprintf("%s %s %.0f %%", card.Vendor, card.GetModel(), card.GetUsagePercent()))
	}
	found := map[string]any{
		"cards":        cards,
		"summary":      []string{summary.GetRamUsage(), summary.Gpus[0].GetVram()},
		"memory_bytes": memory.GetTotalBytes(),
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		fail(err)
	}
}

func read[T any](body *T, response *http.Response, err error) *T {
	if err != nil && response != nil {
		err = fmt.Errorf("%s: %w", response.Request.URL, err)
	}
	if err != nil {
		fail(err)
	}
	return body
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
