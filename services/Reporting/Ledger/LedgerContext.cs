using Npgsql;
using TicketFlow.Reporting.Organisation;

namespace TicketFlow.Reporting.Ledger;

/// <summary>What outcomes are seen against: the organisation and the resources, as the log so far tells. Loaded once per run.</summary>
internal sealed class LedgerContext
{
    private const string SelectAssignments =
        "select sequence, kind, subject, from_at, department, cost_centre, groups, site from assignment order by sequence";

    private const string InsertAssignments = """
        insert into assignment (sequence, kind, subject, from_at, department, cost_centre, groups, site)
        select a.sequence, a.kind, a.subject, a.from_at, a.department, a.cost_centre, string_to_array(a.groups, E'\x1f'), a.site
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) as a (sequence, kind, subject, from_at, department, cost_centre, groups, site)
        """;

    private readonly List<Assignment> _new = [];

    private LedgerContext()
    {
    }

    public OrganisationBook Organisation { get; } = new();

    public ResourceBook Resources { get; } = new();

    public static async Task<LedgerContext> LoadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var context = new LedgerContext();
        await using (var command = new NpgsqlCommand(SelectAssignments, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                context.Organisation.Add(Row(reader));
            }
        }

        await context.Resources.LoadAsync(connection, cancellation);
        return context;
    }

    public void Assign(Assignment assignment)
    {
        Organisation.Add(assignment);
        _new.Add(assignment);
    }

    /// <summary>The site it was given, or its location up to the first comma or slash.</summary>
    public string? SiteOf(string name, ResourceRecord? resource, DateTimeOffset at) =>
        Organisation.At(AssignmentKinds.Resource, name, at)?.Site ?? LocationSite.Of(resource?.Location);

    public void WriteTo(NpgsqlBatch batch)
    {
        if (_new.Count > 0)
        {
            IReadOnlyList<Assignment> rows = [.. _new];
            batch.BatchCommands.Add(new NpgsqlBatchCommand(InsertAssignments)
                .Longs(rows, a => a.Sequence).Texts(rows, a => a.Kind).Texts(rows, a => a.Subject).Moments(rows, a => a.From)
                .Texts(rows, a => a.Department).Texts(rows, a => a.CostCentre).Texts(rows, a => string.Join('\u001f', a.Groups))
                .Texts(rows, a => a.Site));
            _new.Clear();
        }

        Resources.WriteTo(batch);
    }

    private static Assignment Row(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetMoment(3)!.Value, row.GetText(4), row.GetText(5),
        row.GetFieldValue<string[]>(6), row.GetText(7));
}
