namespace Architecture.Tests.Compose;

/// <summary>Each rule, seen failing on a planted fault.</summary>
public sealed class ComposeRulesTests
{
    private const string Sound = """
        services:
          a:
            build:
              dockerfile: A.Dockerfile
              args:
                PROJECT: services/A
                APP: A
            environment:
              TICKETFLOW_X: plain
              TICKETFLOW_Y_FILE: /run/secrets/y
            secrets:
              - y
            volumes:
              - data:/data
            healthcheck:
              test: ["CMD", "true"]
          b:
            build:
              dockerfile: A.Dockerfile
            depends_on:
              a:
                condition: service_healthy
            restart: "no"
        volumes:
          data:
        secrets:
          y:
            file: ./y
        """;

    [Fact]
    public void A_sound_file_passes_every_rule() => Offences(Sound).ShouldBeEmpty();

    [Theory]
    [InlineData("    restart: \"no\"", "    privileged: yes\n    restart: \"no\"", "b: privileged")]
    [InlineData(
        "      dockerfile: A.Dockerfile\n    depends",
        "      dockerfile: B.Dockerfile\n    depends",
        "b: no Dockerfile 'B.Dockerfile'")]
    [InlineData("PROJECT: services/A", "PROJECT: services/B", "a: services/B does not make A")]
    [InlineData("    restart: \"no\"", "    restart: always", "b: no health check")]
    [InlineData("      - y", "      - z", "a: secrets z")]
    [InlineData("      - data:/data", "      - other:/data", "a: volumes other")]
    [InlineData("      a:\n        condition", "      c:\n        condition", "b: depends_on c")]
    [InlineData("    healthcheck:\n      test: [\"CMD\", \"true\"]", "    restart: \"no\"", "b waits for the health of a")]
    [InlineData("TICKETFLOW_X: plain", "TICKETFLOW_Z: plain", "a: nobody reads TICKETFLOW_Z")]
    [InlineData("TICKETFLOW_X: plain", "TICKETFLOW_X: amqp://u:p@host", "a: TICKETFLOW_X")]
    [InlineData("TICKETFLOW_X: plain", "DB_PASSWORD: plain", "a: DB_PASSWORD")]
    public void A_planted_fault_is_noticed(string from, string to, string offence)
    {
        Sound.ShouldContain(from);
        Offences(Sound.Replace(from, to, StringComparison.Ordinal)).ShouldContain(offence);
    }

    [Fact]
    public void A_copied_file_that_is_not_there_is_noticed()
    {
        const string Dockerfile = "FROM x\nCOPY --from=x /a /b\nCOPY gone.sh /\n";
        ComposeRules.BuildFilesExist(ComposeReader.Read(Sound), path => path == "A.Dockerfile", _ => Dockerfile)
            .ShouldContain("a: COPY gone.sh");
    }

    [Theory]
    [InlineData("a:\n   b: 1")]
    [InlineData("a: {b: 1}")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a:\n  - [b")]
    [InlineData("a: [b, c]")]
    [InlineData("a\n")]
    [InlineData("a:\n    b: 1")]
    [InlineData("a: 1\n  b: 2")]
    [InlineData("a: &anchor")]
    [InlineData("a: x: y")]
    [InlineData("a: 'x'")]
    public void What_the_reader_does_not_know_is_an_error(string text) => Should.Throw<FormatException>(() => ComposeReader.Read(text));

    private static List<string> Offences(string text)
    {
        var file = ComposeReader.Read(text);
        return
        [
            .. ComposeRules.OnlyKnownKeys(file),
            .. ComposeRules.BuildFilesExist(file, path => path == "A.Dockerfile", _ => "FROM x"),
            .. ComposeRules.BuildArgumentsNameProjects(file, folder => folder == "services/A" ? "A" : null),
            .. ComposeRules.ServicesAreWatched(file),
            .. ComposeRules.NamesLeadSomewhere(file),
            .. ComposeRules.HealthIsAskedOnlyWhereThereIsSome(file),
            .. ComposeRules.VariablesAreRead(file, variable => variable is "TICKETFLOW_X" or "TICKETFLOW_Y"),
            .. ComposeRules.NoSecretIsWrittenDown(file),
        ];
    }
}
