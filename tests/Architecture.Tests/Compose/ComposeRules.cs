using System.Text.RegularExpressions;
using Map = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace Architecture.Tests.Compose;

/// <summary>What must hold for docker-compose.yml, checked without an engine. Each rule names its offenders.</summary>
internal static partial class ComposeRules
{
    private static readonly string[] Known =
    [
        "build", "image", "command", "entrypoint", "environment", "secrets", "volumes", "depends_on", "healthcheck", "restart", "hostname",
        "ulimits", "shm_size", "network_mode",
    ];

    public static Map Services(Map file) => (Map)file["services"]!;

    public static IEnumerable<string> OnlyKnownKeys(Map file) =>
        Each(file, (name, service) => service.Keys.Except(Known).Select(key => $"{name}: {key}"));

    public static IEnumerable<string> BuildFilesExist(Map file, Func<string, bool> exists, Func<string, string> read) =>
        Each(file, (name, service) =>
        {
            var dockerfile = service.GetValueOrDefault("build") is Map build ? Text(build, "dockerfile") : "";
            return exists(dockerfile) ? MissingCopies(name, read(dockerfile), exists) : [$"{name}: no Dockerfile '{dockerfile}'"];
        });

    /// <param name="file">The compose file.</param>
    /// <param name="assemblyIn">The assembly name of the project in a folder, or null.</param>
    public static IEnumerable<string> BuildArgumentsNameProjects(Map file, Func<string, string?> assemblyIn) =>
        Each(file, (name, service) => service.GetValueOrDefault("build") is Map build && build.GetValueOrDefault("args") is Map arguments
            && assemblyIn(Text(arguments, "PROJECT")) != Text(arguments, "APP")
            ? [$"{name}: {Text(arguments, "PROJECT")} does not make {Text(arguments, "APP")}"]
            : []);

    /// <summary>Whatever runs on is watched; a service that does its work and ends says so by restart: "no".</summary>
    public static IEnumerable<string> ServicesAreWatched(Map file) =>
        Each(file, (name, service) =>
            Text(service, "restart") == "no" || (service.GetValueOrDefault("healthcheck") is Map check && check.ContainsKey("test"))
                ? []
                : [$"{name}: no health check"]);

    public static IEnumerable<string> NamesLeadSomewhere(Map file) =>
        Each(file, (name, service) =>
        {
            var services = Services(file);
            return Unknown(service, "depends_on", services)
                .Concat(Unknown(service, "secrets", file.GetValueOrDefault("secrets") as Map))
                .Concat(Unknown(service, "volumes", file.GetValueOrDefault("volumes") as Map))
                .Select(missing => $"{name}: {missing}");
        });

    /// <summary>A service that waits for the health of another needs that one to have a health check.</summary>
    public static IEnumerable<string> HealthIsAskedOnlyWhereThereIsSome(Map file) =>
        Each(file, (name, service) => (service.GetValueOrDefault("depends_on") as Map ?? new Dictionary<string, object?>())
            .Where(d => d.Value is Map condition && Text(condition, "condition") == "service_healthy"
                && !(Services(file).GetValueOrDefault(d.Key) is Map other && other.ContainsKey("healthcheck")))
            .Select(d => $"{name} waits for the health of {d.Key}"));

    public static IEnumerable<string> VariablesAreRead(Map file, Func<string, bool> isRead) =>
        Each(file, (name, service) => Keys(service, "environment")
            .Where(variable => variable.StartsWith("TICKETFLOW_", StringComparison.Ordinal))
            .Select(variable => variable.EndsWith("_FILE", StringComparison.Ordinal) ? variable[..^"_FILE".Length] : variable)
            .Where(variable => !isRead(variable))
            .Select(variable => $"{name}: nobody reads {variable}"));

    /// <summary>Secrets come as files: no value may carry one, and a file variable names a secret the service has.</summary>
    public static IEnumerable<string> NoSecretIsWrittenDown(Map file) =>
        Each(file, (name, service) => (service.GetValueOrDefault("environment") as Map ?? new Dictionary<string, object?>())
            .Where(pair => pair.Key.EndsWith("_FILE", StringComparison.Ordinal)
                ? !Keys(service, "secrets").Contains((pair.Value as string ?? "").Replace("/run/secrets/", "", StringComparison.Ordinal))
                : LooksSecret().IsMatch($"{pair.Key}={pair.Value}"))
            .Select(pair => $"{name}: {pair.Key}"));

    private static IEnumerable<string> MissingCopies(string name, string dockerfile, Func<string, bool> exists) =>
        from Match copy in CopyFromContext().Matches(dockerfile)
        from source in copy.Groups["paths"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipLast(1)
        where !exists(source)
        select $"{name}: COPY {source}";

    private static IEnumerable<string> Unknown(Map service, string key, Map? known) =>
        Keys(service, key).Select(item => item.Split(':')[0])
            .Where(item => known?.ContainsKey(item) != true)
            .Select(item => $"{key} {item}");

    private static IEnumerable<string> Keys(Map service, string key) => service.GetValueOrDefault(key) switch
    {
        Map map => map.Keys,
        IReadOnlyList<object?> list => list.OfType<string>(),
        _ => [],
    };

    private static IEnumerable<string> Each(Map file, Func<string, Map, IEnumerable<string>> rule) =>
        Services(file).SelectMany(pair => rule(pair.Key, (Map)pair.Value!));

    private static string Text(Map map, string key) => map.GetValueOrDefault(key) as string ?? "";

    [GeneratedRegex(@"^COPY (?!--from)(?<paths>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CopyFromContext();

    [GeneratedRegex(@"passw|secret|token|://[^/\s]*:[^/\s]*@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LooksSecret();
}
