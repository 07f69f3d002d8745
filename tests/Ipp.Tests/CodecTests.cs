using System.IO.Pipelines;
using System.Text;
using TicketFlow.Ipp;

namespace Ipp.Tests;

public sealed class CodecTests
{
    /// <summary>The example of RFC 8010, appendix A.1, as far as the document.</summary>
    private const string PrintJobOfTheRfc =
        "0101 0002 00000001 01"
        + "47 0012 617474726962757465732d63686172736574 0005 7574662d38"
        + "48 001b 617474726962757465732d6e61747572616c2d6c616e6775616765 0005 656e2d7573"
        + "45 000b 7072696e7465722d757269 0015 6970703a2f2f7072696e7465722e6578616d706c65"
        + "42 0008 6a6f622d6e616d65 0006 666f6f626172"
        + "22 0016 6970702d6174747269627574652d666964656c697479 0001 01"
        + "02 21 0006 636f70696573 0004 00000014"
        + "44 0005 7369646573 0013 74776f2d73696465642d6c6f6e672d65646765"
        + "03";

    [Fact]
    public void The_example_of_the_standard_is_read_and_written_alike()
    {
        var bytes = Convert.FromHexString(PrintJobOfTheRfc.Replace(" ", ""));
        var message = IppReader.Read(bytes);
        message.Operation.ShouldBe(IppOperation.PrintJob);
        message.Version.ShouldBe(IppMessage.Version11);
        message.OperationAttributes.Text("printer-uri").ShouldBe("ipp://printer.example");
        message.OperationAttributes.Boolean("ipp-attribute-fidelity").ShouldBe(true);
        message.Group(IppTag.JobGroup)!.Integer("copies").ShouldBe(20);
        message.Group(IppTag.JobGroup)!.Text("sides").ShouldBe("two-sided-long-edge");
        IppWriter.Write(message).ShouldBe(bytes);
    }

    [Fact]
    public void Every_kind_of_value_survives_the_wire() =>
        IppReader.Read(IppWriter.Write(Samples.Everything)).ShouldBe(Samples.Everything);

    [Fact]
    public async Task The_document_stays_on_the_stream_whatever_pieces_it_comes_in()
    {
        byte[] body = [.. IppWriter.Write(Samples.Everything), .. "%PDF-1.7"u8];
        foreach (var piece in new[] { 1, 7, 4096 })
        {
            var pipe = PipeReader.Create(new Drip(body, piece));
            (await IppReader.ReadAsync(pipe)).ShouldBe(Samples.Everything);
            using var document = new StreamReader(pipe.AsStream(), Encoding.UTF8);
            (await document.ReadToEndAsync()).ShouldBe("%PDF-1.7");
        }
    }

    [Fact]
    public void Text_that_is_no_utf8_is_read_as_latin_1()
    {
        byte[] bytes = [2, 0, 0, 2, 0, 0, 0, 1, 1, 0x42, 0, 1, (byte)'n', 0, 2, 0xfc, (byte)'x', 3];
        IppReader.Read(bytes).OperationAttributes.Text("n").ShouldBe("üx");
    }

    [Fact]
    public void A_moment_no_calendar_knows_stays_bytes()
    {
        byte[] moment = [7, 234, 13, 41, 25, 61, 0, 0, (byte)'+', 0, 0];
        byte[] bytes = [2, 0, 0, 0, 0, 0, 0, 1, 4, 0x31, 0, 1, (byte)'t', 0, 11, .. moment, 3];
        var value = IppReader.Read(bytes).Groups[0].Attributes[0].Values[0];
        value.ShouldBeOfType<IppBytes>().Value.ToArray().ShouldBe(moment);
    }

    [Fact]
    public void A_value_that_fits_into_no_message_is_refused() =>
        Should.Throw<ArgumentException>(() => IppWriter.Write(Samples.Everything with
        {
            Groups = [new IppGroup(IppTag.JobGroup, [IppAttribute.Text("long", new string('x', 40_000))])],
        }));
}
