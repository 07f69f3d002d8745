using Npgsql;
using TicketFlow.Invoicing.Composing;
using TicketFlow.Pricing;
using TicketFlow.Reporting.Ledger;

namespace TicketFlow.Reporting.Costs;

/// <summary>What another tariff would have made of a period: a report of its own that changes nothing.</summary>
/// <param name="Group">What is summed up by; empty: the jobs that have none.</param>
/// <param name="Jobs">Completed jobs.</param>
/// <param name="Charged">What was charged in the tariff's currency.</param>
/// <param name="ChargedOtherwise">Jobs that were charged in another currency; their amounts are in no sum.</param>
/// <param name="WouldBe">What the tariff would have made of them.</param>
/// <param name="Unpriced">Jobs of which it lacks something and does not guess.</param>
internal sealed record WhatIfRow(string Group, long Jobs, decimal Charged, long ChargedOtherwise, decimal WouldBe, long Unpriced)
{
    /// <summary>What discounts by the month's sum would take off <see cref="WouldBe"/>; 0 where they are not asked for.</summary>
    public decimal Discount { get; init; }

    /// <summary>The row with one more job.</summary>
    public WhatIfRow With(Price price, string? currency, decimal? charged) => this with
    {
        Jobs = Jobs + 1,
        Charged = Charged + (currency == price.Currency ? charged ?? 0 : 0),
        ChargedOtherwise = ChargedOtherwise + (currency is not null && currency != price.Currency ? 1 : 0),
        WouldBe = WouldBe + price.Net,
        Unpriced = Unpriced + (price.IsUnpriced ? 1 : 0),
    };
}

/// <summary>Reads the outcomes of a period one by one, and prices each anew.</summary>
internal static class WhatIf
{
    // Stands in no name.
    private const char Between = '\u001f';

    private const string Select = """
        select o.at, o.domain, o.user_name, o.resource, o.bytes, o.resource_kind, o.department, o.cost_centre, o.groups, o.pages, o.copies,
          o.sheets, o.colour, o.sides, o.paper, o.print_ms, c.currency, c.net, o.kind
        from reporting.outcome o left join reporting.charge c on c.sequence = o.sequence
        where (o.kind = 'completed' or (o.kind = 'leased' and o.print_ms > 0)) and o.at >= $1 and o.at < $2
        """;

    /// <summary>The report, ordered by group.</summary>
    /// <param name="database">Reporting's database.</param>
    /// <param name="tariff">Whatever its effective date.</param>
    /// <param name="from">First moment, by the outcome's time.</param>
    /// <param name="to">First moment after it.</param>
    /// <param name="groupOf">What is summed up by.</param>
    public static async Task<IReadOnlyList<WhatIfRow>> ReportAsync(
        NpgsqlDataSource database, Tariff tariff, DateTimeOffset from, DateTimeOffset to, Func<PricedJob, string?> groupOf,
        CancellationToken cancellation)
    {
        var rows = new SortedDictionary<string, WhatIfRow>(StringComparer.Ordinal);
        await using var command = database.CreateCommand(Select);
        command.Parameters.Add(new() { Value = from.UtcDateTime });
        command.Parameters.Add(new() { Value = to.UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var (job, currency, charged) = Row(reader);
            var group = groupOf(job) ?? "";
            var row = rows.GetValueOrDefault(group) ?? new WhatIfRow(group, 0, 0, 0, 0, 0);
            rows[group] = row.With(Pricer.Of(job, tariff), currency, charged);
        }

        return [.. rows.Values];
    }

    /// <summary>
    /// The report by cost centre, with what volume discounts would take off: by what the month would come to under the tariff.
    /// </summary>
    /// <param name="discounts">As the invoices' settings have them.</param>
    public static async Task<IReadOnlyList<WhatIfRow>> ReportByCostCentreAsync(
        NpgsqlDataSource database, Tariff tariff, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<VolumeDiscount> discounts,
        CancellationToken cancellation)
    {
        var users = await ReportAsync(
            database, tariff, from, to, job => $"{job.CostCentre}{Between}{job.Domain}\\{job.User}", cancellation);
        return [.. users.GroupBy(u => u.Group.Split(Between)[0], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(centre => new WhatIfRow(
                centre.Key, centre.Sum(u => u.Jobs), centre.Sum(u => u.Charged), centre.Sum(u => u.ChargedOtherwise),
                centre.Sum(u => u.WouldBe), centre.Sum(u => u.Unpriced))
            {
                Discount = VolumeDiscounts.Of(discounts, centre.Key, tariff.Currency, centre.ToDictionary(
                    u => u.Group, u => new UserMonth(u.WouldBe, (int)u.Jobs))).Sum(granted => granted.Amount),
            })];
    }

    private static (PricedJob Job, string? Currency, decimal? Charged) Row(NpgsqlDataReader row)
    {
        var job = new PricedJob(
            row.GetMoment(0)!.Value, row.GetText(1) ?? "", row.GetText(2) ?? "", row.GetText(3) ?? "", row.GetInt64(4))
        {
            Kind = row.GetText(5),
            Department = row.GetText(6),
            CostCentre = row.GetText(7),
            Groups = row.GetFieldValue<string[]>(8),
            Pages = row.GetInt(9),
            Copies = row.GetInt(10),
            Sheets = row.GetLong(11),
            Colour = row.GetFlag(12),
            Sides = row.GetInt(13),
            Paper = row.GetText(14),
            IsLease = row.GetString(18) == OutcomeKinds.Leased,
            Lasted = row.GetLong(15) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        };
        return (job, row.GetText(16), row.IsDBNull(17) ? null : row.GetDecimal(17));
    }
}
