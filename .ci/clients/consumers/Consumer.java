import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.GpuApi;
import org.openapitools.client.api.HealthApi;
import org.openapitools.client.api.HostApi;
import org.openapitools.client.api.OllamaApi;
import org.openapitools.client.api.OverviewApi;
import org.openapitools.client.model.Gpu;

/** Calls every route of the API at the first argument with the key of the second, and prints what it found as JSON. */
public final class Consumer {
  public static void main(String[] args) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(args[0]);
    client.setRequestInterceptor(request -> request.header("X-API-Key", args[1]));
    GpuApi gpu = new GpuApi(client);
    HostApi host = new HostApi(client);
    OverviewApi overview = new OverviewApi(client);
    HealthApi health = new HealthApi(client);

    gpu.getGpuNvidia();
    gpu.getGpuAmd();
    gpu.getGpuIntel();
    gpu.getGpuApple();
    gpu.getGpuJetson();
    gpu.getGpuOther();
    host.getCpu();
    host.getDisk();
    host.getHost();
    host.getNetwork();
    host.getSensors();
    host.getProcesses("memory", 5L);
    new OllamaApi(client).getOllama();
    new OllamaApi(client).getModels();
    overview.getIndex();
    overview.getStats(null);
    overview.getStatsHistory("cpu.usage_percent", null, null, null, null, null);
    overview.getStatsHistoryMetrics();
    health.getHealthLive();
    health.getHealthReady();

    List<String> cards = gpu.getGpu().getGpus().stream().map(Consumer::line).toList();
    var summary = overview.getSummary();
    List<String> lines = List.of(summary.getRamUsage(), summary.getGpus().get(0).getVram());
    Long memory = host.getMemory().getTotalBytes();
    var found = Map.of("cards", cards, "summary", lines, "memory_bytes", memory);
    System.out.println(new ObjectMapper().writeValueAsString(found));
  }

  private static String line(Gpu card) {
    return "%s %s %.0f %%".formatted(card.getVendor(), card.getModel(), card.getUsagePercent());
  }
}
