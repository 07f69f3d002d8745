using System.Reflection;

namespace TicketFlow.Hosting;

/// <summary>SQL that travels inside an assembly.</summary>
public static class EmbeddedScript
{
    /// <summary>Reads one, named by its folder and file.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream($"{assembly.GetName().Name}.{name}")
            ?? throw new InvalidOperationException($"The script {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
