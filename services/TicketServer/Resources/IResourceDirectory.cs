namespace TicketFlow.TicketServer.Resources;

/// <summary>The resources by name, kept in memory.</summary>
public interface IResourceDirectory
{
    /// <summary>The resource, or null when there is none of that name (upper and lower case are the same).</summary>
    ValueTask<ResourceEntry?> FindAsync(string? name, CancellationToken cancellation);

    /// <summary>The resource has changed: what is known of it holds no longer. Null: of all.</summary>
    void Forget(string? name);
}
