namespace TicketFlow.Invoicing.Documents;

/// <summary>Seller or buyer, as printed.</summary>
public sealed record Party
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Second line of the address, such as a department or a person.</summary>
    public string? Addition { get; init; }

    /// <summary>Street and number.</summary>
    public string? Street { get; init; }

    /// <summary>Postal code.</summary>
    public string? PostalCode { get; init; }

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code.</summary>
    public string Country { get; init; } = "DE";

    /// <summary>VAT identifier.</summary>
    public string? VatId { get; init; }

    /// <summary>Local tax number.</summary>
    public string? TaxNumber { get; init; }

    /// <summary>Number in the trade register.</summary>
    public string? Registration { get; init; }

    /// <summary>Whom to ask.</summary>
    public string? Contact { get; init; }

    /// <summary>Telephone number.</summary>
    public string? Phone { get; init; }

    /// <summary>Mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The reference the buyer wants to see, such as an order number or a routing id.</summary>
    public string? Reference { get; init; }

    /// <summary>The lines of the postal address, without empty ones.</summary>
    public IReadOnlyList<string> AddressLines() =>
        [.. new[] { Name, Addition, Street, $"{PostalCode} {City}".Trim(), Country }.OfType<string>().Where(l => l.Length > 0)];
}
