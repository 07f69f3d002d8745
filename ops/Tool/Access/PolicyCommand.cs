using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Access;

namespace TicketFlow.Ops.Access;

/// <summary>What all commands on the access policy do: change it by facts, show it, show its history, take the last change back.</summary>
internal static class PolicyCommand
{
    /// <summary>Records the facts and says what has changed.</summary>
    public static Task<int> ChangeAsync(string subject, IReadOnlyList<AccessEvent> facts, CancellationToken cancellation) =>
        Operation.WithStoreAsync(
            async (store, token) => Report(subject, await Editor(store).ChangeAsync(subject, facts, token)), cancellation);

    public static Task<int> UndoAsync(string subject, CancellationToken cancellation) => Operation.WithStoreAsync(
        async (store, token) => Report(subject, await Editor(store).UndoAsync(subject, token)), cancellation);

    /// <summary>The policy on the subject as it stands.</summary>
    public static async Task<PolicyState> StateAsync(DocumentStore store, string subject, CancellationToken cancellation) =>
        await store.LightweightSession().Events.AggregateStreamAsync<PolicyState>(subject, cancellation: cancellation) ?? PolicyState.Empty;

    public static async Task<int> HistoryAsync(DocumentStore store, string subject, bool json, CancellationToken cancellation)
    {
        var events = await store.LightweightSession().Events.FetchStreamAsync(subject, cancellation: cancellation);
        var table = NewTable("#", "time (UTC)", "actor", "what");
        foreach (var e in events)
        {
            var actor = e.Headers.TryGetValue("actor", out var name) ? name.ToString() : "server";
            if (json)
            {
                WriteJson(new { e.Version, at = e.Timestamp, type = e.EventTypeName, actor, data = e.Data });
                continue;
            }

            table.AddRow(
                e.Version.ToString(CultureInfo.InvariantCulture),
                e.Timestamp.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                Markup.Escape(actor), Markup.Escape(e.Data is AccessEvent fact ? Tell(fact) : e.EventTypeName));
        }

        return Finish(table, json, $"{subject}: nothing was ever set.");
    }

    public static Table NewTable(params string[] columns) => new Table().Border(TableBorder.Simple).AddColumns(columns);

    /// <summary>Writes the table, or the sentence when it is empty; nothing for scripts.</summary>
    public static int Finish(Table table, bool json, string whenEmpty)
    {
        if (!json && table.Rows.Count == 0)
        {
            Console.WriteLine(whenEmpty);
        }
        else if (!json)
        {
            AnsiConsole.Write(table);
        }

        return ExitCodes.Ok;
    }

    public static void WriteJson(object row) => Console.WriteLine(JsonSerializer.Serialize(row, Operation.Json));

    /// <summary>Who a rule is for.</summary>
    /// <exception cref="OperationException">It is written wrongly.</exception>
    public static string Who(string text) => Principal.Parse(text) ?? throw new OperationException(
        ExitCodes.Failed, $"'{text}' names nobody: write DOMAIN\\user, group:NAME or everybody.");

    public static string Group(string name) => Principal.IsGroupName(name.ToLowerInvariant())
        ? name.ToLowerInvariant()
        : throw new OperationException(ExitCodes.Failed, $"'{name}' cannot be a group's name: 1 to 128 characters without '\\'.");

    /// <exception cref="OperationException">It cannot be compared with others.</exception>
    public static string Version(string text) => SoftwareVersion.Parse(text) is not null
        ? text
        : throw new OperationException(
            ExitCodes.Failed, $"'{text}' is no version: write numbers with dots, for example 1.4 or 2.0-beta.1.");

    private static PolicyEditor Editor(DocumentStore store) => new(store, "operator:" + Environment.UserName);

    private static int Report(string subject, IReadOnlyList<AccessEvent> news)
    {
        foreach (var fact in news)
        {
            Console.WriteLine(Tell(fact) + ".");
        }

        if (news.Count == 0)
        {
            Console.WriteLine($"{subject}: nothing to change.");
        }

        return ExitCodes.Ok;
    }

    private static string Tell(AccessEvent fact) => fact switch
    {
        AccessAllowed e => $"{e.Resource}: {e.Principal} is allowed",
        AccessDenied e => $"{e.Resource}: {e.Principal} is denied",
        AccessForgotten e => $"{e.Resource}: no rule for {e.Principal} any more",
        GroupMemberAdded e => $"group {e.Group}: {e.Member} is a member",
        GroupMemberRemoved e => $"group {e.Group}: {e.Member} is no member any more",
        ClientMinimumSet e => $"clients on {e.Family}: " + (e.Version is null ? "any version will do" : $"at least {e.Version}"),
        ClientRecommendationSet e =>
            $"clients on {e.Family}: " + (e.Version is null ? "no version is recommended" : $"{e.Version} is recommended"),
        DriverMinimumSet e => $"driver {e.Driver}: " + (e.Version is null ? "any version will do" : $"at least {e.Version}"),
        DriverBlocked e => $"driver {e.Driver}{Of(e.Version)} is blocked" + (e.Reason is null ? "" : $" ({e.Reason})"),
        DriverUnblocked e => $"driver {e.Driver}{Of(e.Version)} is not blocked any more",
        DriverCertified e => $"driver {e.Driver}{Of(e.Version)} is certified",
        DriverDecertified e => $"driver {e.Driver}{Of(e.Version)} is not certified any more",
        CertifiedDriversDemanded e => e.Only ? "only certified drivers may be used" : "drivers need no certificate",
        _ => fact.ToString(),
    };

    private static string Of(string? version) => version is null ? " (all versions)" : " " + version;
}
