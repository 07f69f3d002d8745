using Architecture.Tests.House;
using Map = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace Architecture.Tests.Compose;

public sealed class ComposeTests
{
    private static readonly Map File = ComposeReader.Read(Repository.Read("docker-compose.yml"));

    private static readonly string ProductSources = string.Concat(
        Repository.Sources.Where(f => !f.Path.StartsWith("tests/", StringComparison.Ordinal)).SelectMany(f => f.Lines));

    [Fact]
    public void The_file_brings_up_every_part_of_the_first_ticket() =>
        ComposeRules.Services(File).Keys.ShouldBe(
            ["postgres", "rabbitmq", "ticket-server", "printer-monitor", "reporting", "setup", "agent", "printer-1", "printer-2"],
            ignoreOrder: true);

    [Fact]
    public void It_uses_only_known_keys() => ComposeRules.OnlyKnownKeys(File).ShouldBeEmpty();

    [Fact]
    public void Every_Dockerfile_and_every_copied_file_exists() =>
        ComposeRules.BuildFilesExist(File, Repository.Exists, Repository.Read).ShouldBeEmpty();

    [Fact]
    public void Every_image_is_built_from_the_project_it_names() =>
        ComposeRules.BuildArgumentsNameProjects(File, AssemblyIn).ShouldBeEmpty();

    [Fact]
    public void Every_service_has_a_health_check() => ComposeRules.ServicesAreWatched(File).ShouldBeEmpty();

    [Fact]
    public void Every_name_leads_somewhere() => ComposeRules.NamesLeadSomewhere(File).ShouldBeEmpty();

    [Fact]
    public void Health_is_asked_only_where_there_is_some() => ComposeRules.HealthIsAskedOnlyWhereThereIsSome(File).ShouldBeEmpty();

    [Fact]
    public void Every_variable_is_one_the_programs_read() => ComposeRules.VariablesAreRead(File, IsRead).ShouldBeEmpty();

    [Fact]
    public void No_secret_stands_in_it() => ComposeRules.NoSecretIsWrittenDown(File).ShouldBeEmpty();

    [Fact]
    public void Every_secret_is_a_file_that_the_secrets_script_makes()
    {
        var script = Repository.Read("ops/lib/secrets");
        foreach (var (name, secret) in (Map)File["secrets"]!)
        {
            ((Map)secret!)["file"].ShouldBe($"./.run/compose-secrets/{name}");
            var made = script.Contains($"put {name} ", StringComparison.Ordinal)
                || script.Contains($"secret \"$dir\" {name}", StringComparison.Ordinal);
            made.ShouldBeTrue($"ops/lib/secrets does not make {name}");
        }
    }

    [Fact]
    public void A_printers_health_check_looks_for_the_port_it_listens_on()
    {
        foreach (var name in (string[])["printer-1", "printer-2"])
        {
            var printer = (Map)ComposeRules.Services(File)[name]!;
            var port = int.Parse((string)((IReadOnlyList<object?>)printer["command"]!)[1]!);
            var test = (IReadOnlyList<object?>)((Map)printer["healthcheck"]!)["test"]!;
            test.OfType<string>().ShouldContain(part => part.StartsWith($":{port:X4} ", StringComparison.Ordinal));
            Repository.Read("ops/images/setup.sh").ShouldContain($"127.0.0.1:{port} ");
        }
    }

    private static string? AssemblyIn(string folder) =>
        Repository.Projects.SingleOrDefault(p => Path.GetDirectoryName(p.Path) == folder)?.Assembly;

    /// <summary>Read by its whole name, or below a prefix handed to .NET's configuration.</summary>
    private static bool IsRead(string variable) => ProductSources.Contains($"\"{variable}\"", StringComparison.Ordinal);
}
