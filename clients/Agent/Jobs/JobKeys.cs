using System.Security.Cryptography;

namespace TicketFlow.Agent.Jobs;

/// <summary>Keys of jobs: 80 random bits as 16 characters of a-z and 2-7, unique for this agent for ever.</summary>
internal static class JobKeys
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static string Next() => RandomNumberGenerator.GetString(Alphabet, 16);
}
