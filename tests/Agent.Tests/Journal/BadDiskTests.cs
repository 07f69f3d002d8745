using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TicketFlow.Agent.Journal;
using static TicketFlow.Agent.Tests.Journal.JournalTests;

namespace TicketFlow.Agent.Tests.Journal;

/// <summary>
/// A disk that does not take what is written. After a failed flush the system shows pages that the disk never got, and the next flush says
/// nothing: such a file is not written on.
/// </summary>
public sealed class BadDiskTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tf-journal-").FullName;
    private volatile int _failures;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task After_a_failed_flush_every_record_goes_into_a_new_file_and_the_refused_one_is_nowhere()
    {
        using (var journal = Open(out _))
        {
            await journal.AppendDurablyAsync(RecordKind.Event, Key(1), "one"u8, "the document"u8.ToArray());
            journal.Append(RecordKind.Event, Key(2), "two"u8);
            _failures = 1;
            await Should.ThrowAsync<IOException>(() => journal.AppendDurablyAsync(RecordKind.Event, Key(3), "refused"u8));
            journal.Append(RecordKind.Event, Key(2), "later"u8);
            await journal.AppendDurablyAsync(RecordKind.Event, Key(4), "four"u8);
            (await new StreamReader(journal.OpenDocument(Key(1))).ReadToEndAsync()).ShouldBe("the document");
        }

        Directory.GetFiles(_directory).Select(Path.GetFileName).ShouldBe(["00000002.journal"]);
        ReadBack().ShouldBe(["one", "two", "later", "four"]);
    }

    [Fact]
    public async Task While_the_disk_stays_bad_everything_is_refused_and_when_it_heals_nothing_is_missing()
    {
        using (var journal = Open(out _))
        {
            await journal.AppendDurablyAsync(RecordKind.Event, Key(1), "one"u8);
            _failures = 6;
            for (var i = 0; i < 3; i++)
            {
                journal.Append(RecordKind.Event, Key(1), Encoding.UTF8.GetBytes($"late {i}"));
                (await Should.ThrowAsync<IOException>(() => journal.AppendDurablyAsync(RecordKind.Event, Key(2), "refused"u8)))
                    .Message.ShouldContain("journal");
            }

            _failures = 0;
            await journal.AppendDurablyAsync(RecordKind.Event, Key(3), "three"u8);
        }

        ReadBack().ShouldBe(["one", "late 0", "late 1", "late 2", "three"]);
    }

    [Fact]
    public async Task A_journal_that_may_not_be_rewritten_any_more_is_written_on()
    {
        var options = new JournalOptions
        {
            CompactAbove = 1,
            KeepClosed = 1,
            AtStep = _ => throw new UnauthorizedAccessException("Access to the path is denied."),
        };
        using (var journal = JobJournal.Open(_directory, options, static _ => { }, NullLogger.Instance))
        {
            for (var job = 1; job < 5; job++)
            {
                await journal.AppendDurablyAsync(RecordKind.Event, Key(job), "begun"u8);
                await journal.AppendDurablyAsync(RecordKind.Closed, Key(job), "closed"u8);
            }

            await journal.AppendDurablyAsync(RecordKind.Event, Key(9), "after"u8);
        }

        ReadBack()[^1].ShouldBe("after");
    }

    [Theory]
    [InlineData(28, "disk-full")]
    [InlineData(122, "disk-full")]
    [InlineData(5, "disk-failed")]
    public void A_full_disk_is_told_from_a_broken_one(int errno, string code)
    {
        var wrapped = new IOException("The job journal could not be written", new IOException("…", errno));
        DiskFaults.CodeOf(wrapped).ShouldBe(code);
    }

    private List<string> ReadBack()
    {
        using (Open(out var records))
        {
            return [.. records.Select(record => Encoding.UTF8.GetString(record.Json))];
        }
    }

    private JobJournal Open(out List<JournalRecord> records)
    {
        records = [];
        var options = new JournalOptions
        {
            Flush = file =>
            {
                if (_failures > 0)
                {
                    _failures--;
                    throw new IOException("Input/output error", 5);
                }

                RandomAccess.FlushToDisk(file);
            },
        };
        return JobJournal.Open(_directory, options, records.Add, NullLogger.Instance);
    }
}
