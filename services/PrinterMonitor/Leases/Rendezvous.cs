using System.Security.Cryptography;
using System.Text;

namespace TicketFlow.PrinterMonitor.Leases;

/// <summary>
/// Rendezvous hashing (Thaler and Ravishankar 1998): each resource belongs to the instance whose hash with it is highest. All instances
/// that see the same members agree without talking, and when one goes only its resources move.
/// </summary>
internal static class Rendezvous
{
    /// <summary>The owner, or null without members.</summary>
    public static Guid? OwnerOf(string resource, IReadOnlyList<Guid> members)
    {
        if (members.Count < 2)
        {
            return members.Count == 0 ? null : members[0];
        }

        Guid? owner = null;
        ulong highest = 0;
        foreach (var member in members)
        {
            var weight = WeightOf(resource, member);
            if (owner is null || weight > highest || (weight == highest && member.CompareTo(owner.Value) > 0))
            {
                (owner, highest) = (member, weight);
            }
        }

        return owner;
    }

    private static ulong WeightOf(string resource, Guid member)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{member:n}\n{resource}"), hash);
        return BitConverter.ToUInt64(hash);
    }
}
