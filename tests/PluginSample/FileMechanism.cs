using TicketFlow.Printing;

namespace TicketFlow.PluginSample;

/// <summary>The smallest mechanism that keeps the contract: the address is a file's path, and the document becomes that file.</summary>
public sealed class FileMechanism : ITransferMechanism
{
    public string Name => "sample-file";

    public async Task<TransferResult> SendAsync(TransferJob job, IProgress<long> bytesSent, CancellationToken cancellationToken)
    {
        var begun = false;
        var sent = 0L;
        try
        {
            await using var file = new FileStream(job.Address + ".part", FileMode.Create);
            await job.BeforeFirstByte(cancellationToken);
            begun = true;
            var buffer = new byte[16 * 1024];
            while (await job.Document.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                sent += read;
                bytesSent.Report(sent);
            }
        }
        catch (OperationCanceledException)
        {
            return Ended(TransferFault.Cancelled, "The transfer was broken off.", sent, begun);
        }
        catch (DirectoryNotFoundException e)
        {
            return Ended(TransferFault.AddressInvalid, e.Message, sent, begun);
        }

        File.Move(job.Address + ".part", job.Address, overwrite: true);
        return Ended(null, null, sent, begun);
    }

    private static TransferResult Ended(TransferFault? fault, string? text, long sent, bool begun) =>
        new(fault, text, sent, begun, Tries: 1, TimeSpan.Zero);
}
