using System.IO.Pipelines;
using TicketFlow.Ipp;

namespace Ipp.Tests;

public sealed class HostileInputTests
{
    private const int Seed = 20261121;

    [Theory]
    [InlineData("", IppFormatErrors.Truncated)]
    [InlineData("02000002", IppFormatErrors.Truncated)]
    [InlineData("0200000200000001", IppFormatErrors.Truncated)]
    [InlineData("0200000200000001 01 21 0001 61 0004 0000", IppFormatErrors.Truncated)]
    [InlineData("0200000200000001 01 21 0001 61 0003 000000 03", IppFormatErrors.Malformed)]
    [InlineData("0200000200000001 01 22 0001 61 0000 03", IppFormatErrors.Malformed)]
    [InlineData("0200000200000001 01 21 ffff 61 0004 00000001 03", IppFormatErrors.Truncated)]
    [InlineData("0200000200000001 01 44 ffff ffff 03", IppFormatErrors.Malformed)]
    [InlineData("0200000200000001 44 0001 61 0001 62 03", IppFormatErrors.Malformed)]
    [InlineData("0200000200000001 01 44 0000 0001 62 03", IppFormatErrors.Malformed)]
    [InlineData("0200000200000001 01 35 0001 61 0004 0009 6162 03", IppFormatErrors.Malformed)]
    [InlineData("0200000200000001 01 34 0001 61 0000 03", IppFormatErrors.Malformed)]
    [InlineData("0200000200000001 01 34 0001 61 0000 44 0000 0001 61 37 0000 0000 03", IppFormatErrors.Malformed)]
    [InlineData("0200000200000001 01 34 0001 61 0000 4a 0000 0001 61 37 0000 0000 03", IppFormatErrors.Malformed)]
    [InlineData("0200000200000001 01 37 0001 61 0000 03", IppFormatErrors.Malformed)]
    public void What_is_no_message_is_refused_with_a_code(string hex, string code)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", ""));
        var refusal = Should.Throw<IppFormatException>(() => IppReader.Read(bytes));
        refusal.Code.ShouldBe(code);
        refusal.Header.ShouldBe(bytes.Length < 8 ? null : (IppMessage.Version20, 1));
    }

    [Fact]
    public async Task Too_many_bytes_are_refused_before_they_are_all_read()
    {
        var endless = new Endless();
        var refusal = await Should.ThrowAsync<IppFormatException>(async () =>
            await IppReader.ReadAsync(PipeReader.Create(endless), new IppLimits { MaxBytes = 100_000 }));
        refusal.Code.ShouldBe(IppFormatErrors.TooLarge);
        refusal.Status.ShouldBe(IppStatus.RequestEntityTooLarge);
        endless.Given.ShouldBeLessThan(200_000);
    }

    [Fact]
    public void Too_many_values_and_too_deep_collections_are_refused()
    {
        var wide = new IppMessage(0x200, 2, 1, [new IppGroup(IppTag.JobGroup, [IppAttribute.Integer("n", new int[101])])]);
        TooLarge(wide, new IppLimits { MaxValues = 100 });
        var nested = new IppCollection([IppAttribute.Integer("n", 1)]);
        for (var i = 0; i < 20; i++)
        {
            nested = new IppCollection([IppAttribute.Collection("c", nested)]);
        }

        TooLarge(wide with { Groups = [new IppGroup(IppTag.JobGroup, [IppAttribute.Collection("c", nested)])] }, IppLimits.Default);
    }

    [Fact]
    public void Damaged_messages_are_refused_or_read_but_never_harm()
    {
        var random = new Random(Seed);
        var good = IppWriter.Write(Samples.Everything);
        for (var round = 0; round < 50_000; round++)
        {
            var bytes = good.AsSpan(0, random.Next(4) == 0 ? random.Next(good.Length) : good.Length).ToArray();
            for (var i = random.Next(6); i >= 0 && bytes.Length > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ReadOrRefuse(bytes, round);
        }
    }

    [Fact]
    public void Noise_is_refused_or_read_but_never_harms()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 50_000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            ReadOrRefuse(bytes, round);
        }
    }

    /// <summary>What was read once is read alike after it was written.</summary>
    private static void ReadOrRefuse(byte[] bytes, int round)
    {
        try
        {
            var message = IppReader.Read(bytes);
            IppReader.Read(IppWriter.Write(message)).ShouldBe(message, $"round {round} of seed {Seed}");
        }
        catch (IppFormatException)
        {
            // Refused, as it should be.
        }
    }

    private static void TooLarge(IppMessage message, IppLimits limits) =>
        Should.Throw<IppFormatException>(() => IppReader.Read(IppWriter.Write(message), limits)).Code.ShouldBe(IppFormatErrors.TooLarge);

    /// <summary>A message that never ends.</summary>
    private sealed class Endless : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)IppTag.JobGroup);
            Given += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
