using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.Ipp;
using Xunit.Abstractions;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>One agent for all users: each has the own printers, and nobody prints under another's name. They are real users.</summary>
public sealed class UserAccessTests(UserAccessTests.SharedDesktop shared, ITestOutputHelper output)
    : IClassFixture<UserAccessTests.SharedDesktop>
{
    private DesktopWorld World => shared.World;

    [Fact]
    public async Task Who_lies_about_the_name_prints_under_the_own_one()
    {
        if (!MayPlayOthers())
        {
            return;
        }

        var answer = await PrintAsync(OtherUser.Nobody, "office", "A lie", claims: "alice");
        answer.ShouldContain("status-code = successful-ok");
        var job = await Eventually.Found(
            () => World.Jobs().FirstOrDefault(entry => entry.State.Title == "A lie")?.State, "the job is there");
        job.User.ShouldBe(OtherUser.Nobody);
        (await World.Inner.Server.HearAsync(MessageTypes.TicketRequest)).ShouldNotBeNull();
        World.Inner.Server.Of(MessageTypes.TicketRequest).Select(request => request.Text("u")).ShouldNotContain("alice");
    }

    [Fact]
    public async Task A_printer_of_others_is_refused_at_the_door_with_a_sentence_and_nothing_is_taken()
    {
        if (!MayPlayOthers())
        {
            return;
        }

        // Somebody may use it, so it stands on the desktop.
        var theirs = await OtherUser.AskAgentAsync(OtherUser.Games, World.Inner.Options.Socket, "v1/printers");
        theirs.ShouldContain("secret");
        (await PrintAsync(OtherUser.Games, "secret", "Mine")).ShouldContain("status-code = successful-ok");

        foreach (var claims in new[] { OtherUser.Nobody, OtherUser.Games, "root" })
        {
            var refused = await PrintAsync(OtherUser.Nobody, "secret", "Not mine", claims);
            refused.ShouldContain("client-error-not-authorized");
            refused.ShouldContain("nobody may not print on secret");
        }

        (await PrintAsync(OtherUser.Nobody, "nowhere", "Not there")).ShouldContain("client-error-not-found");
        World.Jobs().ShouldNotContain(entry => entry.State.Title == "Not mine");
        (await OtherUser.AskAgentAsync(OtherUser.Nobody, World.Inner.Options.Socket, "v1/printers")).ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_print_systems_queue_is_everybodys_and_the_server_decides_about_each_job()
    {
        if (!MayPlayOthers())
        {
            return;
        }

        await OtherUser.AskAgentAsync(OtherUser.Games, World.Inner.Options.Socket, "v1/printers");
        (await World.AskAsync(IppOperation.GetPrinterAttributes, printer: "secret")).Status.ShouldBe(IppStatus.Ok);
        var answer = await World.AskAsync(
            IppOperation.PrintJob,
            [IppAttribute.NameOf("requesting-user-name", "mallory"), IppAttribute.NameOf("job-name", "By way of CUPS")],
            document: [1, 2, 3], printer: "secret");
        answer.Status.ShouldBe(IppStatus.Ok);
        await Eventually.True(
            () => World.Inner.Server.Of(MessageTypes.TicketRequest)
                .Any(request => (request.Text("u"), request.Text("p")) == ("mallory", "secret")),
            "the server is asked, under the name of the user that the print system named");
    }

    [Fact]
    public async Task A_user_without_rights_is_told_to_use_sudo()
    {
        if (!MayPlayOthers())
        {
            return;
        }

        var seen = await OtherUser.AskAgentAsync(OtherUser.Nobody, World.Inner.Options.Socket, "v1/desktop");
        var desktop = System.Text.Json.JsonSerializer.Deserialize(seen, LocalJson.Default.LocalDesktop)!;
        desktop.NeedsRoot.ShouldBeTrue();
        TicketFlow.Cli.Output.DesktopSentences.Of(desktop, installing: false).First().ShouldEndWith("Run: sudo ticketflow desktop install");
    }

    private bool MayPlayOthers()
    {
        if (!OtherUser.CanBePlayed)
        {
            output.WriteLine("Not root: nobody else can be played here. The rules are tested in PrinterBookTests.");
        }

        return OtherUser.CanBePlayed;
    }

    private Task<string> PrintAsync(string user, string printer, string title, string? claims = null) =>
        shared.PrintAsync(user, printer, title, claims ?? user);

    /// <summary>A shared agent whose server knows who may use what.</summary>
    public sealed class SharedDesktop : IAsyncLifetime
    {
        private readonly string _folder = Path.Combine(Path.GetTempPath(), $"tf-access-{Guid.NewGuid():N}");

        public DesktopWorld World { get; } = new();

        public async Task InitializeAsync()
        {
            Directory.CreateDirectory(_folder);
            await File.WriteAllTextAsync(Path.Combine(_folder, "document"), "a document");
            await File.WriteAllTextAsync(Path.Combine(_folder, "print.test"), """
                {
                    OPERATION Print-Job
                    GROUP operation-attributes-tag
                    ATTR charset attributes-charset utf-8
                    ATTR naturalLanguage attributes-natural-language en
                    ATTR uri printer-uri $uri
                    ATTR name requesting-user-name "$claims"
                    ATTR name job-name "$title"
                    FILE document
                }
                """);
            World.PrintersOf = user => user switch { OtherUser.Games => ["office", "secret"], _ => ["office"] };
            World.Configure = _ =>
            {
                World.Inner.Options.Shared = true;
                World.Inner.Options.Socket = Path.Combine(_folder, "run", "agent.sock");
            };
            await World.InitializeAsync();
        }

        public async Task DisposeAsync()
        {
            await World.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }

        internal async Task<string> PrintAsync(string user, string printer, string title, string claims) => (await OtherUser.RunAsync(
            user, "ipptool", "-tv", "-d", "claims=" + claims, "-d", "title=" + title, World.UriOf(printer),
            Path.Combine(_folder, "print.test"))).Output;
    }
}
