using System.Security.Cryptography;

namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>A document that the far end took for a whole one.</summary>
internal sealed record Received(long Bytes, string Sha256)
{
    public static Received Of(byte[] document) => new(document.Length, Convert.ToHexString(SHA256.HashData(document)));
}
