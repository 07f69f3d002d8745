using System.Text;
using System.Text.RegularExpressions;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>ipptool's own suites, from the installed package, in a directory with the documents they name (the package has none).</summary>
internal sealed partial class SuiteFiles : IDisposable
{
    private const string Installed = "/usr/share/cups/ipptool";

    public SuiteFiles()
    {
        if (!System.IO.Directory.Exists(Installed))
        {
            throw new InvalidOperationException("There are no suites of ipptool. Run: ops/lib/install --tests");
        }

        foreach (var suite in System.IO.Directory.EnumerateFiles(Installed, "*.test"))
        {
            var text = File.ReadAllText(suite);
            File.WriteAllText(Path.Combine(Directory, Path.GetFileName(suite)), text);
            foreach (var name in Documents().Matches(text).Select(match => match.Groups["name"].Value))
            {
                Write(name);
            }
        }
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("tf-ipptool-").FullName;

    /// <summary>One page that says so, and nothing else.</summary>
    public static byte[] Pdf { get; } = Encoding.ASCII.GetBytes(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>endobj\n"
        + "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
        + "trailer<</Size 4/Root 1 0 R>>\nstartxref\n178\n%%EOF\n");

    /// <summary>The same in PostScript.</summary>
    public static byte[] PostScript { get; } = Encoding.ASCII.GetBytes(
        "%!PS-Adobe-3.0\n%%Pages: 1\n/Helvetica findfont 24 scalefont setfont 72 700 moveto (One page) show showpage\n%%EOF\n");

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private void Write(string name)
    {
        var path = Path.Combine(Directory, name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Path.GetExtension(name) switch
        {
            ".pwg" => "RaS2 raster"u8.ToArray(),
            ".ps" => PostScript,
            _ => Pdf,
        });
    }

    [GeneratedRegex(@"^\s*FILE\s+""?(?<name>[A-Za-z0-9][^\s""$]*)""?\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Documents();
}
