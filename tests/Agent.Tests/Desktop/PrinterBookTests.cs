using System.Collections.Concurrent;
using System.Text.Json;
using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Desktop;
using TicketFlow.Agent.Desktop.Users;
using TicketFlow.Agent.Options;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>Whose printers are whose on a shared machine, and how seldom the server is asked.</summary>
public sealed class PrinterBookTests : IAsyncLifetime
{
    private static readonly DesktopCaller Alice = new("alice", IsSpooler: false);
    private static readonly DesktopCaller Bob = new("bob", IsSpooler: false);
    private static readonly DesktopCaller Cups = new("lp", IsSpooler: true);

    private readonly string _home = Directory.CreateTempSubdirectory("tf-book-").FullName;
    private readonly HandClock _clock = new();
    private readonly OutgoingQueue _outgoing;
    private readonly ServerQueries _queries;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _server;
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly BrokerOptions _broker = new() { AnswerWait = TimeSpan.FromMinutes(5) };
    private readonly LinkCondition _link = new();
    private Func<string?, string[]?> _printers = user => user switch
    {
        "alice" => ["hall", "secret"],
        "mallory" => ["invented"],
        _ => ["hall"],
    };

    public PrinterBookTests()
    {
        _outgoing = new OutgoingQueue(_clock);
        _queries = new ServerQueries(_outgoing, _broker, _clock);
        _server = ServeAsync();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _server.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Each_user_has_the_own_printers_and_the_desktop_has_all()
    {
        var book = Book();
        (await FindAsync(book, Alice, "SECRET")).ShouldSatisfyAllConditions(
            found => found.Printer!.Name.ShouldBe("secret"), found => found.MayUse.ShouldBeTrue());
        (await FindAsync(book, Bob, "hall")).MayUse.ShouldBeTrue();
        var refused = await FindAsync(book, Bob, "secret");
        (refused.Printer?.Name, refused.MayUse).ShouldBe(("secret", false));
        (await FindAsync(book, Bob, "nowhere")).Printer.ShouldBeNull();
        book.Printers.Select(printer => printer.Name).ShouldBe(["hall", "secret"]);
        book.PrintersOf("bob").Select(printer => printer.Name).ShouldBe(["hall"]);
    }

    [Fact]
    public async Task A_print_system_may_reach_every_printer_of_the_desktop_and_adds_none()
    {
        var book = Book();
        (await FindAsync(book, Alice, "secret")).MayUse.ShouldBeTrue();
        (await book.FindAsync(Cups, "bob", "secret", default)).MayUse.ShouldBeTrue();
        (await book.FindAsync(Cups, "mallory", "invented", default)).Printer!.Name.ShouldBe("invented");
        book.Printers.Select(printer => printer.Name).ShouldBe(["hall", "secret"]);
        Memory().Facts.Users!.Keys.ShouldBe(["alice"], "only who was proven");
    }

    [Fact]
    public async Task A_look_around_asks_only_for_users_who_wanted_something_since()
    {
        var book = Book();
        await FindAsync(book, Alice, "hall");
        await FindAsync(book, Bob, "hall");
        _clock.Advance(TimeSpan.FromMinutes(30));
        _asked.Clear();
        (await book.RefreshAsync(TimeSpan.FromSeconds(1), default)).ShouldBeTrue();
        _asked.ShouldBe([""]);

        _clock.Advance(TimeSpan.FromMinutes(30));
        await book.FindAsync(Alice, "alice", "hall", default);
        _clock.Advance(TimeSpan.FromSeconds(2));
        _asked.Clear();
        (await book.RefreshAsync(TimeSpan.FromSeconds(1), default)).ShouldBeTrue();
        _asked.ShouldContain("");
        _asked.ShouldNotContain("bob");

        _clock.Advance(TimeSpan.FromHours(25));
        (await book.RefreshAsync(TimeSpan.FromSeconds(1), default)).ShouldBeTrue();
        _asked.ToArray().Contains("bob").ShouldBeTrue("once a day, so that printers that are no more leave the desktop");
    }

    [Fact]
    public async Task After_a_restart_nobody_loses_a_queue_before_everybody_was_asked_for()
    {
        await FindAsync(Book(), Alice, "secret");
        var book = Book();
        _printers = user => user == "alice" ? null : ["hall"];
        _broker.AnswerWait = TimeSpan.FromMilliseconds(50);
        (await book.RefreshAsync(TimeSpan.Zero, default)).ShouldBeFalse("alice's is still open");
        book.Printers.Select(printer => printer.Name).ShouldBe(["hall", "secret"]);

        _printers = _ => ["hall"];
        _broker.AnswerWait = TimeSpan.FromMinutes(5);
        (await book.RefreshAsync(TimeSpan.Zero, default)).ShouldBeTrue();
        book.Printers.Select(printer => printer.Name).ShouldBe(["hall"]);
    }

    [Fact]
    public async Task While_the_server_is_silent_a_user_gets_what_stands_on_the_desktop_and_waits_once()
    {
        await FindAsync(Book(), Alice, "secret");
        var book = Book();
        _printers = _ => null;
        _broker.AnswerWait = TimeSpan.FromMilliseconds(50);
        _asked.Clear();
        for (var turn = 0; turn < 3; turn++)
        {
            (await FindAsync(book, Bob, "secret")).MayUse.ShouldBeTrue("the server will say so, about the job");
        }

        _link.Broken("server-silent", "away");
        (await FindAsync(book, new DesktopCaller("carol", IsSpooler: false), "hall")).MayUse.ShouldBeTrue();
        (_printers, _broker.AnswerWait) = (_ => ["hall"], TimeSpan.FromMinutes(5));
        _link.Works();
        await FindAsync(book, new DesktopCaller("dave", IsSpooler: false), "new");
        _asked.AsEnumerable().ShouldBe(["bob", "dave"], "nobody is asked for again so soon, nor while it is known to be away");
    }

    [Fact]
    public async Task Invented_names_do_not_fill_the_memory()
    {
        var book = Book();
        await FindAsync(book, Alice, "secret");
        for (var number = 0; number < 2 * KnownUsers.Most; number++)
        {
            (await book.FindAsync(Cups, $"user{number}", "nowhere", default)).Printer.ShouldBeNull();
        }

        book.Users.ShouldBeLessThanOrEqualTo(KnownUsers.Most);
        book.Printers.Select(printer => printer.Name).ShouldBe(["hall", "secret"], "who was proven is kept");
    }

    private static Task<FoundPrinter> FindAsync(PrinterBook book, DesktopCaller caller, string printer) =>
        book.FindAsync(caller, caller.Account, printer, CancellationToken.None).AsTask();

    private DesktopMemory Memory() => new(new AgentOptions { Home = _home });

    private PrinterBook Book()
    {
        var memory = Memory();
        var known = new KnownUsers(memory, new AgentOptions { Home = _home, Shared = true }, _clock);
        return new PrinterBook(_queries, _link, memory, known, _clock);
    }

    /// <summary>Plays the ticket server: answers, or is silent where there is no list.</summary>
    private async Task ServeAsync()
    {
        while (await _outgoing.WaitAsync(_end.Token))
        {
            while (_outgoing.TryTake(out var message))
            {
                var query = JsonSerializer.Deserialize(message.Body, AgentJson.Default.PrinterQuery)!;
                _asked.Enqueue(query.User ?? "");
                if (_printers(query.User) is { } names)
                {
                    _queries.Answered(
                        query.Sequence, new PrinterList(query.Sequence, [.. names.Select(name => new PrinterEntry(name, "idle", 0, 0))]));
                }
            }
        }
    }

    /// <summary>Time passes when it is told to; whoever waits, waits for real.</summary>
    private sealed class HandClock : TimeProvider
    {
        private long _ticks = new DateTime(2026, 11, 21, 8, 0, 0, DateTimeKind.Utc).Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

        public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
    }
}
