using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace TicketFlow.EventStore.Chain;

/// <summary>
/// The bytes of an event that a seal covers: every column that has a meaning, each with its length before it, so that no two events have
/// the same bytes. JSON is taken as PostgreSQL prints <c>jsonb</c>, which does not depend on how it was written.
/// </summary>
internal sealed class EventDigest : IDisposable
{
    /// <summary>The columns, in the order in which they are added.</summary>
    public const string Columns = """
        e.seq_id, e.id::text, e.stream_id, e.version::text, e.type, e.data::text, (extract(epoch from e.timestamp) * 1000000)::bigint::text,
        e.mt_dotnet_type, e.correlation_id, e.causation_id, e.headers::text, e.is_archived
        """;

    private const int Archived = 11;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Begins a stretch: it hangs on the one before.</summary>
    public void Begin(string previous) => Add(Encoding.UTF8.GetBytes(previous));

    /// <summary>Adds the row.</summary>
    public void Add(NpgsqlDataReader row)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, row.GetInt64(0));
        _hash.AppendData(number);
        for (var column = 1; column < Archived; column++)
        {
            Add(row.IsDBNull(column) ? null : Encoding.UTF8.GetBytes(row.GetString(column)));
        }

        // What is archived is read by nobody: to mark an event so is to hide it. Unmarked ones hash as they did before this was looked at.
        if (row.GetBoolean(Archived))
        {
            Add("archived"u8.ToArray());
        }
    }

    /// <summary>The hash of the stretch, in hexadecimal.</summary>
    public string End() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();

    private void Add(byte[]? bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes?.Length ?? -1);
        _hash.AppendData(length);
        if (bytes is not null)
        {
            _hash.AppendData(bytes);
        }
    }
}
