using TicketFlow.Cli.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Page;

/// <summary><c>ticketflow open</c> at an agent of all users, whose files this user cannot read.</summary>
public sealed class PageLeadTests : IDisposable
{
    private readonly string _runtime = Directory.CreateTempSubdirectory("tf-lead-").FullName;

    public void Dispose() => Directory.Delete(_runtime, recursive: true);

    [Fact]
    public void The_agents_own_file_is_used_where_it_can_be_read()
    {
        var file = Path.Combine(_runtime, "open-1.html");
        File.WriteAllText(file, "");
        PageLead.For(PageAt(file), _runtime).ShouldBe(file);
        Directory.GetFiles(_runtime).ShouldBe([file]);
    }

    [Fact]
    public void Else_the_command_writes_one_for_its_user_alone()
    {
        var lead = PageLead.For(PageAt("/no/such/folder/open-1.html"), _runtime).ShouldNotBeNull();
        Path.GetDirectoryName(lead).ShouldBe(_runtime);
        File.ReadAllText(lead).ShouldContain("url=http://127.0.0.1:8632/open#one\"");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(lead).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        PageLead.For(PageAt("/no/such/folder/open-2.html", "two"), _runtime).ShouldBe(lead, "no old ones are left");
        File.ReadAllText(lead).ShouldContain("open#two");
    }

    [Fact]
    public void What_stands_there_under_its_name_is_not_written_through()
    {
        var other = Path.Combine(_runtime, "other");
        File.WriteAllText(other, "mine");
        File.CreateSymbolicLink(Path.Combine(_runtime, "ticketflow-open.html"), other);
        PageLead.For(PageAt("/no/such/folder/open-1.html"), _runtime).ShouldNotBeNull();
        File.ReadAllText(other).ShouldBe("mine");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/no/such/folder")]
    public void Without_a_private_directory_the_address_has_to_do(string? runtime) =>
        PageLead.For(PageAt("/no/such/folder/open-1.html"), runtime).ShouldBeNull();

    private static LocalPage PageAt(string file, string token = "one") =>
        new("http://127.0.0.1:8632/open#" + token, file, DateTimeOffset.UnixEpoch);
}
