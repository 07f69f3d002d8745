namespace TicketFlow.Printing.Tests.Raw;

/// <summary>Copies at a printer that cannot be told a number.</summary>
public sealed partial class RawTcpTransferTests
{
    [Fact]
    public async Task Three_copies_are_three_documents_and_one_transfer()
    {
        var documents = new List<byte[]>();
        await using var printer = FakePrinter.Taking(documents);
        var (begun, progress) = (0, new Progress());
        var job = Copies(printer.Address, 3) with
        {
            BeforeFirstByte = _ =>
            {
                begun++;
                return Task.CompletedTask;
            },
        };

        var result = await Transfer().SendAsync(job, progress, CancellationToken.None);

        result.Fault.ShouldBeNull(result.Text);
        (result.BytesSent, progress.Last, begun).ShouldBe((10_000, 10_000, 1));
        documents.Count.ShouldBe(3);
        documents.ShouldAllBe(document => document.SequenceEqual(Document(10_000)));
    }

    [Fact]
    public async Task A_break_in_the_second_copy_says_that_something_may_be_on_paper()
    {
        var connections = 0;
        await using var printer = new FakePrinter(async (socket, token) =>
        {
            if (++connections == 1)
            {
                await FakePrinter.ReadAllAsync(socket, token);
                return;
            }

            await FakePrinter.ReadSomeAsync(socket, 1, token);
            socket.LingerState = new System.Net.Sockets.LingerOption(enable: true, seconds: 0);
        });

        var result = await Transfer().SendAsync(Copies(printer.Address, 3), Ignored, CancellationToken.None);

        result.Fault.ShouldNotBeNull();
        result.AnyByteLeft.ShouldBeTrue();
        result.BytesSent.ShouldBeInRange(10_000 / 3, 20_000 / 3);
        result.Text!.ShouldContain("1 of 3 copies");
    }

    private static TransferJob Copies(string address, int copies) =>
        new(address, new MemoryStream(Document(10_000)), 10_000) { Instructions = new PrintInstructions { Copies = copies } };
}
