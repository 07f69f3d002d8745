namespace Architecture.Tests.House;

/// <summary>Who may know whom (design, section 2). Each rule names its offenders; none means the rule holds.</summary>
internal static class ProjectRules
{
    private const string Contracts = "contracts/TicketFlow.Contracts/TicketFlow.Contracts.csproj";
    private const string Printing = "clients/Printing/TicketFlow.Printing.csproj";

    /// <summary>A leaf: agents, transfers and the printer monitor speak IPP with it (ADR 11).</summary>
    private const string Ipp = "clients/Ipp/TicketFlow.Ipp.csproj";

    /// <summary>What the agent and the command show on a desktop, and when.</summary>
    private const string Notifications = "clients/Notifications/TicketFlow.Notifications.csproj";

    private const string Monitor = "services/PrinterMonitor/TicketFlow.PrinterMonitor.csproj";

    /// <summary>Libraries services share; everything else under services/ is a host.</summary>
    private static readonly string[] SharedLibraries =
    [
        "services/Delivery/TicketFlow.Delivery.csproj", "services/EventStore/TicketFlow.EventStore.csproj",
        "services/Hosting/TicketFlow.Hosting.csproj", "services/Invoicing/TicketFlow.Invoicing.csproj",
        "services/Messaging/TicketFlow.Messaging.csproj", "services/Pricing/TicketFlow.Pricing.csproj",
    ];

    public static IEnumerable<string> ClientsSeeOnlyContractsAndPrinting(IEnumerable<ProductProject> projects) =>
        References(projects.Where(p => p.Within("clients")), to => to is not (Contracts or Printing or Ipp or Notifications));

    public static IEnumerable<string> ContractsStandAlone(IEnumerable<ProductProject> projects) =>
        projects.Where(p => p.Within("contracts")).SelectMany(p => p.Projects.Concat(p.Packages).Select(to => $"{p.Path} -> {to}"));

    public static IEnumerable<string> ServicesNeverSeeEachOther(IEnumerable<ProductProject> projects) =>
        projects.Where(p => p.Within("services")).SelectMany(p => p.Projects
            .Where(to => to != Contracts && !SharedLibraries.Contains(to) && !(p.Path == Monitor && to == Ipp))
            .Select(to => $"{p.Path} -> {to}"));

    public static IEnumerable<string> IppStandsAlone(IEnumerable<ProductProject> projects) =>
        projects.Where(p => p.Path == Ipp).SelectMany(p => p.Projects.Concat(p.Packages).Select(to => $"{p.Path} -> {to}"));

    public static IEnumerable<string> ServicesAreSeenOnlyByThemselvesOperationsAndTests(IEnumerable<ProductProject> projects) =>
        References(
            projects.Where(p => !p.Within("services") && !p.Within("tests") && !p.Within("ops")),
            to => to.StartsWith("services/", StringComparison.Ordinal));

    public static IEnumerable<string> PrintingKnowsNothingOfTickets(IEnumerable<ProductProject> projects) =>
        References(projects.Where(p => p.Path == Printing), to => to != Ipp);

    public static IEnumerable<string> NotificationsKnowOnlyContracts(IEnumerable<ProductProject> projects) =>
        References(projects.Where(p => p.Path == Notifications), to => to != Contracts);

    public static IEnumerable<string> ProductNeverSeesTests(IEnumerable<ProductProject> projects) =>
        References(projects.Where(p => !p.Within("tests")), to => to.StartsWith("tests/", StringComparison.Ordinal));

    public static IEnumerable<string> VersionsStandInOnePlace(IEnumerable<ProductProject> projects) =>
        projects.SelectMany(p => p.PinnedHere.Select(package => $"{p.Path} pins {package}"));

    private static IEnumerable<string> References(IEnumerable<ProductProject> from, Func<string, bool> forbidden) =>
        from.SelectMany(p => p.Projects.Where(forbidden).Select(to => $"{p.Path} -> {to}"));
}
