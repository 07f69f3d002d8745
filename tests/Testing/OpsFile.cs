namespace TicketFlow.Testing;

/// <summary>Files of <c>ops/</c> that code must agree with.</summary>
public static class OpsFile
{
    public static string Read(string path) => File.ReadAllText(Path.Combine(OpsScript.Root, "ops", path));
}
