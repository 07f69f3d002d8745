namespace OpsTool.Tests;

/// <summary>organisation, and the commands that replay the reporting service's ledger.</summary>
[Collection(OpsSite.Name)]
public sealed class OrganisationTests(OpsSite site) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tf-organisation-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task People_are_imported_once_moved_and_shown_as_of_a_time()
    {
        var wrong = await site.RunAsync("organisation", "import", File("domain,user,department\noffice,anna,sales\noffice,,sales\n"));
        wrong.ExitCode.ShouldBe(1);
        wrong.Error.ShouldContain("line 3");
        wrong.Error.ShouldContain("(missing-value)");
        var latin = File("");
        await System.IO.File.WriteAllBytesAsync(latin, System.Text.Encoding.Latin1.GetBytes("resource,site\nhall,Köln\n"));
        var unread = await site.RunAsync("organisation", "import", latin);
        unread.ExitCode.ShouldBe(1);
        unread.Error.ShouldContain("line 2: This is no UTF-8.");
        unread.Error.ShouldContain("(bad-format)");
        (await site.RunAsync("organisation", "import", _directory.FullName)).ShouldSatisfyAllConditions(
            o => o.ExitCode.ShouldBe(1), o => o.Error.ShouldNotContain("   at "));
        (await site.DoAsync("organisation", "show")).ShouldContain("Nothing is known.");

        var people = File("domain,user,department,groups,from\noffice,anna,sales,staff|night,2026-01-01\noffice,ben,works,,2026-01-01\n");
        (await site.DoAsync("organisation", "import", people, "--dry-run")).ShouldContain("2 lines, no errors");
        (await site.DoAsync("organisation", "import", people)).ShouldContain("2 of 2 recorded");
        (await site.DoAsync("organisation", "import", people)).ShouldContain("Nothing new.");
        await site.DoAsync("organisation", "assign", @"OFFICE\Anna", "--department", "research", "--from", "2026-06-01");
        await site.DoAsync("organisation", "leave", @"office\ben", "--from", "2026-07-01");

        (await ShownAsync("2026-03-01")).ShouldBe([@"office\anna sales", @"office\ben works"]);
        (await ShownAsync("2026-08-01")).ShouldBe([@"office\anna research"]);
        (await site.RunAsync("organisation", "assign", "anna")).Error.ShouldContain(@"write DOMAIN\user");
    }

    [Fact]
    public async Task The_ledger_is_replayed_and_one_that_was_never_filled_is_told()
    {
        (await site.DoAsync("replay", "reporting")).ShouldContain("Nothing was kept.");
        var outcome = await site.RunAsync("verify", "reporting");
        outcome.ExitCode.ShouldBeOneOf(0, 3);
        outcome.ToString().ShouldMatch("was never filled|0 differences");
    }

    private async Task<IReadOnlyList<string>> ShownAsync(string at) =>
        [.. (await site.JsonAsync("organisation", "show", "--at", at)).Where(row => row.GetProperty("kind").GetString() == "person")
            .Select(row => $"{row.GetProperty("subject").GetString()} {row.GetProperty("department").GetString()}")];

    private string File(string text)
    {
        var path = Path.Combine(_directory.FullName, Guid.NewGuid().ToString("N") + ".csv");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
