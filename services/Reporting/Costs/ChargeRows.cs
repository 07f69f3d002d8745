using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.Pricing;

namespace TicketFlow.Reporting.Costs;

/// <summary>Reads and writes rows of <c>charge</c>.</summary>
internal static class ChargeRows
{
    private const string Insert = """
        insert into charge (sequence, job_id, at, domain, user_name, department, cost_centre, resource, outcome, grade, tariff, tariff_version,
          currency, net, unpriced, lines)
        select c.sequence, c.job_id, c.at, c.domain, c.user_name, c.department, c.cost_centre, c.resource, c.outcome, c.grade, c.tariff,
          c.tariff_version, c.currency, c.net, c.unpriced, c.lines::jsonb
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) as c (sequence, job_id, at, domain, user_name,
          department, cost_centre, resource, outcome, grade, tariff, tariff_version, currency, net, unpriced, lines)
        """;

    private const string Select = """
        select c.sequence, c.job_id, c.at, c.domain, c.user_name, c.department, c.cost_centre, c.resource, j.title, c.outcome, c.grade, c.tariff,
          c.tariff_version, c.currency, c.net, c.lines::text
        from reporting.charge c left join reporting.job j on j.job_id = c.job_id
        where c.at >= $1 and c.at < $2 and ($3::text is null or c.cost_centre = $3 or ($3 = '' and c.cost_centre is null))
        order by c.sequence
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static NpgsqlBatchCommand Write(IReadOnlyList<Charge> rows) => new NpgsqlBatchCommand(Insert)
        .Longs(rows, c => c.Sequence).Texts(rows, c => c.JobId).Moments(rows, c => c.At).Texts(rows, c => c.Domain).Texts(rows, c => c.User)
        .Texts(rows, c => c.Department).Texts(rows, c => c.CostCentre).Texts(rows, c => c.Resource).Texts(rows, c => c.Outcome)
        .Texts(rows, c => c.Grade).Texts(rows, c => c.Tariff).Ints(rows, c => c.TariffVersion).Texts(rows, c => c.Currency)
        .Column(rows, c => c.Net, NpgsqlDbType.Numeric).Flags(rows, c => c.Lines.Any(line => line.Code == PriceCodes.Unpriced))
        .Texts(rows, c => JsonSerializer.Serialize(c.Lines, Json));

    /// <summary>The charges of a period in the order of the log, streaming: a million need no more memory than one.</summary>
    /// <param name="database">Reporting's database.</param>
    /// <param name="from">First moment, by the outcome's time.</param>
    /// <param name="to">First moment after it.</param>
    /// <param name="costCentre">Only of this cost centre; empty: only of those without one; null: all.</param>
    public static async IAsyncEnumerable<Charge> ReadAsync(
        NpgsqlDataSource database, DateTimeOffset from, DateTimeOffset to, string? costCentre,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var command = database.CreateCommand(Select);
        command.Parameters.Add(new() { Value = from.UtcDateTime });
        command.Parameters.Add(new() { Value = to.UtcDateTime });
        command.Parameters.Add(new() { Value = (object?)costCentre ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return Row(reader);
        }
    }

    private static Charge Row(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetMoment(2)!.Value, row.GetString(3), row.GetString(4), row.GetText(5), row.GetText(6),
        row.GetString(7), row.GetText(8), row.GetString(9), row.GetText(10), row.GetString(11), row.GetInt32(12), row.GetString(13),
        row.GetDecimal(14), JsonSerializer.Deserialize<List<PriceLine>>(row.GetString(15), Json)!);
}
