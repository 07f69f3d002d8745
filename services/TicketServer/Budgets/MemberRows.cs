using System.Text.Json;
using Npgsql;

namespace TicketFlow.TicketServer.Budgets;

/// <summary>
/// Reads the organisation from its stream. Past the event registry, for there one alias is one type: the events are reporting's, and the
/// operators' tool knows them by reporting's types.
/// </summary>
internal static class MemberRows
{
    public const string SelectVersion = "select coalesce(max(version), 0) from mt_streams where id = 'organisation'";

    public const string Select = """
        select type, data::text from mt_events where stream_id = 'organisation'
          and type in ('person_assigned', 'person_left', 'department_assigned') order by version
        """;

    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    public static MemberEvent Member(NpgsqlDataReader row) => row.GetString(0) switch
    {
        "person_assigned" => Read<PersonAssigned>(row),
        "person_left" => Read<PersonLeft>(row),
        _ => Read<DepartmentAssigned>(row),
    };

    private static T Read<T>(NpgsqlDataReader row) => JsonSerializer.Deserialize<T>(row.GetString(1), Json)!;
}
