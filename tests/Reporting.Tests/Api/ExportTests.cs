using System.Net;
using TicketFlow.Contracts.Errors;
using TicketFlow.Reporting.Api.Lists;

namespace Reporting.Tests.Api;

/// <summary>Exports as CSV: all rows, and hardly any of them at once.</summary>
[Collection(ApiSite.Name)]
public sealed class ExportTests(ApiSite site)
{
    private static readonly Column[] Columns =
        [new("n", "n", CellKind.Number, ""), new("text", "text", CellKind.Text, ""), new("at", "at", CellKind.Time, "")];

    [Fact]
    public async Task An_export_has_a_heading_and_every_row()
    {
        var text = await site.Reader.GetStringAsync("outcomes.csv?columns=sequence,user,pages&kind=completed");
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("sequence,user,pages");
        lines.Length.ShouldBe(
            1 + (int)await site.Log.Database.ScalarAsync<long>("select count(*) from reporting.outcome where kind = 'completed'"));
    }

    [Fact]
    public async Task No_more_is_read_than_the_caller_takes_however_many_rows_there_are()
    {
        await using var store = site.Log.OpenReporting();
        await using var command = store.DataSource.CreateCommand("select n, repeat('x', 100), now() from generate_series(1, 1000000) as n");
        await using var reader = await command.ExecuteReaderAsync();
        using var slow = new SlowCaller();
        var export = new CsvStream(slow);
        var writing = export.WriteAsync(Columns, reader, default);
        await slow.FirstWrite.WaitAsync(Eventually.Deadline);

        // It waits with one buffer in its hands.
        (export.Rows * 100).ShouldBeLessThan(CsvStream.Held * 2);
        slow.Go();
        await writing.WaitAsync(TimeSpan.FromSeconds(120));
        (export.Rows, slow.Largest).ShouldSatisfyAllConditions(
            r => r.Rows.ShouldBe(1_000_000), r => r.Largest.ShouldBeLessThanOrEqualTo(CsvStream.Held));
        slow.Taken.ShouldBeGreaterThan(100_000_000);
    }

    [Fact]
    public async Task What_looks_like_a_formula_is_text_and_numbers_stay_numbers()
    {
        await using var store = site.Log.OpenReporting();
        await using var command = store.DataSource.CreateCommand("""select -1, '=HYPERLINK("x")', null::timestamptz""");
        await using var reader = await command.ExecuteReaderAsync();
        using var body = new MemoryStream();
        await new CsvStream(body).WriteAsync(Columns, reader, default);
        System.Text.Encoding.UTF8.GetString(body.ToArray()).ShouldBe("n,text,at\r\n-1,\"'=HYPERLINK(\"\"x\"\")\",\r\n");
    }

    [Fact]
    public async Task Exports_beyond_the_limit_are_told_to_come_later()
    {
        using var gate = new TicketFlow.Reporting.Api.ExportGate(
            Microsoft.Extensions.Options.Options.Create(new TicketFlow.Reporting.Api.ApiOptions { MostExports = 1 }));
        using (gate.Enter())
        {
            Should.Throw<TicketFlow.Reporting.Api.ApiProblemException>(gate.Enter).Problem.Code.ShouldBe(FinanceErrors.TooManyExports);
        }

        gate.Enter().Dispose();
        (await site.Reader.GetAsync("jobs.csv")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await site.Reader.GetAsync("jobs.csv")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await site.Reader.GetAsync("jobs.csv")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private sealed class SlowCaller : Stream
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task FirstWrite => _first.Task;

        public long Taken { get; private set; }

        public int Largest { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Go() => _go.SetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _first.TrySetResult();
            await _go.Task;
            Taken += buffer.Length;
            Largest = Math.Max(Largest, buffer.Length);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The service never blocks.");
    }
}
