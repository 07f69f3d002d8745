using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.Hosting;
using TicketFlow.Pricing;

namespace TicketFlow.TicketServer.Budgets;

/// <summary>Budgets, tariffs and members in memory. While nobody has a budget, only their (empty) table is ever read.</summary>
internal sealed class BudgetWatch(NpgsqlDataSource database, TimeProvider clock, ILogger<BudgetWatch> log)
    : ListeningWorker(database)
{
    /// <summary>For a notification that was lost between two connections.</summary>
    private static readonly TimeSpan ReadAnyway = TimeSpan.FromSeconds(30);

    private readonly NpgsqlDataSource _database = database;
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile BudgetBook _current = BudgetBook.Empty;
    private MemberBook _members = MemberBook.Empty;
    private long _membersVersion;
    private NpgsqlConnection? _listening;
    private bool _hasChanged;
    private DateTimeOffset _readAt;

    /// <summary>What is in force.</summary>
    public BudgetBook Current => _current;

    protected override string Channel => BudgetProjection.Channel;

    /// <summary>Returns when the budgets are known: before that nothing may be reserved.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await _loaded.Task.WaitAsync(cancellationToken);
    }

    protected override async Task WorkAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        if (!ReferenceEquals(connection, _listening))
        {
            connection.Notification += (_, _) => _hasChanged = true;
            (_listening, _hasChanged) = (connection, true);
        }

        if (_hasChanged || clock.GetUtcNow() - _readAt > ReadAnyway)
        {
            (_hasChanged, _readAt) = (false, clock.GetUtcNow());
            await ReadAsync(stopping);
            _loaded.TrySetResult();
        }
    }

    protected override void Lost(string reason)
    {
        _hasChanged = true;
        BudgetLog.Stale(log, reason);
    }

    private async Task ReadAsync(CancellationToken stopping)
    {
        var budgets = await ReadAsync(BudgetRows.SelectBudgets, BudgetRows.Budget, stopping);
        if (budgets.Count == 0)
        {
            _current = BudgetBook.Empty;
        }
        else
        {
            var tariffs = await ReadAsync(BudgetRows.SelectTariffs, BudgetRows.Tariff, stopping);
            _current = new BudgetBook(
                budgets, tariffs.Aggregate(TariffBook.Empty, (book, set) => book.With(set)), await MembersAsync(stopping));
        }
    }

    private async Task<MemberBook> MembersAsync(CancellationToken stopping)
    {
        var version = (await ReadAsync(MemberRows.SelectVersion, row => row.GetInt64(0), stopping))[0];
        if (version != _membersVersion)
        {
            _members = new MemberBook(await ReadAsync(MemberRows.Select, MemberRows.Member, stopping));
            _membersVersion = version;
        }

        return _members;
    }

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> row, CancellationToken stopping)
    {
        await using var command = _database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var rows = new List<T>();
        while (await reader.ReadAsync(stopping))
        {
            rows.Add(row(reader));
        }

        return rows;
    }
}

internal static partial class BudgetLog
{
    [LoggerMessage(1700, LogLevel.Warning, "The budgets cannot be read: {Reason}. The last known ones stay in force.")]
    public static partial void Stale(ILogger log, string reason);
}
