using TicketFlow.SystemUnderTest;

namespace TicketFlow.Benchmarks.Jobs;

/// <summary>CPU time, memory and traffic of the whole system at one moment.</summary>
internal sealed record SystemCounts(
    IReadOnlyDictionary<string, double> CpuMilliseconds,
    (double Peak, double Now) AgentMemory,
    (double Peak, double Now) ServerMemory,
    ControlTraffic Traffic)
{
    public static async Task<SystemCounts> ReadAsync(TicketFlowSystem system)
    {
        var agents = system.Agents.Select(agent => agent.Process.ProcessId).ToList();
        var server = system.TicketServer.ProcessId;
        var cpu = new Dictionary<string, double>
        {
            ["ticket_server"] = ProcessFigures.Cpu(server),
            ["agent"] = agents.Sum(ProcessFigures.Cpu),
            ["postgres"] = ProcessFigures.CpuOfFamily(system.Postgres.ProcessId),
            ["rabbitmq"] = ProcessFigures.Cpu(system.Broker.ProcessId),
            ["printers"] = ProcessFigures.Cpu(system.Printers.ProcessId),
            ["driver"] = ProcessFigures.Cpu(Environment.ProcessId),
        };
        return new SystemCounts(
            cpu,
            agents.Select(ProcessFigures.Memory).MaxBy(memory => memory.Peak),
            ProcessFigures.Memory(server),
            await ControlTraffic.ReadAsync(agents, system.Broker.Uri.Port));
    }

    /// <summary>What agents and server said to each other in the time between.</summary>
    public IEnumerable<Figure> TrafficSince(SystemCounts before, int jobs, string prefix = "")
    {
        var control = Traffic.Since(before.Traffic)
            ?? throw new InvalidOperationException(
                "An agent's connection was lost or made during the run: its control traffic cannot be told.");
        return
        [
            new($"{prefix}control_bytes_per_job", control / jobs, "bytes"),
            new($"{prefix}control_payload_bytes_per_job", (Traffic.Payload - before.Traffic.Payload) / (double)jobs, "bytes"),
            new($"{prefix}control_segments_per_job", (Traffic.Segments - before.Traffic.Segments) / (double)jobs, "segments"),
        ];
    }

    /// <summary>CPU time of the time between, and memory; the largest agent's.</summary>
    public IEnumerable<Figure> Since(SystemCounts before, int jobs) =>
        [
            .. CpuMilliseconds.Select(
                pair => new Figure($"cpu_ms_per_job_{pair.Key}", (pair.Value - before.CpuMilliseconds[pair.Key]) / jobs, "ms")),
            new("cpu_ms_per_job_total", (CpuMilliseconds.Values.Sum() - before.CpuMilliseconds.Values.Sum()) / jobs, "ms"),
            new("rss_mb_agent", AgentMemory.Peak, "MB (peak)"),
            new("rss_mb_agent_after", AgentMemory.Now, "MB"),
            new("rss_mb_ticket_server", ServerMemory.Peak, "MB (peak)"),
            new("rss_mb_ticket_server_after", ServerMemory.Now, "MB"),
        ];
}
