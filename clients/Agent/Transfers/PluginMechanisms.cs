using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using TicketFlow.Agent.Options;
using TicketFlow.Printing;

namespace TicketFlow.Agent.Transfers;

/// <summary>
/// Mechanisms from outside: each public class in an assembly of the directory that is an <see cref="ITransferMechanism"/> and can be made
/// without arguments. A directory or an assembly that is not as it must be stops the start: a printer that silently lost its mechanism is
/// worse.
/// </summary>
internal static partial class PluginMechanisms
{
    private const UnixFileMode OthersWrite = UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;
    private static readonly string[] BuiltIn = ["raw", "lpd", "ipp", "ipps"];

    /// <exception cref="AgentStartException">Something cannot be loaded; the message is for the operator.</exception>
    public static IReadOnlyList<ITransferMechanism> Load(string directory)
    {
        if (directory.Length == 0)
        {
            return [];
        }

        Demand(Path.IsPathRooted(directory) && Directory.Exists(directory), $"Transfers:Plugins: there is no directory {directory}.");
        DemandOwn(new DirectoryInfo(directory));
        var files = new DirectoryInfo(directory).GetFiles("*.dll").OrderBy(file => file.Name, StringComparer.Ordinal);
        var found = files.SelectMany(From).ToList();
        var names = found.Select(mechanism => mechanism.Name).Concat(BuiltIn);
        var twice = names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        Demand(twice is null, $"Transfers:Plugins: there are two mechanisms '{twice?.Key}'; each needs a name of its own.");
        return found;
    }

    private static IEnumerable<ITransferMechanism> From(FileInfo file)
    {
        DemandOwn(file);
        try
        {
            var assembly = new PluginContext(file.FullName).LoadFromAssemblyPath(file.FullName);
            return [.. assembly.GetExportedTypes().Where(IsMechanism).Select(Make)];
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or TypeLoadException or TargetInvocationException
            or MissingMethodException)
        {
            var why = (e as TargetInvocationException)?.InnerException?.Message ?? e.Message;
            throw new AgentStartException($"Transfers:Plugins: {file.FullName} cannot be loaded: {why}");
        }
    }

    private static bool IsMechanism(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ITransferMechanism));

    private static ITransferMechanism Make(Type type)
    {
        var mechanism = (ITransferMechanism)Activator.CreateInstance(type)!;
        Demand(
            Names().IsMatch(mechanism.Name),
            $"Transfers:Plugins: '{mechanism.Name}' of {type.FullName} is no name of a mechanism: 1 to 32 of a-z, 0-9 and '-'.");
        return mechanism;
    }

    /// <summary>What others can write runs with the agent's rights: that would make everybody the agent.</summary>
    private static void DemandOwn(FileSystemInfo entry)
    {
        if (!OperatingSystem.IsWindows())
        {
            Demand(
                (entry.UnixFileMode & OthersWrite) is UnixFileMode.None,
                $"Transfers:Plugins: {entry.FullName} can be written by others than its owner. Run: chmod go-w {entry.FullName}");
        }
    }

    private static void Demand(bool condition, string sentence)
    {
        if (!condition)
        {
            throw new AgentStartException(sentence);
        }
    }

    [GeneratedRegex("^[a-z0-9-]{1,32}$", RegexOptions.None, 1000)]
    private static partial Regex Names();

    /// <summary>
    /// The plug-in's own libraries from its side, everything the agent has from the agent: the contract must be the same type.
    /// </summary>
    private sealed class PluginContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            Default.Assemblies.Any(known => known.GetName().Name == assemblyName.Name) ? null
            : _resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file)
            : null;
    }
}
