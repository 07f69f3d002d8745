using System.CommandLine;
using System.Diagnostics;
using TicketFlow.EventStore;
using TicketFlow.Reporting;
using TicketFlow.Testing.Postgres;
using TicketFlow.TicketServer;
using static TicketFlow.Benchmarks.Figures;

namespace TicketFlow.Benchmarks.Statistics;

/// <summary>
/// <c>statistics</c>: filling the ledger from the log, rebuilding it beside the live one, how far it is behind under load, reports over a
/// month, and finding one changed row.
/// </summary>
internal static class StatisticsBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public static Command Command()
    {
        var jobs = new Option<int>("--jobs")
        {
            Description = "Jobs of the month that is reported on; six events each.",
            DefaultValueFactory = _ => 1_000_000,
        };
        var rate = new Option<int>("--rate") { Description = "Jobs per second while the lag is measured.", DefaultValueFactory = _ => 500 };
        var seconds = new Option<int>("--seconds") { Description = "How long the lag is measured.", DefaultValueFactory = _ => 20 };
        var tariff = new Option<bool>("--tariff") { Description = "A tariff is in force: every job is priced and charged too." };
        var command = new Command("statistics", "Rebuild, lag, reports and verification of the reporting ledger.")
        {
            jobs, rate, seconds, tariff,
        };
        command.SetAction(async parse =>
        {
            await RunAsync(parse.GetValue(jobs), parse.GetValue(rate), parse.GetValue(seconds), parse.GetValue(tariff));
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int jobs, int rate, int seconds, bool tariff)
    {
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var figures = new List<Figure>();
        await using (var server = OpenServer(database))
        {
            await server.ApplyAllConfiguredChangesToDatabaseAsync();
        }

        await using var reporting = OpenReporting(database);
        await database.ExecuteAsync(TicketFlow.Reporting.Sql.Embedded("ReportingSchema.sql"));
        if (tariff)
        {
            await BenchTariff.SetAsync(reporting);
        }

        var events = await LogGenerator.WriteAsync(database.ConnectionString, jobs);
        Say($"{events:N0} events written");
        await using (var daemon = reporting.BuildProjectionDaemon())
        {
            var fill = await TimeAsync(async () =>
            {
                await daemon.StartAllAsync();
                await daemon.WaitForNonStaleDataAsync(Patience);
            });
            figures.Add(new("statistics_fill_per_second", events / fill, "events/s"));
            Say($"filled in {fill:0.0} s");
            var rebuild = await TimeAsync(() => daemon.RebuildProjectionAsync("ReportedJobs"));
            figures.Add(new("statistics_rebuild_per_second", events / rebuild, "events/s"));
            Say($"rebuilt in {rebuild:0.0} s");
        }

        await database.ExecuteAsync("vacuum analyze");
        figures.Add(new("statistics_charges", await database.ScalarAsync<long>("select count(*) from reporting.charge"), "charges"));
        figures.AddRange(await ReportsBench.RunAsync(reporting.DataSource));
        figures.AddRange(await VerifyBench.RunAsync(reporting, database));
        await using (var server = OpenServer(database))
        {
            figures.AddRange(await LagBench.RunAsync(server, reporting, rate, seconds));
        }

        await WriteAsync("statistics", figures);
    }

    private static DocumentStore OpenServer(PostgresDatabase database) => DocumentStore.For(options =>
    {
        options.ConnectionString = database.ConnectionString;
        TicketServerStore.Configure(options);
    });

    private static DocumentStore OpenReporting(PostgresDatabase database) => DocumentStore.For(options =>
    {
        options.ConnectionString = database.ConnectionString + ";Command Timeout=0";
        ReportingStore.Configure(options);
        options.Daemon.OnParked = parked => throw new InvalidOperationException($"Event {parked.Sequence} was parked: {parked.Error}");
    });

    internal static async Task<double> TimeAsync(Func<Task> work)
    {
        var begun = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    internal static void Say(string what) => Console.Error.WriteLine(what);
}
