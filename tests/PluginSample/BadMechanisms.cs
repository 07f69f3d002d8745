using TicketFlow.Printing;

namespace TicketFlow.PluginSample;

/// <summary>Breaks the contract; how, its address says.</summary>
public sealed class BadMechanism : ITransferMechanism
{
    public string Name => "sample-bad";

    public Task<TransferResult> SendAsync(TransferJob job, IProgress<long> bytesSent, CancellationToken cancellationToken) =>
        job.Address switch
        {
            "throws-at-once" => throw new InvalidOperationException("a fault of its own\n\u001b[2J" + new string('x', 2000)),
            "throws-in-the-middle" => ThrowInTheMiddleAsync(job),
            "hangs-at-once" => HangAsync(),
            "hangs-in-the-middle" => HangInTheMiddleAsync(job),
            "blocks-its-thread" => BlockAsync(),
            "says-nothing" => Task.FromResult<TransferResult>(null!),
            "lies-without-reading" => Task.FromResult(Success(job.Length)),
            "lies-without-announcing" => LieWithoutAnnouncingAsync(job),
            "lies-about-the-sum" => LieAboutTheSumAsync(job, bytesSent),
            _ => Task.FromResult(new TransferResult(
                (TransferFault)999, null, -5, AnyByteLeft: false, Tries: -1, TimeSpan.FromDays(-1))),
        };

    private static TransferResult Success(long bytes) => new(null, null, bytes, AnyByteLeft: true, Tries: 1, TimeSpan.Zero);

    private static async Task<TransferResult> ThrowInTheMiddleAsync(TransferJob job)
    {
        await job.BeforeFirstByte(CancellationToken.None);
        await job.Document.ReadExactlyAsync(new byte[10]);
        throw new IOException("the far end is gone");
    }

    /// <summary>Deaf to being told to stop.</summary>
    private static Task<TransferResult> HangAsync() => new TaskCompletionSource<TransferResult>().Task;

    private static async Task<TransferResult> HangInTheMiddleAsync(TransferJob job)
    {
        await job.BeforeFirstByte(CancellationToken.None);
        await job.Document.ReadExactlyAsync(new byte[10]);
        return await HangAsync();
    }

    private static Task<TransferResult> BlockAsync()
    {
        var never = new TaskCompletionSource();
        never.Task.Wait(TimeSpan.FromMinutes(2));
        return HangAsync();
    }

    /// <summary>Has the whole document, and could have printed it.</summary>
    private static async Task<TransferResult> LieWithoutAnnouncingAsync(TransferJob job)
    {
        await job.Document.CopyToAsync(Stream.Null);
        return Success(job.Length);
    }

    private static async Task<TransferResult> LieAboutTheSumAsync(TransferJob job, IProgress<long> bytesSent)
    {
        await job.BeforeFirstByte(CancellationToken.None);
        await job.Document.CopyToAsync(Stream.Null);
        foreach (var lie in (long[])[long.MaxValue, -1, 10, 3])
        {
            bytesSent.Report(lie);
        }

        return Success(job.Length * 1000);
    }
}
