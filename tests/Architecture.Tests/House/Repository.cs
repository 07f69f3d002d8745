using System.Xml.Linq;

namespace Architecture.Tests.House;

/// <summary>The checkout these tests were built from, read from disk.</summary>
internal static class Repository
{
    private static readonly string[] Outside = ["bin", "obj", ".git", ".run", "TestResults", "node_modules"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<ProductProject> Projects { get; } = [.. Files("*.csproj").Select(ReadProject)];

    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. Files("*.cs").Select(path => new SourceFile(path, File.ReadAllLines(Path.Combine(Root, path))))];

    /// <summary>Package names of Directory.Packages.props.</summary>
    public static IReadOnlyList<string> CentralPackages { get; } =
        [.. XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("PackageVersion").Select(Include)];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static IEnumerable<string> Files(string pattern) => Walk(Root, pattern).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Walk(string folder, string pattern)
    {
        var here = Directory.EnumerateFiles(folder, pattern).Select(file => Path.GetRelativePath(Root, file));
        var below = Directory.EnumerateDirectories(folder)
            .Where(child => !Outside.Contains(Path.GetFileName(child)))
            .SelectMany(child => Walk(child, pattern));
        return here.Concat(below);
    }

    private static ProductProject ReadProject(string path)
    {
        var xml = XDocument.Load(Path.Combine(Root, path));
        var folder = Path.GetDirectoryName(path)!;
        return new ProductProject(
            path,
            xml.Descendants("AssemblyName").Single().Value,
            [.. xml.Descendants("ProjectReference").Select(r => Normalise(Path.Combine(folder, Include(r))))],
            [.. xml.Descendants("PackageReference").Select(Include)],
            [.. xml.Descendants("PackageReference").Where(HasVersion).Select(Include)]);
    }

    private static bool HasVersion(XElement reference) =>
        reference.Attribute("Version") is not null
        || reference.Attribute("VersionOverride") is not null
        || reference.Element("Version") is not null;

    private static string Include(XElement element) => element.Attribute("Include")?.Value ?? "";

    private static string Normalise(string path) =>
        Path.GetRelativePath(Root, Path.GetFullPath(path.Replace('\\', '/'), Root));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TicketFlow.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("TicketFlow.sln not found above " + AppContext.BaseDirectory);
    }
}

/// <summary>A project file: its path below the root, and what it refers to.</summary>
internal sealed record ProductProject(
    string Path, string Assembly, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages, IReadOnlyList<string> PinnedHere)
{
    public bool Within(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);
}

/// <summary>A C# file: its path below the root, and its lines.</summary>
internal sealed record SourceFile(string Path, IReadOnlyList<string> Lines);
