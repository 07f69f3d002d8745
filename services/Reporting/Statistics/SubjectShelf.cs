using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.Reporting.Statistics;

/// <summary>
/// The numbers of subjects: those in use stay at hand between pages, up to a bound; others are fetched with one query, or made. A subject's
/// number is the sequence of its first outcome, so that it is the same however the log is cut into pages.
/// </summary>
internal sealed class SubjectShelf
{
    // At some 500 bytes each.
    private const int MostKept = 50_000;

    private const string Select = "select digest, id from usage_subject where digest = any($1)";

    private readonly Dictionary<UsageSubject, long> _kept = [];

    /// <summary>The numbers of the page's subjects, and the rows of those that are new.</summary>
    public async Task<(long[] Ids, IReadOnlyList<KeyValuePair<UsageSubject, long>> New)> FindAsync(
        IReadOnlyList<UsageEntry> entries, NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (_kept.Count > MostKept)
        {
            _kept.Clear();
        }

        var missing = entries.Select(e => e.Subject).Where(s => !_kept.ContainsKey(s)).Distinct().ToDictionary(s => s.Digest);
        if (missing.Count > 0)
        {
            await FetchAsync(missing, connection, cancellation);
        }

        var (ids, made) = (new long[entries.Count], new List<KeyValuePair<UsageSubject, long>>());
        for (var i = 0; i < ids.Length; i++)
        {
            var (subject, sequence) = (entries[i].Subject, entries[i].Outcome.Sequence);
            if (!_kept.TryGetValue(subject, out ids[i]))
            {
                _kept[subject] = ids[i] = sequence;
                made.Add(new(subject, sequence));
            }
        }

        return (ids, made);
    }

    private async Task FetchAsync(Dictionary<Guid, UsageSubject> missing, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Select, connection)
        {
            Parameters = { new() { Value = missing.Keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            _kept[missing[reader.GetGuid(0)]] = reader.GetInt64(1);
        }
    }
}
