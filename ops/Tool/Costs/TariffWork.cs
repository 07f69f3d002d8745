using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Sessions;
using TicketFlow.Pricing;

namespace TicketFlow.Ops.Costs;

/// <summary>What the commands on tariffs do.</summary>
internal static class TariffWork
{
    private const string StreamsOfTariffs = "select id from ticketflow.mt_streams where starts_with(id, $1) order by id";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> SetAsync(DocumentStore store, string path, bool dryRun, CancellationToken cancellation)
    {
        var (tariff, document) = await TariffFile.ReadAsync(path, 1, cancellation);
        var (session, stream) = await OpenAsync(store, tariff.Name, cancellation);
        if (stream.Aggregate?.Says(document) == true)
        {
            Console.WriteLine($"{tariff.Name}: the newest version says the same; nothing to change.");
            return ExitCodes.Ok;
        }

        var version = stream.Aggregate?.NextVersion ?? 1;
        var now = TimeProvider.System.GetUtcNow();
        var since = tariff.EffectiveFrom <= now
            ? "for every job that ends from now on"
            : $"from {tariff.EffectiveFrom:yyyy-MM-dd HH:mm zzz} on";
        if (dryRun)
        {
            Console.WriteLine($"{tariff.Name}: would become version {Number(version)}, {since}. Nothing was recorded.");
            return ExitCodes.Ok;
        }

        stream.AppendOne(new TariffVersionSet(tariff.Name, version, document));
        await session.SaveChangesAsync(cancellation);
        Console.WriteLine(
            $"{tariff.Name}: version {Number(version)} is recorded"
            + (tariff.Trial ? " as a trial; nothing is charged by it." : $"; it counts {since}."));
        return ExitCodes.Ok;
    }

    public static async Task<int> WithdrawAsync(
        DocumentStore store, string name, int version, string? reason, CancellationToken cancellation)
    {
        var (session, stream) = await OpenAsync(store, name, cancellation);
        Known(stream.Aggregate, name, version);
        if (stream.Aggregate!.Withdrawn.ContainsKey(version))
        {
            Console.WriteLine($"{name}: version {Number(version)} is withdrawn already.");
            return ExitCodes.Ok;
        }

        stream.AppendOne(new TariffVersionWithdrawn(name, version, reason));
        await session.SaveChangesAsync(cancellation);
        Console.WriteLine($"{name}: version {Number(version)} is out of force. What it charged stays.");
        return ExitCodes.Ok;
    }

    public static async Task<int> ShowAsync(DocumentStore store, string name, int? version, CancellationToken cancellation)
    {
        var history = await store.LightweightSession().Events.AggregateStreamAsync<TariffHistory>(
            TariffEventTypes.StreamKey(name), cancellation: cancellation);
        Console.WriteLine(JsonSerializer.Serialize(Known(history, name, version).Document, Indented));
        return ExitCodes.Ok;
    }

    public static async Task<int> ListAsync(DocumentStore store, bool json, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        var table = new Table().Border(TableBorder.Simple).AddColumns("tariff", "version", "effective from", "currency", "rules", "state");
        foreach (var history in await AllAsync(store, cancellation))
        {
            foreach (var row in Rows(history, now))
            {
                if (json)
                {
                    Console.WriteLine(JsonSerializer.Serialize(row, Operation.Json));
                }

                table.AddRow(
                    row.Name, Number(row.Version), row.EffectiveFrom.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture),
                    row.Currency, Number(row.Rules), row.State);
            }
        }

        if (!json && table.Rows.Count == 0)
        {
            Console.WriteLine("There is no tariff: printing costs nothing. 'ticketflow-ops tariff set ops/samples/tariff.json' sets one.");
        }
        else if (!json)
        {
            AnsiConsole.Write(table);
        }

        return ExitCodes.Ok;
    }

    private static IEnumerable<TariffRow> Rows(TariffHistory history, DateTimeOffset now)
    {
        var book = history.Versions.Where(v => !history.Withdrawn.ContainsKey(v.Version))
            .Aggregate(TariffBook.Empty, (all, v) => all.With(v));
        var inForce = book.InForce(history.Name, now)?.Version;
        return history.Versions.Select(set =>
        {
            var tariff = TariffReader.Read(set.Document, set.Version).Tariff!;
            var state = history.Withdrawn.ContainsKey(set.Version) ? "withdrawn"
                : tariff.Trial ? "trial"
                : set.Version == inForce ? "in force"
                : tariff.EffectiveFrom > now ? "to come" : "past";
            return new TariffRow(set.Name, set.Version, tariff.EffectiveFrom, tariff.Currency, tariff.Rules.Count, state);
        });
    }

    private static async Task<IReadOnlyList<TariffHistory>> AllAsync(DocumentStore store, CancellationToken cancellation)
    {
        var keys = new List<string>();
        await using (var command = store.DataSource.CreateCommand(StreamsOfTariffs))
        {
            command.Parameters.Add(new() { Value = TariffEventTypes.StreamPrefix });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                keys.Add(reader.GetString(0));
            }
        }

        var all = new List<TariffHistory>();
        foreach (var key in keys)
        {
            all.Add((await store.LightweightSession().Events.AggregateStreamAsync<TariffHistory>(key, cancellation: cancellation))!);
        }

        return all;
    }

    private static async Task<(IDocumentSession Session, IEventStream<TariffHistory> Stream)> OpenAsync(
        DocumentStore store, string name, CancellationToken cancellation)
    {
        var session = store.LightweightSession();
        session.SetHeader("actor", "operator:" + Environment.UserName);
        return (session, await session.Events.FetchForWriting<TariffHistory>(TariffEventTypes.StreamKey(name), cancellation));
    }

    private static TariffVersionSet Known(TariffHistory? history, string name, int? version) =>
        (version is null ? history?.Versions[^1] : history?.Versions.Find(v => v.Version == version))
        ?? throw new OperationException(
            ExitCodes.NotFound,
            (version is { } number && history is not null
                ? $"The tariff '{name}' has no version {Number(number)}."
                : $"There is no tariff '{name}'.")
            + " 'ticketflow-ops tariff list' shows them.");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record TariffRow(string Name, int Version, DateTimeOffset EffectiveFrom, string Currency, int Rules, string State);
}
