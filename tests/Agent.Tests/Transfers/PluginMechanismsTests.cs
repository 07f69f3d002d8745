using TicketFlow.Agent.Options;
using TicketFlow.Agent.Transfers;
using TicketFlow.Printing;

namespace TicketFlow.Agent.Tests.Transfers;

public sealed class PluginMechanismsTests : IDisposable
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _directory = Directory.CreateTempSubdirectory("tf-plugins-").FullName;

    public PluginMechanismsTests() => Chmod(_directory, Own);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Without_a_directory_there_are_none() => PluginMechanisms.Load("").ShouldBeEmpty();

    [Fact]
    public void A_public_mechanism_of_an_assembly_in_the_directory_is_there()
    {
        Place("One.dll");

        PluginMechanisms.Load(_directory).ShouldHaveSingleItem().Name.ShouldBe("folder");
    }

    [Fact]
    public void Two_of_one_name_stop_the_start()
    {
        Place("One.dll");
        Place("Two.dll");

        Refusal().ShouldContain("two mechanisms 'folder'");
    }

    [Fact]
    public void What_others_can_write_stops_the_start()
    {
        Chmod(_directory, Own | UnixFileMode.OtherWrite);

        Refusal().ShouldContain($"chmod go-w {_directory}");
    }

    [Fact]
    public void A_file_that_is_no_assembly_stops_the_start()
    {
        File.WriteAllText(Path.Combine(_directory, "Broken.dll"), "no assembly");
        Chmod(Path.Combine(_directory, "Broken.dll"), Own);

        Refusal().ShouldContain("Broken.dll cannot be loaded");
    }

    [Fact]
    public void A_directory_that_is_missing_stops_the_start() =>
        Should.Throw<AgentStartException>(() => PluginMechanisms.Load(Path.Combine(_directory, "none")))
            .Message.ShouldContain("no directory");

    private void Place(string name)
    {
        var file = Path.Combine(_directory, name);
        File.Copy(typeof(FolderMechanism).Assembly.Location, file);
        Chmod(file, Own);
    }

    private static void Chmod(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private string Refusal() => Should.Throw<AgentStartException>(() => PluginMechanisms.Load(_directory)).Message;
}

/// <summary>What somebody else might plug in.</summary>
public sealed class FolderMechanism : ITransferMechanism
{
    public string Name => "folder";

    public Task<TransferResult> SendAsync(TransferJob job, IProgress<long> bytesSent, CancellationToken cancellationToken) =>
        Task.FromResult(new TransferResult(
            TransferFault.Rejected, "This one only shows how it is done.", 0, AnyByteLeft: false, 0, TimeSpan.Zero));
}
