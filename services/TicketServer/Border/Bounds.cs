using FluentValidation;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.TicketServer.Border;

internal static class Bounds
{
    /// <summary>Names: user, domain, printer.</summary>
    public const int Name = 128;

    /// <summary>Versions and operating systems.</summary>
    public const int Version = 100;

    /// <summary>Document titles.</summary>
    public const int Title = 200;

    /// <summary>Free text of an error.</summary>
    public const int Text = 500;

    /// <summary>Copies of a document.</summary>
    public const int MostCopies = 99_999;

    /// <summary>Bytes of a document: one tebibyte.</summary>
    public const long Bytes = 1L << 40;

    /// <summary>The newest number of a go-ahead.</summary>
    public const int MostAttempts = 1_000_000;

    /// <summary>Milliseconds that anything takes: a year.</summary>
    public const long Milliseconds = 366L * 24 * 60 * 60 * 1000;

    /// <summary>Tries to reach a printer.</summary>
    public const int MostTries = 1_000_000;

    public static IRuleBuilderOptions<T, string?> Given<T>(this IRuleBuilder<T, string?> rule, string what, int max) => rule
        .Must(text => !string.IsNullOrWhiteSpace(text)).WithMessage($"The {what} is missing.")
        .Must(text => text is null || (text.Length <= max && !text.Any(char.IsControl)))
        .WithMessage($"The {what} must have at most {max} characters and no control characters.");

    public static IRuleBuilderOptions<T, string?> IfGiven<T>(this IRuleBuilder<T, string?> rule, string what, int max) => rule
        .Must(text => text is null || (text.Length <= max && !text.Any(char.IsControl)))
        .WithMessage($"The {what} must have at most {max} characters and no control characters.");

    public static IRuleBuilderOptions<T, string?> JobId<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(Jobs.JobId.IsWellFormed).WithMessage("The job id must be 16 characters of a-z and 2-7.");

    public static IRuleBuilderOptions<T, int> Attempt<T>(this IRuleBuilder<T, int> rule) => rule
        .InclusiveBetween(1, MostAttempts).WithMessage("The attempt must be 1 or more.");

    public static IRuleBuilderOptions<T, long> Size<T>(this IRuleBuilder<T, long> rule) => rule
        .InclusiveBetween(0, Bytes).WithMessage("The number of bytes must be 0 or more, and no more than a tebibyte.");

    public static IRuleBuilderOptions<T, long?> Size<T>(this IRuleBuilder<T, long?> rule) => rule
        .Must(bytes => bytes is null or (>= 0 and <= Bytes))
        .WithMessage("The number of bytes must be 0 or more, and no more than a tebibyte.");

    public static IRuleBuilderOptions<T, int?> PageCount<T>(this IRuleBuilder<T, int?> rule) => rule
        .Must(pages => pages is null or (>= 0 and <= TicketRequest.MostPages))
        .WithMessage($"The number of pages must be 0 to {TicketRequest.MostPages}.");

    /// <summary>Nothing wrong with what is told about the printed pages.</summary>
    public static void Print<T>(this IRuleBuilder<T, PrintProperties?> rule) => rule
        .Must(print => print?.Copies is null or (>= 1 and <= MostCopies)).WithMessage($"The number of copies must be 1 to {MostCopies}.")
        .Must(print => print?.Sides is null or 1 or 2).WithMessage("The sides per sheet must be 1 or 2.")
        .Must(print => print?.Paper is null || (print.Paper.Length is > 0 and <= Name && !print.Paper.Any(char.IsControl)))
        .WithMessage($"The paper's name must have 1 to {Name} characters and no control characters.");
}
