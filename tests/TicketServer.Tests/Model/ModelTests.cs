using System.Globalization;
using TicketFlow.Model;
using TicketFlow.Testing.Postgres;
using TicketFlow.Testing.RabbitMq;

namespace TicketServer.Tests.Model;

/// <summary>
/// Random sequences of everything that can happen, against the real server (tests/Model). A failure names its seed: run that one again with
/// <c>TICKETFLOW_MODEL_SEED=N</c> (and <c>TICKETFLOW_MODEL_SEQUENCES=M</c> for more of them); ten thousand and more: <c>ops/bench soak</c>.
/// </summary>
public sealed class ModelTests
{
    private const int Sequences = 300;

    [Fact]
    public async Task Whatever_happens_every_job_ends_once_in_order_and_within_the_printer_s_capacity()
    {
        var seed = Number("TICKETFLOW_MODEL_SEED");
        var options = new ModelRunOptions(
            Number("TICKETFLOW_MODEL_SEQUENCES") ?? (seed is null ? Sequences : 1), seed ?? Random.Shared.Next(1, 1_000_000_000));
        var result = await ModelRun.RunAsync(options, await PostgresServer.SharedAsync(), await RabbitMqServer.SharedAsync());
        (result.Violations.Count == 0).ShouldBeTrue(
            $"{result.Sequences} sequences from seed {options.Seed} on:\n{string.Join("\n\n", result.Violations)}");
        result.Sequences.ShouldBe(options.Sequences);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : null;
}
