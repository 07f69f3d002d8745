namespace TicketFlow.TicketServer.Access;

/// <summary>What the policy is about; a subject is the key of the stream that holds its facts.</summary>
public static class PolicySubjects
{
    /// <summary>Versions of the client software.</summary>
    public const string Clients = "policy-clients";

    /// <summary>Drivers.</summary>
    public const string Drivers = "policy-drivers";

    internal const string ResourcePrefix = "access-";
    internal const string GroupPrefix = "group-";

    /// <summary>Who may use the resource.</summary>
    public static string Resource(string name) => ResourcePrefix + name.ToLowerInvariant();

    /// <summary>Who is in the group.</summary>
    public static string Group(string name) => GroupPrefix + name.ToLowerInvariant();
}

/// <summary>Operating systems, as far as client versions differ by them.</summary>
public static class SystemFamilies
{
    public const string Linux = "linux";
    public const string Windows = "windows";
    public const string Macos = "macos";

    /// <summary>Holds where the family has no rule of its own.</summary>
    public const string Any = "any";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Linux, Windows, Macos, Any];

    /// <summary>The family of an operating system as a client names it; <see cref="Any"/> when it is none of them.</summary>
    public static string Of(string? operatingSystem)
    {
        var name = operatingSystem?.ToLowerInvariant() ?? "";
        // macOS first: "darwin" ends like Windows begins.
        return Has(name, "macos", "mac os", "os x", "darwin") ? Macos
            : Has(name, "windows", "win32", "win64") ? Windows
            : Has(name, "linux", "debian", "ubuntu", "fedora", "red hat", "rhel", "suse", "arch") ? Linux
            : Any;
    }

    private static bool Has(string name, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (name.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
