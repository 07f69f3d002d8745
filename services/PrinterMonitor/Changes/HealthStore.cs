using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Changes;

/// <summary>Reads what is written down of the resources' health.</summary>
internal sealed class HealthStore(NpgsqlDataSource database)
{
    /// <summary>A fleet that falls silent at once must not take every connection there is.</summary>
    private readonly SemaphoreSlim _few = new(8);

    internal static readonly JsonSerializerOptions DetailJson = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <summary>Of these resources; one without a row is not in the answer.</summary>
    public async Task<IReadOnlyDictionary<string, KnownHealth>> ReadAsync(
        IReadOnlyCollection<string> resources, CancellationToken cancellation)
    {
        await _few.WaitAsync(cancellation);
        try
        {
            return await ReadNowAsync(resources, cancellation);
        }
        finally
        {
            _few.Release();
        }
    }

    private async Task<Dictionary<string, KnownHealth>> ReadNowAsync(IReadOnlyCollection<string> resources, CancellationToken cancellation)
    {
        await using var command = database
            .CreateCommand("select resource, version, body::text, changed_at from monitor.health where resource = any($1)")
            .With(resources.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<string, KnownHealth>(resources.Count, StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            found[reader.GetString(0)] = Row(reader);
        }

        return found;
    }

    /// <summary>The newest reading that was noted, or null when the resource never answered.</summary>
    public async Task<PrinterHealth?> ReadDetailAsync(string resource, CancellationToken cancellation)
    {
        await _few.WaitAsync(cancellation);
        try
        {
            await using var command = database
                .CreateCommand("select detail::text from monitor.health where resource = $1 and seen_at is not null")
                .With(resource, NpgsqlDbType.Text);
            return await command.ExecuteScalarAsync(cancellation) is string json
                ? JsonSerializer.Deserialize<PrinterHealth>(json, DetailJson)
                : null;
        }
        finally
        {
            _few.Release();
        }
    }

    /// <summary>Columns: resource, version, body, changed_at.</summary>
    internal static KnownHealth Row(NpgsqlDataReader reader) => new(
        reader.GetInt64(1),
        reader.GetText(2) is { } body ? JsonSerializer.Deserialize(body, HealthJson.Default.ResourceHealthChanged) : null,
        reader.GetMoment(3));
}
