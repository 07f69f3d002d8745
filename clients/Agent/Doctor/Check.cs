using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Doctor;

/// <summary>Makes checks' results; the words are stable.</summary>
internal static class Check
{
    public static LocalCheck Ok(string name, string text) => new(name, "ok", text);

    public static LocalCheck Warning(string name, string text, string toDo) => new(name, "warning", text, toDo);

    public static LocalCheck Failed(string name, string text, string toDo) => new(name, "failed", text, toDo);
}
