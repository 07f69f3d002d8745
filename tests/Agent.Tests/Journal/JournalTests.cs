using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TicketFlow.Agent.Journal;

namespace TicketFlow.Agent.Tests.Journal;

public sealed class JournalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tf-journal-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_was_appended_is_read_back_in_order_with_its_document()
    {
        using (var journal = Open(out _))
        {
            await journal.AppendDurablyAsync(RecordKind.Event, Key(1), "one"u8, "document"u8.ToArray());
            journal.Append(RecordKind.Event, Key(2), "two"u8);
            await journal.AppendDurablyAsync(RecordKind.Event, Key(1), "three"u8);
        }

        using var again = Open(out var records);
        records.Select(r => (r.Key, Text(r))).ShouldBe([(Key(1), "one"), (Key(2), "two"), (Key(1), "three")]);
        (await ReadAsync(again, Key(1))).ShouldBe("document");
    }

    [Fact]
    public async Task A_tail_torn_at_any_byte_is_cut_and_every_record_before_it_kept()
    {
        using (var journal = Open(out _))
        {
            await journal.AppendDurablyAsync(RecordKind.Event, Key(1), "one"u8, "document"u8.ToArray());
            await journal.AppendDurablyAsync(RecordKind.Event, Key(2), "two"u8, "the torn one"u8.ToArray());
        }

        var whole = await File.ReadAllBytesAsync(JournalFilePath());
        var first = whole.AsSpan(4).IndexOf(JournalFrame.Magic) + 4;
        for (var length = first; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(JournalFilePath(), whole[..length]);
            using (var journal = Open(out var records))
            {
                records.ShouldHaveSingleItem().Key.ShouldBe(Key(1));
                await journal.AppendDurablyAsync(RecordKind.Event, Key(3), "after"u8);
            }

            using var again = Open(out var both);
            both.Select(r => r.Key).ShouldBe([Key(1), Key(3)]);
        }
    }

    [Fact]
    public async Task Damage_at_any_byte_in_the_middle_costs_that_record_only_and_the_file_is_kept()
    {
        using (var journal = Open(out _))
        {
            await journal.AppendDurablyAsync(RecordKind.Event, Key(1), "one"u8);
            await journal.AppendDurablyAsync(RecordKind.Event, Key(2), "two"u8, "doc"u8.ToArray());
            await journal.AppendDurablyAsync(RecordKind.Event, Key(3), "three"u8);
        }

        var whole = await File.ReadAllBytesAsync(JournalFilePath());
        var second = whole.AsSpan(4).IndexOf(JournalFrame.Magic) + 4;
        var third = whole.AsSpan(second + 4).IndexOf(JournalFrame.Magic) + second + 4;
        for (var at = second; at < third; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x55;
            await File.WriteAllBytesAsync(JournalFilePath(), damaged);
            using (Open(out var records))
            {
                records.Select(r => r.Key).ShouldBe([Key(1), Key(3)], $"byte {at}");
            }

            (await File.ReadAllBytesAsync(JournalFilePath() + ".damaged")).ShouldBe(damaged);
        }
    }

    [Fact]
    public async Task Many_callers_at_once_all_find_their_records()
    {
        using (var journal = Open(out _))
        {
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() =>
                journal.AppendDurablyAsync(RecordKind.Event, Key(i), Encoding.UTF8.GetBytes($"job {i}"), new byte[i]))));
        }

        using var again = Open(out var records);
        records.Select(Text).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, 500).Select(i => $"job {i}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Compaction_keeps_open_jobs_and_the_last_summaries_and_their_documents_stay_readable()
    {
        var options = new JournalOptions { CompactAbove = 10_000, KeepClosed = 2 };
        using (var journal = Open(out _, options))
        {
            await journal.AppendDurablyAsync(RecordKind.Event, Key(1), "open"u8, "the document"u8.ToArray());
            var reading = journal.OpenDocument(Key(1));
            for (var i = 10; i < 60; i++)
            {
                await journal.AppendDurablyAsync(RecordKind.Event, Key(i), "event"u8, new byte[1000]);
                await journal.AppendDurablyAsync(RecordKind.Closed, Key(i), "closed"u8);
            }

            await Until(() => Directory.GetFiles(_directory, "00000001*").Length == 0);
            (await new StreamReader(reading).ReadToEndAsync()).ShouldBe("the document");
        }

        new FileInfo(JournalFilePath()).Length.ShouldBeLessThan(12_000);
        using var again = Open(out var records, options);
        records.Count(r => r.Kind is RecordKind.Event && r.Key == Key(1)).ShouldBe(1);
        records.Last().Key.ShouldBe(Key(59));
        (await ReadAsync(again, Key(1))).ShouldBe("the document");
    }

    [Theory]
    [InlineData("Begun")]
    [InlineData("Copied")]
    [InlineData("Flushed")]
    [InlineData("Renamed")]
    [InlineData("DirectoryFlushed")]
    [InlineData("OldDeleted")]
    public async Task A_compaction_that_dies_at_any_step_loses_nothing(string step)
    {
        var snapshot = Directory.CreateTempSubdirectory("tf-journal-dead-").FullName;
        var died = false;
        var options = new JournalOptions
        {
            CompactAbove = 5_000,
            AtStep = reached =>
            {
                if (!died && reached.ToString() == step)
                {
                    // What a kill leaves is what stands in the directory now.
                    died = true;
                    Copy(_directory, snapshot);
                }
            },
        };
        using (var journal = Open(out _, options))
        {
            await journal.AppendDurablyAsync(RecordKind.Event, Key(1), "open"u8, "the document"u8.ToArray());
            for (var i = 10; !died; i++)
            {
                await journal.AppendDurablyAsync(RecordKind.Event, Key(i), "event"u8, new byte[1000]);
                await journal.AppendDurablyAsync(RecordKind.Closed, Key(i), "closed"u8);
            }
        }

        var records = new List<JournalRecord>();
        using (var again = JobJournal.Open(snapshot, new JournalOptions(), records.Add, NullLogger.Instance))
        {
            records.Count(r => r.Kind is RecordKind.Event && r.Key == Key(1)).ShouldBe(1);
            (await ReadAsync(again, Key(1))).ShouldBe("the document");
        }

        Directory.GetFiles(snapshot).ShouldHaveSingleItem();
        Directory.Delete(snapshot, recursive: true);
    }

    [Fact]
    public void A_second_agent_does_not_get_the_home()
    {
        using (var first = HomeLock.TryTake(_directory))
        {
            first.ShouldNotBeNull();
            HomeLock.TryTake(_directory).ShouldBeNull();
        }

        using var later = HomeLock.TryTake(_directory);
        later.ShouldNotBeNull();
    }

    internal static string Key(int number) => number.ToString("D16");

    private static string Text(JournalRecord record) => Encoding.UTF8.GetString(record.Json);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static async Task<string> ReadAsync(JobJournal journal, string key)
    {
        using var reader = new StreamReader(journal.OpenDocument(key));
        return await reader.ReadToEndAsync();
    }

    private static Task Until(Func<bool> condition) => Harness.Eventually.True(condition, "the journal was rewritten");

    private string JournalFilePath() => Directory.GetFiles(_directory, "*.journal").Single();

    private JobJournal Open(out List<JournalRecord> records, JournalOptions? options = null)
    {
        records = [];
        return JobJournal.Open(_directory, options ?? new JournalOptions(), records.Add, NullLogger.Instance);
    }
}
