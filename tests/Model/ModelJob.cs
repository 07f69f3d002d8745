using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.Model;

/// <summary>How a simulated agent has a job; its journal.</summary>
internal enum HeldAs
{
    /// <summary>The document is there; nothing of it left since the user last chose that it should.</summary>
    Spooled,

    /// <summary>The agent connects to the printer.</summary>
    Starting,
    Sending,
    Sent,
    Broken,
    Interrupted,

    /// <summary>Cancelled, refused, or told to be over: never sent.</summary>
    Closed,

    /// <summary>The agent lost everything.</summary>
    Gone,
}

/// <summary>
/// A job as its agent has it. What a job does is chosen by its own random numbers, so that a seed means the same in every run.
/// </summary>
internal sealed class ModelJob(string agent, string key, int number, Dice chance)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public string Agent { get; } = agent;

    /// <summary>Which of its sequence it is.</summary>
    public int Number { get; } = number;

    public string JobId { get; } = TicketServer.Jobs.JobId.Of(agent, key);

    public required TicketRequest Request { get; init; }

    public long Bytes { get; init; }

    /// <summary>Whether a job that was opened first gets its description.</summary>
    public bool Describes { get; init; } = true;

    public Dice Chance { get; } = chance;

    public HeldAs Held { get; set; } = HeldAs.Spooled;

    /// <summary>The server answered.</summary>
    public bool Answered { get; set; }

    /// <summary>The newest go-ahead known.</summary>
    public int Attempt { get; set; }

    /// <summary>The attempt under which bytes last began to leave; 0 when none has since the job was moved.</summary>
    public int SentUnder { get; set; }

    public long BytesSent { get; set; }

    /// <summary>How often bytes of it began to leave.</summary>
    public int Prints { get; set; }

    /// <summary>Its transfer gives no sign of life.</summary>
    public bool Silent { get; set; }

    /// <summary>The broker has the report that ends it.</summary>
    public bool Reported { get; set; }

    /// <summary>Counts stops and crashes: what a transfer of an earlier life does no longer counts.</summary>
    public int Life { get; set; }

    public string HeldState => Held switch
    {
        HeldAs.Sending => HeldStates.Sending,
        HeldAs.Sent => HeldStates.Sent,
        HeldAs.Broken or HeldAs.Interrupted => Reported ? HeldStates.Kept : HeldStates.Interrupted,
        HeldAs.Gone => HeldStates.Gone,
        _ => HeldStates.Spooled,
    };

    /// <summary>Whether the agent still states it in HI1.</summary>
    public bool IsOpen => Held switch
    {
        HeldAs.Closed or HeldAs.Gone => false,
        HeldAs.Sent => !Reported,
        _ => true,
    };

    /// <summary>How often it may have been sent: once, and once more for each choice in the log.</summary>
    public static int Allowed(IEnumerable<JobEvent> events) =>
        1 + events.Count(e => e is ResendChosen or JobMoved { BytesSent: > 0 });

    public override string ToString() => $"job {Number} ({JobId} of {Agent}): {Held}, attempt {Attempt}, sent {Prints} times";

    public static string NewKey()
    {
        var bytes = Guid.NewGuid().ToByteArray();
        return string.Create(TicketServer.Jobs.JobId.Length, bytes, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Alphabet[bytes[i] & 31];
            }
        });
    }
}
