namespace Architecture.Tests.House;

public sealed class PaperTests
{
    [Fact]
    public void Every_package_has_its_line_in_the_dependencies()
    {
        var paper = Repository.Read("docs/dependencies.md");
        Repository.CentralPackages.Count.ShouldBeGreaterThan(10);
        Repository.CentralPackages.Where(package => !HasLine(paper, package)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_package_listed_in_the_dependencies_is_pinned()
    {
        var listed = Repository.Read("docs/dependencies.md").Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]);
        listed.Except(Repository.CentralPackages).ShouldBeEmpty();
    }

    [Fact]
    public void A_package_without_a_line_is_noticed() => HasLine("| `Npgsql` | why |", "Npgsql.Other").ShouldBeFalse();

    [Fact]
    public void Links_between_papers_lead_somewhere()
    {
        var docs = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories);
        string[] papers = ["README.md", "CHANGELOG.md", .. docs.Select(path => Path.GetRelativePath(Repository.Root, path))];
        papers.SelectMany(DeadLinks).ShouldBeEmpty();
    }

    private static bool HasLine(string paper, string package) =>
        paper.Contains($"| `{package}` |", StringComparison.Ordinal);

    private static IEnumerable<string> DeadLinks(string paper) =>
        Repository.Read(paper).Split("](").Skip(1)
            .Select(rest => rest.Split(')')[0].Split('#')[0])
            .Where(link => link.Length > 0 && !link.Contains("://", StringComparison.Ordinal))
            .Where(link => !Repository.Exists(Path.Combine(Path.GetDirectoryName(paper)!, link)))
            .Select(link => $"{paper}: {link}");
}
