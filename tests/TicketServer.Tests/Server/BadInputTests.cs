using System.Text;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;

namespace TicketServer.Tests.Server;

/// <summary>Whatever an agent sends, it gets a code, it is kept for inspection, and the next good message is served.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private ScriptedAgent _agent = null!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall");
        _agent = await _server.EnrolAsync("desk-1");
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("TR1", "{", MessageErrors.Malformed)]
    [InlineData("TR1", "", MessageErrors.Malformed)]
    [InlineData("TR1", "null", MessageErrors.Malformed)]
    [InlineData("TR1", "[1,2]", MessageErrors.Malformed)]
    [InlineData("TR1", """{"n":"one"}""", MessageErrors.Malformed)]
    [InlineData("TR1", """{"n":1}""", RefusalCodes.Incomplete)]
    [InlineData("TR1", """{"n":1,"k":"aaaaaaaaaaaaaaaa","p":"ha\u0000ll"}""", RefusalCodes.Incomplete)]
    [InlineData("TR9", "{}", MessageErrors.VersionUnknown)]
    [InlineData("XD1", """{"JobId":"aaaaaaaaaaaaaaaa","Agent":"desk-1","Kind":"confirm","Attempt":1}""", MessageErrors.VersionUnknown)]
    [InlineData(null, "{}", MessageErrors.VersionUnknown)]
    [InlineData("ST1", """{"n":1,"j":"../../etc","a":1}""", MessageErrors.Invalid)]
    [InlineData("CP1", """{"n":1,"j":"aaaaaaaaaaaaaaaa","a":1,"b":-5,"g":"accepted"}""", MessageErrors.Invalid)]
    [InlineData("CP1", """{"n":1,"j":"aaaaaaaaaaaaaaaa","a":1,"b":5,"g":"accepted"}""", RefusalCodes.JobUnknown)]
    [InlineData("SU1", """{"n":1,"s":[null]}""", MessageErrors.Invalid)]
    [InlineData("SU1", """{"n":1,"s":[{"j":"aaaaaaaaaaaaaaaa","a":1,"b":9223372036854775807}]}""", MessageErrors.Invalid)]
    [InlineData(
        "CP1", """{"n":1,"j":"aaaaaaaaaaaaaaaa","a":1,"b":5,"g":"accepted","ms":9223372036854775807}""", MessageErrors.Invalid)]
    [InlineData("HI1", """{"n":1,"s":[{"j":"aaaaaaaaaaaaaaaa","s":"sending","a":1,"b":9223372036854775807}]}""", MessageErrors.Invalid)]
    [InlineData("HI1", """{"n":1,"s":[{"j":"aaaaaaaaaaaaaaaa","s":"sending","a":2147483647,"b":1}]}""", MessageErrors.Invalid)]
    [InlineData("DJ1", """{"n":1,"j":"aaaaaaaaaaaaaaaa","b":1,"pg":2147483647}""", MessageErrors.Invalid)]
    [InlineData("SF1", """{"n":1,"j":"aaaaaaaaaaaaaaaa","a":1,"c":"occupied","r":-2147483648}""", MessageErrors.Invalid)]
    [InlineData("QJ1", """{"n":1,"j":"\ud800"}""", MessageErrors.Malformed)]
    [InlineData(
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\U0001F5A8", "{}", MessageErrors.VersionUnknown)]
    public async Task A_bad_message_is_refused_with_its_code_and_kept(string? type, string body, string code)
    {
        await _agent.SendRawAsync(type, Encoding.UTF8.GetBytes(body));
        (await _agent.RefusalAsync()).Code.ShouldBe(code);
        await ShouldBeKeptAsync(code);
        await ShouldStillServeAsync();
    }

    [Fact]
    public async Task An_oversized_message_is_refused()
    {
        await _agent.SendRawAsync("TR1", new byte[AgentTopology.MaxMessageBytes + 1]);
        (await _agent.RefusalAsync()).Code.ShouldBe(MessageErrors.TooLarge);
        await ShouldBeKeptAsync(MessageErrors.TooLarge);
        await ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_message_without_a_proven_sender_is_kept_and_not_answered()
    {
        await _agent.SendRawAsync("HI1", "{}"u8.ToArray(), withUserId: false);
        await ShouldBeKeptAsync(MessageErrors.Forged);
        await ShouldStillServeAsync();
    }

    private Task ShouldBeKeptAsync(string code) => Eventually.ShouldBecomeAsync(
        () => _server.Database.ScalarAsync<long>($"select count(*) from ticketflow.refused_message where code = '{code}'"), 1L);

    private async Task ShouldStillServeAsync()
    {
        await _agent.SendAsync(_agent.Request("hall"));
        await _agent.GoAheadAsync();
    }
}
