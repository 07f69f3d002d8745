namespace TicketFlow.Delivery;

/// <summary>What a receiver is told, as mail or as a web request.</summary>
/// <param name="Id">The same at every repetition, so that a double is recognised.</param>
/// <param name="At">When it happened, UTC.</param>
/// <param name="Kind">For machines, for example <c>resource-stopped</c>.</param>
/// <param name="Subject">For people, one line.</param>
/// <param name="Text">For people.</param>
public sealed record Letter(Guid Id, DateTimeOffset At, string Kind, string Subject, string Text)
{
    /// <summary>Lines under the text of a mail: name and value. Null values are left out.</summary>
    public IReadOnlyList<(string Name, string? Value)> Facts { get; init; } = [];

    /// <summary>The mail's <c>Message-ID</c> before the '@': letters, digits, '.' and '-'. Null: the id.</summary>
    public string? MessageName { get; init; }

    /// <summary>The <see cref="MessageName"/> of the mail that this one follows up (RFC 5322 section 3.6.4), or null.</summary>
    public string? FollowsUp { get; init; }

    /// <summary>A file that goes with the mail, or null.</summary>
    public LetterFile? File { get; init; }

    /// <summary>The body of a web request: JSON.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }
}

/// <summary>A file that goes with a mail.</summary>
/// <param name="Name">Letters, digits, '.', '-' and '_'.</param>
/// <param name="ContentType">For example <c>text/csv; charset=utf-8</c>.</param>
public sealed record LetterFile(string Name, string ContentType, ReadOnlyMemory<byte> Content);
