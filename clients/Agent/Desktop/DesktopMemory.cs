using System.Text.Json;
using System.Text.Json.Serialization;
using TicketFlow.Agent.Journal;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Desktop;

/// <summary>What must be the same after a restart: queues of the desktop point to the port, and work while the server is away.</summary>
/// <param name="Installed">The printers are wanted on the desktop.</param>
/// <param name="Port">TCP port on loopback, 0 when none was chosen yet.</param>
/// <param name="Printers">All that users here may use, by the newest lists the server gave.</param>
/// <param name="Queues">Queues this agent made in CUPS, by the printer's name.</param>
/// <param name="Users">Users of a shared machine who were proven here, with the day (UTC) they were last.</param>
internal sealed record DesktopFacts(
    bool Installed, int Port, IReadOnlyList<DesktopPrinter> Printers, IReadOnlyDictionary<string, string> Queues,
    IReadOnlyDictionary<string, DateOnly>? Users = null)
{
    public static DesktopFacts None { get; } = new(false, 0, [], new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));

    /// <summary>What those queues were made from, by the printer's name.</summary>
    public IReadOnlyDictionary<string, LearnedQueue> Learned { get; init; } =
        new Dictionary<string, LearnedQueue>(StringComparer.OrdinalIgnoreCase);

    public LearnedQueue? LearnedOf(string printer) => Learned.GetValueOrDefault(printer);
}

/// <summary>What a queue of CUPS was made from.</summary>
/// <param name="Print">The printer's abilities, as a short word.</param>
/// <param name="Defaults">How its options were set when it was new: what is set otherwise later, somebody has set. Null: not known.</param>
/// <param name="Owed">Options to set again, because the queue is being made anew.</param>
internal sealed record LearnedQueue(
    string Print, IReadOnlyDictionary<string, string>? Defaults, IReadOnlyDictionary<string, string>? Owed = null);

/// <summary>Keeps <see cref="DesktopFacts"/> in <c>desktop/desktop.json</c> in the agent's home.</summary>
internal sealed class DesktopMemory
{
    private readonly string _path;
    private readonly Lock _gate = new();
    private DesktopFacts _facts;

    public DesktopMemory(AgentOptions options)
    {
        Directory = Path.Combine(options.Home, "desktop");
        LocalSocket.CreatePrivate(Directory);
        _path = Path.Combine(Directory, "desktop.json");
        _facts = Read(_path);
    }

    /// <summary>Private to the agent; other files of the desktop's printers live here too.</summary>
    public string Directory { get; }

    public DesktopFacts Facts
    {
        get
        {
            lock (_gate)
            {
                return _facts;
            }
        }
    }

    /// <exception cref="IOException">The file cannot be written; nothing has changed.</exception>
    public DesktopFacts Change(Func<DesktopFacts, DesktopFacts> change)
    {
        lock (_gate)
        {
            var changed = change(_facts);
            if (changed != _facts)
            {
                WholeFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(changed, DesktopJson.Default.DesktopFacts));
                _facts = changed;
            }

            return changed;
        }
    }

    /// <summary>A damaged file is a lost convenience, not a dead agent: the printers are asked for again.</summary>
    private static DesktopFacts Read(string path)
    {
        try
        {
            var facts = JsonSerializer.Deserialize(File.ReadAllBytes(path), DesktopJson.Default.DesktopFacts) ?? DesktopFacts.None;
            return facts with
            {
                Printers = facts.Printers ?? [],
                Queues = new Dictionary<string, string>(facts.Queues ?? DesktopFacts.None.Queues, StringComparer.OrdinalIgnoreCase),
                Learned = (facts.Learned ?? DesktopFacts.None.Learned).ToDictionary(StringComparer.OrdinalIgnoreCase),
            };
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return DesktopFacts.None;
        }
    }
}

[JsonSerializable(typeof(DesktopFacts))]
internal sealed partial class DesktopJson : JsonSerializerContext;
