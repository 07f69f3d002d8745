namespace TicketFlow.Ipp.Tests;

public sealed class IppPackedTests
{
    [Fact]
    public void What_was_packed_comes_back()
    {
        IppAttribute[] attributes =
        [
            new("page-ranges", new IppRange(1, 3), new IppRange(5, 5)),
            IppAttribute.Collection("media-col", new IppCollection([IppAttribute.Keyword("media-source", "tray-2")])),
        ];
        IppPacked.Unpack(IppPacked.Pack(attributes)).ShouldBe(attributes);
        IppPacked.Pack([]).ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no base64!")]
    [InlineData("AgAAAA==")]
    [InlineData("AgAAAAAAAAECIQAB")]
    public void What_it_has_not_packed_is_nothing(string? text) => IppPacked.Unpack(text).ShouldBeEmpty();
}
